"""Values: equality, order, arithmetic, texts and conversions, compiled and by the reference evaluator."""

import math

import pytest

from secaudit.expressions import DYN, INT, STRING, ClosedMap, EvaluationError, ListOf, MapOf, Vocabulary, compile_text
from secaudit.expressions.predicate import Predicate

VOCABULARY = Vocabulary(
    variables={"d": DYN, "i": INT, "s": STRING, "l": ListOf(INT), "t": ListOf(STRING), "m": MapOf(INT)}
)


def ask(text: str, d: object = 0, i: int = 0, s: str = "") -> object:
    predicate = compile_text(text, VOCABULARY)
    values = (None, d, i, s, (1, 2), ("a", "b"), {"a": 1})
    answer, reference = outcome(predicate, values), outcome(predicate.reference, values)  # type: ignore[arg-type]
    assert answer == reference or answer != answer
    return answer


def outcome(call: Predicate, values: tuple[object, ...]) -> object:
    try:
        return call(*values)
    except EvaluationError as error:
        return error.message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("dyn(true) == 1", False), ("dyn(1) == true", False), ("1 in [true]", None), ("dyn(1) in [true, 2]", False),
        ("dyn(true) in {1: 2}", False), ("1 in [dyn(true), 'a']", False), ("true in [dyn(1)]", False), ("1 == dyn(true)", False), ("true == dyn(1)", False), ("1.0 != dyn(true)", True), ("1 == 1.0", True), ("dyn(1) == 1.0", True), ("1 < 1.5", True), ("'a' == dyn(1)", False),
        ("[1, 2] == [1.0, 2.0]", True), ("[1] == [true]", False), ("{'a': 1} == {'a': 1.0}", True), ("{1: 'a'} == {true: 'a'}", False),
        ("{'a': 1} == {'b': 1}", False), ("{} == {}", True), ("null == null", True), ("dyn(null) == 1", False), ("d != d", False),
        ("'Z' < 'a' && 'z' < 'é' && 'a' < 'aa'", True), ("false < true", True), ("9007199254740993 > 9007199254740992.0", True),
        ("0.0 / 0.0 == 0.0 / 0.0", False), ("[0.0 / 0.0] == [0.0 / 0.0]", False), ("0.0 / 0.0 in [0.0 / 0.0]", False),
        ("d < 'a'", "no such overload: <(int, string)"), ("d + 'a'", "no such overload: +(int, string)"), ("dyn(true) + 1", "no such overload: +(bool, int)"),
        ("dyn(1) + 1.0", "no such overload: +(int, double)"), ("dyn(true) < 2", "no such overload: <(bool, int)"), ("-dyn(true)", "no such overload: -(bool)"),
        ("!d", "no such overload: !(int)"), ("d && true", "no such overload: &&(int)"), ("d ? 1 : 2", "no such overload: ?:(int)"),
        ("d.a", "a value of type int has no fields"), ("d[0]", "no such overload: [](int, int)"), ("l[true ? 5 : 0]", "index out of range"),
        ("l[-1]", "index out of range"), ("l[dyn(0.5)]", "index out of range"), ("l[dyn(true)]", "no such overload: [](list, bool)"),
        ("{1: 'a', true: 'b'}[true]", "b"), ("{1: 'a', true: 'b'}[1.0]", "a"), ("{'a': 1}['b']", "no such key"), ("{1.5: 1}", "unsupported key type: double"),
        ("{1: 1, 1: 2}", "repeated key: 1"), ("1 in d", "no such overload: in(int, int)"), ("d.all(x, true)", "a macro goes over a list or a mapping, not over int"),
        ("{1: 2, 'a': 3}.exists(k, k == 'a')", True), ("size(d)", "no such overload: size(int)"), ("'a' in {'a': null}", True),
        ("m.a + m['a']", 2), ("{'a': null}.a == null", True),
    ],
)  # fmt: skip
def test_operators(text: str, wanted: object) -> None:
    if wanted is None:
        from secaudit.expressions import ExpressionError

        with pytest.raises(ExpressionError):
            compile_text(text, VOCABULARY)
        return
    found = ask(text)
    assert (type(found), found) == (type(wanted), wanted)


OVERFLOW = "overflow: the result does not fit into 64 bits"


