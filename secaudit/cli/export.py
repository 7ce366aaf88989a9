"""secaudit export: the network of inventories as a drawing."""

from pathlib import Path

import click

from secaudit.cli import console, options
from secaudit.cli.output import STDOUT, write_all

_NO_DATE = "9999-12-31"


@click.command()
@options.inventories
@click.option(
    "--format", "form", type=click.Choice(["dot", "mermaid"]), required=True, help="The language of the drawing."
)
@click.option("--output", "-o", default=STDOUT, metavar="FILE", help="The drawing to write (default: standard output).")
def command(inventories: tuple[Path, ...], form: str, output: str) -> int:
    """Draw the network of inventories: segments by network, and what joins them.

    Example: secaudit export inventories/ministry --format dot | dot -Tsvg > network.svg
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.exchange.graph import FORMATS  # noqa: PLC0415

    options.spare(output, inventories)
    reading = pipeline.read_inventory(options.request(inventories, _NO_DATE))
    write_all([(output, FORMATS[form](reading.inventory))])
    return console.tell_skipped(reading.skipped)
