"""The calendar for a terminal: the next failing date, then month by month."""

from collections.abc import Iterator
from itertools import groupby

from secaudit.findings.dates import day
from secaudit.findings.due import Due
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.calendar import Calendar
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import terminal

_NEXT = Words("Ngày tiếp theo không còn tuân thủ nếu không hành động: {day}",
              "Next date on which this becomes non-compliant without action: {day}")  # fmt: skip
_NONE = Words(
    "Không có gì đến hạn trong {months} tháng kể từ {day}.", "Nothing becomes due within {months} months from {day}."
)
_WAIVER = Words("miễn áp dụng {id} hết hạn", "waiver {id} ends")


def render(calendar: Calendar, options: RenderOptions) -> str:
    """One line for each thing that becomes due."""
    return "\n".join(terminal(line) for line in _lines(calendar, options.language)) + "\n"


def _lines(calendar: Calendar, language: Language) -> Iterator[str]:
    if not calendar.due:
        yield _NONE.of(language).format(months=calendar.months, day=day(calendar.as_of, language))
        return
    yield _NEXT.of(language).format(day=day(calendar.due[0].date, language))
    for month, dues in groupby(calendar.due, key=lambda due: due.date[:7]):
        yield ""
        yield month
        yield from (f"  {_line(due, language)}" for due in dues)


def _line(due: Due, language: Language) -> str:
    table, key = (labels.SEVERITY, due.severity) if due.state == "fail" else (labels.STATE, due.state)
    text = f"{day(due.date, language)}  {labels.SYMBOLS[key]} {labels.word(table, key, language)}  {due.rule}"
    waiver = f" [{_WAIVER.of(language).format(id=due.waiver)}]" if due.waiver else ""
    return f"{text}  {' '.join(due.message.of(language).split())}{waiver}"
