"""Stacked bars beside numbers that say the same: by result, and by severity.

The parts differ by height and outline, not by colour alone, so that they are told apart on paper.
"""

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from secaudit.findings.report import Tally, UnitRow
from secaudit.findings.severity import SEVERITIES
from secaudit.reporters.html.svg import tag

STATES = ("fail", "error", "unknown", "waived", "pass", "not_applicable")
_LONG, _HIGH = 1000, 12
# Upper side and height of each part.
_SHAPE: Mapping[str, tuple[int, int]] = {
    "fail": (0, 12), "error": (0, 12), "unknown": (2, 8), "waived": (4, 4), "pass": (1, 10), "not_applicable": (5, 1),
    "critical": (0, 12), "high": (1, 10), "medium": (2, 8), "low": (3, 6), "info": (4, 4),
}  # fmt: skip
_LEAST = 14


def tally_bar(tally: Tally) -> Markup:
    """How the subjects of a rule fared, as parts of one bar."""
    counts = (tally.failed, tally.error, tally.unknown, tally.waived, tally.passed, tally.not_applicable)
    return _bar(tuple(zip(STATES, counts, strict=True)), sum(counts))


def unit_bar(unit: UnitRow, most: int) -> Markup:
    """A unit's open findings by severity and what is unknown, as long as its share of the most that a unit has."""
    return _bar((*((key, unit.open.get(key, 0)) for key in reversed(SEVERITIES)), ("unknown", unit.unknown)), most)


def most_open(units: Sequence[UnitRow]) -> int:
    """The most open and unknown findings that a unit has."""
    return max((sum(unit.open.values()) + unit.unknown for unit in units), default=0)


def sample(state: str) -> Markup:
    """One part by itself, for the key."""
    return _bar(((state, 1),), 1)


def _bar(parts: Sequence[tuple[str, int]], whole: int) -> Markup:
    if not whole:
        return Markup("")
    widths = _widths([count for _, count in parts], whole)
    shapes: list[Markup] = []
    x = 0
    for (state, _), width in zip(parts, widths, strict=True):
        if width:
            y, height = _SHAPE[state]
            shapes.append(tag("rect", class_=f"s-{state}", x=x, y=y, width=width, height=height))
        x += width
    return tag("svg", Markup("").join(shapes), class_="stack", viewBox=f"0 0 {_LONG} {_HIGH}", preserveAspectRatio="none",
               aria_hidden="true")  # fmt: skip


def _widths(counts: Sequence[int], whole: int) -> list[int]:
    """Widths that never exceed the bar; whatever is not nothing is seen, at the cost of the widest."""
    widths = [max(_LEAST, _LONG * count // whole) if count else 0 for count in counts]
    over = sum(widths) - _LONG
    if over > 0:
        widest = widths.index(max(widths))
        widths[widest] -= over
    return widths
