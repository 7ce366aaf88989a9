"""Where both understand a text, we and an independent implementation of CEL (Rust) agree."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, given, settings

from secaudit.expressions import EvaluationError, ExpressionError, compile_text
from tests.properties.test_cel_compiler import plain
from tests.unit.expressions.texts import VOCABULARY, Subject, subjects, texts

cel = pytest.importorskip("cel", reason="the Rust binding of CEL is not installed")

SETTINGS = settings(
    derandomize=True,
    deadline=None,
    max_examples=1000,
    suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow],
)


def rust(text: str, subject: Subject) -> object:
    given: dict[str, Any] = {name: getattr(subject, name) for name in Subject.__struct_fields__}
    given["p"] = {"i": subject.p.i, "s": subject.p.s} if subject.p else None
    given["parts"] = [{"i": part.i, "s": part.s} for part in subject.parts or ()]
    try:
        return plain(cel.evaluate(text, given))
    except (ValueError, TypeError, RuntimeError, ArithmeticError, LookupError) as error:
        return f"error {error}"


def diverges(text: str, ours: object, theirs: object) -> str | None:
    """Why the two differ, where that is known and we follow the specification."""
    message = theirs if isinstance(theirs, str) else ""
    if "No such overload" in message and re.search(r"\bf\b|\.[05]|double", text):
        return "Rust: ordering with NaN is an error; IEEE 754 and CEL: false"
    if isinstance(ours, str) and "overflow" in ours and "(-" in text:
        return "Rust: minus the smallest number is itself; CEL (int64_min_negate): an error"
    return None


@SETTINGS
@given(texts("bool", 3, clean=True), subjects(whole=True))
def test_same_answer(text: str, subject: Subject) -> None:
    try:
        predicate = compile_text(text, VOCABULARY)
    except ExpressionError:
        assume(False)
    try:
        ours = plain(predicate(None, subject, None, None, None))
    except EvaluationError as error:
        ours = f"error {error}"
    theirs = rust(text, subject)
    if isinstance(ours, str) and isinstance(theirs, str):
        return
    assert ours == theirs or diverges(text, ours, theirs)
