"""Texts, literals, limits, and what hostile texts are told."""

import time

import pytest

from secaudit.expressions import (
    DYN,
    INT,
    STRING,
    BudgetError,
    EvaluationError,
    ExpressionError,
    ListOf,
    Vocabulary,
    compile_text,
    limits,
)  # fmt: skip
from secaudit.expressions.compiler import source_of
from tests.unit.expressions.nouns import ENV, VOCABULARY, system

PLAIN = Vocabulary(variables={"d": DYN, "l": ListOf(INT)})
TEXTS = Vocabulary(variables={"s": STRING, "ls": ListOf(STRING)})


def value(text: str, d: object = None, numbers: object = ()) -> object:
    return compile_text(text, PLAIN)(None, d, numbers)


def refused(text: str, vocabulary: Vocabulary = VOCABULARY) -> ExpressionError:
    with pytest.raises(ExpressionError) as raised:
        compile_text(text, vocabulary)
    assert not isinstance(raised.value, EvaluationError)
    return raised.value


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("1 + 2 * 3 - 4 / 2 % 3", 5), ("-2 - -3", 1), ("--3", 3), ("!!true", True), ("1 < 2 == true", True), ("(1 + 2) * 3", 9),
        ("true || false && false", True), ("false ? 1 : true ? 2 : 3", 2), ("0x1F + 0X1f", 62), (".5 + 1e1 + 2.5E-1", 10.75),
        (["'a'", '"b"'][0], "a"), (r"r'\n' + R\"\"\"\t\"\"\"".replace('\\"', '"'), "\\n\\t"), (r"'\x41\u0042\U00000043\104'", "ABCD"),
        ("'''a\n'b''c'''", "a\n'b''c"), ("[1, 2,]", [1, 2]), ("{'a': 1,}.a", 1), ("{'a-b': 1}.`a-b`", 1), ("{'as': 1}.as", 1),
        ("1 // a comment\n + // another\r\n 2", 3), ("\t[\f1\r]\n[ 0 ]", 1), ("'\U0001f431'.size()", 1), ("1 in [1] ? 2 : 3", 2),
        ("[1, 2, 3].map(x, x > 1, x * 2)", [4, 6]), ("'inner' in {'inner': 1}", True), ("index_in in [3]".replace("index_in", "3"), True),
    ],
)  # fmt: skip
def test_texts(text: str, wanted: object) -> None:
    assert value(text) == wanted


