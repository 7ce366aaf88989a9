"""The product as its user meets it: a command line, two streams and an exit code."""

import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PACK = Path(__file__).parent / "severities"
DAY = "2026-11-22"

PLANNED = "secaudit: 1\nsystems:\n  - {id: portal, level: 3, status: planned}\n"
OPERATING = "secaudit: 1\nsystems:\n  - {id: portal, level: 3, status: operating}\n"


@dataclass(frozen=True)
class Outcome:
    """What is left of a run."""

    code: int
    out: str
    err: str


def environment(**changes: str) -> dict[str, str]:
    """Only what a run needs, so that the machine of the tests does not speak."""
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"} | changes


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "secaudit", *map(str, arguments)]


def run(*arguments: object, cwd: Path, env: Mapping[str, str] | None = None, **rest: Any) -> Outcome:
    """Run a command line in a folder. Undecodable bytes become escapes, so that they can be looked for."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | rest
    found = subprocess.run(
        command(*arguments), cwd=cwd, env=environment(**(env or {})), timeout=60, check=False, **streams
    )
    return Outcome(found.returncode, _text(found.stdout), _text(found.stderr))


def audit(*arguments: object, cwd: Path, env: Mapping[str, str] | None = None, **rest: Any) -> Outcome:
    """Audit with the small pack of this folder."""
    return run("audit", *arguments, "--rules", PACK, "--as-of", DAY, cwd=cwd, env=env, **rest)


def write(folder: Path, files: Mapping[str, str]) -> Path:
    """Write files, by their names, below a folder."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def _text(data: bytes | None) -> str:
    return (data or b"").decode("utf-8", "backslashreplace")
