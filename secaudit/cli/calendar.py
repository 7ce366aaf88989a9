"""secaudit calendar: what becomes due or void when."""

from pathlib import Path

import click

from secaudit.cli import console, options
from secaudit.cli.output import STDOUT, write_all
from secaudit.cli.progress import progress

_FORMATS = ("text", "json", "ics")


@click.command()
@options.inventories
@options.rules
@click.option(
    "--waivers", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Waiver file; repeatable."
)
@options.as_of
@click.option("--months", type=click.IntRange(1, 120), default=12, show_default=True, help="How far to look ahead.")
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True,
              help="Text, JSON, or iCalendar for a desk calendar.")  # fmt: skip
@click.option("--output", "-o", default=STDOUT, metavar="FILE", help="Where to write it (default: standard output).")
@options.language
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    inventories: tuple[Path, ...], packs: tuple[Path, ...], waivers: tuple[Path, ...], as_of: str, months: int,
    form: str, output: str, lang: str,
) -> int:  # fmt: skip
    """List what is in order today and will not be, or will be worse, if nobody does anything: approvals, inspections, waivers, deadlines.

    The first date is the next failing date. The inventory is audited as it is now for days to come; what would come and
    go within one month may be missed.

    Example: secaudit calendar inventories --months 24 --format ics -o due.ics
    """
    from secaudit.pipeline.calendar import calendar  # noqa: PLC0415  (heavy)
    from secaudit.reporters.calendar import CALENDARS, Calendar  # noqa: PLC0415
    from secaudit.reporters.options import RenderOptions  # noqa: PLC0415

    if output != STDOUT:
        options.spare(output, inventories)
    request = options.request(inventories, as_of, packs, waivers)
    with progress(wanted=True) as tell:
        agenda = calendar(request, months, tell)
    told = Calendar(as_of=as_of, months=months, scope=request.names, due=agenda.due)
    write_all([(output, CALENDARS[form](told, RenderOptions(language=lang)))])  # type: ignore[arg-type]
    return console.tell_skipped(agenda.skipped)