@pytest.mark.parametrize(
    ("text", "offset", "length", "words"),
    [
        ("aproval.level == 1", 0, 7, "'aproval' is not a field of system; did you mean 'approval'?"),
        ("level == 1 && aproval.level == 1", 14, 7, "error at character 15: 'aproval'"),
        ("approval.levle == 1", 9, 5, "'levle' is not a field of approval; did you mean 'level'?"),
        ("components.all(c, c.lvel > 1)", 20, 4, "'lvel' is not a field of component; did you mean 'level'?"),
        ("parameters.gateway_aproval_months > 1", 11, 22, "did you mean 'gateway_approval_months'?"),
        ("level == 'three'", 0, 16, "a int is never equal to a string"),
        ("level == null", 0, 13, "write has(x.field)"),
        ("status in [1, 2]", 0, 16, "a string is never in a list(int)"),
        ("level > 'a'", 0, 11, "> is not defined for (int, string)"),
        ("level && true", 0, 5, "'&&' wants true or false, not a int"),
        ("level ? 1 : 2", 0, 5, "'?' wants true or false"),
        ("components.all(c, c.level)", 18, 7, "all() wants true or false"),
        ("approval == to", 0, 14, "records cannot be compared as a whole; compare their fields"),
        ("level.all(c, true)", 0, 5, "goes over a list or a mapping"),
        ("level.x", 0, 7, "a value of type int has no fields"),
        ("status.matches('a')", 0, 19, "matches() is left out; regular expressions"),
        ("type(level)", 0, 11, "type() is left out"),
        ("b'a' == b'a'", 0, 2, "bytes are not supported"),
        ("level == 3u", 9, 2, "unsigned numbers are not supported; drop the 'u'"),
        ("age_month('a')", 0, 14, "did you mean 'age_months'?"),
        ("age_months()", 0, 12, "age_months() takes 1 arguments, not 0; age_months(string) -> int"),
        ("age_months(level)", 11, 5, "age_months() wants a string here, not a int"),
        ("status.age_months()", 0, 19, "age_months() is a function; write age_months(x)"),
        ("startsWith(status, 'a')", 0, 23, "startsWith() is a method; write x.startsWith(...)"),
        ("status.startWith('a')", 0, 21, "did you mean 'startsWith'?"),
        ("status = 'a'", 7, 1, "to compare, write '=='"),
        ("level > 1 and level < 3", 10, 3, "expected the end, found 'and'; write '&&'"),
        ("level > 1 & level < 3", 10, 1, "write '&&'"),
        ("(level > 1", 10, 1, "expected ')', found the end"),
        ("", 0, 1, "expected a value, found the end"),
        ("status == 'a", 10, 1, "the text is not closed"),
        (r"status == 'a\q'", 12, 2, "is no escape"),
        (r"'\ud800' == status", 1, 2, "is no escape"),
        ("9223372036854775808 > level", 0, 19, "does not fit into 64 bits"),
        ("99999999999999999999 > level", 0, 20, "does not fit into 64 bits"),
        ("package == 1", 0, 7, "'package' is a reserved word of CEL"),
        ("has(1)", 0, 6, "write has(x.field)"),
        ("has(as_of)", None, None, ""),
        ("[1].all(1, true)", 8, 1, "the first argument of all() is the name of its variable"),
        ("[1].all(true)", 0, 13, "all() takes a variable and what is asked of it; write all(x, ...)"),
        ("[1].map(x, y, z, 1)", 0, 19, "map() takes a variable"),
        ("status.in", 7, 2, "expected the name of a field"),
        ("System{name: 1}", None, None, ""),
        (".status", 0, 1, "expected a value"),
    ],
)  # fmt: skip
def test_refusals(text: str, offset: int | None, length: int | None, words: str) -> None:
    if text == "has(as_of)":
        assert compile_text(text, VOCABULARY)(ENV, system(), None, None) is True
        return
    error = refused(text)
    assert words in str(error)
    if offset is not None:
        assert (error.offset, error.length, error.text) == (offset, length, text)
    assert error.excerpt().splitlines()[-1].strip("^ ") == ""


def test_excerpt_shows_the_line() -> None:
    error = refused("level == 1 &&\n\taproval.level == 1")
    assert error.excerpt() == " aproval.level == 1\n ^^^^^^^"


def test_evaluation_errors_know_their_place() -> None:
    predicate = compile_text("level == 1 || 10 / (level - 3) == 1", VOCABULARY)
    with pytest.raises(EvaluationError, match="division by zero") as raised:
        predicate(ENV, system(level=3), None, None)
    assert raised.value.excerpt().splitlines()[1] == " " * 14 + "^" * 16  # 10 / (level - 3)


# -- limits ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1" + " " * limits.TEXT, "longer than 4096"),
        ("(" * 33 + "1" + ")" * 33, "more than 32 brackets"),
        ("[" * 2000 + "]" * 2000, "more than 32 brackets"),
        ("true ? 1 : " * 40 + "2", "more than 32 brackets"),
        ("!" * 4000 + "true", "levels deep"),
        ("-" * 4000 + "1", "levels deep"),
        ("1" + "+1" * 2000, "levels deep"),
        ("d" + ".a" * 2000, "levels deep"),
        ("d" + "[0]" * 1300, "levels deep"),
        ("[" + "1," * 1100 + "1]", "more than 1000 parts"),
        ("true" + " && true" * 500, ""),
        ("d" + ".all(x, d" * 9 + ".all(x, true)" + ")" * 9, "more than 8 macros"),
        ("`" * 4096, "unexpected"),
        ("'''" * 1365, ""),
        ("\\" * 4096, "unexpected"),
    ],
)
def test_hostile_texts_are_refused_quickly(text: str, words: str) -> None:
    start = time.process_time()
    if words:
        assert words in str(refused(text, PLAIN))
    else:
        compile_text(text, PLAIN) if text.startswith("true") else refused(text, PLAIN)
    assert time.process_time() - start < 1


