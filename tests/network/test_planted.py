"""Faults planted into a compliant network of several sites are told one by one, and nothing else is told.

The question is that of `rules.py`: every way from an untrusted network to level 3 or more passes a security
gateway or diode whose approval is in force and high enough. Every fault has a perimeter segment of its own, so
that no other device cuts several of them at once.
"""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import pytest

from tests.network.building import APPROVED, AS_OF, deny, inventory_of, permit
from tests.network.rules import path_of, told, unguarded

Content = dict[str, Any]
YESTERDAY, TOMORROW = "2026-11-21", "2026-11-23"
ATTESTED = {"state": "off", "attested": AS_OF, "by": "it"}


class Plan:
    """A compliant network of some sites, and what is planted into it."""

    def __init__(self, seed: int, sites: int) -> None:
        self.random = Random(seed)
        self.sites = sites
        self.exposed: dict[str, list[str]] = {}
        self.content: Content = {
            "units": [{"id": "it"}],
            "networks": [{"id": "internet", "trust": "untrusted"}, {"id": "wan", "trust": "own"}],
            "segments": [_segment("outside", "internet", "external", 0), _segment("backbone", "wan", "wan", 3)],
            "gateways": [], "links": [], "hosts": [],
        }  # fmt: skip
        for site in range(sites):
            self._build(site)

    def _build(self, site: int) -> None:
        name = f"site{site}"
        self.content["networks"].append({"id": name, "trust": "own"})
        self.content["segments"] += [
            _segment(f"dmz{site}", name, "dmz", 2), _segment(f"core{site}", name, "server", 4),
            _segment(f"farm{site}", name, "server", 4), _segment(f"vault{site}", name, "database", 5),
        ]  # fmt: skip
        self.content["links"].append({"id": f"trunk{site}", "between": [f"core{site}", f"farm{site}"]})
        self.content["gateways"] += [
            _firewall(f"fw{site}", ["outside", f"dmz{site}"], permit("outside", f"dmz{site}", "tcp/443")),
            _approved(f"gw{site}", f"dmz{site}", f"core{site}", self.random.choice([4, 5])),
            _approved(f"safe{site}", f"farm{site}", f"vault{site}", 5),
            _approved(f"vpn{site}", "backbone", f"core{site}", self.random.choice([4, 5])),
        ]

    def plant(self, kind: str, *, decoy: bool = False) -> None:
        """Plant one more fault of a kind (or what looks like one), between a perimeter of its own and a target."""
        number, site = len(self.content["segments"]), self.random.randrange(self.sites)
        name, edge = f"{self.random.choice('afmxz')}{number}", f"edge{number}"
        target = self.random.choice(["core", "farm", "vault"]) + str(site)
        firewall = next(one for one in self.content["gateways"] if one["id"] == f"fw{site}")
        firewall["segments"].append(edge)
        firewall["policy"].append(permit("outside", edge, self.random.choice(["tcp/22", "tcp/443", "udp"])))
        self.content["segments"].append(_segment(edge, f"site{site}", "dmz", 2))
        noun, device = (DECOYS if decoy else FAULTS)[kind](self.random, name, edge, target)
        self.content[noun].append(device)
        if not decoy:
            self.exposed[name] = [target] if target.startswith("vault") else [f"core{site}", f"farm{site}"]

    def shuffled(self) -> Content:
        """The content with every list of nouns in another order."""
        return {key: self.random.sample(nouns, len(nouns)) for key, nouns in self.content.items()}


def _segment(name: str, network: str, zone: str, level: int) -> Content:
    return {"id": name, "network": network, "zone": zone, "level": level}


def _firewall(name: str, segments: list[str], *policy: Content) -> Content:
    return {"id": name, "kind": "firewall", "segments": segments, "policy": list(policy)}


def _approved(name: str, outer: str, inner: str, level: int, **changes: Any) -> Content:
    return {
        "id": name, "kind": "security_gateway", "segments": [outer, inner],
        "approval": APPROVED | {"level": level} | changes,
        "policy": [permit(outer, inner, "tcp/8443"), permit(inner, outer)],
    }  # fmt: skip


Planted = tuple[str, Content]
Kind = Callable[[Random, str, str, str], Planted]


def _host(name: str, edge: str, target: str, said: Content | None) -> Planted:
    return "hosts", {"id": name, "segments": [edge, target]} | ({} if said is None else {"forwarding": said})


def _flow(origin: str, target: str, *services: str) -> Content:
    return {"from": origin, "to": target} | ({"services": list(services)} if services else {})


def _one_way(name: str, start: str, goal: str) -> Planted:
    return "links", {"id": name, "between": [start, goal], "one_way": {"from": start, "to": goal}}


def _diode(name: str, start: str, goal: str) -> Planted:
    one_way = {"from": start, "to": goal}
    return "gateways", {"id": name, "kind": "data_diode", "segments": [start, goal], "one_way": one_way}


