"""Whether some segments reach others past what is closed: quickly where that settles it, exactly where not.

The quick search takes every arc as open to whoever holds its tail. It misses nothing. Where it finds
nothing, or only arcs that carry conversations of their own two ends, its answer is exact already. Else
the exact relation is asked, for the region that the quick search has found.
"""

from collections.abc import Collection, Sequence
from typing import Literal

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.exact import RELATIONS, Holding, open_arcs
from secaudit.network.network import Network, Path
from secaudit.network.search import reach
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
        vias = bytearray(self.vias)
        for via in repaired:
            vias[via] = True
        return Closed(bytes(vias), self.segments)


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
    arcs on some such way, `region` the segments on which such a way may lie. All are empty if there is none.
    """

    def __init__(
        self,
        network: Network,
        sources: Collection[int],
        targets: Collection[int],
        closed: Closed,
        asked: Asked = REACHES,
    ) -> None:
        """Search at once."""
        network = network.answering if asked.relation == "informs" else network
        self._network = network
        self._asked = asked
        self._sources = frozenset(sources)
        self.reached: list[int] = []
        self.reaching: list[int] = []
        self.arcs: list[int] = []
        self.region: list[int] = []
        self._exact: tuple[Holding, dict[int, int]] | None = None
        self._forward = reach(network, sorted(sources), closed_vias=closed.vias, closed_segments=closed.segments)
        hit = [target for target in sorted(targets) if target in self._forward and target not in self._sources]
        if not hit:
            return
        backward = reach(network, hit, closed_vias=closed.vias, closed_segments=closed.segments, backward=True)
        region = self.region = [segment for segment in self._forward.order if segment in backward]
        arcs = open_arcs(network, region, closed.vias)
        inside = [source for source in sorted(sources) if source in backward]
        if asked.is_closure and all(network.direct[arc] for arc in arcs):
            self.reached, self.reaching, self.arcs = hit, inside, arcs
        else:
            self._look_closely(region, hit, inside, closed)

    def _look_closely(self, region: list[int], hit: list[int], inside: list[int], closed: Closed) -> None:
        holding = RELATIONS[self._asked.relation](self._network, region, closed.vias, self._asked.services)
        parents = holding.spread(inside)
        self.reached = [target for target in hit if holding.classes.class_of[target] in parents]
        if self.reached:
            leading = holding.leading_to(list(parents), holding.classes.bits(self.reached))
            self.reaching = [source for source in inside if leading >> holding.classes.class_of[source] & 1]
            self.arcs = holding.used(parents, self.reached)
            self._exact = (holding, parents)

    @property
    def met(self) -> Sequence[int]:
        """Everything that the quick search met on its way from the sources."""
        return self._forward.order

    def shortest(self) -> Way:
        """A shortest way to any of the targets that are reached; exact ways are compared for a few of them only."""
        reached = set(self.reached)
        if self._exact is None:
            return self.way(next(segment for segment in self._forward.order if segment in reached))
        ways = (self.way(target) for target in self.reached[:_COMPARED])
        return min(ways, key=lambda way: (len(way), [step.arc for step in way]))

    def way(self, target: int) -> Way:
        """A shortest way to a target that is reached, header by header."""
        if self._exact is None:
            return tuple(self._network.alone(arc) for arc in self._forward.path(target))
        holding, parents = self._exact
        return holding.way(self._sources, target, parents)


def path_of(way: Way) -> Path:
    """The arcs of a way."""
    return tuple(step.arc for step in way)
