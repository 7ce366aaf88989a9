"""The {placeholders} of a message: plain names, checked when the pack is loaded."""

import re
from collections.abc import Mapping

from secaudit.findings.dates import said
from secaudit.findings.words import Words
from secaudit.policy.wording import vietnamese

_PLACEHOLDER = re.compile(r"\{([a-z_][a-z0-9_.]*)\}")
UNDECLARED = Words(vi="chưa kê khai", en="not declared")


def placeholders(message: Words) -> frozenset[str]:
    """The names between braces; raises ValueError for a brace that is no placeholder."""
    for text in (message.vi, message.en):
        if set(_PLACEHOLDER.sub("", text)) & {"{", "}"}:
            raise ValueError("a brace that is no {placeholder}")
    return frozenset(_PLACEHOLDER.findall(message.vi)) | frozenset(_PLACEHOLDER.findall(message.en))


def fill(message: Words, facts: Mapping[str, str | Words | None]) -> Words:
    """Put the facts in; each text is scanned once, so that a value with braces stays as it is."""
    worded = {name: _worded(name, value) for name, value in facts.items()}

    def one(text: str, language: str) -> str:
        return _PLACEHOLDER.sub(lambda match: getattr(worded.get(match[1], UNDECLARED), language), text)

    return Words(vi=one(message.vi, "vi"), en=one(message.en, "en"))


def _worded(name: str, value: str | Words | None) -> Words:
    if value is None:
        return UNDECLARED
    if isinstance(value, str):
        return Words(vi=vietnamese(name, value), en=value)
    return Words(vi=said(value.vi, "vi"), en=value.en)
