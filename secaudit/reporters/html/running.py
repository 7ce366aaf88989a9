"""What stands on every printed sheet: which report it belongs to, for whom that is, and of which day.

Chromium writes it into the margin of the sheet, from the style sheet. Firefox leaves margins empty and repeats what
is fixed instead, so the same line is also in the page; the style sheet shows it only where there are no margins to
write into.
"""

import re

from secaudit.findings.dates import day
from secaudit.findings.edition import Edition
from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words
from secaudit.reporters import identity
from secaudit.reporters.html.words import PAGE

_NOT_HARMLESS = re.compile(r"[^A-Za-z0-9.+/ -]")
_PRINT = Words("bản in rút gọn", "print edition")
_FULL = Words("bản đầy đủ", "full edition")
_UNIT = Words("bản của đơn vị {unit}", "edition of unit {unit}")
_STATISTICS = Words("bản chỉ gồm số liệu", "edition of numbers")
_CEILING = Words("bản giới hạn", "limited edition")


def line(report: Report, language: Language, *, on_paper: bool = False) -> str:
    """`SA-20261122-3f9a1c2db0 · full edition · 22/11/2026 · secaudit 1.0 · 3f9a1c2db0e1a2b3`.

    It enters the style sheet, so of data only letters of ASCII, digits and `.+/-` are kept.
    """
    parts = [
        _harmless(identity.number(report)),
        _edition(report.edition, language, on_paper=on_paper),
        _harmless(day(report.as_of, language)),
        _harmless(f"secaudit {report.version}"),
        _harmless(report.inventory_digest[:16]),
    ]
    if not report.is_complete:
        parts.append(PAGE["incomplete"].of(language))
    return " · ".join(parts)


def style(text: str) -> str:
    """The style rule that writes a line into the margin of every sheet, with the number of sheets."""
    font = '8.5pt "Times New Roman", "Liberation Serif", serif'
    return f'@page {{ @bottom-center {{ content: "{text} · " counter(page) "/" counter(pages); font: {font}; }} }}\n'


def _edition(edition: Edition | None, language: Language, *, on_paper: bool) -> str:
    printed = [_PRINT.of(language)] if on_paper else []
    if edition is None:
        return (_PRINT if on_paper else _FULL).of(language)
    if edition.kind == "unit":
        told = _UNIT.of(language).format(unit=_harmless(edition.unit or ""))
    else:
        told = (_STATISTICS if edition.kind == "statistics" else _CEILING).of(language)
    return ", ".join([told, *printed])


def _harmless(text: str) -> str:
    return _NOT_HARMLESS.sub("", text)
