"""Every declared thing as fields and values, with what belongs to it."""

from collections.abc import Iterator
from functools import partial

from secaudit.dossiers.bonds import Bonds
from secaudit.findings.dossier import Declared, Dossier
from secaudit.findings.later import Named
from secaudit.model import KINDS, Inventory, Kind, Noun
from secaudit.model.content import fields, values_of

_ON_TOP = frozenset({"id", "name", "level", "owner"})


def dossiers(inventory: Inventory) -> tuple[Dossier, ...]:
    """One for each declared thing, by kind and then id; laid out as far as it is looked at."""
    bonds = Bonds(inventory)
    return tuple(_dossier(kind, noun, bonds) for kind in KINDS for noun in inventory.of(kind))


def _dossier(kind: Kind, noun: Noun, bonds: Bonds) -> Dossier:
    return Dossier(
        kind=kind, id=noun.id, name=noun.name, level=getattr(noun, "level", None), owner=noun.owner, source=noun.source,
        fields=Named(partial(_declared, noun), partial(_values, noun)),
        related=Named(partial(bonds.of, kind, noun.id), partial(bonds.ids, kind, noun.id)),
    )  # fmt: skip


def _declared(noun: Noun) -> Iterator[Declared]:
    return (Declared(name, values) for name, values in fields(noun) if name not in _ON_TOP)


def _values(noun: Noun, field: str) -> tuple[str, ...]:
    return () if field in _ON_TOP else values_of(noun, field)
