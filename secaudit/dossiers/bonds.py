"""What belongs together, seen from both sides: systems and segments, devices and what they join, records of two systems."""

from collections.abc import Iterator

from secaudit.findings.dossier import Related
from secaudit.model import KINDS, Inventory, Kind

_Thing = tuple[Kind, str]
_KIND_OF: dict[str, Kind] = {f"{kind}s": kind for kind in KINDS}
_DEVICES: tuple[Kind, ...] = ("gateway", "link", "host")


class Bonds:
    """Systems belong to segments and records; devices to what they join, and to the systems that lie there."""

    def __init__(self, inventory: Inventory) -> None:
        """Note the pairs, both ways; which systems lie behind a device is found when somebody asks."""
        self._beside: dict[_Thing, dict[Kind, set[str]]] = {}
        for one, other in _pairs(inventory):
            self._beside.setdefault(one, {}).setdefault(other[0], set()).add(other[1])
            self._beside.setdefault(other, {}).setdefault(one[0], set()).add(one[1])

    def of(self, kind: Kind, ident: str) -> Iterator[Related]:
        """All that belongs to a thing, by kind."""
        found = ((other, self._of_kind(kind, ident, other)) for other in KINDS)
        return (Related(f"{other}s", tuple(sorted(idents))) for other, idents in found if idents)

    def ids(self, kind: Kind, ident: str, role: str) -> tuple[str, ...]:
        """What belongs to a thing in one role (`segments`)."""
        other = _KIND_OF.get(role)
        return () if other is None else tuple(sorted(self._of_kind(kind, ident, other)))

    def _of_kind(self, kind: Kind, ident: str, other: Kind) -> set[str]:
        own = self._beside.get((kind, ident), {})
        direct = own.get(other, set())
        if (kind in _DEVICES and other == "system") or (kind == "system" and other in _DEVICES):
            places = own.get("segment", ())
            return direct.union(*(self._beside["segment", place].get(other, ()) for place in places))
        return direct


def _pairs(inventory: Inventory) -> Iterator[tuple[_Thing, _Thing]]:
    """Systems and their segments, devices and what they join, records with whose they are and which way."""
    for system, segment in _places(inventory):
        yield ("system", system), ("segment", segment)
    for device, segments in _devices(inventory):
        yield from ((device, ("segment", segment)) for segment in segments)
    for record in inventory.interconnections:
        itself: _Thing = ("interconnection", record.id)
        yield from ((itself, ("system", system)) for system in record.between)
        if record.via is not None:
            yield itself, ("gateway", record.via)


def _places(inventory: Inventory) -> Iterator[tuple[str, str]]:
    for system in inventory.systems:
        places = {part.segment for part in system.components or () if part.segment} | set(system.segments or ())
        yield from ((system.id, segment) for segment in places)
    for segment in inventory.segments:
        if segment.system is not None:
            yield segment.system, segment.id


def _devices(inventory: Inventory) -> Iterator[tuple[_Thing, tuple[str, ...]]]:
    yield from ((("gateway", gateway.id), gateway.segments) for gateway in inventory.gateways)
    yield from ((("link", link.id), link.between) for link in inventory.links)
    yield from ((("host", host.id), host.segments) for host in inventory.hosts)
