"""secaudit schema: the published contracts."""

import click

from secaudit.cli import exit_codes


@click.command()
@click.argument(
    "name",
    type=click.Choice(["inventory", "rule", "pack", "levels", "waivers", "citations", "instruments", "glossary"]),
    metavar="NAME",
)
def command(name: str) -> int:
    """Print a JSON Schema of the file formats, for editors.

    NAME is inventory, rule, pack, levels, waivers, citations, instruments or glossary.

    Example: secaudit schema inventory > inventory.schema.json
    """
    from secaudit.documents import schema_text  # noqa: PLC0415  (heavy)

    click.echo(schema_text(name), nl=False)
    return exit_codes.OK
