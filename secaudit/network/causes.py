"""Where to cut: one cause for everything that is exposed through it (`semantics.md` section 5)."""

from collections.abc import Collection, Iterator, Sequence

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
    paths: dict[int, Path] = {}
    for group in groups:
        shut = bytearray(bool(closed) for closed in group.closed_vias)
        for via in paths:
            shut[via] = True
        for via, path in _cut(network, sources, group, shut):
            paths.setdefault(via, path)
    exposed = {
        via: {target for group in groups for target in _exposed(network, sources, group, via, paths)} for via in paths
    }
    return tuple(Cause(via, paths[via], tuple(sorted(exposed[via]))) for via in sorted(paths))


def _cut(network: Network, sources: Collection[int], group: Group, shut: Sequence[int]) -> Iterator[tuple[int, Path]]:
    """The devices of the minimum cut of the violating sub-graph, each with a shortest path through it.

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
    by_via: dict[int, list[Path]] = {}
    for arc in _minimum_cut(network, arcs, [source for source in sources if source in backward], hit):
        through = (*forward.path(network.tails[arc]), arc, *backward.path(network.heads[arc]))
        by_via.setdefault(network.vias[arc], []).append(through)
    for via, paths in sorted(by_via.items()):
        yield via, min(paths, key=lambda path: (len(path), path))


def _forward(network: Network, sources: Collection[int], group: Group, shut: Sequence[int]) -> Reach:
    return reach(network, sorted(sources), closed_vias=shut, closed_segments=group.closed_segments)


def _exposed(
    network: Network, sources: Collection[int], group: Group, via: int, all_vias: Collection[int]
) -> Iterator[int]:
    """The targets of a group that stay exposed through a device when all other causes are repaired."""
    if not group.closed_vias[via]:
        shut = bytearray(bool(closed) for closed in group.closed_vias)
        for other in all_vias:
            shut[other] = other != via
        forward = _forward(network, sources, group, shut)
        yield from (target for target in group.targets if target in forward and target not in sources)


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
