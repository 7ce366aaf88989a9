"""A page about each system: what is declared, approved and missing, where it lies, what was found."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from secaudit.findings.controls import ControlRow
from secaudit.findings.dossier import Dossier
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, SystemRow
from secaudit.reporters.html import answers, approvals, collation
from secaudit.reporters.html.approvals import Step
from secaudit.reporters.html.shelf import Line, Shelf, weight

MOST_PAGES = 300

T = TypeVar("T")
_TOLD = (*approvals.FIELDS, "status", "kind", "facts.", "segments", "approval.status", "approval.level", "controls.")


@dataclass(frozen=True, slots=True)
class Controls:
    """The controls of a system that stand alike: `missing`, `unknown`, `evidenced`, `measured`, `declared`, `not_asked`."""

    standing: str
    rows: tuple[ControlRow, ...]


@dataclass(frozen=True, slots=True)
class SegmentLine:
    """A segment on which something lies: what is known of it."""

    id: str
    name: str | None
    level: int | None
    zone: str | None
    secrecy: str | None
    addresses: str | None


@dataclass(frozen=True, slots=True)
class RecordLine:
    """An interconnection as one of its ends sees it."""

    id: str
    name: str | None
    others: tuple[str, ...]
    via: tuple[str, ...]
    services: str | None
    agreement: str | None


@dataclass(frozen=True, slots=True)
class SystemPage:
    """What the page about a system tells. Without a dossier only what the register knows."""

    row: SystemRow
    unit: str | None
    dossier: Dossier | None
    findings: tuple[Finding, ...]
    steps: tuple[Step, ...]
    controls: tuple[Controls, ...]
    segments: tuple[SegmentLine, ...]
    records: tuple[RecordLine, ...]
    facts: tuple[Line, ...]
    rest: tuple[Line, ...]
    questions: str


def system_pages(report: Report, shelf: Shelf, most: int = MOST_PAGES) -> tuple[SystemPage, ...]:
    """A page for each system, by unit and name; of more than `most` those with the worst findings."""
    told = [row for row in report.systems if report.tells_of(row.source)]
    rows = kept(told, lambda row: shelf.findings(things(shelf.dossiers.get(("system", row.id)), row.id)), most)
    ordered = sorted(
        rows, key=lambda row: (collation.key(shelf.unit(row.owner) or "\uffff"), collation.key(row.name or row.id))
    )
    asked = answers.questions(report)
    return tuple(_page(row, shelf, _form(row, asked, shelf)) for row in ordered)


def _form(row: SystemRow, asked: Mapping[str, answers.Questions], shelf: Shelf) -> str:
    subject = f"system:{row.id}"
    return answers.form(subject, asked.get(subject, {}), shelf.language)


def kept(rows: Iterable[T], findings: Callable[[T], tuple[Finding, ...]], most: int) -> list[T]:
    """All of them if they are few enough; else those with the worst findings."""
    found = list(rows)
    if len(found) <= most:
        return found
    return sorted(found, key=lambda row: tuple(-part for part in weight(findings(row))))[:most]


def things(dossier: Dossier | None, ident: str) -> list[tuple[str, str]]:
    """A system with what is its own: its segments and its records with others."""
    found = [("system", ident)]
    if dossier is not None:
        found += [("segment", segment) for segment in dossier.values("segments")]
        found += [("interconnection", record) for record in dossier.ids("interconnections")]
    return found


def _page(row: SystemRow, shelf: Shelf, questions: str) -> SystemPage:
    known = shelf.dossiers.get(("system", row.id))
    dossier = None if known is None else known.laid_out()
    controls = _controls(row.controls)
    told = _TOLD if controls else _TOLD[:-1]
    return SystemPage(
        row=row, unit=shelf.unit(row.owner), dossier=dossier, controls=controls, questions=questions,
        findings=shelf.findings(things(dossier, row.id)),
        steps=approvals.timeline(dossier, shelf) if dossier else (),
        segments=segments(dossier, shelf), records=records(dossier, shelf),
        facts=shelf.lines(dossier, within="facts.") if dossier else (),
        rest=shelf.lines(dossier, told) if dossier else (),
    )  # fmt: skip


def _standing(row: ControlRow) -> str:
    if row.verdict == "pass":
        evidenced = row.evidence is not None or row.state == "yes_with_evidence"
        return "measured" if row.kind == "measured" else "evidenced" if evidenced else "declared"
    return {"fail": "missing", "unknown": "unknown"}.get(row.verdict, "not_asked")


def _controls(rows: Iterable[ControlRow]) -> tuple[Controls, ...]:
    found: dict[str, list[ControlRow]] = {}
    for row in rows:
        found.setdefault(_standing(row), []).append(row)
    order = ("missing", "unknown", "evidenced", "measured", "declared", "not_asked")
    return tuple(Controls(standing, tuple(found[standing])) for standing in order if standing in found)


def segments(dossier: Dossier | None, shelf: Shelf) -> tuple[SegmentLine, ...]:
    """The segments that belong to a thing."""
    return tuple(_segment(ident, shelf) for ident in (dossier.ids("segments") if dossier else ()))


def _segment(ident: str, shelf: Shelf) -> SegmentLine:
    found = shelf.dossiers.get(("segment", ident))
    if found is None:
        return SegmentLine(ident, None, None, None, None, None)

    def text(field: str) -> str | None:
        return shelf.text(field, found.values(field)) or None

    return SegmentLine(ident, found.name, found.level, text("zone"), text("secrecy"), text("cidrs"))


def records(dossier: Dossier | None, shelf: Shelf) -> tuple[RecordLine, ...]:
    """The interconnections that belong to a thing."""
    return tuple(_record(ident, dossier, shelf) for ident in dossier.ids("interconnections")) if dossier else ()


def _record(ident: str, seen_from: Dossier, shelf: Shelf) -> RecordLine:
    found = shelf.dossiers.get(("interconnection", ident))
    if found is None:
        return RecordLine(ident, None, (), (), None, None)
    agreement = [*found.values("agreement.number"), shelf.text("date", found.values("agreement.date"))]
    return RecordLine(
        ident, found.name, tuple(other for other in found.values("between") if other != seen_from.id),
        found.values("via"), ", ".join(found.values("services")) or None, ", ".join(filter(None, agreement)) or None,
    )  # fmt: skip
