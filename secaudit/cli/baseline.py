"""secaudit baseline: what is known today, so that a later audit can tell what is new."""

from pathlib import Path

import click

from secaudit.cli import console, hints, options
from secaudit.cli.output import STDOUT, write_all
from secaudit.cli.progress import progress


@click.group(cls=hints.Group)
def command() -> None:
    """Keep what is known, so that `audit --baseline FILE --fail-on-new` fails only on what is new."""


@command.command("write")
@options.inventories
@options.rules
@click.option(
    "--waivers", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Waiver file; repeatable."
)
@options.as_of
@click.option("--output", "-o", default=STDOUT, metavar="FILE", help="The baseline (default: standard output).")
def write(
    inventories: tuple[Path, ...], packs: tuple[Path, ...], waivers: tuple[Path, ...], as_of: str, output: str
) -> int:
    """Audit inventories and write their open findings as a baseline.

    Comments, order, moved files, messages and language play no part in it. Waived findings are not in it.

    Example: secaudit baseline write inventories -o baseline.json
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.reporters import REPORTERS, RenderOptions  # noqa: PLC0415

    if output != STDOUT:
        options.spare(output, inventories)
    with progress(wanted=True) as tell:
        report = pipeline.audit(options.request(inventories, as_of, packs, waivers), tell)
    write_all([(output, REPORTERS["baseline"](report, RenderOptions()))])
    return console.tell_skipped(report.skipped)
