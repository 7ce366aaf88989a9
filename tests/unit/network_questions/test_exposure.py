"""How many devices that count stand before a segment: by brute force over all walks, and by hand."""

from collections.abc import Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network
from secaudit.network.exposure import distances, stations
from secaudit.pipeline.questions import exposure
from tests.network.building import APPROVED, deny, network_of, permit, segments_of
from tests.network.drawing import Content, contents, crowded
from tests.unit.network_questions.asked import situation_of


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.one_of(contents(), crowded()), st.integers(0, 63))
def test_no_walk_passes_fewer_nor_as_few_in_fewer_steps(drawn: Content, chosen: int) -> None:
    network = network_of({"units": [], "links": [], "hosts": [], **drawn})
    counted = [chosen >> via & 1 for via in range(len(network.devices))]

    found = distances(network, [0], counted)

    told = {end: (len(distance.passed), len(distance.path)) for end, distance in found.items()}
    assert told == _by_rounds(network, counted)
    for end, distance in found.items():
        here = 0
        for arc in distance.path:
            assert network.tails[arc] == here
            here = network.heads[arc]
        assert here == end
        runs = [network.vias[arc] for arc in distance.path if counted[network.vias[arc]]]
        assert list(distance.passed) == [via for place, via in enumerate(runs) if not place or runs[place - 1] != via]


def _by_rounds(network: Network, counted: list[int]) -> Mapping[int, tuple[int, int]]:
    """Devices passed, then steps, of every state, made better until nothing can be."""
    seen = {(0, -1): (0, 0)}
    changed = True
    while changed:
        changed = False
        for (here, last), (passed, steps) in list(seen.items()):
            for arc in network.out[here]:
                via = network.vias[arc]
                state = (network.heads[arc], via if counted[via] else last)
                cost = (passed + (state[1] != last), steps + 1)
                if state not in seen or cost < seen[state]:
                    seen[state] = cost
                    changed = True
    return {end: min(cost for (here, _), cost in seen.items() if here == end) for end, _ in seen}


MINISTRY = {
    "networks": [{"id": "internet", "trust": "untrusted"}, {"id": "ours", "trust": "own"}, {"id": "unsaid"}],
    "segments": [
        {"id": "isp", "network": "internet", "level": 0, "secrecy": "none"},
        {"id": "dmz", "network": "ours", "level": 3, "secrecy": "none"},
        {"id": "core", "network": "ours", "level": 4, "secrecy": "none"},
        {"id": "vault", "network": "ours", "level": 2, "secrecy": "mat"},
        {"id": "island", "network": "ours", "level": 5, "secrecy": "none"},
        {"id": "shed", "network": "ours", "secrecy": "none"},
    ],
    "gateways": [
        {"id": "fw", "kind": "firewall", "segments": ["isp", "dmz"], "approval": APPROVED, "policy": [permit("isp", "dmz")]},
        {"id": "gw", "kind": "security_gateway", "segments": ["dmz", "core"], "approval": APPROVED, "policy": [permit("dmz", "core", "tcp/443")]},
        {"id": "old", "kind": "security_gateway", "segments": ["dmz", "vault"], "approval": APPROVED | {"until": "2026-11-21"},
         "policy": [permit("dmz", "vault")]},
    ],
}  # fmt: skip


def test_only_approved_security_gateways_and_diodes_count() -> None:
    found = exposure(situation_of(MINISTRY))

    assert [(row.segment.id, row.crossings, row.through) for row in found.rows] == [
        ("vault", 0, ()),  # the firewall is none, and the approval of the other ended yesterday
        ("core", 1, ("gw",)),
        ("island", None, ()),
    ]
    assert [hop.id for hop in found.rows[1].path] == ["isp", "fw", "dmz", "gw", "core"]
    assert (found.starts, found.undeclared, found.networks) == (("isp",), ("shed",), ("unsaid",))


def test_a_gateway_that_is_passed_twice_in_a_row_counts_once() -> None:
    content = {
        "networks": [{"id": "internet", "trust": "untrusted"}],
        "segments": [{"id": "isp", "network": "internet"}, *segments_of("a"), {"id": "b", "level": 4}],
        "gateways": [
            {"id": "gw", "kind": "security_gateway", "segments": ["isp", "a", "b"], "approval": APPROVED,
             "policy": [permit("isp", "a"), permit("a", "b")]}
        ],
    }  # fmt: skip

    (row,) = exposure(situation_of(content)).rows

    assert (row.crossings, [hop.id for hop in row.path]) == (1, ["isp", "gw", "a", "gw", "b"])


def test_a_station_on_the_way_tells_the_entry_that_is_meant_for_others() -> None:
    content = {
        "segments": segments_of("a", "b", "c"),
        "gateways": [
            {"id": "g1", "segments": ["a", "b"], "policy": [permit("a", "c", "tcp/443")]},
            {"id": "g2", "segments": ["b", "c"], "policy": [permit("a", "c", "tcp/443")]},
        ],
    }
    network = network_of(content)

    hop = stations(network, distances(network, [0], bytes(2))[2].path)[1]

    assert hop.detail is not None
    assert hop.detail.en == "policy entry 1: tcp/443, for what passes through"
    assert hop.source == network.devices[0].policy[0].source  # type: ignore[index]


