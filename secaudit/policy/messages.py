"""The {placeholders} of a message: plain names, checked when the pack is loaded."""

import re
from collections.abc import Mapping

from secaudit.findings.words import Words

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
_UNDECLARED = Words(vi="chưa khai báo", en="not declared")


def placeholders(message: Words) -> frozenset[str]:
    """The names between braces; raises ValueError for a brace that is no placeholder."""
    for text in (message.vi, message.en):
        if set(_PLACEHOLDER.sub("", text)) & {"{", "}"}:
            raise ValueError("a brace that is no {placeholder}")
    return frozenset(_PLACEHOLDER.findall(message.vi)) | frozenset(_PLACEHOLDER.findall(message.en))


def fill(message: Words, facts: Mapping[str, str | None]) -> Words:
    """Put the facts in; each text is scanned once, so that a value with braces stays as it is."""

    def one(text: str, undeclared: str) -> str:
        return _PLACEHOLDER.sub(lambda match: _value(facts.get(match[1]), undeclared), text)

    return Words(vi=one(message.vi, _UNDECLARED.vi), en=one(message.en, _UNDECLARED.en))


def _value(value: str | None, undeclared: str) -> str:
    return undeclared if value is None else value
