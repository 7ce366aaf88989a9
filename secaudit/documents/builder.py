"""The hot loop: libyaml events to plain data, bounded, without recursion.

Half of all the time of an audit is spent here, at about 0.2 microseconds an event beside what making the
event costs. Hence one flat function, local names, no look at `start_mark` unless a mapping begins, and
checks that a whole file cannot need (`careful`) decided once a file. Measure before changing anything:
the command is in README.md.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any, NoReturn

from secaudit.documents import wording
from secaudit.documents.document import Node
from secaudit.documents.libyaml import (
    MAX_EVENTS,
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

MAX_DEPTH = 32
MAX_SCALAR = 64 * 1024
MAX_DIGITS = 18

# Leading zeros make an identifier (`007`), more than 18 digits no quantity that is counted here.
_number = re.compile(rf"[-+]?(?:0|[1-9][0-9]{{0,{MAX_DIGITS - 1}}})\Z").match
_WORDS = {
    "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip
# Everything that YAML cannot hold unescaped; NEL is left out because it can.
_control = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]").search
_IN_LIST = object()  # stands where a mapping has the key whose value comes next


class RefusedError(Exception):
    """The text is not what we read.

    `path` is set when a place has to be found by another scan: that of the first of two equal keys, or of
    the root (`()`).
    """

    def __init__(self, event: Event, message: str, advice: str, path: tuple[str | int, ...] | None = None) -> None:
        """Take the place from the event at fault."""
        super().__init__(message)
        mark = event.start_mark
        self.line, self.column = mark.line + 1, mark.column + 1
        self.message, self.help, self.path = message, advice, path


def build(events: Iterable[Event], *, careful: bool) -> Node:  # noqa: C901, PLR0912, PLR0915 the hot loop
    """Make the mapping that a stream of events describes.

    `careful` must be true unless the text has no `&`, `!` and backslash and is shorter than the longest
    scalar allowed. Raises `RefusedError`, and what libyaml raises while it is asked for events.
    """
    scalar, mapping, sequence, node = ScalarEvent, MappingStartEvent, SequenceStartEvent, Node
    mapping_end, sequence_end = MappingEndEvent, SequenceEndEvent
    number, words, in_list = _number, _WORDS, _IN_LIST
    spellings: dict[str, str] = {}  # every key is checked and normalised once
    root: list[Any] = []
    stack: list[Any] = []  # the open containers around `top`
    top: Any = root
    key: Any = in_list  # None: a mapping waits for its next key
    is_map = False
    kind: Any = None
    for event in events:
        kind = event.__class__
        if kind is scalar:
            value = event.value
            if careful and (event.anchor or event.tag or event.style == '"' or len(value) > MAX_SCALAR):
                _inspect(event)
            if key is None:
                key = spellings.get(value)
                if key is None:
                    key = spellings[value] = _spelling(event)
                if key in top:
                    raise _duplicate(event, [*stack, top], key)
                continue
            if not event.style:
                if value < ":":  # digits, signs and nothing at all sort before it, letters after it
                    if number(value):
                        value = int(value)
                    elif not value:
                        value = None
                elif value in words:
                    value = words[value]
            if is_map:
                top[key] = value
                key = None
            else:
                top.append(value)
        elif kind is mapping or kind is sequence:
            if key is None or event.anchor or event.tag or len(stack) >= MAX_DEPTH:
                _refuse_collection(event, complex_key=key is None)
            if kind is mapping:
                mark = event.start_mark
                child: Any = node()
                child.line = mark.line + 1
                child.column = mark.column + 1
            else:
                child = []
            if is_map:
                top[key] = child
            else:
                top.append(child)
            stack.append(top)
            top = child
            is_map = kind is mapping
            key = None if is_map else in_list
        elif kind is mapping_end or kind is sequence_end:
            top = stack.pop()
            is_map = top.__class__ is node
            key = None if is_map else in_list
        elif kind is AliasEvent or kind is DocumentStartEvent:
            _refuse_other(event, first=not root)
    if kind is not StreamEndEvent:
        raise RefusedError(event, wording.TOO_MANY.format(limit=MAX_EVENTS), wording.FILE_TOO_LARGE_HELP)
    return _mapping(root, event)


def _mapping(root: list[Any], end: Event) -> Node:
    if not root or root[0] is None:
        raise RefusedError(end, wording.EMPTY, wording.EMPTY_HELP)
    if not isinstance(root[0], Node):
        what = "a list" if isinstance(root[0], list) else "plain text"
        raise RefusedError(end, wording.NOT_A_MAPPING.format(what=what), wording.NOT_A_MAPPING_HELP, ())
    return root[0]


def _inspect(event: Event) -> None:
    if event.anchor:
        raise RefusedError(event, wording.ANCHOR.format(name=event.anchor), wording.ANCHOR_HELP)
    if event.tag:
        raise RefusedError(event, wording.TAG.format(tag=event.tag), wording.TAG_HELP)
    if len(event.value) > MAX_SCALAR:
        message = wording.SCALAR_TOO_LONG.format(size=len(event.value), limit=MAX_SCALAR)
        raise RefusedError(event, message, wording.SCALAR_TOO_LONG_HELP)
    # Raw control characters stop libyaml; escaped ones (`"\0"`) would travel on into every report.
    if control := _control(event.value):
        raise RefusedError(event, wording.CONTROL.format(code=ord(control[0])), wording.CONTROL_HELP)


def _spelling(event: Event) -> str:
    """The key in NFC, so that `tên` typed on two keyboards is one key."""
    key = unicodedata.normalize("NFC", event.value)
    if not key:
        raise RefusedError(event, wording.EMPTY_KEY, wording.EMPTY_KEY_HELP)
    if key == "<<":
        raise RefusedError(event, wording.MERGE_KEY, wording.MERGE_KEY_HELP)
    return key


def _duplicate(event: Event, open_: list[Any], key: str) -> RefusedError:
    """Find the path of the first of two equal keys from the containers that are open (the first is `root`)."""
    steps = [next(reversed(c)) if c.__class__ is Node else len(c) - 1 for c in open_[1:-1]]
    return RefusedError(event, key, wording.DUPLICATE_KEY_HELP, (*steps, key))


def _refuse_collection(event: Event, *, complex_key: bool) -> NoReturn:
    if event.anchor:
        raise RefusedError(event, wording.ANCHOR.format(name=event.anchor), wording.ANCHOR_HELP)
    if event.tag:
        raise RefusedError(event, wording.TAG.format(tag=event.tag), wording.TAG_HELP)
    if complex_key:
        raise RefusedError(event, wording.COMPLEX_KEY, wording.COMPLEX_KEY_HELP)
    raise RefusedError(event, wording.TOO_DEEP.format(limit=MAX_DEPTH), wording.TOO_DEEP_HELP)


def _refuse_other(event: Event, *, first: bool) -> None:
    if isinstance(event, AliasEvent):
        raise RefusedError(event, wording.ALIAS.format(name=event.anchor), wording.ANCHOR_HELP)
    if not first:
        raise RefusedError(event, wording.TWO_DOCUMENTS, wording.TWO_DOCUMENTS_HELP)
    if event.version or event.tags:
        raise RefusedError(event, wording.DIRECTIVE, wording.DIRECTIVE_HELP)
