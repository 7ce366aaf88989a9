"""What a check may look at."""

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import cast

from secaudit.documents.source import Source
from secaudit.findings.controls import ControlRow
from secaudit.levels import Determination
from secaudit.model import KINDS, Attestation, Gateway, Inventory, Kind, Noun, System
from secaudit.network import Network, split
from secaudit.network.passing import Passing
from secaudit.network.selectors import Selectors

_OF_THE_DAY = frozenset({"as_of", "_network", "controlled"})
_OF_THE_NETWORK = frozenset({"split_network", "passing"})


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
        self.controlled: dict[tuple[str, str], tuple[ControlRow, ...]] = {}

    def on(self, as_of: str, network: Network) -> "Scope":
        """The same inventory on another day, with the network of that day; what no day changes is not computed again."""
        other = Scope(self.inventory, as_of, network)
        left = _OF_THE_DAY if network is self._network else _OF_THE_DAY | _OF_THE_NETWORK
        other.__dict__.update((name, value) for name, value in self.__dict__.items() if name not in left)
        return other

    @property
    def network(self) -> Network:
        """The network; only global checks may ask."""
        if self._network is None:
            raise LookupError("a local check asked for the network")
        return self._network

    @cached_property
    def split_network(self) -> Network:
        """The network in which a gateway with a limited approval stands twice: as it is, and beyond its approval."""
        return split(self.network, self.inventory)

    @cached_property
    def passing(self) -> Passing:
        """The conversations of the network, to be asked about one header at a time."""
        return Passing(self.network)

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

    @cached_property
    def segments_of_network(self) -> Mapping[str, tuple[str, ...]]:
        """The segments that belong to each network, sorted; networks without any are left out."""
        found: dict[str, list[str]] = {}
        for segment in self.inventory.segments:
            if segment.network is not None:
                found.setdefault(segment.network, []).append(segment.id)
        return {network: tuple(sorted(segments)) for network, segments in found.items()}

    @cached_property
    def segments_naming(self) -> Mapping[str, tuple[str, ...]]:
        """The segments that name each system as the one they belong to, sorted; systems that none names are left out."""
        found: dict[str, list[str]] = {}
        for segment in self.inventory.segments:
            if segment.system is not None:
                found.setdefault(segment.system, []).append(segment.id)
        return {system: tuple(sorted(segments)) for system, segments in found.items()}

    @cached_property
    def systems_on(self) -> Mapping[str, frozenset[str]]:
        """The systems that lie on each segment; segments on which none does are left out."""
        found: dict[str, set[str]] = {}
        for system, segments in self.segments_of_system.items():
            for segment in segments:
                found.setdefault(segment, set()).add(system)
        return {segment: frozenset(systems) for segment, systems in found.items()}

    @cached_property
    def systems_here(self) -> Mapping[str, tuple[System, ...]]:
        """The systems that lie on each segment and are not retired, by id; segments on which none does are left out."""
        found: dict[str, list[System]] = {}
        for system in sorted(self.inventory.systems, key=lambda one: one.id):
            if system.status != "retired":
                for segment in self.segments_of_system[system.id]:
                    found.setdefault(segment, []).append(system)
        return {segment: tuple(systems) for segment, systems in found.items()}

    @cached_property
    def systems_of(self) -> Mapping[str, tuple[str, ...]]:
        """The systems that each unit owns and that are not retired, sorted."""
        found: dict[str, list[str]] = {}
        for system in self.inventory.systems:
            if system.owner is not None and system.status != "retired":
                found.setdefault(system.owner, []).append(system.id)
        return {owner: tuple(sorted(systems)) for owner, systems in found.items()}

    @cached_property
    def zones_of_system(self) -> Mapping[str, tuple[str, ...]]:
        """The zones of the segments on which a system lies; systems that lie on none are left out."""
        zone_of = {segment.id: segment.zone for segment in self.inventory.segments}
        return {
            system: tuple(sorted({zone for segment in lies_on if (zone := zone_of[segment])}))
            for system, lies_on in self.segments_of_system.items()
            if lies_on
        }

    @cached_property
    def connected_kinds(self) -> Mapping[str, tuple[str, ...] | None]:
        """The kinds of the networks on or next to whose segments each system lies, or on which a partner lies.

        Next to a segment is what a device joins to it; a partner is the other side of an interconnection.
        None where one of these networks is not declared or does not say its kind.
        """
        lies_on, partners = self.segments_of_system, self.partners
        kind_of, beside = self._kind_of_segment, self._kinds_beside
        below = {system: {kind_of[segment] for segment in segments} for system, segments in lies_on.items()}
        found: dict[str, tuple[str, ...] | None] = {}
        for system, segments in lies_on.items():
            kinds: set[str | None] = set()
            kinds.update(*(beside[segment] for segment in segments))
            kinds.update(*(below.get(partner, ()) for partner in partners.get(system, ())))
            found[system] = None if None in kinds else tuple(sorted(kinds))  # type: ignore[arg-type]
        return found

    @cached_property
    def trust_of_network(self) -> Mapping[str | None, str | None]:
        """The trust of each network, by its id."""
        return {network.id: network.trust for network in self.inventory.networks}

    @cached_property
    def kind_of_network(self) -> Mapping[str | None, str | None]:
        """The kind of each network, by its id."""
        return {network.id: network.kind for network in self.inventory.networks}

    @cached_property
    def specialised_below(self) -> Mapping[str, tuple[str, ...]]:
        """The specialised units directly below each unit, sorted; units below which there is none are left out."""
        found: dict[str, list[str]] = {}
        for unit in self.inventory.units:
            if unit.parent is not None and unit.role == "specialised_unit":
                found.setdefault(unit.parent, []).append(unit.id)
        return {parent: tuple(sorted(units)) for parent, units in found.items()}

    @cached_property
    def _kind_of_segment(self) -> Mapping[str, str | None]:
        return {segment.id: self.kind_of_network.get(segment.network) for segment in self.inventory.segments}

    @cached_property
    def _kinds_beside(self) -> Mapping[str, set[str | None]]:
        """The kinds of the networks of each segment and of its neighbours: few, however many neighbours."""
        kind_of = self._kind_of_segment
        beside = {segment: {kind} for segment, kind in kind_of.items()}
        for segments in self._joined:
            kinds = {kind_of[segment] for segment in segments}
            for segment in segments:
                beside[segment] |= kinds
        return beside

    @cached_property
    def neighbours(self) -> Mapping[str, set[str]]:
        """The segments that a gateway, a link or a host joins to each, itself among them."""
        joined: dict[str, set[str]] = {}
        for segments in self._joined:
            for segment in segments:
                joined.setdefault(segment, set()).update(segments)
        return joined

    @property
    def _joined(self) -> Iterator[tuple[str, ...]]:
        """The segments that each device joins."""
        yield from (gateway.segments for gateway in self.inventory.gateways)
        yield from (link.between for link in self.inventory.links)
        yield from (host.segments for host in self.inventory.hosts)

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
    def answers(self) -> Mapping[tuple[Kind, str], Mapping[str, tuple[Attestation, ...]]]:
        """What was attested of each subject, by the question."""
        found: dict[tuple[Kind, str], dict[str, list[Attestation]]] = {}
        for attestation in self.inventory.attestations:
            subject = self.subject_of(attestation)
            if subject is not None:
                found.setdefault(subject, {}).setdefault(attestation.question, []).append(attestation)
        return {
            subject: {question: tuple(given) for question, given in about.items()} for subject, about in found.items()
        }

    def subject_of(self, attestation: Attestation) -> tuple[Kind, str] | None:
        """Kind and id of what an attestation is about; an id without a kind is that of one noun.

        None if it is not there: what is read is resolved, but a question may be about an inventory without it.
        """
        kind, colon, name = attestation.subject.rpartition(":")
        if colon:
            return cast("Kind", kind), name
        return next(((kind, name) for kind in KINDS if name in self.by_id[kind]), None)

    @cached_property
    def partners(self) -> Mapping[str, set[str]]:
        """The systems with which each has an interconnection."""
        partners: dict[str, set[str]] = {}
        for record in self.inventory.interconnections:
            first, second = record.between
            partners.setdefault(first, set()).add(second)
            partners.setdefault(second, set()).add(first)
        return partners
