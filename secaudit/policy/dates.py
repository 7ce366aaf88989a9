"""Dates as the inventory writes them: ISO 8601 text. Every function answers None for what is no date."""

from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from functools import lru_cache

_REMEMBERED = 65_536  # an inventory has many dates and few different ones
_WORKDAYS_A_WEEK = 5
_SATURDAY = 5


@lru_cache(_REMEMBERED)
def parse(text: str) -> date | None:
    """The date a text means, or None."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@lru_cache(_REMEMBERED)
def days_between(first: str, second: str) -> int | None:
    """Days from the first date to the second; negative if it lies before."""
    start, end = parse(first), parse(second)
    return None if start is None or end is None else (end - start).days


@lru_cache(_REMEMBERED)
def months_between(first: str, second: str) -> int | None:
    """Whole months from the first date to the second (2026-01-31 to 2026-02-28 is none)."""
    start, end = parse(first), parse(second)
    if start is None or end is None:
        return None
    if end < start:
        return -(months_between(second, first) or 0)
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def working_days(first: str, second: str, holidays: AbstractSet[str] = frozenset()) -> int | None:
    """Working days after the first date up to and including the second: Monday to Friday, without holidays.

    `holidays` are ISO dates; those that fall on a weekend take nothing away.
    """
    return _working_days(first, second, frozenset(holidays))


@lru_cache(_REMEMBERED)
def _working_days(first: str, second: str, holidays: frozenset[str]) -> int | None:
    start, end = parse(first), parse(second)
    if start is None or end is None:
        return None
    if end < start:
        return -(_working_days(second, first, holidays) or 0)
    weeks, rest = divmod((end - start).days, 7)
    tail = sum((start + timedelta(days=weeks * 7 + step)).weekday() < _SATURDAY for step in range(1, rest + 1))
    free = sum(start < day <= end and day.weekday() < _SATURDAY for day in map(parse, holidays) if day is not None)
    return weeks * _WORKDAYS_A_WEEK + tail - free


def day_after(text: str) -> str:
    """The next day; the text itself if it is no date or the last of all."""
    day = parse(text)
    return text if day is None or day == date.max else (day + timedelta(days=1)).isoformat()


def months_after(text: str, months: int) -> str:
    """The first day on which so many whole months have passed since a date (2026-01-31 and one: 2026-03-01).

    The text itself if it is no date; the last day of all where the calendar ends before.
    """
    day = parse(text)
    if day is None:
        return text
    years, month = divmod(day.month - 1 + months, 12)
    try:
        first = date(day.year + years, month + 1, 1)
    except ValueError:
        return date.max.isoformat()
    try:
        return first.replace(day=day.day).isoformat()
    except ValueError:
        return (first + timedelta(days=32)).replace(day=1).isoformat()
