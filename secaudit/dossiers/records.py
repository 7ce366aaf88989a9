"""Every declared thing as fields and values, with what belongs to it."""

from collections.abc import Iterator, Mapping

from secaudit.findings.dossier import Declared, Dossier, Related
from secaudit.model import KINDS, Inventory, Kind, Noun
from secaudit.model.content import fields

_ON_TOP = frozenset({"id", "name", "level", "owner"})
_Thing = tuple[Kind, str]
_Links = Mapping[_Thing, Mapping[Kind, set[str]]]


def dossiers(inventory: Inventory) -> tuple[Dossier, ...]:
    """One for each declared thing, by kind and then id."""
    related = _related(inventory)
    return tuple(
        _dossier(kind, noun, related.get((kind, noun.id), {})) for kind in KINDS for noun in inventory.of(kind)
    )


def _dossier(kind: Kind, noun: Noun, related: Mapping[Kind, set[str]]) -> Dossier:
    return Dossier(
        kind=kind, id=noun.id, name=noun.name, level=getattr(noun, "level", None), owner=noun.owner, source=noun.source,
        fields=tuple(Declared(name, values) for name, values in fields(noun) if name not in _ON_TOP),
        related=tuple(Related(f"{other}s", tuple(sorted(related[other]))) for other in KINDS if other in related),
    )  # fmt: skip


def _related(inventory: Inventory) -> _Links:
    """What belongs together, both ways."""
    found: dict[_Thing, dict[Kind, set[str]]] = {}
    for one, other in _pairs(inventory):
        found.setdefault(one, {}).setdefault(other[0], set()).add(other[1])
        found.setdefault(other, {}).setdefault(one[0], set()).add(one[1])
    return found


def _pairs(inventory: Inventory) -> Iterator[tuple[_Thing, _Thing]]:
    """Systems and their segments, devices with what they join and whose it is, records with who and which way."""
    systems: dict[str, list[str]] = {}
    for system, segment in _places(inventory):
        systems.setdefault(segment, []).append(system)
        yield ("system", system), ("segment", segment)
    for device, segments in _devices(inventory):
        for segment in segments:
            yield device, ("segment", segment)
            yield from ((device, ("system", system)) for system in systems.get(segment, ()))
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
