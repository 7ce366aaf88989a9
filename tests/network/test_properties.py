"""What must hold of every network (`semantics.md` section 6), on small random ones."""

import copy
from collections.abc import Iterable, Sequence
from typing import Any

import networkx as nx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from secaudit.network import Closed, Group, Network, Question, causes, reach
from secaudit.network.ways import Ways
from secaudit.policy import Violation
from tests.network import drawing, exact
from tests.network.building import APPROVED, AS_OF, inventory_of, network_of, numbers, permit, stations
from tests.network.drawing import Content, contents
from tests.network.replay import replay
from tests.network.rules import unguarded

few = settings(
    max_examples=100,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much],
)
LISTS = ("networks", "segments", "gateways", "links", "hosts", "units")


def reached(network: Network) -> dict[str, set[str]]:
    return {
        segment.id: {network.segments[end].id for end in reach(network, [number]).order}
        for number, segment in enumerate(network.segments)
    }


def is_part(less: dict[str, set[str]], more: dict[str, set[str]]) -> bool:
    return all(ends <= more[start] for start, ends in less.items())


def judged(content: Content) -> tuple[Violation, ...]:
    return unguarded(inventory_of(content))


def exposed(violations: Iterable[Violation]) -> set[str]:
    return {target.id for violation in violations for target in violation.evidence.exposed}


def without(content: Content, names: Iterable[str]) -> Content:
    gone = set(names)
    kept = {kind: [one for one in content[kind] if one["id"] not in gone] for kind in ("gateways", "links", "hosts")}
    return content | kept


@few
@given(contents())
def test_what_can_really_be_reached_is_never_missed(content: Content) -> None:
    ours, true = reached(network_of(content)), exact.reaches(content, AS_OF)
    assert {start: true[start] - ours[start] for start in true if true[start] - ours[start]} == {}


@settings(few, max_examples=400)
@given(drawing.crowded())
def test_what_can_really_be_reached_is_never_missed_between_policies_full_of_remote_names(
    content: Content,
) -> None:
    ours, true = reached(network_of(content)), exact.reaches(content, AS_OF)
    assert {start: true[start] - ours[start] for start in true if true[start] - ours[start]} == {}


@few
@given(contents(remote=False))
def test_without_remote_selectors_exactly_what_can_be_reached_is_reached(content: Content) -> None:
    assert reached(network_of(content)) == exact.reaches(content, AS_OF)


@few
@given(contents())
def test_reach_is_what_networkx_calls_descendants_and_ways_are_shortest(content: Content) -> None:
    network = network_of(content)
    graph: nx.DiGraph[int] = nx.DiGraph(zip(network.tails, network.heads, strict=True))
    graph.add_nodes_from(range(len(network.segments)))
    for start in graph:
        seen = reach(network, [start])
        lengths = nx.single_source_shortest_path_length(graph, start)
        assert set(seen.order) == nx.descendants(graph, start) | {start}
        assert {end: len(seen.path(end)) for end in seen.order} == dict(lengths)


@few
@given(contents(), st.data())
def test_backward_reach_is_forward_reach_turned_round(content: Content, data: st.DataObject) -> None:
    network = network_of(content)
    closed = bytes(data.draw(st.booleans()) for _ in network.devices)
    shut = bytes(data.draw(st.integers(0, 3)) == 0 for _ in network.segments)
    for start in range(len(network.segments)):
        back = reach(network, [start], closed_vias=closed, closed_segments=shut, backward=True)
        for end in range(len(network.segments)):
            ahead = reach(network, [end], closed_vias=closed, closed_segments=shut)
            assert (end in back) == (start in ahead)
            if end in back:
                assert len(back.path(end)) == len(ahead.path(start))


@few
@given(contents(), st.data())
def test_another_link_or_host_takes_no_way_away(content: Content, data: st.DataObject) -> None:
    names = [segment["id"] for segment in content["segments"]]
    more = copy.deepcopy(content)
    joined = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    more["links"].append(data.draw(drawing.link("new", joined)))
    more["hosts"].append({"id": "new", "segments": joined[::-1]})
    assert is_part(reached(network_of(content)), reached(network_of(more)))
    assert exposed(judged(content)) <= exposed(judged(more))


@few
@given(drawing.crowded(), st.data())
def test_another_permit_entry_takes_no_way_away(content: Content, data: st.DataObject) -> None:
    names = [segment["id"] for segment in content["segments"]]
    more = copy.deepcopy(content)
    for gateway in more["gateways"]:
        entry = permit(
            data.draw(drawing.selectors(names)),
            data.draw(drawing.selectors(names)),
            *data.draw(drawing.SERVICES),
        )
        gateway["policy"].insert(data.draw(st.integers(0, len(gateway["policy"]))), entry)
    assert is_part(reached(network_of(content)), reached(network_of(more)))


@few
@given(contents(), st.data())
def test_approving_a_gateway_exposes_nothing_more(content: Content, data: st.DataObject) -> None:
    better = copy.deepcopy(content)
    for gateway in better["gateways"]:
        if data.draw(st.booleans()):
            gateway["approval"] = APPROVED
    before, after = judged(content), judged(better)
    assert exposed(after) <= exposed(before)
    assert bool(before) or not after


@few
@given(contents(), st.randoms(use_true_random=False))
def test_names_and_the_order_of_lists_and_files_do_not_matter(content: Content, random: Any) -> None:
    other, names = renamed(content, random)
    halves = [{kind: other[kind][half::2] for kind in LISTS} for half in (0, 1)]
    assert summary(judged(content), names) == summary(unguarded(inventory_of(*halves)), {})


