"""Seeded networks of any size, made in memory: what a network costs is measured without reading a file.

`wide` is a ministry of like units, fifty segments each: those of a region share a wide-area network, all of them
the Internet; every segment has four arcs.
"""

from collections.abc import Iterator, Sequence
from random import Random

from secaudit.documents.source import Source
from secaudit.model import Gateway, Host, Inventory, Link, Network, PolicyEntry, Segment, merge
from secaudit.model.approval import Approval, Decision
from secaudit.model.topology import OneWay

AS_OF = "2026-11-22"
PER_UNIT = 50
ARCS_PER_SEGMENT = 4

_BRANCHES = 24
_CLUSTERS = 9
_LEVELS = (1, 2, 2, 2, 3, 3, 3, 3)
_SECRECY = (None, "none", "none", "mat", "toi_mat", "tuyet_mat")
_HERE = Source("topology.yaml", 1, 1)
_GUARD = ("firewall", "ips", "cipher", "hot_standby")
_ALL = ("any",)


def wide(segments: int, seed: int = 1, *, faults: float = 0.05, per_region: int = 32) -> Inventory:
    """A ministry of about so many segments, with about four times as many arcs; a share of its units has a fault.

    The units of a region share a wide-area network.
    """
    units = max(2, round(segments / PER_UNIT))
    regions = (units - 1) // per_region + 1
    draws = [Random(f"{seed}/{number}").random() / faults for number in range(units)]
    places = [(number, number // per_region, _following(number, units, per_region)) for number in range(units)]
    return merge([_shared(regions), *(_unit(*place, draw) for place, draw in zip(places, draws, strict=True))])


def _shared(regions: int) -> Inventory:
    backbone = [_segment(f"region-{region}", "wan", 3) for region in range(regions)]
    return Inventory(
        networks=(
            Network(id="internet", source=_HERE, trust="untrusted", kind="internet"),
            Network(id="tslcd", source=_HERE, trust="foreign", kind="tslcd"),
            Network(id="mil-data", source=_HERE, trust="own", kind="military_data"),
        ),
        segments=(
            Segment(id="internet-edge", source=_HERE, network="internet", zone="external", level=0, secrecy="none"),
            Segment(id="tslcd-edge", source=_HERE, network="tslcd", zone="external", level=0, secrecy="none"),
            *backbone,
        ),
        gateways=(
            _gateway("tslcd-gw", "security_gateway", [("tslcd-edge", "region-0", "tcp/443")]),
            *(
                _gateway(f"trunk-{region}", "firewall", [("region-0", f"region-{region}", "udp/123")])
                for region in range(1, regions)
            ),
        ),
    )


def _unit(number: int, region: int, following: int, fault: float) -> Inventory:
    """A unit; a fault below 1 is a laptop between two segments, a cable to the Internet or an approval run out."""
    u, top = f"u{number:05}", 5 if number % 10 == 7 else 4 if number % 10 in (1, 4, 9) else 3
    levels = [*_LEVELS, top]
    zones = {"mgmt": "management", "devmgmt": "device_management", "archive": "database"}
    base = {"perimeter": 1, "dmz": 2, "internal": 2, "wireless": 1, "wan": 3}
    names = (*base, "mgmt", "devmgmt", "archive")
    segments = [_segment(f"{u}-{name}", zones.get(name, name), base.get(name, top)) for name in names]
    segments += [_segment(f"{u}-branch{branch}", "internal", 2) for branch in range(_BRANCHES)]
    for cluster, level in enumerate(levels):
        segments += [_segment(f"{u}-srv{cluster}", "server", level), _segment(f"{u}-db{cluster}", "database", level)]
    hosts = [_host(f"{u}-laptop", f"{u}-dmz", f"{u}-srv6")] if fault < 0.4 else []
    links = list(_links(u, f"region-{region}", f"u{following:05}"))
    if 0.4 <= fault < 0.6:
        links.append(_link(f"{u}-cable", "internet-edge", f"{u}-internal"))
    gateways = tuple(_gateways(u, top, is_expired=0.6 <= fault < 1))
    return Inventory(segments=tuple(segments), gateways=gateways, links=tuple(links), hosts=tuple(hosts))


def _following(number: int, units: int, per_region: int) -> int:
    """The next unit of the region; after the last one the first."""
    first = number - number % per_region
    return first + (number + 1 - first) % min(per_region, units - first)


def _gateways(u: str, top: int, *, is_expired: bool) -> Iterator[Gateway]:
    """A firewall at the edge; gateways before servers and databases, to administration and to the others."""
    servers = [f"{u}-srv{cluster}" for cluster in range(_CLUSTERS)]
    low = servers if top < 4 else servers[:-1]
    yield _gateway(f"{u}-edge", "firewall", [
        ("internet-edge", f"{u}-dmz", "tcp/443"),
        ("internet-edge", f"{u}-perimeter", "udp/500"),
        (f"{u}-dmz", "internet-edge", "udp/53"),
        (f"{u}-internal", "internet-edge", "tcp/443"),
    ])  # fmt: skip
    inside = [(f"{u}-internal", server, "tcp/443") for server in servers]
    inside += [(f"{u}-dmz", server, "tcp/8443") for server in low]
    inside += [(f"{u}-internal", f"{u}-dmz", "tcp/3128"), (f"{u}-wireless", f"{u}-dmz", "tcp/3128")]
    yield _gateway(f"{u}-core", "security_gateway", inside, until="2026-11-01" if is_expired else None)
    stores = [(server, server.replace("srv", "db"), "tcp/5432") for server in servers]
    yield _gateway(f"{u}-data", "security_gateway", stores)
    desks = (f"{u}-mgmt", f"{u}-devmgmt")
    administer = [(desk, server, "tcp/22") for desk in desks for server in servers]
    yield _gateway(f"{u}-admin", "security_gateway", [*administer, (*desks, "udp/161-162")])
    yield _gateway(
        f"{u}-wide",
        "security_gateway",
        [(f"{u}-wan", f"{u}-srv4", "tcp/443"), (f"{u}-srv4", f"{u}-wan", "tcp/443")],
    )
    yield Gateway(
        id=f"{u}-diode", source=_HERE, kind="data_diode", level=5, approval=_approval(None), functions=_GUARD,
        segments=(f"{u}-db8", f"{u}-archive"), one_way=OneWay(from_=f"{u}-db8", to=f"{u}-archive"),
    )  # fmt: skip


def _links(u: str, region: str, following: str) -> Iterator[Link]:
    """Two lines to each branch, a ring of most branches, two lines to the backbone of the region, one to the next unit."""
    for branch in range(_BRANCHES):
        for line in "ab":
            yield _link(f"{u}-line{branch}{line}", f"{u}-internal", f"{u}-branch{branch}")
    for branch in range(1, _BRANCHES - 1):
        yield _link(f"{u}-ring{branch}", f"{u}-branch{branch - 1}", f"{u}-branch{branch}")
    yield _link(f"{u}-up-a", f"{u}-wan", region)
    yield _link(f"{u}-up-b", f"{u}-wan", region)
    if following != u:
        yield _link(f"{u}-next", f"{u}-wan", f"{following}-wan")


# What networks are made of.


def _segment(name: str, zone: str, level: int, network: str = "mil-data") -> Segment:
    secrecy = "mat" if zone == "wan" else _SECRECY[level]
    return Segment(id=name, source=_HERE, network=network, zone=zone, level=level, secrecy=secrecy)  # type: ignore[arg-type]


def _approval(until: str | None) -> Approval:
    return Approval(status="approved", level=5, decision=Decision(date="2026-01-05"), until=until)


def _gateway(name: str, kind: str, permits: Sequence[tuple[str, str, str]], until: str | None = None) -> Gateway:
    """A gateway between all segments that its entries name."""
    ends = dict.fromkeys(end for start, goal, _ in permits for end in (start, goal))
    policy = [_entry((start,), (goal,), (service,)) for start, goal, service in permits]
    return Gateway(
        id=name, source=_HERE, kind=kind, level=5, segments=tuple(ends), approval=_approval(until),  # type: ignore[arg-type]
        default="deny", functions=_GUARD if kind == "security_gateway" else ("firewall",),
        policy=(*policy, _entry(_ALL, _ALL, None, "deny")),
    )  # fmt: skip


def _entry(
    starts: tuple[str, ...], goals: tuple[str, ...], services: tuple[str, ...] | None, action: str = "permit"
) -> PolicyEntry:
    return PolicyEntry(source=_HERE, from_=starts, to=goals, services=services, action=action)  # type: ignore[arg-type]


def _link(name: str, first: str, second: str) -> Link:
    return Link(id=name, source=_HERE, between=(first, second))


def _host(name: str, *segments: str) -> Host:
    return Host(id=name, source=_HERE, segments=segments)
