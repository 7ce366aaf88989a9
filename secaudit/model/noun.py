"""What all nouns of the inventory have in common."""

from msgspec import Struct

from secaudit.documents.source import Source


class Noun(Struct, frozen=True, gc=False, kw_only=True):
    """A declared thing: a stable id, a free name, an owning unit and the place it was declared.

    In every noun `None` means *not declared*, which is unknown and never a value.
    """

    id: str
    source: Source
    name: str | None = None
    owner: str | None = None
    note: str | None = None


class Part(Struct, frozen=True, gc=False, kw_only=True):
    """A record inside a noun: an approval, a policy entry, a set of facts."""
