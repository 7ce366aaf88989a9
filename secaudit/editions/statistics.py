"""What is left of a report when it tells nothing but numbers.

Lists of things go. What the numbers are counted from stays as rows that nobody can join: a finding says its rule,
its weight and the kind of its subject; a system its level and status; the controls of systems that are alike in
these are laid out control by control in the order of their results, so that no row is one system's.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby

from msgspec.structs import replace

from secaudit.findings.baseline import Known
from secaudit.findings.controls import ControlRow
from secaudit.findings.due import Due
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import Finding, fingerprint, order
from secaudit.findings.report import Report, SystemRow, Verdict


def only(report: Report) -> Report:
    """The numbers of a report in which everything is withheld."""
    return replace(
        report, verdicts=tuple(_verdicts(report.verdicts)), systems=tuple(_systems(report.systems)), units=(), waivers=(),
        certificates=(), dossiers=(), conduits=(), exposures=(),
        absent=None if report.absent is None else tuple(_absent(report.absent)),
        due=None if report.due is None else tuple(_due(report.due)),
        earlier=None if report.earlier is None else replace(report.earlier, exposures=None, conduits=None),
    )  # fmt: skip


def _kind(subject: str) -> str:
    return subject.partition(":")[0]


def _verdicts(verdicts: Iterable[Verdict]) -> Iterator[Verdict]:
    bare = [
        replace(verdict, finding=_bare(verdict.finding), waiver=None, first_seen=None, fix_by=None)
        for verdict in verdicts
    ]
    bare.sort(
        key=lambda verdict: (
            *order(verdict.finding),
            verdict.finding.level or 0,
            verdict.status,
            verdict.baseline or "",
        )
    )
    numbered = [
        replace(verdict, finding=_numbered(verdict.finding, number)) for number, verdict in enumerate(bare)
    ]  # fmt: skip
    yield from sorted(numbered, key=lambda verdict: order(verdict.finding))


def _bare(found: Finding) -> Finding:
    kind = _kind(found.subject)
    return replace(
        found, subject=kind, subjects=(kind,), name=None, owner=None, evidence=Evidence(), fingerprint="",
    )  # fmt: skip


def _numbered(found: Finding, number: int) -> Finding:
    return replace(found, fingerprint=fingerprint(found.rule, found.subjects, f"statistics-{number}"))


def _alike(row: SystemRow) -> tuple[str, int, str, bool]:
    return row.status or "", row.level or 0, row.kind or "", row.approved


def _systems(systems: Iterable[SystemRow]) -> Iterator[SystemRow]:
    number = 0
    for _, same in groupby(sorted(systems, key=_alike), _alike):
        rows = list(same)
        columns = _columns(rows)
        for place, row in enumerate(rows):
            number += 1
            yield _row(row, number, tuple(column[place] for column in columns if place < len(column)))


def _row(row: SystemRow, number: int, controls: tuple[ControlRow, ...]) -> SystemRow:
    return replace(
        row, id=f"system-{number:04}", owner=None, criteria=(), approval_status=None, decision=None, decision_date=None,
        plan_status=None, level_computed=None, level_at_least=1, level_at_most=5,
        level_approved=row.level if row.approved else None, controls=controls,
    )  # fmt: skip


def _columns(rows: Iterable[SystemRow]) -> list[list[ControlRow]]:
    """The rows of each control, sorted by themselves."""
    found: dict[tuple[str, str], list[ControlRow]] = {}
    for row in rows:
        for control in row.controls:
            bare = replace(control, state=None, evidence=None, answered=None, lapsed=None)
            found.setdefault((control.pack, control.control), []).append(bare)
    return [sorted(column, key=lambda control: control.verdict) for column in found.values()]


def _absent(found: Iterable[Known]) -> Iterator[Known]:
    bare = sorted(
        (replace(known, subject=_kind(known.subject), witness=(), fingerprint="") for known in found),
        key=lambda known: (known.rule, known.subject, known.state, known.severity, known.exposed),
    )
    for number, known in enumerate(bare):
        yield replace(known, fingerprint=fingerprint(known.rule, (known.subject,), f"absent-{number}"))


def _due(found: Iterable[Due]) -> Iterator[Due]:
    bare = sorted(
        (
            replace(item, subject=_kind(item.subject), name=None, owner=None, waiver=None, fingerprint="")
            for item in found
        ),
        key=lambda item: (item.date, item.rule, item.subject, item.state, item.severity),
    )
    for number, item in enumerate(bare):
        yield replace(item, fingerprint=fingerprint(item.rule, (item.subject,), f"due-{number}"))
