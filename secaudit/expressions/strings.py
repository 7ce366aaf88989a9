"""What the text functions and conversions do.

Sources: CEL specification, "Standard Definitions"; for split, join, replace, substring, trim, lowerAscii and
upperAscii the strings extension of cel-go. Positions and sizes count code points.
"""

# ruff: noqa: ANN401 - values of a language with types of its own

import math
import re
from string import ascii_lowercase, ascii_uppercase
from typing import Any, Final

from secaudit.expressions.arithmetic import ranged, sized
from secaudit.expressions.failures import EvaluationError
from secaudit.expressions.values import Work, charge, kind_of, no_overload

# Unicode White_Space; str.strip() would take the separators U+001C..U+001F too.
_SPACE: Final = (
    "\t\n\v\f\r \x85\xa0\u1680" + "".join(map(chr, range(0x2000, 0x200B))) + "\u2028\u2029\u202f\u205f\u3000"
)
_LOWER: Final = str.maketrans(ascii_uppercase, ascii_lowercase)
_UPPER: Final = str.maketrans(ascii_lowercase, ascii_uppercase)
_BOOLS: Final = {
    **dict.fromkeys(("1", "t", "true", "TRUE", "True"), True),
    **dict.fromkeys(("0", "f", "false", "FALSE", "False"), False),
}
_INTEGER: Final = re.compile(r"[+-]?[0-9]{1,19}\Z")
_DOUBLE: Final = re.compile(
    r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\Z|[+-]?(?:inf|nan)\Z", re.IGNORECASE
)


def _texts(work: Work, function: str, *values: object) -> None:
    for value in values:
        if not isinstance(value, str):
            raise no_overload(function, *values)
        charge(work, len(value) >> 6)


def _whole(function: str, *values: object) -> None:
    for value in values:
        if kind_of(value) != "int":
            raise no_overload(function, value)


def contains(work: Work, text: Any, part: Any) -> bool:
    """`text.contains(part)`."""
    _texts(work, "contains", text, part)
    return part in text


def starts_with(work: Work, text: Any, start: Any) -> bool:
    """`text.startsWith(start)`."""
    _texts(work, "startsWith", text, start)
    return bool(text.startswith(start))


def ends_with(work: Work, text: Any, end: Any) -> bool:
    """`text.endsWith(end)`."""
    _texts(work, "endsWith", text, end)
    return bool(text.endswith(end))


def lower_ascii(work: Work, text: Any) -> str:
    """`text.lowerAscii()`: only A to Z change."""
    _texts(work, "lowerAscii", text)
    return str(text.translate(_LOWER))


def upper_ascii(work: Work, text: Any) -> str:
    """`text.upperAscii()`: only a to z change."""
    _texts(work, "upperAscii", text)
    return str(text.translate(_UPPER))


def trim(work: Work, text: Any) -> str:
    """`text.trim()`: without the white space at both ends."""
    _texts(work, "trim", text)
    return str(text.strip(_SPACE))


def split(work: Work, text: Any, separator: Any, limit: Any = -1) -> list[str]:
    """`text.split(separator[, limit])`: at most `limit` parts; a negative limit means all."""
    _texts(work, "split", text, separator)
    _whole("split", limit)
    charge(work, len(text))
    if limit == 0:
        return []
    cuts = -1 if limit < 0 else limit - 1
    if separator:
        return list(text.split(separator, cuts))
    return list(text) if cuts < 0 or cuts >= len(text) else [*text[:cuts], text[cuts:]]


def join(work: Work, texts: Any, separator: Any = "") -> str:
    """`texts.join([separator])`."""
    _texts(work, "join", separator)
    if kind_of(texts) != "list":
        raise no_overload("join", texts)
    charge(work, len(texts))
    if sum(len(text) + len(separator) for text in texts if isinstance(text, str)) > 2**20:
        raise EvaluationError("a built text is too long")
    _texts(work, "join", *texts)
    return sized(separator.join(texts))


def replace(work: Work, text: Any, old: Any, new: Any, limit: Any = -1) -> str:
    """`text.replace(old, new[, limit])`: the first `limit` times; a negative limit means always."""
    _texts(work, "replace", text, old, new)
    _whole("replace", limit)
    # Before it is built: the longest result there can be.
    times = text.count(old) if limit < 0 else min(limit, text.count(old))
    if len(text) + times * (len(new) - len(old)) > 2**20:
        raise EvaluationError("a built text is too long")
    return sized(text.replace(old, new, max(limit, -1)))


def substring(work: Work, text: Any, start: Any, end: Any = None) -> str:
    """`text.substring(start[, end])`, from `start` up to and without `end`."""
    _texts(work, "substring", text)
    end = len(text) if end is None else end
    _whole("substring", start, end)
    if not 0 <= start <= end <= len(text):
        raise EvaluationError("index out of range")
    return str(text[start:end])


# -- conversions ----------------------------------------------------------------------------------


def to_int(_: Work, value: Any) -> int:
    """`int(value)`: of a double towards zero, of a text in decimal."""
    kind = kind_of(value)
    if kind == "double":
        if not math.isfinite(value):
            raise EvaluationError("overflow: the number does not fit into 64 bits")
        return ranged(int(value))
    if kind == "string":
        if not _INTEGER.match(value):
            raise EvaluationError("the text is not a whole number")
        return ranged(int(value))
    if kind != "int":
        raise no_overload("int", value)
    return int(value)


def to_double(_: Work, value: Any) -> float:
    """`double(value)` of a number or a text."""
    kind = kind_of(value)
    if kind not in ("int", "double", "string"):
        raise no_overload("double", value)
    if kind == "string" and not _DOUBLE.match(value):
        raise EvaluationError("the text is not a number")
    return float(value)


def to_string(_: Work, value: Any) -> str:
    """`string(value)`; a double is written as briefly as possible (1.0 is `1`)."""
    kind = kind_of(value)
    if kind == "bool":
        return "true" if value else "false"
    if kind == "double":
        written = repr(value)
        return written.removesuffix(".0")
    if kind not in ("int", "string"):
        raise no_overload("string", value)
    return str(value)


def to_bool(_: Work, value: Any) -> bool:
    """`bool(value)` of a bool or of one of the texts that CEL lists (`true`, `t`, `1`, ...)."""
    if isinstance(value, bool):
        return value
    if kind_of(value) != "string":
        raise no_overload("bool", value)
    if value not in _BOOLS:
        raise EvaluationError("the text is neither true nor false")
    return _BOOLS[value]
