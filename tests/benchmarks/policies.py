"""Seeded networks with policies as they are written, made in memory: for what is asked of every header.

Each network has a segment on the wide-area network, a corridor and segments of all zones. Its first gateway
joins the wide-area network, the corridor and a share of the segments; the others join the corridor and their
share. A third of the networks have a second way to the wide-area network, one gateway of forty is a proxy,
some segments are joined by trunks, and some networks have a one-way line to another. An entry names segments, lists of them, address blocks (of one
segment, of a part of it, of a whole network), networks and zones, near and far, and one to three services.
"""

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import NamedTuple

from secaudit.documents.source import Source
from secaudit.model import Gateway, Inventory, Link, Network, PolicyEntry, Segment, merge
from secaudit.model.topology import OneWay

AS_OF = "2026-11-22"

_HERE = Source("policies.yaml", 1, 1)
_ZONES = ("internal", "internal", "internal", "server", "server", "database", "dmz", "wireless", "management", "ot")
_PORTS = (
    22,
    25,
    53,
    80,
    88,
    123,
    135,
    143,
    389,
    443,
    445,
    514,
    587,
    636,
    993,
    1433,
    1521,
    3128,
    3306,
    3389,
    5432,
    8443,
)
_SERVICES = (
    *(f"tcp/{port}" for port in _PORTS),
    *("udp/53", "udp/123", "udp/161-162", "udp/500", "udp/514", "icmp", "tcp/8000-8999", "tcp/49152-65535"),
)


class Size(NamedTuple):
    """How large a network is to be made."""

    segments: int
    gateways: int
    entries: int
    networks: int
    proxies: float = 1 / 40


class _Site(NamedTuple):
    """A network: its number, its segments (the wide-area network and the corridor first) and its address block."""

    number: int
    segments: Sequence[Segment]
    block: str

    @property
    def id(self) -> str:
        return f"net{self.number:03}"


def policed(size: Size, seed: int = 1) -> Inventory:
    """An inventory of exactly this size, but for one segment that joins the networks."""
    random = Random(f"{seed}/{size}")
    shares = [_share(size.segments, size.networks, number) for number in range(size.networks)]
    sites = [_site(number, share, random) for number, share in enumerate(shares)]
    core = Segment(id="core", source=_HERE, network="backbone", zone="wan", level=2, cidrs=("192.168.0.0/24",))
    rows = [
        row for site in sites for row in _row(site, _share(size.gateways, size.networks, site.number), size, random)
    ]
    gateways = [
        _gateway(row, _share(size.entries, size.gateways, number), sites, random) for number, row in enumerate(rows)
    ]
    return merge([
        Inventory(
            networks=tuple(Network(id=name, source=_HERE) for name in ("backbone", *(site.id for site in sites))),
            segments=(core, *(segment for site in sites for segment in site.segments)),
            gateways=tuple(gateways),
            links=tuple(link for site in sites for link in _links(site, sites, random)),
        )
    ])  # fmt: skip


def _share(total: int, parts: int, number: int) -> int:
    return total * (number + 1) // parts - total * number // parts


def _site(number: int, size: int, random: Random) -> _Site:
    bits = (size - 1).bit_length()
    base = number << bits
    zones = ("wan", "internal", *(random.choice(_ZONES) for _ in range(size - 2)))
    segments = [
        Segment(
            id=f"n{number:03}-s{place:03}", source=_HERE, zone=zone, level=2,  # type: ignore[arg-type]
            network=f"net{number:03}" if place else "backbone",
            cidrs=(f"10.{base + place >> 8}.{base + place & 255}.0/24",),
        )
        for place, zone in enumerate(zones)
    ]  # fmt: skip
    return _Site(number, segments, f"10.{base >> 8}.{base & 255}.0/{24 - bits}")


class _Row(NamedTuple):
    """A gateway to be: what it joins, of which network."""

    id: str
    kind: str
    joined: Sequence[Segment]
    site: _Site


def _row(site: _Site, gateways: int, size: Size, random: Random) -> Iterator[_Row]:
    wan, corridor, *rest = site.segments
    for number in range(gateways):
        joined = [corridor, *rest[number::gateways]]
        if number == 0 or (number == gateways - 1 and random.random() < 1 / 3):
            joined.insert(0, wan)
        kind = "proxy" if number and random.random() < size.proxies else "firewall"
        yield _Row(f"{site.id}-gw{number:02}", kind, joined, site)


def _links(site: _Site, sites: Sequence[_Site], random: Random) -> Iterator[Link]:
    """The line to the others, a trunk between some neighbours, and from one in ten a one-way line to another network."""
    yield Link(id=f"{site.id}-up", source=_HERE, between=(site.segments[0].id, "core"))
    if random.random() < 0.1:
        ends = (site.segments[-1].id, random.choice(sites).segments[2].id)
        if ends[0] != ends[1]:
            way = OneWay(from_=ends[0], to=ends[1])
            yield Link(id=f"{site.id}-export", source=_HERE, between=ends, one_way=way)
    for place in range(3, len(site.segments)):
        if random.random() < 0.1:
            ends = (site.segments[place - 1].id, site.segments[place].id)
            yield Link(id=f"{site.id}-trunk{place:03}", source=_HERE, between=ends)


def _gateway(row: _Row, entries: int, sites: Sequence[_Site], random: Random) -> Gateway:
    policy = [_entry(row, sites, random) for _ in range(entries)]
    return Gateway(
        id=row.id, source=_HERE, kind=row.kind, segments=tuple(segment.id for segment in row.joined),  # type: ignore[arg-type]
        default="deny", policy=tuple(policy),
    )  # fmt: skip


def _entry(row: _Row, sites: Sequence[_Site], random: Random) -> PolicyEntry:
    """One side is near, the other near or far."""
    near, other = _near(row, random), _near(row, random) if random.random() < 0.3 else _far(sites, random)
    start, goal = (near, other) if random.random() < 0.4 else (other, near)
    services = tuple(random.sample(_SERVICES, random.choice((1, 1, 2, 3)))) if random.random() < 0.96 else None
    action = "deny" if random.random() < 0.15 else "permit"
    return PolicyEntry(source=_HERE, from_=start, to=goal, services=services, action=action)


_Naming = Callable[[], tuple[str, ...]]


def _near(row: _Row, random: Random) -> tuple[str, ...]:
    own = random.choice(row.joined)
    block = (own.cidrs or ("",))[0]
    ways: tuple[tuple[int, _Naming], ...] = (
        (50, lambda: (own.id,)),
        (15, lambda: (block,)),
        (10, lambda: tuple(sorted({random.choice(row.joined).id for _ in range(3)}))),
        (10, lambda: (f"network:{row.site.id}",)),
        (3, lambda: (block.replace("/24", "/25"),)),
        (12, lambda: (f"zone:{own.zone}",)),
    )
    return _one_of(ways, random)


def _far(sites: Sequence[_Site], random: Random) -> tuple[str, ...]:
    site = random.choice(sites)
    segment = random.choice(site.segments)
    ways: tuple[tuple[int, _Naming], ...] = (
        (30, lambda: (f"network:{site.id}",)),
        (25, lambda: (segment.id,)),
        (10, lambda: (segment.cidrs or ("",))[:1]),
        (10, lambda: (site.block,)),
        (20, lambda: (f"zone:{segment.zone}",)),
        (5, lambda: ("any",)),
    )
    return _one_of(ways, random)


def _one_of(ways: Sequence[tuple[int, _Naming]], random: Random) -> tuple[str, ...]:
    return random.choices([way for _, way in ways], [weight for weight, _ in ways])[0]()
