"""Real networks: every answer of the two oracles, both ways, and every planted fault by its name.

What the present network room can answer of the oracles' files: `reachable`, `bypass` with the length of
the witness, `internet`, `oneway` both with and without mediation (by reach alone, as every answer of the
oracles is one of reach), `direct`, `dual_homed` and `multi_segment`, in both modes. Left to later issues:
the checks `separation` by `informs` and `one_way` themselves, which do not exist yet.
"""

from typing import Any

import pytest

from secaudit.network import Closed, Group, Network, Question, Reach, causes, reach
from tests.network import topologies
from tests.network.building import AS_OF, network_of, numbers, stations
from tests.network.replay import replay
from tests.network.topologies import Mode, Topology

if topologies.folder() is None:
    pytest.skip("the topologies (shared/data/topologies) are not beside this checkout", allow_module_level=True)

every_graph = pytest.mark.parametrize("name", topologies.names())
every_mode = pytest.mark.parametrize("mode", ["strict", "pivot"])
every_fault = pytest.mark.parametrize("fault", topologies.faults(), ids=lambda fault: fault["graph"][7:-5])


def guards(network: Network) -> bytes:
    return bytes(device.approval is not None and device.approval.status == "approved" for device in network.devices)


def unmediated(network: Network, topology: Topology, start: tuple[int, ...]) -> Reach:
    ports = bytes(segment.id in topology.approved_ports for segment in network.segments)
    return reach(network, start, closed_vias=guards(network), closed_segments=ports)


def pairs(topology: Topology) -> list[tuple[str, str]]:
    return [(first, second) for first in topology.members for second in topology.members if first != second]


def bypasses(network: Network, topology: Topology) -> dict[tuple[str, str], tuple[int, ...]]:
    found = {}
    for origin, goal in pairs(topology):
        seen = reach(network, numbers(network, topology.members[origin]), closed_vias=guards(network))
        ways = [seen.path(target) for target in numbers(network, topology.members[goal]) if target in seen]
        if ways:
            found[origin, goal] = min(ways, key=len)
    return found


@every_mode
@every_graph
def test_zones_reach_each_other_past_the_approved_gateways_where_the_oracles_say_so(name: str, mode: Mode) -> None:
    topology = topologies.translate(topologies.graph(name), mode)
    wanted = topologies.expected(name)["modes"][mode]["bypass"]
    assert set(bypasses(network_of(topology.content), topology)) == {(pair["from"], pair["to"]) for pair in wanted}


@every_mode
@every_graph
def test_every_witness_can_be_replayed(name: str, mode: Mode) -> None:
    topology = topologies.translate(topologies.graph(name), mode)
    network = network_of(topology.content)
    found = bypasses(network, topology)
    problems = [replay(topology.content, stations(network, path), AS_OF) for path in found.values()]
    assert problems == [None] * len(found)


@every_mode
@every_graph
def test_witnesses_are_as_short_as_those_of_the_oracles(name: str, mode: Mode) -> None:
    topology = topologies.translate(topologies.graph(name), mode, stretched=True)
    network = network_of(topology.content)
    found = {pair: topologies.edges_crossed(network, path) + 1 for pair, path in bypasses(network, topology).items()}
    wanted = topologies.expected(name)["modes"][mode]["bypass"]
    assert found == {(pair["from"], pair["to"]): len(pair["witness"]) for pair in wanted}


@every_mode
@every_graph
def test_zones_reach_each_other_at_all_where_the_oracles_say_so(name: str, mode: Mode) -> None:
    topology = topologies.translate(topologies.graph(name), mode)
    network = network_of(topology.content)
    found = []
    for origin, goal in pairs(topology):
        seen = reach(network, numbers(network, topology.members[origin]))
        if any(target in seen for target in numbers(network, topology.members[goal])):
            found.append([origin, goal])
    assert sorted(found) == sorted(topologies.expected(name)["modes"][mode]["reachable"])


@every_mode
@every_graph
def test_there_are_causes_exactly_where_there_is_a_bypass_and_closing_them_leaves_none(name: str, mode: Mode) -> None:
    topology = topologies.translate(topologies.graph(name), mode)
    network = network_of(topology.content)
    bypassed = bypasses(network, topology)
    for pair in pairs(topology):
        sources, targets = (numbers(network, topology.members[zone]) for zone in pair)
        found = causes(Question(network, frozenset(sources)), [Group(tuple(targets), Closed(guards(network)))])
        closed = bytearray(guards(network))
        for cause in found:
            closed[cause.via] = True
            assert replay(topology.content, stations(network, tuple(step.arc for step in cause.way)), AS_OF) is None
        left = reach(network, sources, closed_vias=closed)
        assert bool(found) == (pair in bypassed)
        assert not any(target in left for target in targets)


