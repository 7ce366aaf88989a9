"""The group of commands, and how one of them is run."""

import gc
import importlib
import os
import sys
from collections.abc import Sequence
from keyword import iskeyword
from pathlib import Path

import click

from secaudit import __version__
from secaudit.cli import configuration, console, endings, exit_codes, hints

_COMPLETE = "_SECAUDIT_COMPLETE"  # a shell that completes a command line sets it

# Help comes from this table, so that `secaudit --help` imports no command.
_COMMANDS = {
    "approve-hash": "Print the line that binds an approval to what was approved.",
    "attest": "Print the open questions that no inventory answers, to be filled in.",
    "audit": "Audit inventories against the rules in force and write reports.",
    "baseline": "Keep what is known, so that only what is new fails.",
    "calendar": "List what becomes due or void when, and the next failing date.",
    "diff": "Compare two inventories, or one at two times: what a change opens, voids or heals.",
    "export": "Draw the network of inventories, for Graphviz or Mermaid.",
    "exposure": "Count the approved gateways before every segment of level 4 or 5 or with a secrecy.",
    "import": "Translate a foreign file into an inventory.",
    "init": "Write a commented starter inventory that audits.",
    "level": "Compute the level of systems and say which criteria give it.",
    "matrix": "Tabulate which zones, networks, levels or units reach which.",
    "path": "Show how one place reaches another, hop by hop, or what prevents it.",
    "report": "Write reports from a saved result, without the inventory.",
    "rules": "List, explain and test rules.",
    "schema": "Print a JSON Schema of the file formats.",
    "validate": "Check inventories for mistakes without auditing them.",
    "waivers": "List, check and draft waivers: decisions to live with a finding for a time.",
    "watch": "Audit again on every save, and say what changed.",
    "what-if": "Tell what a change of the network would bring, before it is made.",
}


class _Commands(hints.Group):
    """Commands that are imported when they are used."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in _COMMANDS:
            return None
        name = f"{cmd_name}_" if iskeyword(cmd_name) else cmd_name.replace("-", "_")
        module = importlib.import_module(f"secaudit.cli.{name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "--version", "-V", prog_name="secaudit")
@click.option("--config", type=click.Path(path_type=Path, exists=True, dir_okay=False), metavar="FILE",
              help="Read options from this file (default: the nearest secaudit.toml in the repository).")  # fmt: skip
@click.option("--isolated", is_flag=True, help="Read no options from any file.")
@click.pass_context
def cli(context: click.Context, config: Path | None, *, isolated: bool) -> None:
    """Is every system's security level approved, and is its network really isolated?

    Exit codes: 0 nothing found, 1 findings, 2 wrong command line, rules or waivers,
    3 something could not be read or judged, 4 our own fault or an output not written.
    """
    if config is not None and isolated:
        raise click.UsageError("--config and --isolated contradict each other")
    file = None if isolated else config or configuration.found(Path.cwd())
    if file is not None:
        values = configuration.read(file)
        context.default_map = configuration.defaults(cli, context, values)
        context.obj = {"config": file.name, **values}
        console.say(f"options from {file.name}: {', '.join(values) or 'none'}")


def main(arguments: Sequence[str]) -> int:
    """Run a command line; the result is one of the exit codes, whatever happens."""
    console.prepare()
    endings.catch_signals()
    gc.disable()  # nothing here is cyclic and the process is short: counting references is enough
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except BaseException as error:  # noqa: BLE001  (Python's own code for a crash is 1, which means findings)
        return endings.explain(error)
    return code


def _run(arguments: Sequence[str]) -> int:
    """Not by click's own main, which leaves with 1 when a pipe is closed."""
    instruction = os.environ.get(_COMPLETE)
    if instruction:
        from click.shell_completion import shell_complete  # noqa: PLC0415

        failed = shell_complete(cli, {}, "secaudit", _COMPLETE, instruction)
        return exit_codes.USAGE if failed else exit_codes.OK
    with cli.make_context("secaudit", list(arguments)) as context:
        code = cli.invoke(context)
    return code if isinstance(code, int) else exit_codes.OK
