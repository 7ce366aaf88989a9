"""The one door to PyYAML. Only the event parser of libyaml is used, never a PyYAML loader.

The pure Python parser of PyYAML answers differently (lone surrogates, tabs) and is ten times slower, so
its place is not taken by it silently: without libyaml nothing starts.

Most of the time of reading goes into making PyYAML's event objects, so the parser is lent leaner classes
while it parses for us (`lean_events`). It looks its classes up by name in its own module; there they are
swapped, and put back when our text ends, well or badly. A PyYAML that does not play along is noticed by a
probe when this module is imported, and keeps its own classes.
"""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from threading import RLock
from typing import Any, TypeAlias

from yaml import events as ordinary
from yaml.error import YAMLError
from yaml.events import AliasEvent, DocumentStartEvent, StreamEndEvent

from secaudit.documents import lean_events, wording
from secaudit.errors import Problem, SecauditError

try:
    from yaml import _yaml as parser_module
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError as error:
    raise SecauditError([Problem("PyYAML", 0, 0, wording.NO_LIBYAML, wording.NO_LIBYAML_HELP)]) from error

__all__ = [
    "MAX_EVENTS",
    "AliasEvent",
    "DocumentStartEvent",
    "Event",
    "MappingEndEvent",
    "MappingStartEvent",
    "ScalarEvent",
    "SequenceEndEvent",
    "SequenceStartEvent",
    "StreamEndEvent",
    "YAMLError",
    "events",
]

MAX_EVENTS = 2_000_000
Event: TypeAlias = Any  # the type stubs give events none of their attributes
Classes: TypeAlias = Mapping[str, type]
BOM = b"\xef\xbb\xbf"

# The classes of PyYAML that are lent out belong to one parse at a time, also among threads.
_swapping = RLock()
_PROBE = b"""%YAML 1.1
---
&anchor !tag key: [plain, 'single', "double", !!str tagged, *anchor]
? &map !mapping {a: !!seq [], b: {}}
: |
  block
"""


@contextmanager
def events(data: bytes, limit: int) -> Iterator[Iterator[Event]]:
    """The events of a YAML stream, pulled one at a time, at most `limit`, and only within the `with`.

    Nothing is read ahead, so whoever stops asking (at a depth limit, say) has paid for nothing more.
    """
    with _lent(_LENT):
        yield _stream(data, limit)


def _stream(data: bytes, limit: int) -> Iterator[Event]:
    parser = CParser(data.removeprefix(BOM))
    return islice(iter(parser.get_event, None), limit)


@contextmanager
def _lent(classes: Classes) -> Iterator[None]:
    """Have the parser make events of these classes."""
    with _swapping:
        before = {name: getattr(parser_module, name) for name in classes}
        try:
            for name, lean in classes.items():
                setattr(parser_module, name, lean)
            yield
        finally:
            for name, own in before.items():
                setattr(parser_module, name, own)


def accepted(classes: Iterable[type]) -> Classes:
    """The classes by name if the parser fills them as it fills its own, else none."""
    named = {each.__name__: each for each in classes}
    try:
        theirs = list(_stream(_PROBE, MAX_EVENTS))
        with _lent(named):
            ours = list(_stream(_PROBE, MAX_EVENTS))
        same = all(_alike(named, one, other) for one, other in zip(ours, theirs, strict=True))
    except Exception:  # noqa: BLE001 whatever an unknown version does with them, its own classes remain
        return {}
    return named if same else {}


def _alike(classes: Classes, ours: Event, theirs: Event) -> bool:
    name = theirs.__class__.__name__
    if ours.__class__ is not classes.get(name, theirs.__class__):
        return False
    return all(_plain(getattr(ours, part)) == _plain(value) for part, value in vars(theirs).items())


def _plain(value: object) -> object:
    return (value.line, value.column) if hasattr(value, "line") and hasattr(value, "column") else value


_LENT = accepted(lean_events.CLASSES)
MappingEndEvent: Any = _LENT.get("MappingEndEvent", ordinary.MappingEndEvent)
MappingStartEvent: Any = _LENT.get("MappingStartEvent", ordinary.MappingStartEvent)
ScalarEvent: Any = _LENT.get("ScalarEvent", ordinary.ScalarEvent)
SequenceEndEvent: Any = _LENT.get("SequenceEndEvent", ordinary.SequenceEndEvent)
SequenceStartEvent: Any = _LENT.get("SequenceStartEvent", ordinary.SequenceStartEvent)
