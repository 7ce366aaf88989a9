"""Who is reached from where, and by which shortest path. Linear in the arcs; iterative."""

from collections.abc import Iterable, Mapping, Sequence

from secaudit.network.network import Network, Path

_START = -1


class Reach:
    """What a set of segments reaches, with a shortest way to everything in it."""

    def __init__(self, network: Network, parents: Mapping[int, int], order: Sequence[int], *, backward: bool) -> None:
        """`parents[v]` is the arc by which `v` was first met; `order` are the segments met, nearest first."""
        self._network = network
        self._parents = parents
        self._backward = backward
        self.order = order

    def __contains__(self, segment: int) -> bool:
        return segment in self._parents

    def among(self, segments: Iterable[int]) -> list[int]:
        """Those of some segments that were met, in the order of their numbers."""
        return sorted(self._parents.keys() & segments)

    def path(self, segment: int) -> Path:
        """The arcs of a shortest way between the start and a segment that was reached, in travelling order."""
        ends = self._network.heads if self._backward else self._network.tails
        arcs = []
        arc = self._parents[segment]
        while arc != _START:
            arcs.append(arc)
            arc = self._parents[ends[arc]]
        return tuple(arcs) if self._backward else tuple(reversed(arcs))


def reach(
    network: Network,
    starts: Iterable[int],
    *,
    closed_vias: Sequence[int] | None = None,
    closed_segments: Sequence[int] | None = None,
    backward: bool = False,
) -> Reach:
    """Breadth-first search from some segments (or, backward, of everything that reaches them).

    `closed_vias` and `closed_segments` are truth values by number: a closed device carries nothing, a
    closed segment is not entered. Among shortest ways the one found first in the order of arcs is kept,
    which depends on identifiers only.
    """
    arcs_of, ends = (network.into, network.tails) if backward else (network.out, network.heads)
    vias = network.vias
    shut = closed_vias if closed_vias is not None else bytes(len(network.devices))
    parents = {start: _START for start in starts if not (closed_segments and closed_segments[start])}
    order = list(parents)
    for segment in order:  # grows while it is walked
        for arc in arcs_of[segment]:
            end = ends[arc]
            if end not in parents and not shut[vias[arc]] and not (closed_segments and closed_segments[end]):
                parents[end] = arc
                order.append(end)
    return Reach(network, parents, order, backward=backward)
