"""Small random networks as plain data: every kind of device, of selector and of undeclared field."""

from collections.abc import Sequence
from random import Random
from typing import Any

from hypothesis import strategies as st

from tests.network.building import APPROVED, AS_OF, deny, permit

Content = dict[str, Any]
KINDS = ("firewall", "security_gateway", "data_diode", "proxy", "jump_host", "vpn")
SERVICES = st.sampled_from([(), ("any",), ("tcp",), ("tcp/443",), ("tcp/400-500", "udp/53"), ("udp",)])
APPROVALS = st.sampled_from(
    [None, APPROVED, APPROVED | {"level": 3}, APPROVED | {"until": "2026-11-21"}, {"status": "submitted"}]
)
ATTESTED = {"state": "off", "attested": AS_OF, "by": "it"}
FORWARDINGS = st.sampled_from(
    [
        None,
        {"state": "on"},
        ATTESTED,
        ATTESTED | {"attested": "2026-11-23"},
        {"state": "off", "attested": AS_OF},
    ]
)


@st.composite
def contents(draw: st.DrawFn, *, remote: bool = True, most_segments: int = 6, most_devices: int = 6) -> Content:
    """An inventory; without `remote`, policies name the gateway's own segments only, or permit `any`."""
    names = [f"s{number}" for number in range(draw(st.integers(2, most_segments)))]
    content: Content = {
        "units": [{"id": "it"}],
        "networks": [{"id": "n0", "trust": "untrusted"}, {"id": "n1", "trust": "own"}],
        "segments": [draw(_segment(name, number)) for number, name in enumerate(names)],
        "gateways": [], "links": [], "hosts": [],
    }  # fmt: skip
    for number in range(draw(st.integers(1, most_devices))):
        add_device(draw, content, f"d{number}", names, remote=remote)
    return content


def crowded() -> st.SearchStrategy[Content]:
    """A few segments between gateways whose policies name what lies anywhere.

    Every choice is equally likely, which finds rare meetings of several policies that hypothesis,
    fond of small and equal values, seldom draws.
    """
    return st.integers(0, 2**32).map(lambda seed: _crowd(Random(seed)))


def _crowd(random: Random) -> Content:
    names = [f"s{number}" for number in range(random.randint(3, 5))]
    return {
        "networks": [
            {"id": "n0", "trust": "untrusted"},
            {"id": "n1", "trust": "own"},
            {"id": "n2", "trust": "foreign"},
        ],
        "segments": [
            {"id": name, "network": random.choice(["n0", "n1", "n1", "n2"])} | _addresses(random, number)
            for number, name in enumerate(names)
        ],
        "gateways": [_guard(random, f"g{number}", names) for number in range(random.randint(1, 3))],
        "links": [{"id": f"l{number}", "between": random.sample(names, 2)} for number in range(random.randint(0, 2))],
        "hosts": [],
    }


def _addresses(random: Random, number: int) -> Content:
    blocks = [[f"10.0.{number}.0/24"]] * 4 + [
        [f"10.0.{number}.0/25", f"10.0.{number}.192/26"],
        [f"10.0.{number}.0/24", f"fd00:{number}::/64"],
        [f"fd00:{number}::/64"],
    ]
    return {"cidrs": random.choice(blocks)} if random.random() < 0.9 else {}


BEYOND = ["8.8.8.0/24", "10.77.0.0/16"]
PARTS = [
    "10.0.1.0/25", "10.0.1.128/25", "10.0.0.0/25", "10.0.0.128/25", "10.0.2.192/26", "10.0.0.0/17", "10.0.1.7/32",
    "10.0.2.0/24", "0.0.0.0/0", "fd00:1::/65", "fd00:1::/64", "fd00::/16", *BEYOND,
]  # fmt: skip


def _guard(random: Random, name: str, names: list[str]) -> Content:
    joined = random.sample(names, random.choice([2, 2, 3]))
    selectors: list[Any] = ["any", "any", *names, *names, "n0", "n1", "10.0.1.0/24", "10.0.1.0/25", "10.0.0.0/16"]
    if random.random() < 0.6:
        few = random.sample(PARTS, 3)
        selectors += [*few, *few, *few, random.sample(few, 2)]
    services: list[tuple[str, ...]] = [(), (), ("tcp/443",), ("tcp",)]
    kind = random.choice(["firewall", "firewall", "proxy", "jump_host", "data_diode"])
    policy = [
        random.choice([permit, deny])(random.choice(selectors), random.choice(selectors), *random.choice(services))
        for _ in range(random.randint(0, 3))
    ]
    content = {"id": name, "kind": kind, "segments": joined[:2] if kind == "data_diode" else joined, "policy": policy}
    content |= {"default": "permit"} if random.random() < 0.4 else {}
    return content | ({"one_way": {"from": joined[0], "to": joined[1]}} if kind == "data_diode" else {})


