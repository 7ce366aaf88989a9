"""The facts of a rule: what they show, and what is refused when a pack is loaded."""

import pytest

from secaudit.engine import evaluate
from secaudit.errors import PolicyError
from tests.builders import rule, scope

EVERY = 'check: every\nwith: {of: system, assert: "level >= 3"}\n'
SYSTEMS = "systems: [{id: a, level: 2, components: [{id: web, level: 1}, {id: db, level: 4}, {id: log, level: 3}]}]"


def _message(folder, facts: str, text: str = "{name}: {above}", inventory: str = SYSTEMS, check: str = EVERY):
    bound = rule(folder, f"{check}facts: {facts}\n", vi=text, en=text)
    return evaluate([bound], scope(inventory)).findings[0].message


def test_a_list_is_joined_and_a_number_is_written(tmp_path):
    listed = "{above: 'components.filter(part, part.level > level).map(part, part.id)'}"

    assert _message(tmp_path / "a", listed).en == "a: db, log"
    assert _message(tmp_path / "b", "{above: level + 1}").en == "a: 3"


def test_each_language_may_have_words_of_its_own(tmp_path):
    told = _message(tmp_path, """{above: {en: "'level ' + string(level)", vi: "'cấp độ ' + string(level)"}}""")

    assert (told.vi, told.en) == ("a: cấp độ 2", "a: level 2")


def test_what_is_not_declared_is_said_to_be_so(tmp_path):
    told = _message(tmp_path, "{above: approval.level + 1}")

    assert (told.vi, told.en) == ("a: chưa kê khai", "a: not declared")


def test_one_language_may_be_undeclared(tmp_path):
    told = _message(tmp_path, """{above: {vi: "string(approval.level)", en: "'x'"}}""")

    assert (told.vi, told.en) == ("a: chưa kê khai", "a: x")


def test_a_fact_that_breaks_counts_as_not_declared(tmp_path):
    assert _message(tmp_path, "{above: 1 / (level - 2)}").en == "a: not declared"


def test_a_value_with_braces_stays_as_it_is(tmp_path):
    assert _message(tmp_path, """{above: "'{name}'"}""").en == "a: {name}"


def test_neighbours_have_facts_of_the_first_pair(tmp_path):
    check = """check: adjacency\nwith: {where: "a.level != b.level"}\n"""
    inventory = """
    segments: [{id: x, level: 1}, {id: y, level: 4}]
    links: [{id: cable, between: [x, y]}]
    """

    told = _message(
        tmp_path, '{above: "device.id + string(b.level - a.level)"}', "{via} {a.level} {above}", inventory, check
    )

    assert told.en == "cable 1 cable3"


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ("{above: aproval.level}", "did you mean 'approval'?"),
        ("{above: approval}", "above: gives approval, but a message shows a text, a number or a list of them"),
        ("{above: level > 2}", "above: gives bool"),
        ("{above: components}", "above: gives list(component)"),
        ("{above: level, more: level}", "{more} does not stand in the message"),
        ("{above: level, name: level}", "{name} already means something in this check"),
        ("{above: level, status: level}", "{status} already means something in this check"),
        ("{above: {vi: level, en: levl}}", "did you mean 'level'?"),
        ("{above: {vi: level}}", "en"),
        ("{Above: level}", "Above"),
    ],
)
def test_a_mistake_in_a_fact_is_told_with_its_place(tmp_path, facts, told):
    with pytest.raises(PolicyError) as caught:
        _message(tmp_path, facts)

    problem = caught.value.problems[0]
    assert told in f"{problem.message} {problem.help}"
    assert problem.where.startswith("folder/TST-01-test-rule.yaml:".replace("folder", tmp_path.name))


def test_a_check_without_a_subject_takes_none(tmp_path):
    check = 'check: unique\nwith: {of: segment, value: "cidrs", compare: cidr}\n'

    with pytest.raises(PolicyError) as caught:
        _message(tmp_path, '{above: "1"}', check=check)

    assert "this check takes no facts of a rule" in caught.value.problems[0].message
