"""Who is reached from where, and by which shortest path. Linear in the arcs; iterative."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from difflib import get_close_matches

from secaudit.errors import InputError, Problem
from secaudit.findings.evidence import Hop
from secaudit.model import Inventory
from secaudit.network.network import Network, Path
from secaudit.network.selectors import Selectors

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


def find_way(
    network: Network, inventory: Inventory, origin: str, goal: str, avoid: Collection[str] = ()
) -> tuple[Hop, ...] | None:
    """A shortest way between two selectors past the devices to avoid, as hops; None if there is none.

    Raises InputError for a selector or a device that names nothing.
    """
    selectors = Selectors(inventory, network.index)
    ends = []
    for text in (origin, goal):
        selection = selectors.resolve(text)
        members = frozenset(range(len(network.segments))) if selection.is_any else selection.possible
        if not members:
            raise InputError([Problem("", 0, 0, f"{text!r} names no segment", _near(text, network.index))])
        ends.append(members)
    ids = {device.id for device in network.devices}
    for name in avoid:
        if name not in ids:
            raise InputError([Problem("", 0, 0, f"there is no device {name!r}", _near(name, ids))])
    closed = bytes(device.id in avoid for device in network.devices)
    found = reach(network, sorted(ends[0]), closed_vias=closed)
    reached = [segment for segment in found.order if segment in ends[1]]
    if not reached:
        return None
    path = found.path(reached[0])
    return network.hops(path) or (network.station(reached[0]),)


def _near(text: str, known: Iterable[str]) -> str:
    near = get_close_matches(text, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else "name a segment, network or system of this inventory"
