"""Plain values as YAML text that our own reader takes."""

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping

from secaudit.documents.wording import shown

Value = str | int | bool | list[str] | dict[str, "Value"]

# What YAML 1.2 reads as text without quotes, in any position: an id or a date.
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*|[0-9]{4}-[0-9]{2}-[0-9]{2}")
_WORDS = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})


def scalar(value: str | int) -> str:
    """One value; text is put in quotes unless it is plainly a word."""
    if not isinstance(value, str):
        return json.dumps(value)
    if _PLAIN.fullmatch(value) and value not in _WORDS:
        return value
    quoted = json.dumps(value, ensure_ascii=False)
    return "".join(character if _is_visible(character) else _escape(character) for character in quoted)


def comment(text: str) -> str:
    """A comment at the end of a line, whatever the text holds."""
    return f"  # {shown(text, limit=1000)}"


def entry(value: Mapping[str, Value], note: str) -> Iterator[str]:
    """One item of a list, as lines, with a note at its first key."""
    for number, (key, held) in enumerate(value.items()):
        margin = "  - " if number == 0 else "    "
        yield f"{margin}{key}: {_inline(held)}{comment(note) if number == 0 else ''}"


def _inline(value: Value) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_inline(held)}" for key, held in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(scalar(item) for item in value) + "]"
    return scalar(value)


def _is_visible(character: str) -> bool:
    return character == " " or (character.isprintable() and unicodedata.category(character) != "Co")


def _escape(character: str) -> str:
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004
