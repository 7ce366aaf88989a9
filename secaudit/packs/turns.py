"""For which days what was loaded for one is the same: what begins or ends in packs has its days written there."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from secaudit.packs.parameters import Value
from secaudit.policy import dates


class Span(Struct, frozen=True):
    """Days from one on and before another (ISO dates); None: without end."""

    since: str = ""
    before: str | None = None

    def __contains__(self, day: str) -> bool:
        """Whether a day lies within."""
        return self.since <= day and (self.before is None or day < self.before)


def span(contents: Iterable[Mapping[str, Any]], values: Iterable[Value], as_of: str) -> Span:
    """The days around one for which nothing in packs begins or ends.

    `contents` are the documents that were read, `values` the parameters: a day among them may be a deadline.
    """
    turns = {day for content in contents for day in _turns(content)}
    turns |= {dates.day_after(value) for value in values if isinstance(value, str) and dates.parse(value) is not None}
    past = max((day for day in turns if day <= as_of), default="")
    return Span(past, min((day for day in turns if day > as_of), default=None))


def _turns(content: Mapping[str, Any]) -> Iterator[str]:
    """The days that an `in_force: {from, until}` makes different from the day before: of the whole, and of its rows."""
    rows = (one for listed in content.values() if isinstance(listed, list) for one in listed)
    for part in (content, *rows):
        if isinstance(part, Mapping) and part.get("in_force"):
            limits: Mapping[str, str] = part["in_force"]
            if "from" in limits:
                yield limits["from"]
            if "until" in limits:
                yield dates.day_after(limits["until"])