def test_every_station_of_a_way_tells_what_its_own_device_lets_pass() -> None:
    """By an entry, by default past an entry that does not matter here, and by a link."""
    content = {
        "segments": segments_of("a", "b", "c", "d", "x"),
        "gateways": [
            {"id": "g1", "segments": ["a", "b"], "policy": [deny("x", "b"), permit("a", "b", "tcp/443")]},
            {"id": "g2", "segments": ["b", "c"], "policy": [deny("x", "c")], "default": "permit"},
        ],
        "links": [{"id": "cd", "between": ["c", "d"]}],
    }
    network = network_of(content)
    first, second, link = network.devices

    hops = stations(network, distances(network, [0], bytes(3))[3].path)

    assert [hop.id for hop in hops] == ["a", "g1", "b", "g2", "c", "cd", "d"]
    assert [hop.detail.en if hop.detail else "" for hop in hops[1::2]] == [
        "policy entry 2: tcp/443",
        "permitted by default",
        "unfiltered",
    ]
    assert [hop.source for hop in hops[1::2]] == [first.policy[1].source, second.source, link.source]  # type: ignore[index]
    assert [hop.detail for hop in hops[::2]] == [None] * 4


@settings(max_examples=100, deadline=None, derandomize=True)
@given(crowded(), st.integers(0, 63))
def test_the_order_of_starts_does_not_matter(drawn: Content, chosen: int) -> None:
    network = network_of({"units": [], "links": [], "hosts": [], **drawn})
    counted = [chosen >> via & 1 for via in range(len(network.devices))]
    starts = [number for number in range(len(network.segments)) if number % 2]

    assert distances(network, starts, counted) == distances(network, reversed(starts), counted)


def test_what_is_reached_sooner_past_more_devices_is_told_the_way_past_fewer() -> None:
    """The gate g leads to c in two steps; round by d, e and f it takes longer, and passes only h."""
    pairs = ["ab", "bc", "ad", "de", "ef", "fc", "cz"]
    content = {
        "segments": segments_of(*"abcdefz"),
        "links": [{"id": pair, "between": [*pair], "one_way": {"from": pair[0], "to": pair[1]}} for pair in pairs],
    }
    network = network_of(content)
    counted = [device.id in ("ab", "bc", "fc") for device in network.devices]

    found = distances(network, [0], counted)

    told = {
        network.segments[end].id: ([network.devices[via].id for via in distance.passed], len(distance.path))
        for end, distance in found.items()
    }
    assert told == {
        "a": ([], 0), "b": (["ab"], 1), "d": ([], 1), "e": ([], 2), "f": ([], 3), "c": (["fc"], 4), "z": (["fc"], 5),
    }  # fmt: skip


def test_a_longer_way_past_fewer_devices_is_found_after_a_shorter_one_past_more() -> None:
    """To v lead g and then h in two steps, or h alone in three; to w it is k more."""
    content = {
        "segments": segments_of("a", "b", "c", "s", "v", "w"),
        "gateways": [
            {"id": "g", "segments": ["s", "a"], "policy": [permit("s", "a")]},
            {"id": "h", "segments": ["a", "b", "c", "s", "v"],
             "policy": [permit("a", "v"), permit("s", "b"), permit("c", "v")]},
            {"id": "k", "segments": ["v", "w"], "policy": [permit("v", "w")]},
        ],
        "links": [{"id": "bc", "between": ["b", "c"], "one_way": {"from": "b", "to": "c"}}],
    }  # fmt: skip
    network = network_of(content)

    found = distances(network, [network.index["s"]], [device.type == "gateway" for device in network.devices])

    told = {
        network.segments[end].id: ("".join(network.devices[via].id for via in distance.passed), len(distance.path))
        for end, distance in found.items()
    }
    assert told == {"s": ("", 0), "a": ("g", 1), "b": ("h", 1), "c": ("h", 2), "v": ("h", 3), "w": ("hk", 4)}


def test_a_segment_beside_many_gateways_is_not_walked_from_for_each_of_them() -> None:
    """Every unit hangs on the hall by a gateway, and one unit is joined to the hall by a cable, too."""
    units = [f"u{number}" for number in range(60)]
    content = {
        "segments": segments_of("isp", "hall", *units),
        "gateways": [
            {"id": "edge", "segments": ["isp", "hall"], "policy": [permit("isp", "hall")]},
            *(
                {"id": f"g-{unit}", "segments": ["hall", unit], "policy": [permit("hall", unit), permit(unit, "hall")]}
                for unit in units
            ),
        ],
        "links": [{"id": "cable", "between": ["hall", "u0"]}],
    }
    network = network_of(content)
    looked_from: list[int] = []

    class Watched(list[list[int]]):
        def __getitem__(self, segment: int) -> list[int]:  # type: ignore[override]
            looked_from.append(segment)
            return super().__getitem__(segment)

    network.out = Watched(network.out)  # type: ignore[assignment,arg-type]
    found = distances(network, [network.index["isp"]], [device.type == "gateway" for device in network.devices])

    assert {len(distance.passed) for distance in found.values()} == {0, 1, 2}
    assert len(looked_from) <= 2 * len(network.segments)
