"""Who changed a file last, by git: for files that somebody decides in, such as waivers."""

import subprocess
from collections.abc import Collection, Iterator
from pathlib import Path

from secaudit.errors import Problem

_GOOD = frozenset("GU")  # a good signature, by a key that is trusted or whose trust nobody has stated
_SECONDS = 60


def problems(file: Path, requesters: Collection[str]) -> Iterator[Problem]:
    """What is wrong with the last commit of a file: not signed, or made by somebody who asked for what is in it."""
    told = _git(file, "log", "-1", "--format=%G?%x00%an%x00%ae%x00%h", "--", file.name)
    changed = _git(file, "status", "--porcelain", "--", file.name)
    if not told:
        yield Problem(str(file), 0, 0, "is in no commit", "commit it, signed by whoever decides")
        return
    signature, name, address, commit = told.split("\0")
    if changed:
        yield Problem(str(file), 0, 0, "has changes that are not committed", "commit them, signed")
    if signature not in _GOOD:
        yield Problem(str(file), 0, 0, f"was last changed in {commit}, which has no good signature", "sign the commit")
    if {name.casefold(), address.casefold()} & {one.casefold() for one in requesters}:
        yield Problem(str(file), 0, 0, f"was last changed in {commit} by {name}, who asked for a waiver in it", "")


def _git(file: Path, *arguments: str) -> str:
    try:
        found = subprocess.run(  # noqa: S603  (no shell; the name of the file comes after --)
            ["git", "-C", str(file.parent), *arguments],  # noqa: S607  (the git that the user runs too)
            capture_output=True, check=False, timeout=_SECONDS,
        )  # fmt: skip
    except (FileNotFoundError, subprocess.TimeoutExpired):
        return ""
    return found.stdout.decode("utf-8", "replace").strip("\n") if not found.returncode else ""
