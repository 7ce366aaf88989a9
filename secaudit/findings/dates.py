"""Dates as a reader expects them: 22/11/2026 in Vietnamese, 2026-11-22 in English."""

import re
from functools import lru_cache

from secaudit.findings.words import Language

_REMEMBERED = 10_000
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)

_WITHIN = re.compile(rf"(?<![\w-]){_ISO.pattern}(?![\w-])", re.ASCII)


@lru_cache(_REMEMBERED)
def day(text: str | None, language: Language) -> str:
    """A date for display; whatever is no ISO date is shown as it was written."""
    if text is None:
        return ""
    found = _ISO.fullmatch(text)
    return f"{found[3]}/{found[2]}/{found[1]}" if found and language == "vi" else text


def days(text: str, language: Language) -> str:
    """A date, or a list of dates with commas between, for display; any other text as it was written."""
    return ", ".join(day(one, language) for one in text.split(", "))


def said(text: str, language: Language) -> str:
    """A sentence with its dates for display."""
    return _WITHIN.sub(lambda found: day(found[0], language), text)
