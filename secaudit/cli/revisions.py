"""An inventory as it was in a revision of a git repository: `git:REVISION:PATH`.

The revision is exported into a folder of its own that nobody else can write to; nothing in the repository is run or
changed. Links, devices and whatever leads out of the folder are left out by the export or refused by the reader.
"""

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from secaudit.errors import InputError, Problem

PREFIX = "git:"
_SECONDS = 120


@contextmanager
def exported(text: str) -> Iterator[tuple[Path, Path]]:
    """The folder that stands for the repository, and the place of the inventory in it.

    Raises InputError if there is no such revision or path, or no git.
    """
    revision, _, path = text.removeprefix(PREFIX).partition(":")
    if not revision or revision.startswith("-"):
        raise _problem(text, "names no revision", "write git:REVISION:PATH, such as git:main:inventories")
    top = Path(_git(["rev-parse", "--show-toplevel"], text).decode().strip())
    inside = _git(["rev-parse", "--show-prefix"], text).decode().strip()
    wanted = (Path(inside) / (path or ".")).as_posix()
    archive = _git(["-C", str(top), "archive", "--format=tar", revision, "--", wanted], text)
    with tempfile.TemporaryDirectory(prefix="secaudit-") as folder:
        base = Path(folder)
        with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
            regular = [member for member in tar.getmembers() if member.isfile() or member.isdir()]
            tar.extractall(base, members=regular, filter="data")
        yield base, base / wanted


def _git(arguments: list[str], text: str) -> bytes:
    try:
        found = subprocess.run(  # noqa: S603  (no shell, and a revision cannot be an option)
            ["git", *arguments],  # noqa: S607  (the git that the user runs too)
            capture_output=True,
            check=False,
            timeout=_SECONDS,
        )
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
