"""Small inventories that can be built for real, drawn from a seed: segments have addresses, gateways policies."""

from collections.abc import Sequence
from random import Random
from typing import Any

from tests.network.building import AS_OF, deny, permit

Content = dict[str, Any]
BLOCK = "10.77.{}.0/24"
HOSTS = (10, 200)  # one host in each half of a segment, so that an entry may name one and not the other
PORTS = {"tcp": (22, 399, 400, 443, 500, 501), "udp": (52, 53, 54, 443)}
_SERVICES: Sequence[tuple[str, ...]] = (
    (), (), ("tcp",), ("udp",), ("any",), ("tcp/443",), ("tcp/400-500",), ("tcp/22", "udp/53"), ("tcp/443-65535",),
    ("udp/1-53", "tcp/1-399"),
)  # fmt: skip
_WHOLE = ("10.77.1.0/24", "10.77.2.0/23", "10.77.0.0/16", "10.77.0.0/22", "10.99.0.0/16")
_IN_PART = ("10.77.1.0/25", "10.77.1.128/25", "10.77.2.0/25", "10.77.0.128/25", "10.77.3.128/25")
_ATTESTED = {"state": "off", "attested": AS_OF, "by": "it"}
_FORWARDINGS = (None, None, {"state": "on"}, _ATTESTED, _ATTESTED | {"attested": "2026-11-23"})


def drawn(seed: int, *, in_part: bool = False, one_way: bool = False, undeclared: bool = False) -> Content:
    """An inventory of 3 to 5 segments and up to 6 devices, always connected, often by more than one way.

    `in_part`: entries may name a part of a segment; `one_way`: there are diodes and one-way links;
    `undeclared`: some segments do not declare their addresses (they have them all the same).
    """
    random = Random(seed)
    names = [f"s{number}" for number in range(random.randint(3, 5))]
    content: Content = {
        "units": [{"id": "it"}],
        "networks": [{"id": "n0", "trust": "own"}, {"id": "n1", "trust": "own"}],  # nobody here joins what is not ours
        "segments": [_segment(random, name, number, undeclared=undeclared) for number, name in enumerate(names)],
        "gateways": [], "links": [], "hosts": [],
    }  # fmt: skip
    joints = [[random.choice(names[:number]), name] for number, name in enumerate(names) if number]
    joints += [random.sample(names, random.choice([2, 2, 3])) for _ in range(random.randint(0, 2))]
    selectors = ["any", "any", *names * 3, "n0", "n1", "network:n1", "zone:dmz", f"segment:{names[1]}", *_WHOLE]
    for number, joined in enumerate(joints):
        _join(random, content, f"d{number}", joined, [*selectors, *(_IN_PART * 3 if in_part else ())], one_way=one_way)
    return content


def _segment(random: Random, name: str, number: int, *, undeclared: bool) -> Content:
    content = {"id": name, "network": random.choice(["n0", "n1"]), "zone": random.choice(["dmz", "server"])}
    return content if undeclared and random.random() < 0.4 else content | {"cidrs": [BLOCK.format(number)]}


def _join(
    random: Random, content: Content, name: str, joined: list[str], selectors: Sequence[str], *, one_way: bool
) -> None:
    kind = random.choices(["gateways", "links", "hosts"], [6, 1, 1])[0]
    if kind == "gateways":
        content[kind].append(_gateway(random, name, joined, selectors, one_way=one_way))
    elif kind == "links" and len(joined) == 2:
        direction = {"one_way": _direction(random, joined)} if one_way and random.random() < 0.5 else {}
        content[kind].append({"id": name, "between": joined} | direction)
    else:
        said = random.choice(_FORWARDINGS)
        content["hosts"].append({"id": name, "segments": joined} | ({"forwarding": said} if said else {}))


def _gateway(random: Random, name: str, joined: list[str], selectors: Sequence[str], *, one_way: bool) -> Content:
    content: Content = {"id": name, "segments": joined, "kind": random.choice(["firewall", "security_gateway", "vpn"])}
    if one_way and len(joined) == 2 and random.random() < 0.5:
        content |= {"kind": "data_diode", "one_way": _direction(random, joined)}
    if random.random() < 0.1:
        return content
    policy = [_entry(random, selectors) for _ in range(random.randint(1, 5))]
    return content | {"policy": policy} | ({"default": "permit"} if random.random() < 0.3 else {})


def _entry(random: Random, selectors: Sequence[str]) -> Content:
    action = random.choice([permit, permit, deny])
    entry: Content = action(_selector(random, selectors), _selector(random, selectors), *random.choice(_SERVICES))
    return entry


def _selector(random: Random, selectors: Sequence[str]) -> str | list[str]:
    return random.choice(selectors) if random.random() < 0.8 else sorted(random.sample(sorted(set(selectors)), 2))


def _direction(random: Random, joined: list[str]) -> Content:
    start, goal = random.sample(joined, 2)
    return {"from": start, "to": goal}
