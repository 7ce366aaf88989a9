"""The catalogue of controls of a pack: every clause, every measure and every period is checked when it is read."""

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec.structs import replace

from secaudit.documents import Document
from secaudit.errors import PolicyError, Problem
from secaudit.expressions import ExpressionError, Vocabulary, compile_text
from secaudit.findings.controls import ControlCard, Requirement
from secaudit.findings.words import Words
from secaudit.packs.binding import is_in_force
from secaudit.policy import Catalogue, Control, Measure

_Route = tuple[str | int, ...]


def read_catalogue(document: Document, pack: str, vocabulary: Vocabulary, as_of: str) -> Catalogue:
    """Bind a valid `controls` document; raises PolicyError with all that is wrong.

    On a day on which its clauses are not in force no level requires anything of it, but its controls are known.
    """
    reader = _Reader(document, pack, vocabulary)
    controls = [reader.control(row, content) for row, content in enumerate(document.content["controls"])]
    if reader.problems:
        raise PolicyError(reader.problems)
    if not is_in_force(document.content, as_of):
        controls = [Control(replace(control.card, requirements=()), {}) for control in controls]
    return Catalogue(pack, controls)


class _Reader:
    def __init__(self, document: Document, pack: str, vocabulary: Vocabulary) -> None:
        self._document = document
        self._pack = pack
        self._vocabulary = vocabulary
        self._seen: set[str] = set()
        self.problems: list[Problem] = []

    def control(self, row: int, content: Mapping[str, Any]) -> Control:
        route: _Route = ("controls", row)
        for key, told in self._mistakes(content):
            self._tell((*route, key), told)
        self._seen.add(content["id"])
        card = ControlCard(
            id=content["id"], pack=self._pack, title=Words(**content["title"]), topic=content["topic"], kind=content["kind"],
            requirements=tuple(
                self._requirement((*route, "levels", level), level, content)
                for level in sorted(content["levels"])
            ),
        )  # fmt: skip
        return Control(card, self._measures(route, content) if card.kind == "measured" else {})

    def _mistakes(self, content: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
        name, kind = content["id"], content["kind"]
        if name in self._seen:
            yield "id", f"control {name!r} is in this catalogue already"
        if kind == "attested" and not all(self._months(content, level) for level in content["levels"]):
            yield "kind", f"control {name!r} is attested, so valid_months must say for how long"
        if kind != "measured" and ("check" in content or any("check" in level for level in content["levels"].values())):
            yield "kind", f"control {name!r} is {kind}, so no check is asked"
        if kind == "measured" and "valid_months" in content:
            yield "valid_months", f"control {name!r} is measured, so nothing in it grows old"

    @staticmethod
    def _months(content: Mapping[str, Any], level: str) -> int | None:
        found: int | None = content["levels"][level].get("valid_months", content.get("valid_months"))
        return found

    def _requirement(self, route: _Route, level: str, content: Mapping[str, Any]) -> Requirement:
        of_level, whole = content["levels"][level], self._document.content
        text = of_level.get("requirement") or content.get("requirement")
        if text is None:
            self._tell(route, f"control {content['id']!r} says nowhere what level {level} requires")
            text = content["title"]
        return Requirement(
            level=int(level), clause=of_level["clause"], text=Words(**text),
            instrument=of_level.get("instrument", whole["instrument"]), basis=of_level.get("basis", whole["basis"]),
            confidence=of_level.get("confidence", whole["confidence"]), valid_months=self._months(content, level),
        )  # fmt: skip

    def _measures(self, route: _Route, content: Mapping[str, Any]) -> dict[int, Measure]:
        found = {}
        for level, of_level in content["levels"].items():
            place = (*route, "levels", level, "check") if "check" in of_level else (*route, "check")
            text = of_level.get("check") or content.get("check")
            if text is None:
                self._tell((*route, "kind"), f"control {content['id']!r} is measured, but level {level} has no check")
            elif (measure := self._measure(place, text)) is not None:
                found[int(level)] = measure
        return found

    def _measure(self, route: _Route, text: str) -> Measure | None:
        try:
            holds = compile_text(text, self._vocabulary)
        except ExpressionError as error:
            self._tell(route, f"check: {error}", error.excerpt())
            return None
        readings = []
        for path in sorted(holds.reads):
            try:
                readings.append((path, compile_text(path, self._vocabulary)))
            except ExpressionError:
                continue  # what a macro's own variable reads has no meaning outside of it
        return Measure(holds, tuple(readings))

    def _tell(self, route: _Route, message: str, help_text: str = "") -> None:
        line, column = self._document.text.position(route)
        self.problems.append(Problem(self._document.text.name, line, column, message, help_text))
