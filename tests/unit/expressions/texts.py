"""Random CEL texts and values, for the property tests.

Most texts are well typed; some operands are of any type, so that errors and refusals are met too.
"""

import re
from random import Random
from typing import Any

from hypothesis import strategies as st
from msgspec import Struct

from secaudit.expressions import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    STRING,
    ClosedMap,
    Field,
    Function,
    ListOf,
    MapOf,
    Record,
    Vocabulary,
)

Texts = st.SearchStrategy[str]


class Part(Struct, frozen=True):
    """A record inside the subject, or an element of its list."""

    i: int | None = None
    s: str | None = None


class Subject(Struct, frozen=True):
    """One field of every shape."""

    i: int | None = None
    j: int | None = None
    b: bool | None = None
    s: str | None = None
    f: float | None = None
    li: tuple[int, ...] | None = None
    ls: tuple[str, ...] | None = None
    m: dict[str, str | None] | None = None
    p: Part | None = None
    parts: tuple[Part, ...] | None = None


PART = Record("part", {"i": Field(attribute="i", shape=INT), "s": Field(attribute="s", shape=STRING)})
SUBJECT = Record(
    "thing",
    {
        "i": Field(attribute="i", shape=INT),
        "j": Field(attribute="j", shape=INT),
        "b": Field(attribute="b", shape=BOOL),
        "s": Field(attribute="s", shape=STRING),
        "f": Field(attribute="f", shape=DOUBLE),
        "li": Field(attribute="li", shape=ListOf(INT)),
        "ls": Field(attribute="ls", shape=ListOf(STRING)),
        "m": Field(attribute="m", shape=MapOf(STRING)),
        "p": Field(attribute="p", shape=PART),
        "parts": Field(attribute="parts", shape=ListOf(PART)),
        "twice": Field(shape=INT, compute=lambda _, record: None if record.i is None else record.i * 2),
    },
)
HALF = Function(name="half", parameters=(INT,), result=INT, call=lambda n: n // 2 if n % 2 == 0 else None)
VOCABULARY = Vocabulary(
    subject=SUBJECT,
    variables={"d": DYN, "e": DYN, "q": PART},
    functions={"half": HALF},
    constants={"limit": 3, "known": {"a": 1, "b": "x"}},
)

INTS = st.sampled_from([0, 1, 2, 3, -1, 7, 2**63 - 1, -(2**63)])
STRINGS = st.sampled_from(["", "a", "b", "ab", "A", "é", "1"])
FLOATS = st.sampled_from([0.0, 1.0, 0.5, -2.5, float("inf"), float("nan")])
PARTS = st.builds(Part, i=st.one_of(INTS, INTS, INTS, st.none()), s=st.one_of(STRINGS, STRINGS, STRINGS, st.none()))
DYNAMIC = st.recursive(
    st.none() | st.booleans() | INTS | STRINGS | FLOATS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from("abk"), inner, max_size=2)
        | st.lists(
            st.tuples(st.sampled_from([True, 0, 1, "a"]), inner), max_size=2, unique_by=lambda pair: repr(pair[0])
        ).map(ClosedMap)
    ),
    max_leaves=5,
)


