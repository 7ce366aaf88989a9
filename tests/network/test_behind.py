"""What is shared between the devices of a cut is what a search for each device alone finds."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network, behind, reach
from secaudit.network.behind import Behind
from tests.network.building import ids, network_of, numbers, segments_of, shut
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
