"""The questions of the network benchmark, asked of secaudit, of networkx and of scipy.

Who is reached from each zone; which segments each waypoint rule of the shipped pack finds exposed; and (not
of scipy) which devices must be repaired. Each function takes what is ready for it and gives `Answers`, so
that a test can hold them against one another. The rules are written out again for the others, as whoever
has no engine for rules would write them.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, NamedTuple

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.model import Inventory, Segment
from secaudit.network import Closed, Device, Group, Network, Question, reach
from secaudit.policy import Answer, Rule, Scope
from tests.benchmarks.topology import AS_OF

Exposed = dict[tuple[str, str], frozenset[int]]
"""By rule and direction (`in`, `out`)."""


class Answers(NamedTuple):
    """Which zones reach which; what is exposed by rule and direction; the devices to repair, by rule."""

    zones: frozenset[tuple[str, str]]
    exposed: Exposed
    causes: dict[str, frozenset[str]] | None = None


class Asked(NamedTuple):
    """One rule, one direction and one set of guards, by number."""

    rule: str
    direction: str
    outside: Sequence[int]
    protected: Sequence[int]
    guards: bytes
    shut: bytes


class _Written(NamedTuple):
    """A rule as somebody would write it in Python; `guard` is asked with the level of what is protected."""

    origin: Callable[[Segment, Scope], bool]
    goal: Callable[[Segment, Scope], bool]
    guard: Callable[[Device, int], bool] = lambda device, level: False
    shut: Callable[[Segment, Scope], bool] = lambda segment, scope: False
    both_ways: bool = False


def _trust(segment: Segment, scope: Scope) -> str | None:
    return scope.trust_of_network[segment.network]


def _kind(segment: Segment, scope: Scope) -> str | None:
    return scope.kind_of_network[segment.network]


def _in_force(device: Device) -> bool:
    approval = device.approval
    return bool(approval and approval.status == "approved" and (approval.until or "9999") >= AS_OF)


def _untrusted(segment: Segment, scope: Scope) -> bool:
    return _trust(segment, scope) == "untrusted"


def _outside(segment: Segment, scope: Scope) -> bool:
    return _trust(segment, scope) in {"untrusted", "foreign"}


_AT_THE_EDGE = {"dmz", "perimeter", "wan", "wireless", "management", "device_management"}
_MANAGEMENT = {"management", "device_management"}
WRITTEN = {
    "DCN-06": _Written(
        lambda s, scope: _untrusted(s, scope) and _kind(s, scope) == "internet",
        lambda s, scope: _kind(s, scope) == "tslcd_vpn",
        both_ways=True,
    ),
    "GWP-01": _Written(
        _outside,
        lambda s, scope: _trust(s, scope) == "own" and s.level >= 3,
        lambda d, level: d.kind in {"security_gateway", "data_diode"} and _in_force(d) and d.approval.level >= level,
    ),
    "GWP-07": _Written(
        _untrusted, lambda s, scope: _trust(s, scope) == "own" and s.level >= 4 and s.zone not in _AT_THE_EDGE
    ),
    "GWP-08": _Written(
        _untrusted,
        lambda s, scope: (
            _trust(s, scope) == "own" and s.level >= 2 and s.zone in {"internal", "database", *_MANAGEMENT}
        ),
        shut=lambda s, scope: _trust(s, scope) == "own" and s.zone == "dmz",
    ),
    "SEC-01": _Written(
        _outside,
        lambda s, scope: _trust(s, scope) == "own" and s.secrecy != "none",
        lambda d, level: d.type == "gateway" and "cipher" in (d.functions or ()) and _in_force(d),
        both_ways=True,
    ),
    "ZON-07": _Written(
        _untrusted, lambda s, scope: _trust(s, scope) == "own" and s.level >= 4 and s.zone in _MANAGEMENT, both_ways=True
    ),
}  # fmt: skip


def asked(inventory: Inventory, network: Network) -> list[Asked]:
    """The questions of all rules, ready to be searched for."""
    scope = Scope(inventory, AS_OF, network)
    found = []
    for name, rule in WRITTEN.items():
        outside = [n for n, segment in enumerate(network.segments) if rule.origin(segment, scope)]
        goals = [n for n, segment in enumerate(network.segments) if rule.goal(segment, scope)]
        shut = bytes(rule.shut(segment, scope) for segment in network.segments)
        by_guards: dict[bytes, list[int]] = {}
        for level in sorted({network.segments[goal].level or 0 for goal in goals}):
            guards = bytes(rule.guard(device, level) for device in network.devices)
            by_guards.setdefault(guards, []).extend(goal for goal in goals if network.segments[goal].level == level)
        for guards, members in by_guards.items():
            protected = tuple(sorted(members))
            directions = ("in", "out") if rule.both_ways else ("in",)
            found += (Asked(name, direction, outside, protected, guards, shut) for direction in directions)
    return found


def zones(network: Network) -> dict[str, list[int]]:
    """The segments of each zone."""
    members: dict[str, list[int]] = {}
    for number, segment in enumerate(network.segments):
        members.setdefault(segment.zone or "", []).append(number)
    return members


def _gathered(parts: Iterable[tuple[Asked, Iterable[int]]]) -> Exposed:
    found: Exposed = {}
    for question, exposed in parts:
        key = (question.rule, question.direction)
        found[key] = found.get(key, frozenset()) | frozenset(exposed)
    return found


# secaudit


def rules() -> list[Rule]:
    """The rules of the shipped pack that ask for ways."""
    book = packs.load((), CHECKS, as_of=AS_OF, parameters={})
    return [rule for rule in book.rules if type(rule.check).__module__ == "secaudit.checks.waypoint"]


def closure(network: Network, members: dict[str, list[int]]) -> frozenset[tuple[str, str]]:
    """Which zones reach which others."""
    found = set()
    for zone, starts in members.items():
        met = reach(network, starts)
        found.update((zone, other) for other, ends in members.items() if any(end in met for end in ends))
    return frozenset(found)


def searched(network: Network, questions: Sequence[Asked]) -> Exposed:
    """What is exposed, by the searches of the network alone."""
    parts = []
    for each in questions:
        question = Question(network, frozenset(each.outside), each.direction == "in")
        ways = question.ways(Group(tuple(each.protected), Closed(each.guards, each.shut)), ())
        parts.append((each, question.exposed(ways)))
    return _gathered(parts)


def told(scope: Scope, answers: Iterable[tuple[Rule, Answer]]) -> tuple[Exposed, dict[str, frozenset[str]]]:
    """What the answers of the rules say: what is exposed, being neither certified nor out of question; what to repair."""
    network, exposed, causes = scope.network, {}, {}
    for rule, answer in answers:
        name = rule.card.id
        causes[name] = frozenset(violation.subject for violation in answer.violations)
        written = WRITTEN[name]
        goals = frozenset(n for n, segment in enumerate(network.segments) if written.goal(segment, scope))
        outside = {segment.id for segment in network.segments if written.origin(segment, scope)}
        for direction in (("in", "out") if written.both_ways else ("in",)) if goals else ():
            sides = [
                (certificate.origins, certificate.goals)
                if direction == "in"
                else (certificate.goals, certificate.origins)
                for certificate in answer.certificates
            ]
            proved = {network.index[name] for one, other in sides if set(one) == outside for name in other}
            exposed[name, direction] = goals - proved
    return exposed, causes


# networkx


def graph_of(network: Network) -> Any:
    """The arcs as a graph; between two segments the devices that lead from one to the other."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from(range(len(network.segments)))
    for tail, head, via in zip(network.tails, network.heads, network.vias, strict=True):
        if graph.has_edge(tail, head):
            graph[tail][head]["vias"].add(via)
        else:
            graph.add_edge(tail, head, vias={via})
    return graph


