"""A progress bar for long work on a terminal; never in CI, never in a pipe."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from secaudit import pipeline

_PATIENCE = 0.5  # seconds of work before a bar is worth its while


@contextmanager
def progress(*, wanted: bool) -> "Iterator[pipeline.Progress | None]":
    """A function to be told (files done, files in all), or None if nobody would see the bar."""
    if not wanted or not sys.stderr.isatty() or os.environ.get("CI"):
        yield None
        return
    bar = _Bar()
    try:
        yield bar.advance
    finally:
        bar.close()


class _Bar:
    def __init__(self) -> None:
        self._began = time.monotonic()
        self._shown: Progress | None = None

    def advance(self, done: int, whole: int) -> None:
        if self._shown is None:
            if time.monotonic() - self._began < _PATIENCE:
                return
            from rich.console import Console  # noqa: PLC0415  (only for long work)
            from rich.progress import Progress  # noqa: PLC0415

            self._shown = Progress(console=Console(stderr=True), transient=True)
            self._shown.start()
            self._shown.add_task("reading", total=whole)
        self._shown.update(self._shown.task_ids[0], completed=done)

    def close(self) -> None:
        if self._shown is not None:
            self._shown.stop()
