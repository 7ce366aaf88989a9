"""Everything in packs that cites a clause, whether or not it is in force today."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct

from secaudit.documents import Document
from secaudit.documents.source import Source
from secaudit.errors import PolicyError, SecauditError
from secaudit.findings.card import Basis, Confidence
from secaudit.packs.folder import Folder
from secaudit.packs.inheritance import Shelf, whole
from secaudit.packs.selection import Selection

Kind = Literal["rule", "criterion", "control"]
Route = tuple[str | int, ...]
# What a table of levels is silent about: its criteria are read in the law itself.
_OF_CONTROLS = ("instrument", "basis", "confidence", "in_force")
_OF_LEVELS = {"basis": "LAW", "confidence": "high"}
_OF_CATALOGUE = ("instrument", "basis", "confidence", "in_force")


class Citing(Struct, frozen=True, gc=False, kw_only=True):
    """A citation and who cites. `clause` is its text, which may name several clauses.

    `since` and `until` are the first and last day on which it is cited: its own, else those of the pack, None where
    neither says.
    """

    kind: Kind
    pack: str
    id: str
    instrument: str
    clause: str
    basis: Basis
    confidence: Confidence
    since: str | None = None
    until: str | None = None
    source: Source


def rules(pack: Folder, shelf: Shelf) -> Iterator[Document]:
    """The rules of a pack that are not retired, each with what it inherits. Raises PolicyError for one that is wrong."""
    for name in pack.rules():
        try:
            document = whole(pack.written(name), shelf, pack)
        except SecauditError as error:
            raise PolicyError(error.problems) from error
        if not document.content.get("retired"):
            yield document


def citing(folders: Sequence[Path], as_of: str) -> tuple[Citing, ...]:
    """All citations of the packs that are named, else of the shipped ones of the day, in the order of their files.

    Raises PolicyError for a file that is not valid.
    """
    selection = Selection(folders, as_of, in_force_only=False)
    return tuple(found for pack in selection.packs for found in _of_pack(selection, pack))


def _of_pack(selection: Selection, pack: Folder) -> Iterator[Citing]:
    for rule in rules(pack, selection.pack):
        for row, cite in enumerate(rule.content.get("cites", ())):
            yield _citing(rule, ("cites", row, "clause"), pack, _named("rule", rule.content["id"], rule.content | cite))
    if (table := pack.levels()) is not None:
        yield from _of_levels(table, pack)
    if (controls := pack.controls()) is not None:
        yield from _of_controls(controls, pack)


def _of_levels(table: Document, pack: Folder) -> Iterator[Citing]:
    """What a table of levels cites; its criteria are clauses of the instrument that the table cites first."""
    cites = table.content.get("cites", ())
    for row, cite in enumerate(cites):
        route: Route = ("cites", row, "clause")
        yield _citing(table, route, pack, _named("criterion", table.content["id"], _OF_LEVELS | cite))
    for name, cite in table.content.get("besides", {}).items():
        yield _citing(
            table,
            ("besides", name, "clause"),
            pack,
            _named("criterion", f"{table.content['id']}-{name}", _OF_LEVELS | cite),
        )
    for row, level in enumerate(table.content["levels"]):
        for place, criterion in enumerate(level["criteria"] if cites else ()):
            cite = _OF_LEVELS | cites[0] | {"clause": criterion["clause"]}
            route = ("levels", row, "criteria", place, "clause")
            yield _citing(table, route, pack, _named("criterion", criterion["id"], cite))


def _of_controls(catalogue: Document, pack: Folder) -> Iterator[Citing]:
    """What a catalogue of controls cites: a clause for each level of each control."""
    for row, control in enumerate(catalogue.content["controls"]):
        for level, of_level in control["levels"].items():
            cite = {key: catalogue.content[key] for key in _OF_CONTROLS if key in catalogue.content} | of_level
            route: Route = ("controls", row, "levels", level, "clause")
            yield _citing(catalogue, route, pack, _named("control", control["id"], cite))


def _named(kind: Kind, name: str, cite: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**cite, "kind": kind, "id": name}


def _citing(document: Document, route: Route, pack: Folder, cite: Mapping[str, Any]) -> Citing:
    place = document.problem(route, "")
    span = {**pack.content.get("in_force", {}), **cite.get("in_force", {})}
    return Citing(
        kind=cite["kind"], pack=pack.id, id=cite["id"], instrument=cite["instrument"], clause=str(cite["clause"]),
        basis=cite["basis"], confidence=cite["confidence"], since=span.get("from"), until=span.get("until"),
        source=Source(place.file, place.line, place.column),
    )  # fmt: skip
