"""The check `controls`: what a level requires, by its own clause, declared, measured or attested."""

import pytest

from secaudit.engine import evaluate
from secaudit.errors import PolicyError
from tests.builders import load, rule_text, scope, states, write_pack

CATALOGUE = """\
id: test-controls
title: {vi: Biện pháp thử, en: Controls to test with}
instrument: TCVN 0
basis: STD
confidence: medium
controls:
  - id: mfa
    title: {vi: Xác thực nhiều yếu tố, en: Multi-factor authentication}
    topic: access
    kind: declared
    requirement: {vi: Phải có, en: Must be there}
    levels: {1: {clause: "1.1"}, 3: {clause: "3.1"}}
  - id: logs
    title: {vi: Lưu nhật ký, en: Kept logs}
    topic: logs
    kind: measured
    check: "operations.log_retention_months >= 3"
    requirement: {vi: Ba tháng, en: Three months}
    levels: {3: {clause: "3.2"}, 4: {clause: "4.2", check: "operations.log_retention_months >= 6"}}
  - id: restore
    title: {vi: Thử phục hồi, en: Restore test}
    topic: backup
    kind: attested
    valid_months: 6
    requirement: {vi: Sáu tháng một lần, en: Every six months}
    levels: {3: {clause: "3.3"}}
"""
CHECK = "check: controls\nwith: {of: system}\n"
FINE = "controls: {mfa: yes}, operations: {log_retention_months: 3}"
RESTORED = (
    "attestations: [{question: restore, subject: a, answer: yes, date: 2026-10-01, by: it, evidence: Biên bản 7}]"
)


def _pack(folder, check: str = CHECK, catalogue: str = CATALOGUE, en: str = "{missing}"):
    folder = write_pack(folder / "pack", rule_text(check, vi=en, en=en))
    (folder / "controls.yaml").write_text(catalogue, encoding="utf-8")
    return load(folder)


def _violations(folder, system: str, more: str = "", check: str = CHECK):
    book = _pack(folder, check)
    return book.rules[0].check.run(scope(f"units: [{{id: it}}]\nsystems: [{{id: a, {system}}}]\n{more}"))


def _open(folder, system: str, more: str = "") -> dict[str, str]:
    found = _violations(folder, system, more)
    return {row.control: row.verdict for one in found.violations for row in one.evidence.controls}


def test_what_is_declared_measured_and_attested_passes(tmp_path):
    found = _violations(tmp_path, f"level: 3, {FINE}", RESTORED)

    assert (found.violations, found.passed) == ((), 1)


def test_nothing_declared_is_unknown_and_never_a_pass(tmp_path):
    assert _open(tmp_path, "level: 3") == {"mfa": "unknown", "logs": "unknown", "restore": "unknown"}
    assert states(_violations(tmp_path / "b", "level: 3")) == {"a": "unknown"}


def test_each_level_has_its_own_requirements_and_inherits_none(tmp_path):
    assert _open(tmp_path / "a", "level: 1") == {"mfa": "unknown"}
    assert _violations(tmp_path / "b", "level: 2").not_applicable == 1
    assert _open(tmp_path / "c", "level: 4, operations: {log_retention_months: 5}") == {"logs": "fail"}


def test_a_system_without_a_level_is_unknown(tmp_path):
    found = _violations(tmp_path, FINE)

    assert states(found) == {"a": "unknown"}
    assert found.violations[0].evidence.missing == ("level",)


@pytest.mark.parametrize(
    ("state", "said", "verdict"),
    [
        ("yes", None, "pass"),
        ("yes_with_evidence", None, "pass"),
        ("partial", None, "fail"),
        ("planned", None, "fail"),
        ("no", None, "fail"),
        ("not_applicable", None, "unknown"),
        (None, "yes", "pass"),
        (None, "no", "fail"),
        (None, "not_applicable, evidence: CV 1", "not_applicable"),
        (None, "not_applicable", "unknown"),
        ("not_applicable", "not_applicable, evidence: CV 1", "not_applicable"),
        ("not_applicable", "yes", "pass"),
        ("yes", "no", "fail"),
        ("no", "yes", "fail"),
        ("planned", "not_applicable, evidence: CV 1", "fail"),
        ("yes", "not_applicable, evidence: CV 1", "pass"),
    ],
)
def test_a_declared_control_is_as_good_as_the_worse_of_what_is_said(tmp_path, state, said, verdict):
    declared = f", controls: {{mfa: {state}}}" if state else ""
    given = f"attestations: [{{question: mfa, subject: a, date: 2026-10-01, by: it, answer: {said}}}]" if said else ""
    book = _pack(tmp_path)
    looked_at = scope(f"units: [{{id: it}}]\nsystems: [{{id: a, level: 1{declared}}}]\n{given}")

    [row] = book.controls[0].rows(looked_at, looked_at.inventory.systems[0])

    assert row.verdict == verdict


