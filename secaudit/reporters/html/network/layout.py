"""Boxes in, places out: where the boxes of the zone map lie. Whole numbers, and no word of text.

Sites stand in columns, one above the other, those that are joined near to each other; the boxes of a site
stand one above the other within its frame.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

from secaudit.reporters.html.network.terrain import Box, Terrain

WIDTH, INSET, GUTTER = 176, 6, 9
HEAD, LINE, PITCH, NESTED, GAP = 22, 19, 23, 17, 12
MOST_COLUMNS = 4
# A site is not divided below so many rows.
FEWEST_ROWS = 12
# Among so many sites placed last a site looks for those that it is joined to.
_NEAR = 6
# Width to height of a page lying on its side, which the map should fill; the width of a usual gutter.
_SHAPE, _USUAL_GUTTER = 1.4, 150


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """Its right side."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """Its lower side."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Placed:
    """A box, with the place of each system that is drawn in it."""

    box: Box
    at: Rect
    nested: tuple[Rect, ...]

    @property
    def middle(self) -> int:
        """The height at which its lines leave it."""
        return self.at.y + LINE // 2


@dataclass(frozen=True, slots=True)
class Frame:
    """A site, or the k-th of n parts of one that is too long for a column; None: the site is not declared.

    Where boxes are whole sites they share one frame, whose site is the empty text.
    """

    site: str | None
    at: Rect
    boxes: tuple[Placed, ...]
    part: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes a frame."""

    site: str | None
    boxes: tuple[Box, ...]
    part: tuple[int, int]

    @property
    def height(self) -> int:
        """How high its frame is."""
        return HEAD + sum(map(_height, self.boxes)) + INSET - (PITCH - LINE)


Column = Sequence[Part]


def columns(terrain: Terrain) -> list[list[Part]]:
    """The sites in columns of about the same height, so many that the map has the shape of a page."""
    rows = sum(1 + len(box.nested) for box in terrain.boxes)
    count = max(1, min(MOST_COLUMNS, round(sqrt(rows * PITCH * _SHAPE / (WIDTH + _USUAL_GUTTER)))))
    parts = _parts(terrain, max(FEWEST_ROWS, ceil(rows / count)))
    total = sum(part.height + GAP for part in parts)
    found: list[list[Part]] = [[]]
    used = 0
    for part in parts:
        if found[-1] and len(found) < count and used + part.height / 2 > total * len(found) / count:
            found.append([])
        found[-1].append(part)
        used += part.height + GAP
    return found


def stack(column: Column, x: int, top: int) -> Iterator[Frame]:
    """The frames of a column, from the top downwards."""
    y = top
    for part in column:
        placed = []
        below = y + HEAD
        for box in part.boxes:
            placed.append(_place(box, x + INSET, below))
            below += _height(box)
        yield Frame(part.site, Rect(x, y, WIDTH, part.height), tuple(placed), part.part)
        y += part.height + GAP


def _parts(terrain: Terrain, most: int) -> list[Part]:
    sites: dict[str | None, list[Box]] = {}
    for box in terrain.boxes:
        sites.setdefault("" if terrain.grain == "site" else box.key[0], []).append(box)
    parts: list[Part] = []
    for site in _neighbours(list(sites), terrain):
        pieces = list(_pieces(sites[site], most))
        parts.extend(Part(site, piece, (number, len(pieces))) for number, piece in enumerate(pieces, 1))
    return parts


def _neighbours(sites: Sequence[str | None], terrain: Terrain) -> Iterator[str | None]:
    """The sites so that most wires are short: next is always the one with most wires to those before it."""
    shared = [{end[0] for end in wire.ends} for wire in terrain.wires]
    left = list(sites)
    placed: list[str | None] = []
    while left:
        recent = set(placed[-_NEAR:])
        ties = [sum(site in wire and not wire.isdisjoint(recent) for wire in shared) for site in left]
        placed.append(left.pop(ties.index(max(ties))))
    return iter(placed)


def _pieces(boxes: Sequence[Box], most: int) -> Iterator[tuple[Box, ...]]:
    piece: list[Box] = []
    rows = 0
    for box in boxes:
        if piece and rows + 1 + len(box.nested) > most:
            yield tuple(piece)
            piece, rows = [], 0
        piece.append(box)
        rows += 1 + len(box.nested)
    if piece:
        yield tuple(piece)


def _height(box: Box) -> int:
    return PITCH + NESTED * len(box.nested)


def _place(box: Box, x: int, y: int) -> Placed:
    width = WIDTH - 2 * INSET
    nested = tuple(Rect(x + 5, y + LINE + NESTED * n, width - 10, NESTED - 3) for n in range(len(box.nested)))
    return Placed(box, Rect(x, y, width, _height(box) - PITCH + LINE), nested)
