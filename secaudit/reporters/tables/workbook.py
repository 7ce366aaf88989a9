"""The report as a workbook for Excel: real dates, filters, frozen headings, no formulas; the same bytes every time."""

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime
from math import ceil
from typing import TYPE_CHECKING, Any

from secaudit.errors import OutputError, Problem
from secaudit.findings.report import Report
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import visible
from secaudit.reporters.tables import SHEETS
from secaudit.reporters.tables.sheets import Kind, Sheet, Value, sheet

if TYPE_CHECKING:
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

_MOST_ROWS = 1_048_575  # of a sheet, besides its heading
_MOST_CHARACTERS = 32_767  # of a cell
_WIDEST = 34
_HEADING, _LINE, _HIGHEST = 20, 15, 405  # points of the heading, of a line, and of the highest row there is
_LOSS = 1.05  # what breaking at words takes away
_MANY = 14  # with so many columns a table is printed on A3
_A3, _A4 = 8, 9
_OLDEST = date(1900, 3, 1)  # before it Excel counts days in a way of its own


def render(report: Report, options: RenderOptions) -> bytes:
    """All tables, a sheet each. Raises OutputError if the extra `excel` is not installed."""
    try:
        from xlsxwriter import Workbook  # noqa: PLC0415  (an extra)
    except ImportError as error:
        cure = "pip install 'secaudit[excel]', or take csv"
        raise OutputError([Problem("xlsx", 0, 0, "needs a package that is not installed: xlsxwriter", cure)]) from error
    buffer = io.BytesIO()
    settings = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(buffer, settings)
    book.set_properties({"title": "secaudit", "created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
    formats = _Formats(book, "[$-42A]dd/mm/yyyy" if options.language == "vi" else "yyyy-mm-dd")
    for name in SHEETS:
        _write(book, sheet(name, report, options.language), formats)
    book.close()
    return buffer.getvalue()


class _Formats:
    """How headings, dates and texts look."""

    def __init__(self, book: "Workbook", date_format: str) -> None:
        self.heading = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        self.date = book.add_format({"num_format": date_format, "valign": "top", "align": "left"})
        self.number = book.add_format({"valign": "top", "align": "left"})
        self.text = book.add_format({"text_wrap": True, "valign": "top"})


def _write(book: "Workbook", table: Sheet, formats: _Formats) -> None:
    page = book.add_worksheet(table.name)
    page.set_row(0, _HEADING)
    widths = [_width(table, number) for number in range(len(table.columns))]
    for number, column in enumerate(table.columns):
        page.write_string(0, number, column.title, formats.heading)
        page.set_column(number, number, widths[number])
    for row, values in enumerate(table.rows[:_MOST_ROWS], 1):
        page.set_row(row, _height(values, widths))
        for number, (column, value) in enumerate(zip(table.columns, values, strict=True)):
            _cell(page, (row, number), column.kind, value, formats)
    if len(table.rows) > _MOST_ROWS:
        page.write_string(_MOST_ROWS, 0, f"(+{len(table.rows) - _MOST_ROWS + 1})", formats.heading)
    page.freeze_panes(1, 1)
    page.autofilter(0, 0, min(len(table.rows), _MOST_ROWS), len(table.columns) - 1)
    page.set_landscape()
    page.set_paper(_A3 if len(table.columns) >= _MANY else _A4)
    page.set_margins(left=0.6, right=0.4, top=0.6, bottom=0.6)
    page.set_footer("&L&A&R&P/&N")
    page.repeat_rows(0)
    page.fit_to_pages(1, 0)


def _height(values: Sequence[Value], widths: Sequence[int]) -> int:
    """How high a row must be for its texts: not every spreadsheet finds that out by itself."""
    lines = max(
        (ceil(len(str(value)) * _LOSS / width) for value, width in zip(values, widths, strict=True) if value), default=1
    )
    return min(max(lines, 1) * _LINE, _HIGHEST)


def _width(table: Sheet, number: int) -> int:
    longest = max((len(str(row[number])) for row in table.rows[:500] if row[number] is not None), default=0)
    return min(max(longest, len(table.columns[number].title), 6) + 2, _WIDEST)


def _cell(page: "Worksheet", place: tuple[int, int], kind: Kind, value: Value, formats: _Formats) -> None:
    if value is None:
        return
    if isinstance(value, int):
        page.write_number(*place, value, formats.number)
        return
    day = _day(value) if kind == "date" else None
    if day is not None:
        page.write_datetime(*place, day, formats.date)
    else:
        page.write_string(*place, _short(visible(value)), formats.text)


def _day(text: str) -> Any:  # noqa: ANN401  (a datetime or None, which the library does not tell)
    """A date that a spreadsheet can hold; anything else stays the text that it is."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(found.year, found.month, found.day, tzinfo=UTC).replace(tzinfo=None) if found >= _OLDEST else None


def _short(text: str) -> str:
    return text if len(text) <= _MOST_CHARACTERS else f"{text[: _MOST_CHARACTERS - 1]}…"
