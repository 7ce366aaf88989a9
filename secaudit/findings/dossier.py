"""What was declared about one thing, for the page that is about it; and what follows from it."""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from secaudit.documents.source import Source
from secaudit.findings.evidence import Hop
from secaudit.findings.later import Named


class Declared(Struct, frozen=True, gc=False):
    """One declared field: its dotted name (`approval.decision.date`, `policy.1.from`) and its values as texts."""

    field: str
    values: tuple[str, ...]


class Related(Struct, frozen=True, gc=False):
    """Things that belong to it: `role` is a kind in the plural (`segments`, `systems`), with their ids."""

    role: str
    ids: tuple[str, ...]


class Dossier(Struct, frozen=True, gc=False, kw_only=True):
    """One thing of the inventory as it was declared: `kind` is `system`, `gateway`, `segment` and so on."""

    kind: str
    id: str
    name: str | None = None
    level: int | None = None
    owner: str | None = None
    source: Source
    fields: Sequence[Declared] = ()
    related: Sequence[Related] = ()

    def laid_out(self) -> "Dossier":
        """The same with everything made, for whoever looks at it more than once."""
        fields, related = tuple(iter(self.fields)), tuple(iter(self.related))
        values = {one.field: one.values for one in reversed(fields)}
        ids = {one.role: one.ids for one in reversed(related)}
        return replace(
            self, fields=Named(lambda: fields, lambda name: values.get(name, ())),
            related=Named(lambda: related, lambda role: ids.get(role, ())),
        )  # fmt: skip

    def values(self, field: str) -> tuple[str, ...]:
        """The values of a field; empty if it is not declared."""
        if isinstance(self.fields, Named):
            return self.fields.pick(field)
        return next((declared.values for declared in self.fields if declared.field == field), ())

    def value(self, field: str) -> str | None:
        """The value of a field that has one; None if it is not declared."""
        return next(iter(self.values(field)), None)

    def ids(self, role: str) -> tuple[str, ...]:
        """The ids of the things that belong to it in a role."""
        if isinstance(self.related, Named):
            return self.related.pick(role)
        return next((related.ids for related in self.related if related.role == role), ())


class Conduit(Struct, frozen=True, gc=False, kw_only=True):
    """How one zone leads into another (IEC 62443-3-2): the devices that let a conversation be opened that way.

    `gateways` enforce a policy, `unfiltered` are links and hosts that enforce none; `violations` are the
    fingerprints of the open findings whose cause leads that way. None: the zone is not declared.
    """

    origin: str | None
    target: str | None
    gateways: int
    unfiltered: int
    violations: tuple[str, ...] = ()


class Exposure(Struct, frozen=True, gc=False):
    """A segment that is worth guarding, and how many qualifying devices at least stand before it.

    `crossings` is None if no untrusted network leads to it; `through` names the qualifying devices of the
    way in their order, `path` is the way.
    """

    segment: Hop
    secrecy: str | None
    crossings: int | None
    through: tuple[str, ...] = ()
    path: tuple[Hop, ...] = ()
