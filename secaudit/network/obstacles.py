"""Where one conversation is stopped: the device next to where it gets to, on a shortest wire to its target."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from secaudit.findings.words import Words
from secaudit.network import services as service_sets
from secaudit.network.denial import Stop, stop
from secaudit.network.passing import Label, Passing
from secaudit.network.services import Services

_BEYOND_PROXY = Words(vi="mở phiên mới, và phiên đó bị chặn phía sau", en="opens it anew, and that is stopped beyond")


class _End(NamedTuple):
    via: int
    place: int


def obstacle(passing: Passing, headers: Iterable[tuple[int, int]], services: Services) -> Stop | None:
    """The device that stops the first of some conversations whose ends are wired together; None if none are.

    It is known that none of the services gets through.
    """
    for header in headers:
        start = passing.place_of[header[0]]
        label = passing.carried(header, {start: services}, (), ())
        while (end := _nearest(passing, header[1], label)) is not None:
            halt = _halt(passing, header, end, label)
            if halt is not None:
                return halt
            label |= {place: label[end.place] for place in passing.beside_device(end.via) if place not in label}
    return None


def _halt(passing: Passing, header: tuple[int, int], end: _End, label: Label) -> Stop | None:
    """Why a device stops a conversation that gets to it; None if it does not: then something wired behind it does."""
    device, policy = passing.network.devices[end.via], passing.network.policies[end.via]
    arriving = label[end.place]
    permits = policy is not None and service_sets.intersection(policy.permitted(*header), arriving)
    if permits and end.via in passing.proxies:
        return Stop(end.via, *header, _BEYOND_PROXY, device.source)
    if permits and not device.is_one_way:
        return None
    return stop(passing.network, end.via, header[1], (header[0], arriving), is_closed=False)


def _nearest(passing: Passing, target: int, arrived: Label) -> _End | None:
    """The first device on a shortest wire from a target back to where something arrives, and that place."""
    start = passing.place_of[target]
    if start in arrived:
        return None
    seen, ahead = {start}, deque((start,))
    while ahead:
        for via in passing.wired(ahead.popleft()):
            for place in passing.beside_device(via):
                if place in arrived:
                    return _End(via, place)
                if place not in seen:
                    seen.add(place)
                    ahead.append(place)
    return None
