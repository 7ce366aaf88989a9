"""Which segments of a region are cut into parts, within a bound on parts and on work.

Beyond the bound a segment is judged as a whole: permits of a part of it count, denials do not. Nothing that
can talk is missed so; more may be told.
"""

from collections.abc import Collection, Mapping, Sequence

from secaudit.model import Segment
from secaudit.network.addresses import Block
from secaudit.network.parts import (
    MOST_PAIRS,
    MOST_WORK,
    WHOLE,
    Blocks,
    Ends,
    Part,
    affordable,
    divide,
    space_of,
)
from secaudit.network.policies import Policy
from secaudit.network.selectors import Selection

_Key = tuple[Blocks, tuple[int, ...]]
_Kind = frozenset[tuple[frozenset[int], frozenset[int]]]


class Division:
    """The parts of the segments that some selections name in part; `crowded` are those that would have too many."""

    def __init__(
        self,
        segments: Sequence[Segment],
        place_of: Mapping[int, int],
        selections: Mapping[Selection, int],
        most: int,
    ) -> None:
        """Cut the segments of a region, which have places; `selections` are all that its policies name, numbered.

        There are at most `most` parts in all beyond one for each kind of segment.
        """
        self._segments = segments
        keys = self._keys(frozenset(place_of), selections)
        found = _divided(
            frozenset(keys.values()), {number: selection.blocks for selection, number in selections.items()}
        )
        parts = {segment: found[key] for segment, key in keys.items() if key in found}
        costs = {(place_of[segment], _kind(cut)): len(cut) - 1 for segment, cut in parts.items()}
        kept = affordable(costs, most)
        self.parts = {segment: cut for segment, cut in parts.items() if (place_of[segment], _kind(cut)) in kept}
        self.crowded = frozenset(keys) - frozenset(self.parts)

    def _keys(self, inside: frozenset[int], selections: Mapping[Selection, int]) -> Mapping[int, _Key]:
        """For each segment that is to be cut, its space and the selections that cut it."""
        numbers: dict[int, list[int]] = {}
        for selection, number in selections.items():
            for segment in (selection.located & inside) - selection.wholly:
                numbers.setdefault(segment, []).append(number)
        return {segment: (space_of(self._segments[segment]), tuple(some)) for segment, some in numbers.items()}

    def families(self, segment: int) -> frozenset[int]:
        """The versions of IP of a segment's addresses; both if it declares none. Not asked where nothing is cut."""
        return frozenset(block[0] for block in space_of(self._segments[segment])) if self.parts else frozenset()

    def kind(self, segment: int) -> object:
        """What is the same for segments that nothing tells apart."""
        return _kind(self.parts[segment]) if segment in self.parts else self.families(segment)

    def run(self, segment: int, named: frozenset[int] | None) -> Block | None:
        """The addresses that stand for the part of a segment that some selections name; None for one not cut."""
        return next((part.run for part in self.parts.get(segment, ()) if part.named == named), None)


def _kind(parts: Sequence[Part]) -> _Kind:
    return frozenset((part.named, part.families) for part in parts)


def _divided(keys: Collection[_Key], blocks: Mapping[int, Blocks]) -> Mapping[_Key, tuple[Part, ...]]:
    """The parts of each space, where there are not too many and the work is within its bound."""
    costs = {key: len(key[0]) * sum(len(blocks[number]) for number in key[1]) for key in keys}
    found = {key: divide(key[0], {number: blocks[number] for number in key[1]}) for key in affordable(costs, MOST_WORK)}
    return {key: parts for key, parts in found.items() if parts is not None}


def pairs_of(
    policies: Collection[Policy], numbers: tuple[int, int], segments: Sequence[Segment], most: int = MOST_PAIRS
) -> Sequence[Ends]:
    """The pairs of parts of two segments that some policies tell apart, never none; `WHOLE` for more than `most`."""
    origins = _parts_of(numbers[0], segments, [entry.origin for policy in policies for entry in policy.entries])
    targets = _parts_of(numbers[1], segments, [entry.target for policy in policies for entry in policy.entries])
    if origins is None or targets is None or len(origins) * len(targets) > most:
        return (WHOLE,)
    common = _families(origins) & _families(targets)
    return [
        (left.run if len(origins) > 1 or left.named else None, right.run if len(targets) > 1 or right.named else None)
        for left in origins
        for right in targets
        if left.families & right.families or not common
    ]


def _families(parts: Sequence[Part]) -> frozenset[int]:
    return frozenset().union(*(part.families for part in parts))


def _parts_of(number: int, segments: Sequence[Segment], selections: Sequence[Selection]) -> tuple[Part, ...] | None:
    cutting = {place: one.blocks for place, one in enumerate(selections) if one.cuts(number)}
    key = (space_of(segments[number]), tuple(cutting))
    return _divided((key,), cutting).get(key)
