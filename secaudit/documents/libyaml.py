"""The one door to PyYAML. Only the event parser of libyaml is used, never a PyYAML loader.

The pure Python parser of PyYAML answers differently (lone surrogates, tabs) and is ten times slower, so
its place is not taken by it silently: without libyaml nothing starts.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from yaml.error import YAMLError as YAMLError
from yaml.events import AliasEvent as AliasEvent
from yaml.events import DocumentStartEvent as DocumentStartEvent
from yaml.events import MappingEndEvent as MappingEndEvent
from yaml.events import MappingStartEvent as MappingStartEvent
from yaml.events import ScalarEvent as ScalarEvent
from yaml.events import SequenceEndEvent as SequenceEndEvent
from yaml.events import SequenceStartEvent as SequenceStartEvent
from yaml.events import StreamEndEvent as StreamEndEvent

from secaudit.documents import wording
from secaudit.errors import Problem, SecauditError

try:
    from yaml.cyaml import CParser  # type: ignore[attr-defined]
except ImportError as error:
    raise SecauditError([Problem("PyYAML", 0, 0, wording.NO_LIBYAML, wording.NO_LIBYAML_HELP)]) from error

BOM = b"\xef\xbb\xbf"


def events(data: bytes, limit: int) -> Iterator[Any]:
    """The events of a YAML stream, pulled one at a time, at most `limit`.

    Nothing is read ahead, so whoever stops asking (at a depth limit, say) has paid for nothing more.
    """
    # Any, because the type stubs give events none of their attributes.
    parser = CParser(data.removeprefix(BOM))
    return islice(iter(parser.get_event, None), limit)
