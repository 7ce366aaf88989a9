"""What can go wrong with an expression: in its text, or while it is evaluated."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class ExpressionError(Exception):
    """An expression text cannot be accepted.

    Attributes:
        message: what is wrong, without the place.
        offset: index in `text` of the first character concerned (from 0).
        length: how many characters are concerned (at least 1).
        text: the whole expression.
        help: what would be right; may be empty.
    """

    def __init__(self, message: str, offset: int = 0, length: int = 1, text: str = "", help: str = "") -> None:  # noqa: A002
        """Keep every part, so that a caller can point at a file and line of its own."""
        self.message = message
        self.offset = offset
        self.length = max(length, 1)
        self.text = text
        self.help = help
        super().__init__(message)

    def __str__(self) -> str:
        """One line: `error at character 14: ...; did you mean ...?` (characters count from 1)."""
        tail = f"; {self.help}" if self.help else ""
        return f"error at character {self.offset + 1}: {self.message}{tail}"

    def excerpt(self) -> str:
        """The line of the text that is concerned, and under it `^^^^` at the place."""
        start = self.text.rfind("\n", 0, self.offset) + 1
        end = self.text.find("\n", self.offset)
        line = self.text[start:] if end < 0 else self.text[start:end]
        shown = "".join(c if c.isprintable() else " " for c in line)
        before = self.offset - start
        width = max(1, min(self.length, len(line) - before))
        return f"{shown}\n{' ' * before}{'^' * width}"


class EvaluationError(ExpressionError):
    """A CEL error: division by zero, overflow, no such overload, index out of range, no such key.

    A function or computed field of the caller may raise it too: it is then absorbed by `&&` and `||`
    as the CEL specification says (section "Logical operators").
    """


class BudgetError(EvaluationError):
    """An evaluation took more steps than allowed. It is never absorbed."""


def did_you_mean(name: str, known: "Iterable[str]") -> str:
    """`did you mean 'x'?` for the nearest known name, or an empty text."""
    from difflib import get_close_matches  # noqa: PLC0415 - only somebody who made a mistake waits for it

    near = get_close_matches(name, list(known), n=1)
    return f"did you mean '{near[0]}'?" if near else ""
