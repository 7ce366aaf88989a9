"""What a gateway's ordered policy lets pass between two of its segments.

The answer is sound, not exact: it never misses what may pass. `semantics.md` section 2 asks who may open
a conversation with whom; an entry about remote segments is taken to concern every pair of neighbours by
way of which that traffic may come and go. Exact `forwards` will look at the whole path.
"""

from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from secaudit.network import services
from secaudit.network.device import Device
from secaudit.network.selectors import Selection, Selectors
from secaudit.network.services import Services

NO_ENTRY, UNDECLARED, DEFAULT = -1, -2, -3
Pair = tuple[int, int]


class Passage(Struct, frozen=True, gc=False):
    """The services that pass, and the number of the entry that lets the first of them through."""

    services: Services
    entry: int = NO_ENTRY


class _Entry(Struct, frozen=True, gc=False):
    number: int
    is_permit: bool
    origin: Selection
    target: Selection
    services: Services


def passages(
    device: Device, segments: Sequence[int], selectors: Selectors, leads_on: Callable[[int], bool]
) -> Mapping[Pair, Passage]:
    """The passages of a gateway between the segments it joins.

    `leads_on` tells whether a segment has another device, behind which remote segments may lie.
    """
    pairs = _pairs(device, segments, selectors)
    if device.policy is None:
        undeclared = device.kind != "data_diode" and device.default != "permit"
        whole = Passage(services.ANY, UNDECLARED if undeclared else NO_ENTRY)
        return dict.fromkeys(pairs, whole)
    entries = [
        _Entry(
            number,
            entry.action == "permit",
            selectors.resolve(entry.from_),
            selectors.resolve(entry.to),
            services.parse_all(entry.services),
        )
        for number, entry in enumerate(device.policy)
    ]
    found = {pair: _direct(pair, entries, permit_rest=device.default == "permit") for pair in pairs}
    for pair, passage in _transit(entries, set(segments), pairs, leads_on):
        known = found[pair]
        if not known.services:
            found[pair] = passage
        else:
            found[pair] = Passage(services.union(known.services, passage.services), known.entry)
    return {pair: passage for pair, passage in found.items() if passage.services}


def _pairs(device: Device, segments: Sequence[int], selectors: Selectors) -> Sequence[Pair]:
    if device.kind == "data_diode" and device.one_way is not None:
        start, goal = (selectors.resolve(f"segment:{end}").wholly for end in (device.one_way.from_, device.one_way.to))
        return [(a, b) for a in start for b in goal]
    return [(a, b) for a in segments for b in segments if a != b]


def _direct(pair: Pair, entries: Sequence[_Entry], *, permit_rest: bool) -> Passage:
    """First match wins, for a conversation between the two segments themselves."""
    permitted, first, rest = services.NONE, NO_ENTRY, services.ANY
    for entry in entries:
        if not (entry.origin.may_match(pair[0]) and entry.target.may_match(pair[1])):
            continue
        hit = services.intersection(rest, entry.services)
        if entry.is_permit and hit:
            first = entry.number if first == NO_ENTRY else first
            permitted = services.union(permitted, hit)
        if entry.origin.must_match(pair[0]) and entry.target.must_match(pair[1]):
            rest = services.difference(rest, entry.services)
    if permit_rest and rest:
        return Passage(services.union(permitted, rest), DEFAULT if first == NO_ENTRY else first)
    return Passage(permitted, first)


def _transit(
    entries: Sequence[_Entry], joined: set[int], pairs: Sequence[Pair], leads_on: Callable[[int], bool]
) -> list[tuple[Pair, Passage]]:
    """What passes between neighbours on its way from or to remote segments."""
    found = []
    for position, entry in enumerate(entries):
        if not entry.is_permit or not (_is_remote(entry.origin, joined) or _is_remote(entry.target, joined)):
            continue
        rest = entry.services
        for earlier in entries[:position]:
            if not earlier.is_permit and earlier.origin.covers(entry.origin) and earlier.target.covers(entry.target):
                rest = services.difference(rest, earlier.services)
        if not rest:
            continue
        for a, b in pairs:
            if _may_lie_behind(entry.origin, a, joined, leads_on) and _may_lie_behind(
                entry.target, b, joined, leads_on
            ):
                found.append(((a, b), Passage(rest, entry.number)))
    return found


def _is_remote(selection: Selection, joined: set[int]) -> bool:
    return selection.is_any or not selection.possible <= joined


def _may_lie_behind(selection: Selection, segment: int, joined: set[int], leads_on: Callable[[int], bool]) -> bool:
    """Whether the selection names the segment itself, or something remote that may lie behind it."""
    if not selection.is_any and segment in selection.possible:
        return True
    return _is_remote(selection, joined) and leads_on(segment)
