import pytest

from tests.builders import answer, states

BODY = """\
check: waypoint
with:
  from: "segment.trust == 'untrusted'"
  to: "segment.level >= 3"
  through: "device.kind == 'security_gateway' && device.approval.in_force && device.approval.level >= to.level"
"""
PLACE = """\
networks: [{id: net, trust: untrusted}, {id: lan, trust: own}]
segments:
  - {id: outside, network: net, level: 0, zone: external}
  - {id: dmz, network: lan, level: 2, zone: dmz}
  - {id: core, network: lan, level: 3, zone: server}
  - {id: vault, network: lan, level: 4, zone: database}
links: [%s]
gateways: [%s]
"""
APPROVED = "approval: {status: approved, level: 4, decision: {date: 2026-01-01}}"
WEAK = "approval: {status: approved, level: 3, decision: {date: 2026-01-01}}"
OPEN = "policy: [{from: any, to: any, action: permit}]"


def _gateway(name: str, a: str, b: str, approval: str) -> str:
    return f"{{id: {name}, kind: security_gateway, segments: [{a}, {b}], {approval}, {OPEN}}}"


@pytest.mark.parametrize(
    ("links", "gateways", "expected"),
    [
        ("", _gateway("g", "outside", "core", APPROVED), {}),
        ("", _gateway("g", "outside", "core", "level: 3"), {"g": "unknown"}),
        ("{id: l, between: [outside, core]}", "", {"l": "fail"}),
        ("{id: l, between: [core, vault]}", _gateway("g", "outside", "core", WEAK), {"l": "fail"}),
        ("{id: l, between: [outside, core]}, {id: m, between: [core, vault]}", "", {"l": "fail"}),
        ("{id: l, between: [outside, core]}, {id: m, between: [outside, vault]}", "", {"l": "fail", "m": "fail"}),
        ("{id: l, between: [core, outside], one_way: {from: core, to: outside}}", "", {}),
    ],
)
def test_one_violation_a_cause(tmp_path, links, gateways, expected):
    assert states(answer(tmp_path, BODY, PLACE % (links, gateways))) == expected


def test_a_violation_shows_the_way_the_targets_and_the_repair(tmp_path):
    text = PLACE % (
        "{id: l, between: [outside, dmz]}, {id: m, between: [dmz, core]}, {id: n, between: [core, vault]}",
        "",
    )

    violation = answer(tmp_path, BODY, text).violations[0]

    assert [hop.id for hop in violation.evidence.path] == ["outside", "l", "dmz", "m", "core"]
    assert [hop.id for hop in violation.evidence.path if hop.offending] == ["m"]
    assert [(target.id, target.level) for target in violation.evidence.exposed] == [("vault", 4), ("core", 3)]
    assert violation.facts["count"] == "2"
    assert "m" in violation.evidence.repair.en


def test_both_ways_looks_back_too(tmp_path):
    link = "{id: l, between: [core, outside], one_way: {from: core, to: outside}}"

    found = answer(tmp_path, BODY.replace("with:", "with:\n  both_ways: true"), PLACE % (link, ""))

    assert states(found) == {"l": "fail"}


def test_a_device_that_exposes_more_outwards_than_inwards_names_all_of_it(tmp_path):
    links = "{id: l, between: [outside, core]}, {id: m, between: [vault, core], one_way: {from: vault, to: core}}"

    (found,) = answer(tmp_path, BODY.replace("with:", "with:\n  both_ways: true"), PLACE % (links, "")).violations

    assert [hop.id for hop in found.evidence.path] == ["outside", "l", "core"]
    assert [target.id for target in found.evidence.exposed] == ["vault", "core"]
    assert found.facts["count"] == "2"


def test_what_is_certain_in_one_direction_is_not_told_as_unknown_because_of_the_other(tmp_path):
    links = "{id: l, between: [maybe, core]}, {id: m, between: [maybe, outside], one_way: {from: maybe, to: outside}}"
    text = (PLACE % (links, "")).replace("segments:", "segments:\n  - {id: maybe, level: 1, zone: internal}")

    found = answer(tmp_path, BODY.replace("with:", "with:\n  both_ways: true"), text)

    assert states(found) == {"l": "fail"}


def test_a_way_by_way_of_a_segment_that_qualifies_is_none(tmp_path):
    body = """\
    check: waypoint
    with: {from: "segment.trust == 'untrusted'", to: "segment.level >= 3", through_segment: "segment.zone == 'dmz'"}
    """
    links = "{id: l, between: [outside, dmz]}, {id: m, between: [dmz, core]}"

    assert states(answer(tmp_path / "a", body, PLACE % (links, ""))) == {}
    assert states(answer(tmp_path / "b", body, PLACE % (links + ", {id: n, between: [outside, core]}", ""))) == {
        "n": "fail"
    }


def test_separation_allows_no_way_at_all(tmp_path):
    body = 'check: separation\nwith: {from: "segment.trust == \'untrusted\'", to: "segment.level >= 4"}\n'
    gateways = _gateway("g", "outside", "vault", APPROVED)

    assert states(answer(tmp_path, body, PLACE % ("", gateways))) == {"g": "fail"}


def test_a_segment_that_may_be_a_target_makes_the_answer_unknown(tmp_path):
    text = "networks: [{id: net, trust: untrusted}]\nsegments: [{id: o, network: net, level: 0}, {id: t}]\n"

    found = answer(
        tmp_path,
        BODY.replace("segment.trust == 'untrusted'", "segment.id == 'o'"),
        text + "links: [{id: l, between: [o, t]}]",
    )

    assert states(found) == {"l": "unknown"}


@pytest.mark.parametrize(
    ("links", "gateways", "missing"),
    [
        (
            "",
            "{id: g, kind: security_gateway, segments: [outside, core]}",
            ("approval.in_force (g)", "approval.level (g)"),
        ),
        ("", "{id: g, segments: [outside, vault]}", ("kind (g)", "approval.in_force (g)", "approval.level (g)")),
        ("{id: l, between: [outside, attic]}", "", ("level (attic)",)),
        ("{id: l, between: [yard, core]}", "", ("network (yard)",)),
        ("{id: l, between: [outside, core]}", "", ()),
    ],
)
def test_what_is_not_declared_on_the_way_is_named_with_whose_it_is(tmp_path, links, gateways, missing):
    text = PLACE.replace("segments:", "segments:\n  - {id: attic, network: lan}\n  - {id: yard}", 1) % (links, gateways)

    violation = answer(tmp_path, BODY, text).violations[0]

    assert (violation.state, violation.evidence.missing) == ("unknown" if missing else "fail", missing)


def test_on_the_way_out_what_is_not_declared_is_that_of_the_other_end(tmp_path):
    body = BODY.replace("with:", "with:\n  both_ways: true")
    text = PLACE.replace("segments:", "segments:\n  - {id: attic, network: lan}", 1)
    out = "{id: l, between: [attic, outside], one_way: {from: attic, to: outside}}"

    violation = answer(tmp_path, body, text % (out, "")).violations[0]

    assert (violation.state, violation.evidence.missing) == ("unknown", ("level (attic)",))
