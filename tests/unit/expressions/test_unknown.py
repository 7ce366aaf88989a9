"""Three answers: true, false, unknown; and errors, which are absorbed."""

import pytest

from secaudit.expressions import UNKNOWN, EvaluationError, Vocabulary, compile_text
from tests.unit.expressions.nouns import ENV, VOCABULARY, Approval, Component, Decision, Facts, system

T, F, U, E = "true", "false", "self.level == 1", "1 / 0 == 1"
ERROR = "error"
VALUES = {T: True, F: False, U: UNKNOWN, E: ERROR}


def ask(text: str, subject: object = None, to: object = None, x: object = None) -> object:
    predicate = compile_text(text, VOCABULARY)
    subject = subject or system()
    found = []
    for call in (predicate, predicate.reference):
        try:
            found.append(call(ENV, subject, to, x))
        except EvaluationError:
            found.append(ERROR)
    assert found[0] is found[1] or found[0] == found[1]
    return found[0]


def missing(text: str, subject: object = None, to: object = None, x: object = None) -> tuple[str, ...]:
    return compile_text(text, VOCABULARY).missing(ENV, subject or system(), to, x)


def conjunction(a: str, b: str) -> object:
    if F in (a, b):
        return False
    return UNKNOWN if U in (a, b) else ERROR if E in (a, b) else True


@pytest.mark.parametrize("a", VALUES)
@pytest.mark.parametrize("b", VALUES)
def test_and_or_tables(a: str, b: str) -> None:
    assert ask(f"{a} && {b}") == conjunction(a, b)
    flip = {T: F, F: T, U: U, E: E}
    wanted = conjunction(flip[a], flip[b])
    assert ask(f"{a} || {b}") == (not wanted if isinstance(wanted, bool) else wanted)
    # The same inside another operator, where other code is generated.
    assert ask(f"[1].exists(i, i == 1 && ({a} && {b}))") == conjunction(a, b)
    assert ask(f"({a} && {b}) == true") == conjunction(a, b)


@pytest.mark.parametrize(("value", "wanted"), [(T, False), (F, True), (U, UNKNOWN), (E, ERROR)])
def test_not(value: str, wanted: object) -> None:
    assert ask(f"!({value})") == wanted


@pytest.mark.parametrize(("condition", "wanted"), [(T, 1), (F, 2), (U, UNKNOWN), (E, ERROR)])
def test_conditional(condition: str, wanted: object) -> None:
    assert ask(f"({condition}) ? 1 : 2") == wanted


def test_the_branch_that_is_not_taken_is_not_asked() -> None:
    assert ask("true ? 1 : level") == 1
    assert ask("false ? 1 / 0 : 2") == 2


@pytest.mark.parametrize(
    "text",
    ["level + 1", "level == 3", "level != 3", "level < 3", "-level", "name + 'a'", "name.startsWith('a')", "size(name)", "[level]",
     "{'a': level}", "level in [1, 2]", "1 in [level]", "'a' in facts.information", "components[0].level", "controls.a", "controls['a']",
     "age_months(approval.decision.date)", "string(level)", "approval.in_force", "level_computed", "to.level", "x", "x == 1",
     "components.all(c, true)", "components.exists(c, true)", "components.exists_one(c, true)", "components.filter(c, true)",
     "components.map(c, 1)", "[1].map(i, level)", "[1].filter(i, level == 1)", "[1].exists_one(i, level == 1)"],
)  # fmt: skip
def test_everything_else_is_strict(text: str) -> None:
    assert ask(text, system(id="none")) is UNKNOWN


def test_unknown_beats_error() -> None:
    assert ask("level + 1 / 0 == 1") is UNKNOWN
    assert ask("[1 / 0, level]") is UNKNOWN
    assert ask("[0, 1].map(i, i == 1 ? level : 1 / i)") is UNKNOWN
    assert ask("[0, 1].all(i, i == 1 ? level == 1 : 1 / i == 1)") is UNKNOWN
    assert ask("[0, 1].exists_one(i, i == 1 ? level == 1 : 1 / i == 1)") is UNKNOWN


@pytest.mark.parametrize(
    ("macro", "levels", "wanted"),
    [
        ("all", [1, None], UNKNOWN), ("all", [9, None], False), ("all", [None, 9], False), ("all", [1, 2], True), ("all", [], True),
        ("exists", [1, None], True), ("exists", [None, 1], True), ("exists", [9, None], UNKNOWN), ("exists", [], False),
        ("exists_one", [1, None], UNKNOWN), ("exists_one", [1, 9], True), ("exists_one", [1, 1], False), ("exists_one", [], False),
    ],
)  # fmt: skip
def test_macros_absorb(macro: str, levels: list[int | None], wanted: object) -> None:
    subject = system(components=tuple(Component(id=str(n), level=level) for n, level in enumerate(levels)))
    assert ask(f"components.{macro}(c, c.level <= 3)", subject) is wanted


