"""Why there is no way: the devices that stop whatever comes as far as them, and which of them alone would let it on.

Whoever holds the sources comes to hold some segments, and can send a conversation with the target from each
of them. Where such a conversation gets to, and no further, the device that stops it belongs to the cut: every
chain of devices between the sources and the target passes one of them.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from msgspec.structs import replace

from secaudit.network import services as service_sets
from secaudit.network.denial import Header, Stop, stop
from secaudit.network.device import Device
from secaudit.network.exact import RELATIONS
from secaudit.network.network import Network
from secaudit.network.parts import MOST_PAIRS, Ends
from secaudit.network.policies import Passage
from secaudit.network.search import reach
from secaudit.network.services import Services
from secaudit.network.ways import Asked, Closed, Ways

EXPLAINED, TRIED = 100, 30


class Prevention:
    """Why some segments do not come to some targets. Made only for what `Ways` did not find."""

    def __init__(
        self, network: Network, sources: Collection[int], targets: Collection[int], closed: Closed, asked: Asked
    ) -> None:
        """Searches what is held; the rest waits until it is asked for."""
        self._asking = network
        self._network = network = network.answering if asked.relation == "informs" else network
        self._sources = frozenset(sources)
        self._targets = frozenset(targets)
        self._closed = closed
        self._asked = asked
        self._quick = reach(network, sorted(sources), closed_vias=closed.vias)
        region = {*self._quick.order, *targets}
        self._holding = RELATIONS[asked.relation](network, region, closed.vias, asked.services)
        self._classes, self._talk = self._holding.classes, self._holding.talk
        self._held = list(self._holding.spread(sources))

    @property
    def held(self) -> list[int]:
        """The segments that the sources come to."""
        return sorted(member for number in self._held for member in self._classes.members[number])

    # Where conversations get to

    @cached_property
    def _openers(self) -> list[int]:
        """The ends from which a conversation with the target may be opened."""
        classes = self._held
        if self._asked.relation == "forwards":
            classes = sorted({self._classes.class_of[source] for source in self._sources})
        return [end for number in classes for end in self._classes.ends[number]]

    def _carried(self, origin: int) -> Mapping[int, Mapping[int, int]]:
        """The labels by place of an end, under the end that opens: itself, or one of a proxy's own for it."""
        known = self._labels.get(origin)
        if known is not None:
            return known
        carried: dict[int, dict[int, int]] = {origin: dict(self._talk.labels(origin))}
        ahead = [(via, self._talk.handed_over(via, origin)) for via in self._talk.proxies]
        seen: dict[int, int] = {}
        while ahead:
            via, label = ahead.pop()
            fresh = label & ~seen.get(via, 0)
            if not fresh:
                continue
            seen[via] = seen.get(via, 0) | fresh
            for door in self._talk.doors[via]:
                labels = carried.setdefault(door, {})
                for place, beyond in self._talk.labels(door).items():
                    labels[place] = labels.get(place, 0) | beyond & fresh
                ahead += [(other, fresh & self._talk.handed_over(other, door)) for other in self._talk.proxies]
        self._labels[origin] = carried
        return carried

    @cached_property
    def _labels(self) -> dict[int, Mapping[int, Mapping[int, int]]]:
        return {}

    @cached_property
    def _arrived(self) -> Mapping[int, int]:
        """For every place, all that gets there from any opener."""
        found: dict[int, int] = {}
        for origin in self._openers:
            for labels in self._carried(origin).values():
                for place, label in labels.items():
                    found[place] = found.get(place, 0) | label
        return found

    def _region_of(self, wanted: int) -> frozenset[int]:
        """The segments where a conversation of the wanted label gets to."""
        places = {place for place, label in self._arrived.items() if label & wanted}
        return frozenset(segment for segment in self._classes.region if self._classes.place_of[segment] in places)

    # The cut

    @cached_property
    def stops(self) -> list[Stop]:
        """The devices of the cut, nearest to the targets first; the same device is told once."""
        classes = {self._classes.class_of[target]: target for target in sorted(self._targets, reverse=True)}
        found: dict[int, tuple[int, Stop]] = {}
        for number, target in sorted(classes.items(), key=lambda item: item[1])[:EXPLAINED]:
            for distance, halt in self._explain(target, self._talk.spread(1 << number)):
                if halt.via not in found or distance < found[halt.via][0]:
                    found[halt.via] = (distance, halt)
        ordered = sorted(found.values(), key=lambda item: (item[0], self._network.devices[item[1].via].id))
        return [halt for _, halt in ordered]

    def _explain(self, target: int, label: int) -> list[tuple[int, Stop]]:
        """The cut before one target, each device with its distance.

        The arcs leave out where a conversation gets to and nothing leads on from. Something may be wired there all the
        same, and then that is what stops it: such ends are added until every device of the cut denies something.
        """
        arrived = dict[int, Header | None].fromkeys(self._region_of(label))
        while True:
            found, ends = [], dict[int, Header | None]()
            for via, (distance, near) in self._boundary(target, arrived).items():
                header = arrived[near] or self._header(via, near, target, label)
                beyond = [end for end in self._let_through(via, near, target, header) if end not in arrived]
                ends.update(dict.fromkeys(beyond, header))
                is_closed = bool(self._closed.vias[via])
                halt = stop(self._network, via, target, header, is_closed=is_closed)
                found.append((distance, halt))
            if not ends:
                return found
            arrived.update(ends)

    def _let_through(self, via: int, near: int, target: int, header: Header) -> Collection[int]:
        """Where a gateway hands a conversation on to, if it permits any of it."""
        device, policy = self._network.devices[via], self._network.policies[via]
        origin, services, ends = header
        if policy is None or self._closed.vias[via]:
            return ()
        if not service_sets.intersection(policy.permitted(origin, target, ends), services):
            return ()
        if device.kind == "data_diode" and device.one_way is not None:
            index, way = self._network.index, device.one_way
            return (index[way.to],) if near == index[way.from_] else ()
        return self._joined[via]

    def _boundary(self, target: int, arrived: Collection[int]) -> Mapping[int, tuple[int, int]]:
        """Devices between what arrives and the target, whatever they let pass: each with distance and segment."""
        far = {target: 0}
        found: dict[int, tuple[int, int]] = {}
        ahead = deque([target])
        while ahead:
            here = ahead.popleft()
            for via in self._beside[here]:
                for other in self._joined[via]:
                    if other in arrived:
                        found.setdefault(via, (far[here], other))
                    elif other not in far:
                        far[other] = far[here] + 1
                        ahead.append(other)
        return found

    @cached_property
    def _joined(self) -> Sequence[tuple[int, ...]]:
        index = self._network.index
        return [tuple(sorted(index[name] for name in device.segments)) for device in self._network.devices]

    @cached_property
    def _beside(self) -> Sequence[Sequence[int]]:
        beside: list[list[int]] = [[] for _ in self._network.segments]
        for via, segments in enumerate(self._joined):
            for segment in segments:
                beside[segment].append(via)
        return beside

    def _header(self, via: int, near: int, target: int, label: int) -> Header:
        """Who opens a conversation that gets to a segment, if possible from there, for what, and between which ends."""
        classes, place = self._classes, self._classes.place_of[near]
        own = classes.class_of[near]
        if own in self._openers:
            origin = self._someone(own, near)
            return Header(origin, self._asked.services, self._through(via, origin, target))
        for opened in self._openers:
            for opener, labels in self._carried(opened).items():
                arrives = labels.get(place, 0) & label
                if arrives:
                    origin = self._someone(opener, classes.members[classes.class_of_end[opener]][0])
                    goal = next(end for end in classes.ends[classes.class_of[target]] if self._services(arrives, end))
                    runs = classes.run(origin, opener), classes.run(target, goal)
                    return Header(origin, self._services(arrives, goal), runs)
        raise LookupError(near)

    def _through(self, via: int, origin: int, target: int) -> Ends:
        """The addresses of two segments between which a device lets something pass; any, if it lets pass nothing."""
        classes, policy = self._classes, self._network.policies[via]
        pairs = [
            (classes.run(origin, left), classes.run(target, right))
            for left in classes.ends[classes.class_of[origin]]
            for right in classes.ends[classes.class_of[target]]
            if not classes.strange(left) >> right & 1
        ]
        tried = pairs[:MOST_PAIRS] if policy is not None else ()
        wanted = self._asked.services
        passing = (
            pair
            for pair in tried
            if policy is not None and service_sets.intersection(policy.permitted(origin, target, pair), wanted)
        )
        return next(passing, pairs[0])

    def _services(self, label: int, target: int) -> Services:
        """The services of a label for a destination."""
        found = service_sets.NONE
        for number, atom in enumerate(self._talk.atoms):
            if label >> number * self._talk.width + target & 1:
                found = service_sets.union(found, atom)
        return found

    def _someone(self, number: int, likely: int) -> int:
        """A segment of an end's class that may open the conversation: of a single one, a source does, or a proxy's own."""
        if self._asked.relation != "forwards":
            return likely
        index, members = self._network.index, self._classes.members[self._classes.class_of_end[number]]
        own = {index[name] for via in self._talk.proxies for name in self._network.devices[via].segments}
        return next((member for some in (self._sources, own) for member in members if member in some), likely)

    # Which one alone

    @cached_property
    def openings(self) -> list[tuple[int, int]]:
        """The devices each of which alone, if it forwarded everything both ways, would let something come to a target.

        With the number of targets. At most `TRIED` are tried: those of the cut first, and those nearest to the targets.
        """
        found = []
        for via in self._candidates()[:TRIED]:
            ways = Ways(opened(self._asking, via), self._sources, self._targets, self._closed, self._asked)
            if ways.reached:
                found.append((via, len(ways.reached)))
        return found

    @property
    def is_complete(self) -> bool:
        """Whether every target was explained and every device tried: neither were too many."""
        explained = {self._classes.class_of[target] for target in self._targets}
        return len(explained) <= EXPLAINED and len(self._candidates()) <= TRIED

    def _candidates(self) -> list[int]:
        """Devices that may hold something back, between where anything gets to and what leads to the targets, quickly."""
        network, arrived = self._network, frozenset(self._quick.order)
        back = reach(network, sorted(self._targets), closed_vias=self._closed.vias, backward=True)
        rank = {segment: number for number, segment in enumerate(back.order)}
        near = {
            via: min((rank[segment] for segment in segments if segment in rank), default=None)
            for via, segments in enumerate(self._joined)
            if _may_deny(network.devices[via]) and not self._closed.vias[via] and not arrived.isdisjoint(segments)
        }
        cut = {halt.via for halt in self.stops}
        return [via for _, _, via in sorted((via not in cut, far, via) for via, far in near.items() if far is not None)]


def _may_deny(device: Device) -> bool:
    return device.type == "gateway" or device.one_way is not None or not device.forwards


def opened(network: Network, via: int) -> Network:
    """The network in which one device forwards everything between all its segments, and carries answers."""
    policies = [None if number == via else policy for number, policy in enumerate(network.policies)]
    device = network.devices[via]
    plain = replace(device, kind="vpn" if device.kind == "data_diode" else device.kind, one_way=None, forwards=True)
    devices = (*network.devices[:via], plain, *network.devices[via + 1 :])
    changed = Network(segments=network.segments, devices=devices, policies=policies, index=network.index)
    for arc, (tail, head, through) in enumerate(zip(network.tails, network.heads, network.vias, strict=True)):
        if through != via:
            changed.add(tail, head, through, Passage(network.services[arc], network.entries[arc], network.direct[arc]))
    joined = sorted(network.index[name] for name in network.devices[via].segments)
    for tail in joined:
        for head in joined:
            if tail != head:
                changed.add(tail, head, via, Passage(service_sets.ANY))
    return changed
