"""The examples of a rule: half of its file, and nothing that an audit looks at."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from secaudit.documents import Document, check, embedded, parse
from secaudit.errors import PolicyError, SecauditError
from secaudit.findings.later import Later
from secaudit.findings.words import Words
from secaudit.policy import Example

EXAMPLES = "examples"
STATES = ("pass", "fail", "unknown")


def examples(document: Document) -> Sequence[Example]:
    """The examples of a valid rule; those that were left out are read when somebody looks at them."""
    return Later(partial(_left_out, document)) if EXAMPLES in document.left_out else _read(document)


def _read(document: Document) -> tuple[Example, ...]:
    return tuple(_example(document, row, content) for row, content in enumerate(document.content.get(EXAMPLES, ())))


def _left_out(document: Document) -> tuple[Example, ...]:
    text = document.text_at((EXAMPLES,))
    try:
        whole = parse(text.name, text.data)
        check(whole, "rule")
    except SecauditError as error:
        raise PolicyError(error.problems) from error
    return _read(whole)


def _example(document: Document, row: int, content: Mapping[str, Any]) -> Example:
    state = next(state for state in STATES if state in content)
    title = content[state]
    return Example(
        expects=state, title=Words(title, title) if isinstance(title, str) else Words(**title),
        document=embedded(document, (EXAMPLES, row, "inventory")), finds=tuple(content.get("finds", ())),
        as_of=content.get("as_of"), parameters=dict(content.get("parameters", {})),
    )  # fmt: skip
