"""The questions about a network that are no audit: who reaches whom, and how exposed is what is worth guarding."""

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from secaudit.findings.dossier import Exposure
from secaudit.findings.report import SkipCard
from secaudit.levels import in_force
from secaudit.model import Inventory, Segment
from secaudit.network import Device, Network, connect
from secaudit.network.exposure import Distance, distances, stations
from secaudit.network.matrix import Matrix, tabulate
from secaudit.network.ways import Relation
from secaudit.pipeline.reading import read_inventory
from secaudit.pipeline.request import Request
from secaudit.policy import Scope

By = Literal["segment", "zone", "network", "level", "unit"]
BY: tuple[By, ...] = ("segment", "zone", "network", "level", "unit")
QUALIFYING = ("security_gateway", "data_diode")
_WORTH = 4  # the level from which a segment is worth guarding whatever its secrecy


class Situation(Struct, frozen=True):
    """An inventory that was read, its network on a day, and what was skipped."""

    request: Request
    inventory: Inventory
    network: Network
    skipped: tuple[SkipCard, ...] = ()

    @property
    def scope(self) -> Scope:
        """What a check may look at."""
        return Scope(self.inventory, self.request.as_of, self.network)


def situation(request: Request) -> Situation:
    """Read inventories and connect them. Raises InputError with all their mistakes."""
    reading = read_inventory(request)
    return Situation(request, reading.inventory, connect(reading.inventory, request.as_of), reading.skipped)


class Groups(Struct, frozen=True):
    """The names of groups in their order (None: not declared), and the group of each segment."""

    names: tuple[str | None, ...]
    group_of: tuple[int, ...]


def groups(situation: Situation, by: By) -> Groups:
    """The segments in groups; a unit has those that it owns, or whose system it owns."""
    owners = {system.id: system.owner for system in situation.inventory.systems}
    keys: list[str | None] = []
    for segment in situation.network.segments:
        if by == "segment":
            keys.append(segment.id)
        elif by == "unit":
            keys.append(segment.owner or owners.get(segment.system or ""))
        else:
            value = getattr(segment, by)
            keys.append(None if value is None else str(value))
    names = sorted(set(keys), key=lambda name: (name is None, name or ""))
    number = {name: place for place, name in enumerate(names)}
    return Groups(tuple(names), tuple(number[key] for key in keys))


def matrices(situation: Situation, wanted: Sequence[By], relation: Relation) -> list[tuple[Groups, Matrix]]:
    """Who reaches whom, or what is forwarded, group by group; the relation is computed once for all groupings."""
    found = [groups(situation, by) for by in wanted]
    return list(zip(found, tabulate(situation.network, [item.group_of for item in found], relation), strict=True))


class Exposures(Struct, frozen=True):
    """Every segment of level 4 or 5 or with a secrecy, the most exposed first; `starts` are the untrusted ones.

    `undeclared`: segments of which the level or the secrecy is not declared, so that they may belong here;
    `networks`: those whose trust is not declared and that were not taken as untrusted.
    """

    rows: tuple[Exposure, ...]
    starts: tuple[str, ...]
    undeclared: tuple[str, ...]
    networks: tuple[str, ...]


def exposure(situation: Situation) -> Exposures:
    """How far each segment worth guarding is from the nearest untrusted network."""
    network, as_of = situation.network, situation.request.as_of
    trust = {noun.id: noun.trust for noun in situation.inventory.networks}
    starts = [
        number for number, segment in enumerate(network.segments) if trust.get(segment.network or "") == "untrusted"
    ]
    counted = bytes(_qualifies(device, as_of) for device in network.devices)
    found = distances(network, starts, counted)
    rows = [
        _exposure(network, number, found.get(number))
        for number, segment in enumerate(network.segments)
        if _is_worth(segment)
    ]
    return Exposures(
        rows=tuple(sorted(rows, key=_most_exposed)),
        starts=tuple(network.segments[number].id for number in starts),
        undeclared=tuple(
            segment.id
            for segment in network.segments
            if not _is_worth(segment) and None in (segment.level, segment.secrecy)
        ),
        networks=tuple(name for name, value in trust.items() if value is None),
    )


def _is_worth(segment: Segment) -> bool:
    return (segment.level or 0) >= _WORTH or segment.secrecy not in (None, "none")


def _exposure(network: Network, number: int, distance: Distance | None) -> Exposure:
    station, secrecy = network.station(number), network.segments[number].secrecy
    if distance is None:
        return Exposure(station, secrecy, None)
    through = tuple(network.devices[via].id for via in distance.passed)
    return Exposure(station, secrecy, len(through), through, stations(network, distance.path) or (station,))


def _qualifies(device: Device, as_of: str) -> bool:
    return device.kind in QUALIFYING and device.approval is not None and in_force(device.approval, as_of) is True


def _most_exposed(row: Exposure) -> tuple[bool, int, int, str]:
    return (row.crossings is None, row.crossings or 0, -(row.segment.level or 0), row.segment.id)
