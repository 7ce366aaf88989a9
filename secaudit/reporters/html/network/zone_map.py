"""The plan of the zone map drawn as SVG. Every word goes through `svg.tag`, which escapes, and is cut to its box."""

from collections.abc import Iterator

from markupsafe import Markup

from secaudit.findings.words import Language
from secaudit.reporters import labels
from secaudit.reporters.html.lettering import fit, width
from secaudit.reporters.html.network import telling
from secaudit.reporters.html.network.layout import HEAD, INSET, LINE, NESTED, Frame, Placed
from secaudit.reporters.html.network.sheets import DRAWING
from secaudit.reporters.html.network.terrain import Terrain
from secaudit.reporters.html.network.wiring import Course, Plan, Track, plan
from secaudit.reporters.html.network.words import CHAPTER
from secaudit.reporters.html.svg import tag
from secaudit.reporters.safety import visible

SIZE, SMALL = 12, 10.5
_KEY_ROW, _SAMPLE, _KEY_GAP = 20, 26, 18
_CROSS = labels.SYMBOLS["critical"]


def draw(terrain: Terrain, language: Language) -> Markup:
    """The map with its key; nothing in it is wider or higher than its view box."""
    return drawn(plan(terrain), terrain, language)


def drawn(planned: Plan, terrain: Terrain, language: Language) -> Markup:
    """The map of a plan."""
    entries, below = _key(planned, language)
    parts = [
        *(_channel(course) for course in planned.courses if course.channel is not None),
        *(_frame(frame, terrain, language) for frame in planned.frames),
        *_stubs(planned),
        *(_course(course) for course in planned.courses),
        *entries,
    ]
    return tag(
        "svg", tag("g", Markup("").join(parts), id=DRAWING, class_="zones"), class_="map", role="img", width=planned.width, height=below,
        viewBox=f"0 0 {planned.width} {below}", aria_label=CHAPTER["map_name"].of(language),
    )  # fmt: skip


def _frame(frame: Frame, terrain: Terrain, language: Language) -> Markup:
    name = telling.frame_name(frame.site, frame.part, language)
    at = frame.at
    head = [
        tag("rect", x=at.x, y=at.y, width=at.width, height=at.height, rx=3),
        *_label(name, at.x + INSET + 2, at.y + HEAD - 7, at.width - 2 * INSET - 4, bold=True),
    ]
    boxes = (_box(placed, terrain, language) for placed in frame.boxes)
    return tag("g", Markup("").join([*head, *boxes]), class_="site")


def _box(placed: Placed, terrain: Terrain, language: Language) -> Markup:
    box, at = placed.box, placed.at
    note = telling.levels_short(box.levels)
    name = telling.box_name(box, terrain, language)
    title = tag("title", visible(telling.box_title(box, terrain, language)))
    room = at.width - 12 - width(note, SMALL) - (6 if note else 0)
    parts = [
        title,
        tag("rect", x=at.x, y=at.y, width=at.width, height=at.height),
        _text(f"{_CROSS} {name}" if box.violated else name, at.x + 6, at.y + LINE - 6, room, bold=box.violated),
    ]
    if note:
        parts.append(tag("text", note, x=at.right - 6, y=at.y + LINE - 6, class_="note"))
    parts.extend(
        _system(name, rect.x, rect.y, rect.width) for name, rect in zip(box.nested, placed.nested, strict=True)
    )
    return tag("g", Markup("").join(parts), class_="bad" if box.violated else "box")


def _system(name: str, x: int, y: int, room: int) -> Markup:
    shown = fit(name, room - 8, SMALL)
    text = tag("text", shown, x=x + 4, y=y + NESTED - 6, class_="sys")
    rect = tag("rect", x=x, y=y, width=room, height=NESTED - 3, class_="sys")
    return tag("g", Markup("").join([rect, text, *_title(name, shown)]))


def _stubs(planned: Plan) -> Iterator[Markup]:
    """The short lines: one from each box to the last track that joins it, thick as far as it is violated."""
    reach: dict[tuple[int, int], int] = {}
    bad: dict[tuple[int, int], int] = {}
    for course in planned.courses:
        for track in course.tracks:
            for placed in track.joins:
                start = (placed.at.right, placed.middle)
                reach[start] = max(reach.get(start, 0), track.x)
                if placed.box.key in course.wire.touched:
                    bad[start] = max(bad.get(start, 0), track.x)
    yield tag("path", d="".join(f"M{x} {y}H{end}" for (x, y), end in reach.items()), class_="stub")
    if bad:
        yield tag("path", d="".join(f"M{x} {y}H{end}" for (x, y), end in bad.items()), class_="stub bad")


def _channel(course: Course) -> Markup:
    first, last = course.tracks[0].x, course.tracks[-1].x
    return tag("path", d=f"M{first} {course.channel}H{last}", class_=_look(course))


def _look(course: Course) -> str:
    return f"{course.wire.kind} bad" if course.wire.findings else course.wire.kind


def _course(course: Course) -> Markup:
    parts = [tag("title", visible(telling.wire_title(course.wire, course.number)))]
    for track in course.tracks:
        parts.append(tag("path", d=f"M{track.x} {track.top}V{track.bottom}", class_=course.wire.kind))
        parts.extend(tag("circle", cx=track.x, cy=placed.middle, r=3) for placed in track.joins)
    parts.extend(tag("circle", cx=track.x, cy=course.channel or 0, r=3) for track in course.tracks[1:-1])
    parts.extend(_pill(course, track) for track in course.tracks)
    return tag("g", Markup("").join(parts), class_="wire bad" if course.wire.findings else "wire")


def _pill(course: Course, track: Track) -> Markup:
    at = track.pill
    shown = f"{_CROSS}{course.number}" if course.wire.findings else f"{course.number}"
    rect = tag("rect", x=at.x, y=at.y, width=at.width, height=at.height, rx=3, class_="pill")
    return rect + tag("text", shown, x=track.x, y=at.bottom - 3, class_="pill")


def _key(planned: Plan, language: Language) -> tuple[list[Markup], int]:
    """The key below the map, in rows as long as the map is wide; and where it ends."""
    entries: list[Markup] = []
    x, y = INSET, planned.height + _KEY_ROW // 2
    for kind in ("gateway", "link", "host", "bad"):
        text = CHAPTER[f"key_{kind}"].of(language)
        wide = _SAMPLE + 6 + width(text, SIZE) + _KEY_GAP
        if x > INSET and x + wide > planned.width:
            x, y = INSET, y + _KEY_ROW
        room = planned.width - x - _SAMPLE - 6
        line = tag("path", d=f"M{x} {y}h{_SAMPLE}", class_="gateway" if kind == "bad" else kind)
        words = _text(text, x + _SAMPLE + 6, y + 4, room, bold=False)
        entries.append(tag("g", line + words, class_="wire bad" if kind == "bad" else "wire"))
        x += int(wide)
    return entries, y + _KEY_ROW // 2


def _label(text: str, x: int, y: int, room: float, *, bold: bool) -> list[Markup]:
    shown = fit(text, room, SIZE, bold=bold)
    return [tag("text", shown, x=x, y=y, class_="id" if bold else ""), *_title(text, shown)]


def _text(text: str, x: int, y: int, room: float, *, bold: bool) -> Markup:
    return tag("text", fit(text, room, SIZE, bold=bold), x=x, y=y, **({"class_": "id"} if bold else {}))


def _title(text: str, shown: str) -> list[Markup]:
    """The whole of a text that was cut, for whoever points at it."""
    return [] if shown == text else [tag("title", visible(text))]
