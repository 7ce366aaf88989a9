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
    counts = {"files": len(reading.files)} | pipeline.counts(reading.inventory)
    told = [f"{count} {kind if count > 1 else kind[:-1]}" for kind, count in counts.items() if count]
    console.tell([f"valid: {', '.join(told)}{'' if reading.inventory.count() else ', nothing declared'}"])
    return console.tell_skipped(reading.skipped)
