"""Errors and hints on stderr. Nothing from an inventory reaches a terminal raw."""

import os
import sys
import traceback
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, TextIO

import click

from secaudit.cli import exit_codes
from secaudit.errors import Problem

if TYPE_CHECKING:
    from secaudit.findings.report import SkipCard

_SHOWN = 100


def prepare() -> None:
    """Let no character of an inventory stop us: what a console cannot show is written as an escape.

    A stream that is closed stays one: nothing can be written to standard output, and nobody listens to errors.
    """
    if sys.stdout is None:
        sys.stdout = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123  (for reading only)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def colours(stream: TextIO) -> bool:
    """Whether to colour what goes to a stream (no-color.org: a non-empty NO_COLOR says no)."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def silence(stream: TextIO) -> None:
    """Give up a stream that is closed or full, lest Python tries again while it ends and leaves with 120."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
    except (OSError, ValueError):
        return


def say(text: str) -> None:
    """A line for the person at the terminal, apart from the result; if nobody listens, nothing is lost."""
    from secaudit.reporters.safety import terminal  # noqa: PLC0415  (start-up stays light)

    try:
        click.echo(terminal(text), err=True)
    except OSError:
        silence(sys.stderr)


def tell(lines: Iterable[str]) -> None:
    """Lines of a result on standard output."""
    from secaudit.reporters.safety import one_line, terminal  # noqa: PLC0415

    for line in lines:
        click.echo(one_line(line) if "\n" in line else terminal(line))


def complain(problems: Iterable[Problem], ending: str) -> None:
    """Tell problems as `error: file:line:column: what`, with what would be right, and where that leaves us."""
    listed = list(problems)
    for problem in listed[:_SHOWN]:
        say(f"error: {problem.where}: {problem.message}" if problem.file else f"error: {problem.message}")
        for line in problem.help.splitlines():
            say(f"  help: {line}" if line == problem.help else f"  {line}")
    if len(listed) > _SHOWN:
        say(f"error: and {len(listed) - _SHOWN} more")
    say(ending)


def tell_skipped(skipped: "Sequence[SkipCard]") -> int:
    """Tell what was found and not read; the exit code that this deserves."""
    for skip in skipped[:_SHOWN]:
        say(f"skipped: {skip.name}: {skip.message}")
    if len(skipped) > _SHOWN:
        say(f"skipped: and {len(skipped) - _SHOWN} more")
    return exit_codes.INCOMPLETE if skipped else exit_codes.OK


def confess(error: BaseException) -> None:
    """Tell a bug of ours, with what is needed to report it."""
    traceback.print_exception(error, file=sys.stderr)
    say(f"error: this is a bug in secaudit: {type(error).__name__}: {error}")
    say("  help: please report it with the lines above; no audit was completed")
