"""Dates as a reader expects them: 22/11/2026 in Vietnamese, 2026-11-22 in English."""

import re

from secaudit.findings.words import Language

_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)


def day(text: str | None, language: Language) -> str:
    """A date for display; whatever is no ISO date is shown as it was written."""
    if text is None:
        return ""
    found = _ISO.fullmatch(text)
    return f"{found[3]}/{found[2]}/{found[1]}" if found and language == "vi" else text
