"""secaudit init: a commented starter inventory that audits."""

from importlib.resources import files
from pathlib import Path

import click

from secaudit.cli import console, exit_codes
from secaudit.cli.output import write_all

_STARTER = "inventory.yaml"
_SCHEMA = "inventory.schema.json"


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=Path())
def command(folder: Path) -> int:
    """Write a commented starter inventory into FOLDER (default: here), with the schema for editors.

    Example: secaudit init my-unit && secaudit audit my-unit
    """
    from secaudit.documents import schema_text  # noqa: PLC0415  (heavy)

    for name in (_STARTER, _SCHEMA):
        if (folder / name).exists():
            raise click.UsageError(f"{folder / name} exists already and is left as it is")
    folder.mkdir(parents=True, exist_ok=True)
    starter = files("secaudit.cli").joinpath("starter.yaml").read_text(encoding="utf-8")
    write_all([(str(folder / _STARTER), starter), (str(folder / _SCHEMA), schema_text("inventory"))])
    console.tell([f"wrote {folder / _STARTER} and {folder / _SCHEMA}", f"next: secaudit audit {folder}"])
    return exit_codes.OK
