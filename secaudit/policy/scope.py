"""What a check may look at."""

from collections.abc import Mapping
from functools import cached_property

from secaudit.model import KINDS, Inventory, Kind, Noun
from secaudit.network import Network


class Scope:
    """An inventory (of one file or of all), the network built from it, and the day of the audit.

    A local check is shown the inventory of a single file and no network; a global one everything.
    """

    def __init__(self, inventory: Inventory, as_of: str, network: Network | None = None) -> None:
        """Nothing is computed until it is asked for."""
        self.inventory = inventory
        self.as_of = as_of
        self._network = network

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
