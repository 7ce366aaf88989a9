"""Ways back, shared by many devices, are those that a search for each device alone finds."""

from itertools import pairwise
from random import Random

import networkx as nx
import pytest
from hypothesis import given, settings

from secaudit.network import Asked, Closed, Network, Returns, Ways, components
from tests.network.building import network_of, permit, segments_of
from tests.network.drawing import Content, contents, crowded


@settings(deadline=None)
@given(contents())
def test_a_shared_search_finds_what_a_search_without_the_device_finds(content: Content) -> None:
    _compare(network_of(content))


@settings(deadline=None)
@given(crowded())
def test_so_it_does_where_policies_name_what_lies_afar(content: Content) -> None:
    _compare(network_of(content))


def _compare(network: Network) -> None:
    returns = Returns(network)
    for via, device in enumerate(network.devices):
        closed = Closed(bytes(number == via for number in range(len(network.devices))))
        for first in device.segments:
            for second in device.segments:
                start, goal = network.index[second], network.index[first]
                if start != goal:
                    way = returns.way(via, start, goal)
                    assert bool(way) == bool(Ways(network, [start], [goal], closed, Asked("informs")).reached)
                    _walk(network.answering, [step.arc for step in way], via, (start, goal))


def _walk(network: Network, arcs: list[int], via: int, ends: tuple[int, int]) -> None:
    if arcs:
        assert (network.tails[arcs[0]], network.heads[arcs[-1]]) == ends
        assert all(network.heads[one] == network.tails[two] for one, two in pairwise(arcs))
        assert all(network.vias[arc] != via for arc in arcs)


def test_a_way_that_takes_the_device_itself_is_no_way_back() -> None:
    """What is sent to `c` comes by the diode, and only from there does anything lead back."""
    gateways = [
        {"id": "d", "kind": "data_diode", "segments": ["a", "b"], "one_way": {"from": "a", "to": "b"}},
        {"id": "f", "segments": ["b", "x"], "policy": [permit("b", "x")]},
        {"id": "g", "segments": ["x", "a"], "policy": [permit("x", "c")]},
        {"id": "h", "segments": ["b", "c"], "policy": [permit("x", "c")]},
        {"id": "i", "segments": ["c", "a"], "policy": [permit("c", "a")]},
    ]
    network = network_of({"segments": segments_of("a", "b", "c", "x"), "gateways": gateways})
    way = Returns(network).way(0, network.index["b"], network.index["a"])
    open_to_all = Ways(network, [network.index["b"]], [network.index["a"]], Closed(bytes(5)), Asked("informs"))

    assert open_to_all.reached
    assert way == ()
    _compare(network)


def _back(network: Network, device: str, start: str, goal: str) -> list[str]:
    """The devices of a way back past a device."""
    via = [device.id for device in network.devices].index(device)
    way = Returns(network).way(via, network.index[start], network.index[goal])
    return [network.devices[network.vias[step.arc] if step.arc < len(network.vias) else -1].id for step in way]


def test_past_a_device_that_lets_nothing_pass_a_way_back_needs_no_circle() -> None:
    gateways = [
        {"id": "g", "segments": ["a", "b"], "policy": []},
        {"id": "h", "segments": ["a", "b", "c"], "policy": [permit("a", "c")]},
    ]
    link = {"id": "l", "between": ["a", "b"], "one_way": {"from": "b", "to": "a"}}

    alone = network_of({"segments": segments_of("a", "b"), "gateways": gateways[:1], "links": [link]})
    assert (_back(alone, "g", "b", "a"), _back(alone, "g", "a", "b")) == (["l"], [])
    beside = network_of({"segments": segments_of("a", "b", "c"), "gateways": gateways[1:], "links": [link]})
    assert (_back(beside, "h", "b", "a"), _back(beside, "h", "a", "b")) == (["l"], [])


def test_a_way_back_is_found_where_nothing_passes_but_what_comes_from_afar_or_goes_there() -> None:
    gateways = [
        {"id": "d", "kind": "data_diode", "segments": ["a", "b"], "one_way": {"from": "a", "to": "b"},
         "policy": [permit("x", "b")]},
        {"id": "f", "segments": ["b", "m"], "policy": [permit("b", "a")]},
        {"id": "g", "segments": ["m", "a"], "policy": [permit("b", "a")]},
        {"id": "h", "segments": ["x", "a"], "policy": [permit("x", "b")]},
    ]  # fmt: skip
    network = network_of({"segments": segments_of("a", "b", "m", "x"), "gateways": gateways})

    assert not any(network.direct)
    assert _back(network, "d", "b", "a") == ["f", "g"]
    _compare(network)


@pytest.mark.parametrize("seed", range(40))
def test_components_are_those_of_networkx(seed: int) -> None:
    random = Random(seed)
    names = [f"s{number}" for number in range(random.randint(2, 30))]
    pairs = [random.sample(names, 2) for _ in range(random.randint(1, 45))]
    links = [
        {"id": f"l{row}", "between": pair, "one_way": {"from": pair[0], "to": pair[1]}}
        for row, pair in enumerate(pairs)
    ]
    network = network_of({"segments": segments_of(*names), "links": links})
    graph: nx.DiGraph[int] = nx.DiGraph(zip(network.tails, network.heads, strict=True))
    graph.add_nodes_from(range(len(names)))

    found: dict[int, set[int]] = {}
    for segment, component in enumerate(components(network)):
        found.setdefault(component, set()).add(segment)

    assert sorted(map(sorted, found.values())) == sorted(map(sorted, nx.strongly_connected_components(graph)))


def test_a_component_may_be_as_long_as_the_network() -> None:
    names = [f"s{number}" for number in range(3000)]
    circle = [*pairwise(names), (names[-1], names[0])]
    links = [
        {"id": f"l{row}", "between": list(pair), "one_way": {"from": pair[0], "to": pair[1]}}
        for row, pair in enumerate(circle)
    ]

    assert len(set(components(network_of({"segments": segments_of(*names), "links": links})))) == 1
