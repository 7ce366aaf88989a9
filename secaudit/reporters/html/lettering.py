"""Letters in a drawing: how wide a text may become, and where it is cut so that it stays in its box.

No font is measured: a report is drawn on one machine and read on another. The widths are those of wide fonts,
so that a text comes out narrower than reckoned. What is cut stands in full in the drawing's title or its text.
"""

import re
from unicodedata import combining

from secaudit.reporters.safety import terminal

# In parts of the font size; what is not here is as wide as any letter of Latin script may be, or any sign at all.
_WIDTHS = {
    sign: share
    for share, signs in {
        0.3: "ijl.,:;'|! ", 0.42: "Iftr()[]/-", 0.58: 'aceksvxyz0123456789"', 1.0: "mwMW@%…—✖✔◀▲◆→",
    }.items()
    for sign in signs
}  # fmt: skip
_THINNEST, _LOWER, _UPPER, _WIDEST = 0.3, 0.63, 0.78, 1.25
_LATIN = re.compile("[\\x00-\u024f\u1e00-\u1eff]")
_BOLD = 1.08
_LONGEST = 400


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text of one line is at most, in the unit of the font size."""
    return sum(map(_share, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text on one line, cut with an ellipsis if it is wider than the room; deceptive characters shown."""
    # Nothing longer than this fits anywhere; a name may be a megabyte.
    most = int(room / (size * _THINNEST)) + 1
    shown = terminal(text[: most + 1])
    if len(text) <= most + 1 and width(shown, size, bold=bold) <= room:
        return shown
    kept = shown
    while kept and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept}…"


def fit_end(text: str, room: float, size: float) -> str:
    """The same, but what is kept is the end."""
    most = int(room / (size * _THINNEST)) + 1
    shown = terminal(text[-most - 1 :])
    if len(text) <= most + 1 and width(shown, size) <= room:
        return shown
    while shown and width("…" + shown, size) > room:
        shown = shown[1:]
    return f"…{shown}"


def fit_two(text: str, room: float, size: float, *, bold: bool = False) -> tuple[str, str]:
    """The text on at most two lines, broken after a hyphen or dot if that helps; what is cut is cut on the second."""
    one = fit(text, room, size, bold=bold)
    if not one.endswith("…"):
        return one, ""
    kept = one[:-1]
    end = max(kept.rfind(sign) for sign in "-._ ") + 1 or len(kept)
    # More than this fits on no line.
    rest = terminal(text[:_LONGEST])[end:]
    return kept[:end], fit(rest, room, size, bold=bold)


def _share(sign: str) -> float:
    if sign in _WIDTHS:
        return _WIDTHS[sign]
    if combining(sign):
        return 0.0
    if _LATIN.fullmatch(sign):
        return _UPPER if sign.isupper() else _LOWER
    return _WIDEST