@every_mode
@every_graph
def test_externals_reach_the_levels_that_the_oracles_say(name: str, mode: Mode) -> None:
    data = topologies.graph(name)
    topology = topologies.translate(data, mode)
    network = network_of(topology.content)
    levels = {node["id"]: node["level"] for node in data["nodes"]}
    for answer in topologies.expected(name)["modes"][mode]["internet"]:
        start = numbers(network, topology.ends[answer["external"]])
        others = {node: ends for node, ends in topology.ends.items() if node != answer["external"]}
        past = unmediated(network, topology, start)
        assert levels_met(network, reach(network, start), others, levels) == answer["levels_reachable"]
        assert levels_met(network, past, others, levels) == answer["levels_unmediated"]


def levels_met(network: Network, seen: Reach, ends: dict[str, tuple[str, ...]], levels: dict[str, Any]) -> list[int]:
    met = [node for node, segments in ends.items() if any(number in seen for number in numbers(network, segments))]
    return sorted({levels[node] for node in met} - {None})


@every_mode
@every_graph
def test_one_way_edges_have_a_way_back_where_the_oracles_say_so(name: str, mode: Mode) -> None:
    topology = topologies.translate(topologies.graph(name), mode)
    network = network_of(topology.content)
    for answer in topologies.expected(name)["modes"][mode]["oneway"]:
        start, goal = (numbers(network, topology.ends[answer[end]]) for end in ("dst", "src"))
        back = reach(network, start)
        past = unmediated(network, topology, start)
        assert any(end in back for end in goal) == answer["reverse"]
        assert any(end in past for end in goal) == answer["reverse_unmediated"]


@every_graph
def test_zones_touch_directly_where_the_oracles_say_so(name: str) -> None:
    topology = topologies.translate(topologies.graph(name), "strict")
    network = network_of(topology.content)
    zone_of = {end: zone for zone, ends in topology.members.items() for end in ends}
    found: dict[tuple[str, str], set[tuple[str, str]]] = {}
    for tail, head, via in zip(network.tails, network.heads, network.vias, strict=True):
        start, goal = network.segments[tail].id, network.segments[head].id
        zones = zone_of.get(start), zone_of.get(goal)
        if network.devices[via].type == "link" and zones[0] and zones[1] and zones[0] != zones[1]:
            found.setdefault((zones[0], zones[1]), set()).add((start, goal))
    wanted = topologies.expected(name)["direct"]
    assert found == {(pair["from"], pair["to"]): {tuple(arc) for arc in pair["arcs"]} for pair in wanted}


@every_graph
def test_hosts_on_several_segments_and_zones_are_those_of_the_oracles(name: str) -> None:
    topology = topologies.translate(topologies.graph(name), "pivot")
    zone_of = {end: zone for zone, ends in topology.members.items() for end in ends}
    hosts = {device.id: device.segments for device in network_of(topology.content).devices if device.type == "host"}
    wanted = topologies.expected(name)
    assert {host: set(ends) for host, ends in hosts.items()} == {
        answer["id"]: set(answer["segments"]) for answer in wanted["multi_segment"]
    }
    assert {host: sorted({zone_of[end] for end in ends}) for host, ends in hosts.items()} == {
        answer["id"]: answer["zones"] for answer in wanted["dual_homed"]
    }


@every_mode
@every_fault
def test_a_planted_fault_is_the_one_cause_and_a_clean_graph_has_none(fault: dict[str, Any], mode: Mode) -> None:
    data = topologies.graph(fault["graph"].removeprefix("faults/").removesuffix(".json"))
    topology = topologies.translate(data, mode)
    network = network_of(topology.content)
    found = set()
    for origin, goal in pairs(topology):
        targets = Group(tuple(numbers(network, topology.members[goal])), Closed(guards(network)))
        found |= {
            cause.via
            for cause in causes(Question(network, frozenset(numbers(network, topology.members[origin]))), [targets])
        }
    assert {name_of(network, via) for via in found} == planted(fault, mode)


def name_of(network: Network, via: int) -> frozenset[str]:
    device = network.devices[via]
    return frozenset(device.segments if device.type == "link" else (device.id,))


def planted(fault: dict[str, Any], mode: Mode) -> set[frozenset[str]]:
    """The device that must be named; a link is named by its ends."""
    element = fault["planted"]
    if fault["variant"] in ("clean", "diode_ok") or (fault["variant"] == "dualhome" and mode == "strict"):
        return set()
    if fault["variant"] in ("dualhome", "router"):
        return {frozenset({element[0]})}
    if fault["variant"] == "unapproved":
        return {frozenset({element})}
    return {frozenset(element[1] if fault["variant"] == "diode_back" else element)}
