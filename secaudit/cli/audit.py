"""secaudit audit: read inventories, judge them, write reports."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, editions, exit_codes, options, reports
from secaudit.cli.output import STDOUT
from secaudit.cli.progress import progress

if TYPE_CHECKING:
    from secaudit.findings.report import Report, Verdict
    from secaudit.findings.severity import Severity
    from secaudit.pipeline import Request

_WHOLE_NUMBER = re.compile("-?[0-9]{1,18}")
_DAYS, _MOST_DAYS = re.compile("[0-9]{1,4}"), 3_660


def _parameters(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str | int]:
    found: dict[str, str | int] = {}
    for value in values:
        name, equals, text = value.partition("=")
        if not equals or not name:
            raise click.BadParameter(f"{value!r} is not NAME=VALUE")
        found[name] = int(text) if _WHOLE_NUMBER.fullmatch(text) else text
    return found


def _days(_context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]) -> dict["Severity", int]:
    found: dict[Severity, int] = {}
    for value in values:
        severity, _, days = value.partition("=")
        if severity not in options.SEVERITIES or not _DAYS.fullmatch(days) or int(days) > _MOST_DAYS:
            raise click.BadParameter(f"{value!r} is not SEVERITY=DAYS, such as critical=7")
        if severity in found:
            raise click.BadParameter(f"{severity} is given twice")
        found[severity] = int(days)  # type: ignore[index]
    return found


def _days_told(days: dict["Severity", int]) -> str:
    rank = options.SEVERITIES.index
    return ", ".join(f"{severity}={days[severity]}" for severity in sorted(days, key=rank, reverse=True))


@click.command()
@options.inventories
@options.rules
@click.option(
    "--waivers", multiple=True, type=click.Path(path_type=Path), metavar="FILE", help="Waiver file; repeatable."
)
@options.as_of
@click.option("--param", "parameters", multiple=True, callback=_parameters, metavar="NAME=VALUE",
              help="Parameter of a rule pack; repeatable.")  # fmt: skip
@click.option("--select", multiple=True, metavar="CODE",
              help="Ask only rules whose id begins so (GWP, GWP-03, ALL); repeatable.")  # fmt: skip
@click.option("--ignore", multiple=True, metavar="CODE",
              help="Do not ask rules whose id begins so; the longer code decides; repeatable.")  # fmt: skip
@reports.option
@editions.option
@reports.most_option
@reports.split_option
@click.option("--fail-on", type=click.Choice(options.SEVERITIES), default="low", show_default=True,
              help="Exit with 1 if an open finding is at least this severe.")  # fmt: skip
@click.option("--baseline", type=click.Path(path_type=Path), metavar="FILE",
              help="A baseline or saved result: say of every finding whether it is new.")  # fmt: skip
@click.option(
    "--fail-on-new", is_flag=True, help="Count only findings that the baseline does not know, or knows as weaker."
)
@click.option("--fix-within", "fix_within", multiple=True, callback=_days, metavar="SEVERITY=DAYS",
              help="Days that findings of a severity may stay open since they were first seen; repeatable.")  # fmt: skip
@click.option("--look-ahead", type=click.IntRange(1, 120), metavar="MONTHS",
              help="Also say in the reports what becomes due within so many months.")  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Exit with 0 in place of 1; every other exit code stays.")
@options.language
@click.option("--quiet", "-q", is_flag=True, help="No text on standard output, no progress bar.")
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    inventories: tuple[Path, ...], packs: tuple[Path, ...], waivers: tuple[Path, ...], as_of: str,
    parameters: dict[str, str | int], select: tuple[str, ...], ignore: tuple[str, ...], wanted: tuple[tuple[str, str], ...], fail_on: str, baseline: Path | None,
    fix_within: dict["Severity", int],
    look_ahead: int | None, most: int, split_by: str | None, editions: tuple[str, ...], ceiling: dict[str, str],
    lang: str, *, quiet: bool, fail_on_new: bool, exit_zero: bool,
) -> int:  # fmt: skip
    """Audit inventories against the rules in force and write reports.

    Example: secaudit audit inventories/ministry --report html=reports/ministry.html
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.exchange.baseline import read_baseline  # noqa: PLC0415
    from secaudit.triage import fresh  # noqa: PLC0415

    if fail_on_new and baseline is None:
        raise click.UsageError("--fail-on-new needs --baseline FILE: without one nothing is known")
    outputs = reports.outputs(wanted, editions, ceiling, split_by)
    for output in outputs:
        options.spare(output.file, (*inventories, *waivers))
    known, earlier = (None, None) if baseline is None else read_baseline(baseline)
    request = options.request(
        inventories, as_of, packs, waivers, parameters=parameters, select=select, ignore=ignore,
        options=_options(fail_on=fail_on, select=select, ignore=ignore, fix_within=_days_told(fix_within)),
        dossiers=bool(editions or ceiling) or any(name in reports.WITH_DOSSIERS for name, _ in wanted),
        baseline=known, earlier=earlier, fix_within=fix_within,
    )  # fmt: skip
    with progress(wanted=not quiet) as tell:
        report = pipeline.audit(request, tell)
    if look_ahead is not None:
        report = _with_due(report, request, look_ahead)
    reports.write(report, outputs, lang, quiet=quiet, most=most)
    if quiet or any(file == STDOUT for _, file in wanted):
        console.tell_skipped(report.skipped)
    counted = fresh(report.verdicts, request.baseline or ()) if fail_on_new else report.verdicts
    return _code(report, counted, fail_on, exit_zero=exit_zero)


def _with_due(report: "Report", request: "Request", months: int) -> "Report":
    from msgspec.structs import replace  # noqa: PLC0415  (heavy)

    from secaudit.pipeline.calendar import calendar  # noqa: PLC0415

    return replace(report, due=calendar(request, months).due)


def _options(**chosen: str | tuple[str, ...]) -> dict[str, str]:
    """What was chosen, for the result: everybody who reads it should know what was not asked."""
    config = (click.get_current_context().obj or {}).get("config")
    told = {name: ",".join(value) if isinstance(value, tuple) else value for name, value in chosen.items() if value}
    return told if config is None else told | {"config": config}


def _code(report: "Report", counted: Iterable["Verdict"], fail_on: str, *, exit_zero: bool) -> int:
    """Unknown is not pass: what could not be judged counts as a finding of its severity."""
    from secaudit.findings.severity import RANK  # noqa: PLC0415

    at_least = RANK[fail_on]  # type: ignore[index]
    severities = (verdict.finding.severity for verdict in counted if verdict.status == "open")
    found = not exit_zero and any(RANK[severity] >= at_least for severity in severities)
    return exit_codes.worst(
        exit_codes.FINDINGS if found else exit_codes.OK,
        exit_codes.OK if report.is_complete else exit_codes.INCOMPLETE,
    )
