"""The one door to PyYAML. Only the event parser of libyaml is used, never a PyYAML loader.

The pure Python parser of PyYAML answers differently (lone surrogates, tabs) and is ten times slower, so
its place is not taken by it silently: without libyaml nothing starts.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any, TypeAlias

from yaml.error import YAMLError
from yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    StreamEndEvent,
)

from secaudit.documents import wording
from secaudit.errors import Problem, SecauditError

try:
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
BOM = b"\xef\xbb\xbf"


def events(data: bytes, limit: int) -> Iterator[Event]:
    """The events of a YAML stream, pulled one at a time, at most `limit`.

    Nothing is read ahead, so whoever stops asking (at a depth limit, say) has paid for nothing more.
    """
    parser = CParser(data.removeprefix(BOM))
    return islice(iter(parser.get_event, None), limit)
