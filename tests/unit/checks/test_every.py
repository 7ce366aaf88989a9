from secaudit.findings.words import Words
from tests.builders import answer, rule, scope, states

BODY = """\
check: every
with: {of: system, where: "status == 'operating'", assert: "approval.status == 'approved'"}
"""
APPROVED = "{id: a, status: operating, approval: {status: approved}}"


def test_a_subject_that_satisfies_the_claim_passes(tmp_path):
    found = answer(tmp_path, BODY, f"systems: [{APPROVED}]")

    assert (found.passed, found.violations) == (1, ())


def test_a_subject_that_does_not_is_a_violation_with_what_was_seen(tmp_path):
    found = answer(tmp_path, BODY, "systems: [{id: a, status: operating, approval: {status: drafting}}]")

    assert states(found) == {"a": "fail"}
    assert ("approval.status", "drafting") in found.violations[0].evidence.seen


def test_what_is_not_declared_is_unknown_and_named(tmp_path):
    found = answer(tmp_path, BODY, "systems: [{id: a, status: operating}]")

    assert states(found) == {"a": "unknown"}
    assert found.violations[0].evidence.missing == ("approval.status",)
    assert found.passed == 0


def test_an_unknown_condition_never_passes_a_subject_that_breaks_the_claim(tmp_path):
    found = answer(tmp_path, BODY, "systems: [{id: a, approval: {status: drafting}}]")

    assert states(found) == {"a": "unknown"}
    assert found.violations[0].evidence.missing == ("status",)


def test_a_subject_out_of_the_condition_is_not_applicable(tmp_path):
    found = answer(tmp_path, BODY, "systems: [{id: a, status: retired}]")

    assert (found.not_applicable, found.passed, found.violations) == (1, 0, ())


def test_a_subject_below_the_level_from_which_a_rule_applies_is_not_applicable(tmp_path):
    body = "applies_from: 3\n" + BODY
    text = "systems: [{id: a, status: operating, level: 2}, {id: b, status: operating, level: 3}, {id: c, status: operating}]"

    found = answer(tmp_path, body, text)

    assert found.not_applicable == 1
    assert states(found) == {"b": "unknown", "c": "unknown"}


def test_a_subject_of_undeclared_level_does_not_fail_a_rule_that_applies_from_a_level(tmp_path):
    drafting = "status: operating, approval: {status: drafting}"
    text = f"systems: [{{id: a, {drafting}}}, {{id: b, {drafting}, level: 3}}, {APPROVED.replace('id: a', 'id: c')}]"

    found = answer(tmp_path, "applies_from: 3\n" + BODY, text)

    assert states(found) == {"a": "unknown", "b": "fail"}
    assert found.violations[0].evidence.missing == ("level",)
    assert found.passed == 1


def test_what_has_no_level_is_not_spared_by_a_rule_that_applies_from_a_level(tmp_path):
    body = "applies_from: 3\ncheck: every\nwith: {of: unit, assert: \"role == 'owner'\"}\n"

    assert states(answer(tmp_path, body, "units: [{id: it, role: operator}]")) == {"it": "fail"}


def test_a_claim_that_breaks_is_an_error_and_never_a_pass(tmp_path):
    body = 'check: every\nwith: {of: system, assert: "level / 0 == 1"}\n'

    found = answer(tmp_path, body, "systems: [{id: a, level: 1}]")

    assert states(found) == {"a": "error"}
    assert found.passed == 0


def test_a_rule_about_a_subject_alone_is_local_and_one_that_looks_further_is_not(tmp_path):
    further = "check: every\nwith: {of: system, assert: \"unit(owner).role == 'owner'\"}\n"

    assert rule(tmp_path / "a", BODY).check.is_local
    assert not rule(tmp_path / "b", further).check.is_local


def test_a_placeholder_may_be_any_field_of_the_subject(tmp_path):
    bound = rule(tmp_path, BODY, vi="{subject} {approval.level}", en="{subject} {approval.level}")

    found = bound.check.run(scope("systems: [{id: a, status: operating, approval: {status: drafting, level: 2}}]"))

    assert found.violations[0].facts["approval.level"] == "2"


def test_an_empty_list_is_told_as_none(tmp_path):
    body = 'check: every\nwith: {of: unit, assert: "specialised_units != []"}\n'
    words = {"vi": "{specialised_units}", "en": "{specialised_units}"}

    (violation,) = rule(tmp_path, body, **words).check.run(scope("units: [{id: a, role: owner}]")).violations

    assert violation.facts["specialised_units"] == Words(vi="không có", en="none")
    assert violation.evidence.seen == (("specialised_units", "[]"),)