def renamed(content: Content, random: Any) -> tuple[Content, dict[str, str]]:
    old = [one["id"] for kind in LISTS if kind != "units" for one in content[kind]]
    fresh = [f"x{number}" for number in range(len(old))]
    random.shuffle(fresh)
    names = dict(zip(old, fresh, strict=True))
    other = replaced(content, names)
    for kind in LISTS:
        random.shuffle(other[kind])
    return other, names


def replaced(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, dict):
        return {key: replaced(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [replaced(inner, names) for inner in value]
    prefix, colon, name = str(value).partition(":")
    return prefix + colon + names.get(name, name) if colon else names.get(value, value)


def summary(violations: Iterable[Violation], names: dict[str, str]) -> list[tuple[object, ...]]:
    return sorted(
        (
            violation.kind,
            names.get(violation.subject, violation.subject),
            violation.state,
            tuple(sorted(names.get(target.id, target.id) for target in violation.evidence.exposed)),
        )
        for violation in violations
    )


@few
@given(contents())
def test_without_the_devices_that_are_causes_no_violation_is_left(content: Content) -> None:
    assert judged(without(content, [violation.subject for violation in judged(content)])) == ()


@few
@given(contents())
def test_every_witness_leads_from_a_source_through_its_cause_to_a_target_and_can_be_replayed(
    content: Content,
) -> None:
    network_ids = {segment["id"]: segment.get("network") for segment in content["segments"]}
    for violation in judged(content):
        path = [(hop.kind, hop.id) for hop in violation.evidence.path]
        assert replay(content, path, AS_OF) is None
        assert (violation.kind, violation.subject) in path[1::2]
        assert network_ids[path[0][1]] in ("n0", None)
        assert path[-1][1] in exposed([violation])


@few
@given(contents())
def test_a_target_is_exposed_through_a_cause_if_it_stays_exposed_when_all_other_causes_are_gone(
    content: Content,
) -> None:
    network = network_of(content)
    sources, targets = numbers(network, ["s0"]), tuple(range(1, len(network.segments)))
    found = causes(Question(network, frozenset(sources)), [Group(tuple(targets), Closed(bytes(len(network.devices))))])
    for cause in found:
        others = {other.via for other in found} - {cause.via}
        left = Ways(network, sources, targets, Closed(bytes(via in others for via in range(len(network.devices)))))
        assert set(cause.exposed) >= set(left.reached)


@settings(few, max_examples=300)
@given(contents(), st.data())
def test_every_target_that_is_reached_past_its_guards_is_exposed_through_some_cause(
    content: Content, data: st.DataObject
) -> None:
    network = network_of(content)
    sources, half = numbers(network, ["s0"]), len(network.segments) // 2
    groups = [
        Group(tuple(targets), Closed(bytes(data.draw(st.booleans()) for _ in network.devices)))
        for targets in (range(1, half + 1), range(half + 1, len(network.segments)))
    ]
    told = {target for cause in causes(Question(network, frozenset(sources)), groups) for target in cause.exposed}
    ways = [(group, Ways(network, sources, group.protected, group.guards)) for group in groups]
    assert told == {target for _, found in ways for target in found.reached}


@few
@given(st.integers(1, 5), st.integers(3, 5), st.booleans())
def test_each_rogue_link_into_a_compliant_chain_is_one_cause_with_its_own_target(
    count: int, level: int, hosts: bool
) -> None:
    assert sorted(
        (violation.subject, tuple(target.id for target in violation.evidence.exposed))
        for violation in judged(compliant_chain(count, level, rogue="hosts" if hosts else "links"))
    ) == [(f"rogue-{number}", (f"core-{number}",)) for number in range(count)]


@few
@given(st.integers(1, 5), st.integers(3, 5))
def test_a_compliant_chain_has_no_cause(count: int, level: int) -> None:
    assert judged(compliant_chain(count, level)) == ()


def compliant_chain(count: int, level: int, rogue: str = "") -> Content:
    """A zone between the outside and cores, each behind a gateway; rogues join a core to the outside."""
    cores = [f"core-{number}" for number in range(count)]
    content: Content = {
        "networks": [{"id": "internet", "trust": "untrusted"}, {"id": "ours", "trust": "own"}],
        "segments": [
            {"id": "outside", "network": "internet", "level": 0},
            {"id": "dmz", "network": "ours", "level": 2},
            *({"id": core, "network": "ours", "level": level} for core in cores),
        ],
        "gateways": [
            {
                "id": "fw",
                "kind": "firewall",
                "segments": ["outside", "dmz"],
                "policy": [permit("outside", "dmz")],
            },
            *(guard(f"gw-{core}", ["dmz", core]) for core in cores),
        ],
        "links": [],
        "hosts": [],
    }
    if rogue:
        key = "between" if rogue == "links" else "segments"
        content[rogue] = [{"id": f"rogue-{number}", key: ["outside", core]} for number, core in enumerate(cores)]
    return content


def guard(name: str, joined: Sequence[str]) -> Content:
    return {
        "id": name,
        "kind": "security_gateway",
        "segments": joined,
        "approval": APPROVED,
        "policy": [permit(*joined, "tcp/443")],
    }


@few
@given(contents())
def test_a_network_is_numbered_by_id_and_its_columns_fit(content: Content) -> None:
    network = network_of(content)
    assert [segment.id for segment in network.segments] == sorted(segment["id"] for segment in content["segments"])
    assert all(tail != head for tail, head in zip(network.tails, network.heads, strict=True))
    assert all(network.services)
    for arc in range(len(network.tails)):
        assert replay(content, stations(network, (arc,)), AS_OF) is None
