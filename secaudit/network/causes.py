"""Where to cut: one cause for everything that is exposed through it (`semantics.md` section 5)."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from msgspec import Struct

from secaudit.network.network import Network, Path
from secaudit.network.search import Reach, reach


class Group(Struct, frozen=True):
    """Targets for which the same devices qualify.

    `closed_vias` and `closed_segments` are truth values by number: what guards these targets.
    """

    targets: tuple[int, ...]
    closed_vias: Sequence[int]
    closed_segments: Sequence[int] | None = None


class Cause(Struct, frozen=True):
    """A device of the cut, a shortest violating path through it, and the targets behind it."""

    via: int
    path: Path
    exposed: tuple[int, ...]


def causes(network: Network, sources: Collection[int], groups: Sequence[Group]) -> tuple[Cause, ...]:
    """The devices that must be repaired so that no source reaches a target past its guards.

    Groups come in their order: a device that is a cause for one is taken as repaired for the next, so
    that one rogue cable stays one cause for all targets behind it.
    """
    cuts: dict[int, list[tuple[Path, int]]] = {}
    for group in groups:
        shut = _shut(group, cuts)
        for arc, path in _cut(network, sources, group, shut):
            cuts.setdefault(network.vias[arc], []).append((path, network.heads[arc]))
    exposed: dict[int, set[int]] = {via: set() for via in cuts}
    for group in groups:
        shut = _shut(group, cuts)
        for via, targets in exposed.items():
            targets.update(_behind(network, group, shut, via, {head for _, head in cuts[via]}))
    for group in groups:
        for via, target in _left_over(network, sources, group, exposed):
            exposed[via].add(target)
    return tuple(
        Cause(via, min((path for path, _ in cuts[via]), key=_shortest), tuple(sorted(exposed[via])))
        for via in sorted(cuts)
    )


def _shut(group: Group, repaired: Iterable[int]) -> bytearray:
    shut = bytearray(bool(closed) for closed in group.closed_vias)
    for via in repaired:
        shut[via] = True
    return shut


def _shortest(path: Path) -> tuple[int, Path]:
    return len(path), path


def _cut(network: Network, sources: Collection[int], group: Group, shut: Sequence[int]) -> Iterator[tuple[int, Path]]:
    """The arcs of the minimum cut of the violating sub-graph, each with a shortest path through it.

    The sub-graph holds the open arcs on some way from a source to a target. Its minimum cut nearest to
    the targets is unique. An arc that joins different networks, levels or zones costs 1, one inside a
    zone more than all of those together: the cut lies at a boundary wherever there is one.
    """
    forward = _forward(network, sources, group, shut)
    hit = [target for target in group.targets if target in forward and target not in sources]
    if not hit:
        return
    backward = reach(network, hit, closed_vias=shut, closed_segments=group.closed_segments, backward=True)
    inside = [segment for segment in forward.order if segment in backward]
    arcs = [
        arc
        for segment in inside
        for arc in network.out[segment]
        if not shut[network.vias[arc]] and network.heads[arc] in forward and network.heads[arc] in backward
    ]
    for arc in _minimum_cut(network, arcs, [source for source in sources if source in backward], hit):
        yield arc, (*forward.path(network.tails[arc]), arc, *backward.path(network.heads[arc]))


def _forward(network: Network, sources: Collection[int], group: Group, shut: Sequence[int]) -> Reach:
    return reach(network, sorted(sources), closed_vias=shut, closed_segments=group.closed_segments)


def _behind(network: Network, group: Group, shut: Sequence[int], via: int, heads: Collection[int]) -> Iterator[int]:
    """The targets of a group for which a device is the last cause on the way: all causes are shut behind it."""
    if not group.closed_vias[via]:
        behind = reach(network, sorted(heads), closed_vias=shut, closed_segments=group.closed_segments)
        yield from (target for target in group.targets if target in behind)


def _left_over(
    network: Network, sources: Collection[int], group: Group, exposed: Mapping[int, Collection[int]]
) -> Iterator[tuple[int, int]]:
    """Targets behind two causes in a row that neither exposes alone: told with the last one on a shortest way."""
    told = {target for targets in exposed.values() for target in targets}
    forward = _forward(network, sources, group, group.closed_vias)
    for target in group.targets:
        if target in forward and target not in sources and target not in told:
            yield (
                next(network.vias[arc] for arc in reversed(forward.path(target)) if network.vias[arc] in exposed),
                target,
            )


def _minimum_cut(
    network: Network, arcs: Sequence[int], sources: Collection[int], targets: Collection[int]
) -> list[int]:
    """The arcs of the minimum cut nearest to the targets; parallel arcs are cut together."""
    import networkx as nx  # noqa: PLC0415  (heavy, and only needed once something is violated)

    costs = {arc: 1 if _is_boundary(network, arc) else len(arcs) + 1 for arc in arcs}
    graph: nx.DiGraph[int | str] = nx.DiGraph()
    for arc, cost in costs.items():
        tail, head = network.tails[arc], network.heads[arc]
        known = graph.get_edge_data(tail, head, {"capacity": 0})["capacity"]
        graph.add_edge(tail, head, capacity=known + cost)
    graph.add_edges_from(("source", source) for source in sources)  # no capacity: endless
    graph.add_edges_from((target, "target") for target in targets)
    _, (kept, beyond) = nx.minimum_cut(graph, "source", "target")
    return [arc for arc in arcs if network.tails[arc] in kept and network.heads[arc] in beyond]


def _is_boundary(network: Network, arc: int) -> bool:
    tail, head = network.segments[network.tails[arc]], network.segments[network.heads[arc]]
    return (tail.network, tail.level, tail.zone) != (head.network, head.level, head.zone)
