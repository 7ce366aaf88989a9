import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.levels import determine
from secaudit.model import Facts, System
from secaudit.model.systems import PersonalData
from tests.builders import DAY, inventory

TABLE = packs.load((), CHECKS, as_of=DAY).table
OLD_TABLE = packs.load((), CHECKS, as_of="2025-12-01").table
BOTH = pytest.mark.parametrize("table", [TABLE, OLD_TABLE], ids=["vn-2026", "vn-2016"])
SOURCE = ("a.yaml", 1, 1)
PLAIN = {
    "information": "[public]", "secrecy": "none", "defence_security": "false", "damage": "none", "strategic": "false",
    "online_service": "false", "conditional_business": "false", "administrative_procedures": "false",
    "personal_data": "{basic_subjects: 0, sensitive_subjects: 0}", "infrastructure_scope": "none",
    "national_egovernment": "false", "continuous_24x7": "false", "central_national_data": "false", "works_class": "none",
}  # fmt: skip


def _determine(kind: str = "internal", table=TABLE, **facts: str):
    text = ", ".join(f"{name}: {value}" for name, value in {**PLAIN, **facts}.items() if value)
    return determine(inventory(f"systems: [{{id: a, kind: {kind}, facts: {{{text}}}}}]").systems[0], table)


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, 1),
        ({"information": "[private]"}, 2),
        ({"information": "[public, personal]"}, 2),
        ({"infrastructure_scope": "agency", "kind": "infrastructure"}, 2),
        ({"infrastructure_scope": "ministry", "kind": "infrastructure"}, 3),
        ({"administrative_procedures": "true", "kind": "public_service"}, 3),
        (
            {
                "personal_data": "{basic_subjects: 100000, sensitive_subjects: 0}",
                "online_service": "true",
                "kind": "public_service",
            },
            3,
        ),
        (
            {
                "personal_data": "{basic_subjects: 0, sensitive_subjects: 10000}",
                "online_service": "true",
                "kind": "public_service",
            },
            3,
        ),
        (
            {
                "personal_data": "{basic_subjects: 99999, sensitive_subjects: 9999}",
                "online_service": "true",
                "kind": "public_service",
            },
            2,
        ),
        ({"information": "[state_secret]", "secrecy": "mat", "damage": "harm"}, 3),
        ({"information": "[state_secret]", "secrecy": "toi_mat", "damage": "serious"}, 4),
        (
            {
                "information": "[state_secret]",
                "secrecy": "tuyet_mat",
                "damage": "especially_serious",
                "strategic": "true",
            },
            5,
        ),
        ({"infrastructure_scope": "nationwide", "continuous_24x7": "true", "kind": "infrastructure"}, 4),
        ({"works_class": "special", "kind": "industrial_control"}, 5),
        ({"works_class": "I", "kind": "industrial_control"}, 4),
        ({"works_class": "IV", "kind": "industrial_control"}, 3),
        ({"central_national_data": "true"}, 5),
    ],
)
def test_the_criteria_of_decree_331_give_the_level(facts, level):
    assert _determine(**facts).level == level


SERVICE = {"online_service": "true", "kind": "public_service", "information": "[personal]"}


def _people(basic: int, sensitive: int) -> str:
    return f"{{basic_subjects: {basic}, sensitive_subjects: {sensitive}}}"


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        ({}, 1),
        ({"information": "[private]"}, 2),
        ({"information": "[public, personal]"}, 2),
        ({"infrastructure_scope": "agency", "kind": "infrastructure"}, 2),
        ({"infrastructure_scope": "sector", "kind": "infrastructure"}, 3),
        ({"infrastructure_scope": "nationwide", "kind": "infrastructure"}, 3),
        ({"infrastructure_scope": "nationwide", "continuous_24x7": "true", "kind": "infrastructure"}, 4),
        ({"infrastructure_scope": "international", "kind": "infrastructure"}, 5),
        (SERVICE | {"administrative_procedures": "true"}, 3),
        (SERVICE | {"conditional_business": "true"}, 3),
        (SERVICE | {"personal_data": _people(9999, 9999)}, 2),
        (SERVICE | {"personal_data": _people(10000, 0)}, 3),
        (SERVICE | {"personal_data": _people(0, 10000)}, 3),
        ({"information": "[state_secret]", "secrecy": "mat", "damage": "none"}, 3),
        ({"defence_security": "true", "damage": "harm"}, 3),
        ({"defence_security": "true", "damage": "serious"}, 4),
        ({"defence_security": "true", "damage": "especially_serious", "strategic": "false"}, 5),
        ({"national_egovernment": "true", "continuous_24x7": "true"}, 4),
        ({"national_egovernment": "true", "continuous_24x7": "false"}, 1),
        ({"works_class": "special", "kind": "industrial_control"}, 5),
        ({"works_class": "I", "kind": "industrial_control"}, 4),
        ({"works_class": "III", "kind": "industrial_control"}, 3),
        ({"central_national_data": "true"}, 5),
    ],
)
def test_the_criteria_of_decree_85_give_the_level(facts, level):
    assert _determine(table=OLD_TABLE, **facts).level == level


