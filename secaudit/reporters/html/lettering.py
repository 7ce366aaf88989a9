"""Letters in a drawing: how wide a text may become, and where it is cut so that it stays in its box.

No font is measured: a report is drawn on one machine and read on another. The widths are those of wide fonts,
so that a text comes out narrower than reckoned. What is cut stands in full in the drawing's title or its text.
"""

import re
from unicodedata import combining

from secaudit.reporters.safety import terminal

# In parts of the font size.
_NARROW, _SLIM, _LOWER, _UPPER, _WIDE, _WIDEST = 0.37, 0.56, 0.63, 0.78, 1.0, 1.25
_NARROW_SIGNS = frozenset("iIjlt.,:;'|!()[]/f -")
_SLIM_SIGNS = frozenset('acekrsvxyz"')
_WIDE_SIGNS = frozenset("mwMW@%…—✖✔◀▲◆→")
_LATIN = 0x250
_VIETNAMESE = re.compile("[\u1e00-\u1eff]")
_BOLD = 1.08


def width(text: str, size: float, *, bold: bool = False) -> float:
    """How wide a text of one line is at most, in the unit of the font size."""
    return sum(map(_share, text)) * size * (_BOLD if bold else 1)


def fit(text: str, room: float, size: float, *, bold: bool = False) -> str:
    """The text on one line, cut with an ellipsis if it is wider than the room; deceptive characters shown."""
    # Nothing longer than this fits anywhere; a name may be a megabyte.
    most = int(room / (size * _NARROW)) + 1
    shown = terminal(text[: most + 1])
    if len(text) <= most + 1 and width(shown, size, bold=bold) <= room:
        return shown
    kept = shown
    while kept and width(kept + "…", size, bold=bold) > room:
        kept = kept[:-1]
    return f"{kept}…"


def _share(sign: str) -> float:
    if sign in _NARROW_SIGNS:
        return _NARROW
    if sign in _SLIM_SIGNS:
        return _SLIM
    if sign in _WIDE_SIGNS:
        return _WIDE
    if combining(sign):
        return 0.0
    if not sign.isalnum() or ord(sign) < _LATIN or _VIETNAMESE.fullmatch(sign):
        return _UPPER if sign.isupper() else _LOWER
    return _WIDEST
