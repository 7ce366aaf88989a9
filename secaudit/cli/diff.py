"""secaudit diff: what a change of an inventory brings, by meaning."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from secaudit.cli import console, exit_codes, options, revisions
from secaudit.cli.output import STDOUT, write_all
from secaudit.cli.progress import progress

if TYPE_CHECKING:
    from secaudit.findings.comparison import Comparison
    from secaudit.findings.report import Report
    from secaudit.pipeline.comparing import Side

_FORMATS = ("text", "markdown", "json", "html")


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@options.rules
@click.option("--waivers", multiple=True, type=click.Path(path_type=Path), metavar="FILE",
              help="Waiver file, for both sides; repeatable.")  # fmt: skip
@options.as_of
@click.option("--format", "form", type=click.Choice(_FORMATS), default="text", show_default=True,
              help="The form of the comparison.")  # fmt: skip
@click.option("--output", "-o", default=STDOUT, metavar="FILE", help="Where to write it (default: standard output).")
@click.option("--fail-on", type=click.Choice(options.SEVERITIES), default="low", show_default=True,
              help="Exit with 1 if a new finding is at least this severe, or an approval is voided.")  # fmt: skip
@options.language
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    old: str, new: str, packs: tuple[Path, ...], waivers: tuple[Path, ...], as_of: str, form: str, output: str,
    fail_on: str, lang: str,
) -> int:  # fmt: skip
    """Compare two inventories, or the same one at two times.

    OLD and NEW are each a folder or file, a saved result (*.json), or git:REVISION:PATH. Both are audited in full by
    the same rules for the same day; findings are matched by what they are about, never by lines.

    Example: secaudit diff git:main:inventories inventories
    """
    from secaudit.pipeline.comparing import difference  # noqa: PLC0415  (heavy)
    from secaudit.reporters.comparison import COMPARERS  # noqa: PLC0415
    from secaudit.reporters.options import RenderOptions  # noqa: PLC0415

    if output != STDOUT:
        options.spare(output, [Path(old), Path(new)])
    with ExitStack() as stack:
        rest = {"packs": packs, "waivers": waivers}
        sides = [stack.enter_context(_side(text, as_of, **rest)) for text in (old, new)]
        with progress(wanted=output != STDOUT or form != "text") as tell:
            comparison, before, after = difference(sides[0], sides[1], (old, new), tell)
    write_all([(output, COMPARERS[form](comparison, RenderOptions(language=lang)))])  # type: ignore[arg-type]
    return _code(comparison, (before, after), fail_on)


@contextmanager
def _side(text: str, as_of: str, **rest: Any) -> Iterator["Side"]:  # noqa: ANN401
    """What one side is: a saved result, or a request to audit a folder or a revision."""
    from secaudit.exchange.saved_result import read_result  # noqa: PLC0415  (heavy)

    if text.startswith(revisions.PREFIX):
        with revisions.exported(text) as (base, root):
            yield options.request([root], as_of, base=base, **rest)
    elif text.lower().endswith(".json"):
        yield read_result(Path(text))
    else:
        path = options.absolute(Path(text))
        in_repository = any((folder / ".git").exists() for folder in (path, *path.parents))
        # Outside of a repository the two sides share their names only below themselves.
        own = path if path.is_dir() and not in_repository else None
        yield options.request([path], as_of, base=own, **rest)


def _code(comparison: "Comparison", reports: tuple["Report", "Report"], fail_on: str) -> int:
    from secaudit.findings.severity import RANK  # noqa: PLC0415

    at_least = RANK[fail_on]  # type: ignore[index]
    opened = [verdict.finding for verdict in comparison.new if verdict.status == "open"]
    opened += [change.after.finding for change in comparison.changed if _is_worse(change.before, change.after)]
    is_bad = bool(comparison.voided) or any(RANK[finding.severity] >= at_least for finding in opened)
    skipped = [console.tell_skipped(report.skipped) for report in reports]
    incomplete = any(not report.is_complete for report in reports)
    return exit_codes.worst(
        exit_codes.FINDINGS if is_bad else exit_codes.OK, *skipped,
        exit_codes.INCOMPLETE if incomplete else exit_codes.OK,
    )  # fmt: skip


def _is_worse(before: Any, after: Any) -> bool:  # noqa: ANN401  (verdicts)
    """Whether what was accepted, unknown or weaker is now an open failure, or a heavier one."""
    from secaudit.findings.severity import RANK  # noqa: PLC0415

    if after.status != "open":
        return False
    heavier = RANK[after.finding.severity] > RANK[before.finding.severity]
    return heavier or before.status != "open" or (before.finding.state, after.finding.state) == ("unknown", "fail")
