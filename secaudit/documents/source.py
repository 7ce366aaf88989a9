"""Where a thing was declared."""

from msgspec import Struct


class Source(Struct, frozen=True, array_like=True, gc=False, order=True):
    """File (relative, with `/`), line and column, both counted from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}"