@pytest.mark.parametrize(
    ("text", "i", "wanted"),
    [
        ("i + 1", 2**63 - 1, OVERFLOW), ("i - -1", 2**63 - 1, OVERFLOW), ("i - 1", -(2**63), OVERFLOW), ("i + -1", -(2**63), OVERFLOW),
        ("i * i", 2**32, OVERFLOW), ("-i", -(2**63), OVERFLOW), ("i / -1", -(2**63), OVERFLOW), ("1 + i", 2**63 - 1, OVERFLOW),
        ("i + 1", 2**63 - 2, 2**63 - 1), ("i - 1", 1 - 2**63, -(2**63)), ("-7 / i", 2, -3), ("-7 % i", 2, -1), ("7 % i", -2, 1),
        ("1 / i", 0, "division by zero"), ("1 % i", 0, "modulus by zero"), ("1.0 / double(i)", 0, math.inf), ("-1.0 / double(i)", 0, -math.inf),
    ],
)  # fmt: skip
def test_arithmetic(text: str, i: int, wanted: object) -> None:
    assert ask(text, i=i) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("' a\u00a0'.trim()", "a"), ("'\x1ca'.trim()", "\x1ca"), ("'aÉ'.upperAscii()", "AÉ"), ("'AÉ'.lowerAscii()", "aÉ"),
        ("'a,b,c'.split(',')", ["a", "b", "c"]), ("'a,b,c'.split(',', 2)", ["a", "b,c"]), ("'a,b'.split(',', 0)", []),
        ("'abc'.split('')", ["a", "b", "c"]), ("'abc'.split('', 2)", ["a", "bc"]), ("'abc'.split('', -1)", ["a", "b", "c"]),
        ("['a', 'b'].join()", "ab"), ("t.join('-')", "a-b"), ("l.join()", "no such overload: join(int, int)"),
        ("'banana'.replace('a', 'o')", "bonono"), ("'banana'.replace('a', 'o', 1)", "bonana"), ("'ab'.replace('', '_')", "_a_b_"),
        ("'tacocat'.substring(4)", "cat"), ("'tacocat'.substring(0, 4)", "taco"), ("'ta©o'.substring(2, 3)", "©"),
        ("'a'.substring(2)", "index out of range"), ("'abc'.substring(2, 1)", "index out of range"), ("'a'.substring(-1)", "index out of range"),
        ("dyn(1).contains('a')", "no such overload: contains(int, string)"), ("'abc'.contains('bc') && 'abc'.endsWith('c')", True),
        ("int('-12')", -12), ("int('+5')", 5), ("int('1_0')", "the text is not a whole number"), ("int(' 1')", "the text is not a whole number"),
        ("int('٣')", "the text is not a whole number"), ("int('9223372036854775808')", OVERFLOW), ("int('1e3')", "the text is not a whole number"),
        ("int(-2.9)", -2), ("int(1e19)", OVERFLOW), ("int(1.0 / 0.0)", "overflow: the number does not fit into 64 bits"),
        ("double('1.5e3')", 1500.0), ("double(' 1')", "the text is not a number"), ("double('1_0')", "the text is not a number"),
        ("double(7)", 7.0), ("string(1.0)", "1"), ("string(-0.5)", "-0.5"), ("string(true)", "true"), ("string(12)", "12"), ("string('a')", "a"),
        ("bool('t')", True), ("bool('FALSE')", False), ("bool('yes')", "the text is neither true nor false"), ("bool(true)", True),
        ("int(dyn(true))", "no such overload: int(bool)"), ("double(dyn(true))", "no such overload: double(bool)"),
        ("string(dyn([]))", "no such overload: string(list)"), ("bool(dyn(1))", "no such overload: bool(int)"),
    ],
)  # fmt: skip
def test_texts_and_conversions(text: str, wanted: object) -> None:
    found = ask(text)
    assert (type(found), found) == (type(wanted), wanted)


def test_closed_maps_compare_as_cel_does() -> None:
    assert ClosedMap([(1, "a")]) == ClosedMap([(1, "a")])
    assert ClosedMap([(1, "a")]) != ClosedMap([(True, "a")])
    assert hash(ClosedMap([("a", 1)])) == hash(ClosedMap([("a", 2)]))
    assert ClosedMap([("a", 1)]) != 1
    assert "a" in repr(ClosedMap([("a", 1)]))


def test_known_shapes_need_no_fallback() -> None:
    """The fast code itself answers, and does not lean on the reference evaluator."""
    for text in (
        "i + 1 > 0 && s == 'a'",
        "l.all(x, x > i) || t.exists(x, x == s)",
        "m.a == 1 ? s : t[0]",
        "d == 1 || has(m.b)",
        "size(l) + size(t) in l",
    ):
        predicate = compile_text(text, VOCABULARY)
        function = predicate.function
        function.__globals__["fallback"] = None  # type: ignore[attr-defined]
        assert function(None, 1, 0, "a", (1, 2, 4), ("a",), {"a": 1}) == predicate.reference(
            None, 1, 0, "a", (1, 2, 4), ("a",), {"a": 1}
        )
