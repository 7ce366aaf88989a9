"""What becomes due or void when, as text, JSON or iCalendar."""

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from types import MappingProxyType

from msgspec import Struct

from secaudit.findings.due import Due
from secaudit.reporters.options import RenderOptions


class Calendar(Struct, frozen=True, kw_only=True):
    """What is due from a day on, for so many months, in what was asked to be audited."""

    as_of: str
    months: int
    scope: tuple[str, ...]
    due: Sequence[Due]


CalendarReporter = Callable[[Calendar, RenderOptions], str]


def _lazily(name: str) -> CalendarReporter:
    def render(calendar: Calendar, options: RenderOptions) -> str:
        reporter: CalendarReporter = import_module(f"{__name__}.{name}").render
        return reporter(calendar, options)

    return render


CALENDARS: Mapping[str, CalendarReporter] = MappingProxyType(
    {name: _lazily(module) for name, module in (("text", "text"), ("json", "json"), ("ics", "icalendar"))}
)
