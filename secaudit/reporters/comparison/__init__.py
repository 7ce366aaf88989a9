"""Comparisons as text: what a change has brought, for a terminal, a merge request or a program."""

from collections.abc import Callable, Mapping
from importlib import import_module
from types import MappingProxyType

from secaudit.findings.comparison import Comparison
from secaudit.reporters.options import RenderOptions

Comparer = Callable[[Comparison, RenderOptions], str]


def _lazily(name: str) -> Comparer:
    def render(comparison: Comparison, options: RenderOptions) -> str:
        comparer: Comparer = import_module(f"{__name__}.{name}").render
        return comparer(comparison, options)

    return render


COMPARERS: Mapping[str, Comparer] = MappingProxyType(
    {name: _lazily(name) for name in ("text", "markdown", "json", "html")}
)
