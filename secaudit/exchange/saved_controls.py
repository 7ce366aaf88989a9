"""The controls of a saved result back into rows: the inverse of `secaudit.reporters.controls`."""

from collections.abc import Sequence
from typing import Any

from msgspec import convert

from secaudit.findings.controls import ControlCard, ControlRow


def rows(groups: Any, level: int | None, cards: Sequence[ControlCard]) -> tuple[ControlRow, ...]:  # noqa: ANN401  (plain data)
    """The rows of one system in the order of the catalogue. Raises ValidationError or KeyError for what is none."""
    places = {(card.pack, card.id): place for place, card in enumerate(cards)}
    found = [
        _row(group, ident, level, cards[places[group["pack"], ident]])
        for group in groups
        for ident in group["controls"]
    ]
    return tuple(sorted(found, key=lambda row: places[row.pack, row.control]))


def _row(group: dict[str, Any], ident: str, level: int | None, card: ControlCard) -> ControlRow:
    requirement = card.at(level)
    told = {name: group[name] for name in ("pack", "verdict", "state", "evidence", "answered", "lapsed")}
    clause = requirement.clause if requirement else ""
    return convert(told | {"control": ident, "kind": card.kind, "clause": clause}, ControlRow)
