"""What single conversations pass, header by header: quick for a few headers in however large a network.

A header is asked of those gateways only of which an entry permits something to it, which are few.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from secaudit.network import services as service_sets
from secaudit.network.classes import Classes
from secaudit.network.division import pairs_of
from secaudit.network.naming import Naming, Talk, fired, spelled_out
from secaudit.network.network import Network
from secaudit.network.policies import Policy
from secaudit.network.services import ANY, NONE, Services

Label = dict[int, Services]
"""For each place, the services for which a packet of one header may be there."""

_MOST_TALKS = 64
"""Pairs of parts of two segments; with more, they are judged as wholes: permits of a part count, denials do not."""
_LOOKED_AT = 400
"""Steps after which the search for a way that passes no place twice gives in, and what may pass is taken to pass."""


class Passing:
    """The conversations of a network, asked about one header at a time."""

    def __init__(self, network: Network) -> None:
        """Nothing is searched until it is asked for."""
        self.network = network = spelled_out(network)
        self.proxies = frozenset(network.proxies)
        self.classes = Classes(network, range(len(network.segments)), range(len(network.tails)), network.proxies)
        self.place_of = self.classes.place_of
        self.free: dict[int, set[int]] = {}
        self.into: dict[int, set[int]] = {}
        self.exits: dict[int, set[int]] = {}
        for tail, head, via in zip(network.tails, network.heads, network.vias, strict=True):
            first, last = self.place_of[tail], self.place_of[head]
            if network.policies[via] is not None:
                self.into.setdefault(via, set()).add(first)
                self.exits.setdefault(via, set()).add(last)
            elif first != last:
                self.free.setdefault(first, set()).add(last)
        for via, doors in self.doors.items():  # a proxy may be addressed even where no arc leads past it
            self.into[via] = self.exits[via] = {self.place_of[door] for door in doors}
        self.origins, self.targets = Naming(network, "origin"), Naming(network, "target")
        self._last: tuple[tuple[int, int], frozenset[int]] = (-1, -1), frozenset()
        self._last_decided: tuple[object, Sequence[tuple[Talk, Services]]] = None, ()
        self._always = self.origins.everyone & self.targets.everyone
        self._always_proxies = self._always & self.proxies
        self.always_at: dict[int, list[int]] = {}
        for via in sorted(self._always - self.proxies):
            for place in self.into.get(via, ()):
                self.always_at.setdefault(place, []).append(via)

    def named(self, origin: int, target: int) -> frozenset[int]:
        """The gateways that permit something from an origin and something to a target, other than from any to any."""
        if self._last[0] != (origin, target):  # one header is asked about many times before the next
            left, right = self.origins.one(origin), self.targets.one(target)
            found = left & right | left & self.targets.everyone | self.origins.everyone & right
            self._last = (origin, target), found
        return self._last[1]

    def relevant_proxies(self, origin: int, target: int, closed: Collection[int] = ()) -> list[int]:
        """The proxies that permit something from an origin and something to a target, but for closed ones."""
        if not self.proxies:
            return []
        return sorted((self.named(origin, target) & self.proxies | self._always_proxies).difference(closed))

    # One conversation

    def talks(self, header: tuple[int, int], *vias: int) -> Sequence[Talk]:
        """A header address by address, as the gateways that permit something to it and those given tell them apart.

        As one where a proxy may take it over, where there are very many, or where addresses are not declared.
        """
        asked = self.named(*header).union(vias) & self._by_address | self._always_by_address
        judging = [policy for via in sorted(asked) if (policy := self.network.policies[via])]
        segments = self.network.segments
        if not judging or not all(segments[end].cidrs for end in header) or self.relevant_proxies(*header):
            return (Talk(*header),)
        return [Talk(*header, ends) for ends in pairs_of(judging, header, segments, _MOST_TALKS)]

    @cached_property
    def _by_address(self) -> frozenset[int]:
        """The gateways that tell addresses of a segment apart."""
        policies = enumerate(self.network.policies)
        return frozenset(via for via, policy in policies if policy is not None and policy.is_by_address)

    @cached_property
    def _always_by_address(self) -> frozenset[int]:
        return self._always & self._by_address

    def carried(self, talk: Talk, starts: Label, closed: Collection[int], shut: Collection[int]) -> Label:
        """Where a packet of a header gets to from some places, past closed devices and without entering shut places."""
        onward = _Onward(self, talk, closed)
        found = dict(starts)
        ahead = list(starts)
        while ahead:
            place = ahead.pop()
            for _, end, passing in onward.steps(place, found[place]):
                known = found.get(end, NONE)
                grown = service_sets.union(known, passing) if known else passing
                if end not in shut and grown != known:
                    found[end] = grown
                    ahead.append(end)
        return found

    def forwards(self, origin: int, target: int, wanted: Services = ANY, closed: Collection[int] = ()) -> Services:
        """The wanted services that get from an origin to a target, also by way of proxies that open anew."""
        if not self.relevant_proxies(origin, target, closed):
            return self._straight((origin, target), wanted, closed)
        opened, ahead, arrived = {origin: wanted}, [origin], NONE
        goal = self.place_of[target]
        while ahead:
            opener = ahead.pop()
            asked = opened[opener]
            label = self.carried(Talk(opener, target), {self.place_of[opener]: asked}, closed, ())
            arrived = service_sets.union(arrived, label.get(goal, NONE))
            if arrived == wanted:
                break
            for via in self.relevant_proxies(opener, target, closed):
                taken = self._taken(via, (opener, target), label, closed)
                for door in self.doors[via]:
                    known = opened.get(door, NONE)
                    grown = service_sets.union(known, taken)
                    if grown != known:
                        opened[door] = grown
                        ahead.append(door)
        return arrived

    def _straight(self, header: tuple[int, int], wanted: Services, closed: Collection[int]) -> Services:
        """The wanted services that get through without a proxy, between any addresses."""
        start, goal = (self.place_of[end] for end in header)
        arrived = NONE
        for talk in self.talks(header):
            rest = service_sets.difference(wanted, arrived)
            if not rest:
                break
            label = self.carried(talk, {start: rest}, closed, ())
            arrived = service_sets.union(arrived, label.get(goal, NONE))
        return arrived

    def _taken(self, via: int, header: tuple[int, int], label: Label, closed: Collection[int]) -> Services:
        """What a proxy takes over: it permits it, and stands in the way or is addressed itself."""
        origin, target = header
        start = self.place_of[origin]
        permitted = service_sets.intersection(self._policy(via).permitted(origin, target), label[start])
        met = NONE
        for door in self.doors[via] if permitted else ():
            place = self.place_of[door]
            addressed = self.carried(Talk(origin, door), {start: permitted}, {*closed, via}, ())
            met = service_sets.union(met, addressed.get(place, NONE))
            met = service_sets.union(met, label.get(place, NONE))
        return service_sets.intersection(permitted, met)

    @cached_property
    def doors(self) -> Mapping[int, tuple[int, ...]]:
        """The own segments of each proxy."""
        index, devices = self.network.index, self.network.devices
        return {via: tuple(sorted(index[name] for name in devices[via].segments)) for via in self.proxies}

    @cached_property
    def gateways(self) -> Mapping[str, int]:
        """The numbers of the gateways by their ids."""
        return {device.id: via for via, device in enumerate(self.network.devices) if device.type == "gateway"}

    # By way of one gateway

    def decides(self, via: int, position: int, header: tuple[int, int]) -> bool:
        """Whether an entry of a gateway decides about anything of a header: if not, nothing of it is led `through`."""
        start, goal = self._places(*header)
        return start != goal and any(hit for _, hit in self._decided(via, position, header))

    def _decided(self, via: int, position: int, header: tuple[int, int]) -> Sequence[tuple[Talk, Services]]:
        """A header address by address, and of each the services about which an entry decides."""
        asked = via, position, header
        if self._last_decided[0] != asked:  # asked whether there are any, and then once for each demand
            talks = (Talk(*header),) if via in self.proxies else self.talks(header, via)
            policy = self._policy(via)
            self._last_decided = asked, [(talk, fired(policy, position, talk)) for talk in talks]
        return self._last_decided[1]

    def through(
        self, via: int, position: int, header: tuple[int, int], wanted: Services, closed: frozenset[int] = frozenset()
    ) -> Services:
        """The wanted services of a header that get from end to end past the closed devices by way of a gateway.

        `position` is the place of the entry that lets them pass there. A way passes no place twice.
        """
        start, goal = self._places(*header)
        if start == goal:
            return NONE
        found = NONE
        for talk, decided in self._decided(via, position, header):
            hit = service_sets.intersection(service_sets.difference(wanted, found), decided)
            if via in self.proxies:
                return self._opened_anew(via, header, hit, closed)
            found = service_sets.union(found, self._led_over(via, talk, hit, closed)) if hit else found
        return found

    def _led_over(self, via: int, talk: Talk, hit: Services, closed: frozenset[int]) -> Services:
        """What of some services that a gateway permits to a header gets from end to end by way of it."""
        start, goal = self._places(talk.origin, talk.target)
        before = self.carried(talk, {start: hit}, {*closed, via}, (goal,))
        found = NONE
        for place in self.into.get(via, ()):
            if arriving := before.get(place, NONE):
                beyond = dict.fromkeys(self.exits.get(via, set()) - {place, start}, arriving)
                after = self.carried(talk, beyond, {*closed, via}, (place, start))
                found = service_sets.union(found, self._ended(talk, after, closed))
        if not found or self.relevant_proxies(talk.origin, talk.target):
            return found
        around = self.carried(talk, {start: found}, {*closed, via}, ()).get(goal, NONE)
        return self._walked(via, talk, found, closed) if service_sets.intersection(found, around) else found

    def _places(self, origin: int, target: int) -> tuple[int, int]:
        return self.place_of[origin], self.place_of[target]

    def _ended(self, talk: Talk, label: Label, closed: Collection[int]) -> Services:
        """What has come to the target, or to a proxy that stands in the way and brings it there."""
        origin, target, _ = talk
        found = label.get(self.place_of[target], NONE)
        for via in self.relevant_proxies(origin, target, closed):
            permitted = self._policy(via).permitted(origin, target)
            for place in self.into[via]:
                taken = service_sets.intersection(permitted, label.get(place, NONE))
                for door in self.doors[via] if taken else ():
                    found = service_sets.union(found, self.forwards(door, target, taken, closed))
        return found

    def _opened_anew(self, via: int, header: tuple[int, int], hit: Services, closed: frozenset[int]) -> Services:
        origin, target = header
        label = self.carried(Talk(*header), {self.place_of[origin]: hit}, {*closed, via}, ())
        taken, beyond = self._taken(via, header, label, closed), NONE
        for door in self.doors[via] if taken else ():
            beyond = service_sets.union(beyond, self.forwards(door, target, taken, {*closed, via}))
        return beyond

    def _walked(self, via: int, talk: Talk, wanted: Services, closed: Collection[int]) -> Services:
        """The wanted services for which a way that passes no place twice leads over a gateway, though others do not."""
        start, goal = self._places(talk.origin, talk.target)
        onward, found = _Onward(self, talk, closed), NONE
        ahead = [(start, wanted, frozenset((start,)), False)]
        for _ in range(_LOOKED_AT):
            if not ahead:
                return found
            place, label, seen, is_over = ahead.pop()
            if place != goal:
                ahead += [
                    (end, passing, seen | {end}, is_over or through == via)
                    for through, end, passing in onward.steps(place, label)
                    if end not in seen
                ]
            elif is_over:
                found = service_sets.union(found, label)
        return wanted

    def _policy(self, via: int) -> Policy:
        policy = self.network.policies[via]
        if policy is None:
            raise LookupError("a device without a policy was asked for one")
        return policy

    @cached_property
    def members(self) -> Mapping[int, Sequence[int]]:
        """The segments of each place."""
        found: dict[int, list[int]] = {}
        for segment, place in self.place_of.items():
            found.setdefault(place, []).append(segment)
        return found


class _Onward:
    """The steps that one header may take."""

    def __init__(self, passing: Passing, talk: Talk, closed: Collection[int]) -> None:
        self._passing = passing
        self._talk = talk
        self._closed = closed
        self._permitted: dict[int, Services] = {}
        self._filters: dict[int, list[int]] = {}
        for via in passing.named(talk.origin, talk.target) - passing.proxies:
            if via not in closed:
                for place in passing.into.get(via, ()):
                    self._filters.setdefault(place, []).append(via)

    def steps(self, place: int, label: Services) -> Iterator[tuple[int, int, Services]]:
        """The device (-1 for what needs none), where it leads, and what passes."""
        for end in self._passing.free.get(place, ()):
            yield -1, end, label
        always = (via for via in self._passing.always_at.get(place, ()) if via not in self._closed)
        for via in (*self._filters.get(place, ()), *always):
            if via not in self._permitted:
                policy = self._passing.network.policies[via]
                self._permitted[via] = policy.permitted(*self._talk) if policy is not None else ANY
            passing = service_sets.intersection(label, self._permitted[via])
            if passing:
                yield from ((via, end, passing) for end in self._passing.exits.get(via, ()) if end != place)