def test_filter_and_map_with_unknown_elements() -> None:
    subject = system(components=(Component(id="a", level=1), Component(id="b")))
    assert ask("components.filter(c, c.level > 0)", subject) is UNKNOWN
    assert ask("components.map(c, c.level)", subject) is UNKNOWN
    assert ask("components.map(c, c.id)", subject) == ["a", "b"]
    assert ask("components.map(c, c.id == 'a', c.level)", subject) == [1]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("has(self.level)", False), ("has(level)", False), ("has(self.id)", True), ("has(approval.level)", False),
     ("has(approval.decision.date)", False), ("has(controls.a)", False), ("has(to.level)", False), ("has(x.a)", False),
     ("has(approval.in_force)", False), ("has(components[0].level)", UNKNOWN), ("has(parameters.kinds)", True)],
)  # fmt: skip
def test_has_of_what_is_not_declared(text: str, wanted: object) -> None:
    assert ask(text) is wanted


def test_has_of_what_is_declared() -> None:
    subject = system(
        level=3, approval=Approval(until="2027-01-01", decision=Decision()), controls={"a": "yes", "b": None}
    )
    assert (
        ask(
            "has(level) && has(approval.until) && has(approval.decision) && has(approval.in_force) && has(controls.a)",
            subject,
        )
        is True
    )
    assert ask("has(approval.decision.date) || has(controls.b) || has(controls.c)", subject) is False
    assert ask("has(x.a)", subject, x={"a": 1}) is True
    assert ask("has(x.a)", subject, x=3) == ERROR


def test_open_mappings_do_not_know_what_they_do_not_hold() -> None:
    subject = system(controls={"a": "yes", "b": None})
    assert ask("controls.a == 'yes'", subject) is True
    assert ask("controls.b == 'yes'", subject) is UNKNOWN
    assert ask("controls['c'] == 'yes'", subject) is UNKNOWN
    assert ask("'a' in controls && !('b' in controls)", subject) is True
    assert ask("size(controls)", subject) == 1
    assert ask("controls.map(k, k)", subject) == ["a"]
    assert ask("controls == {'a': 'yes'}", subject) == ERROR
    assert ask("{'a': 'yes'}.b == 'yes'", subject) == ERROR


def test_computed_fields_and_functions() -> None:
    subject = system(approval=Approval(until="2027-01-01", decision=Decision(date="2024-01-01")))
    assert ask("approval.in_force && level_computed == 3", subject) is True
    assert ask("age_months(approval.decision.date) == 24", subject) is True
    assert ask("age_months('short') == 24") is UNKNOWN
    assert ask("age_months(x) == 24", x=3) == ERROR
    assert ask("root(x) == 3.0", x=9.0) is True
    assert ask("root(x) == 3.0", x=9) == ERROR


def test_unknown_is_no_truth_value() -> None:
    with pytest.raises(TypeError, match="neither"):
        bool(UNKNOWN)
    assert repr(UNKNOWN) == str(UNKNOWN) == "unknown"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("level == 3", ("level",)),
        ("approval.level >= level", ("approval.level", "level")),
        ("approval.decision.date < as_of && level > 1", ("approval.decision.date", "level")),
        ("status == 'x' || level == 1 && status == 'y'", ("status", "level")),
        ("false && level == 1", ()),
        ("id == 'portal'", ()),
        ("to.level == 1", ("to.level",)),
        ("x == 1", ("x",)),
        ("controls.backup == 'yes'", ("controls.backup",)),
        ("approval.in_force", ("approval.in_force",)),
        ("age_months('short') > 1", ("age_months()",)),
        ("components[0].level == 1", ("components",)),
    ],
)
def test_missing_names_the_fields(text: str, wanted: tuple[str, ...]) -> None:
    assert missing(text) == wanted


def test_missing_names_the_elements() -> None:
    parts = (Component(id="a", level=1), Component(id="b"), Component(id="c"))
    subject = system(level=3, components=parts, facts=Facts())
    assert missing("components.all(c, level >= c.level)", subject) == ("components[1].level", "components[2].level")
    assert missing("components[2].level == 1", subject) == ("components[2].level",)
    assert missing("components.exists(c, c.level == 1)", subject) == ()
    # Positions in a filtered list are not those of the file.
    assert missing("components.filter(c, c.id != 'a').all(c, c.level == 1)", subject) == ("components.level",)
    assert missing("components.map(c, c.id != 'b', c.level)", subject) == ("components[2].level",)
    assert missing("[1].all(i, facts.secrecy == 'none')", subject) == ("facts.secrecy",)


def test_reads() -> None:
    def reads(text: str) -> set[str]:
        return set(compile_text(text, VOCABULARY).reads)

    assert reads("status == 'x' && approval.level >= to.level") == {"status", "approval.level", "to.level"}
    assert reads("components.all(c, c.level <= level)") == {"components", "components.level", "level"}
    assert reads("has(approval.decision.date) || approval.in_force") == {"approval.decision.date", "approval.in_force"}
    assert reads("components[0].level == 1") == {"components", "components.level"}
    assert reads("controls.backup == 'yes'") == {"controls.backup"}
    assert reads("1 == 1") == set()
    assert compile_text("level_computed == 1", VOCABULARY).reads_inventory
    assert compile_text("systems_of(id) == 1", VOCABULARY).reads_inventory
    assert not compile_text("level == 1 && approval.in_force", VOCABULARY).reads_inventory


def test_the_raw_function_is_the_predicate() -> None:
    predicate = compile_text("id == 'portal'", Vocabulary(subject=VOCABULARY.subject))
    assert predicate.function(ENV, system()) is True
    assert predicate.text == "id == 'portal'"
