"""The evidence strip: a witness path as boxes and arrows, in an SVG of our own.

Everything that is written into it goes through `svg.tag`, which escapes.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from secaudit.findings.evidence import Hop
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.html.svg import tag
from secaudit.reporters.safety import terminal

PER_ROW = 5
_WIDTH, _HEIGHT, _GAP, _ROW_GAP = 140, 90, 30, 30
_EDGE = 3
# How many signs of each font fit into a box.
_FITS, _FITS_SMALL = 17, 21

_CAUSE = Words("nguyên nhân", "cause")
_DRAWING = Words("Sơ đồ đường đi {n}; nội dung như phần chữ", "Drawing of path {n}; it says what the text says")


def draw(path: Sequence[Hop], number: int, language: Language) -> Markup:
    """The strip of a path; the offending hop has a thick border and a word."""
    columns = min(len(path), PER_ROW)
    rows = (len(path) - 1) // PER_ROW + 1
    width = columns * (_WIDTH + _GAP) - _GAP + 2 * _EDGE
    height = rows * (_HEIGHT + _ROW_GAP) - _ROW_GAP + 2 * _EDGE
    parts = [
        part for place, hop in enumerate(path) for part in _station(place, hop, language, more=place + 1 < len(path))
    ]
    return tag(
        "svg", Markup("").join(parts), role="img", width=width, height=height,
        viewBox=f"{-_EDGE} {-_EDGE} {width} {height}", aria_label=_DRAWING.of(language).format(n=number),
    )  # fmt: skip


def _station(place: int, hop: Hop, language: Language, *, more: bool) -> Iterator[Markup]:
    row, column = divmod(place, PER_ROW)
    x, y = column * (_WIDTH + _GAP), row * (_HEIGHT + _ROW_GAP)
    yield tag("g", _box(x, y, hop, language), class_="bad" if hop.offending else hop.kind)
    if more:
        yield tag("path", class_="arrow", d=_arrow(x, y, wraps=column == PER_ROW - 1))


def _box(x: int, y: int, hop: Hop, language: Language) -> Markup:
    kind = labels.word(labels.KIND, hop.kind, language)
    head = kind if hop.level is None else f"{kind}, {labels.level(hop.level, language)}"
    lines = [
        tag("rect", x=x, y=y, width=_WIDTH, height=_HEIGHT, rx=4),
        _text(x, y + 16, _fit(head, _FITS_SMALL), "small"),
        _text(x, y + 34, _fit(hop.id, _FITS), "id"),
        _text(x, y + 66, _fit_end(str(hop.source), _FITS_SMALL), "small"),
    ]
    if hop.name:
        lines.append(_text(x, y + 50, _fit(hop.name, _FITS_SMALL), "name"))
    if hop.offending:
        lines.append(_text(x, y + 83, f"{labels.SYMBOLS['cause']} {_CAUSE.of(language)}", "word"))
    return Markup("").join(lines)


def _arrow(x: int, y: int, *, wraps: bool) -> str:
    if not wraps:
        return f"M{x + _WIDTH} {y + _HEIGHT // 2}h{_GAP - 4}m-6-5l6 5l-6 5"
    below = y + _HEIGHT + _ROW_GAP
    return f"M{x + _WIDTH // 2} {y + _HEIGHT}v{_ROW_GAP // 2}H{_WIDTH // 2}V{below - 4}m-5-6l5 6l5-6"


def _text(x: int, y: int, text: str, look: str) -> Markup:
    return tag("text", text, x=x + 9, y=y, class_=look)


def _fit(text: str, signs: int) -> str:
    shown = terminal(text)
    return shown if len(shown) <= signs else f"{shown[: signs - 1]}…"


def _fit_end(text: str, signs: int) -> str:
    """The end of a place: there stand the file's own name and the line."""
    shown = terminal(text)
    return shown if len(shown) <= signs else f"…{shown[1 - signs :]}"
