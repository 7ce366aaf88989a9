"""What a rule about ways proves: who is kept from whom, by which guards, told in the order of levels."""

import pytest

from secaudit.errors import PolicyError
from secaudit.findings.certificate import Certificate
from tests.builders import answer, rule, states

BODY = """\
check: waypoint
with:
  from: "segment.trust == 'untrusted'"
  to: "segment.level >= 3"
  through: "%s"
  both_ways: %s
"""
QUALIFIES = "device.kind == 'security_gateway' && device.approval.in_force && device.approval.level >= to.level"
PLACE = """\
networks: [{id: net, trust: untrusted}, {id: lan, trust: own}]
segments:
  - {id: outside, network: net, level: 0, zone: external}
  - {id: dmz, network: lan, level: 2, zone: dmz}
  - {id: core, network: lan, level: 3, zone: server, cidrs: [10.0.2.0/24]}
  - {id: vault, network: lan, level: 4, zone: database}
links: [%s]
gateways: [%s]
"""
OPEN = "policy: [{from: any, to: any, action: permit}]"
BACK = "{id: back, between: [core, outside], one_way: {from: core, to: outside}}"


def _gateway(name: str, a: str, b: str, level: int, permits: str = "") -> str:
    approval = f"approval: {{status: approved, level: {level}, decision: {{date: 2026-01-01}}{permits}}}"
    return f"{{id: {name}, kind: security_gateway, segments: [{a}, {b}], {approval}, {OPEN}}}"


def _proof(origins: str, goals: str, guards: str = "", **rest: tuple[str, ...]) -> Certificate:
    told = {"origins": origins, "goals": goals, "guards": guards}
    return Certificate(
        relation="reaches", service="any", **{name: tuple(ids.split()) for name, ids in told.items()}, **rest
    )


@pytest.mark.parametrize(
    ("both_ways", "links", "passed", "certificates"),
    [
        ("false", "", 2, (_proof("outside", "core vault", "g"),)),
        ("true", "", 2, (_proof("outside", "core vault", "g"), _proof("core vault", "outside", "g"))),
        ("true", BACK, 1, (_proof("outside", "core vault", "g"), _proof("vault", "outside", "g"))),
        ("false", BACK, 2, (_proof("outside", "core vault", "g"),)),
    ],
)
def test_what_is_proved_both_ways_counts_and_every_proof_is_told(tmp_path, both_ways, links, passed, certificates):
    text = PLACE % (links, _gateway("g", "outside", "core", 4))

    found = answer(tmp_path, BODY % (QUALIFIES, both_ways), text)

    assert (found.passed, found.certificates) == (passed, certificates)


def test_a_segment_that_guards_is_named_and_no_other(tmp_path):
    body = """\
    check: waypoint
    with: {from: "segment.trust == 'untrusted'", to: "segment.level >= 3", through_segment: "segment.zone == 'dmz'"}
    """
    links = "{id: l, between: [outside, dmz]}, {id: m, between: [dmz, core]}"

    found = answer(tmp_path, body, PLACE % (links, ""))

    assert found.certificates == (_proof("outside", "core vault", guarding_segments=("dmz",)),)


def test_a_guard_within_its_approval_is_told_apart_from_a_whole_one(tmp_path):
    permits = ", permits: [{from: outside, to: core}]"
    limited = _gateway("limited", "outside", "core", 4, permits).replace(
        "from: any, to: any", "from: outside, to: core"
    )

    found = answer(
        tmp_path, BODY % (QUALIFIES, "false"), PLACE % ("", limited + ", " + _gateway("g", "outside", "vault", 4))
    )

    assert found.certificates == (_proof("outside", "core vault", "g", limited_guards=("limited",)),)


def test_what_a_guard_lets_pass_beyond_its_approval_is_a_violation_of_its_own_kind(tmp_path):
    gateways = _gateway("g", "outside", "core", 4, ", permits: []") + ", " + _gateway("w", "outside", "vault", 3)

    found = answer(tmp_path, BODY % (QUALIFIES, "false"), PLACE % ("", gateways))

    assert {one.subject: one.discriminator for one in found.violations} == {"g": "beyond-approval", "w": ""}