def nx_closure(graph: Any, members: dict[str, list[int]]) -> frozenset[tuple[str, str]]:
    """Which zones reach which others, by way of a node that stands for the zone."""
    import networkx as nx

    found = set()
    for zone, starts in members.items():
        graph.add_edges_from(((zone, start) for start in starts), vias={-1})
        met = nx.descendants(graph, zone)
        graph.remove_node(zone)
        found.update((zone, other) for other, ends in members.items() if not met.isdisjoint(ends))
    return frozenset(found)


def _open(graph: Any, each: Asked, repaired: set[int]) -> Any:
    """What is left of the graph without guards; edges all of whose devices are closed are gone."""
    import networkx as nx

    def is_open(tail: int, head: int) -> bool:
        return any(not each.guards[via] and via not in repaired for via in graph[tail][head]["vias"])

    return nx.subgraph_view(graph, filter_node=lambda node: not each.shut[node], filter_edge=is_open)


def _met(graph: Any, starts: Iterable[int], *, backward: bool = False) -> set[int]:
    import networkx as nx

    view = graph.reverse(copy=False) if backward else graph
    starts = [start for start in starts if start in view]
    return set().union(*nx.bfs_layers(view, starts)) if starts else set()


def nx_exposed(graph: Any, questions: Sequence[Asked]) -> Exposed:
    """What is exposed: one search from the outside, against the arcs for the way out."""
    return _gathered(
        (each, _met(_open(graph, each, set()), each.outside, backward=each.direction == "out") & set(each.protected))
        for each in questions
    )


def nx_causes(network: Network, graph: Any, questions: Sequence[Asked]) -> dict[str, frozenset[str]]:
    """The devices of a minimum cut, rule by rule, each with what it alone exposes and a shortest way.

    Those that expose nothing once the others are repaired are left out, as in an audit.
    """
    found: dict[str, frozenset[str]] = {}
    for rule in WRITTEN:
        told: set[int] = set()
        for direction in ("in", "out"):
            mine = [each for each in questions if (each.rule, each.direction) == (rule, direction)]
            told |= _nx_cut(network, graph, mine, set(told))
        found[rule] = frozenset(network.devices[via].id for via in told)
    return found


