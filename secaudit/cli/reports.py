"""Which reports are wanted, and where they go."""

import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, hints
from secaudit.cli.output import STDOUT, write_all

if TYPE_CHECKING:
    from secaudit.findings.report import Report

_TABLES = ("xlsx", "csv", "csv-systems", "csv-gateways", "csv-controls", "csv-waivers")
FORMATS = ("text", "json", "sarif", "html", "junit", "gitlab", "github", "markdown", "baseline", *_TABLES)
# These tell what was declared too, thing by thing; the others do with findings.
WITH_DOSSIERS = ("json", "html", *_TABLES)


def _reports(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str], ...]:
    found = []
    for value in values:
        name, equals, file = value.partition("=")
        if not equals or not file:
            raise click.BadParameter(f"{value!r} is not FORMAT=FILE, such as html=report.html or json=-")
        if name not in FORMATS:
            raise click.BadParameter(
                f"there is no format {name!r} among {', '.join(FORMATS)}{hints.near(name, FORMATS)}"
            )
        found.append((name, file))
    goals = [file if file == STDOUT else os.path.realpath(file) for _, file in found]
    for (_, file), goal in zip(found, goals, strict=True):
        if goals.count(goal) > 1:
            raise click.BadParameter(f"two reports cannot go to {'standard output' if file == STDOUT else repr(file)}")
    return tuple(found)


option = click.option(
    "--report", "wanted", multiple=True, callback=_reports, metavar="FORMAT=FILE",
    help=f"Write a report ({', '.join(FORMATS)}); repeatable; '-' is standard output.",
)  # fmt: skip


def write(report: "Report", wanted: Sequence[tuple[str, str]], lang: str, *, quiet: bool) -> None:
    """Write the wanted reports, and the text on standard output unless it is taken or to be quiet."""
    outputs = list(wanted)
    if not quiet and not any(file == STDOUT for _, file in wanted):
        outputs.insert(0, ("text", STDOUT))
    write_all([(file, _render(report, name, file, lang)) for name, file in outputs])
    for name, file in wanted:
        if file != STDOUT and not quiet:
            console.say(f"{name} report: {file}")


def _render(report: "Report", name: str, file: str, lang: str) -> str | bytes:
    from secaudit.reporters import REPORTERS, RenderOptions  # noqa: PLC0415  (heavy)
    from secaudit.reporters.tables import TABLES  # noqa: PLC0415

    if name in TABLES:
        return TABLES[name](report, RenderOptions(language=lang))  # type: ignore[arg-type]
    colour = file == STDOUT and console.colours(sys.stdout)
    return REPORTERS[name](report, RenderOptions(language=lang, color=colour))  # type: ignore[arg-type]
