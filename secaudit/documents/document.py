"""What has been read: data that knows its lines, and the text it came from."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from secaudit.documents.place import Path, Place
from secaudit.errors import Problem


class Node(dict[str, Any]):
    """A mapping that knows the line and column where it begins, both counted from 1."""

    __slots__ = ("column", "line")

    line: int
    column: int


@dataclass(frozen=True, slots=True)
class Text:
    """The bytes that were read, once: what was hashed is what was parsed.

    `name` is the path to show (relative, with `/`), `digest` the SHA-256 in hexadecimal. `prefix` is the
    place inside the file where an embedded document begins; paths are relative to it.
    """

    name: str
    data: bytes = field(repr=False)
    digest: str
    prefix: Path = ()

    def position(self, path: Path, *, key: bool = False) -> tuple[int, int]:
        """Line and column, from 1, of the value at a path, or of its key.

        A path that does not exist gives the place of its nearest ancestor that does. The text is scanned
        again for this: keeping every position would cost every run what only a failing one needs.
        """
        place = self.places([path])[path]
        return place.key if key else place.value

    def places(self, paths: Iterable[Path]) -> dict[Path, Place]:
        """The places of many paths, in one scan."""
        # Lazily, because whoever reads no YAML should not pay for importing it.
        from secaudit.documents.positions import locate  # noqa: PLC0415

        wanted = {path: self.prefix + path for path in paths}
        found = locate(self.data, wanted.values())
        return {path: found[whole] for path, whole in wanted.items()}


@dataclass(frozen=True, slots=True)
class Document:
    """Plain data (mappings are `Node`s; lists, text, whole numbers, truth values, None) and its text.

    `borrowed` are the top-level keys that came from another document, with the text in which they stand, and
    `left_out` those that stand in its text and were not read.
    """

    content: Node
    text: Text
    borrowed: Mapping[str, Text] = field(default_factory=dict, repr=False)
    left_out: frozenset[str] = frozenset()

    def text_at(self, path: Path) -> Text:
        """The text in which the value at a path stands."""
        return self.borrowed.get(str(path[0]), self.text) if path else self.text

    def problem(self, path: Path, message: str, help_text: str = "", *, key: bool = False) -> Problem:
        """What is wrong with the value at a path, or with its key, with file, line and column."""
        text = self.text_at(path)
        return Problem(text.name, *text.position(path, key=key), message, help_text)


def embedded(document: Document, path: Path) -> Document:
    """A mapping inside a document, seen as a document of its own.

    Its positions still are those in the outer file. Raises `KeyError`, `IndexError` or `TypeError` when
    there is no mapping at that path, which a caller has made sure of by checking the outer document.
    """
    content: Any = document.content
    for step in path:
        content = content[step]
    if not isinstance(content, Node):
        raise TypeError(f"no mapping at {path}")
    text = document.text_at(path)
    return Document(content, replace(text, prefix=text.prefix + path))


def layered(document: Document, base: Document, own: Collection[str] = ()) -> Document:
    """A document on top of another: the top-level keys that it does not have are those of the base, but for `own`."""
    has = document.content.keys() | document.left_out
    taken = [key for key in base.content if key not in has and key not in own]
    content = Node({key: base.content[key] for key in taken} | document.content)
    content.line, content.column = document.content.line, document.content.column
    left_out = base.left_out - has - set(own)
    borrowed = {key: base.text_at((key,)) for key in (*taken, *left_out)}
    return Document(content, document.text, {**document.borrowed, **borrowed}, document.left_out | left_out)
