"""Segments that policies name in part are judged address by address, within a bound that is told."""

from collections.abc import Sequence
from ipaddress import ip_address, ip_network
from time import process_time
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network.addresses import parse
from secaudit.network.exact import Informing
from secaudit.network.parts import MOST, affordable, covers, described, divide, united
from secaudit.network.prevention import Prevention
from secaudit.network.ways import Asked, Closed, Ways
from tests.network import exact
from tests.network.building import AS_OF, deny, inventory_of, network_of, permit
from tests.network.relations import forwarded, held, holding_of
from tests.network.rules import unguarded

ENDS = [{"id": "a", "cidrs": ["10.0.1.0/24"]}, {"id": "b", "cidrs": ["10.0.2.0/24"]}]
MIDDLE = {"id": "m", "cidrs": ["10.0.3.0/24"]}
BOTH = [{"id": "a", "cidrs": ["10.0.1.0/24", "fd00:1::/64"]}, {"id": "b", "cidrs": ["10.0.2.0/24", "fd00:2::/64"]}]


def firewall(name: str, joined: list[str], *policy: Any, kind: str = "firewall") -> dict[str, Any]:
    return {"id": name, "kind": kind, "segments": joined, "policy": list(policy)}


def whole(**content: Any) -> dict[str, Any]:
    return {"units": [], "gateways": [], "links": [], "hosts": []} | content


def chain(first: Sequence[Any], second: Sequence[Any], segments: Sequence[Any] = (*ENDS, MIDDLE)) -> dict[str, Any]:
    return whole(
        segments=list(segments), gateways=[firewall("g", ["a", "m"], *first), firewall("h", ["m", "b"], *second)]
    )


def single(*policy: Any, segments: Sequence[Any] = ENDS) -> dict[str, Any]:
    return whole(segments=list(segments), gateways=[firewall("g", ["a", "b"], *policy)])


