"""What a check may look at."""

from collections.abc import Mapping
from functools import cached_property

from secaudit.documents.source import Source
from secaudit.levels import Determination
from secaudit.model import KINDS, Gateway, Inventory, Kind, Noun
from secaudit.network import Network
from secaudit.network.selectors import Selectors


class Scope:
    """An inventory (of one file or of all), the network built from it, and the day of the audit.

    A local check is shown the inventory of a single file and no network; a global one everything.
    """

    def __init__(self, inventory: Inventory, as_of: str, network: Network | None = None) -> None:
        """Nothing is computed until it is asked for."""
        self.inventory = inventory
        self.as_of = as_of
        self._network = network
        self.determined: dict[str, Determination] = {}

    @property
    def network(self) -> Network:
        """The network; only global checks may ask."""
        if self._network is None:
            raise LookupError("a local check asked for the network")
        return self._network

    @cached_property
    def by_id(self) -> Mapping[Kind, Mapping[str, Noun]]:
        """Every noun by kind and id."""
        return {kind: {noun.id: noun for noun in self.inventory.of(kind)} for kind in KINDS}

    @cached_property
    def segments_of_system(self) -> Mapping[str, tuple[str, ...]]:
        """The segments on which a system lies: declared by it, by its components or by the segment."""
        found: dict[str, set[str]] = {}
        for system in self.inventory.systems:
            parts = system.components or ()
            lies_on = {part.segment for part in parts if part.segment} | set(system.segments or ())
            found[system.id] = lies_on
        for segment in self.inventory.segments:
            if segment.system is not None:
                found.setdefault(segment.system, set()).add(segment.id)
        return {system: tuple(sorted(segments)) for system, segments in found.items()}

    def undeclared_behind(self, subject: str, path: str) -> tuple[str, ...]:
        """The undeclared fields of a system for which its computed level waits; else the path itself."""
        if path != "level_computed" or subject not in self.determined:
            return (path,)
        names = {f"facts.{name}" for wait in self.determined[subject].open for name in wait.missing}
        return tuple(sorted(name.replace("facts.kind", "kind") for name in names))

    def networks_at_system(self, system: str) -> frozenset[str]:
        """Networks on which a system lies, next to which it lies, or to which an interconnection leads."""
        near = set(self.segments_of_system.get(system, ()))
        near.update(*(self.neighbours.get(segment, ()) for segment in tuple(near)))
        for partner in self.partners.get(system, ()):
            near.update(self.segments_of_system.get(partner, ()))
        segments = self.by_id["segment"]
        return frozenset(segments[segment].network or "" for segment in near)  # type: ignore[attr-defined]

    @cached_property
    def neighbours(self) -> Mapping[str, set[str]]:
        """The segments that a gateway, a link or a host joins to each, itself among them."""
        joined: dict[str, set[str]] = {}
        ends = (
            *(gateway.segments for gateway in self.inventory.gateways),
            *(link.between for link in self.inventory.links),
            *(host.segments for host in self.inventory.hosts),
        )
        for segments in ends:
            for segment in segments:
                joined.setdefault(segment, set()).update(segments)
        return joined

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The place of each segment in the inventory."""
        return {segment.id: number for number, segment in enumerate(self.inventory.segments)}

    @cached_property
    def selectors(self) -> Selectors:
        """What the selectors of policies name."""
        return Selectors(self.inventory, self.numbers)

    @cached_property
    def entries(self) -> Mapping[Source, tuple[Gateway, int]]:
        """Every policy entry by its place in the files: its gateway, and its number there."""
        return {
            entry.source: (gateway, number)
            for gateway in self.inventory.gateways
            for number, entry in enumerate(gateway.policy or (), 1)
        }

    @cached_property
    def partners(self) -> Mapping[str, set[str]]:
        """The systems with which each has an interconnection."""
        partners: dict[str, set[str]] = {}
        for record in self.inventory.interconnections:
            first, second = record.between
            partners.setdefault(first, set()).add(second)
            partners.setdefault(second, set()).add(first)
        return partners
