"""What a noun is to the others: the partners of a system, the neighbours of a network."""

from collections.abc import Iterator

from secaudit.expressions import BOOL, INT, STRING, UNKNOWN, Field, ListOf
from secaudit.model import Gateway, Network, System, Unit
from secaudit.model.content import changed_parts
from secaudit.policy.scope import Scope


def _zones(scope: Scope, system: System) -> object:
    return scope.zones_of_system.get(system.id, UNKNOWN)


def _connected_networks(scope: Scope, system: System) -> object:
    return scope.connected_kinds[system.id]


def _own_segments(scope: Scope, system: System) -> object:
    return scope.segments_naming.get(system.id, ())


def _partners(scope: Scope, system: System) -> object:
    return tuple(sorted(scope.partners.get(system.id, ())))


def _changed(noun: System | Gateway) -> object:
    approved = noun.approval.covers if noun.approval is not None else None
    kind = "system" if isinstance(noun, System) else "gateway"
    return UNKNOWN if approved is None else changed_parts(kind, noun, approved)


def _owned(scope: Scope, unit: Unit) -> object:
    return scope.systems_of.get(unit.id, ())


def _specialised(scope: Scope, unit: Unit) -> object:
    return scope.specialised_below.get(unit.id, ())


def _upwards(scope: Scope, unit: Unit) -> Iterator[Unit]:
    """The unit and those above it, nearest first; a circle is gone round once."""
    units = scope.by_id["unit"]
    seen: set[str] = set()
    above: object = unit
    while isinstance(above, Unit) and above.id not in seen:
        yield above
        seen.add(above.id)
        above = units.get(above.parent or "")


def _domain(scope: Scope, unit: Unit) -> object:
    return next((one.domain for one in _upwards(scope, unit) if one.domain is not None), UNKNOWN)


def _above(scope: Scope, unit: Unit) -> object:
    return tuple(one.id for one in _upwards(scope, unit))[1:]


OF_UNIT = {
    "domain_computed": Field(
        shape=STRING, compute=_domain, reads_inventory=True,
        doc="Its domain, or else that of the nearest unit above it that declares one; unknown if none does.",
    ),
    "above": Field(
        shape=ListOf(STRING), compute=_above, reads_inventory=True,
        doc="Ids of the units above it, nearest first; empty where it names no parent.",
    ),
    "systems": Field(
        shape=ListOf(STRING), compute=_owned, reads_inventory=True,
        doc="Ids of the systems that it owns and that are not retired.",
    ),
    "specialised_units": Field(
        shape=ListOf(STRING), compute=_specialised, reads_inventory=True,
        doc="Ids of the specialised units directly below it.",
    ),
}  # fmt: skip

_CHANGED = Field(
    shape=ListOf(STRING), compute=lambda _, noun: _changed(noun),
    doc="The parts of the description that are no longer what `approval.covers` says was approved; '*' where it "
    "does not name parts; unknown if it is not declared.",
)  # fmt: skip

OF_GATEWAY = {"changed_since_approval": _CHANGED}

OF_SYSTEM = {
    "changed_since_approval": _CHANGED,
    "zones": Field(
        shape=ListOf(STRING), compute=_zones, reads_inventory=True,
        doc="The zones of the segments on which the system lies; unknown if it lies on none.",
    ),
    "connected_networks": Field(
        shape=ListOf(STRING), compute=_connected_networks, reads_inventory=True,
        doc="Kinds of the networks on whose segments the system lies, that a device joins to them, or on "
        "which a system lies with which it has an interconnection.",
    ),
    "own_segments": Field(
        shape=ListOf(STRING), compute=_own_segments, reads_inventory=True,
        doc="Ids of the segments that name it as their system.",
    ),
    "partners": Field(
        shape=ListOf(STRING), compute=_partners, reads_inventory=True,
        doc="Ids of the systems with which it has an interconnection.",
    ),
}  # fmt: skip


def _sites(scope: Scope, network: Network) -> object:
    sites = [segment.site for segment in scope.inventory.segments if segment.network == network.id]
    declared = {site for site in sites if site is not None}
    return UNKNOWN if None in sites and len(declared) < 2 else tuple(sorted(declared))  # noqa: PLR2004  (two are too many)


def _joined_networks(scope: Scope, network: Network) -> object:
    own = {segment.id for segment in scope.inventory.segments if segment.network == network.id}
    near = {neighbour for segment in own for neighbour in scope.neighbours.get(segment, ())}
    networks = {scope.by_id["segment"][segment].network for segment in near - own}  # type: ignore[attr-defined]
    return tuple(sorted(name or "" for name in networks))


def _segments_of(scope: Scope, network: Network) -> object:
    return scope.segments_of_network.get(network.id, ())


def _outside_declared(scope: Scope, _: Network) -> object:
    outside = (name for name, trust in scope.trust_of_network.items() if trust in ("untrusted", "foreign"))
    return True if any(scope.segments_of_network.get(name or "") for name in outside) else UNKNOWN


def _pieces(scope: Scope, network: Network) -> object:
    """How many pieces the segments of a network make; links that carry both ways hold them together."""
    first = {segment: segment for segment in scope.segments_of_network.get(network.id, ())}

    def root(segment: str) -> str:
        while first[segment] != segment:
            first[segment] = first[first[segment]]
            segment = first[segment]
        return segment

    for link in scope.inventory.links:
        a, b = link.between
        if a in first and b in first and link.one_way is None:
            first[root(a)] = root(b)
    return sum(segment == above for segment, above in first.items())


OF_NETWORK = {
    "pieces": Field(
        shape=INT, compute=_pieces, reads_inventory=True,
        doc="Into how many pieces its segments fall that no link joins both ways; 0 where it has no segment.",
    ),
    "segments": Field(
        shape=ListOf(STRING), compute=_segments_of, reads_inventory=True, doc="Ids of the segments that belong to it."
    ),
    "outside_declared": Field(
        shape=BOOL, compute=_outside_declared, reads_inventory=True,
        doc="Whether the inventory holds a segment of some untrusted or foreign network; unknown if it holds none, "
        "because nothing can then come from there, whatever is really joined.",
    ),
    "sites": Field(
        shape=ListOf(STRING), compute=_sites, reads_inventory=True,
        doc="The sites of its segments; unknown while those declared are one and others are not declared.",
    ),
    "joined_networks": Field(
        shape=ListOf(STRING), compute=_joined_networks, reads_inventory=True,
        doc="Ids of the other networks to whose segments a device joins one of its own; '' where a segment names none.",
    ),
}  # fmt: skip
