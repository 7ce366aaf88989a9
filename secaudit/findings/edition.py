"""For whom a report was made, and how much of it is not told to them."""

from typing import Literal

from msgspec import Struct

# Stands wherever an edition withholds a text; the same in every language, and never part of a real one.
WITHHELD = "▒▒▒"

EditionKind = Literal["full", "unit", "statistics"]


class Edition(Struct, frozen=True, gc=False, kw_only=True):
    """What an edition shows: `full` all that the ceiling allows, `unit` what belongs to a unit, `statistics` numbers.

    `level` and `secrecy` are the ceiling: what is above it, or of which this is not declared, is withheld.
    `shown` and `withheld` count things by kind; a withheld thing has a number in place of its name.
    """

    kind: EditionKind
    unit: str | None = None
    unit_name: str | None = None
    level: int | None = None
    secrecy: str | None = None
    shown: dict[str, int] = {}
    withheld: dict[str, int] = {}
