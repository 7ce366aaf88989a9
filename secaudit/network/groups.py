"""Segments in groups that nothing tells apart, and the pairs of groups that an entry of a policy may be about."""

from collections.abc import Hashable, Iterable, Iterator, Sequence

from secaudit.network.passing import Passing
from secaudit.network.policies import Entry
from secaudit.network.surroundings import Surroundings

Pair = tuple[int, int]


class Groups:
    """The segments of a network in groups: alike to every policy, in one place, and alike to whoever asks."""

    def __init__(
        self, passing: Passing, alike: Sequence[Hashable], origins: Sequence[object], targets: Sequence[object]
    ) -> None:
        """`alike` gives for each segment what the asker distinguishes; the others, whether it matters as an end."""
        self._passing, self._around = passing, Surroundings(passing)
        self._origin_matters, self._target_matters = origins, targets
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
        self._known: tuple[dict[frozenset[int], list[int]], ...] = ({}, {})

    def pairs(self, via: int, entry: Entry) -> Iterator[Pair]:
        """The pairs of groups between which an entry of a gateway may let something pass, and perhaps more.

        `any` stands for whoever may get to the gateway, and for whatever may be got to from there.
        """
        if not entry.origin.is_any:
            for origin in self._of(entry.origin.possible, as_target=False):
                yield from ((origin, target) for target in self._targets(via, entry, origin))
        elif not entry.target.is_any:
            for target in self._of(entry.target.possible, as_target=True):
                yield from ((origin, target) for origin in self._origins(via, target))
        else:
            yield from self._of_anybody(via, entry)

    def _of_anybody(self, via: int, entry: Entry) -> Iterator[Pair]:
        """From and to anywhere: begins on the side where there are fewer."""
        places, are_behind = self._around.sides(via)
        for group in self._in_places(places, as_target=are_behind):
            if are_behind:
                yield from ((origin, group) for origin in self._origins(via, group))
            else:
                yield from ((group, target) for target in self._targets(via, entry, group))

    def _targets(self, via: int, entry: Entry, origin: int) -> Sequence[int]:
        if not entry.target.is_any:
            return self._of(entry.target.possible, as_target=True)
        return self._in_places(self._around.behind(via, self.members[origin][0]), as_target=True)

    def _origins(self, via: int, target: int) -> Sequence[int]:
        return self._in_places(self._around.before(via, self.members[target][0]), as_target=False)

    def _in_places(self, places: Iterable[int], *, as_target: bool) -> Sequence[int]:
        members = self._passing.members
        return self._of(frozenset(segment for place in places for segment in members[place]), as_target=as_target)

    def _of(self, segments: frozenset[int], *, as_target: bool) -> Sequence[int]:
        known = self._known[as_target]
        if segments not in known:
            matters = self._target_matters if as_target else self._origin_matters
            known[segments] = sorted({self._group_of[segment] for segment in segments if matters[segment]})
        return known[segments]
