"""What is forwarded from every class of a whole network, one class after the other.

The same relation as that of `conversations.py`, for all origins: labels are kept area by area, and only where
there is something. What a gateway permits to many origins alike is found once, for the areas that lie beyond.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property

from secaudit.network import services as service_sets
from secaudit.network.areas import SIZE, Areas
from secaudit.network.conversations import Conversations
from secaudit.network.permits import Headers, Permits, bits_of, numbers_of

_HERE = -1  # no place: what hangs at a gateway


class Flows:
    """The conversations of all classes, from the areas where they may lead."""

    def __init__(self, talk: Conversations) -> None:
        """The classes, the open arcs and the services are those of the conversations."""
        self.talk = talk
        self.areas = Areas(talk)
        self.permits = Permits(talk, self.areas)
        self.every: Headers = dict.fromkeys(numbers_of(self.areas.every), self.permits.all)
        self._partners: dict[tuple[int, int], int] = {}

    def itself(self, origin: int, area: int) -> int:
        """The headers of an area that are addressed to a class; none if the class lies elsewhere."""
        own, position = self.areas.spot[origin]
        return self.permits.spread(service_sets.ANY) << position if own == area else 0

    def addressed(self, area: int, headers: int) -> Iterator[tuple[int, int]]:
        """The classes of an area to which there are headers, each with a bit for each atom of services."""
        for position, number in enumerate(self.areas.order[area * SIZE : (area + 1) * SIZE]):
            column = headers >> position & self.permits.spread(service_sets.ANY)
            if column:
                yield number, sum(1 << bit // SIZE for bit in numbers_of(column))

    def partners(self, origin: int) -> int:
        """The classes with which a class may open a conversation for some service, as a bit set."""
        found = 0
        for area, bits in self.forwards(origin).items():
            if (area, bits) not in self._partners:
                self._partners[area, bits] = bits_of(number for number, _ in self.addressed(area, bits))
            found |= self._partners[area, bits]
        return found

    # Labels from place to place

    def forwards(self, origin: int) -> Headers:
        """All headers of conversations that get through from a class; none that is empty.

        Headers to any end of a class are told as headers to its first one.
        """
        ends = self.talk.classes.ends[origin]
        found = _union(self._forwards(end) for end in ends) if len(ends) > 1 else self._forwards(origin)
        services = self.permits.spread(service_sets.ANY)
        for end, number in self._further:
            area, position = self.areas.spot[end]
            if area in found and (column := found[area] >> position & services):
                found[area] ^= column << position
                area, position = self.areas.spot[number]
                found[area] = found.get(area, 0) | column << position
        return {area: bits for area, bits in found.items() if bits} if self._further else found

    @cached_property
    def _further(self) -> Sequence[tuple[int, int]]:
        """All ends of classes but the first of each, with the class."""
        return [(end, number) for number, ends in enumerate(self.talk.classes.ends) for end in ends[1:]]

    def _forwards(self, origin: int) -> Headers:
        found, labels = self._carry(origin)
        direct = dict(found)
        for via in self.talk.proxies:
            beyond = self._beyond[via]
            for area, taken in self._handed_over(via, origin, direct, labels):
                if taken & beyond.get(area, 0):
                    found[area] = found.get(area, 0) | taken & beyond[area]
        return found

    def _carry(self, origin: int) -> tuple[Headers, Mapping[int, Headers]]:
        """What is forwarded from an end without a proxy on the way, and what gets to each junction."""
        start = self.talk.classes.places[origin]
        strange = self.talk.classes.strange(origin)
        every = _without(self.every, self._to(list(numbers_of(strange))), self.areas.every) if strange else self.every
        labels = {start: every}
        found = _common(every, self._here[start])
        waiting = {start: every}
        while waiting:
            place = next(iter(waiting))
            for via, end, passing in self._onward(origin, place, waiting.pop(place)):
                if end == _HERE:
                    _add(found, _common(passing, self._hanging[via]))
                    continue
                known = labels.setdefault(end, {})
                fresh = _without(passing, known, self.areas.beyond[-1 - via, end])
                if fresh:
                    known.update((area, known.get(area, 0) | bits) for area, bits in fresh.items())
                    if end in waiting:
                        _add(waiting[end], fresh)
                    else:
                        waiting[end] = fresh
        for place, label in labels.items():
            _add(found, _common(label, self._here[place]))
        return found, labels

    def _onward(self, origin: int, place: int, fresh: Headers) -> Iterator[tuple[int, int, Headers]]:
        """Every way on from a place: the gateway, the junction to which it leads or `_HERE`, and what passes.

        Where no gateway stands between, -1 minus the place is told instead of the gateway.
        """
        beyond = self.areas.beyond
        for end in self.talk.free.get(place, ()):
            yield -1 - place, end, fresh
        for via in self.talk.filters.get(place, ()):
            permits = self.permits.of(via, origin)
            wanted = permits.areas & beyond.get((place, -1 - via), self.areas.every)
            if wanted:
                passing = permits.passing(fresh, wanted)
                if passing:
                    if via in self._hanging:
                        yield via, _HERE, passing
                    for end in self.areas.exits[via]:
                        if end != place:
                            yield via, end, passing

    @cached_property
    def _here(self) -> Mapping[int, Headers]:
        """For each place, all headers to the classes that lie there."""
        sets: dict[int, list[int]] = {}
        for number, place in enumerate(self.talk.classes.places):
            sets.setdefault(place, []).append(number)
        return {place: self._to(numbers) for place, numbers in sets.items()}

    @cached_property
    def _hanging(self) -> Mapping[int, Headers]:
        """For each gateway, all headers to the classes that hang at it."""
        return {via: self._to(numbers) for via, numbers in self.areas.hanging.items()}

    def _to(self, classes: Sequence[int]) -> Headers:
        services = self.permits.spread(service_sets.ANY)
        return {area: here * services for area, here in self.areas.of(classes).items()}

    # Proxies

    def _handed_over(
        self, via: int, origin: int, reached: Headers, labels: Mapping[int, Headers]
    ) -> Iterator[tuple[int, int]]:
        """The conversations of a class that a proxy takes over and may open anew, as in `Conversations`."""
        met = [labels[place] for place in self.talk.entrances[via] if place in labels]
        if not met:  # nor is it asked itself: its own segments lie there
            return
        permits, everybody = self.permits.of(via, origin), (1 << SIZE) - 1
        anywhere = sum(everybody << number * SIZE for number in self._asked(via, reached))
        for area in numbers_of(permits.areas):
            taken = anywhere
            for label in met:
                taken |= label.get(area, 0)
            yield area, taken & permits[area]

    def _asked(self, via: int, reached: Headers) -> list[int]:
        """The atoms of services for which some of a proxy's own segments are reached."""
        headers = [bits & reached[area] for area, bits in self._doors[via].items() if area in reached]
        if not any(headers):
            return []
        everybody = (1 << SIZE) - 1
        return [
            number
            for number in range(len(self.talk.atoms))
            if any(bits >> number * SIZE & everybody for bits in headers)
        ]

    @cached_property
    def _doors(self) -> Mapping[int, Headers]:
        """For each proxy, all headers to its own segments."""
        return {via: self._to(numbers) for via, numbers in self.talk.doors.items()}

    @cached_property
    def _beyond(self) -> Mapping[int, Headers]:
        """What each proxy reaches from its own segments, by way of further proxies too."""
        doors = self.talk.doors
        carried = {number: self._carry(number) for numbers in doors.values() for number in numbers}
        reached = {number: dict(found) for number, (found, _) in carried.items()}
        changed = True
        while changed:
            changed = False
            beyond = {via: _union(reached[number] for number in numbers) for via, numbers in doors.items()}
            for number, (direct, labels) in carried.items():
                for via in self.talk.proxies:
                    taken = self._handed_over(via, number, direct, labels)
                    more = {area: bits & beyond[via].get(area, 0) for area, bits in taken}
                    fresh = _without(more, reached[number], self.areas.every)
                    if fresh:
                        _add(reached[number], fresh)
                        changed = True
        return beyond


def _common(headers: Headers, others: Headers) -> Headers:
    return {area: headers[area] & bits for area, bits in others.items() if headers.get(area, 0) & bits}


def _without(headers: Headers, known: Headers, areas: int) -> Headers:
    """The headers to some areas that are not known yet."""
    return {
        area: fresh for area, bits in headers.items() if areas >> area & 1 and (fresh := bits & ~known.get(area, 0))
    }


def _add(headers: Headers, more: Headers) -> None:
    for area, bits in more.items():
        headers[area] = headers.get(area, 0) | bits


def _union(several: Iterator[Headers]) -> Headers:
    found: Headers = {}
    for headers in several:
        _add(found, headers)
    return found
