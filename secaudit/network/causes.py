"""Where to cut: one cause for everything that is exposed through it (`semantics.md` section 5)."""

from collections.abc import Collection, Sequence

from msgspec import Struct

from secaudit.network.network import Network, Path
from secaudit.network.search import reach


class Cause(Struct, frozen=True):
    """A device of the minimum cut, a shortest violating path through it, and the targets behind it."""

    via: int
    path: Path
    exposed: tuple[int, ...]


def causes(
    network: Network,
    sources: Collection[int],
    targets: Collection[int],
    *,
    closed_vias: Sequence[int],
    closed_segments: Sequence[int] | None = None,
) -> tuple[Cause, ...]:
    """The devices that must be repaired so that no source reaches a target any more.

    The violating sub-graph holds the arcs that lie on some way from a source to a target and are not
    closed. Its minimum cut is taken nearest to the targets, which makes it unique: an arc that joins
    different networks, levels or zones costs 1, one inside a zone more than all of those together.
    """
    shut = {"closed_vias": closed_vias, "closed_segments": closed_segments}
    forward = reach(network, sorted(sources), **shut)
    hit = [target for target in sorted(targets) if target in forward and target not in sources]
    if not hit:
        return ()
    backward = reach(network, hit, backward=True, **shut)
    arcs = [
        arc
        for segment in forward.order
        if segment in backward
        for arc in network.out[segment]
        if network.heads[arc] in backward and network.heads[arc] in forward and not closed_vias[network.vias[arc]]
    ]
    cut = _minimum_cut(network, arcs, [source for source in sources if source in forward], hit)
    by_via: dict[int, list[int]] = {}
    for arc in cut:
        by_via.setdefault(network.vias[arc], []).append(arc)
    found = []
    for via, its_arcs in sorted(by_via.items()):
        behind = reach(network, sorted({network.heads[arc] for arc in its_arcs}), **shut)
        exposed = tuple(target for target in hit if target in behind)
        path = min((forward.path(network.tails[arc]) + (arc,) + backward.path(network.heads[arc]) for arc in its_arcs), key=len)
        found.append(Cause(via, path, exposed))
    return tuple(found)


def _minimum_cut(network: Network, arcs: Sequence[int], sources: Collection[int], targets: Collection[int]) -> list[int]:
    """The arcs of the minimum cut nearest to the targets; parallel arcs are cut together."""
    import networkx  # noqa: PLC0415  (heavy, and only needed once something is violated)

    costs = {arc: 1 if _is_boundary(network, arc) else len(arcs) + 1 for arc in arcs}
    graph = networkx.DiGraph()
    for arc, cost in costs.items():
        tail, head = network.tails[arc], network.heads[arc]
        known = graph.get_edge_data(tail, head, {"capacity": 0})["capacity"]
        graph.add_edge(tail, head, capacity=known + cost)
    graph.add_edges_from(("source", source) for source in sources)  # no capacity: endless
    graph.add_edges_from((target, "target") for target in targets)
    _, (kept, beyond) = networkx.minimum_cut(graph, "source", "target")
    return [arc for arc in arcs if network.tails[arc] in kept and network.heads[arc] in beyond]


def _is_boundary(network: Network, arc: int) -> bool:
    tail, head = network.segments[network.tails[arc]], network.segments[network.heads[arc]]
    return (tail.network, tail.level, tail.zone) != (head.network, head.level, head.zone)
