"""Which reports are wanted, and where they go."""

import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, hints
from secaudit.cli.editions import Asked, asked, placed
from secaudit.cli.output import STDOUT, make_folders, write_all

if TYPE_CHECKING:
    from secaudit.findings.report import Report

_TABLES = ("xlsx", "csv", "csv-systems", "csv-gateways", "csv-controls", "csv-waivers")
FORMATS = ("text", "json", "sarif", "html", "paper", "junit", "gitlab", "github", "markdown", "baseline", *_TABLES)
# These tell what was declared too, thing by thing; the others do with findings.
WITH_DOSSIERS = ("json", "html", "paper", *_TABLES)


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
    return tuple(found)


option = click.option(
    "--report", "wanted", multiple=True, callback=_reports, metavar="FORMAT=FILE",
    help=f"Write a report ({', '.join(FORMATS)}); repeatable; '-' is standard output.",
)  # fmt: skip


most_option = click.option(
    "--most", type=click.IntRange(min=0), default=10_000, show_default=True, metavar="N",
    help="In html tell at most N findings, systems and files one by one, the worst, and count the others. "
    "On paper two to four findings are a page.",
)  # fmt: skip


split_option = click.option(
    "--split-by",
    type=click.Choice(["unit"]),
    help="Write html as a folder (html=FOLDER/): a front page, and a page for each unit.",
)


@dataclass(frozen=True, slots=True)
class Output:
    """A report to be written: its format, its file and for whom it is."""

    format: str
    file: str
    edition: Asked

    @property
    def is_folder(self) -> bool:
        """Whether the report is written as several pages."""
        return self.file.endswith("/")


def outputs(
    wanted: Sequence[tuple[str, str]], editions: Sequence[str], ceiling: dict[str, str], split_by: str | None
) -> tuple[Output, ...]:
    """Every wanted report of every edition. Raises UsageError if two of them go to one place."""
    _check_folders(wanted, split_by)
    chosen = asked(editions, ceiling)
    found = [Output(name, placed(file, one, len(chosen)), one) for name, file in wanted for one in chosen]
    goals = [one.file if one.file == STDOUT else os.path.realpath(one.file) for one in found]
    for one, goal in zip(found, goals, strict=True):
        if goals.count(goal) > 1:
            there = "standard output" if goal == STDOUT else repr(one.file)
            raise click.UsageError(f"two reports cannot go to {there}")
    return tuple(found) or (Output("", "", chosen[0]),)


def _check_folders(wanted: Sequence[tuple[str, str]], split_by: str | None) -> None:
    folders = [name for name, file in wanted if file.endswith("/")]
    if any(name != "html" for name in folders) or (folders and split_by is None):
        raise click.UsageError("a folder is for html with --split-by unit: html=FOLDER/")
    if split_by is not None and not folders:
        raise click.UsageError("--split-by needs a folder to write into: --report html=FOLDER/")


def write(report: "Report", wanted: Sequence[Output], lang: str, *, quiet: bool, most: int) -> None:
    """Write the wanted reports, and the text on standard output unless it is taken or to be quiet.

    The text is of the edition that was asked for first.
    """
    files = [output for output in wanted if output.format]
    shown = list(files)
    if not quiet and not any(output.file == STDOUT for output in files):
        shown.insert(0, Output("text", STDOUT, wanted[0].edition))
    told = _Editions(report)
    texts = [text for output in shown for text in _texts(told.of(output.edition), output, lang, most)]
    make_folders(output.file for output in files if output.is_folder)
    write_all(texts)
    for output in files:
        if output.file != STDOUT and not quiet:
            console.say(f"{output.format} report: {output.file}")


def _texts(report: "Report", output: Output, lang: str, most: int) -> list[tuple[str, str | bytes]]:
    """The files of a report with what is to be in them; a folder has several."""
    if not output.is_folder:
        return [(output.file, _render(report, output, lang, most))]
    from secaudit.reporters import RenderOptions  # noqa: PLC0415  (heavy)
    from secaudit.reporters.html import split  # noqa: PLC0415

    pages = split.render(report, RenderOptions(language=lang, most=most))  # type: ignore[arg-type]
    return [(f"{output.file}{name}", text) for name, text in pages.items()]


class _Editions:
    """The editions of a report, each made once."""

    def __init__(self, report: "Report") -> None:
        self._report = report
        self._made: dict[Asked, Report] = {}

    def of(self, wanted: Asked) -> "Report":
        """One of them."""
        if wanted == Asked():
            return self._report
        if wanted not in self._made:
            from secaudit.editions import edit  # noqa: PLC0415  (heavy)

            self._made[wanted] = edit(self._report, wanted.choice())
        return self._made[wanted]


def _render(report: "Report", output: Output, lang: str, most: int) -> str | bytes:
    from secaudit.reporters import REPORTERS, RenderOptions  # noqa: PLC0415  (heavy)
    from secaudit.reporters.tables import TABLES  # noqa: PLC0415

    name = output.format
    if name in TABLES:
        return TABLES[name](report, RenderOptions(language=lang))  # type: ignore[arg-type]
    colour = output.file == STDOUT and console.colours(sys.stdout)
    return REPORTERS[name](report, RenderOptions(language=lang, color=colour, most=most))  # type: ignore[arg-type]
