"""Lexer: a text becomes tokens with their places (CEL specification, section "Syntax")."""

import re
from typing import Final, NamedTuple

from secaudit.expressions.failures import ExpressionError

KEYWORDS: Final = frozenset({"in", "true", "false", "null"})
RESERVED: Final = frozenset(
    [
        "as",
        "break",
        "const",
        "continue",
        "else",
        "for",
        "function",
        "if",
        "import",
        "let",
        "loop",
        "package",
        "namespace",
        "return",
        "var",
        "void",
        "while",
    ]
)


class Token(NamedTuple):
    """One word of the text. `value` is the text of a name, the value of a literal, or the operator."""

    kind: str  # name, quoted, int, double, string, operator, end
    value: str | int | float
    at: int
    length: int


_STRING = r"""
    [rR](?:'{3}(?:.|\n)*?'{3}|"{3}(?:.|\n)*?"{3}|'[^'\n\r]*'|"[^"\n\r]*")
  | '{3}(?:[^\\]|\\(?:.|\n))*?'{3} | "{3}(?:[^\\]|\\(?:.|\n))*?"{3}
  | '(?:[^'\\\n\r]|\\[^\n\r])*' | "(?:[^"\\\n\r]|\\[^\n\r])*"
"""
_TOKEN: Final = re.compile(
    rf"""
    (?P<space> [\t\n\f\r\x20]+ | //[^\n]* )
  | (?P<bytes> (?:[bB][rR]?|[rR][bB])["'] )
  | (?P<string> {_STRING} )
  | (?P<double> [0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)? | [0-9]+[eE][+-]?[0-9]+ )
  | (?P<int> 0[xX][0-9a-fA-F]+ | [0-9]+ )
  | (?P<name> [_a-zA-Z][_a-zA-Z0-9]* )
  | (?P<quoted> `[a-zA-Z0-9_./\x20-]+` )
  | (?P<operator> && | \|\| | [=!<>]= | [-!<>+*/%?:.,()\[\]{{}}] )
    """,
    re.VERBOSE,
)
_ESCAPE: Final = re.compile(
    r"\\(?:(?P<plain>[abfnrtv\\?\"'`])|[xX](?P<x>[0-9a-fA-F]{2})|u(?P<u>[0-9a-fA-F]{4})"
    r"|U(?P<U>[0-9a-fA-F]{8})|(?P<octal>[0-3][0-7]{2})|(?P<bad>.?))",
    re.DOTALL,
)
_PLAIN: Final = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_HINTS: Final = {
    "=": "to compare, write '=='",
    "&": "write '&&'",
    "|": "write '||'",
    "'": "the text is not closed",
    '"': "the text is not closed",
    "`": "the quoted name is not closed, or holds a character it may not hold",
}


def tokens(text: str) -> list[Token]:
    """Split a text into tokens, ending with one of kind `end`.

    Raises:
        ExpressionError: at the first character that starts no token, and at literals of the types
            that are left out (bytes, uint).
    """
    found: list[Token] = []
    at = 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise ExpressionError(f"unexpected {text[at]!r}", at, 1, text, _HINTS.get(text[at], ""))
        kind = match.lastgroup or ""
        if kind != "space":
            found.append(_token(kind, match.group(), at, text))
        at = match.end()
    found.append(Token("end", "", len(text), 1))
    return found


def _token(kind: str, word: str, at: int, text: str) -> Token:
    if kind == "bytes":
        raise ExpressionError("bytes are not supported", at, len(word), text, "inventories hold texts: drop the 'b'")
    value: str | int | float = word
    if kind == "string":
        value = _string(word, at, text)
    elif kind == "double":
        value = float(word)
    elif kind == "int":
        value = _integer(word, at, text)
    elif kind == "quoted":
        value = word[1:-1]
    return Token(kind, value, at, len(word))


def _integer(word: str, at: int, text: str) -> int:
    end = at + len(word)
    if text[end : end + 1] in ("u", "U"):
        raise ExpressionError("unsigned numbers are not supported", at, len(word) + 1, text, "drop the 'u'")
    value = int(word, 16 if word[:2] in ("0x", "0X") else 10)
    # 2**63 itself is legal after a minus sign; the parser refuses it elsewhere.
    if value > 2**63:
        raise ExpressionError("the number does not fit into 64 bits", at, len(word), text)
    return value


def _string(word: str, at: int, text: str) -> str:
    raw = word[0] in "rR"
    body = word[1:] if raw else word
    quote = 3 if body[:3] in ("'''", '"""') else 1
    inner = body[quote:-quote]
    if raw or "\\" not in inner:
        return inner

    def character(match: re.Match[str]) -> str:
        value = _escaped(match)
        if value is None:
            raise ExpressionError(f"{match.group()!r} is no escape", at + quote + match.start(), 2, text)
        return value

    return _ESCAPE.sub(character, inner)


def _escaped(match: re.Match[str]) -> str | None:
    """The character an escape stands for; `None` if there is none (surrogates are not characters)."""
    kind, word = match.lastgroup, match.group(match.lastgroup or 0)
    if kind == "plain":
        return _PLAIN.get(word, word)
    if kind == "bad":
        return None
    code = int(word, 8 if kind == "octal" else 16)
    if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:  # noqa: PLR2004 - the bounds of Unicode
        return None
    return chr(code)
