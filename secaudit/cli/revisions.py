"""An inventory as it was in a revision of a git repository: `git:REVISION:PATH`.

The files of the revision are written into a folder of its own that nobody else can write to, as git holds them: not by
`git archive`, which leaves out what an attribute in the repository tells it to leave out. Nothing in the repository is
run or changed. A symbolic link is written as one, so that the reader refuses and tells it.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from secaudit.errors import InputError, Problem

PREFIX = "git:"
_SECONDS = 120
_MOST_BYTES = 1 << 30
_LINK, _SUBMODULE = "120000", "160000"


class _File(NamedTuple):
    """A file of a revision: its mode and object in git, its size in bytes, its path from the top."""

    mode: str
    object: str
    size: int
    path: str


@contextmanager
def exported(text: str) -> Iterator[tuple[Path, Path]]:
    """The folder that stands for the repository, and the place of the inventory in it.

    Raises InputError if there is no such revision or path, or no git, or if not all of it can be had.
    """
    revision, _, path = text.removeprefix(PREFIX).partition(":")
    if not revision or revision.startswith("-"):
        raise _problem(text, "names no revision", "write git:REVISION:PATH, such as git:main:inventories")
    inside = _git(["rev-parse", "--show-prefix"], text).decode().strip()
    wanted = os.path.normpath(os.path.join(inside, path or "."))  # noqa: PTH118  (a name in git, not on disk)
    found = _listed(revision, wanted, text)
    with tempfile.TemporaryDirectory(prefix="secaudit-") as folder:
        base = Path(folder)
        _write(base, found, text)
        yield base, base / wanted


def _listed(revision: str, wanted: str, text: str) -> list[_File]:
    """All files of a revision below a path. Refuses what cannot be written as it is."""
    arguments = ["ls-tree", "-r", "-l", "-z", "--full-tree", "--end-of-options", revision, "--", wanted]
    records = _git(arguments, text).decode("utf-8", "surrogateescape").split("\0")
    found = [_file(record) for record in records if record]
    if not found:
        raise _problem(text, f"cannot be read: there is no {wanted!r} in it", "git ls-tree shows what there is")
    for file in found:
        if file.mode == _SUBMODULE:
            raise _problem(
                text, f"cannot be read whole: {file.path} is a submodule", "name a folder that is checked out"
            )
        if {"", ".", ".."} & set(file.path.split("/")):
            raise _problem(text, f"cannot be read: {file.path!r} is no path", "")
    if sum(file.size for file in found) > _MOST_BYTES:
        raise _problem(text, f"is larger than {_MOST_BYTES >> 20} MB", "name a folder in it")
    return found


def _file(record: str) -> _File:
    head, _, path = record.partition("\t")
    mode, _, name, size = head.split()
    return _File(mode, name, 0 if size == "-" else int(size), path)


def _write(base: Path, files: Sequence[_File], text: str) -> None:
    """Write files below a folder, their contents read from git in one go."""
    asked = "".join(f"{file.object}\n" for file in files).encode()
    told = _git(["cat-file", "--batch"], text, asked)
    at = 0
    for file in files:
        start = told.index(b"\n", at) + 1
        content = told[start : start + file.size]
        at = start + file.size + 1
        goal = base / PurePosixPath(file.path)
        goal.parent.mkdir(parents=True, exist_ok=True)
        if file.mode == _LINK:
            goal.symlink_to(os.fsdecode(content))
        else:
            goal.write_bytes(content)


def _git(arguments: list[str], text: str, given: bytes = b"") -> bytes:
    try:
        found = subprocess.run(  # noqa: S603  (no shell, and a revision cannot be an option)
            ["git", *arguments],  # noqa: S607  (the git that the user runs too)
            input=given, capture_output=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
    except FileNotFoundError as error:
        raise _problem(text, "cannot be read: git is not installed", "name a folder or a saved result") from error
    except subprocess.TimeoutExpired as error:
        raise _problem(text, f"cannot be read: git did not answer within {_SECONDS} seconds", "") from error
    if found.returncode:
        said = found.stderr.decode("utf-8", "replace").strip().splitlines()
        raise _problem(text, f"cannot be read: {said[-1] if said else 'git failed'}", "git log shows the revisions")
    return found.stdout


def _problem(text: str, message: str, help_text: str) -> InputError:
    return InputError([Problem(text, 0, 0, message, help_text)])
