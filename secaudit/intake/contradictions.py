"""What cannot be, although every name leads somewhere: directions that lead nowhere, what belongs to others."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_network
from typing import Literal

from secaudit.intake.references import Route
from secaudit.model import Approval, Inventory, Segment
from secaudit.model.topology import Gateway, Link, OneWay

Complaint = tuple[Route, str, str]
"""Where in the file, what is wrong, and what would be right."""

_ENDS: tuple[Literal["from", "to"], ...] = ("from", "to")
_TWO = 2


def complaints(inventory: Inventory) -> Iterator[Complaint]:
    """What in the nouns of one file cannot be."""
    for row, segment in enumerate(inventory.segments):
        yield from _blocks(("segments", row, "cidrs"), segment)
    for row, gateway in enumerate(inventory.gateways):
        yield from _one_way_gateway(("gateways", row), gateway)
    for row, link in enumerate(inventory.links):
        if link.one_way is not None:
            yield from _direction(("links", row, "one_way"), link, link.one_way, link.between)
    for row, system in enumerate(inventory.systems):
        yield from _permits(("systems", row, "approval", "permits"), f"system {system.id!r}", system.approval)
    for row, host in enumerate(inventory.hosts):
        yield from _permits(("hosts", row, "approval", "permits"), f"host {host.id!r}", host.approval)


def _blocks(route: Route, segment: Segment) -> Iterator[Complaint]:
    """Blocks of one segment that overlap, where one says nothing or is a slip. Blocks nest or are disjoint."""
    if segment.cidrs is None or len(segment.cidrs) < _TWO:
        return
    blocks = [(number, ip_network(text)) for number, text in enumerate(segment.cidrs)]
    blocks.sort(key=lambda item: (item[1].version, int(item[1].network_address), item[1].prefixlen))
    around = blocks[0][1]
    for number, block in blocks[1:]:
        if block.version == around.version and block.network_address <= around.broadcast_address:  # type: ignore[operator]
            message = f"the block {str(block)!r} lies within {str(around)!r} of the same segment {segment.id!r}"
            yield (*route, number), message, "take it out, or correct one of the two"
        else:
            around = block


def _one_way_gateway(route: Route, gateway: Gateway) -> Iterator[Complaint]:
    one_way = gateway.one_way
    if one_way is None:
        return
    yield from _direction((*route, "one_way"), gateway, one_way, gateway.segments)
    if len(gateway.segments) > _TWO:
        message = f"{gateway.id!r} is one-way and joins {len(gateway.segments)} segments"
        advice = "a one-way device joins two: declare one device for each direction"
        yield (*route, "segments"), message, advice


def _direction(route: Route, noun: Gateway | Link, one_way: OneWay, segments: Sequence[str]) -> Iterator[Complaint]:
    for key, end in zip(_ENDS, (one_way.from_, one_way.to), strict=True):
        if end not in segments:
            message = f"{noun.id!r} is one-way {key} {end!r}, which it does not join"
            yield (*route, key), message, f"it joins {', '.join(segments)}"
    if one_way.from_ == one_way.to:
        yield route, f"{noun.id!r} is one-way from {one_way.to!r} to itself", f"it joins {', '.join(segments)}"


def _permits(route: Route, who: str, approval: Approval | None) -> Iterator[Complaint]:
    if approval is not None and approval.permits is not None:
        yield (
            route,
            f"{who} has 'permits' in its approval",
            "only a gateway is approved for what it lets pass; take it out",
        )
