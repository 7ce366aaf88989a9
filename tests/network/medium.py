"""Networks of middle size as plain data, drawn from a seed: sites of several segments, joined by a backbone."""

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.network.building import AS_OF, deny, permit

Content = dict[str, Any]
_ZONES = ("dmz", "internal", "server", "database", "management")
_GATEWAYS = ("firewall", "firewall", "security_gateway", "vpn", "data_diode")
_PROXIES = ("proxy", "jump_host")
_SERVICES: Sequence[tuple[str, ...]] = (
    (), (), ("any",), ("tcp",), ("tcp/443",), ("tcp/400-500", "udp/53"), ("udp",), ("icmp", "tcp/22"),
)  # fmt: skip
_ATTESTED = {"state": "off", "attested": AS_OF, "by": "it"}


def drawn(seed: int, size: int, *, proxies: bool) -> Content:
    """An inventory of some segments; every site is connected in itself and with the backbone."""
    random = Random(seed)
    sites = [f"n{number}" for number in range(max(2, size // 7))]
    content: Content = {
        "units": [{"id": "it"}],
        "networks": [{"id": site, "trust": _trust(random, site)} for site in sites],
        "segments": [_segment(random, number, sites) for number in range(size)],
        "gateways": [], "links": [], "hosts": [],
    }  # fmt: skip
    kinds = [*_GATEWAYS, *(_PROXIES * 2 if proxies else ())]
    for number, joined in enumerate(_joints(random, content["segments"], sites)):
        _join(random, content, f"d{number}", joined, kinds)
    return content


def _trust(random: Random, site: str) -> str:
    """Only one site may be somebody else's: everything inside it is joined."""
    drawn = random.choice(["own", "untrusted"])
    return drawn if site == "n1" else "own"


def _segment(random: Random, number: int, sites: Sequence[str]) -> Content:
    site = number % len(sites)
    content = {"id": f"s{number}", "network": sites[site], "zone": random.choice(_ZONES)}
    return content | ({"cidrs": [f"10.{site}.{number}.0/24"]} if random.random() < 0.85 else {})


def _joints(random: Random, segments: Sequence[Content], sites: Sequence[str]) -> list[list[str]]:
    members = {site: [one["id"] for one in segments if one["network"] == site] for site in sites}
    joints = [
        [random.choice(some[:number]), name] for some in members.values() for number, name in enumerate(some) if number
    ]
    joints += [[random.choice(members[sites[0]]), random.choice(members[site])] for site in sites[1:]]
    names = [one["id"] for one in segments]
    joints += [random.sample(names, random.choice([2, 3, 4])) for _ in range(len(names) // 5)]
    return joints


def _join(random: Random, content: Content, name: str, joined: list[str], kinds: Sequence[str]) -> None:
    shape = random.choices(["gateways", "links", "hosts"], [7, 3, 1])[0]
    if shape == "gateways":
        content[shape].append(_gateway(random, content, name, joined, kinds))
    elif shape == "links" and len(joined) == 2:
        content[shape].append({"id": name, "between": joined} | _perhaps(random, 0.3, one_way=_direction(joined)))
    else:
        content["hosts"].append({"id": name, "segments": joined} | _perhaps(random, 0.5, forwarding=_ATTESTED))


def _gateway(random: Random, content: Content, name: str, joined: list[str], kinds: Sequence[str]) -> Content:
    gateway: Content = {"id": name, "kind": random.choice(kinds), "segments": joined}
    if gateway["kind"] == "data_diode":
        joined = gateway["segments"] = joined[:2]
        gateway["one_way"] = _direction(joined)
    if random.random() < 0.1:
        return gateway
    selectors = _selectors(content, joined)
    gateway["policy"] = [
        random.choice([permit, permit, deny])(
            _selector(random, selectors), _selector(random, selectors), *random.choice(_SERVICES)
        )
        for _ in range(random.randint(2, 6))
    ]
    return gateway | _perhaps(random, 0.3, default="permit")


def _selectors(content: Content, joined: Sequence[str]) -> list[str]:
    """Often its neighbours or any; else a segment, network, zone or block anywhere, or a part of one."""
    segments, networks = content["segments"], content["networks"]
    blocks = [cidr for one in segments for cidr in one.get("cidrs", ())]
    parts = [cidr.replace("0/24", "128/25") for cidr in blocks[::3]]
    wide = [f"10.{number}.0.0/16" for number in range(len(networks))]
    far = [*(one["id"] for one in segments), *blocks, *parts, *wide, *(one["id"] for one in networks)]
    many = len(far) // 4
    return [*far, *["any"] * many, *list(joined) * (many // 2), *(f"zone:{zone}" for zone in _ZONES)]


def _selector(random: Random, selectors: Sequence[str]) -> str | list[str]:
    return random.choice(selectors) if random.random() < 0.7 else sorted({random.choice(selectors) for _ in range(3)})


def _direction(joined: Sequence[str]) -> Content:
    return {"from": joined[0], "to": joined[1]}


def _perhaps(random: Random, chance: float, **fields: Any) -> Content:
    return fields if random.random() < chance else {}
