"""Find places in a text on demand, by scanning its events once more."""

import unicodedata
from collections.abc import Iterable, Iterator

from secaudit.documents.libyaml import (
    MAX_EVENTS,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
    events,
)
from secaudit.documents.place import Path, Place

_STARTS = frozenset({MappingStartEvent, SequenceStartEvent})
_ENDS = frozenset({MappingEndEvent, SequenceEndEvent})
_VALUES = _STARTS | {ScalarEvent}
_NOWHERE = Place((1, 1), (1, 1))


class _Branch(dict[str | int, "_Branch"]):
    """The wanted paths as a tree, so that a scan skips at once what nobody asked for."""

    place: Place | None = None

    def add(self, path: Path) -> None:
        branch = self
        for step in path:
            branch = branch.setdefault(step, _Branch())

    def missing(self) -> int:
        """How many places are still to be found from here on."""
        return (self.place is None) + sum(branch.missing() for branch in self.values())

    def nearest(self, path: Path) -> Place:
        branch, place = self, self.place or _NOWHERE
        for step in path:
            branch = branch[step]
            if branch.place is None:
                break
            place = branch.place
        return place


class _Frame:
    """An open container that leads to something wanted."""

    def __init__(self, branch: _Branch, *, is_map: bool) -> None:
        self.branch = branch
        self.is_map = is_map
        self.key: tuple[str, tuple[int, int]] | None = None
        self.index = -1

    def waits_for_key(self) -> bool:
        return self.is_map and self.key is None

    def take(self, place: tuple[int, int]) -> tuple["_Branch | None", Place]:
        """The branch that the value at a place belongs to, if anybody wants it."""
        if self.key is None:
            self.index += 1
            return self.branch.get(self.index), Place(place, place)
        (step, key_place), self.key = self.key, None
        return self.branch.get(step), Place(key_place, place)


def locate(data: bytes, paths: Iterable[Path]) -> dict[Path, Place]:
    """The places of values and keys by path; the nearest existing ancestor's for a path that is absent.

    The text must be readable at least up to the last of the places.
    """
    paths = list(paths)
    root = _Branch()
    for path in paths:
        root.add(path)
    with events(data, MAX_EVENTS) as stream:
        _scan(stream, root)
    return {path: root.nearest(path) for path in paths}


def _scan(stream: Iterator[Event], root: _Branch) -> None:  # noqa: C901 one step of a state machine
    """Walk the events and note the wanted places, until none is left to be found."""
    left = root.missing()
    frames: list[_Frame] = []
    skipped = 0  # how deep we are in something that nobody wants
    for event in stream:
        kind = event.__class__
        if kind in _ENDS:
            if skipped:
                skipped -= 1
                continue
            left -= frames.pop().branch.missing()  # what has not been found in here is not there
        elif skipped:
            skipped += kind in _STARTS
        elif kind in _VALUES:
            branch, place = _step(frames, event, root)
            if branch is not None and branch.place is None:
                branch.place = place
                left -= 1
                if kind is ScalarEvent:
                    left -= branch.missing()
            if kind in _STARTS:
                if branch is None:
                    skipped = 1
                else:
                    frames.append(_Frame(branch, is_map=kind is MappingStartEvent))
        if left <= 0:
            return


def _step(frames: list[_Frame], event: Event, root: _Branch) -> tuple[_Branch | None, Place | None]:
    start = event.start_mark.line + 1, event.start_mark.column + 1
    if not frames:
        return root, Place(start, start)
    frame = frames[-1]
    if frame.waits_for_key():
        frame.key = unicodedata.normalize("NFC", event.value), start
        return None, None
    return frame.take(start)
