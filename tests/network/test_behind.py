"""What is shared between the devices of a cut is what a search for each device alone finds."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network, behind, reach
from secaudit.network.behind import Behind
from tests.network.building import ids, network_of, numbers, permit, segments_of, shut
from tests.network.drawing import Content, contents, crowded


@pytest.fixture(params=[(64, 4_000_000), (1, 4_000_000), (2, 5), (1, 0)], autouse=True)
def bounds(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    few, kept = request.param
    monkeypatch.setattr(behind, "_FEW", few)
    monkeypatch.setattr(behind, "_MOST_KEPT", kept)


@settings(deadline=None, max_examples=150, derandomize=True)
@given(st.one_of(contents(most_segments=9, most_devices=12), crowded()), st.data(), st.booleans())
def test_each_device_exposes_what_is_reached_while_the_others_are_shut(
    content: Content, data: st.DataObject, inward: bool
) -> None:
    network = network_of(content)
    cut = data.draw(st.sets(st.sampled_from(range(len(network.devices)))))
    outside = data.draw(st.sets(st.sampled_from(range(len(network.segments))), min_size=1, max_size=2))
    safe = set(range(len(network.segments))) - set(reached(network, outside, cut, inward=inward))
    protected = data.draw(st.sets(st.sampled_from(sorted(safe)))) if safe else set()

    found = Behind(network, range(len(network.tails)), (outside, protected), cut, inward=inward)

    for via in sorted(cut):
        expected = reached(network, outside, cut - {via}, inward=inward)
        assert found.exposed(via) == expected.keys() & protected
        if found.exposed(via):
            way = found.way(via)
            assert len(way) == min(expected[segment] for segment in found.exposed(via))
            assert_walked(network, way, (outside, protected) if inward else (protected, outside))
            assert via in [network.vias[arc] for arc in way]
            assert not {network.vias[arc] for arc in way} & (cut - {via})


def reached(network: Network, outside: set[int], closed: set[int], *, inward: bool) -> dict[int, int]:
    """How many steps each segment is away past the closed devices."""
    met = reach(
        network,
        sorted(outside),
        closed_vias=bytes(via in closed for via in range(len(network.devices))),
        backward=not inward,
    )
    return {segment: len(met.path(segment)) for segment in met.order}


def assert_walked(network: Network, way: tuple[int, ...], ends: tuple[set[int], set[int]]) -> None:
    assert network.tails[way[0]] in ends[0]
    assert network.heads[way[-1]] in ends[1]
    assert all(network.heads[one] == network.tails[two] for one, two in pairwise(way))


def test_a_device_that_is_passed_twice_exposes_what_lies_behind_both_passes() -> None:
    network = network_of(
        {
            "segments": segments_of("out", "a", "b", "c", "core"),
            "gateways": [
                {"id": "outer", "segments": ["out", "a"], "policy": [{"from": "out", "to": "a", "action": "permit"}]},
                {"id": "inner", "segments": ["b", "c"], "policy": [{"from": "b", "to": "c", "action": "permit"}]},
                {"id": "both", "segments": ["a", "b", "c", "core"], "policy": [
                    {"from": "a", "to": "b", "action": "permit"}, {"from": "c", "to": "core", "action": "permit"},
                ]},
            ],
        }
    )  # fmt: skip
    both = shut(network, ["both"]).index(1)
    core, out = numbers(network, ["core"]), numbers(network, ["out"])

    found = Behind(network, range(len(network.tails)), (out, core), [both], inward=True)

    assert ids(network, sorted(found.exposed(both))) == ["core"]
    assert [network.devices[network.vias[arc]].id for arc in found.way(both)] == ["outer", "both", "inner", "both"]


Steps = dict[str, list[str]]


def told(steps: Steps, cut: str, protected: str, *, inward: bool) -> tuple[list[str], list[str]]:
    """What a device exposes and the devices of a way to it; `steps` are those that each lets pass, seen from `out`."""
    pairs = {name: [tuple(step.split()) for step in some] for name, some in steps.items()}
    network = network_of(
        {
            "segments": segments_of(*sorted({end for some in pairs.values() for pair in some for end in pair})),
            "gateways": [
                {
                    "id": name,
                    "segments": sorted({end for pair in some for end in pair}),
                    "policy": [permit(*(pair if inward else pair[::-1])) for pair in some],
                }
                for name, some in pairs.items()
            ],
        }
    )
    sides = numbers(network, ["out"]), numbers(network, protected.split())
    via = shut(network, [cut]).index(1)
    found = Behind(network, range(len(network.tails)), sides, [via], inward=inward)
    exposed = ids(network, sorted(found.exposed(via)))
    way = [network.devices[network.vias[arc]].id for arc in found.way(via)] if exposed else []
    return exposed, way if inward else way[::-1]


@pytest.mark.parametrize("inward", [True, False])
def test_a_way_begins_outside_however_far_that_is_from_the_device(inward: bool) -> None:
    steps = {"g0": ["out a"], "g1": ["a b"], "g2": ["b c"], "g3": ["c e"], "g4": ["e f"]}

    assert told(steps, "g2", "c e f", inward=inward) == (["c", "e", "f"], ["g0", "g1", "g2"])
    assert told(steps, "g2", "f", inward=inward) == (["f"], ["g0", "g1", "g2", "g3", "g4"])
    assert told(steps, "g0", "a", inward=inward) == (["a"], ["g0"])


@pytest.mark.parametrize("inward", [True, False])
def test_of_the_ways_to_a_device_and_on_from_it_a_shortest_is_told(inward: bool) -> None:
    before = {"g": ["out a"], "via": ["a core", "out core"]}
    assert told(before, "via", "core", inward=inward) == (["core"], ["via"])

    behind_it = {"via": ["out a", "out z"], "g": ["a b"], "h": ["b c"], "i": ["c core"], "j": ["z core"]}
    assert told(behind_it, "via", "core", inward=inward) == (["core"], ["via", "j"])


@pytest.mark.parametrize("inward", [True, False])
def test_a_device_may_be_passed_twice_where_the_way_round_is_longer(inward: bool) -> None:
    round_it = {"g": ["out a"], "h": ["a b"], "i": ["b c"], "j": ["c e"]}

    assert told({**round_it, "via": ["out e", "e core"]}, "via", "core", inward=inward) == (["core"], ["via", "via"])
    beside = {"g4": ["out a"], "g3": ["a b"], "g2": ["b c"], "g1": ["c e"], "k": ["x e"]}
    assert told({**beside, "via": ["out x", "e core"]}, "via", "core", inward=inward) == (["core"], ["via", "k", "via"])
    assert told({**round_it, "via": ["out a", "e core"]}, "via", "core", inward=inward) == (
        ["core"], ["g", "h", "i", "j", "via"],
    )  # fmt: skip


@pytest.mark.parametrize("inward", [True, False])
def test_what_lies_in_a_circle_or_further_on_is_exposed_and_what_leads_there_only_is_not(inward: bool) -> None:
    steps = {"via": ["out a"], "g": ["a b", "b c"], "h": ["c a"], "i": ["c e"], "j": ["x a"]}

    assert told(steps, "via", "a b c e x", inward=inward) == (["a", "b", "c", "e"], ["via"])


def test_what_several_devices_lead_to_alike_is_told_of_each_and_no_more_is_kept_than_there_is_room_for() -> None:
    names = ("p", "q", "r", "s")
    regions = (
        [permit(f"{region}1", f"{region}2") for region in "xyz"],
        [permit(f"{region}2", f"{region}3") for region in "xyz"],
    )
    inner = [f"{region}{number}" for region in "xyz" for number in (1, 2, 3)]
    gateways = [
        *({"id": f"via-{name}", "segments": ["out", name], "policy": [permit("out", name)]} for name in names),
        {"id": "spread", "segments": [*names, *(f"{name}{n}" for name in names for n in "abc"), *inner], "policy": [
            *(permit(name, f"{name}{n}") for name in names for n in "abc"),
            *(permit(name, f"{region}1") for name in names for region in "xyz"), *regions[0], *regions[1],
        ]},
    ]  # fmt: skip
    segments = segments_of("out", *names, *(f"{name}{n}" for name in names for n in "abc"), *inner)
    network = network_of({"segments": segments, "gateways": gateways})
    protected = tuple(range(1, len(segments)))
    cut = [via for via, device in enumerate(network.devices) if device.id != "spread"]

    found = Behind(network, range(len(network.tails)), ((0,), protected), cut, inward=True)

    for via in (*cut, *reversed(cut)):
        name = network.devices[via].id.removeprefix("via-")
        assert ids(network, sorted(found.exposed(via))) == [name, *(f"{name}{n}" for n in "abc"), *inner]
        assert sum(map(len, found._kept.values())) <= behind._MOST_KEPT
        assert len(found.way(via)) == 1
