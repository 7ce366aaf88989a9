"""Everything declared about the systems and networks that are audited."""

from collections.abc import Iterable
from typing import Literal, get_args

from msgspec import Struct

from secaudit.model.attestations import Attestation
from secaudit.model.interconnections import Interconnection
from secaudit.model.noun import Noun
from secaudit.model.systems import System
from secaudit.model.topology import Gateway, Host, Link, Network, Segment
from secaudit.model.units import Unit

Kind = Literal["unit", "network", "system", "segment", "gateway", "link", "host", "interconnection", "attestation"]
KINDS: tuple[Kind, ...] = get_args(Kind)
NOUNS: dict[Kind, type[Noun]] = {
    "unit": Unit, "network": Network, "system": System, "segment": Segment, "gateway": Gateway,
    "link": Link, "host": Host, "interconnection": Interconnection, "attestation": Attestation,
}  # fmt: skip


class Inventory(Struct, frozen=True, kw_only=True):
    """Nouns by kind. The inventory of one file is a fragment; merging fragments gives the whole."""

    units: tuple[Unit, ...] = ()
    networks: tuple[Network, ...] = ()
    systems: tuple[System, ...] = ()
    segments: tuple[Segment, ...] = ()
    gateways: tuple[Gateway, ...] = ()
    links: tuple[Link, ...] = ()
    hosts: tuple[Host, ...] = ()
    interconnections: tuple[Interconnection, ...] = ()
    attestations: tuple[Attestation, ...] = ()

    def of(self, kind: Kind) -> tuple[Noun, ...]:
        """All nouns of a kind, in the order of this inventory."""
        return getattr(self, f"{kind}s")  # type: ignore[no-any-return]

    def count(self) -> int:
        """How many things are declared."""
        return sum(len(self.of(kind)) for kind in KINDS)


def merge(fragments: Iterable[Inventory]) -> Inventory:
    """Put fragments together; every kind is sorted by id, so that the order of files is nothing."""
    parts = tuple(fragments)
    merged = {
        f"{kind}s": tuple(sorted((noun for part in parts for noun in part.of(kind)), key=lambda noun: noun.id))
        for kind in KINDS
    }
    return Inventory(**merged)  # type: ignore[arg-type]
