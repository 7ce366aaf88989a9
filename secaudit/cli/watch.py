"""secaudit watch: audit again whenever a file is saved, and say what changed since the last save."""

import os
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, exit_codes, options
from secaudit.errors import SecauditError

if TYPE_CHECKING:
    from secaudit.findings.report import Report
    from secaudit.findings.words import Language
    from secaudit.pipeline import Request
    from secaudit.pipeline.reading import Memory

_Stamp = tuple[tuple[str, int, int], ...]


@click.command()
@options.inventories
@options.rules
@options.as_of
@options.language
@click.option("--interval", type=click.FloatRange(0.05, 3600), default=1.0, show_default=True, metavar="SECONDS",
              help="How often to look for saved files.")  # fmt: skip
@click.option("--times", type=click.IntRange(1), hidden=True, help="Leave after so many audits.")
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    inventories: tuple[Path, ...], packs: tuple[Path, ...], as_of: str, lang: "Language", interval: float, times: int | None
) -> int:  # fmt: skip
    """Audit again whenever a file is saved, and say what the save opens, voids or heals. Ctrl-C ends it.

    Only files that were saved are read again. A mistake in a file is told, and the last audit that succeeded stays
    what the next one is compared with.

    Example: secaudit watch inventories
    """
    request = options.request(inventories, as_of, packs)
    watching = _Watch(request, lang)
    done = 0
    try:
        for stamp in _saves(request, interval):
            watching.look(stamp)
            done += 1
            if done == times:
                break
    except KeyboardInterrupt:
        console.say("")
    return exit_codes.OK


class _Watch:
    """The last audit that succeeded, and the files as they were read."""

    def __init__(self, request: "Request", lang: "Language") -> None:
        from secaudit import pipeline  # noqa: PLC0415  (heavy)

        self._request = request
        self._lang = lang
        self._book = pipeline.load(request)
        self._memory: Memory = {}
        self._last: Report | None = None

    def look(self, stamp: _Stamp) -> None:
        """Audit what is there now, and tell it."""
        from secaudit.pipeline.audit import audited  # noqa: PLC0415

        try:
            report, _ = audited(self._request, self._book, memory=self._memory)
        except SecauditError as error:
            console.complain(error.problems, f"{len(stamp)} files; waiting for the next save")
            return
        console.tell(self._first(report) if self._last is None else self._next(self._last, report))
        console.tell_skipped(report.skipped)
        self._last = report

    def _first(self, report: "Report") -> Iterator[str]:
        from secaudit.reporters import labels, score  # noqa: PLC0415

        states = score.by_severity(report)
        counts = " · ".join(f"{labels.word(labels.SEVERITY, name, self._lang)} {states[name]}" for name in states)
        yield f"{report.as_of} {', '.join(report.scope)}: {counts}"

    def _next(self, before: "Report", after: "Report") -> Iterator[str]:
        from secaudit.reporters.comparison.outline import headline, sections  # noqa: PLC0415
        from secaudit.triage.comparison import compare  # noqa: PLC0415

        comparison = compare(before, after, ("", ""), ())
        yield headline(comparison, self._lang)
        for section in sections(comparison, self._lang):
            yield f"{section.title} ({len(section.lines)})"
            yield from (f"  {line}" for line in section.lines[:10])


def _saves(request: "Request", interval: float) -> Iterator[_Stamp]:
    """The state of the files now, and then whenever it is another one."""
    last = None
    while True:
        stamp = tuple(sorted(_stamps(request)))
        if stamp != last:
            yield stamp
            last = stamp
        sleep(interval)


def _stamps(request: "Request") -> Iterator[tuple[str, int, int]]:
    for root in request.roots:
        names = (
            [root] if root.is_file() else [Path(folder, name) for folder, _, files in os.walk(root) for name in files]
        )
        for name in names:
            try:
                status = name.stat(follow_symlinks=False)
            except OSError:  # gone between two looks
                continue
            yield str(name), status.st_mtime_ns, status.st_size
