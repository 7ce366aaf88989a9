"""The one place where what went wrong becomes words and an exit code."""

import errno
import signal
import sys
from types import FrameType
from typing import NoReturn

import click

from secaudit.cli import console, exit_codes
from secaudit.errors import InputError, OutputError, PolicyError, SecauditError


class _Terminated(BaseException):
    """SIGTERM was received."""


def catch_signals() -> None:
    """Let SIGTERM unwind like SIGINT, so that no half-written file stays behind."""
    signal.signal(signal.SIGTERM, _terminate)


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _Terminated


def explain(error: BaseException) -> int:
    """Tell what ended the run, as far as anybody listens; its exit code."""
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)  # a second one ends us at once
    try:
        _tell(error)
        sys.stderr.flush()
    except OSError:
        console.silence(sys.stderr)
    return _code(error)


def _code(error: BaseException) -> int:
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException() | PolicyError():
            return exit_codes.USAGE
        case click.Abort() | KeyboardInterrupt():
            return exit_codes.INTERRUPTED
        case _Terminated():
            return exit_codes.TERMINATED
        case InputError():
            return exit_codes.INCOMPLETE
        case _:
            return exit_codes.FAULT


def _tell(error: BaseException) -> None:
    match error:
        case click.exceptions.Exit():
            pass
        case click.ClickException():
            _tell_of_the_command_line(error)
        case click.Abort() | KeyboardInterrupt():
            console.say("interrupted: no report was written by half")
        case _Terminated():
            console.say("terminated: no report was written by half")
        case SecauditError():
            console.complain(error.problems, next(text for kind, text in _ENDINGS if isinstance(error, kind)))
        case OSError():
            _tell_of_the_system(error)
        case _:
            console.confess(error)


_ENDINGS: tuple[tuple[type[SecauditError], str], ...] = (
    (InputError, "no audit was performed: the inventory cannot be read as it is"),
    (PolicyError, "no audit was performed: the rules, parameters or waivers are wrong"),
    (OutputError, "no report was written"),
    (SecauditError, "nothing was done"),
)


def _tell_of_the_command_line(error: click.ClickException) -> None:
    if isinstance(error, _BARE):
        error.show()  # which is the help
        return
    console.say(f"error: {' '.join(error.format_message().split())}")
    context = error.ctx if isinstance(error, click.UsageError) else None
    if context is not None and isinstance(error, click.MissingParameter):
        console.say(f"  help: {' '.join(context.get_usage().split()).removeprefix('Usage: ')}")
    elif context is not None:
        console.say(f"  help: {context.command_path} --help")


# A group without a command; older versions of click do not raise it.
_BARE: type[click.ClickException] | tuple[()] = getattr(click.exceptions, "NoArgsIsHelpError", ())


def _tell_of_the_system(error: OSError) -> None:
    """A file is not as it must be, or standard output is closed, full or gone; then nothing was told there."""
    console.silence(sys.stdout)
    if error.errno != errno.EPIPE:
        place = f"{error.filename}: " if error.filename else "could not write: "
        console.say(f"error: {place}{error.strerror or error}")
