"""One table as comma-separated values: UTF-8 with a mark for Excel, lines ending in CR LF (RFC 4180)."""

import csv
import io

from secaudit.findings.report import Report
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import terminal
from secaudit.reporters.tables.sheets import Value, sheet

_BOM = "\ufeff"
# A spreadsheet takes a cell that begins so for a formula; an apostrophe before it makes it text again (OWASP).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(name: str, report: Report, options: RenderOptions) -> bytes:
    """The table with its heading."""
    table = sheet(name, report, options.language)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    writer.writerow([_cell(column.title) for column in table.columns])
    writer.writerows([_cell(value) for value in row] for row in table.rows)
    return (_BOM + text.getvalue()).encode("utf-8", "backslashreplace")


def _cell(value: Value) -> str | int:
    """Data as text that no spreadsheet runs; a number stays one."""
    if value is None:
        return ""
    if isinstance(value, int):
        return value
    shown = terminal(value)
    return f"'{shown}" if shown.lstrip().startswith(_FORMULA) else shown
