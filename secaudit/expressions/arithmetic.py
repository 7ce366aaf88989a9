"""What the arithmetic operators do (CEL specification, section "Standard Definitions").

Like all operations they take the step counter first and raise `EvaluationError` where CEL has an error.
"""

# ruff: noqa: ANN401 - values of a language with types of its own

import math
from typing import Any, Final

from secaudit.expressions import limits
from secaudit.expressions.failures import EvaluationError
from secaudit.expressions.values import Work, charge, kind_of, no_overload

INT_MIN: Final = -(2**63)
INT_MAX: Final = 2**63 - 1


def ranged(value: int) -> int:
    """The value itself if it fits into 64 bits.

    Raises:
        EvaluationError: on overflow.
    """
    if INT_MIN <= value <= INT_MAX:
        return value
    raise EvaluationError("overflow: the result does not fit into 64 bits")


def _numbers(operator: str, a: object, b: object) -> str:
    """The common kind of two numbers: CEL does not mix int and double in arithmetic."""
    kind = kind_of(a)
    if kind not in ("int", "double") or kind_of(b) != kind:
        raise no_overload(operator, a, b)
    return kind


def sized(text: str) -> str:
    """The text itself if an expression may build one so long.

    Raises:
        EvaluationError: when it is too long.
    """
    if len(text) <= limits.STRING_SIZE:
        return text
    raise EvaluationError(f"a built text is longer than {limits.STRING_SIZE} characters")


def add(work: Work, a: Any, b: Any) -> object:
    """`a + b` for numbers, texts and lists."""
    kind = kind_of(a)
    if kind == "string" and kind_of(b) == "string":
        charge(work, (len(a) + len(b)) >> 6)
        return sized(a + b)
    if kind == "list" and kind_of(b) == "list":
        charge(work, len(a) + len(b))
        return [*a, *b]
    return ranged(a + b) if _numbers("+", a, b) == "int" else a + b


def subtract(_: Work, a: Any, b: Any) -> object:
    """`a - b`."""
    return ranged(a - b) if _numbers("-", a, b) == "int" else a - b


def multiply(_: Work, a: Any, b: Any) -> object:
    """`a * b`."""
    return ranged(a * b) if _numbers("*", a, b) == "int" else a * b


def divide(_: Work, a: Any, b: Any) -> object:
    """`a / b`: int towards zero, double as IEEE 754 (so division by zero is an error for int only)."""
    if _numbers("/", a, b) == "int":
        if b == 0:
            raise EvaluationError("division by zero")
        quotient = abs(a) // abs(b)
        return ranged(quotient if (a < 0) == (b < 0) else -quotient)
    if b == 0:
        negative = math.copysign(1, a) != math.copysign(1, b)
        return math.nan if a == 0 or math.isnan(a) else -math.inf if negative else math.inf
    return a / b


def modulo(_: Work, a: Any, b: Any) -> int:
    """`a % b`: the sign is that of `a`."""
    if _numbers("%", a, b) != "int":
        raise no_overload("%", a, b)
    if b == 0:
        raise EvaluationError("modulus by zero")
    remainder: int = abs(a) % abs(b)
    return -remainder if a < 0 else remainder


def minus(_: Work, a: Any) -> object:
    """`-a`."""
    kind = kind_of(a)
    if kind not in ("int", "double"):
        raise no_overload("-", a)
    return ranged(-a) if kind == "int" else -a


def negated(_: Work, a: object) -> bool:
    """`!a`."""
    if a is True:
        return False
    if a is False:
        return True
    raise no_overload("!", a)
