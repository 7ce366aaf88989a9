"""What single facts would make of the level."""

import pytest

from secaudit.levels import what_if
from tests.builders import inventory
from tests.unit.levels.test_determination import OLD_TABLE, PLAIN, TABLE


def _changes(table=TABLE, kind: str = "internal", **facts: str):
    text = ", ".join(f"{name}: {value}" for name, value in {**PLAIN, **facts}.items() if value)
    system = inventory(f"systems: [{{id: a, kind: {kind}, facts: {{{text}}}}}]").systems[0]
    return {(change.fact, change.at_least, change.at_most): change for change in what_if(system, table)}


def test_a_declared_fact_tells_which_values_would_change_the_level_and_by_which_clause():
    changes = _changes(defence_security="true", damage="harm")
    higher = changes["facts.damage", 4, 4]

    assert (higher.values, higher.declared) == (("serious", "especially_serious"), True)
    assert [criterion.clause for criterion in higher.criteria] == ["Điều 14.1"]
    assert changes["facts.damage", 1, 1].values == ("none",)


def test_an_undeclared_fact_comes_first_and_tells_what_each_of_its_values_would_settle():
    changes = _changes(central_national_data="")

    assert list(changes)[:2] == [("facts.central_national_data", 1, 1), ("facts.central_national_data", 5, 5)]
    assert not changes["facts.central_national_data", 5, 5].declared


def test_a_number_is_tried_on_both_sides_of_every_threshold():
    service = {"online_service": "true", "information": "[personal]"}
    below = _changes(kind="public_service", personal_data="{basic_subjects: 99999, sensitive_subjects: 0}", **service)
    above = _changes(kind="public_service", personal_data="{basic_subjects: 100000, sensitive_subjects: 0}", **service)

    assert below["facts.personal_data.basic_subjects", 3, 3].values == ("100000",)
    assert above["facts.personal_data.basic_subjects", 2, 2].values == ("9999", "10000", "99999")


@pytest.mark.parametrize("table", [TABLE, OLD_TABLE])
def test_a_class_of_information_may_be_added_or_taken_away(table):
    changes = _changes(table, information="[public, private]")

    assert changes["facts.information", 3, 3].values == ("+ state_secret",)
    assert changes["facts.information", 1, 1].values == ("- private",)


def test_nothing_is_told_of_what_leaves_the_level_as_it_is():
    assert not [fact for fact, low, high in _changes() if (low, high) == (1, 1)]


def test_of_a_system_without_facts_something_is_told_too():
    changes = what_if(inventory("systems: [{id: a}]").systems[0], TABLE)

    assert all(not change.declared for change in changes)
    assert {"facts.works_class"} <= {change.fact for change in changes}
