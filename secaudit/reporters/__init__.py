"""I am given a report and give back text. I do not decide, sort or look anything up.

A reporter is a module with one public function `render`. It is imported when it is asked for,
so that whoever wants JSON does not wait for a template engine.
"""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import Protocol

from secaudit.findings.report import Report
from secaudit.reporters.options import RenderOptions

__all__ = ["REPORTERS", "RenderOptions", "Reporter"]


class Reporter(Protocol):
    """Turns a report into one text."""

    def __call__(self, report: Report, options: RenderOptions) -> str:
        """The whole text, ending in a newline."""
        ...


def _lazily(name: str) -> Reporter:
    """A reporter whose module is imported by its first call."""

    def render(report: Report, options: RenderOptions) -> str:
        reporter: Reporter = import_module(f"{__name__}.{name}").render
        return reporter(report, options)

    return render


REPORTERS: Mapping[str, Reporter] = MappingProxyType(
    {
        name: _lazily(name)
        for name in ("text", "json", "sarif", "html", "paper", "junit", "gitlab", "github", "markdown", "baseline")
    }
)
