"""What different instruments say on the same theme: the equivalents that the card of a rule shows."""

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from secaudit.documents import Document, read
from secaudit.errors import PolicyError, SecauditError
from secaudit.findings.card import Citation
from secaudit.findings.words import Words
from secaudit.packs.binding import is_in_force
from secaudit.packs.selection import shelf
from secaudit.policy import Rule

FILE = "crossmap.yaml"


class Theme(Struct, frozen=True, gc=False, kw_only=True):
    """One demand, and the clauses with which instruments make it; `clauses` are as they were written."""

    id: str
    title: Words
    clauses: tuple[Mapping[str, Any], ...]

    def on(self, day: str) -> tuple[Citation, ...]:
        """The clauses that are in force on a day, in the order of the file."""
        return tuple(_citation(clause) for clause in self.clauses if is_in_force(clause, day))


Crossmap = Mapping[str, Theme]


def shipped_crossmap() -> Crossmap:
    """The cross-map that comes with secaudit, by the id of the theme."""
    return read_crossmap(shelf() / FILE)


def read_crossmap(file: Path) -> Crossmap:
    """The themes of a file. Raises PolicyError if it is not valid, or has a theme twice."""
    try:
        document = read(file, "crossmap")
    except SecauditError as error:
        raise PolicyError(error.problems) from error
    themes: dict[str, Theme] = {}
    for row, content in enumerate(document.content["themes"]):
        if content["id"] in themes:
            told = f"theme {content['id']} is in the map already"
            raise PolicyError([document.problem(("themes", row, "id"), told)])
        themes[content["id"]] = Theme(
            id=content["id"], title=Words(**content["title"]), clauses=tuple(content["clauses"])
        )
    return themes


def with_equivalents(rule: Rule, document: Document, themes: Crossmap, as_of: str) -> Rule:
    """The rule with the clauses of its theme that are in force on a day, of instruments that it does not cite itself.

    Raises PolicyError if the map has no such theme.
    """
    name = document.content["theme"]
    if name not in themes:
        near = get_close_matches(name, themes, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else f" (there are {', '.join(themes)})"
        raise PolicyError([document.problem(("theme",), f"{name!r} is not a theme of the cross-map{hint}")])
    cited = {cite.instrument for cite in rule.card.cites}
    equivalents = tuple(cite for cite in themes[name].on(as_of) if cite.instrument not in cited)
    return replace(rule, card=replace(rule.card, equivalents=equivalents))


def _citation(clause: Mapping[str, Any]) -> Citation:
    return Citation(
        instrument=clause["instrument"], clause=clause["clause"], basis=clause["basis"], confidence=clause["confidence"]
    )
