"""secaudit schema: the published contracts."""

from pathlib import Path

import click

from secaudit.cli import exit_codes

# Written out, because help should load no schema; a test holds it against the schemas that there are.
NAMES = (
    "inventory", "rule", "pack", "levels", "waivers", "citations", "controls", "instruments", "glossary", "crossmap",
)  # fmt: skip
ANSWERS = ("path", "matrix", "what-if", "exposure")


@click.command()
@click.argument("name", type=click.Choice((*NAMES, "result", *ANSWERS)), metavar="NAME")
def command(name: str) -> int:
    """Print a JSON Schema of the file formats, for editors and programs.

    NAME is inventory, rule, pack, levels, waivers, citations, controls, instruments, glossary or
    crossmap, for what is read; result, for what an audit writes as JSON; path, matrix, what-if or
    exposure, for the answers of these commands as JSON.

    Example: secaudit schema inventory > inventory.schema.json
    """
    from secaudit.documents import schema_text  # noqa: PLC0415  (heavy)

    click.echo(schema_text(name) if name in NAMES else form_text(name), nl=False)
    return exit_codes.OK


def form_text(name: str) -> str:
    """The JSON Schema of what is written: `result`, or one of `ANSWERS`."""
    room = Path(__file__).parents[1] / ("reporters" if name == "result" else "cli")
    return (room / "schemas" / f"{name}.v1.schema.json").read_text(encoding="utf-8")