@pytest.mark.parametrize(
    ("facts", "old", "new"),
    [
        (SERVICE | {"personal_data": _people(10000, 0)}, 3, 2),
        ({"defence_security": "true", "damage": "especially_serious", "strategic": "false"}, 5, 4),
        ({"administrative_procedures": "true", "kind": "public_service"}, None, 3),
    ],
)
def test_what_the_two_decrees_level_differently(facts, old, new):
    assert _determine(table=TABLE, **facts).level == new
    if old is None:  # procedures that nobody can begin online are no online public service
        assert _determine(table=OLD_TABLE, **facts).at_most < new
    else:
        assert _determine(table=OLD_TABLE, **facts).level == old


def test_a_determination_names_the_criteria_and_their_clauses():
    matched = _determine(information="[state_secret]", secrecy="mat", damage="serious").matched

    assert [criterion.clause for criterion in matched] == ["Điều 14.1"]


def test_undeclared_facts_leave_the_level_open_and_are_named():
    found = _determine(works_class="", kind="industrial_control")

    assert found.level is None
    assert (found.at_least, found.at_most) == (1, 5)
    assert {name for wait in found.open for name in wait.missing} == {"works_class"}


def test_an_undeclared_kind_leaves_open_what_depends_on_it():
    facts = {**PLAIN, "infrastructure_scope": "", "works_class": ""}
    text = ", ".join(f"{name}: {value}" for name, value in facts.items() if value)

    found = determine(inventory(f"systems: [{{id: a, facts: {{{text}}}}}]").systems[0], TABLE)

    assert (found.level, found.at_least, found.at_most) == (None, 1, 5)
    assert "kind" in {name for wait in found.open for name in wait.missing}


def test_a_system_without_facts_may_have_any_level():
    found = determine(System(id="a", source=SOURCE), TABLE)

    assert (found.at_least, found.at_most) == (1, 5)


EACH = {
    "information": st.lists(
        st.sampled_from(["public", "private", "personal", "state_secret"]), unique=True, min_size=1
    ).map(tuple),
    "secrecy": st.sampled_from(["none", "mat", "toi_mat", "tuyet_mat"]),
    "defence_security": st.booleans(),
    "damage": st.sampled_from(["none", "harm", "serious", "especially_serious"]),
    "strategic": st.booleans(),
    "online_service": st.booleans(),
    "conditional_business": st.booleans(),
    "administrative_procedures": st.booleans(),
    "personal_data": st.builds(
        PersonalData, basic_subjects=st.integers(0, 10**6), sensitive_subjects=st.integers(0, 10**6)
    ),
    "infrastructure_scope": st.sampled_from(
        ["none", "agency", "ministry", "sector", "province", "nationwide", "international"]
    ),
    "national_egovernment": st.booleans(),
    "continuous_24x7": st.booleans(),
    "central_national_data": st.booleans(),
    "works_class": st.sampled_from(["none", "IV", "III", "II", "I", "special"]),
}
FACTS = st.fixed_dictionaries({}, optional=EACH)
KINDS = st.sampled_from(["internal", "public_service", "infrastructure", "industrial_control", "other", None])


@BOTH
@settings(derandomize=True, deadline=None, max_examples=300)
@given(facts=FACTS, kind=KINDS, data=st.data())
def test_declaring_more_facts_never_lowers_the_level(table, facts, kind, data):
    before = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**facts)), table)
    added = {**data.draw(FACTS), **facts}
    after = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**added)), table)

    assert before.at_least <= after.at_least


RISING = {
    "damage": ("none", "harm", "serious", "especially_serious"),
    "works_class": ("none", "IV", "III", "II", "I", "special"),
    "infrastructure_scope": ("none", "agency", "ministry", "sector", "province", "nationwide", "international"),
}
"""Facts whose values weigh more from left to right; every other one is a yes, a number or a class of information."""


