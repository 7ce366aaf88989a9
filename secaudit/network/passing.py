"""What single conversations pass, header by header: quick for a few headers in however large a network.

A header is asked of those gateways only of which an entry permits something to it, which are few.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property

from secaudit.network import services as service_sets
from secaudit.network.classes import Classes
from secaudit.network.naming import Naming, fired, spelled_out
from secaudit.network.network import Network
from secaudit.network.policies import Policy
from secaudit.network.services import ANY, NONE, Services

Label = dict[int, Services]
"""For each place, the services for which a packet of one header may be there."""

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
        self._always = self.origins.everyone & self.targets.everyone
        self.always_at: dict[int, list[int]] = {}
        for via in sorted(self._always - self.proxies):
            for place in self.into.get(via, ()):
                self.always_at.setdefault(place, []).append(via)

    def named(self, origin: int, target: int) -> frozenset[int]:
        """The gateways that permit something from an origin and something to a target, other than from any to any."""
        left, right = self.origins.one(origin), self.targets.one(target)
        return left & right | left & self.targets.everyone | self.origins.everyone & right

    def relevant_proxies(self, origin: int, target: int, closed: Collection[int] = ()) -> list[int]:
        """The proxies that permit something from an origin and something to a target, but for closed ones."""
        if not self.proxies:
            return []
        return sorted((self.named(origin, target) | self._always) & self.proxies - frozenset(closed))

    # One conversation

    def carried(self, header: tuple[int, int], starts: Label, closed: Collection[int], shut: Collection[int]) -> Label:
        """Where a packet of a header gets to from some places, past closed devices and without entering shut places."""
        onward = _Onward(self, header, closed)
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
        opened, ahead, arrived = {origin: wanted}, [origin], NONE
        goal = self.place_of[target]
        while ahead:
            opener = ahead.pop()
            asked = opened[opener]
            label = self.carried((opener, target), {self.place_of[opener]: asked}, closed, ())
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

    def _taken(self, via: int, header: tuple[int, int], label: Label, closed: Collection[int]) -> Services:
        """What a proxy takes over: it permits it, and stands in the way or is addressed itself."""
        origin, target = header
        start = self.place_of[origin]
        permitted = service_sets.intersection(self._policy(via).permitted(origin, target), label[start])
        met = NONE
        for door in self.doors[via] if permitted else ():
            place = self.place_of[door]
            addressed = self.carried((origin, door), {start: permitted}, {*closed, via}, ())
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

    def through(
        self, via: int, position: int, header: tuple[int, int], wanted: Services, closed: frozenset[int] = frozenset()
    ) -> Services:
        """The wanted services of a header that get from end to end past the closed devices by way of a gateway.

        `position` is the place of the entry that lets them pass there. A way passes no place twice.
        """
        origin, target = header
        start, goal = self.place_of[origin], self.place_of[target]
        hit = service_sets.intersection(wanted, fired(self._policy(via), position, header))
        if not hit or start == goal:
            return NONE
        if via in self.proxies:
            return self._opened_anew(via, header, hit, closed)
        before = self.carried(header, {start: hit}, {*closed, via}, (goal,))
        found = NONE
        for place in self.into.get(via, ()):
            if arriving := before.get(place, NONE):
                beyond = dict.fromkeys(self.exits.get(via, set()) - {place, start}, arriving)
                after = self.carried(header, beyond, {*closed, via}, (place, start))
                found = service_sets.union(found, self._ended(header, after, closed))
        if not found or self.relevant_proxies(*header):
            return found
        around = self.carried(header, {start: found}, {*closed, via}, ()).get(goal, NONE)
        return self._walked(via, header, found, closed) if service_sets.intersection(found, around) else found

    def _ended(self, header: tuple[int, int], label: Label, closed: Collection[int]) -> Services:
        """What has come to the target, or to a proxy that stands in the way and brings it there."""
        origin, target = header
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
        label = self.carried(header, {self.place_of[origin]: hit}, {*closed, via}, ())
        taken, beyond = self._taken(via, header, label, closed), NONE
        for door in self.doors[via] if taken else ():
            beyond = service_sets.union(beyond, self.forwards(door, target, taken, {*closed, via}))
        return beyond

    def _walked(self, via: int, header: tuple[int, int], wanted: Services, closed: Collection[int]) -> Services:
        """The wanted services for which a way that passes no place twice leads over a gateway, though others do not."""
        start, goal = (self.place_of[end] for end in header)
        onward, found = _Onward(self, header, closed), NONE
        ahead = [(start, wanted, frozenset((start,)), False)]
        for _ in range(_LOOKED_AT):
            if not ahead:
                return found
            place, label, seen, is_over = ahead.pop()
            if place == goal:
                found = service_sets.union(found, label) if is_over else found
                continue
            ahead += [
                (end, passing, seen | {end}, is_over or through == via)
                for through, end, passing in onward.steps(place, label)
                if end not in seen
            ]
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

    def __init__(self, passing: Passing, header: tuple[int, int], closed: Collection[int]) -> None:
        self._passing = passing
        self._header = header
        self._closed = closed
        self._permitted: dict[int, Services] = {}
        self._filters: dict[int, list[int]] = {}
        for via in passing.named(*header) - passing.proxies:
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
                self._permitted[via] = policy.permitted(*self._header) if policy is not None else ANY
            passing = service_sets.intersection(label, self._permitted[via])
            if passing:
                yield from ((via, end, passing) for end in self._passing.exits.get(via, ()) if end != place)
