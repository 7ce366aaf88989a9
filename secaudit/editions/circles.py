"""Who may see what: the things that an edition shows by name. Whatever is not known to be allowed is withheld."""

from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from secaudit.editions.things import Key, Things
from secaudit.findings.dossier import Dossier
from secaudit.findings.report import Report

SECRECIES = ("none", "mat", "toi_mat", "tuyet_mat")
_LEVELLED = ("system", "segment", "gateway")


def of_unit(things: Things, unit: str) -> frozenset[Key]:
    """What belongs to a unit or to one that is subordinate to it."""
    units = {unit}
    below: dict[str, list[str]] = {}
    for (kind, ident), dossier in things.dossiers.items():
        parent = dossier.value("parent") if kind == "unit" else None
        if parent is not None:
            below.setdefault(parent, []).append(ident)
    waiting = [unit]
    while waiting:
        more = [ident for ident in below.get(waiting.pop(), ()) if ident not in units]
        units.update(more)
        waiting.extend(more)
    shown: set[Key] = {("unit", ident) for ident in units if ("unit", ident) in things.names}
    shown.update(
        key for key, owner in things.owners.items() if owner in units and key[0] not in {"unit", "attestation"}
    )
    shown.update(list(_without_owner(things, shown)))
    return frozenset(shown | set(_answers(things, shown)))


def _without_owner(things: Things, shown: AbstractSet[Key]) -> Iterator[Key]:
    """A thing without an owner that is part of a system that is shown."""
    for key, dossier in things.dossiers.items():
        system = dossier.value("system")
        if dossier.owner is None and system is not None and ("system", system) in shown:
            yield key


def _answers(things: Things, shown: AbstractSet[Key]) -> Iterator[Key]:
    """Answers about what is shown; their ids hold the id of what they are about."""
    for key, dossier in things.dossiers.items():
        if key[0] == "attestation":
            about = dossier.value("subject") or ""
            kind, colon, ident = about.partition(":")
            if (kind, ident) in shown if colon else things.bare(about) in shown:
                yield key


def below(report: Report, things: Things, level: int | None, secrecy: str | None) -> frozenset[Key]:
    """What is neither above a level nor above a secrecy. What is not declared may be above."""
    allowed = _Ceiling(report, things, level, secrecy)
    shown: set[Key] = {key for key in things.names if key[0] in _LEVELLED and allowed.levelled(key)}
    shown.update(
        key for key in things.dossiers if key[0] in {"link", "host", "interconnection"} and allowed.joining(key, shown)
    )
    shown.update(list(_holding(things, shown)))
    return frozenset(shown | set(_answers(things, shown)))


class _Ceiling:
    def __init__(self, report: Report, things: Things, level: int | None, secrecy: str | None) -> None:
        self._things = things
        self._level = level
        self._secrecy = None if secrecy is None else SECRECIES.index(secrecy)
        self._levels: dict[str, list[int | None]] = {
            row.id: [row.level, row.level_at_most, row.level_approved or 0, row.level_computed or 0]
            for row in report.systems
        }

    def levelled(self, key: Key) -> bool:
        """Whether a system, segment or gateway is below the ceiling."""
        dossier = self._things.dossiers.get(key)
        levels = self._levels.get(key[1], [None]) if key[0] == "system" else [dossier.level if dossier else None]
        low = self._level is None or all(found is not None and found <= self._level for found in levels)
        return low and (self._secrecy is None or self._is_open(dossier, self._secrecy))

    def _is_open(self, dossier: Dossier | None, most: int) -> bool:
        if dossier is None:
            return False
        if dossier.kind == "gateway":
            return all(
                self._is_open(self._things.dossiers.get(("segment", one)), most) for one in dossier.ids("segments")
            )
        declared = dossier.value("facts.secrecy" if dossier.kind == "system" else "secrecy")
        return declared in SECRECIES and SECRECIES.index(declared) <= most

    def joining(self, key: Key, shown: AbstractSet[Key]) -> bool:
        """Whether a thing without a level joins only what is shown."""
        dossier = self._things.dossiers[key]
        ends = [(related.role.removesuffix("s"), ident) for related in dossier.related for ident in related.ids]
        return bool(ends) and all(end in shown for end in ends)


def _holding(things: Things, shown: AbstractSet[Key]) -> Iterator[Key]:
    """Networks with a segment that is shown; units that hold something that is shown, and those above them."""
    held: set[str] = set()
    for key in shown:
        dossier = things.dossiers.get(key)
        network = dossier.value("network") if dossier and key[0] == "segment" else None
        if network is not None and ("network", network) in things.names:
            yield "network", network
        owner = things.owners.get(key)
        operator = dossier.value("operator") if dossier else None
        held.update(unit for unit in (owner, operator) if unit)
    yield from (("unit", unit) for unit in _with_parents(things, held) if ("unit", unit) in things.names)


def _with_parents(things: Things, units: set[str]) -> set[str]:
    waiting = list(units)
    found = set(units)
    while waiting:
        dossier = things.dossiers.get(("unit", waiting.pop()))
        parent = dossier.value("parent") if dossier else None
        if parent is not None and parent not in found:
            found.add(parent)
            waiting.append(parent)
    return found
