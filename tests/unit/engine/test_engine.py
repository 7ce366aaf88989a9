from secaudit import engine
from tests.builders import load, rule_text, scope, write_pack

TWO = [
    rule_text('check: every\nwith: {of: system, assert: "level >= 2"}\n', severity="{1: medium, 3: critical}"),
    rule_text('check: every\nwith: {of: system, assert: "has(owner)"}\n'),
]


def test_a_finding_has_its_rules_words_and_the_severity_of_its_level(tmp_path):
    rules = load(write_pack(tmp_path / "pack", TWO[0].replace("level >= 2", "level >= 5"))).rules

    found = engine.evaluate(rules, scope("systems: [{id: a, level: 1}, {id: b, level: 4}, {id: c, level: 5}]")).findings

    assert [(finding.subject, finding.severity) for finding in found] == [
        ("system:a", "medium"),
        ("system:b", "critical"),
    ]
    assert found[0].message.en == "a is wrong"


def test_a_subject_of_unknown_level_has_the_worst_severity(tmp_path):
    rules = load(write_pack(tmp_path / "pack", TWO[0])).rules

    found = engine.evaluate(rules, scope("systems: [{id: a}]")).findings

    assert [(finding.state, finding.severity) for finding in found] == [("unknown", "critical")]


def test_what_could_not_be_determined_does_not_read_as_a_fact(tmp_path):
    rules = load(write_pack(tmp_path / "pack", TWO[0])).rules

    (finding,) = engine.evaluate(rules, scope("systems: [{id: a}]")).findings

    assert (finding.message.en, finding.message.vi) == (
        "Could not be determined: a is wrong",
        "Chưa xác định được: a sai",
    )


def test_outcomes_of_parts_add_up_to_the_outcome_of_the_whole(tmp_path):
    rules = load(write_pack(tmp_path / "pack", *TWO)).rules
    parts = ["systems: [{id: a, level: 1}]", "systems: [{id: b, level: 3}, {id: c}]"]
    whole = "systems: [{id: a, level: 1}, {id: b, level: 3}, {id: c}]"

    added = engine.add([engine.evaluate(rules, scope(part)) for part in parts])
    at_once = engine.evaluate(rules, scope(whole))

    assert added.tallies == at_once.tallies
    assert {finding.fingerprint for finding in added.findings} == {finding.fingerprint for finding in at_once.findings}


def test_every_subject_is_in_one_of_the_columns_of_a_tally(tmp_path):
    rules = load(write_pack(tmp_path / "pack", *TWO)).rules

    for tally in engine.evaluate(rules, scope("systems: [{id: a, level: 1}, {id: b}, {id: c, level: 3}]")).tallies:
        assert tally.passed + tally.failed + tally.unknown + tally.error + tally.not_applicable == 3


def test_a_fingerprint_survives_new_words_new_severity_and_a_moved_line(tmp_path):
    before = engine.evaluate(load(write_pack(tmp_path / "a", TWO[0])).rules, scope("systems: [{id: a, level: 1}]"))
    after = engine.evaluate(
        load(write_pack(tmp_path / "b", TWO[0].replace("is wrong", "is bad").replace("medium", "low"))).rules,
        scope("# a comment\n\nsystems:\n  - level: 1\n    id: a\n    name: Other"),
    )

    assert before.findings[0].fingerprint == after.findings[0].fingerprint
    assert before.findings[0].source != after.findings[0].source


def test_a_value_with_braces_is_not_taken_for_a_placeholder(tmp_path):
    text = rule_text(
        'check: every\nwith: {of: system, assert: "level >= 2"}\n', en="{name} {owner}", vi="{name} {owner}"
    )

    found = engine.evaluate(
        load(write_pack(tmp_path / "pack", text)).rules, scope("systems: [{id: a, name: '{owner}', level: 1}]")
    )

    assert found.findings[0].message.en == "{owner} not declared"
