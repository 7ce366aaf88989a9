"""secaudit validate: schema and references only."""

from pathlib import Path

import click

from secaudit.cli import console, options
from secaudit.cli.progress import progress

_NO_DATE = "9999-12-31"


@click.command()
@options.inventories
def command(inventories: tuple[Path, ...]) -> int:
    """Check inventories for mistakes without auditing them: form, dates, ids and references.

    Example: secaudit validate inventories/ministry
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    with progress(wanted=True) as tell:
        reading = pipeline.read_inventory(options.request(inventories, _NO_DATE), tell)
    counts = ", ".join(f"{count} {kind}" for kind, count in pipeline.counts(reading.inventory).items() if count)
    click.echo(f"valid: {len(reading.files)} files, {counts or 'nothing declared'}")
    return console.tell_skipped(reading.skipped)
