"""What becomes due if nobody acts, month by month: as a drawing and as rows that say the same.

It is what an audit looked ahead for; without that, the days on which waivers end.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from secaudit.findings.dates import day
from secaudit.findings.report import Report
from secaudit.findings.severity import RANK, Severity
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.html.lettering import fit
from secaudit.reporters.html.svg import tag

MOST_MONTHS = 24
MOST_NAMED = 4
_WIDE, _HIGH, _HEAD, _FOOT, _EDGE = 54, 90, 24, 40, 8
_SIZE, _SMALL = 13, 10.5
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)

WORDS = {
    "agenda": Words("Lịch đến hạn theo tháng", "What becomes due, by month"),
    "agenda_name": Words("Lịch đến hạn; số liệu như bảng bên dưới", "What becomes due; its numbers stand in the table below"),
    "agenda_due": Words("Phát hiện sẽ xuất hiện nếu không hành động.", "Findings that will appear without action."),
    "agenda_waivers": Words("Chưa xem trước các ngày đến hạn; đây là ngày kết thúc của các văn bản miễn áp dụng.",
                            "Nobody looked ahead; these are the days on which waivers end."),
    "agenda_empty": Words("Không có nội dung nào đến hạn.", "Nothing becomes due."),
    "agenda_later": Words("Sau đó: {n}.", "After that: {n}."),
    "agenda_undated": Words("Ngày không đọc được: {n}.", "Without a readable date: {n}."),
    "agenda_month": Words("Tháng", "Month"),
    "agenda_count": Words("Số lượng", "Number"),
    "agenda_first": Words("Ngày đầu tiên", "First day"),
    "agenda_worst": Words("Mức cao nhất", "Worst"),
    "agenda_what": Words("Nội dung", "What"),
    "agenda_more": Words("và {n} nữa", "and {n} more"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing on one day; a waiver that ends has no severity of its own."""

    date: str
    what: str
    severity: Severity | None


@dataclass(frozen=True, slots=True)
class Month:
    """A month in which something becomes due, by `YYYY-MM`."""

    month: str
    entries: tuple[Entry, ...]

    @property
    def worst(self) -> Severity | None:
        """The highest severity in it."""
        return max((one.severity for one in self.entries if one.severity), key=RANK.__getitem__, default=None)

    @property
    def named(self) -> tuple[Entry, ...]:
        """Those that are named."""
        return self.entries[:MOST_NAMED]

    @property
    def left(self) -> int:
        """How many are not."""
        return len(self.entries[MOST_NAMED:])


@dataclass(frozen=True, slots=True)
class Agenda:
    """The first months, how much comes after them, and how much has no date that can be read."""

    looked_ahead: bool
    months: tuple[Month, ...]
    later: int
    undated: int


def agenda(report: Report) -> Agenda:
    """What becomes due after the day of the report."""
    entries = sorted(_entries(report), key=lambda entry: (entry.date, entry.what))
    dated = [entry for entry in entries if _ISO.fullmatch(entry.date)]
    months: dict[str, list[Entry]] = {}
    for entry in dated:
        months.setdefault(entry.date[:7], []).append(entry)
    found = tuple(Month(month, tuple(same)) for month, same in months.items())
    later = sum(len(month.entries) for month in found[MOST_MONTHS:])
    return Agenda(report.due is not None, found[:MOST_MONTHS], later, len(entries) - len(dated))


def _entries(report: Report) -> Iterator[Entry]:
    if report.due is not None:
        for due in report.due:
            yield Entry(due.date, f"{due.rule} {due.subject}", due.severity)
        return
    for waiver in report.waivers:
        # An expired waiver is a finding already.
        if waiver.state != "expired":
            yield Entry(waiver.expires, f"{waiver.id} {waiver.rule} {waiver.subject}", None)


def draw(months: Sequence[Month], language: Language) -> Markup:
    """A bar for each month in which something becomes due, with its number and the worst severity as a symbol."""
    most = max((len(month.entries) for month in months), default=0) or 1
    across, height = 2 * _EDGE + _WIDE * len(months), _HEAD + _HIGH + _FOOT
    ground = _HEAD + _HIGH
    parts = [tag("path", d=f"M{_EDGE} {ground}H{across - _EDGE}", class_="axis")]
    for place, month in enumerate(months):
        x = _EDGE + _WIDE * place
        tall = max(3, _HIGH * len(month.entries) // most)
        look = month.worst or "waived"
        parts.append(tag("rect", x=x + 9, y=ground - tall, width=_WIDE - 18, height=tall, class_=f"m-{look}"))
        parts.append(_text(f"{labels.SYMBOLS[look]} {len(month.entries)}", x, ground - tall - 6, _SIZE))
        parts.append(_text(_name(month.month, language), x, ground + 18, _SMALL))
    return tag("svg", Markup("").join(parts), class_="chart", role="img", width=across, height=height,
               viewBox=f"0 0 {across} {height}", aria_label=WORDS["agenda_name"].of(language))  # fmt: skip


def month_name(month: str, language: Language) -> str:
    """A month as a reader expects it."""
    return _name(month, language)


def _name(month: str, language: Language) -> str:
    return day(f"{month}-01", language)[3:] if language == "vi" else month


def _text(text: str, x: int, y: int, size: float) -> Markup:
    return tag("text", fit(text, _WIDE, size), x=x + _WIDE // 2, y=y, class_="mid" if size == _SIZE else "mid small")
