"""What passes for certain, where policies may only perhaps be about a segment: small examples, and all that may come."""

from random import Random
from typing import Any

import pytest

from secaudit.network.certainty import Certainty
from secaudit.network.passing import Passing
from secaudit.network.services import ANY, NONE, Services, difference, parse_all
from tests.network.building import deny, network_of, permit
from tests.network.drawing import Content

HERE, THERE, ELSEWHERE = "10.0.0.0/24", "10.0.1.0/24", "10.9.0.0/24"
WEB = parse_all(("tcp/443",))


def _gateway(*policy: Content, kind: str = "firewall", name: str = "g", joined: str = "ab") -> Content:
    return {"id": name, "kind": kind, "segments": list(joined), "policy": list(policy)}


def _passing(*gateways: Content, **declared: Content) -> Passing:
    segments = [{"id": name} | declared.get(name, {}) for name in "abcd"]
    line = {"id": "l", "between": ["c", "d"]}  # has no policy
    return Passing(
        network_of({"units": [], "links": [line], "hosts": [], "segments": segments, "gateways": list(gateways)})
    )


def _asked(passing: Passing) -> tuple[set[str], Services]:
    """Who is doubtful in the header from a to b, and what of it gets through for certain."""
    certainty, header = Certainty(passing), (passing.network.index["a"], passing.network.index["b"])
    doubts = certainty.doubts(*header)
    return {passing.network.segments[number].id for number in doubts}, certainty.forwards(*header, ANY)


@pytest.mark.parametrize(
    ("policy", "doubts", "certain"),
    [
        ([permit("a", "b")], "", ANY),
        ([permit("a", THERE)], "b", NONE),
        ([permit(HERE, "b")], "a", NONE),
        ([permit(HERE, THERE)], "ab", NONE),
        ([permit("a", "c"), permit("a", THERE)], "b", NONE),
        ([permit("any", "b", "tcp/443"), permit("a", THERE)], "b", WEB),
        ([permit("a", "any", "tcp/443"), permit(HERE, "b")], "a", WEB),
        ([permit("a", "b", "tcp/443"), permit("a", THERE)], "b", WEB),
        ([deny("a", THERE, "tcp/443"), permit("a", "b")], "b", difference(ANY, WEB)),
        ([deny("any", THERE), permit("any", "any")], "b", NONE),
        ([permit("a", "b"), permit(HERE, "c")], "", ANY),
        ([permit("a", "b"), permit("c", THERE)], "", ANY),
    ],
)
def test_an_entry_that_may_be_about_a_segment_permits_nothing_for_certain_and_denies_all(
    policy: list[Content], doubts: str, certain: Services
) -> None:
    assert _asked(_passing(_gateway(*policy))) == (set(doubts), certain)


@pytest.mark.parametrize("other", [permit("c", "d"), permit("any", "c"), permit("c", "any")])
def test_a_gateway_that_permits_nothing_to_a_header_makes_nobody_doubtful_in_it(other: Content) -> None:
    doubtful = _gateway(other, deny("any", THERE), name="h", joined="cd")

    assert _asked(_passing(_gateway(permit("a", "b")), doubtful)) == (set(), ANY)


def test_beyond_a_proxy_both_segments_are_doubtful_as_soon_as_anything_is_anywhere() -> None:
    proxy, doubtful = _gateway(permit("a", "b"), kind="proxy"), _gateway(permit("c", THERE), name="h", joined="cd")

    assert _asked(_passing(proxy)) == (set(), ANY)
    assert _asked(_passing(proxy, doubtful)) == (set("ab"), ANY)


@pytest.mark.parametrize(
    ("entry", "doubts"), [(permit("10.0.0.0/25", "10.0.1.128/25"), ""), (permit("zone:internal", "b"), "a")]
)
def test_addresses_that_are_declared_tell_what_an_entry_by_address_names_and_nothing_else(
    entry: Content, doubts: str
) -> None:
    passing = _passing(_gateway(entry), a={"cidrs": [HERE]}, b={"cidrs": [THERE]})

    assert _asked(passing)[0] == set(doubts)


def test_the_addresses_of_one_side_alone_settle_nothing() -> None:
    assert _asked(_passing(_gateway(permit("10.0.0.0/25", "b")), a={"cidrs": [HERE]}))[0] == {"a"}


