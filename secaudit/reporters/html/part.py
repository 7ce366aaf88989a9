"""Which part of a report a page is: the whole, the front of a folder of pages, or the page of one unit in it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

ONLY_IN_A_FRONT = frozenset({"units"})


@dataclass(frozen=True, slots=True)
class Leaf:
    """The page of a unit in a folder: its file, the name of the unit, and how much is told there."""

    file: str
    name: str | None
    systems: int
    findings: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Paper:
    """A page to be printed: only things with findings have an entry, at most so many; `notes` say so on the cover."""

    most_things: int
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """`without`: chapters that are elsewhere; `leaves`: the pages of units, by unit; `front`: the file that lists them.

    `paper`: it is to be printed, on few sheets.
    """

    without: frozenset[str] = ONLY_IN_A_FRONT
    leaves: Mapping[str | None, Leaf] = field(default_factory=dict)
    front: str | None = None
    name: str | None = None
    paper: Paper | None = None


WHOLE = Part()
