"""libyaml's events in classes that cost little to make.

PyYAML's parser makes an object for each event, and half of all its time goes into the `__init__` of classes
that are written in Python. These take the same arguments in the same order and are filled in C. Only the
five kinds of which a text has thousands are here; `libyaml` puts them to use, and only after a look whether
the PyYAML at hand gives them what it gives its own.
"""

from typing import Any

from msgspec import Struct


class ScalarEvent(Struct, gc=False):
    """A text, plain or quoted."""

    anchor: str | None
    tag: str | None
    implicit: tuple[bool, bool]
    value: str
    start_mark: Any
    end_mark: Any
    style: str | None


class _StartEvent(Struct, gc=False):
    anchor: str | None
    tag: str | None
    implicit: bool
    start_mark: Any
    end_mark: Any
    flow_style: bool | None


class MappingStartEvent(_StartEvent, gc=False):
    """A mapping begins."""


class SequenceStartEvent(_StartEvent, gc=False):
    """A list begins."""


class _EndEvent(Struct, gc=False):
    start_mark: Any
    end_mark: Any


class MappingEndEvent(_EndEvent, gc=False):
    """A mapping ends."""


class SequenceEndEvent(_EndEvent, gc=False):
    """A list ends."""


CLASSES: tuple[type[Struct], ...] = (
    ScalarEvent,
    MappingStartEvent,
    SequenceStartEvent,
    MappingEndEvent,
    SequenceEndEvent,
)
