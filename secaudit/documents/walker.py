"""List the YAML files of folders, and everything that was passed by."""

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from secaudit.documents import wording
from secaudit.documents.files import FileEntry, Reason, Skip, opened_folder, why
from secaudit.documents.reader import MAX_BYTES
from secaudit.errors import InputError, Problem

_SUFFIXES = (".yaml", ".yml")
_MESSAGES: dict[Reason, str] = {
    "symlink": wording.SYMLINK,
    "special_file": wording.SPECIAL_FILE,
    "unprintable_name": wording.UNPRINTABLE_NAME,
    "hidden": wording.HIDDEN,
    "case_clash": wording.CASE_CLASH,
}


@dataclass(frozen=True, slots=True)
class Walk:
    """The files to be read and the things that were not, both in the order of the bytes of their names."""

    files: tuple[FileEntry, ...]
    skipped: tuple[Skip, ...]


@dataclass(frozen=True, slots=True)
class _Found:
    """One thing below a base folder."""

    base: Path
    name: str
    status: os.stat_result

    @property
    def last(self) -> str:
        return self.name.rpartition("/")[2]


def walk(roots: Iterable[Path], *, base: Path) -> Walk:
    """Find the files that were asked for.

    A root is a file, which is taken whatever its suffix, or a folder, of which every `*.yaml` and `*.yml`
    below it is taken. Names are relative to `base`, in which all roots must lie; what `base` itself is, is the
    business of whoever gives it, but below it no link is followed. Folders whose name begins with a dot belong
    to tools (`.git`) and are passed by in silence, everything else with a `Skip`.

    Raises:
        InputError: if a root does not exist or is not below its base.
    """
    taken: list[FileEntry | Skip] = []
    for root in roots:
        found = _root(root, base)
        if stat.S_ISDIR(found.status.st_mode):
            taken.extend(_below(found))
        else:
            taken.append(_judge(found))
    unique = dict.fromkeys(taken)  # a root may lie inside another
    files = [one for one in unique if isinstance(one, FileEntry)]
    skipped = [one for one in unique if isinstance(one, Skip)]
    clashes = _clashes(files)
    skipped.extend(_skip(name, "case_clash") for name in sorted({one.name for one in clashes}))
    files = [one for one in files if one not in clashes]
    return Walk(tuple(sorted(files, key=_by_bytes)), tuple(sorted(skipped, key=_by_bytes)))


def _by_bytes(one: FileEntry | Skip) -> bytes:
    return os.fsencode(one.name)


def _root(path: Path, base: Path) -> _Found:
    """Look at a path that was given; by its spelling alone, so that no link is resolved on the way."""
    name = Path(os.path.relpath(path, base)).as_posix()
    if name.split("/")[0] == "..":
        raise InputError([Problem(path.name, 0, 0, wording.OUTSIDE, wording.OUTSIDE_HELP)])
    try:
        if name == ".":
            return _Found(base, name, base.stat())
        steps = name.split("/")
        with opened_folder(base, steps[:-1]) as folder:
            return _Found(base, name, os.stat(steps[-1], dir_fd=folder, follow_symlinks=False))
    except OSError as error:
        raise InputError([Problem(name, 0, 0, why(error), _near(path, name) or wording.ROOT_HELP)]) from None


def _near(path: Path, name: str) -> str:
    """A question about a file or folder beside the path that is spelt nearly so; empty if there is none."""
    from difflib import get_close_matches  # noqa: PLC0415 - only somebody who made a mistake waits for it

    try:
        near = get_close_matches(path.name, sorted(one.name for one in path.parent.iterdir()), n=1)
    except OSError:
        return ""
    return (
        wording.DID_YOU_MEAN.format(name=Path(name).with_name(near[0]).as_posix())
        if near and near[0].isprintable()
        else ""
    )


def _below(root: _Found) -> Iterator[FileEntry | Skip]:
    folders = [root.name]
    while folders:
        folder = folders.pop()
        steps = [] if folder == "." else folder.split("/")
        try:
            with opened_folder(root.base, steps) as handle, os.scandir(handle) as entries:
                inside = [
                    _Found(root.base, "/".join([*steps, entry.name]), entry.stat(follow_symlinks=False))
                    for entry in entries
                    if not _passed_by(entry)
                ]
        except OSError as error:
            yield Skip(_printable(folder), "unreadable", why(error))
            continue
        for found in inside:
            if stat.S_ISDIR(found.status.st_mode) and found.last.isprintable():
                folders.append(found.name)
            else:
                yield _judge(found, given=False)


def _passed_by(entry: os.DirEntry[str]) -> bool:
    """Whether nobody would look for an inventory in here: the folders of tools, and what is no YAML.

    A link is asked what it leads to, because a linked folder may hold what the reader of a report believes
    to be audited.
    """
    if entry.is_dir():
        return entry.name.startswith(".")
    return not entry.name.lower().endswith(_SUFFIXES)


def _judge(found: _Found, *, given: bool = True) -> FileEntry | Skip:
    mode = found.status.st_mode
    if not found.name.isprintable():
        return _skip(_printable(found.name), "unprintable_name")
    if stat.S_ISLNK(mode):
        return _skip(found.name, "symlink")
    if not stat.S_ISREG(mode):
        return _skip(found.name, "special_file")
    if found.last.startswith(".") and not given:
        return _skip(found.name, "hidden")
    if found.status.st_size > MAX_BYTES:
        message = wording.FILE_TOO_LARGE.format(size=found.status.st_size, limit=MAX_BYTES)
        return Skip(found.name, "too_large", message)
    return FileEntry(found.name, found.status.st_size, found.base)


def _skip(name: str, reason: Reason) -> Skip:
    return Skip(name, reason, _MESSAGES[reason])


def _printable(name: str) -> str:
    """A name that is not UTF-8 or holds control characters, as it may be shown."""
    return wording.shown(os.fsencode(name).decode("utf-8", "backslashreplace"), limit=1000)


def _clashes(files: list[FileEntry]) -> set[FileEntry]:
    """Files that are one and the same on a system that folds case or normalises names."""
    by_folded: dict[str, list[FileEntry]] = {}
    for one in files:
        by_folded.setdefault(unicodedata.normalize("NFC", one.name).casefold(), []).append(one)
    return {one for same in by_folded.values() if len(same) > 1 for one in same}
