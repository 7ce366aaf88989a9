"""Pieces of generated Python, and the operators that Python does by itself when the shapes are known."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from secaudit.expressions import terms
from secaudit.expressions.arithmetic import INT_MAX, INT_MIN


class Operand(Struct, frozen=True):
    """An expression in Python.

    Attributes:
        text: gives the value, once every guard is false. A name, a literal, or in brackets.
        guards: Python conditions in this order; the value is unknown as soon as one is true. They assign
            the temporaries that `text` uses.
    """

    text: str
    guards: tuple[str, ...] = ()

    @property
    def guard(self) -> str:
        """All guards as one condition."""
        return " or ".join(self.guards)

    @property
    def value(self) -> str:
        """The value with `UNKNOWN` where a guard is true."""
        return f"UNKNOWN if {self.guard} else {self.text}" if self.guards else self.text


_ORDERED: Final = frozenset({("string", "string"), ("int", "int"), ("int", "double"), ("double", "int"),
                             ("double", "double"), ("bool", "bool")})  # fmt: skip
# A text equals nothing but a text in Python too; True == 1 is what keeps int and dyn out.
_EQUAL: Final = _ORDERED | {("null", "null"), ("string", "dyn"), ("dyn", "string")}
_MEMBERS: Final = frozenset(
    {("string", "string"), ("string", "dyn"), ("dyn", "string"), ("int", "int"), ("bool", "bool")}
)
_JOINED: Final = {"all": " and ", "exists": " or "}
_METHODS: Final = {"startsWith": "startswith", "endsWith": "endswith"}


def native(term: terms.Apply, texts: list[str], temporary: Callable[[], str], *, in_macro: bool) -> str | None:
    """The operator in plain Python, where the shapes make that right; `None` where they do not.

    Within a macro whatever costs more than a step goes through the functions that count steps.
    """
    kinds = tuple(argument.shape.kind for argument in term.arguments)
    name = term.operator.name
    if name in ("==", "!="):
        return f"({texts[0]} {name} {texts[1]})" if kinds in _EQUAL else None
    if name in ("<", "<=", ">", ">="):
        return f"({texts[0]} {name} {texts[1]})" if kinds in _ORDERED else None
    if name == "!_":
        return f"(not {texts[0]})" if kinds == ("bool",) else None
    if name in ("+", "-", "*", "-_"):
        return _arithmetic(term, texts, kinds, temporary)
    if name == "in":
        return _member(term, texts, in_macro=in_macro)
    return None if in_macro else _textual(name, texts, kinds)


def over_literals(
    term: terms.Macro,
    operands: Callable[[tuple[terms.Term, ...]], tuple[list[str], tuple[str, ...]]],
    temporary: Callable[[], str],
    *,
    in_macro: bool,
) -> Operand | None:
    """`['a', 'b'].all(x, x in y)` without a loop: `y` is read once, and asked for one literal after the other.

    `None` for every other macro. `operands` gives the texts and the guards of terms.
    """
    literals, test = _literals(term), term.test
    if not literals or not isinstance(test, terms.Apply) or test.shape.kind != "bool":
        return None
    is_variable = [isinstance(argument, terms.Local) and argument.number == term.variable.number
                   for argument in test.arguments]  # fmt: skip
    fixed = tuple(argument for argument, varies in zip(test.arguments, is_variable, strict=True) if not varies)
    if not all(_is_plain(below, term.variable) for argument in fixed for below in terms.every(argument)):
        return None
    texts, guards = operands(fixed)
    answers = []
    for literal in literals:
        given = iter(texts)
        arguments = [literal if varies else next(given) for varies in is_variable]
        answer = native(test, arguments, temporary, in_macro=in_macro)
        if answer is None:
            return None
        answers.append(answer)
    return Operand(f"({_JOINED[term.kind].join(answers)})", guards)


def _literals(term: terms.Macro) -> list[str]:
    """The texts that a macro asks about, if it asks about nothing else; else none."""
    if term.kind not in _JOINED or not isinstance(term.range, terms.Items):
        return []
    items = term.range.items
    texts = [ascii(item.value) for item in items if isinstance(item, terms.Constant) and isinstance(item.value, str)]
    return texts if len(texts) == len(items) else []


def _is_plain(term: terms.Term, variable: terms.Local) -> bool:
    """Whether a term is written without statements, and is the same for every value of a variable."""
    if isinstance(term, terms.Local):
        return term.number != variable.number
    return not isinstance(term, terms.Macro | terms.Logic | terms.Choice)


def _arithmetic(
    term: terms.Apply, texts: list[str], kinds: tuple[str, ...], temporary: Callable[[], str]
) -> str | None:
    sign = term.operator.name.strip("_")
    text = f"({texts[0]} {sign} {texts[1]})" if len(texts) == 2 else f"({sign}{texts[0]})"  # noqa: PLR2004
    if set(kinds) == {"double"}:
        return text
    if set(kinds) != {"int"}:
        return None
    name = temporary()
    last = term.arguments[-1]
    if isinstance(last, terms.Constant) and isinstance(last.value, int) and sign in "+-":
        # Adding a known number can overflow on one side only.
        rising = (last.value >= 0) == (sign == "+")
        fits = f"({name} := {text}) {f'<= {INT_MAX}' if rising else f'>= {INT_MIN}'}"
    else:
        fits = f"{INT_MIN} <= ({name} := {text}) <= {INT_MAX}"
    return f"({name} if {fits} else overflow({name}))"


def _member(term: terms.Apply, texts: list[str], *, in_macro: bool) -> str | None:
    item, container = term.arguments
    element = getattr(container.shape, "element", None)
    literal = isinstance(container, terms.Items)
    if container.shape.kind != "list" or element is None or (in_macro and not literal):
        return None
    if (item.shape.kind, element.kind) not in _MEMBERS:
        return None
    # A list of literals becomes a tuple, which CPython builds once.
    listed = f"({texts[1][1:-1]},)" if literal and texts[1] != "[]" else texts[1]
    return f"({texts[0]} in {listed})"


def _textual(name: str, texts: list[str], kinds: tuple[str, ...]) -> str | None:
    if name == "size" and kinds in (("string",), ("list",)):
        return f"len({texts[0]})"
    if kinds != ("string", "string"):
        return None
    if name == "contains":
        return f"({texts[1]} in {texts[0]})"
    return f"{texts[0]}.{_METHODS[name]}({texts[1]})" if name in _METHODS else None
