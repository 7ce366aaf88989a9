"""What a segment carries: the systems and parts of systems on it, and the level that they ask of it."""

from collections.abc import Iterator

from secaudit.expressions import INT, STRING, UNKNOWN, Field, ListOf
from secaudit.model import Segment, System
from secaudit.policy.scope import Scope

_SHARED = frozenset({"perimeter", "dmz", "internal", "wireless", "wan", "external"})
"""Zones through which a system of any level is reached; what it keeps does not lie in them."""
_DEGREES = ("none", "mat", "toi_mat", "tuyet_mat")


def _systems(scope: Scope, segment: Segment) -> tuple[System, ...]:
    return scope.systems_here.get(segment.id, ())


def _systems_here(scope: Scope, segment: Segment) -> object:
    return tuple(system.id for system in _systems(scope, segment))


def _kept(segment: Segment, system: System) -> Iterator[tuple[str, int | None]]:
    """The parts of a system that a segment keeps, with the level of each; the system itself where it has none there."""
    parts = [part for part in system.components or () if part.segment == segment.id]
    for part in parts:
        yield f"{system.id}/{part.id}", part.level if part.level is not None else system.level
    shared = segment.zone in _SHARED and segment.id in (system.segments or ())
    if not parts and (segment.system == system.id or not shared):
        yield system.id, system.level


def _carried(scope: Scope, segment: Segment) -> list[tuple[str, int | None]]:
    return [kept for system in _systems(scope, segment) for kept in _kept(segment, system)]


def _level(scope: Scope, segment: Segment) -> object:
    levels = [level for _, level in _carried(scope, segment)]
    return UNKNOWN if None in levels else max((level for level in levels if level is not None), default=0)


def _above(scope: Scope, segment: Segment) -> object:
    if segment.level is None:
        return UNKNOWN
    return tuple(f"{name} ({level})" for name, level in _carried(scope, segment) if level and level > segment.level)


def _secrecy_of(system: System) -> int:
    """Its rank among the degrees; state secrets without a degree have at least the lowest. Undeclared counts as none."""
    facts = system.facts
    if facts is None:
        return 0
    rank = _DEGREES.index(facts.secrecy or "none")
    return max(rank, 1) if "state_secret" in (facts.information or ()) else rank


def _secrecy(scope: Scope, segment: Segment) -> object:
    kept = (system for system in _systems(scope, segment) if any(_kept(segment, system)))
    return _DEGREES[max(map(_secrecy_of, kept), default=0)]


def _environments(scope: Scope, segment: Segment) -> object:
    parts = [part for system in _systems(scope, segment) for part in system.components or ()]
    found = {part.environment or segment.environment for part in parts if part.segment == segment.id}
    found |= {segment.environment} if segment.environment is not None or not found else set()
    return UNKNOWN if None in found else tuple(sorted(filter(None, found)))


OF_SEGMENT = {
    "systems_here": Field(
        shape=ListOf(STRING), compute=_systems_here, reads_inventory=True,
        doc="Ids of the systems that lie on it and are not retired.",
    ),
    "level_carried": Field(
        shape=INT, compute=_level, reads_inventory=True,
        doc="The highest level of what it keeps: components on it, and systems that have no component there. A system "
        "that shares a perimeter, DMZ, internal, wireless or WAN zone keeps nothing there. 0 where it keeps nothing.",
    ),
    "carried_above": Field(
        shape=ListOf(STRING), compute=_above, reads_inventory=True,
        doc="What of that has a higher level than the segment, each with its level.",
    ),
    "secrecy_carried": Field(
        shape=STRING, compute=_secrecy, reads_inventory=True,
        doc="The highest degree of secrecy of the systems of which it keeps something, counted as for `level_carried`; "
        "at least 'mat' where one processes state secrets. What a system does not declare counts as none here.",
    ),
    "environments": Field(
        shape=ListOf(STRING), compute=_environments, reads_inventory=True,
        doc="Its environment and those of the components on it; a component that says none has that of the segment.",
    ),
}  # fmt: skip