@pytest.mark.parametrize(
    ("state", "given", "verdict"),
    [
        ("yes", None, "unknown"),
        ("no", None, "fail"),
        ("no", "yes, date: 2026-10-01", "fail"),
        (None, "yes, date: 2026-10-01", "pass"),
        ("yes", "yes, date: 2026-01-01", "unknown"),
        (None, "partial, date: 2020-01-01", "fail"),
    ],
)
def test_an_attested_control_needs_a_fresh_answer(tmp_path, state, given, verdict):
    declared = f", restore: {state}" if state else ""
    attested = f"attestations: [{{question: restore, subject: a, by: it, answer: {given}}}]" if given else ""
    system = f"level: 3, controls: {{mfa: yes{declared}}}, operations: {{log_retention_months: 3}}"

    assert _open(tmp_path, system, attested) == ({} if verdict == "pass" else {"restore": verdict})


def test_a_measured_control_takes_no_word_for_it(tmp_path):
    claimed = "level: 4, controls: {logs: yes_with_evidence}"

    assert _open(tmp_path, f"{claimed}, operations: {{log_retention_months: 1}}") == {"logs": "fail"}


def test_one_finding_lists_everything_the_certain_first(tmp_path):
    book = _pack(tmp_path, en="{name} {level}: {count} of {required}: {missing}")
    [finding] = evaluate(
        book.rules, scope("systems: [{id: a, level: 3, operations: {log_retention_months: 1}}]")
    ).findings

    assert finding.state == "fail"
    assert finding.message.en == (
        "a 3: 3 of 3: Kept logs (operations.log_retention_months = 1); Multi-factor authentication (not declared); "
        "Restore test (not declared)"
    )
    assert finding.evidence.missing == ("controls.mfa", "attestations.restore")


def test_another_missing_control_makes_another_finding(tmp_path):
    book = _pack(tmp_path)
    prints = {
        evaluate(book.rules, scope(f"systems: [{{id: a, level: 3, {fields}}}]")).findings[0].fingerprint
        for fields in ("controls: {mfa: no}", "controls: {mfa: planned}", "controls: {mfa: yes}")
    }

    assert len(prints) == 2


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        ("", {"mfa", "logs", "restore"}),
        (", topics: [access, logs]", {"mfa", "logs"}),
        (", ids: restore", {"restore"}),
        (", topics: access, ids: [restore]", {"mfa", "restore"}),
        (", except: [mfa]", {"logs", "restore"}),
    ],
)
def test_a_rule_may_ask_for_some(tmp_path, more, asked):
    found = _violations(tmp_path, "level: 3", check=f"check: controls\nwith: {{of: system{more}}}\n")

    assert {row.control for row in found.violations[0].evidence.controls} == asked


def test_a_system_of_which_nothing_is_asked_does_not_count(tmp_path):
    found = _violations(tmp_path, "level: 1", check="check: controls\nwith: {of: system, topics: logs}\n")

    assert (found.passed, found.not_applicable) == (0, 1)


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("id: logs", "id: mfa"), "control 'mfa' is in this catalogue already"),
        (("operations.log_retention_months >= 3", "operations.log_months >= 3"), "log_months"),
        (('    check: "operations.log_retention_months >= 3"\n', ""), "level 3 has no check"),
        (("    valid_months: 6\n", ""), "valid_months must say for how long"),
        (("kind: declared", "kind: declared\n    check: 'true'"), "is declared, so no check is asked"),
        (("    requirement: {vi: Phải có, en: Must be there}\n", ""), "says nowhere what level 1 requires"),
        (("kind: declared", "kind: guessed"), "guessed"),
        (("levels: {1: {", "levels: {6: {"), "6"),
    ],
)
def test_a_mistake_in_a_catalogue_is_told_with_its_place(tmp_path, change, told):
    with pytest.raises(PolicyError) as caught:
        _pack(tmp_path, catalogue=CATALOGUE.replace(*change, 1))

    problem = caught.value.problems[0]
    assert told in problem.message
    assert problem.where.startswith("pack/controls.yaml:")


@pytest.mark.parametrize(
    ("check", "told"),
    [
        (
            "check: controls\nwith: {of: system, topics: [acces]}\n",
            "'acces' in topics must be one of access, backup, logs",
        ),
        ("check: controls\nwith: {of: system, ids: [mfaa]}\n", "'mfaa' in ids must be one of mfa, logs, restore"),
        ("check: controls\nwith: {of: gateway}\n", "of is 'gateway', but it must be one of system"),
    ],
)
def test_a_rule_that_asks_for_what_is_not_there_is_told(tmp_path, check, told):
    with pytest.raises(PolicyError) as caught:
        _pack(tmp_path, check)

    assert caught.value.problems[0].message == told


def test_a_pack_without_a_catalogue_has_no_control_to_ask_for(tmp_path):
    with pytest.raises(PolicyError) as caught:
        load(write_pack(tmp_path / "pack", rule_text(CHECK)))

    assert "there is no controls.yaml in this pack" in caught.value.problems[0].message
