import pytest

from secaudit.errors import PolicyError
from tests.builders import answer, rule, states

BODY = "check: shared_substrate\nwith: {}\n"
PLACE = """\
units: [{id: qk}]
segments:
  - {id: office, level: 2}
  - {id: apps, level: 3}
  - {id: core, level: 4}
  - {id: other, level: 4}
  - {id: bare}
"""
DECIDED = "decision: {date: 2026-11-22, by: qk}"


def _host(ends: str, more: str = "kind: hypervisor") -> str:
    return f"{PLACE}hosts: [{{id: h, segments: [{ends}], {more}}}]\n"


@pytest.mark.parametrize(
    ("ends", "more", "expected"),
    [
        ("apps, core", "kind: hypervisor", {"h": "fail"}),
        ("apps, core", "kind: storage", {"h": "fail"}),
        ("apps, core", "kind: backup", {"h": "fail"}),
        ("apps, core", "kind: management", {"h": "fail"}),
        ("apps, core", "kind: identity", {"h": "fail"}),
        ("apps, core", "kind: server", {}),
        ("apps, core", "name: h", {"h": "unknown"}),
        ("core, other", "kind: hypervisor", {}),
        ("core", "kind: hypervisor", {}),
        ("core, bare", "kind: hypervisor", {"h": "unknown"}),
        ("apps, core, bare", "kind: hypervisor", {"h": "fail"}),
        ("apps, core", "kind: backup, forwarding: {state: off, attested: 2026-01-01, by: qk}", {"h": "fail"}),
        ("apps, core", f"kind: backup, approval: {{status: approved, level: 4, {DECIDED}}}", {}),
        ("apps, core", f"kind: backup, approval: {{status: approved, level: 3, {DECIDED}}}", {"h": "fail"}),
        ("apps, core", f"kind: backup, approval: {{status: submitted, level: 4, {DECIDED}}}", {"h": "fail"}),
        ("apps, core", f"kind: backup, approval: {{status: approved, level: 4, until: 2026-11-21, {DECIDED}}}", {"h": "fail"}),
        ("apps, core", "kind: backup, approval: {status: approved, level: 4}", {"h": "unknown"}),
        ("apps, core", f"kind: backup, approval: {{status: submitted, {DECIDED}}}", {"h": "fail"}),
        ("apps, core", f"kind: backup, approval: {{status: approved, {DECIDED}}}", {"h": "unknown"}),
        ("apps, core, bare", f"kind: backup, approval: {{status: approved, level: 4, {DECIDED}}}", {"h": "unknown"}),
    ],
)  # fmt: skip
def test_levels_share_a_host_only_if_it_is_approved_for_both(tmp_path, ends, more, expected):
    assert states(answer(tmp_path, BODY, _host(ends, more))) == expected


def test_a_component_of_its_name_puts_a_host_under_a_segment(tmp_path):
    text = _host("apps") + "systems: [{id: s, components: [{id: h, segment: core}, {id: x, segment: office}]}]\n"

    (violation,) = answer(tmp_path, BODY, text).violations

    assert [target.id for target in violation.evidence.exposed] == ["core", "apps"]


@pytest.mark.parametrize(("ends", "expected"), [("apps, core", {}), ("office, core", {"h": "fail"})])
def test_a_gap_may_be_allowed(tmp_path, ends, expected):
    assert states(answer(tmp_path, 'check: shared_substrate\nwith: {gap: "2"}\n', _host(ends))) == expected


def test_levels_below_the_rule_do_not_count(tmp_path):
    found = answer(tmp_path, "applies_from: 4\n" + BODY, _host("office, apps"))

    assert (states(found), found.not_applicable) == ({}, 1)


def test_which_hosts_are_meant_may_be_said(tmp_path):
    body = "check: shared_substrate\nwith: {where: \"kind == 'server'\"}\n"

    assert states(answer(tmp_path, body, _host("apps, core", "kind: server"))) == {"h": "fail"}


def test_the_finding_shows_the_way_the_levels_and_the_repair(tmp_path):
    (violation,) = answer(tmp_path, BODY, _host("office, apps, core")).violations

    assert [hop.id for hop in violation.evidence.path] == ["core", "h", "office", "apps"]
    assert violation.evidence.seen == (("core", "4"), ("apps", "3"), ("office", "2"))
    assert (violation.level, violation.facts["lowest"]) == (4, "2")
    assert "level 4" in violation.evidence.repair.en
    assert "cấp độ ít nhất 4" in violation.evidence.repair.vi


