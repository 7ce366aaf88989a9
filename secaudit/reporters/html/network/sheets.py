"""The zone map once more in parts, for paper: columns of sites side by side, as many as stay readable on a sheet.

A part shows a piece of the drawing that is on the page already (`use`), so that it costs next to nothing. Only the
lines in the channel above the sites lead from part to part, and each has its number on either side.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from markupsafe import Markup

from secaudit.findings.words import Language
from secaudit.reporters.html.network.layout import GUTTER
from secaudit.reporters.html.network.wiring import Plan
from secaudit.reporters.html.network.words import CHAPTER
from secaudit.reporters.html.svg import tag

DRAWING = "zone-map"
"""The id of what is drawn, which the parts show again."""
READABLE = 880
"""A part of so many units across has letters of more than 6 pt on an upright sheet."""
_WHOLE = (1150, 560)
"""So wide and so high the whole map has the same letters on the lying sheet of its chapter."""


def sheets(plan: Plan, language: Language) -> tuple[Markup, ...]:
    """The parts, from the left; none where the whole map can be read on its own sheet."""
    if plan.width <= _WHOLE[0] and plan.height <= _WHOLE[1]:
        return ()
    spans = list(_spans(plan))
    return tuple(
        tag("svg", tag("use", href=f"#{DRAWING}"), class_="map", role="img",
            width=right - left, height=plan.height, viewBox=f"{left} 0 {right - left} {plan.height}",
            aria_label=CHAPTER["sheet_name"].of(language).format(n=number, all=len(spans)))
        for number, (left, right) in enumerate(spans, 1)
    )  # fmt: skip


def _spans(plan: Plan) -> Iterator[tuple[int, int]]:
    """From where to where each part goes: whole columns, one at least."""
    starts = sorted({frame.at.x for frame in plan.frames})
    cuts = [0, *(start - GUTTER // 2 for start in starts[1:]), plan.width]
    return pairwise([0, *_ends(cuts)])


def _ends(cuts: Sequence[int]) -> Iterator[int]:
    left = 0
    for before, after in pairwise(cuts):
        if before > left and after - left > READABLE:
            yield before
            left = before
    yield cuts[-1]