def _nx_cut(network: Network, graph: Any, questions: Sequence[Asked], told: set[int]) -> set[int]:
    import networkx as nx

    cut: set[int] = set()
    for each in questions:
        while True:
            view, is_inward = _open(graph, each, told | cut), each.direction == "in"
            starts, ends = (each.outside, each.protected) if is_inward else (each.protected, each.outside)
            forward = _met(view, starts)
            hit = forward & set(ends)
            if not hit:
                break
            region = nx.DiGraph(view.subgraph(forward & _met(view, hit, backward=True)))
            if not is_inward:
                region = region.reverse()
            for tail, head, data in region.edges(data=True):
                one, other = network.segments[tail], network.segments[head]
                differ = (one.network, one.level, one.zone) != (other.network, other.level, other.zone)
                open_vias = [via for via in data["vias"] if not each.guards[via] and via not in told | cut]
                data["vias"] = open_vias
                data["capacity"] = len(open_vias) * (1 if differ else len(graph.edges) + 1)
            region.add_edges_from(("outside", node) for node in each.outside if node in region)
            region.add_edges_from((node, "protected") for node in each.protected if node in region)
            _, (_, beyond) = nx.minimum_cut(region, "outside", "protected")
            for tail, head, data in region.edges(data=True):
                if tail not in beyond and head in beyond:
                    cut.update(data["vias"])
    return {via for via in cut if any(_nx_alone(graph, each, told | cut - {via}) for each in questions)}


def _nx_alone(graph: Any, each: Asked, repaired: set[int]) -> int:
    """How many segments are exposed while all others are repaired; looks for a shortest way to one of them."""
    import networkx as nx

    view = _open(graph, each, repaired)
    exposed = _met(view, each.outside, backward=each.direction == "out") & set(each.protected)
    if exposed:
        view = view if each.direction == "in" else view.reverse(copy=False)
        lengths = nx.multi_source_dijkstra_path_length(
            view, {node for node in each.outside if node in view}, weight=None
        )
        min(lengths[node] for node in exposed)
    return len(exposed)


# scipy


class Arrays(NamedTuple):
    """What scipy is given: the arcs, the zones, and every question as masks, ready-made."""

    tails: Any
    heads: Any
    vias: Any
    zones: dict[str, Any]
    questions: list[tuple[Asked, Any, Any, Any, Any]]


def arrays_of(network: Network, questions: Sequence[Asked]) -> Arrays:
    """Everything as arrays."""
    import numpy as np

    ready = [
        (
            each,
            np.array(each.outside, dtype=np.int32),
            np.array(each.protected, dtype=np.int32),
            np.frombuffer(each.guards, dtype=bool),
            np.frombuffer(each.shut, dtype=bool),
        )
        for each in questions
    ]
    members = {zone: np.array(starts, dtype=np.int32) for zone, starts in zones(network).items()}
    tails, heads, vias = (np.array(column, dtype=np.int32) for column in (network.tails, network.heads, network.vias))
    return Arrays(tails, heads, vias, members, ready)


def _visited(tails: Any, heads: Any, starts: Any, count: int) -> Any:
    """What is met from some nodes, by way of one more that leads to them."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from scipy.sparse.csgraph import breadth_first_order

    rows = np.concatenate((tails, np.full(len(starts), count, dtype=np.int32)))
    columns = np.concatenate((heads, starts))
    graph = csr_matrix((np.ones(len(rows), dtype=np.int8), (rows, columns)), shape=(count + 1, count + 1))
    met = np.zeros(count + 1, dtype=bool)
    met[breadth_first_order(graph, count, return_predecessors=False)] = True
    return met


def scipy_closure(arrays: Arrays, count: int) -> frozenset[tuple[str, str]]:
    """Which zones reach which others."""
    found = set()
    for zone, starts in arrays.zones.items():
        met = _visited(arrays.tails, arrays.heads, starts, count)
        found.update((zone, other) for other, ends in arrays.zones.items() if met[ends].any())
    return frozenset(found)


def scipy_exposed(arrays: Arrays, count: int) -> Exposed:
    """What is exposed: the open arcs, and one search from the outside."""
    parts = []
    for each, outside, protected, guards, shut in arrays.questions:
        is_open = ~(guards[arrays.vias] | shut[arrays.tails] | shut[arrays.heads])
        tails, heads = arrays.tails[is_open], arrays.heads[is_open]
        if each.direction == "out":
            tails, heads = heads, tails
        met = _visited(tails, heads, outside[~shut[outside]], count)
        parts.append((each, protected[met[protected]].tolist()))
    return _gathered(parts)
