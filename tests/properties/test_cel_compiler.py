"""The compiled form answers what the reference evaluator answers, and unknown is sound."""

import math
from typing import Any

from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from secaudit.expressions import UNKNOWN, ClosedMap, EvaluationError, ExpressionError, Predicate, compile_text
from tests.unit.expressions.texts import DYNAMIC, KINDS, PARTS, VOCABULARY, Subject, formulas, subjects, texts

SETTINGS = settings(
    derandomize=True,
    deadline=None,
    max_examples=1500,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)
ANY = st.sampled_from(KINDS).flatmap(lambda kind: texts(kind, 3)) | texts("bool", 4)


def compiled(text: str) -> Predicate | None:
    try:
        return compile_text(text, VOCABULARY)
    except EvaluationError:
        raise
    except ExpressionError as error:
        assert 0 <= error.offset <= len(text)
        assert "^" in error.excerpt()
        return None


def outcome(call: Any, *given: object) -> object:
    try:
        return plain(call(*given))
    except EvaluationError:
        return "error"


def plain(value: object) -> object:
    """A value that `==` compares with its types, and nan with itself."""
    if isinstance(value, float) and math.isnan(value):
        return ("nan",)
    if isinstance(value, list | tuple):
        return ("list", *map(plain, value))
    if isinstance(value, ClosedMap):
        return ("map", *((plain(key), plain((value.find(key) or ())[1])) for key in value.keys()))  # noqa: SIM118
    return (type(value).__name__, value)


@SETTINGS
@given(ANY, subjects(whole=False), DYNAMIC, DYNAMIC, st.none() | PARTS)
@example("(b || i / 0 == 1) && d", Subject(), True, None, None)
@example("b && 1 / 0 == 1", Subject(), None, None, None)
@example("li.all(x, 1 / x == 1 || b)", Subject(li=(0, 1, 2)), None, None, None)
@example("parts.exists_one(x, x.i == 1)", Subject(parts=()), None, None, None)
@example("['a', 'b'].all(x, x in ls)", Subject(), None, None, None)
@example("['a', 'b'].all(x, x in ls) || ['b'].exists(x, x in ls)", Subject(ls=("b",)), None, None, None)
@example("['a', 'b'].exists(x, x in d)", Subject(), ["b"], None, None)
@example("['a', 'b'].exists(x, x in [q.s, s])", Subject(s="b"), None, None, None)
@example("['a', 'b'].exists(x, x < p.s)", Subject(), None, None, None)
def test_compiled_is_reference(text: str, subject: Subject, d: object, e: object, q: object) -> None:
    predicate = compiled(text)
    assume(predicate is not None)
    assert predicate is not None
    values = (None, subject, d, e, q)
    answer = outcome(predicate, *values)
    assert answer == outcome(predicate.reference, *values)
    missing = outcome(predicate.missing, *values)
    # An answer is unknown exactly when something can be named that is not declared.
    assert (answer == ("Unknown", UNKNOWN)) == (missing not in (("list",), "error"))


@SETTINGS
@given(formulas(4), subjects(whole=False), st.one_of(st.booleans(), st.none(), st.just(1)), PARTS)
def test_compiled_logic_is_reference(text: str, subject: Subject, d: object, q: object) -> None:
    predicate = compiled(text)
    assert predicate is not None
    values = (None, subject, d, None, q)
    assert outcome(predicate, *values) == outcome(predicate.reference, *values)


@SETTINGS
@given(texts("bool", 4, clean=True), subjects(whole=True), st.sets(st.sampled_from(Subject.__struct_fields__)))
def test_declaring_more_never_changes_a_definite_answer(text: str, subject: Subject, hidden: set[str]) -> None:
    predicate = compiled(text)
    assume(predicate is not None)
    assert predicate is not None
    fields = {name: getattr(subject, name) for name in Subject.__struct_fields__ if name not in hidden}
    partial = outcome(predicate, None, Subject(**fields), None, None, None)
    if partial in (("bool", True), ("bool", False)):
        assert outcome(predicate, None, subject, None, None, None) == partial


@SETTINGS
@given(st.text(alphabet="ai1.()[]{}'\"\\&|!=<>?:,+-*/% \nrx_`", max_size=40) | st.text(max_size=20))
def test_no_text_breaks_the_parser(text: str) -> None:
    compiled(text)