def add_device(draw: st.DrawFn, content: Content, name: str, names: Sequence[str], *, remote: bool) -> None:
    """Draw one more device and add it."""
    kind = draw(st.sampled_from(["gateways", "gateways", "links", "hosts"]))
    most = 2 if kind == "links" else 3
    joined = draw(st.lists(st.sampled_from(names), min_size=2, max_size=most, unique=True))
    if kind == "gateways":
        content[kind].append(draw(gateway(name, joined, names if remote else ())))
    elif kind == "links":
        content[kind].append(draw(link(name, joined)))
    else:
        content[kind].append({"id": name, "segments": joined} | _optional(draw, forwarding=FORWARDINGS))


@st.composite
def link(draw: st.DrawFn, name: str, joined: list[str]) -> Content:
    """A link, possibly one-way."""
    return {"id": name, "between": joined} | _optional(draw, one_way=_one_way(joined))


@st.composite
def gateway(draw: st.DrawFn, name: str, joined: list[str], names: Sequence[str]) -> Content:
    """A gateway of any kind; its policy, if it has one, names its own segments or any of `names` too."""
    kind = draw(st.sampled_from(KINDS))
    content: Content = {"id": name, "segments": joined, "kind": kind}
    content |= _optional(draw, approval=APPROVALS)
    if kind == "data_diode":
        joined = content["segments"] = joined[:2]
        content["one_way"] = {"from": joined[0], "to": joined[1]}
    if draw(st.integers(0, 3)):
        content |= draw(_policies(joined, names))
    return content


@st.composite
def entry(draw: st.DrawFn, selectors: st.SearchStrategy[Any]) -> Content:
    """An entry of a policy."""
    action = draw(st.sampled_from([permit, permit, deny]))
    drawn: Content = action(draw(selectors), draw(selectors), *draw(SERVICES))
    return drawn


def selectors(names: Sequence[str]) -> st.SearchStrategy[Any]:
    """Whatever an entry may name, in a network of some segments."""
    one = st.sampled_from(
        ["any", *names, *names, "segment:s1", "n0", "network:n1", "zone:dmz", "zone:server",
         "10.0.0.0/24", "10.0.1.0/25", "10.0.0.0/16", "10.0.2.128/25", *PARTS]
    )  # fmt: skip
    return one | st.lists(one, min_size=1, max_size=2, unique=True)


@st.composite
def _policies(draw: st.DrawFn, joined: list[str], names: Sequence[str]) -> Content:
    if names:
        defaults = st.sampled_from([None, "deny", "permit"])
        return {"policy": draw(st.lists(entry(selectors(names)), max_size=4))} | _optional(draw, default=defaults)
    if draw(st.booleans()):
        return {"policy": [permit("any", "any", *draw(SERVICES))]}
    return {"policy": draw(st.lists(entry(st.sampled_from(joined)), max_size=4)), "default": "deny"}


@st.composite
def _segment(draw: st.DrawFn, name: str, number: int) -> Content:
    return {"id": name} | _optional(
        draw,
        network=st.sampled_from([None, "n0", "n1", "n1"]),
        zone=st.sampled_from([None, "dmz", "server"]),
        level=st.sampled_from([None, 0, 2, 3, 4, 5]),
        cidrs=st.sampled_from(
            [
                None,
                [f"10.0.{number}.0/24"],
                [f"10.0.{number}.0/25"],
                [f"10.0.{number}.0/25", f"10.0.{number}.192/26"],
                [f"10.0.{number}.0/24", f"fd00:{number}::/64"],
            ]
        ),
    )


def _one_way(joined: Sequence[str]) -> st.SearchStrategy[Any]:
    return st.sampled_from([None, None, {"from": joined[0], "to": joined[1]}, {"from": joined[1], "to": joined[0]}])


def _optional(draw: st.DrawFn, **fields: st.SearchStrategy[Any]) -> Content:
    """The fields that were drawn as something."""
    drawn = {name: draw(strategy) for name, strategy in fields.items()}
    return {name: value for name, value in drawn.items() if value is not None}
