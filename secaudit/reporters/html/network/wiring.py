"""Boxes in their places and wires in, the whole plan of the zone map out. Whole numbers, and no word of text.

A wire is a vertical line in the gutter right of its boxes, with a short line to each box that it joins.
Where it joins boxes of several columns, a horizontal line in the channel above them leads from gutter to gutter.
Two wires never share a track at the same height: lines lie on one another only where they are joined,
and none runs through a box.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from secaudit.reporters.html.network import layout
from secaudit.reporters.html.network.layout import GUTTER, PITCH, WIDTH, Column, Frame, Placed, Rect
from secaudit.reporters.html.network.terrain import Key, Terrain, Wire

MARGIN, CHANNEL_TRACK, PILL = 6, 8, 13
_DIGIT, _PAD, _CROSS, _BETWEEN = 6, 5, 10, 4


@dataclass(frozen=True, slots=True)
class Track:
    """The part of a wire in one gutter: its line, the boxes that it joins there and the place of its number."""

    x: int
    top: int
    bottom: int
    joins: tuple[Placed, ...]
    pill: Rect


@dataclass(frozen=True, slots=True)
class Course:
    """A wire with its number: a track for each gutter, and the height of its line in the channel."""

    wire: Wire
    number: int
    tracks: tuple[Track, ...]
    channel: int | None


@dataclass(frozen=True, slots=True)
class Plan:
    """The whole map."""

    width: int
    height: int
    frames: tuple[Frame, ...]
    courses: tuple[Course, ...]


@dataclass(frozen=True, slots=True)
class _Run:
    """A wire in one column: the heights that it joins, and whether it goes on to other columns."""

    wire: int
    heights: tuple[int, ...]
    leaves: bool

    @property
    def extent(self) -> tuple[int, int]:
        """From where to where the track is taken, the number included."""
        return (0 if self.leaves else self.heights[0] - PITCH // 2), self.heights[-1] + PITCH // 2


def plan(terrain: Terrain) -> Plan:
    """The place of everything; the same for the same terrain."""
    columns = layout.columns(terrain)
    home = {box.key: number for number, column in enumerate(columns) for part in column for box in part.boxes}
    spans = [sorted({home[end] for end in wire.ends}) for wire in terrain.wires]
    channels = _pack([(span[0], span[-1]) if len(span) > 1 else None for span in spans])
    used = max((channel + 1 for channel in channels if channel is not None), default=0)
    top = MARGIN + used * CHANNEL_TRACK + (GUTTER if used else 0)
    gutters = [list(_gutter(_runs(column, top, terrain.wires, spans), terrain.wires)) for column in columns]
    frames, lanes, right = _spread(columns, gutters, top)
    heights = [None if level is None else MARGIN + (used - 1 - level) * CHANNEL_TRACK + PILL // 2 for level in channels]
    where = {placed.box.key: (number, placed) for number, row in enumerate(frames) for f in row for placed in f.boxes}
    courses = tuple(
        Course(wire, number + 1, tuple(_tracks(wire, number, where, lanes, heights[number])), heights[number])
        for number, wire in enumerate(terrain.wires)
    )  # fmt: skip
    flat = tuple(frame for row in frames for frame in row)
    return Plan(right + MARGIN, max((frame.at.bottom for frame in flat), default=top) + MARGIN, flat, courses)


def pill_width(number: int, *, violated: bool) -> int:
    """How wide the number of a wire is drawn."""
    return _DIGIT * len(str(number)) + _PAD + (_CROSS if violated else 0)


def _runs(column: Column, top: int, wires: Sequence[Wire], spans: Sequence[Sequence[int]]) -> list[_Run]:
    middles = {placed.box.key: placed.middle for frame in layout.stack(column, 0, top) for placed in frame.boxes}
    found = []
    for number, wire in enumerate(wires):
        heights = sorted(middles[end] for end in wire.ends if end in middles)
        if heights:
            found.append(_Run(number, tuple(heights), len(spans[number]) > 1))
    return found


def _gutter(runs: Iterable[_Run], wires: Sequence[Wire]) -> Iterator[tuple[int, list[_Run]]]:
    """The tracks of a gutter, from the boxes outwards: the width of each and what runs in it. Short wires first."""
    ordered = sorted(runs, key=lambda run: (run.leaves, run.extent[1] - run.extent[0], run.wire))
    lanes: dict[int, list[_Run]] = {}
    for run, lane in zip(ordered, _pack([run.extent for run in ordered]), strict=True):
        lanes.setdefault(lane or 0, []).append(run)
    for lane in sorted(lanes):
        widths = (pill_width(run.wire + 1, violated=bool(wires[run.wire].findings)) for run in lanes[lane])
        yield max(widths) + _BETWEEN, lanes[lane]


def _pack(extents: Sequence[tuple[int, int] | None]) -> list[int | None]:
    """For each extent the first lane in which it touches no other; None stays None."""
    lanes: list[list[tuple[int, int]]] = []
    found: list[int | None] = []
    for extent in extents:
        if extent is None:
            found.append(None)
            continue
        number = next((n for n, lane in enumerate(lanes) if _is_free(lane, extent)), len(lanes))
        if number == len(lanes):
            lanes.append([])
        lanes[number].append(extent)
        found.append(number)
    return found


def _is_free(lane: Iterable[tuple[int, int]], extent: tuple[int, int]) -> bool:
    return all(extent[0] > bottom or extent[1] < top for top, bottom in lane)


_Lanes = dict[tuple[int, int], int]


def _spread(
    columns: Sequence[Column], gutters: Sequence[Sequence[tuple[int, list[_Run]]]], top: int
) -> tuple[list[list[Frame]], _Lanes, int]:
    """The frames of each column, where the track of each wire stands in each gutter, and the right end of all."""
    frames: list[list[Frame]] = []
    lanes: _Lanes = {}
    x = MARGIN
    for number, (column, gutter) in enumerate(zip(columns, gutters, strict=True)):
        frames.append(list(layout.stack(column, x, top)))
        x += WIDTH + GUTTER
        for width, runs in gutter:
            lanes.update({(number, run.wire): x + width // 2 for run in runs})
            x += width
        x += GUTTER
    return frames, lanes, x - GUTTER


def _tracks(
    wire: Wire, number: int, where: Mapping[Key, tuple[int, Placed]], lanes: _Lanes, channel: int | None
) -> Iterator[Track]:
    joined: dict[int, list[Placed]] = {}
    for end in wire.ends:
        column, placed = where[end]
        joined.setdefault(column, []).append(placed)
    width = pill_width(number + 1, violated=bool(wire.findings))
    for column in sorted(joined):
        joins = tuple(sorted(joined[column], key=lambda placed: placed.at.y))
        x, first, last = lanes[column, number], joins[0].middle, joins[-1].middle
        # Between two rows, where no short line passes: below the first box, or above it if there is no other.
        height = first + PITCH // 2 if len(joins) > 1 else first - PITCH // 2
        pill = Rect(x - width // 2, height - PILL // 2, width, PILL)
        yield Track(x, first if channel is None else channel, last, joins, pill)
