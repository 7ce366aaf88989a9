"""An approval that names what it permits makes a guard of that only: compared with brute force over headers.

The independent answer takes a qualifying gateway out of the plain inventory, or, where its approval is
limited, denies what is approved before its policy; then every header is sent over every way.
"""

import json
from random import Random
from typing import Any

import pytest

from secaudit.findings.words import Words
from secaudit.network import connect, split
from tests.network.building import APPROVED, AS_OF, inventory_of, permit
from tests.network.exact import forwards, reaches
from tests.network.rules import QUALIFIES, ask, path_of, rule, told, unguarded

Content = dict[str, Any]
PLACE: Content = {
    "networks": [{"id": "internet", "trust": "untrusted"}, {"id": "own", "trust": "own"}],
    "segments": [
        {"id": "outside", "network": "internet", "zone": "external", "level": 0},
        {"id": "dmz", "network": "own", "zone": "dmz", "level": 2, "cidrs": ["10.0.1.0/24"]},
        {"id": "core", "network": "own", "zone": "server", "level": 3, "cidrs": ["10.0.2.0/24"]},
        {"id": "vault", "network": "own", "zone": "database", "level": 4, "cidrs": ["10.0.3.0/24"]},
    ],
}
OPEN = {"id": "fw", "kind": "firewall", "segments": ["outside", "dmz"], "policy": [permit("outside", "dmz", "tcp/443")]}


def _flow(origin: object, target: object, *services: str) -> Content:
    return {"from": origin, "to": target} | ({"services": list(services)} if services else {})


def _guarded_by(*gateways: Content) -> Content:
    return PLACE | {"gateways": [OPEN, *gateways]}


def _gateway(permits: list[Content] | None, *policy: Content, **rest: Any) -> Content:
    approval = APPROVED if permits is None else APPROVED | {"permits": permits}
    content = {"id": "gw", "kind": "security_gateway", "segments": ["dmz", "core", "vault"], "approval": approval}
    return content | {"policy": list(policy)} | rest


INWARD = permit("dmz", "core", "tcp/443")


@pytest.mark.parametrize(
    ("gateway", "exposed"),
    [
        (_gateway(None, INWARD), None),
        (_gateway([_flow("any", "any")], INWARD), None),
        (_gateway([_flow("dmz", "core", "tcp/443")], INWARD), None),
        (_gateway([_flow("dmz", "core", "tcp")], INWARD), None),
        (_gateway([_flow("dmz", "core", "tcp/1-442"), _flow("dmz", "any", "tcp/443-500")], INWARD), None),
        (_gateway([_flow("level:2", ["level:3", "level:4"])], INWARD), None),
        (_gateway([_flow("zone:dmz", "10.0.2.0/23")], INWARD), None),
        (_gateway([], INWARD), ["core"]),
        (_gateway([_flow("core", "dmz")], INWARD), ["core"]),
        (_gateway([_flow("dmz", "core", "tcp/444-500")], INWARD), ["core"]),
        (_gateway([_flow("dmz", "core", "udp")], INWARD), ["core"]),
        (_gateway([_flow("level:2", "level:4")], INWARD), ["core"]),
        (_gateway([_flow("dmz", "10.0.2.0/25")], INWARD), ["core"]),
        (_gateway([_flow("dmz", "core")], permit("dmz", ["core", "vault"])), ["vault"]),
        (_gateway([_flow("dmz", "core")], permit("dmz", "core"), default="permit"), ["vault", "core"]),
        (_gateway([_flow("dmz", "core")], permit("dmz", "core"), permit("core", "vault")), None),
    ],
)
def test_what_the_policy_permits_beyond_the_approval_is_not_guarded(
    gateway: Content, exposed: list[str] | None
) -> None:
    found = told(unguarded(inventory_of(_guarded_by(gateway))))

    assert found == ({} if exposed is None else {"gw": exposed})


def test_a_gateway_without_a_declared_policy_forwards_beyond_its_approval() -> None:
    gateway = _gateway([_flow("dmz", "core")])
    del gateway["policy"]

    assert told(unguarded(inventory_of(_guarded_by(gateway)))) == {"gw": ["vault", "core"]}  # the core from the vault


def test_a_limited_diode_guards_what_it_is_approved_for() -> None:
    diode = {"id": "gw", "kind": "data_diode", "segments": ["dmz", "core"], "one_way": {"from": "dmz", "to": "core"}}
    limited = {"approval": APPROVED | {"permits": [_flow("dmz", "core", "udp")]}}

    found = unguarded(inventory_of(_guarded_by(diode | limited)))
    assert told(found) == {"gw": ["core"]}
    limited["approval"]["permits"] = [_flow("any", "core")]
    assert unguarded(inventory_of(_guarded_by(diode | limited))) == ()


