"""The evidence strip: a witness path as boxes and arrows, in an SVG of our own.

Everything that is written into it goes through `svg.tag`, which escapes.
"""

from collections.abc import Iterator, Sequence

from markupsafe import Markup

from secaudit.findings.evidence import Hop
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.html.lettering import fit, fit_end, fit_two
from secaudit.reporters.html.svg import tag

PER_ROW = 5
# A longer path is drawn with its two ends and what is around its causes; the text has all of it.
MOST_HOPS, _AROUND = 40, 2
_WIDTH, _HEIGHT, _GAP, _ROW_GAP = 160, 106, 26, 30
_EDGE = 3
_INSET = 9
_ROOM = _WIDTH - 2 * _INSET
# Sizes of the style sheet.
_ID, _NAME, _SMALL = 13, 11.5, 11

_CAUSE = Words("nguyên nhân", "cause")
_LEFT_OUT = Words("… {n} chặng", "… {n} hops")
_DRAWING = Words("Sơ đồ đường đi {n}; nội dung như phần chữ", "Drawing of path {n}; it says what the text says")


def draw(path: Sequence[Hop], number: int, language: Language) -> Markup:
    """The strip of a path; the offending hop has a thick border and a word."""
    stations = shortened(path)
    columns = min(len(stations), PER_ROW)
    rows = (len(stations) - 1) // PER_ROW + 1
    width = columns * (_WIDTH + _GAP) - _GAP + 2 * _EDGE
    height = rows * (_HEIGHT + _ROW_GAP) - _ROW_GAP + 2 * _EDGE
    parts = [
        part
        for place, hop in enumerate(stations)
        for part in _station(place, hop, language, more=place + 1 < len(stations))
    ]
    return tag(
        "svg", Markup("").join(parts), role="img", width=width, height=height,
        viewBox=f"{-_EDGE} {-_EDGE} {width} {height}", aria_label=_DRAWING.of(language).format(n=number),
    )  # fmt: skip


def shortened(path: Sequence[Hop]) -> list[Hop | int]:
    """The hops that are drawn; a number stands for so many that are not."""
    if len(path) <= MOST_HOPS:
        return list(path)
    causes = [place for place, hop in enumerate(path) if hop.offending][: MOST_HOPS // (4 * _AROUND)]
    kept = {*range(MOST_HOPS // 4), *range(len(path) - MOST_HOPS // 4, len(path))}
    kept.update(
        near for place in causes for near in range(max(0, place - _AROUND), min(len(path), place + _AROUND + 1))
    )
    found: list[Hop | int] = []
    last = -1
    for place in sorted(kept):
        if place > last + 1:
            found.append(place - last - 1)
        found.append(path[place])
        last = place
    return found


def _station(place: int, hop: Hop | int, language: Language, *, more: bool) -> Iterator[Markup]:
    row, column = divmod(place, PER_ROW)
    x, y = column * (_WIDTH + _GAP), row * (_HEIGHT + _ROW_GAP)
    if isinstance(hop, int):
        yield _text(x, y + _HEIGHT // 2 + 4, fit(_LEFT_OUT.of(language).format(n=hop), _ROOM, _ID), "id")
    else:
        yield tag("g", _box(x, y, hop, language), class_="bad" if hop.offending else hop.kind)
    if more:
        yield tag("path", class_="arrow", d=_arrow(x, y, wraps=column == PER_ROW - 1))


def _box(x: int, y: int, hop: Hop, language: Language) -> Markup:
    kind = labels.word(labels.KIND, hop.kind, language)
    head = kind if hop.level is None else f"{kind}, {labels.level(hop.level, language)}"
    first, second = fit_two(hop.id, _ROOM, _ID, bold=True)
    lines = [
        tag("rect", x=x, y=y, width=_WIDTH, height=_HEIGHT, rx=4),
        _text(x, y + 16, fit(head, _ROOM, _SMALL), "small"),
        _text(x, y + 34, first, "id"),
        _text(x, y + 50, second, "id"),
        # The end of a place: there stand the file's own name and the line.
        _text(x, y + 82, fit_end(str(hop.source), _ROOM, _SMALL), "small"),
    ]
    if hop.name:
        lines.append(_text(x, y + (66 if second else 50), fit(hop.name, _ROOM, _NAME), "name"))
    if hop.offending:
        lines.append(_text(x, y + 99, f"{labels.SYMBOLS['cause']} {_CAUSE.of(language)}", "word"))
    return Markup("").join(lines)


def _arrow(x: int, y: int, *, wraps: bool) -> str:
    if not wraps:
        return f"M{x + _WIDTH} {y + _HEIGHT // 2}h{_GAP - 4}m-6-5l6 5l-6 5"
    below = y + _HEIGHT + _ROW_GAP
    return f"M{x + _WIDTH // 2} {y + _HEIGHT}v{_ROW_GAP // 2}H{_WIDTH // 2}V{below - 4}m-5-6l5 6l5-6"


def _text(x: int, y: int, text: str, look: str) -> Markup:
    return tag("text", text, x=x + _INSET, y=y, class_=look)