def test_only_a_gateway_qualifies_as_a_guard(tmp_path):
    link = "{id: l, between: [outside, core]}"

    assert states(answer(tmp_path, BODY % ("device.id == 'l'", "false"), PLACE % (link, ""))) == {"l": "fail"}


@pytest.mark.parametrize(
    ("through", "expected"),
    [
        ("to.level == 3", {"h": "fail"}),
        ("to.trust == 'own'", {}),
        ("to.trust == 'own' && to.level == 3", {"h": "fail"}),
        ("to.id == 'core'", {"h": "fail"}),
    ],
)
def test_what_qualifies_may_depend_on_the_target_alone(tmp_path, through, expected):
    gateways = _gateway("g", "outside", "core", 4) + ", " + _gateway("h", "outside", "vault", 4)

    assert states(answer(tmp_path, BODY % (through, "false"), PLACE % ("", gateways))) == expected


@pytest.mark.parametrize(
    ("levels", "through", "goals"),
    [
        ({"a": "4", "b": "3"}, "to.level == 3", [("b",), ("a",)]),
        ({"a": "3", "b": "2", "c": "4"}, "to.level == 3", [("b", "c"), ("a",)]),
        ({"a": "1", "b": "0"}, "to.level == 1", [("b",), ("a",)]),
    ],
)
def test_proofs_come_by_the_lowest_level_that_they_protect(tmp_path, levels, through, goals):
    segments = ", ".join(f"{{id: {name}, level: {level}}}" for name, level in levels.items())
    text = f"segments: [{{id: o, level: 5}}, {{id: o2, level: 5}}, {segments}]\ngateways: [{_gateway('g', 'o', 'o2', 4)}]\n"
    body = f"check: waypoint\nwith: {{from: segment.id == 'o', to: segment.level <= 4, through: {through}}}\n"

    assert [one.goals for one in answer(tmp_path, body, text).certificates] == goals


@pytest.mark.parametrize(
    ("text", "repair"),
    [
        (PLACE % ("{id: x, between: [outside, core]}", ""), "Remove the link x"),
        (PLACE % ("", _gateway("x", "outside", "core", 4)), "Close this way at x"),
        (
            PLACE % ("", "") + "hosts: [{id: x, segments: [outside, core]}]\n",
            "Detach x from one of the segments, or turn forwarding off and have it attested",
        ),
    ],
)
def test_where_nothing_may_qualify_the_way_is_to_be_closed(tmp_path, text, repair):
    body = 'check: separation\nwith: {from: "segment.trust == \'untrusted\'", to: "segment.level >= 3"}\n'

    (violation,) = answer(tmp_path, body, text).violations

    assert violation.evidence.repair.en == repair


def test_where_something_may_qualify_a_gateway_is_to_be_made_to(tmp_path):
    (violation,) = answer(
        tmp_path, BODY % (QUALIFIES, "false"), PLACE % ("", _gateway("w", "outside", "vault", 3))
    ).violations

    assert violation.evidence.repair.en == (
        "Make w qualify (kind, approval in force, level at least 4), or close this way"
    )


def test_separation_takes_nothing_to_pass_through(tmp_path):
    with pytest.raises(PolicyError, match="through"):
        rule(tmp_path, "check: separation\nwith: {from: 'true', to: 'true', through: 'true'}\n", vi="x", en="x")


def test_a_gateway_that_is_approved_for_less_guards_nothing_though_its_approval_names_what_it_permits(tmp_path):
    lower = _gateway("g3", "outside", "core", 3, ", permits: [{from: any, to: any, services: [tcp/443]}]")
    text = PLACE % ("", f"{lower}, {_gateway('g4', 'core', 'vault', 4)}")

    found = answer(tmp_path, BODY % (QUALIFIES, "false"), text)

    assert [one for one in found.certificates if "vault" in one.goals] == [_proof("outside", "vault", "g4")]
