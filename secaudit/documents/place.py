"""Places inside a document."""

from dataclasses import dataclass

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a value."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the value at a path begins, and where its key (or the item of a list) does."""

    key: tuple[int, int]
    value: tuple[int, int]
