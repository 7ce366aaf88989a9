"""The arcs on ways, and the cuts of them, against an answer-set program (`used.py`) and all cuts that there are."""

from collections.abc import Collection, Sequence
from itertools import product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Asked, Closed, Group, Network, Question, Ways
from secaudit.network.causes import minimum_cut
from tests.network.building import AS_OF, network_of, numbers, permit, segments_of
from tests.network.drawing import Content, contents, crowded

pytest.importorskip("clingo", reason="clingo is not installed (extra `test`)")
RELATIONS = st.sampled_from(["forwards", "reaches", "informs"])


@settings(max_examples=250, deadline=None, derandomize=True)
@given(crowded() | contents(most_segments=5), RELATIONS, st.data())
def test_every_arc_is_on_a_real_way_and_no_cut_of_such_arcs_is_cheaper(
    drawn: Content, relation: Any, data: st.DataObject
) -> None:
    from tests.network.used import told, used

    content = {"units": [], "links": [], "hosts": []} | drawn
    network, names = network_of(content), sorted(segment["id"] for segment in content["segments"])
    outside = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=2))
    protected = data.draw(st.sets(st.sampled_from(names), min_size=1, max_size=2)) - outside
    sides = numbers(network, outside), numbers(network, protected)
    question = Question(network, frozenset(sides[0]), asked=Asked(relation))
    group = Group(sides[1], Closed(bytes(len(network.devices))))

    ways = question.ways(group, ())

    if ways.reached:
        real = used(content, AS_OF, relation, outside, protected)
        assert told(question.seen, ways.arcs) <= real
        cut = minimum_cut(question, ways)
        on_ways = [arc for arc in ways.open if told(question.seen, [arc]) <= real]
        assert _cost(question.seen, cut) <= _cheapest(question.seen, on_ways, sides)
        assert not question.ways(group, {question.seen.vias[arc] for arc in cut}).reached


def _cost(network: Network, arcs: Sequence[int]) -> tuple[int, int, int]:
    """How many arcs inside a network that is not ours, inside a network, level and zone, and how many others."""
    nobodys = [network.devices[network.vias[arc]].is_inside for arc in arcs]
    costs = [_is_inside(network, arc) for arc, is_nobodys in zip(arcs, nobodys, strict=True) if not is_nobodys]
    return sum(nobodys), sum(costs), len(costs) - sum(costs)


def _is_inside(network: Network, arc: int) -> bool:
    ends = (network.segments[number] for number in (network.tails[arc], network.heads[arc]))
    return len({(end.network, end.level, end.zone) for end in ends}) == 1


def _cheapest(
    network: Network, arcs: Collection[int], sides: tuple[Collection[int], Collection[int]]
) -> tuple[int, int, int]:
    """What the cheapest of all cuts between two sides costs, each side of it a set of segments."""
    between = [number for number in range(len(network.segments)) if number not in sides[0] and number not in sides[1]]
    costs = []
    for choice in product([False, True], repeat=len(between)):
        near = {*sides[0], *(number for number, is_near in zip(between, choice, strict=True) if is_near)}
        costs.append(
            _cost(network, [arc for arc in arcs if network.tails[arc] in near and network.heads[arc] not in near])
        )
    return min(costs)


@pytest.mark.parametrize("relation", ["forwards", "reaches", "informs"])
def test_what_lies_beside_the_ways_is_not_on_them(relation: Any) -> None:
    # A proxy beside the way that nobody may use; a line that only somebody else may take; a one-way line back.
    content = {
        "units": [], "hosts": [],
        "segments": segments_of("a", "m", "b", "x", "y"),
        "gateways": [
            {"id": "fw", "segments": ["a", "m", "b"], "policy": [permit("a", "b")]},
            {"id": "proxy", "kind": "proxy", "segments": ["b", "m", "x"], "policy": [permit("y", "x")]},
            {"id": "other", "segments": ["m", "y"], "policy": [permit("x", "y")]},
        ],
        "links": [{"id": "back", "between": ["b", "y"], "one_way": {"from": "y", "to": "b"}}],
    }  # fmt: skip
    network = network_of(content)

    ways = Ways(network, numbers(network, "a"), numbers(network, "b"), Closed(bytes(4)), Asked(relation))

    assert {network.devices[ways._network.vias[arc]].id for arc in ways.arcs} == {"fw"}
