"""Who may open a conversation with whom, exactly: the relation *forwards* of `semantics.md` section 3.1.

From an end (a part of the segments of a class, or all of them) a *label* is carried from place to place: the
set of (service, destination end) for which a packet may be there. A gateway lets through what its policy permits
for that origin. What arrives at the place of a destination is what is forwarded to it. At a proxy the conversation
ends and a new one starts from one of the proxy's own segments, from any of its addresses. Labels are whole
numbers, one bit for each pair. What is asked and answered about is classes: all ends of one together.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import or_

from secaudit.network import services as service_sets
from secaudit.network.classes import Classes, atoms, is_open
from secaudit.network.network import Network
from secaudit.network.services import Services

_Label = int
_REMEMBERED = 256  # ends of which all that is forwarded is kept: a label is large, and few ends are asked often


class Conversations:
    """The exact conversations of a region of the network."""

    def __init__(
        self, network: Network, classes: Classes, arcs: Sequence[int], services: Services = service_sets.ANY
    ) -> None:
        """`arcs` are the open arcs within the classes; only conversations for the given services are looked at."""
        self.network = network
        self.arcs = arcs
        self.classes = classes
        self.wanted = services
        self.atoms = atoms(self.classes.policies.values(), services)
        self.width = len(self.classes.places)
        self._every = (1 << self.width * len(self.atoms)) - 1
        self._joins()
        self._permits: dict[tuple[int, tuple[int, ...]], _Label] = {}
        self._direct: dict[int, _Label] = {}
        self._forwards: dict[int, _Label] = {}
        self._labels: dict[int, dict[int, _Label]] = {}
        self._partners: dict[int, int] = {}

    def _joins(self) -> None:
        """Which places lead to which: by way of a gateway with a policy, a proxy, or freely."""
        places = self.classes.place_of
        free: dict[int, set[int]] = {}
        into: dict[int, set[int]] = {}
        out_of: dict[int, set[int]] = {}
        for arc in self.arcs:
            tail, head, via = places[self.network.tails[arc]], places[self.network.heads[arc]], self.network.vias[arc]
            if is_open(self.network.policies[via]):
                if tail != head:
                    free.setdefault(tail, set()).add(head)
            else:
                into.setdefault(via, set()).add(tail)
                out_of.setdefault(via, set()).add(head)
        self.free = {place: sorted(ends) for place, ends in free.items()}
        self.exits = {via: sorted(ends) for via, ends in out_of.items()}
        self.proxies, proxies = self.classes.proxies, frozenset(self.classes.proxies)
        self.filters: dict[int, list[int]] = {}
        for via, ends in sorted(into.items()):
            if via not in proxies:
                for place in sorted(ends):
                    self.filters.setdefault(place, []).append(via)
        self.entrances = {
            via: sorted({self.classes.places[number] for number in numbers}) for via, numbers in self.doors.items()
        }

    # Policies on labels

    def permits(self, via: int, origin: int) -> _Label:
        """What a gateway permits for conversations from an end, as a label over services and destinations."""
        table = self._tables[via]
        pattern = tuple((may >> origin & 1) + (must >> origin & 1) for may, must, *_ in table)
        key = (via, pattern)
        if key not in self._permits:
            self._permits[key] = self._first_match(via, pattern)
        return self._permits[key]

    def _first_match(self, via: int, pattern: tuple[int, ...]) -> _Label:
        permitted, rest = 0, self._every
        for hit, (_, _, is_permit, may, must) in zip(pattern, self._tables[via], strict=True):
            if hit and is_permit:
                permitted |= rest & may
            if hit > 1:
                rest &= ~must
        return permitted | rest if self.classes.policies[via].permit_rest else permitted

    @cached_property
    def _tables(self) -> Mapping[int, list[tuple[int, int, bool, _Label, _Label]]]:
        """For each entry of each policy: origins that may and must match, whether it permits, targets likewise."""
        classes = self.classes
        return {
            via: [
                (
                    classes.may(entry.origin),
                    classes.must(entry.origin),
                    entry.is_permit,
                    self._spread(classes.may(entry.target), entry.services),
                    self._spread(classes.must(entry.target), entry.services),
                )
                for entry in policy.entries
            ]
            for via, policy in classes.policies.items()
        }

    def _spread(self, targets: int, services: Services) -> _Label:
        """A set of ends for each atom that lies in the services."""
        label = 0
        for number, atom in enumerate(self.atoms):
            if service_sets.intersection(atom, services):
                label |= targets << number * self.width
        return label

    def spread(self, targets: int) -> _Label:
        """All ends of a set of classes, for every atom."""
        return self._spread(self.classes.ends_of(targets), service_sets.ANY)

    # Labels from place to place

    def labels(self, origin: int) -> dict[int, _Label]:
        """For every place, the (service, destination) pairs that a packet from an end may carry there."""
        if origin not in self._labels:
            self._labels[origin] = self._carry(origin)
        return self._labels[origin]

    def _carry(self, origin: int) -> dict[int, _Label]:
        start = self.classes.places[origin]
        every = self._every & ~self._spread(self.classes.strange(origin), service_sets.ANY)
        labels = {start: every}
        waiting = [(start, every)]
        while waiting:
            place, fresh = waiting.pop()
            for _, end, label in self.onward(place, origin, fresh):
                new = label & ~labels.get(end, 0)
                if new:
                    labels[end] = labels.get(end, 0) | new
                    waiting.append((end, new))
        return labels

    def direct(self, origin: int) -> _Label:
        """What is forwarded from an end without a proxy on the way."""
        if origin not in self._direct:
            self._direct[origin] = _union(label & self.here[place] for place, label in self.labels(origin).items())
        return self._direct[origin]

    @cached_property
    def here(self) -> Mapping[int, _Label]:
        """For each place, the pairs whose destination lies there."""
        sets: dict[int, int] = {}
        for number, place in enumerate(self.classes.places):
            sets[place] = sets.get(place, 0) | 1 << number
        return {place: self._spread(bits, service_sets.ANY) for place, bits in sets.items()}

    # Proxies

    def forwards(self, origin: int) -> _Label:
        """All (service, destination end) pairs of conversations that get through from an end."""
        if origin not in self._forwards:
            if len(self._forwards) >= _REMEMBERED:
                self._forwards.clear()
            over = _union(self.handed_over(via, origin) & self.beyond[via] for via in self.proxies)
            self._forwards[origin] = self.direct(origin) | over
        return self._forwards[origin]

    def handed_over(self, via: int, origin: int) -> _Label:
        """The conversations of an end that a proxy takes over and may open anew.

        Either it addresses the proxy (it reaches one of the proxy's own segments for the service),
        or the proxy stands in the way and its conversation passes there.
        """
        doors = _union(1 << number for number in self.doors[via])
        reached, taken = self.direct(origin), 0
        for number in range(len(self.atoms)):
            if reached >> number * self.width & doors:
                taken |= ((1 << self.width) - 1) << number * self.width
        labels = self.labels(origin)
        for place in self.entrances[via]:
            taken |= labels.get(place, 0)
        return taken & self.permits(via, origin)

    @cached_property
    def doors(self) -> Mapping[int, tuple[int, ...]]:
        """The ends of each proxy's own segments."""
        classes, network = self.classes, self.network
        own = {
            via: {
                number
                for name in network.devices[via].segments
                if (number := classes.class_of.get(network.index[name])) is not None
            }
            for via in self.proxies
        }
        return {via: tuple(sorted(end for number in some for end in classes.ends[number])) for via, some in own.items()}

    @cached_property
    def beyond(self) -> Mapping[int, _Label]:
        """What each proxy reaches from its own segments, by way of further proxies too."""
        return {via: _union(self.opened[number] for number in doors) for via, doors in self.doors.items()}

    @cached_property
    def opened(self) -> Mapping[int, _Label]:
        """What gets through from each end of a proxy's own segments, by way of further proxies too."""
        reached = {number: self.direct(number) for doors in self.doors.values() for number in doors}
        changed = True
        while changed:
            changed = False
            beyond = {via: _union(reached[number] for number in doors) for via, doors in self.doors.items()}
            for number, known in reached.items():
                more = _union(self.handed_over(via, number) & beyond[via] for via in self.proxies)
                if more & ~known:
                    reached[number] = known | more
                    changed = True
        return reached

    # Answers

    def onward(self, place: int, origin: int, label: _Label) -> Iterator[tuple[int, int, _Label]]:
        """The (device, place, label) steps that lead on from a place; the device is -1 where no policy is asked."""
        for end in self.free.get(place, ()):
            yield -1, end, label
        for via in self.filters.get(place, ()):
            passing = label & self.permits(via, origin)
            if passing:
                yield from ((via, end, passing) for end in self.exits[via] if end != place)

    def partners(self, origin: int) -> int:
        """The classes with which a class may open a conversation for some service."""
        if origin not in self._partners:
            self._partners[origin] = _union(self.by_atom(origin))
        return self._partners[origin]

    def by_atom(self, origin: int) -> list[int]:
        """For each atom of services, the classes with which a class may open a conversation."""
        label, mask = _union(self.forwards(end) for end in self.classes.ends[origin]), (1 << self.width) - 1
        return [self.classes.classes_of(label >> number * self.width & mask) for number in range(len(self.atoms))]


def _union(labels: Iterable[_Label]) -> _Label:
    return reduce(or_, labels, 0)