def _heavier(name: str, value: object, data: st.DataObject) -> object:
    if isinstance(value, bool):
        return True
    if isinstance(value, PersonalData):
        more = st.integers(0, 10**6)
        return PersonalData(
            basic_subjects=(value.basic_subjects or 0) + data.draw(more),
            sensitive_subjects=(value.sensitive_subjects or 0) + data.draw(more),
        )
    if isinstance(value, tuple):
        return tuple(dict.fromkeys((*value, *data.draw(EACH["information"]))))
    scale = RISING.get(name, (value,))
    return data.draw(st.sampled_from(scale[scale.index(value) :]))


@BOTH
@settings(derandomize=True, deadline=None, max_examples=400)
@given(facts=FACTS, kind=KINDS, data=st.data())
def test_no_fact_that_weighs_more_lowers_the_level(table, facts, kind, data):
    """More people, more harm, a class of information besides: whatever is added, neither bound goes down."""
    if not facts:
        return
    name = data.draw(st.sampled_from(sorted(facts)))
    heavier = {**facts, name: _heavier(name, facts[name], data)}
    before = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**facts)), table)
    after = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**heavier)), table)

    assert (before.at_least <= after.at_least, before.at_most <= after.at_most) == (True, True)


ASKED_OF = {
    "online_service": {"public_service"},
    "administrative_procedures": {"public_service"},
    "infrastructure_scope": {"infrastructure"},
    "works_class": {"industrial_control"},
    "national_egovernment": {"public_service", "infrastructure", "other"},
}
"""Kinds of systems that have to declare these; all have to declare the others."""


@BOTH
@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    facts=st.fixed_dictionaries(EACH), kind=KINDS,
    forgotten=st.sets(st.sampled_from(sorted(EACH))),
)  # fmt: skip
def test_what_is_not_declared_leaves_open_the_level_that_it_would_give(table, facts, kind, forgotten):
    """Keeping silent about a fact that the kind of a system asks for never rules out the level that it would give."""
    if "state_secret" not in facts["information"]:  # that denies state secrets, and leaves no degree to be silent about
        facts = {**facts, "secrecy": "none"}
    left = {
        name: value for name, value in facts.items() if name not in forgotten or kind not in ASKED_OF.get(name, {kind})
    }
    whole = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**facts)), table)
    told = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**left)), table)

    assert told.at_least <= whole.at_least
    assert whole.at_most <= told.at_most


def _by_decree_85(facts: dict, kind: str) -> int:
    """The criteria of Articles 7 to 11, read out of the decree once more and independently of the table."""
    secrets = "state_secret" in facts["information"] or facts["secrecy"] != "none"
    defence = facts["defence_security"]
    damage = ["none", "harm", "serious", "especially_serious"].index(facts["damage"]) * (secrets or defence)
    scope, works, online = facts["infrastructure_scope"], facts["works_class"], facts["online_service"]
    users = max(facts["personal_data"].basic_subjects, facts["personal_data"].sensitive_subjects)
    essential = facts["national_egovernment"] or scope == "nationwide"
    weighty = facts["administrative_procedures"] or facts["conditional_business"] or users >= 10_000
    own = kind == "internal" and bool({"private", "personal"} & set(facts["information"]))
    levels = {
        5: [damage == 3, facts["central_national_data"], scope == "international", works == "special"],
        4: [damage == 2, essential and facts["continuous_24x7"], works == "I"],
        3: [secrets, defence and damage == 1, online and weighty, works in {"II", "III", "IV"},
            scope in {"ministry", "sector", "province", "nationwide"}],
        2: [own, online, scope == "agency"],
    }  # fmt: skip
    return max((level for level, criteria in levels.items() if any(criteria)), default=1)


@settings(derandomize=True, deadline=None, max_examples=400)
@given(
    st.fixed_dictionaries(EACH),
    st.sampled_from(["internal", "public_service", "infrastructure", "industrial_control", "other"]),
)
def test_the_table_of_decree_85_agrees_with_an_independent_reading(facts, kind):
    found = determine(System(id="a", source=SOURCE, kind=kind, facts=Facts(**facts)), OLD_TABLE)

    assert (found.at_least, found.at_most) == (_by_decree_85(facts, kind),) * 2


@BOTH
@pytest.mark.parametrize("information", ["[private]", "[private, state_secret]", ""])
def test_a_degree_of_secrecy_is_a_declaration_of_state_secrets(information, table):
    told = _determine(table=table, information=information, secrecy="mat", damage="serious", strategic="false")
    assert told.level == 4