def subjects(*, whole: bool) -> st.SearchStrategy[Subject]:
    """Subjects; `whole`: with every field declared."""

    def some(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return strategy if whole else st.one_of(*[strategy] * 6, st.none())

    part = st.builds(Part, i=some(INTS), s=some(STRINGS))
    return st.builds(
        Subject,
        i=some(INTS), j=some(INTS), b=some(st.booleans()), s=some(STRINGS), f=some(FLOATS),
        li=some(st.lists(INTS, max_size=3).map(tuple)), ls=some(st.lists(STRINGS, max_size=3).map(tuple)),
        m=some(st.dictionaries(st.sampled_from("abk"), some(STRINGS), max_size=2)),
        p=some(part), parts=some(st.lists(part, max_size=3).map(tuple)),
    )  # fmt: skip


LEAVES = {
    "bool": [
        "true",
        "false",
        "b",
        "has(self.i)",
        "has(p.i)",
        "has(m.a)",
        "has(q.s)",
        "has(parts[0].i)",
        "has(e[0].a)",
        "b",
    ],
    "int": [
        "0",
        "1",
        "2",
        "-3",
        "9223372036854775807",
        "i",
        "j",
        "p.i",
        "q.i",
        "twice",
        "limit",
        "li[0]",
        "parts[0].i",
    ],
    "string": ["''", "'a'", '"b"', "'ab'", "s", "p.s", "m.a", "m['b']", "ls[1]", "q.s"],
    "double": ["0.0", "1.5", "f", "-2.0"],
    "list": ["[]", "li", "ls", "[1, 2]", "['a', s]", "[i]", "[1, 'a', 2.0]"],
    "dyn": ["d", "e", "dyn(i)", "known.a", "{'a': 1}['a']", "d.k", "m", "{1: 'x', true: 2}", "null", "e[0]"],
}
TEMPLATES = {
    "bool": [
        "({int} < {int})", "({int} >= {int})", "({int} == {int})", "({string} == {string})", "({string} != {string})",
        "({string} <= {string})", "({double} > {int})", "({dyn} == {dyn})", "({int} == {dyn})", "({dyn} != {string})",
        "({bool} && {bool})", "({bool} || {bool})", "({bool} && {bool} && {dyn})", "({dyn} || {bool})",
        "({bool} || {bool} && {bool})", "!{bool}", "({bool} ? {bool} : {bool})", "({dyn} ? {bool} : {bool})",
        "({int} in {list})", "({string} in {list})", "({string} in ['a', 'b'])", "({dyn} in {dyn})", "({list} == {list})",
        "{string}.startsWith({string})", "{string}.contains({string})",
        "{list}.all(x, x == {int})", "{list}.exists(x, {bool} || x == {string})", "{list}.exists_one(x, x == {int})",
        "parts.all(x, x.i <= {int})", "parts.exists(x, x.i == {int} && x.s == {string})", "{dyn}.all(x, x == {dyn})",
        "['a', 'b', 'é'].all(x, x in {list})", "['a', 'ab'].exists(x, x in ls)", "['', 'a'].all(x, x <= {string})",
        "['a', '1'].exists(x, {string}.startsWith(x))", "['a', 'b'].all(x, x == x)", "['a', s].exists(x, x in ls)",
        "['a', 'b'].exists(x, x in (b ? ls : [x]))", "['a', 'b'].all(x, x in m)", "ls.all(y, ['a', 'b'].exists(x, x == y))",
        "parts.exists_one(x, x.s != {string})", "parts.all(x, li.exists(y, y == x.i && {bool}))",
    ],
    "int": [
        "({int} + {int})", "({int} - {int})", "({int} * {int})", "({int} / {int})", "({int} % {int})", "(-{int})",
        "({bool} ? {int} : {int})", "size({list})", "{string}.size()", "int({double})", "half({int})", "half({dyn})",
    ],
    "string": [
        "({string} + {string})", "({bool} ? {string} : {string})", "{string}.lowerAscii()", "string({int})",
        "{string}.replace({string}, {string})", "{string}.substring({int})", "{list}.join('-')",
    ],
    "double": ["({double} + {double})", "({double} / {double})", "double({int})", "(-{double})"],
    "list": [
        "({list} + {list})", "{list}.filter(x, {bool})", "{list}.filter(x, x == {int})", "parts.map(x, x.i)", "[{int}, {dyn}]",
        "{list}.map(x, {int})", "{list}.map(x, {bool}, x)", "parts.filter(x, x.i > {int}).map(x, x.s)", "{string}.split('a')",
        "li.map(x, x + {int})",
    ],
    "dyn": ["dyn({int})", "{list}[{int}]", "{dyn}[{dyn}]", "({dyn} + {dyn})", "({bool} ? {int} : {string})", "{{'a': {int}}}.a"],
}  # fmt: skip
KINDS = tuple(LEAVES)


FACTS = (
    "true", "false", "b", "i < j", "s == 'a'", "p.i > 0", "has(p.s)", "li.exists(x, x == i)", "1 / i == 1", "dyn(i)", "d", "q.i == j",
    "parts.all(x, x.i <= i)", "half(i) == 1", "m.a == s", "s in ls", "li[0] == 1", "(b ? i : j) > 0", "parts.all(x, b && x.s != s || x.i < j)",
)  # fmt: skip


def formulas(depth: int) -> Texts:
    """Nothing but logic: `&&`, `||`, `!` and `?:` over a few facts."""

    def build(level: int, random: Random) -> str:
        if level == 0 or random.random() < 0.1:
            return f"({random.choice(FACTS)})"
        kind = random.choice(("&&", "||", "!", "?", "&&", "||"))
        parts = [build(level - 1, random) for _ in range(random.randint(2, 3))]
        if kind in ("!", "?"):
            return f"!{parts[0]}" if kind == "!" else f"({parts[0]} ? {parts[1]} : {parts[-1]})"
        return f"({f' {kind} '.join(parts)})"

    seeds = st.tuples(st.integers(1, depth), st.integers(0, 2**32))
    return seeds.map(lambda drawn: build(drawn[0], Random(drawn[1])))


_UNCLEAN = ("has(", "half", "twice", "m.", "m[", "q.", "limit", "known", "dyn", "{{", "{'", "{1", "d.k", "e[0]", "{list}[", "'a', 2.0",
            "split", "join", "replace", "substring", "Ascii")  # fmt: skip


def texts(kind: str, depth: int, *, clean: bool = False) -> Texts:
    """Texts of one kind. `clean`: no has(), no maps, no caller's names: what every CEL understands alike.

    Drawn from a seed: it is quicker by far than drawing every piece, and shrinks by its depth.
    """
    seeds = st.tuples(st.integers(1, depth), st.integers(0, 2**32))
    return seeds.map(lambda drawn: _text(kind, drawn[0], Random(drawn[1]), clean=clean))


def _text(kind: str, depth: int, random: Random, *, clean: bool) -> str:
    if depth == 0 or random.random() < 0.1:
        return random.choice(_allowed(LEAVES[kind], clean) or ["1"])
    parts = re.split(r"\{(\w+)\}", random.choice(_allowed(TEMPLATES[kind], clean) or ["1"]))
    holes = [_hole(wanted, depth - 1, random, clean=clean) for wanted in parts[1::2]]
    fixed = [part.replace("{{", "{").replace("}}", "}") for part in parts[::2]]
    return "".join(a + b for a, b in zip(fixed, [*holes, ""], strict=True))


def _hole(wanted: str, depth: int, random: Random, *, clean: bool) -> str:
    luck = random.random()
    if clean or luck > 0.1:
        return _text(wanted, depth, random, clean=clean)
    anything = _text(random.choice(KINDS), depth, random, clean=False)
    # A wrong operand is mostly hidden from the compiler, so that it is met while evaluating.
    return anything if luck < 0.01 else f"dyn({anything})"


def _allowed(texts_of_kind: list[str], clean: bool) -> list[str]:
    bare = ("d", "e", "m")
    return [t for t in texts_of_kind if not clean or (t not in bare and not any(word in t for word in _UNCLEAN))]
