"""The calendar as iCalendar (RFC 5545): one event a day and thing, so that a desk calendar reminds its owner.

Lines end in CR LF and are folded at 75 octets (3.1); commas, semicolons, backslashes and line breaks are escaped
(3.3.11). The time stamp is the day of the audit, because the same input gives the same bytes.
"""

from collections.abc import Iterator

from secaudit.findings.due import Due
from secaudit.findings.words import Language
from secaudit.reporters import labels
from secaudit.reporters.calendar import Calendar
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import one_line

_OCTETS = 75


def render(calendar: Calendar, options: RenderOptions) -> str:
    """The events of a calendar, all day long."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//secaudit//calendar//EN", "CALSCALE:GREGORIAN"]
    for due in calendar.due:
        lines += _event(due, calendar.as_of, options.language)
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(due: Due, as_of: str, language: Language) -> Iterator[str]:
    summary = f"{due.rule} {due.name or due.subject}: {labels.word(labels.SEVERITY, due.severity, language)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{_text(due.fingerprint)}-{_digits(due.date)}@secaudit.invalid"
    yield f"DTSTAMP:{_digits(as_of)}T000000Z"
    yield f"DTSTART;VALUE=DATE:{_digits(due.date)}"
    yield f"SUMMARY:{_text(summary)}"
    yield f"DESCRIPTION:{_text(f'{due.message.of(language)} ({due.source})')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _digits(day: str) -> str:
    return "".join(sign for sign in day if sign.isdigit() and sign.isascii())


def _text(text: str) -> str:
    shown = one_line(text).replace("\\", "\\\\")
    return shown.replace(";", "\\;").replace(",", "\\,")


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, none of which cuts a character; all but the first begin with a blank."""
    part, size = "", 0
    for sign in line:
        octets = len(sign.encode())
        if size + octets > _OCTETS:
            yield part
            part, size = " ", 1
        part += sign
        size += octets
    yield part
