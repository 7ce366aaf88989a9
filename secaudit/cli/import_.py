"""secaudit import: foreign files become inventories, to be read and committed."""

from pathlib import Path

import click

from secaudit.cli import console, exit_codes, hints
from secaudit.cli.output import STDOUT, write_all


@click.group(name="import", cls=hints.Group)
def command() -> None:
    """Translate a foreign file into an inventory."""


@command.command(name="csv")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", default=STDOUT, metavar="FILE", help="The inventory to write (default: standard output)."
)
def csv_register(file: Path, output: str) -> int:
    """Translate a register of systems in CSV (UTF-8, `,` or `;`) into an inventory.

    The first line names the columns: id, name, owner, level, approval_status, decision_date and others, or their
    Vietnamese names. A cell that is not understood is left out and told; nothing is guessed.

    Example: secaudit import csv register.csv -o systems.yaml
    """
    from secaudit.documents import FileEntry  # noqa: PLC0415  (heavy)
    from secaudit.exchange.csv_register import translate  # noqa: PLC0415

    if output != STDOUT and Path(output).exists():
        raise click.UsageError(f"{output!r} exists already and is left as it is")
    found = translate(file.name, FileEntry(file.name, 0, file.parent).read())
    write_all([(output, found.text)])
    if not found.problems:
        return exit_codes.OK
    console.complain(found.problems, "what was not understood was left out; the rest was translated")
    return exit_codes.INCOMPLETE
