"""A small reader of the protobuf text format: enough for the conformance files of CEL."""

import re
from pathlib import Path

Message = dict[str, list["Value"]]
Value = Message | str | int | float | bool | bytes

_TOKEN = re.compile(
    r"""\s+ | \#[^\n]* | (?P<string> "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*' )
    | (?P<word> [-+]?[0-9][0-9A-Za-z.+-]* | -?[A-Za-z_][A-Za-z0-9_]* | \[[^\]\s"':]*/[^\]]*\] )
    | (?P<mark> [{}:;,<>\[\]] )""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(rb"\\([xX][0-9a-fA-F]{1,2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[0-7]{1,3}|.)", re.DOTALL)
_PLAIN = {b"a": b"\a", b"b": b"\b", b"f": b"\f", b"n": b"\n", b"r": b"\r", b"t": b"\t", b"v": b"\v"}


def read(path: Path) -> Message:
    """The file as a message: every field has a list of values. Texts are bytes until somebody decodes them."""
    text = path.read_text(encoding="utf-8")
    found = [(m.lastgroup, m.group()) for m in _TOKEN.finditer(text) if m.lastgroup]
    covered = sum(len(m.group()) for m in _TOKEN.finditer(text))
    assert covered == len(text), f"{path.name}: something was not understood"
    message, end = _message(found, 0)
    assert end == len(found)
    return message


def _message(found: list[tuple[str, str]], at: int) -> tuple[Message, int]:
    message: Message = {}
    while at < len(found) and found[at][1] != "}":
        if found[at][1] in (",", ";"):
            at += 1
            continue
        name = found[at][1]
        at += 1
        if found[at][1] == ":":
            at += 1
        value, at = _value(found, at)
        message.setdefault(name, []).append(value)
    return message, at


def _value(found: list[tuple[str, str]], at: int) -> tuple[Value, int]:
    kind, word = found[at]
    if word == "{":
        message, at = _message(found, at + 1)
        return message, at + 1
    if kind != "string":
        return _scalar(word), at + 1
    whole = b""
    while at < len(found) and found[at][0] == "string":
        whole += _unescaped(found[at][1][1:-1])
        at += 1
    return whole, at


def _scalar(word: str) -> Value:
    for convert in (int, float):
        try:
            return convert(word)
        except ValueError:
            continue
    return {"true": True, "false": False}.get(word, word)


def _unescaped(text: str) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        code = match.group(1)
        if code[:1] in (b"x", b"X") and len(code) > 1:
            return bytes([int(code[1:], 16)])
        if code[:1] in (b"u", b"U") and len(code) > 1:
            return chr(int(code[1:], 16)).encode()
        if code.isdigit():
            return bytes([int(code, 8)])
        return _PLAIN.get(code, code)

    return _ESCAPE.sub(one, text.encode())