@pytest.mark.parametrize(
    ("flow", "exposed"),
    [(_flow("dmz", "core"), None), (_flow("dmz", "core", "udp"), ["core"]), (_flow("core", "dmz"), ["core"])],
)
def test_a_limited_jump_host_guards_the_conversations_that_it_is_approved_to_open_anew(
    flow: Content, exposed: list[str] | None
) -> None:
    jump = {
        "id": "gw",
        "kind": "jump_host",
        "segments": ["dmz", "core"],
        "approval": APPROVED | {"permits": [flow]},
        "policy": [permit("dmz", "core", "tcp/22")],
    }
    asked = rule(
        "waypoint", {"from": "segment.level == 0", "to": "segment.level >= 3", "through": "device.kind == 'jump_host'"}
    )

    assert told(ask(asked, inventory_of(_guarded_by(jump))).violations) == ({} if exposed is None else {"gw": exposed})


def test_the_finding_is_about_the_gateway_and_shows_the_entry_and_both_repairs() -> None:
    gateway = _gateway([_flow("dmz", "core", "tcp/443")], INWARD, permit("dmz", "core", "tcp/22", "tcp/443"))

    (found,) = unguarded(inventory_of(_guarded_by(gateway)))

    assert (found.kind, found.subject, found.subjects) == ("gateway", "gw", ("gateway:gw",))
    assert path_of(found) == ["outside", "fw", "dmz", "gw", "core"]
    (hop,) = [hop for hop in found.evidence.path if hop.offending]
    assert hop.detail == Words(
        vi="mục chính sách 2: tcp/22, ngoài phạm vi được duyệt", en="policy entry 2: tcp/22, beyond its approval"
    )
    assert found.evidence.repair is not None
    assert found.evidence.repair.en.startswith("Extend the approval of gw")


def test_what_is_let_pass_beyond_an_approval_is_the_cause_however_few_devices_stand_before_it() -> None:
    lab = {"id": "lab", "network": "own", "zone": "server", "level": 3}
    joined = ["dmz", "core", "vault", "lab"]
    gateway = _gateway([_flow("dmz", "core", "tcp/443")], permit("dmz", joined, "tcp/22"), segments=joined)
    content = _guarded_by(gateway) | {"segments": [*PLACE["segments"], lab]}

    # one arc of fw would do, but the fault lies in the three of gw
    assert {name: sorted(exposed) for name, exposed in told(unguarded(inventory_of(content))).items()} == {
        "gw": ["core", "lab", "vault"]
    }


@pytest.mark.parametrize(
    ("policy", "lets_pass"),
    [({}, "policy not declared: taken to forward everything"), ({"default": "permit"}, "permitted by default")],
)
def test_what_passes_beyond_an_approval_without_an_entry_is_told_as_what_it_is(policy: Content, lets_pass: str) -> None:
    gateway = _gateway([_flow("dmz", "core", "tcp/443")]) | {"segments": ["dmz", "core"]}
    del gateway["policy"]

    (found,) = unguarded(inventory_of(_guarded_by(gateway | policy)))

    assert [hop.detail.en for hop in found.evidence.path if hop.offending and hop.detail is not None] == [
        f"{lets_pass}, beyond its approval"
    ]


def test_a_gateway_that_does_not_qualify_is_told_as_before() -> None:
    late = {"approval": APPROVED | {"until": "2026-11-21", "permits": [_flow("dmz", "core")]}}

    (found,) = unguarded(inventory_of(_guarded_by(_gateway([], INWARD) | late)))

    assert found.subject == "gw"
    assert found.discriminator == ""
    assert found.evidence.repair is not None
    assert "qualify" in found.evidence.repair.en


def test_a_level_that_is_not_declared_is_not_covered_by_an_approval_for_a_level() -> None:
    content = _guarded_by(_gateway([_flow("level:2", "level:3")], permit("any", "core", "tcp/443")))
    silent = [{k: v for k, v in one.items() if (one["id"], k) != ("dmz", "level")} for one in content["segments"]]

    assert unguarded(inventory_of(content)) == ()
    assert told(unguarded(inventory_of(content | {"segments": silent}))) == {"gw": ["core"]}


def test_a_network_without_limited_approvals_is_not_split() -> None:
    inventory = inventory_of(_guarded_by(_gateway(None, INWARD)))
    network = connect(inventory, AS_OF)

    assert split(network, inventory) is network


