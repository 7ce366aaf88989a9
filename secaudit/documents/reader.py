"""Strict, bounded reading of YAML: bytes to a `Document`, or one `Problem` in plain words."""

import hashlib
import re
from contextlib import suppress
from typing import TYPE_CHECKING

from secaudit.documents import wording
from secaudit.documents.document import Document, Node, Text
from secaudit.errors import InputError, Problem

if TYPE_CHECKING:
    from yaml.error import YAMLError

    from secaudit.documents.builder import RefusedError

MAX_BYTES = 20_000_000

# Line breaks to YAML 1.1 and libyaml, plain text to YAML 1.2 and most editors: a key could hide behind one.
_INVISIBLE = {
    "\x85": "U+0085 (next line)",
    "\u2028": "U+2028 (line separator)",
    "\u2029": "U+2029 (paragraph separator)",
    "\ufeff": "U+FEFF (byte order mark)",
}
_LINE_BEGINS = re.compile(rb"^(?:[^ \r\n#-]|-[^ \r\n])", re.MULTILINE)
_LINE_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")


def parse(name: str, data: bytes, *, leave: str = "") -> Document:
    """Read one YAML text; `name` is the path to show.

    `leave` is a top-level key that nobody asks for. Where it is the last one, the text ends before it, and the
    document says so (`left_out`); what is amiss in the rest is not told then.

    Scalars follow the core schema of YAML 1.2, minus what has bitten people: whole numbers are decimal,
    without leading zeros and of at most 18 digits; `true`, `false`, `null` and nothing are what they look
    like; everything else (dates, `no`, `1.10`, `0x1F`, `007`) is text as it was written.

    Raises:
        InputError: with one problem that has file, line, column and a help.
    """
    _refuse_bytes(name, data)
    if head := _before(leave, data) if leave else b"":
        with suppress(InputError):  # a key that only looked like one: the whole text tells what is amiss
            return Document(_content(name, head), _text(name, data), left_out=frozenset({leave}))
    return Document(_content(name, data), _text(name, data))


def _text(name: str, data: bytes) -> Text:
    return Text(name, data, hashlib.sha256(data).hexdigest())


def _before(key: str, data: bytes) -> bytes:
    """The text before a top-level key, if no other comes after it; else nothing.

    Only what begins a line can be a top-level key or end a document. A list may stand below its key unindented.
    """
    found = re.search(rb"^%b:(?=[ \r\n])" % re.escape(key.encode()), data, re.MULTILINE)
    if found is None or _LINE_BEGINS.search(data, found.end()):
        return b""
    return data[: found.start()]


def _content(name: str, data: bytes) -> Node:
    # Lazily: a run that finds everything in its cache reads no YAML at all.
    from secaudit.documents import builder, libyaml  # noqa: PLC0415

    # One scan in C over the file decides whether a million Python tests can be left out.
    careful = len(data) > builder.MAX_SCALAR or any(mark in data for mark in (b"&", b"!", b"\\"))
    try:
        with libyaml.events(data, libyaml.MAX_EVENTS) as events:
            return builder.build(events, careful=careful)
    except builder.RefusedError as refused:
        raise InputError([_explain(name, data, refused)]) from None
    except libyaml.YAMLError as error:
        raise InputError([_translate(name, data, error)]) from None


def too_large(name: str, size: int) -> Problem:
    """What is said of a file with more bytes than are read."""
    message = wording.FILE_TOO_LARGE.format(size=size, limit=MAX_BYTES)
    return Problem(name, 0, 0, message, wording.FILE_TOO_LARGE_HELP)


def _refuse_bytes(name: str, data: bytes) -> None:
    """Refuse what must be refused before libyaml sees it."""
    if len(data) > MAX_BYTES:
        raise InputError([too_large(name, len(data))])
    if data.isascii():
        return
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(data[: error.start].decode("utf-8", "replace"))
        message = wording.NOT_UTF8.format(byte=data[error.start])
        raise InputError([Problem(name, line, column, message, wording.NOT_UTF8_HELP)]) from None
    for character, label in _INVISIBLE.items():
        at = text.find(character, 1)
        if at >= 0 or (character != "\ufeff" and text.startswith(character)):
            line, column = _place(text[: max(at, 0)])
            message = wording.INVISIBLE.format(name=label)
            raise InputError([Problem(name, line, column, message, wording.INVISIBLE_HELP)])


def _place(before: str) -> tuple[int, int]:
    """Line and column of what comes after a text."""
    lines = _LINE_BREAK.split(before)
    return len(lines), len(lines[-1].removeprefix("\ufeff")) + 1


def _explain(name: str, data: bytes, refused: "RefusedError") -> Problem:
    if refused.path is None:
        return Problem(name, refused.line, refused.column, refused.message, refused.help)
    if not refused.path:
        return Problem(name, *Text(name, data, "").position(()), refused.message, refused.help)
    first = Text(name, data, "").position(refused.path, key=True)[0]
    message = wording.DUPLICATE_KEY.format(key=wording.shown(str(refused.path[-1])), first=first, second=refused.line)
    return Problem(name, refused.line, refused.column, message, refused.help)


def _translate(name: str, data: bytes, error: "YAMLError") -> Problem:
    """Put what libyaml says into plain words."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    if mark is not None:
        line, column = mark.line + 1, mark.column + 1
        said = str(getattr(error, "problem", "") or "")
    else:
        # A reader error: libyaml counts bytes, and has no mark.
        offset = getattr(error, "position", 0) or 0
        line, column = _place(data[:offset].decode("utf-8", "replace"))
        said = str(getattr(error, "reason", error))
    if said not in wording.LIBYAML:
        return Problem(name, line, column, wording.BROKEN.format(reason=said), wording.BROKEN_HELP)
    context = getattr(error, "context_mark", None)
    opened = wording.OPENED.format(line=context.line + 1) if context is not None else ""
    reason, advice = wording.LIBYAML[said]
    return Problem(name, line, column, reason.format(opened=opened), advice)
