"""Segments in groups that nothing tells apart, and the pairs of groups that an entry of a policy may be about."""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from secaudit.network.passing import Passing
from secaudit.network.policies import Entry

Pair = tuple[int, int]


class Groups:
    """The segments of a network in groups: alike to every policy, in one place, and alike to whoever asks."""

    def __init__(self, passing: Passing, alike: Sequence[Hashable]) -> None:
        """`alike` gives for each segment what the asker distinguishes."""
        self._passing = passing
        class_of = passing.classes.class_of
        numbers: dict[tuple[int, Hashable], int] = {}
        self.members: list[list[int]] = []
        self._group_of: list[int] = []
        for segment, key in enumerate(alike):
            number = numbers.setdefault((class_of[segment], key), len(numbers))
            if number == len(self.members):
                self.members.append([])
            self.members[number].append(segment)
            self._group_of.append(number)
        self._known: dict[frozenset[int], list[int]] = {}

    def pairs(self, via: int, entry: Entry) -> Iterator[Pair]:
        """The pairs of groups between which an entry of a gateway may let something pass, and perhaps more.

        `any` stands for whoever may get to the gateway, and for whatever may be got to from there.
        """
        if not entry.origin.is_any:
            for origin in self._of(entry.origin.possible):
                yield from ((origin, target) for target in self._targets(via, entry, origin))
        elif not entry.target.is_any:
            for target in self._of(entry.target.possible):
                yield from ((origin, target) for origin in self._origins(via, target))
        else:
            yield from self._of_anybody(via, entry)

    def _of_anybody(self, via: int, entry: Entry) -> Iterator[Pair]:
        """From and to anywhere: begins on the side where there are fewer."""
        places, are_behind = self._passing.sides(via)
        for group in self._in_places(places):
            if are_behind:
                yield from ((origin, group) for origin in self._origins(via, group))
            else:
                yield from ((group, target) for target in self._targets(via, entry, group))

    def _targets(self, via: int, entry: Entry, origin: int) -> Sequence[int]:
        if not entry.target.is_any:
            return self._of(entry.target.possible)
        return self._in_places(self._passing.behind(via, self.members[origin][0]))

    def _origins(self, via: int, target: int) -> Sequence[int]:
        return self._in_places(self._passing.before(via, self.members[target][0]))

    def _in_places(self, places: Iterable[int]) -> Sequence[int]:
        members = self._passing.members
        return self._of(frozenset(segment for place in places for segment in members[place]))

    def _of(self, segments: frozenset[int]) -> Sequence[int]:
        if segments not in self._known:
            self._known[segments] = sorted({self._group_of[segment] for segment in segments})
        return self._known[segments]
