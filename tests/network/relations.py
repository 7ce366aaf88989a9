"""The exact relations of a whole inventory as sets of ids, to be compared with independent answers."""

from collections.abc import Iterable
from typing import Any

from secaudit.network.exact import Holding
from secaudit.network.services import NONE, PROTOCOLS, Services, union
from tests.network.building import network_of

Forwarded = tuple[str, str, str]
"""Origin, target, and a service (`tcp/443`)."""


def holding_of(content: Any) -> Holding:
    """The whole network of an inventory, nothing closed."""
    network = network_of(content)
    return Holding(network, range(len(network.segments)), bytes(len(network.devices)))


def forwarded(holding: Holding, services: Iterable[str]) -> set[Forwarded]:
    """Which of some services are forwarded between which segments, other than from one to itself."""
    network, numbers = holding.network, {text: number_of(text) for text in services}
    return {
        (origin.id, target.id, text)
        for a, origin in enumerate(network.segments)
        for b, target in enumerate(network.segments)
        if a != b
        for passing in [passed(holding, a, b)]
        for text, number in numbers.items()
        if any(low <= number <= high for low, high in passing)
    }


def passed(holding: Holding, origin: int, target: int) -> Services:
    """The services that are forwarded between two segments, as an exact set."""
    classes, found = holding.classes.class_of, NONE
    for atom, reached in zip(holding.talk.atoms, holding.talk.by_atom(classes[origin]), strict=True):
        if reached >> classes[target] & 1:
            found = union(found, atom)
    return found


def held(holding: Holding) -> set[tuple[str, str]]:
    """Who comes to hold whom, themselves included."""
    network = holding.network
    return {
        (origin.id, network.segments[target].id)
        for a, origin in enumerate(network.segments)
        for number in holding.spread([a])
        for target in holding.classes.members[number]
    }


def number_of(service: str) -> int:
    """A service (`tcp/443`) as the network numbers it."""
    protocol, _, port = service.partition("/")
    return PROTOCOLS[protocol] * 65_536 + int(port)
