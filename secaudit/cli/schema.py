"""secaudit schema: the published contracts."""

import click

from secaudit.cli import exit_codes

# Written out, because help should load no schema; a test holds it against the schemas that there are.
NAMES = (
    "inventory", "rule", "pack", "levels", "waivers", "citations", "controls", "instruments", "glossary", "crossmap",
)  # fmt: skip


@click.command()
@click.argument("name", type=click.Choice(NAMES), metavar="NAME")
def command(name: str) -> int:
    """Print a JSON Schema of the file formats, for editors.

    NAME is inventory, rule, pack, levels, waivers, citations, controls, instruments, glossary or
    crossmap.

    Example: secaudit schema inventory > inventory.schema.json
    """
    from secaudit.documents import schema_text  # noqa: PLC0415  (heavy)

    click.echo(schema_text(name), nl=False)
    return exit_codes.OK