FAULTS: Mapping[str, Kind] = {
    "rogue cable": lambda random, name, edge, target: ("links", {"id": name, "between": [edge, target]}),
    "dual-homed host": lambda random, name, edge, target: _host(
        name, edge, target,
        random.choice([None, {"state": "on"}, ATTESTED | {"attested": TOMORROW}, {"state": "off", "by": "it"}]),
    ),
    "unapproved gateway in parallel": lambda random, name, edge, target: (
        "gateways",
        _approved(name, edge, target, 5, status=random.choice(["submitted", "drafting"]))
        if random.random() < 0.5
        else _approved(name, edge, target, 3),
    ),
    "expired approval": lambda random, name, edge, target: ("gateways", _approved(name, edge, target, 5, until=YESTERDAY)),
    "any-any policy": lambda random, name, edge, target: (
        "gateways",
        _firewall(name, [edge, target], *random.choice([[], [deny("any", "any", "udp")]]), permit("any", "any")),
    ),
    "permits beyond the approval": lambda random, name, edge, target: (
        "gateways", _approved(name, edge, target, 5, permits=random.choice([[], [_flow(target, edge)], [_flow(edge, target, "tcp/22")]])),
    ),
    "no policy declared": lambda random, name, edge, target: (
        "gateways", {"id": name, "kind": random.choice(["firewall", "vpn", "proxy"]), "segments": [edge, target]},
    ),
    "proxy or jump host": lambda random, name, edge, target: (
        "gateways",
        {
            "id": name, "kind": random.choice(["proxy", "jump_host"]), "segments": [edge, target],
            "policy": [deny(edge, target, "udp"), permit("any", target, "tcp/22")],
        },
    ),
    "one-way link reversed": lambda random, name, edge, target: _one_way(name, edge, target),
}  # fmt: skip
DECOYS: Mapping[str, Kind] = {
    "attested host": lambda random, name, edge, target: _host(name, edge, target, ATTESTED),
    "host on one segment": lambda random, name, edge, target: ("hosts", {"id": name, "segments": [target]}),
    "cable inside a zone": lambda random, name, edge, target: (
        "links",
        {"id": name, "between": ["core" + target.strip("corefamvult"), "farm" + target.strip("corefamvult")]},
    ),
    "approved second gateway": lambda random, name, edge, target: ("gateways", _approved(name, edge, target, 5, until=AS_OF)),
    "approved for what it permits": lambda random, name, edge, target: (
        "gateways", _approved(name, edge, target, 5, permits=[_flow(edge, target, "tcp/8000-9000"), _flow(target, "any")]),
    ),
    "proxy for others only": lambda random, name, edge, target: (
        "gateways",
        {"id": name, "kind": "proxy", "segments": [edge, target], "policy": [deny("any", target), permit(target, "any")]},
    ),
    "one-way link outward": lambda random, name, edge, target: _one_way(name, target, edge),
    "diode outward": lambda random, name, edge, target: _diode(name, target, edge),
    "firewall that lets out only": lambda random, name, edge, target: (
        "gateways",
        _firewall(name, [edge, target], permit(target, edge), deny(edge, "any"), permit("any", edge)),
    ),
    "firewall for others only": lambda random, name, edge, target: (
        "gateways",
        _firewall(name, [edge, target], deny("network:internet", "any"), permit("backbone", target, "tcp/22")),
    ),
}  # fmt: skip


def assert_told(plan: Plan) -> None:
    violations = unguarded(inventory_of(plan.shuffled()))
    assert {name: sorted(exposed) for name, exposed in told(violations).items()} == plan.exposed
    assert told(violations, "unknown") == {}
    for violation in violations:
        assert [hop.id for hop in violation.evidence.path if hop.offending] == [violation.subject]
        assert path_of(violation)[0] == "outside"


@pytest.mark.parametrize("seed", range(10))
def test_a_compliant_network_with_all_that_only_looks_like_a_fault_has_none(seed: int) -> None:
    plan = Plan(seed, sites=3 + seed % 3)
    for kind in [*DECOYS] * 3:
        plan.plant(kind, decoy=True)
    assert_told(plan)


@pytest.mark.parametrize("count", range(1, 7))
@pytest.mark.parametrize("kind", FAULTS)
def test_so_many_faults_of_a_kind_are_so_many_causes(kind: str, count: int) -> None:
    plan = Plan(count, sites=4)
    for _ in range(count):
        plan.plant(kind)
        plan.plant(plan.random.choice([*DECOYS]), decoy=True)
    assert len(plan.exposed) == count
    assert_told(plan)


@pytest.mark.parametrize("count", range(1, 7))
def test_so_many_faults_of_every_kind_are_so_many_causes(count: int) -> None:
    plan = Plan(count, sites=5)
    for kind in plan.random.sample([*FAULTS] * count, count * len(FAULTS)):
        plan.plant(kind)
        plan.plant(plan.random.choice([*DECOYS]), decoy=True)
    assert len(plan.exposed) == count * len(FAULTS)
    assert_told(plan)