def test_the_deepest_legal_texts_compile() -> None:
    assert value("(" * 32 + "7" + ")" * 32) == 7
    assert value("true && true || " * 200 + "false") is True
    deep = "true"
    for _ in range(15):
        deep = f"(d || {deep} && d ? {deep.count('d') >= 0 and 'd'} : false)".lower() if len(deep) < 1500 else deep
    assert value(deep, d=True) is True
    nested = "d" + ".all(x, d" * 7 + ".all(x, x == 1)" + ")" * 7
    assert value(nested, d=[1]) is True
    assert value("!" * 60 + "d", d=True) is True
    alternating = "d"
    for n in range(28):
        alternating = f"({alternating} {'&&' if n % 2 else '||'} d)"
    assert value(alternating, d=True) is True
    choices = "d"
    for _ in range(28):
        choices = f"(d ? {choices} : false)"
    assert value(choices, d=True) is True


@pytest.mark.parametrize(
    "text",
    [
        "l.all(a, l.all(b, l.all(c, a + b + c >= 0)))",
        "l.map(a, l.map(b, l.map(c, a)))",
        "d.exists(a, d.exists(b, d.exists(c, a == 'x')))",
        "l.exists(a, 1 / 0 == 1 && l.exists(b, l.exists(c, c < 0)))",
        "l.all(a, l.all(b, [" + ", ".join(["a"] * 200) + "].size() == 200))",
        "l.all(a, l.all(b, " + " && ".join(["b in l"] * 20) + "))",
    ],
)
def test_macros_have_a_budget(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "STEPS", 50_000)  # only so that the test is quick
    numbers = tuple(range(400))
    for call in (compile_text(text, PLAIN), compile_text(text, PLAIN).reference):
        with pytest.raises(BudgetError, match="steps") as raised:
            call(None, numbers, numbers)
        assert raised.value.text == text


def test_the_budget_ends_three_macros_over_400_items_in_time() -> None:
    start = time.process_time()
    with pytest.raises(BudgetError, match="1000000 steps"):
        value("l.all(a, l.all(b, l.all(c, a + b + c >= 0)))", None, tuple(range(400)))
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    "text",
    [
        "['a']" + ".map(s, s + s)" * 40,
        "[[1]]" + ".map(s, s + s)" * 40,
        "'" + "a" * 1000 + "'" + f".replace('a', '{'b' * 1000}')" * 2,
        "["
        + ", ".join(["'" + "a" * 1000 + "'"] * 3)
        + "].join(','.replace(',', '"
        + "b" * 400
        + "').replace('b', '"
        + "c" * 400
        + "'))",
        "[[1]]" + ".map(s, [s, s])" * 30 + " == [[1]]" + ".map(s, [s, s])" * 30,
    ],
)
def test_values_do_not_explode(text: str) -> None:
    start = time.process_time()
    with pytest.raises(EvaluationError):
        compile_text(text, PLAIN)(None, None, ())
    assert time.process_time() - start < 5


# -- generated code -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "'\\'); import os; (\\''",
        r"'\u2028\u0000\n\\'",
        "d.`a b`",
        "{'__class__': 1}.__class__",
        "d.__class__",
        "d.__init__.__globals__",
    ],
)
def test_nothing_of_the_text_becomes_code(text: str) -> None:
    predicate = compile_text(text, PLAIN)
    source = source_of(predicate.term, 2)
    assert source.isascii()
    assert "import os" not in source.replace("'); import os; ('", "")
    if text.startswith("d."):
        assert f".{text[2:]}" not in source
        with pytest.raises(EvaluationError):
            predicate(None, object(), ())


@pytest.mark.parametrize(
    ("text", "loops"),
    [
        ("['a', 'b'].all(x, x in ls)", False),
        ("['a', 'b'].exists(x, x in [s, 'b'])", False),
        ("['a', s].all(x, x in ls)", True),
        ("['a', 'b'].all(x, x in ls || s == 'a')", True),
        ("['a', 'b'].exists_one(x, x in ls)", True),
        ("ls.all(y, ['a', 'b'].exists(x, x == y))", True),
    ],
)
def test_a_macro_over_texts_is_written_without_a_loop(text: str, loops: bool) -> None:
    source = source_of(compile_text(text, TEXTS).term, 2)
    assert ("for m" in source) is loops


def test_no_builtins_are_in_reach() -> None:
    function = compile_text("1 + l[0]", PLAIN).function
    assert function.__globals__["__builtins__"] == {}  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["eval", "open", "__import__", "UNKNOWN", "fallback", "env", "work", "r0"])
def test_names_of_python_are_not_known(name: str) -> None:
    assert "is not known here" in str(refused(name, PLAIN))