SHUT = {
    "both halves denied one by one": single(
        deny("10.0.1.0/25", "any"), deny("10.0.1.128/25", "any"), permit("any", "any")
    ),
    "both halves denied in one entry": single(deny(["10.0.1.0/25", "10.0.1.128/25"], "any"), permit("any", "any")),
    "one half let in and the other one on": chain([permit("10.0.1.0/25", "b")], [permit("10.0.1.128/25", "b")]),
    "one half let in and denied further on": chain(
        [permit("10.0.1.0/25", "b")], [deny("10.0.1.0/25", "b"), permit("any", "b")]
    ),
    "the half that is the target is denied further on": chain(
        [permit("a", "10.0.2.0/25")], [deny("a", "10.0.2.0/26"), deny("a", "10.0.2.64/26"), permit("any", "b")]
    ),
    "a block that is larger than the segment, and the rest of it": single(
        deny(["10.0.0.0/23"], "10.0.2.0/25"), deny("a", "10.0.2.128/25"), permit("any", "any")
    ),
    "each of several blocks of a segment": single(
        deny("10.0.1.0/26", "any"),
        deny("10.0.1.128/26", "any"),
        permit("any", "any"),
        segments=[{"id": "a", "cidrs": ["10.0.1.0/26", "10.0.1.128/26"]}, ENDS[1]],
    ),
    "all addresses that there are, of a segment that declares none": single(
        deny(["0.0.0.0/1", "128.0.0.0/1"], "any"),
        deny("::/0", "any"),
        permit("any", "any"),
        segments=[{"id": "a"}, ENDS[1]],
    ),
    "strangers whom only the first gateway knows": chain(
        [permit("8.8.8.0/24", "b")], [permit("9.9.9.0/24", "b")], [{"id": "a"}, ENDS[1], MIDDLE]
    ),
    "both versions of IP, each by its own entry": single(
        deny("10.0.1.0/24", "10.0.2.0/24"), deny("fd00:1::/64", "fd00:2::/64"), permit("any", "any"), segments=BOTH
    ),
    "one version let in and the other one on": chain(
        [permit("10.0.1.0/24", "b")], [permit("a", "fd00:2::/64")], [*BOTH, MIDDLE]
    ),
}
OPEN = {
    "one half denied": single(deny("10.0.1.0/25", "any"), permit("any", "any")),
    "all halves but one address": single(
        deny("10.0.1.0/25", "any"), deny("10.0.1.128/26", "any"), deny("10.0.1.224/27", "any"),
        deny("10.0.1.192/28", "any"), deny("10.0.1.216/29", "any"), deny("10.0.1.208/30", "any"),
        deny("10.0.1.214/31", "any"), deny("10.0.1.212/32", "any"), permit("any", "any"),
    ),
    "an address that declares nothing is left": single(
        deny(["0.0.0.0/1", "::/0"], "any"), permit("any", "any"), segments=[{"id": "a"}, ENDS[1]]
    ),
    "the same half let in and on": chain([permit("10.0.1.0/25", "b")], [permit("10.0.1.64/26", "b")]),
    "one of two versions of IP": single(
        deny("10.0.1.0/24", "10.0.2.0/24"), permit("any", "any"), segments=BOTH
    ),
    "versions of IP of which the segments share none": single(
        permit("10.0.1.0/25", "any"), segments=[ENDS[0], {"id": "b", "cidrs": ["fd00:2::/64"]}]
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", SHUT)
def test_what_is_named_in_parts_is_judged_address_by_address(name: str) -> None:
    content = SHUT[name]
    expected = {(a, b) for a, some in exact.reaches(content, AS_OF).items() for b in some}
    assert ("a", "b") not in expected
    assert held(holding_of(content)) == expected


@pytest.mark.parametrize("name", OPEN)
def test_no_address_that_gets_through_is_missed(name: str) -> None:
    content = OPEN[name]
    expected = {(a, b) for a, some in exact.reaches(content, AS_OF).items() for b in some}
    assert ("a", "b") in expected
    assert held(holding_of(content)) == expected


@pytest.mark.parametrize(
    ("content", "is_reached"), [*((one, False) for one in SHUT.values()), *((one, True) for one in OPEN.values())]
)
def test_the_answer_of_a_check_is_the_exact_one(content: Any, is_reached: bool) -> None:
    network = network_of(content)
    ends = [network.index["a"]], [network.index["b"]]
    closed = Closed(bytes(len(network.devices)))
    for relation in ("reaches", "forwards"):
        assert bool(Ways(network, *ends, closed, Asked(relation)).reached) == is_reached  # type: ignore[arg-type]


def test_each_part_passes_its_own_services() -> None:
    content = chain(
        [permit("10.0.1.0/25", "b", "tcp/22"), permit("10.0.1.128/25", "b", "tcp/443")],
        [permit("10.0.1.0/25", "b", "tcp/443"), permit("10.0.1.128/25", "b", "tcp/443", "tcp/22")],
    )
    assert ("a", "b", "tcp/443") in forwarded(holding_of(content), ["tcp/22", "tcp/443"])
    assert ("a", "b", "tcp/22") not in forwarded(holding_of(content), ["tcp/22", "tcp/443"])


def test_whoever_holds_a_segment_has_all_its_addresses() -> None:
    content = whole(
        segments=[*ENDS, MIDDLE],
        gateways=[
            firewall("g", ["a", "m"], permit("a", "10.0.3.0/25")),
            firewall("h", ["m", "b"], permit("10.0.3.128/25", "b")),
        ],
    )
    assert ("a", "b") in held(holding_of(content))
    assert ("a", "b", "tcp/443") not in forwarded(holding_of(content), ["tcp/443"])


def test_a_proxy_opens_from_any_address_of_its_segments() -> None:
    content = whole(
        segments=[*ENDS, MIDDLE],
        gateways=[
            firewall("p", ["a", "m"], permit("10.0.1.0/25", "b"), kind="proxy"),
            firewall("h", ["m", "b"], permit("10.0.3.128/25", "10.0.2.0/25")),
        ],
    )
    assert ("a", "b", "tcp/443") in forwarded(holding_of(content), ["tcp/443"])
    shut = content | {
        "gateways": [
            firewall("p", ["a", "m"], permit("10.0.1.0/25", "10.0.2.128/25"), kind="proxy"),
            content["gateways"][1],
        ]
    }
    assert ("a", "b", "tcp/443") not in forwarded(holding_of(shut), ["tcp/443"])


def test_answers_go_back_to_the_part_that_asked() -> None:
    asks = single(permit("10.0.2.0/25", "10.0.1.7/32"))
    assert information(asks) == {("a", "b"), ("b", "a")}
    assert information(single(deny("10.0.2.0/25", "any"), deny("b", "10.0.1.0/24"), permit("b", "any"))) == set()


def information(content: Any) -> set[tuple[str, str]]:
    network = network_of(content).answering
    informing = Informing(network, range(len(network.segments)), bytes(len(network.devices)))
    names = [segment.id for segment in network.segments]
    return {
        (names[start], names[member])
        for start in range(len(names))
        for number in informing.spread([start])
        for member in informing.classes.members[number]
        if member != start
    }


# What a reader sees


def hops_of(*policy: Any, segments: Sequence[Any] = ENDS) -> list[str]:
    network = network_of(single(*policy, segments=segments))
    ways = Ways(network, [network.index["a"]], [network.index["b"]], Closed(bytes(len(network.devices))))
    return [hop.detail.en for hop in network.tell(ways.shortest()) if hop.detail is not None]


def test_a_hop_names_the_entry_that_lets_an_address_pass_and_the_address() -> None:
    policy = (
        deny("10.0.1.0/25", "any"),
        permit("10.0.1.0/25", "any", "tcp/443"),
        permit("10.0.1.0/24", "any", "tcp/443"),
    )
    assert hops_of(*policy) == ["policy entry 3: tcp/443, for a (10.0.1.128/25) → b"]


def test_a_quick_way_names_an_entry_that_lets_an_address_pass() -> None:
    policy = (
        deny("10.0.1.0/25", "any", "tcp/22"), permit("10.0.1.0/25", "any", "tcp/22"), permit("a", "any", "tcp/22-23"),
    )  # fmt: skip
    assert hops_of(*policy) == ["policy entry 3: tcp/23, for a (10.0.1.0/25) → b"]


def crowd(count: int) -> list[Any]:
    """Denials of so many addresses, each for a port of its own, and in the end of everything, half by half."""
    some = [deny(f"10.{number >> 8}.{number & 255}.1", "any", f"tcp/{number + 1}") for number in range(count)]
    return [*some, deny("0.0.0.0/1", "any"), deny(["128.0.0.0/1", "::/0"], "any"), permit("any", "any")]


def test_beyond_the_bound_a_segment_is_judged_as_a_whole_and_that_is_told() -> None:
    nowhere = [{"id": "a"}, ENDS[1]]
    few = holding_of(single(*crowd(MOST - 3), segments=nowhere))
    assert ("a", "b") not in held(few)
    assert few.classes.crowded == frozenset()
    many = holding_of(single(*crowd(MOST), segments=nowhere))
    assert ("a", "b") in held(many)
    assert many.classes.crowded == {many.network.index["a"]}
    (told,) = hops_of(*crowd(MOST), segments=nowhere)
    assert told.endswith("(policies name a segment in too many parts: judged as a whole)")


def test_thousands_of_blocks_and_segments_take_bounded_time() -> None:
    segments = [{"id": f"s{number}", "cidrs": ["10.0.0.0/8", f"172.16.{number}.0/24"]} for number in range(60)]
    blocks = [f"10.{number >> 8}.{number & 255}.0/24" for number in range(0, 6000, 2)]
    policy = [permit(block, "any", f"tcp/{number % 50 + 1}") for number, block in enumerate(blocks)]
    policy.append(deny(blocks, blocks))
    gateways = [firewall(f"g{n}", [f"s{n}", f"s{n + 1}"], *policy[n * 50 : n * 50 + 50], policy[-1]) for n in range(59)]
    network = network_of(whole(segments=segments, gateways=gateways))
    began = process_time()
    closed = Closed(bytes(len(network.devices)))
    assert Ways(network, [network.index["s0"]], [network.index["s59"]], closed).reached
    assert process_time() - began < 60


def test_what_stops_an_address_is_told_with_the_address() -> None:
    network = network_of(SHUT["one half let in and denied further on"])
    ends = [network.index["a"]], [network.index["b"]]
    (halt,) = Prevention(network, *ends, Closed(bytes(len(network.devices))), Asked()).stops
    assert (network.devices[halt.via].id, halt.reason.en) == ("h", "denied by policy entry 1, from 10.0.1.0/25")
    assert halt.reason.vi == "bị chặn bởi mục chính sách 1, từ 10.0.1.0/25"


def test_a_violation_that_no_address_can_take_is_not_told() -> None:
    content = SHUT["one half let in and the other one on"]
    judged = content | {
        "networks": [{"id": "n", "trust": "untrusted"}],
        "segments": [ENDS[0] | {"network": "n", "level": 0}, ENDS[1] | {"level": 4}, MIDDLE],
    }
    assert unguarded(inventory_of(judged)) == ()


# Cutting

BLOCKS = st.builds(lambda number, length: f"10.0.0.{number}/{length}", st.integers(0, 255), st.integers(24, 32))
POINTS = [ip_address(f"10.0.0.{number}") for number in range(256)]


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.lists(BLOCKS, min_size=1, max_size=3), st.lists(st.lists(BLOCKS, min_size=1, max_size=3), max_size=5))
def test_parts_are_what_the_same_selections_name(space: list[str], selections: list[list[str]]) -> None:
    blocks = {number: united(tuple(map(parse, some))) for number, some in enumerate(selections)}
    parts = divide(united(tuple(map(parse, space))), blocks, most=256)
    assert parts is not None
    inside = [point for point in POINTS if within(point, space)]
    kinds = {frozenset(number for number, some in enumerate(selections) if within(point, some)) for point in inside}
    assert sorted(map(sorted, kinds)) == sorted(sorted(part.named) for part in parts)
    for part in parts:
        points = [point for point in POINTS if part.run[1] <= int(point) <= part.run[2]]
        assert points
        for point in points:
            assert within(point, space)
            assert part.named == {number for number, some in enumerate(selections) if within(point, some)}
        assert all(covers(some, part.run) == (number in part.named) for number, some in blocks.items())


def within(point: Any, blocks: Sequence[str]) -> bool:
    return any(point in ip_network(block, strict=False) for block in blocks)


def test_runs_are_written_as_blocks_where_they_are_some() -> None:
    assert described(parse("10.0.1.0/25")) == "10.0.1.0/25"
    assert described(parse("fd00::/16")) == "fd00::/16"
    assert described(parse("10.0.1.7")) == "10.0.1.7"
    assert described((4, 1, 2)) == "0.0.0.1-0.0.0.2"


def test_what_costs_the_same_is_afforded_together_or_not_at_all() -> None:
    assert affordable({"a": 1, "b": 2, "c": 2, "d": 9}, 5) == {"a", "b", "c"}
    assert affordable({"a": 1, "b": 2, "c": 2}, 4) == {"a"}
