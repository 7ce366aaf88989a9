"""The mutants that may survive, each with its reason, as the README lists them."""

import re

from tests.mutation.targets import ROOT

README = ROOT / "tests" / "mutation" / "README.md"
_LINE = re.compile(r"^- `([^`]+)` `([^`]*)`: `([^`]+)` → `([^`]+)`$", re.MULTILINE)
_ROW = re.compile(r"^\| `(secaudit/[^`]+)` \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", re.MULTILINE)

Name = tuple[str, str, str, str]


def accepted() -> list[Name]:
    """Module, function, before and after of each survivor that the README argues for."""
    return [match.groups() for match in _LINE.finditer(README.read_text(encoding="utf-8"))]


def table() -> dict[str, tuple[int, ...]]:
    """Mutants, killed, timeouts and survivors of each module, as the README says."""
    text = README.read_text(encoding="utf-8")
    return {match[1]: tuple(int(count) for count in match.groups()[1:]) for match in _ROW.finditer(text)}
