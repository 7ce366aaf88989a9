"""Certificates and causes of random networks, checked again by brute force that knows the plain inventory only.

The checker takes the guards of a certificate out, denies to limited guards what their approvals permit, takes guarding
segments out of every device, and sends every header over every way (`exact.py`). What is then held from the origins
must not be among the goals; and what a finding exposes must be reached past whatever qualifies.
"""

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

import pytest

from secaudit.findings.certificate import Certificate
from tests.network import exact
from tests.network.building import AS_OF, inventory_of
from tests.network.drawing import Content
from tests.network.rules import QUALIFIES, ask, rule
from tests.network.test_limited_approvals import _drawn as limited

pytestmark = pytest.mark.once
RELATIONS = {"forwards": exact.forwards, "reaches": exact.reaches, "informs": exact.informs}
SHUT = "has(segment.zone) && segment.zone == 'management'"


def rules(relation: str) -> list[Any]:
    sides = {"from": "segment.trust == 'untrusted'", "to": "segment.trust == 'own' && segment.level >= 3"}
    return [
        rule("waypoint", sides | {"through": QUALIFIES, "relation": relation, "both_ways": True}),
        rule("waypoint", sides | {"through_segment": SHUT, "relation": relation}),
        rule("separation", sides | {"relation": relation, "both_ways": True}),
    ]


@pytest.mark.parametrize("relation", RELATIONS)
@pytest.mark.parametrize("seed", range(40))
def test_certificates_hold_and_causes_expose_what_is_reached(relation: str, seed: int) -> None:
    content = levelled(seed)
    inventory = inventory_of(content)
    related = RELATIONS[relation](content, AS_OF)

    for asked in rules(relation):
        answer = ask(asked, inventory)
        for certificate in answer.certificates:
            assert not held(content, certificate) & set(certificate.goals)
        proved = {name for one in answer.certificates for name in (*one.origins, *one.goals)}
        for violation in answer.violations:
            names = {target.id for target in violation.evidence.exposed}
            assert len(names) == violation.evidence.exposed_count
            first, last = violation.evidence.path[0].id, violation.evidence.path[-1].id
            assert relation != "reaches" or last in related[first]
            assert proved.isdisjoint(names) or asked.check.both_ways  # what is proved one way may be exposed the other


def test_the_networks_are_neither_open_nor_shut() -> None:
    answers = [ask(asked, inventory_of(levelled(seed))) for seed in range(40) for asked in rules("reaches")]
    proofs = [one for answer in answers for one in answer.certificates if one.origins and one.goals]
    assert sum(bool(answer.violations) for answer in answers) > 50
    assert sum(bool(one.guards) for one in proofs) > 5
    assert sum(bool(one.limited_guards) for one in proofs) > 5
    assert sum(bool(one.guarding_segments) for one in proofs) > 5


def levelled(seed: int) -> Content:
    """A random network between levels, whose gateways have approvals of which some are limited and some have run out."""
    random = Random(seed)
    content: Content = limited(random)
    names = [segment["id"] for segment in content["segments"]]
    for segment in content["segments"]:
        segment["zone"] = random.choice(["server", "server", "management"])
    for gateway in content["gateways"]:
        gateway["approval"]["until"] = random.choice(["2026-11-21", AS_OF, AS_OF, "2027-01-01"])
        if gateway["kind"] == "firewall" and seed % 3 == 0:
            gateway["kind"] = random.choice(["proxy", "jump_host"])
    content["links"] += [{"id": "diode", "between": ends, "one_way": dict(zip(("from", "to"), ends, strict=True))}
                         for ends in [random.sample(names, 2)] if random.random() < 0.4]  # fmt: skip
    content["hosts"] = [{"id": "host", "segments": random.sample(names, 2)}] if random.random() < 0.2 else []
    return content


def held(content: Content, certificate: Certificate) -> set[str]:
    """What is related to the origins of a certificate past its guards."""
    shut = set(certificate.guarding_segments)
    kept = [segment for segment in content["segments"] if segment["id"] not in shut]
    weakened = content | {"segments": kept, "gateways": list(without_guards(content, certificate))}
    for kind, key in (("gateways", "segments"), ("hosts", "segments"), ("links", "between")):
        weakened[kind] = [one for one in (cut(device, key, shut) for device in weakened[kind]) if one is not None]
    found = RELATIONS[certificate.relation](weakened, AS_OF)
    return set().union(*(found[name] - {name} for name in certificate.origins if name not in shut))


def without_guards(content: Content, certificate: Certificate) -> Iterator[Content]:
    for gateway in content["gateways"]:
        if gateway["id"] in certificate.limited_guards:
            denied = [flow | {"action": "deny"} for flow in gateway["approval"]["permits"]]
            rest = {} if "policy" in gateway else {"default": "permit"}
            yield gateway | {"policy": [*denied, *gateway.get("policy", ())]} | rest
        elif gateway["id"] not in certificate.guards:
            yield gateway


def cut(device: Content, key: str, shut: set[str]) -> Content | None:
    """A device without the segments that are shut; None if it then joins nothing."""
    left: Mapping[str, Any] = device | {key: [name for name in device[key] if name not in shut]}
    ends = set(device.get("one_way", {}).values())
    return dict(left) if len(left[key]) > 1 and not ends & shut else None
