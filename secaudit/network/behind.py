"""What lies behind each device of a cut while the others are shut, where every arc is open to whoever holds its tail.

Many devices of a cut often lead to the same: each cable of a unit to the whole wide-area network. So segments that
lead to one another are taken as one component, and what a component leads to, if that is much, is gathered once
for all devices that come to it. A device then costs what is its own, and adding what is shared.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from functools import cached_property
from heapq import heapify, heappop, heappush

from secaudit.network.components import UNSEEN, components_from
from secaudit.network.network import Network, Path

_FEW = 64  # components; what leads to fewer is walked again instead of being kept
_MOST_KEPT = 4_000_000  # segments, in all that is kept
_Key = tuple[int, ...]


class Behind:
    """The protected segments behind the devices of a cut, seen from the outside, with which they are not joined past it."""

    def __init__(
        self,
        network: Network,
        arcs: Iterable[int],
        sides: tuple[Collection[int], Collection[int]],
        cut: Iterable[int],
        *,
        inward: bool,
    ) -> None:
        """`sides` are the outside and what is protected, `arcs` all on some way in or, not `inward`, out."""
        self._near, self._far = (network.tails, network.heads) if inward else (network.heads, network.tails)
        self._size, self._inward = len(network.segments), inward
        self._protected = frozenset(sides[1])
        self._cut: dict[int, list[int]] = {via: [] for via in cut}
        self._on: dict[int, list[int]] = {}
        for arc in arcs:
            via = network.vias[arc]
            (self._cut[via] if via in self._cut else self._on.setdefault(self._near[arc], [])).append(arc)
        self._before = self._met(sides[0])
        self._walked: set[int] = set()
        self._kept: dict[int, AbstractSet[int]] = {}
        self._small: set[int] = set()
        self._room = _MOST_KEPT

    def exposed(self, via: int) -> AbstractSet[int]:
        """The protected segments that are exposed while the device alone is open."""
        found, entered = set[int](), set[int]()
        while True:
            open_arcs = (arc for arc in self._cut[via] if self._near[arc] in self._before or self._near[arc] in found)
            fresh = {self._far[arc] for arc in open_arcs} - entered
            if not fresh:
                return found & self._protected
            entered |= fresh
            found |= self._led_to(fresh)

    def way(self, via: int) -> Path:
        """The arcs of a shortest way, in travelling order, to some of what the device exposes, which is something."""
        ahead = [
            (len(key), (*key, arc), self._far[arc])
            for arc in self._cut[via]
            if self._near[arc] in self._before
            for key in [self._key(self._near[arc])]
        ]
        heapify(ahead)
        best = dict[int, tuple[int, _Key]]()
        while True:
            length, key, segment = heappop(ahead)
            if segment in self._protected:
                return key[1:] if self._inward else key[:0:-1]
            for arc in (*self._on.get(segment, ()), *(arc for arc in self._cut[via] if self._near[arc] == segment)):
                end, following = self._far[arc], (length + 1, (*key, arc))
                if length + 1 < self._before.get(end, (self._size, 0))[0] and following < best.get(
                    end, (self._size, ())
                ):
                    best[end] = following
                    heappush(ahead, (*following, end))

    # Before the cut

    def _met(self, outside: Collection[int]) -> Mapping[int, tuple[int, int]]:
        """What is met from the outside without passing the cut: in how many steps, and by which arc (-1: it lies there)."""
        met = dict.fromkeys(sorted(outside), (0, -1))
        for segment in (ahead := list(met)):  # grows while it is walked
            for arc in self._on.get(segment, ()):
                if self._far[arc] not in met:
                    met[self._far[arc]] = met[segment][0] + 1, arc
                    ahead.append(self._far[arc])
        return met

    def _key(self, segment: int) -> _Key:
        """The start of the way to a segment before the cut, and its arcs."""
        arcs = list[int]()
        while (arc := self._before[segment][1]) >= 0:
            arcs.append(arc)
            segment = self._near[arc]
        return (segment, *reversed(arcs))

    # Behind it

    def _led_to(self, starts: Iterable[int]) -> AbstractSet[int]:
        """Those of the segments that matter to which some segments lead past the whole cut."""
        components = dict.fromkeys(self._component[start] for start in starts)
        walked, found = self._walk(components, lambda number: self._whole(number) if number in self._walked else None)
        self._walked.update(walked)
        return found

    def _whole(self, component: int) -> AbstractSet[int] | None:
        """All that a component leads to, which is kept; None if it is too little to be kept."""
        if component not in self._kept and component not in self._small:
            walked, found = self._walk((component,), self._kept.get)
            if len(walked) < _FEW or len(found) > self._room:
                self._small.add(component)
            else:
                self._kept[component] = found
                self._room -= len(found)
        return self._kept.get(component)

    def _walk(
        self, starts: Iterable[int], known: Callable[[int], AbstractSet[int] | None]
    ) -> tuple[Sequence[int], AbstractSet[int]]:
        """The components that are led to, as far as it is not known where they lead, and the segments that matter."""
        ahead, met, found = list(starts), set(starts), set[int]()
        for component in ahead:  # grows while it is walked
            whole = known(component)
            if whole is not None:
                found |= whole
                continue
            found.update(self._own.get(component, ()))
            fresh = self._leads_to.get(component, set()) - met
            met |= fresh
            ahead += fresh
        return ahead, found

    @cached_property
    def _component(self) -> Sequence[int]:
        starts = (self._far[arc] for arcs in self._cut.values() for arc in arcs)
        return components_from(
            self._size, starts, lambda segment: (self._far[arc] for arc in self._on.get(segment, ()))
        )

    @cached_property
    def _own(self) -> Mapping[int, Sequence[int]]:
        """The segments of each component that matter: what is protected, and where arcs of the cut begin."""
        found: dict[int, list[int]] = {}
        for segment in self._protected.union(self._near[arc] for arcs in self._cut.values() for arc in arcs):
            found.setdefault(self._component[segment], []).append(segment)
        return found

    @cached_property
    def _leads_to(self) -> Mapping[int, set[int]]:
        found: dict[int, set[int]] = {}
        for segment, arcs in self._on.items():
            component = self._component[segment]
            if component != UNSEEN:
                ends = {self._component[self._far[arc]] for arc in arcs} - {component}
                found.setdefault(component, set()).update(ends)
        return found
