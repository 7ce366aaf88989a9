"""What has run out by the day of the audit, and what soon will."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from secaudit.findings.due import Due
from secaudit.findings.report import Report, WaiverCard
from secaudit.reporters.html.shelf import Shelf

SOON = 60
MOST_ITEMS = 40
MOST_DUE = 12
MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Item:
    """Something that ends: a thing (`gateway:border-gw`) or a waiver, its day, and days left (negative: over)."""

    kind: str
    subject: str
    name: str | None
    date: str
    days: int


def days_left(until: str | None, as_of: str) -> int | None:
    """How many days are left after the day of the audit; None where one of them is no date."""
    try:
        return (date.fromisoformat(until or "") - date.fromisoformat(as_of)).days
    except ValueError:
        return None


def ahead(report: Report, shelf: Shelf) -> tuple[Item, ...]:
    """Waivers and approvals that are over or end within `SOON` days, the longest overdue first.

    Waivers and things that are out of use are left out: they may end.
    """
    retired = {f"system:{row.id}" for row in report.systems if row.status == "retired"}
    found = (item for item in (*_waivers(report), *_approvals(report, shelf)) if item.days <= SOON)
    return tuple(
        sorted((item for item in found if item.subject not in retired), key=lambda item: (item.days, item.subject))
    )


def _waivers(report: Report) -> Iterator[Item]:
    for waiver in report.waivers:
        days = days_left(waiver.expires, report.as_of)
        if days is not None:
            yield Item("waiver", waiver.id, f"{waiver.rule} {waiver.subject}", waiver.expires, days)


def _approvals(report: Report, shelf: Shelf) -> Iterator[Item]:
    for (kind, ident), dossier in shelf.dossiers.items():
        until = dossier.value("approval.until")
        days = days_left(until, report.as_of)
        if until is not None and days is not None:
            yield Item("approval", f"{kind}:{ident}", dossier.name, until, days)


@dataclass(frozen=True, slots=True)
class DueTogether:
    """What becomes due on one day by one rule, alike in state and severity."""

    date: str
    rule: str
    key: str
    items: tuple[Due, ...]

    @property
    def named(self) -> tuple[Due, ...]:
        """Those that are named."""
        return self.items[:MOST_NAMED]

    @property
    def left(self) -> int:
        """How many are not."""
        return len(self.items[MOST_NAMED:])


def due_together(found: Iterable[Due]) -> tuple[tuple[DueTogether, ...], int]:
    """The first that become due, what is alike in one row; and how many findings come after them."""

    def alike(due: Due) -> tuple[str, str, str]:
        return due.date, due.rule, due.severity if due.state == "fail" else due.state

    rows = [DueTogether(*key, tuple(same)) for key, same in groupby(sorted(found, key=alike), key=alike)]
    return tuple(rows[:MOST_DUE]), sum(len(row.items) for row in rows[MOST_DUE:])


@dataclass(frozen=True, slots=True)
class WaiverLine:
    """A waiver with the days it has left and how many findings it bears on."""

    card: WaiverCard
    days: int | None
    findings: int


def waivers(report: Report) -> dict[str, list[WaiverLine]]:
    """The waivers by what the reader has to do: `expired`, `soon`, `active`, `not_yet`; within, by their last day."""
    bears: dict[str, int] = {}
    for verdict in report.verdicts:
        if verdict.waiver:
            bears[verdict.waiver] = bears.get(verdict.waiver, 0) + 1
    found: dict[str, list[WaiverLine]] = {"expired": [], "soon": [], "active": [], "not_yet": []}
    for card in sorted(report.waivers, key=lambda one: (one.expires, one.id)):
        line = WaiverLine(card, days_left(card.expires, report.as_of), bears.get(card.id, 0))
        soon = card.state == "active" and line.days is not None and line.days <= SOON
        found["soon" if soon else card.state].append(line)
    return found
