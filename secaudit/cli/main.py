"""The group of commands, and the one place where what went wrong becomes an exit code."""

import errno
import gc
import importlib
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import NoReturn

import click

from secaudit import __version__
from secaudit.cli import console, exit_codes, hints
from secaudit.errors import InputError, OutputError, PolicyError, SecauditError

# Help comes from this table, so that `secaudit --help` imports no command.
_COMMANDS = {
    "audit": "Audit inventories against the rules in force and write reports.",
    "init": "Write a commented starter inventory that audits.",
    "level": "Compute the level of systems and say which criteria give it.",
    "path": "Show how one place reaches another, hop by hop.",
    "rules": "List, explain and test rules.",
    "schema": "Print a JSON Schema of the file formats.",
    "validate": "Check inventories for mistakes without auditing them.",
}


class _Commands(hints.Group):
    """Commands that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        module = importlib.import_module(f"secaudit.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="secaudit")
def cli() -> None:
    """Is every system's security level approved, and is its network really isolated?

    Exit codes: 0 nothing found, 1 findings, 2 wrong command line, rules or waivers,
    3 something could not be read or judged, 4 our own fault or an output not written.
    """


class _Terminated(BaseException):
    """SIGTERM was received."""


def _terminate(_signal: int, _frame: FrameType | None) -> NoReturn:
    raise _Terminated


def main(arguments: Sequence[str]) -> int:
    """Run a command line; the result is one of the exit codes, whatever happens."""
    console.prepare()
    signal.signal(signal.SIGTERM, _terminate)
    gc.disable()  # nothing here is cyclic and the process is short: counting references is enough
    try:
        code = cli.main(args=list(arguments), prog_name="secaudit", standalone_mode=False)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001  (Python's own code for a crash is 1, which means findings)
        return _code(error)
    return code if isinstance(code, int) else exit_codes.OK


def _code(error: BaseException) -> int:  # noqa: PLR0911  (one line an outcome)
    match error:
        case click.exceptions.Exit():
            return error.exit_code
        case click.ClickException():
            error.show()
            return exit_codes.USAGE
        case click.Abort() | KeyboardInterrupt():
            console.say("interrupted: nothing was written")
            return exit_codes.INTERRUPTED
        case _Terminated():
            console.say("terminated: nothing was written")
            return exit_codes.TERMINATED
        case SecauditError():
            return _ours(error)
        case OSError():
            return _operating_system(error)
        case _:
            console.confess(error)
            return exit_codes.FAULT


def _ours(error: SecauditError) -> int:
    match error:
        case InputError():
            console.complain(error.problems, "no audit was performed: the inventory cannot be read as it is")
            return exit_codes.INCOMPLETE
        case PolicyError():
            console.complain(error.problems, "no audit was performed: the rules, parameters or waivers are wrong")
            return exit_codes.USAGE
        case OutputError():
            console.complain(error.problems, "no report was written")
    return exit_codes.FAULT


def _operating_system(error: OSError) -> int:
    """Standard output is closed, full or gone; whatever was to be told there was not told."""
    _silence_stdout()
    if error.errno == errno.EPIPE:
        return exit_codes.FAULT
    console.say(f"error: could not write: {error.strerror or error}")
    return exit_codes.FAULT


def _silence_stdout() -> None:
    """Keep the interpreter from complaining about the same stream once more while it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        return
