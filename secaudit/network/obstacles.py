"""Where one conversation is stopped: the device next to where it gets to, on a shortest wire to its target."""

from collections import deque
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from secaudit.findings.words import Words
from secaudit.network import services as service_sets
from secaudit.network.denial import Header, Stop, stop
from secaudit.network.naming import Talk
from secaudit.network.passing import Label, Passing
from secaudit.network.services import Services

_BEYOND_PROXY = Words(vi="mở phiên mới, và phiên đó bị chặn phía sau", en="opens it anew, and that is stopped beyond")


class _End(NamedTuple):
    via: int
    place: int


class Obstacles:
    """Where conversations are stopped in a network."""

    def __init__(self, passing: Passing) -> None:
        """Nothing is searched until it is asked for."""
        self._passing = passing

    def first(self, headers: Iterable[tuple[int, int]], services: Services) -> Stop | None:
        """The device that stops the first of some conversations whose ends are wired together; None if none are.

        It is known that none of the services gets through.
        """
        passing = self._passing
        for talk in (talk for header in headers for talk in passing.talks(header)):
            start, goal = passing.place_of[talk.origin], passing.place_of[talk.target]
            label = passing.carried(talk, {start: services}, (), ())
            while (end := self._wires.nearest(goal, label)) is not None:
                halt = _halt(passing, talk, end, label)
                if halt is not None:
                    return halt
                label = dict.fromkeys(self._wires.places[end.via], label[end.place]) | label
        return None

    @cached_property
    def _wires(self) -> "_Wires":
        return _Wires(self._passing)


def _halt(passing: Passing, talk: Talk, end: _End, label: Label) -> Stop | None:
    """Why a device stops a conversation that gets to it; None if it does not: then something wired behind it does."""
    device, policy = passing.network.devices[end.via], passing.network.policies[end.via]
    arriving = label[end.place]
    permits = policy is not None and service_sets.intersection(policy.permitted(*talk), arriving)
    if permits and end.via in passing.proxies:
        return Stop(end.via, talk.origin, talk.target, _BEYOND_PROXY, device.source)
    if permits and not device.is_one_way:
        return None
    header = Header(talk.origin, arriving, talk.ends)
    return stop(passing.network, end.via, talk.target, header, is_closed=False)


class _Wires:
    """Which devices are at which places, whatever passes there."""

    def __init__(self, passing: Passing) -> None:
        network, place_of = passing.network, passing.place_of
        self.places = [
            sorted({place_of[network.index[name]] for name in device.segments}) for device in network.devices
        ]
        self._at: dict[int, list[int]] = {}
        for via, places in enumerate(self.places):
            for place in places:
                self._at.setdefault(place, []).append(via)

    def nearest(self, start: int, arrived: Label) -> _End | None:
        """The first device on a shortest wire from a place back to where something arrives, and that place."""
        if start in arrived:
            return None
        seen, ahead, asked = {start}, deque((start,)), set[int]()
        while ahead:
            for via in self._at.get(ahead.popleft(), ()):
                if via in asked:
                    continue
                asked.add(via)
                for place in self.places[via]:
                    if place in arrived:
                        return _End(via, place)
                    if place not in seen:
                        seen.add(place)
                        ahead.append(place)
        return None
