"""Writing: every file is old or new, never half; either all of them are new or none."""

import errno
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from secaudit.errors import OutputError, Problem

STDOUT = "-"


Content = str | bytes


def write_all(outputs: Sequence[tuple[str, Content]]) -> None:
    """Write texts or bytes to files (`-` is standard output). Raises OutputError if one cannot be written.

    All are written beside their goals first and renamed together; a device is written to directly.
    """
    staged: dict[Path, Path] = {}
    try:
        for name, text in outputs:
            if name != STDOUT and not _is_device(Path(name)):
                staged[Path(name)] = _stage(Path(name), text)
        for name, text in outputs:
            if name == STDOUT:
                _print(text)
            elif _is_device(Path(name)):
                _write_device(Path(name), text)
        _publish(staged)
    finally:
        for temporary in staged.values():
            temporary.unlink(missing_ok=True)


def make_folders(names: Iterable[str]) -> None:
    """Make folders that are not there; those that hold them must be. Raises OutputError if one cannot be made."""
    for name in names:
        try:
            Path(name).mkdir(exist_ok=True)
        except OSError as error:
            raise _failure(Path(name), error) from error


def _is_device(path: Path) -> bool:
    try:
        mode = path.stat().st_mode
    except OSError:
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def _stage(goal: Path, text: Content) -> Path:
    if goal.is_dir():
        raise OutputError([Problem(str(goal), 0, 0, "could not be written: it is a folder", "name a file")])
    temporary = None
    try:
        handle, name = tempfile.mkstemp(prefix=f".{goal.name}.", suffix=".tmp", dir=goal.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(_encoded(text))
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
    except BaseException as error:  # also when we are interrupted
        if temporary is not None:
            temporary.unlink(missing_ok=True)
        if isinstance(error, OSError):
            raise _failure(goal, error) from error
        raise
    return temporary


def _publish(staged: Mapping[Path, Path]) -> None:
    for goal, temporary in staged.items():
        try:
            temporary.replace(goal)
        except OSError as error:
            raise _failure(goal, error) from error


def _write_device(path: Path, text: Content) -> None:
    try:
        with path.open("wb") as file:
            file.write(_encoded(text))
    except OSError as error:
        raise _failure(path, error) from error


def _print(text: Content) -> None:
    if isinstance(text, str):
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        sys.stdout.buffer.write(text)
        sys.stdout.buffer.flush()


def _encoded(text: Content) -> bytes:
    return text.encode("utf-8", "backslashreplace") if isinstance(text, str) else text


def _failure(path: Path, error: OSError) -> OutputError:
    cure = "make the folder first" if error.errno == errno.ENOENT else ""
    return OutputError([Problem(str(path), 0, 0, f"could not be written: {error.strerror or error}", cure)])
