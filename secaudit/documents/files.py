"""Find files and read them, without being led anywhere by what is in the folder.

Below a base folder, which is the operator's, nothing is followed: every component of a path is opened
relative to the folder before it, and what has been opened is looked at again before it is read.
"""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NoReturn

from secaudit.documents import wording
from secaudit.documents.document import Document
from secaudit.documents.reader import MAX_BYTES, parse, too_large
from secaudit.documents.schemas import check
from secaudit.errors import InputError, Problem, UnreadableError

Reason = Literal[
    "symlink", "special_file", "unreadable", "too_large", "case_clash", "unprintable_name", "hidden"
]  # fmt: skip

_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
# Not blocking, because opening a FIFO would otherwise wait for its writer for ever.
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC


@dataclass(frozen=True, slots=True)
class Skip:
    """A thing that was found and not read, and why; nothing is left out without one of these."""

    name: str
    reason: Reason
    message: str


@dataclass(frozen=True, slots=True)
class FileEntry:
    """A file that may be read: the path to show (relative to a base folder, with `/`) and its size."""

    name: str
    size: int
    base: Path = field(repr=False)

    def read(self) -> bytes:
        """The bytes of the file, at most 20 MB.

        Raises `UnreadableError` if it is gone, is or lies behind a symbolic link, is no regular file or cannot
        be read, and `InputError` if it has grown too large since it was found.
        """
        try:
            with opened_folder(self.base, self.name.split("/")[:-1]) as folder:
                handle = os.open(self.name.rpartition("/")[2], _FILE, dir_fd=folder)
            with os.fdopen(handle, "rb") as file:
                if not stat.S_ISREG(os.fstat(handle).st_mode):
                    self._refuse(wording.SPECIAL_FILE)
                data = file.read(MAX_BYTES + 1)
        except OSError as error:
            self._refuse(why(error))
        if len(data) > MAX_BYTES:
            raise InputError([too_large(self.name, max(self.size, len(data)))])
        return data

    def _refuse(self, message: str) -> NoReturn:
        raise UnreadableError([Problem(self.name, 0, 0, message, wording.FILE_HELP)])


def read(source: FileEntry | Path, schema: str) -> Document:
    """Read one file and hold it against a schema; a `Path` is shown by its last component.

    Raises `InputError` with all problems: of the file, or of the text, or of the data.
    """
    if isinstance(source, Path):
        source = FileEntry(source.name, 0, source.parent)
    document = parse(source.name, source.read())
    check(document, schema)
    return document


@contextmanager
def opened_folder(base: Path, steps: list[str]) -> Iterator[int]:
    """A descriptor of a folder below a base, reached without following a symbolic link."""
    folder = os.open(base, _FOLDER & ~os.O_NOFOLLOW)
    try:
        for step in steps:
            if step in {"", ".", ".."}:
                raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
            below = os.open(step, _FOLDER, dir_fd=folder)
            os.close(folder)
            folder = below
        yield folder
    finally:
        os.close(folder)


def why(error: OSError) -> str:
    """What an error of the operating system means here."""
    if error.errno in {errno.ELOOP, errno.ENOTDIR}:
        # A link in place of a folder gives ENOTDIR, because O_DIRECTORY is asked of the link itself.
        return wording.SYMLINK
    if error.errno == errno.ENOENT:
        return wording.NOT_FOUND
    return wording.UNREADABLE.format(reason=error.strerror)
