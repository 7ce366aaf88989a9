"""Whether some segments reach others past what is closed: quickly where that settles it, exactly where not.

The quick search takes every arc as open to whoever holds its tail. It misses nothing. Where it finds
nothing, or only arcs that carry conversations of their own two ends, its answer is exact already. Else
the exact relation is asked, for the region that the quick search has found.
"""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.exact import RELATIONS, Holding, open_arcs
from secaudit.network.network import Network
from secaudit.network.search import Reach, reach
from secaudit.network.services import Services
from secaudit.network.steps import Way

Relation = Literal["forwards", "reaches", "informs"]
_COMPARED = 20


class Closed(Struct, frozen=True):
    """What carries nothing: truth values by number of device and of segment."""

    vias: Sequence[int]
    segments: Sequence[int] | None = None

    def but(self, *, repaired: Collection[int]) -> "Closed":
        """The same with some more devices closed."""
        if not repaired:
            return self
        vias = bytearray(self.vias)
        for via in repaired:
            vias[via] = True
        return Closed(vias, self.segments)


class Asked(Struct, frozen=True):
    """Which relation is asked about: `forwards`, `reaches` or `informs`, and for which services."""

    relation: Relation = "reaches"
    services: Services = service_sets.ANY

    @property
    def is_closure(self) -> bool:
        """Whether any arc leads on by a conversation of its own two ends, whatever came before."""
        return self.relation != "forwards" and self.services == service_sets.ANY


REACHES = Asked()


class Ways:
    """The ways from some segments to others.

    `reached` are the targets that some source reaches, `reaching` the sources that reach one, `arcs` the
    arcs on some such way, `open` those on which the quick search sees one. All are empty if there is none.
    """

    def __init__(
        self,
        network: Network,
        sources: Collection[int],
        targets: Collection[int],
        closed: Closed,
        asked: Asked = REACHES,
    ) -> None:
        """Search for what is reached at once; for the rest when it is asked for."""
        network = network.answering if asked.relation == "informs" else network
        self._network = network
        self._asked = asked
        self._closed = closed
        self._sources = frozenset(sources)
        self._forward = reach(network, sorted(sources), closed_vias=closed.vias, closed_segments=closed.segments)
        self._hit = [target for target in self._forward.among(targets) if target not in self._sources]
        self._exact = None if self._is_settled() else self._look_closely()
        self.reached = self._hit if self._exact is None else self._held(*self._exact)

    def _is_settled(self) -> bool:
        """Whether the quick search says it all."""
        if not self._hit:
            return True
        network = self._network
        return self._asked.is_closure and (network.is_direct or all(network.direct[arc] for arc in self.open))

    def _look_closely(self) -> tuple[Holding, dict[int, int]]:
        relation = RELATIONS[self._asked.relation]
        holding = relation(self._network, self._region, self._closed.vias, self._asked.services)
        return holding, holding.spread(self._inside)

    def _held(self, holding: Holding, parents: dict[int, int]) -> list[int]:
        return [target for target in self._hit if holding.classes.class_of[target] in parents]

    @cached_property
    def _backward(self) -> Reach:
        closed = self._closed
        return reach(
            self._network, self._hit, closed_vias=closed.vias, closed_segments=closed.segments, backward=True
        )  # fmt: skip

    @property
    def _region(self) -> list[int]:
        return [segment for segment in self._forward.order if segment in self._backward]

    @property
    def _inside(self) -> list[int]:
        return self._backward.among(self._sources)

    @cached_property
    def open(self) -> list[int]:
        """The arcs on ways that the quick search sees."""
        return open_arcs(self._network, self._region, self._closed.vias)

    @cached_property
    def reaching(self) -> list[int]:
        """The sources that reach a target."""
        if self._exact is None or not self.reached:
            return self._inside if self.reached else []
        holding, parents = self._exact
        leading = holding.leading_to(list(parents), holding.classes.bits(self.reached))
        return [source for source in self._inside if leading >> holding.classes.class_of[source] & 1]

    @cached_property
    def arcs(self) -> list[int]:
        """The arcs on some way."""
        if self._exact is None or not self.reached:
            return self.open if self.reached else []
        holding, parents = self._exact
        return holding.used(parents, self.reached)

    @property
    def met(self) -> Sequence[int]:
        """Everything that the quick search met on its way from the sources."""
        return self._forward.order

    def shortest(self) -> Way:
        """A shortest way to any of the targets that are reached; exact ways are compared for a few of them only."""
        reached = set(self.reached)
        if self._exact is None:
            return self.way(next(segment for segment in self._forward.order if segment in reached))
        ways = (self.way(target) for target in self._exact[0].few(self.reached, _COMPARED))
        return min(ways, key=lambda way: (len(way), [step.arc for step in way]))

    def way(self, target: int) -> Way:
        """A shortest way to a target that is reached, header by header."""
        if self._exact is None:
            return tuple(self._network.alone(arc) for arc in self._forward.path(target))
        holding, parents = self._exact
        return holding.way(self._sources, target, parents)
