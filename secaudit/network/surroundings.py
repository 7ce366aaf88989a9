"""Who may come to a gateway, and where that may go on to: quickly, and perhaps more than really does."""

from collections.abc import Collection, Iterator, Mapping
from functools import cached_property

from secaudit.network.naming import Naming
from secaudit.network.passing import Passing


class Surroundings:
    """The places around the gateways of a network."""

    def __init__(self, passing: Passing) -> None:
        """Nothing is searched until it is asked for."""
        self._passing = passing
        self._all = frozenset(passing.into) | passing.proxies

    def sides(self, via: int) -> tuple[frozenset[int], bool]:
        """The places before a gateway or those behind it, whichever are fewer; true for those behind."""
        walks = [self._spread(via, set(self._all), backward=backward) for backward in (True, False)]
        found: list[set[int]] = [set(), set()]
        while True:
            for number, walk in enumerate(walks):
                place = next(walk, None)
                if place is None:
                    return frozenset(found[number]), number == 1
                found[number].add(place)

    def behind(self, via: int, origin: int) -> frozenset[int]:
        """The places to which conversations of an origin may get from a gateway."""
        return self._walked(via, origin, self._passing.origins, backward=False)

    def before(self, via: int, target: int) -> frozenset[int]:
        """The places from which conversations with a target may get to a gateway."""
        return self._walked(via, target, self._passing.targets, backward=True)

    def _walked(self, via: int, end: int, naming: Naming, *, backward: bool) -> frozenset[int]:
        return frozenset(self._spread(via, {via, *naming.one(end), *naming.everyone}, backward=backward))

    @cached_property
    def _asked(self) -> Mapping[int, frozenset[int]]:
        """For each proxy, the gateways that name its own segments as targets: it may be asked by way of them."""
        return self._of_doors(self._passing.targets)

    @cached_property
    def _opened(self) -> Mapping[int, frozenset[int]]:
        """For each proxy, the gateways that name its own segments as origins: it opens conversations anew from there."""
        return self._of_doors(self._passing.origins)

    def _of_doors(self, naming: Naming) -> Mapping[int, frozenset[int]]:
        doors = self._passing.doors.items()
        return {via: frozenset().union(*(naming.one(door) for door in own)) for via, own in doors}

    def _spread(self, via: int, vias: set[int], *, backward: bool) -> Iterator[int]:
        """`vias` are the gateways that may lead on; at a proxy there are more of them."""
        free, near, far = self._backward if backward else self._forward
        entered = self._passing.exits if backward else self._passing.into
        doors = self._asked if backward else self._opened
        ahead = sorted(far.get(via, ()))
        seen = set(ahead)
        for place in ahead:  # grows while it is walked
            yield place
            ends = set(free.get(place, ()))
            for gateway in near.get(place, ()):
                if gateway in vias:
                    ends |= far.get(gateway, set())
                    if gateway in doors:
                        more = doors[gateway] - vias
                        vias |= more
                        for late in more:  # places that were walked before it counted
                            ends |= far.get(late, set()) if not seen.isdisjoint(entered.get(late, ())) else set()
            ahead += sorted(ends - seen)
            seen |= ends

    @cached_property
    def _forward(self) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]], Mapping[int, set[int]]]:
        return self._passing.free, _turned(self._passing.into), self._passing.exits

    @cached_property
    def _backward(self) -> tuple[Mapping[int, set[int]], Mapping[int, set[int]], Mapping[int, set[int]]]:
        return _turned(self._passing.free), _turned(self._passing.exits), self._passing.into


def _turned(table: Mapping[int, Collection[int]]) -> Mapping[int, set[int]]:
    turned: dict[int, set[int]] = {}
    for key, values in table.items():
        for value in values:
            turned.setdefault(value, set()).add(key)
    return turned
