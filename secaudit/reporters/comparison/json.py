"""A comparison as JSON, `secaudit.comparison/v1`: the nouns of `secaudit.findings.comparison`, key by key."""

from typing import Any

import msgspec

from secaudit.documents.source import Source
from secaudit.findings.comparison import Comparison
from secaudit.reporters.encoding import dump
from secaudit.reporters.options import RenderOptions

FORMAT = "secaudit.comparison/v1"


def render(comparison: Comparison, options: RenderOptions) -> str:  # noqa: ARG001 - every reporter has this form
    """All differences; both languages are in it, so the options change nothing."""
    return dump({"format": FORMAT, "empty": comparison.is_empty} | _plain(comparison))


def _plain(value: Any) -> Any:  # noqa: ANN401  (nouns of any shape)
    if isinstance(value, Source):
        return {"file": value.file, "line": value.line, "column": value.column}
    if isinstance(value, msgspec.Struct):
        return {name: _plain(getattr(value, name)) for name in value.__struct_fields__}
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    return [_plain(item) for item in value] if isinstance(value, tuple | list) else value