def test_what_is_not_declared_is_named(tmp_path):
    found = [
        answer(tmp_path / str(number), BODY, _host(ends, more)).violations[0].evidence.missing
        for number, (ends, more) in enumerate(
            [("apps, core", "name: h"), ("core, bare", "kind: backup"), ("apps, core", "kind: backup, approval: {}")]
        )
    ]

    assert found == [("kind",), ("segment.level",), ("host.approval",)]


def test_a_gap_that_is_none_is_told(tmp_path):
    with pytest.raises(PolicyError, match="not a difference of levels"):
        rule(tmp_path, 'check: shared_substrate\nwith: {gap: "0"}\n')


@pytest.mark.parametrize(
    ("ends", "more", "body", "counts"),
    [
        ("apps, core", "kind: hypervisor", "", (1, 0, 0)),
        ("core, other", "kind: hypervisor", "", (0, 1, 0)),
        ("core", "kind: hypervisor", "", (0, 0, 1)),
        ("bare", "kind: hypervisor", "", (0, 0, 1)),
        ("bare, plain", "kind: hypervisor", "", (1, 0, 0)),
        ("apps, core", "kind: server", "", (0, 0, 1)),
        ("apps, core", f"kind: backup, approval: {{status: approved, level: 4, {DECIDED}}}", "", (0, 1, 0)),
        ("apps, core", f"kind: backup, approval: {{status: approved, level: 5, {DECIDED}}}", "", (0, 1, 0)),
        ("office, apps", "kind: backup", "applies_from: 3\n", (1, 0, 0)),
        ("office, apps", "kind: backup", "applies_from: 4\n", (0, 0, 1)),
        ("office, bare", "kind: backup", "applies_from: 4\n", (1, 0, 0)),
    ],
)
def test_every_host_is_counted_once(tmp_path, ends, more, body, counts):
    text = _host(ends, more).replace("  - {id: bare}\n", "  - {id: bare}\n  - {id: plain}\n")

    text = text.replace("hosts: [", "hosts: [{id: pc, kind: workstation, segments: [apps, core]}, ")

    found = answer(tmp_path, body + BODY, text)

    assert (len(found.violations), found.passed, found.not_applicable - 1) == counts


@pytest.mark.parametrize(("gap", "ends", "told"), [
    ("1", "apps, core", 1), ("2", "apps, core", 0), ("2", "office, core", 1), ("3", "office, core", 0),
    ("3", "none, core", 1), ("4", "none, core", 0), ("4", "none, top", 1),
])  # fmt: skip
def test_a_gap_is_the_least_difference_that_counts(tmp_path, gap, ends, told):
    text = _host(ends).replace("  - {id: bare}\n", "  - {id: none, level: 1}\n  - {id: top, level: 5}\n")

    assert len(answer(tmp_path, f'check: shared_substrate\nwith: {{gap: "{gap}"}}\n', text).violations) == told


def test_all_that_is_not_declared_is_named_in_order(tmp_path):
    (violation,) = answer(tmp_path, BODY, _host("core, bare", "approval: {status: approved}")).violations

    assert (violation.state, violation.evidence.missing) == ("unknown", ("kind", "segment.level", "host.approval"))
    assert violation.evidence.seen == (("core", "4"), ("bare", "-"))
    assert (violation.level, violation.facts["level"], violation.facts["lowest"]) == (4, "4", None)


def test_what_is_not_declared_is_listed_below_the_lowest_level(tmp_path):
    text = _host("bare, ground").replace("  - {id: bare}\n", "  - {id: bare}\n  - {id: ground, level: 1}\n")

    (violation,) = answer(tmp_path, BODY, text).violations

    assert violation.evidence.seen == (("ground", "1"), ("bare", "-"))


def test_a_name_stands_in_for_one_that_is_not_given_and_equal_levels_go_by_name(tmp_path):
    (violation,) = answer(tmp_path, BODY, _host("other, core, apps")).violations

    assert violation.facts["name"] == "h"
    assert [hop.id for hop in violation.evidence.path] == ["core", "h", "apps", "other"]
    assert [name for name, _ in violation.evidence.seen] == ["core", "other", "apps"]


def test_hosts_of_which_no_level_is_declared_have_none(tmp_path):
    text = _host("bare, plain").replace("  - {id: bare}\n", "  - {id: bare}\n  - {id: plain}\n")

    (violation,) = answer(tmp_path, BODY, text).violations

    assert (violation.state, violation.level, violation.facts["level"]) == ("unknown", None, None)


@pytest.mark.parametrize(
    ("ends", "expected"), [("office, apps, bare", "unknown"), ("apps, core, bare", "fail"), ("core, bare", "unknown")]
)
def test_a_level_that_may_be_high_enough_fails_only_with_one_that_is(tmp_path, ends, expected):
    assert states(answer(tmp_path, "applies_from: 4\n" + BODY, _host(ends))) == {"h": expected}
