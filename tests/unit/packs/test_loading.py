import pytest

from secaudit.errors import PolicyError
from tests.builders import PACK, load, rule_text, write_pack

GOOD = rule_text('check: every\nwith: {of: system, assert: "level >= 1"}\n')


def _problem(folder, rule: str, pack: str = PACK, **parameters: int | str) -> str:
    with pytest.raises(PolicyError) as caught:
        load(write_pack(folder / "pack", rule, pack=pack), **parameters)
    return "\n".join(f"{problem.where}: {problem.message} {problem.help}" for problem in caught.value.problems)


def test_a_good_pack_loads(tmp_path):
    book = load(write_pack(tmp_path / "pack", GOOD))

    assert [rule.card.id for rule in book.rules] == ["TST-01"]
    assert book.packs[0].rules == 1
    assert book.parameters == {"months": 24}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ('check: evry\nwith: {of: system, assert: "true"}', "'evry' is not a check; did you mean 'every'?"),
        ('check: every\nwith: {of: sistem, assert: "true"}', "of is 'sistem', but it must be one of"),
        (
            'check: every\nwith: {of: system, asert: "true"}',
            "'asert' is not a parameter of this check; did you mean 'assert'?",
        ),
        ("check: every\nwith: {of: system}", "parameter 'assert' is missing"),
        ('check: every\nwith: {of: system, assert: "aproval.status == 1"}', "did you mean 'approval'?"),
        ('check: every\nwith: {of: system, assert: "parameters.month > 1"}', "month"),
        ('check: waypoint\nwith: {from: "true", to: "true", relation: follows}', "relation is 'follows'"),
    ],
)
def test_a_mistake_in_a_rule_is_told_with_its_place(tmp_path, body, told):
    message = _problem(tmp_path, rule_text(body, vi="sai", en="wrong"))

    assert "pack/TST-01-test-rule.yaml:" in message
    assert told in message


def test_a_placeholder_that_nothing_offers_is_told(tmp_path):
    body = 'check: every\nwith: {of: system, assert: "true"}'

    assert "{nothing}" in _problem(tmp_path, rule_text(body, vi="{nothing}", en="{nothing}"))
    assert "a brace that is no {placeholder}" in _problem(tmp_path, rule_text(body, vi="{0}", en="{0}"))


def test_all_mistakes_of_all_rules_are_told_at_once(tmp_path):
    bad = rule_text("check: nothing\nwith: {}", vi="sai", en="wrong")

    with pytest.raises(PolicyError) as caught:
        load(write_pack(tmp_path / "pack", bad, bad))

    assert len(caught.value.problems) == 2


def test_a_pack_that_is_named_and_not_in_force_is_told(tmp_path):
    folder = write_pack(tmp_path / "pack", GOOD)

    with pytest.raises(PolicyError, match="pack test is not in force on 2019-12-31"):
        load(folder, as_of="2019-12-31")


def test_only_citations_in_force_on_the_day_are_carried(tmp_path):
    body = """\
    cites:
      - {instrument: Old, clause: "1", in_force: {from: 2020-01-01, until: 2026-06-30}}
      - {instrument: New, clause: "2", in_force: {from: 2026-07-01}}
    check: every
    with: {of: system, assert: "true"}
    """
    folder = write_pack(tmp_path / "pack", rule_text(body))

    assert [cite.instrument for cite in load(folder, "2026-06-30").rules[0].card.cites] == ["Old"]
    assert [cite.instrument for cite in load(folder, "2026-07-01").rules[0].card.cites] == ["New"]


def test_unknown_parameters_and_values_out_of_bounds_are_refused(tmp_path):
    assert "'moths' is not a parameter" in _problem(tmp_path / "a", GOOD, moths=3)
    assert "must lie from 1 to 60" in _problem(tmp_path / "b", GOOD, months=61)


def test_a_rule_file_is_called_by_the_id_and_name_of_its_rule(tmp_path):
    folder = write_pack(tmp_path / "pack", GOOD)
    (folder / "TST-01-test-rule.yaml").rename(folder / "other.yaml")

    with pytest.raises(PolicyError, match=r"the file must be called 'TST-01-test-rule\.yaml'"):
        load(folder)