HOSTS = [f"10.0.1.{number}/32" for number in range(256)]  # too many parts to be told apart for one header


def _crowded(*gateways: Content) -> set[str]:
    """Who is doubtful in the header from a to b, both of which declare their addresses."""
    return _asked(_passing(*gateways, a={"cidrs": [HERE]}, b={"cidrs": [THERE]}))[0]


def test_what_is_denied_host_by_host_is_doubtful_where_hosts_are_too_many_to_be_told_apart() -> None:
    denials = [deny("any", host) for host in HOSTS]

    assert _crowded(_gateway(*denials[:8], permit("a", "b"))) == set()
    assert _crowded(_gateway(*denials, permit("a", "b"))) == {"b"}


def test_what_one_gateway_permits_to_many_hosts_gets_to_them_and_what_two_permit_perhaps_to_others() -> None:
    even, odd = ([permit("a", host) for host in HOSTS[start::2]] for start in (0, 1))

    assert _crowded(_gateway(*even)) == set()
    assert _crowded(_gateway(*even, joined="ac"), _gateway(*odd, name="h", joined="cb")) == {"b"}
    assert _crowded(_gateway(*even, joined="ac"), _gateway(permit("a", "b"), name="h", joined="cb")) == set()
    assert _crowded(_gateway(permit("c", "a"), *even, joined="ac"), _gateway(*odd, name="h", joined="cb")) == {"b"}


def test_so_are_many_hosts_from_which_two_gateways_permit() -> None:
    even, odd = ([permit(host.replace(".0.1.", ".0.0."), "b") for host in HOSTS[start::2]] for start in (0, 1))

    assert _crowded(_gateway(*even)) == set()
    assert _crowded(_gateway(*even, joined="ac"), _gateway(*odd, name="h", joined="cb")) == {"a"}


def _drawn(random: Random) -> Content:
    """A few gateways between segments of which each declares something or not."""
    names = "abcd"
    selectors = ["any", *names, HERE, THERE, "10.0.0.0/25", "zone:internal", "level:3", "network:n", [HERE, "c"]]
    services: list[tuple[str, ...]] = [(), (), ("tcp/443",), ("tcp",)]
    return {
        "units": [], "links": [], "hosts": [], "networks": [{"id": "n", "trust": "own"}],
        "segments": [_declared(random, {"id": name}, likely=0.5) for name in names],
        "gateways": [
            _gateway(
                *(
                    random.choice([permit, permit, deny])(
                        random.choice(selectors), random.choice(selectors), *random.choice(services)
                    )
                    for _ in range(random.randint(1, 4))
                ),
                kind=random.choice(["firewall", "firewall", "proxy"]), name=f"g{number}",
                joined="".join(random.sample(names, random.choice([2, 3]))),
            )
            for number in range(random.randint(1, 2))
        ],
    }  # fmt: skip


def _declared(random: Random, segment: Content, likely: float = 1) -> Content:
    """A segment that declares what it has not declared yet, with some likelihood each."""
    number = "abcd".index(segment["id"])
    fields: dict[str, list[Any]] = {
        "cidrs": [[f"10.0.{number}.0/24"], [f"10.8.{number}.0/24"]],
        "zone": ["internal", "server"], "level": [2, 3], "network": ["n"],
    }  # fmt: skip
    return {name: random.choice(values) for name, values in fields.items() if random.random() < likely} | segment


@pytest.mark.parametrize("start", range(0, 200, 20))
def test_what_passes_for_certain_passes_whatever_is_declared(start: int) -> None:
    for seed in range(start, start + 20):
        random = Random(seed)
        content = _drawn(random)
        passing = Passing(network_of(content))
        certainty, known = Certainty(passing), [(a, b) for a in range(4) for b in range(4) if a != b]
        for _ in range(4):
            later = content | {"segments": [_declared(random, segment) for segment in content["segments"]]}
            declared = Passing(network_of(later))
            for header in known:
                possible, certain = passing.forwards(*header), certainty.forwards(*header, ANY)
                assert not difference(certain, declared.forwards(*header)), (seed, header)
                assert not difference(declared.forwards(*header), possible), (seed, header)
                assert certainty.doubts(*header) or not difference(possible, declared.forwards(*header)), (seed, header)