@pytest.mark.parametrize("relation", ["reaches", "forwards"])
@pytest.mark.parametrize("start", range(0, 240, 40))
def test_brute_force_finds_the_same_exposed_segments(relation: str, start: int) -> None:
    asked = rule(
        "waypoint",
        {"from": "segment.level == 0", "to": "segment.level >= 3", "through": QUALIFIES, "relation": relation},
    )
    wrong = []
    for seed in range(start, start + 40):
        content = _drawn(Random(seed))
        found = ask(asked, inventory_of(content)).violations
        exposed = {target.id for violation in found for target in violation.evidence.exposed}
        if exposed != _exposed(content, relation):
            wrong.append((seed, exposed, json.dumps(content)))
    assert wrong == []


def test_the_random_networks_tell_limited_from_unlimited_approvals() -> None:
    kinds = set()
    for seed in range(240):
        content = _drawn(Random(seed))
        unlimited = content | {"gateways": [one | {"approval": _unlimited(one)} for one in content["gateways"]]}
        some, none = _exposed(content, "reaches"), _exposed(unlimited, "reaches")
        every = _exposed(content | {"gateways": [one | {"approval": {}} for one in content["gateways"]]}, "reaches")
        kinds.add((some != none, some != every, bool(none)))
    assert len(kinds) == 8 - 1  # limits that matter, that matter partly; ways that they do not touch


def _unlimited(gateway: Content) -> Content:
    return {key: value for key, value in gateway["approval"].items() if key != "permits"}


def _exposed(content: Content, relation: str) -> set[str]:
    """The segments of level 3 and higher to which ways lead from level 0, past the gateways that guard them."""
    relate = reaches if relation == "reaches" else forwards
    levels = {segment["id"]: segment["level"] for segment in content["segments"]}
    exposed = set()
    for level in {level for level in levels.values() if level >= 3}:
        direct = relate(content | {"gateways": list(_weakened(content["gateways"], level))}, AS_OF)
        met = set().union(*(direct[name] for name, known in levels.items() if known == 0))
        exposed |= {name for name in met if levels[name] == level}
    return exposed


def _weakened(gateways: list[Content], level: int) -> Any:
    for gateway in gateways:
        approval = gateway["approval"]
        if gateway["kind"] not in ("security_gateway", "data_diode") or approval.get("level", 0) < level:
            yield gateway
        elif "permits" in approval:
            denied = [flow | {"action": "deny"} for flow in approval["permits"]]
            rest = {} if "policy" in gateway else {"default": "permit"}
            yield gateway | {"policy": denied + gateway.get("policy", [])} | rest


def _drawn(random: Random) -> Content:
    """Two to five segments between gateways of which about half have limited approvals."""
    levels = [0, *random.choices([0, 2, 3, 3, 4], k=random.randint(2, 4))]
    names = [f"s{number}" for number in range(len(levels))]
    return {
        "networks": [{"id": "n0", "trust": "untrusted"}, {"id": "n1", "trust": "own"}],
        "segments": [
            {"id": name, "level": level, "network": "n1" if level else "n0", "cidrs": [f"10.0.{number}.0/24"]}
            for number, (name, level) in enumerate(zip(names, levels, strict=True))
        ],
        "gateways": [_any_gateway(random, f"g{number}", names) for number in range(random.randint(1, 4))],
        "links": [{"id": f"l{number}", "between": random.sample(names, 2)} for number in range(random.randint(0, 1))],
        "hosts": [],
    }  # fmt: skip


def _any_gateway(random: Random, name: str, names: list[str]) -> Content:
    kind = random.choice(["security_gateway", "security_gateway", "security_gateway", "data_diode", "firewall"])
    joined = random.sample(names, 2 if kind == "data_diode" else random.randint(2, min(3, len(names))))
    ends = ["any", *names, *names, "n0", "n1", "level:3", "level:4", "10.0.1.0/24", "10.0.0.0/16"]
    services: list[tuple[str, ...]] = [(), (), ("tcp/443",), ("tcp",)]

    def flow() -> Content:
        return _flow(random.choice(ends), random.choice(ends), *random.choice(services))

    approval = APPROVED | {"level": random.choice([2, 3, 4])}
    if random.random() < 0.6:
        approval |= {"permits": [flow() for _ in range(random.randint(0, 2))]}
    content = {"id": name, "kind": kind, "segments": joined, "approval": approval}
    if random.random() < 0.8:
        actions = ["permit", "permit", "deny"]
        content["policy"] = [flow() | {"action": random.choice(actions)} for _ in range(random.randint(1, 3))]
        content |= {"default": "permit"} if random.random() < 0.3 else {}
    return content | ({"one_way": {"from": joined[0], "to": joined[1]}} if kind == "data_diode" else {})
