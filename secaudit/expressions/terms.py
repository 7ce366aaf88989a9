"""Nouns of the bound tree: every name is resolved and every shape is known as far as it can be."""

from collections.abc import Iterator

from msgspec import Struct

from secaudit.expressions.operators import Operator
from secaudit.expressions.shapes import Field, Function, Shape


class Term(Struct, frozen=True):
    """A bound piece of the text: its place and the shape of its value."""

    at: int
    length: int
    shape: Shape


class Constant(Term, frozen=True):
    """A value that is known when the text is compiled."""

    value: object


class Root(Term, frozen=True):
    """A value that the caller hands in; the subject has an empty name."""

    slot: int
    name: str


class Local(Term, frozen=True):
    """The variable of a macro; `number` tells variables of one name apart, `path` is where it comes from."""

    number: int
    name: str
    path: str


class Read(Term, frozen=True):
    """A field of a record; unknown when it is not declared."""

    operand: Term
    name: str
    field: Field


class Key(Term, frozen=True):
    """`operand.name` of a mapping, or of a value whose shape is not known."""

    operand: Term
    name: str


class Has(Term, frozen=True):
    """`has(...)` of a field or key."""

    select: Read | Key


class Apply(Term, frozen=True):
    """A built-in operator, function or method; strict."""

    operator: Operator
    arguments: tuple[Term, ...]


class Invoke(Term, frozen=True):
    """A function of the caller; strict."""

    function: Function
    arguments: tuple[Term, ...]


class Logic(Term, frozen=True):
    """A chain of `&&` (decider false) or `||` (decider true)."""

    decider: bool
    operands: tuple[Term, ...]


class Choice(Term, frozen=True):
    """`condition ? yes : no`."""

    condition: Term
    yes: Term
    no: Term


class Items(Term, frozen=True):
    """A list; strict in its elements."""

    items: tuple[Term, ...]


class Macro(Term, frozen=True):
    """all, exists, exists_one: `test`. filter: `test`. map: `result`, with `test` if it also filters."""

    kind: str
    variable: Local
    range: Term
    test: Term | None
    result: Term | None
    weight: int  # steps per element, by the size of the body


def is_path(term: Term) -> bool:
    """Whether a term is a way from a root through fields, so that its absence has a name of its own."""
    while isinstance(term, Read | Key):
        term = term.operand
    return isinstance(term, Root | Local)


def path_of(term: Term) -> str:
    """The dotted path a term reads, `""` for the subject itself and for what is no path."""
    if isinstance(term, Root):
        return term.name
    if isinstance(term, Local):
        return term.path
    if isinstance(term, Read | Key):
        return dotted(path_of(term.operand), term.name)
    if isinstance(term, Apply) and term.operator.name == "[]":
        return path_of(term.arguments[0])
    if isinstance(term, Macro) and term.kind == "filter":
        return path_of(term.range)
    return f"{term.function.name}()" if isinstance(term, Invoke) else ""


def dotted(path: str, name: str) -> str:
    """Join a path and a name."""
    return f"{path}.{name}" if path else name


def subject_field(term: Term) -> str:
    """The attribute behind a plain field of the subject: always there to be read. Else an empty text."""
    if isinstance(term, Read) and isinstance(term.operand, Root) and not term.operand.name:
        return term.field.attribute if term.field.compute is None else ""
    return ""


def children(term: Term) -> tuple[Term, ...]:  # noqa: PLR0911 - a table
    """The terms right under a term."""
    if isinstance(term, Read | Key):
        return (term.operand,)
    if isinstance(term, Has):
        return (term.select,)
    if isinstance(term, Apply | Invoke):
        return term.arguments
    if isinstance(term, Logic):
        return term.operands
    if isinstance(term, Choice):
        return (term.condition, term.yes, term.no)
    if isinstance(term, Items):
        return term.items
    if isinstance(term, Macro):
        return (term.range, *(body for body in (term.test, term.result) if body is not None))
    return ()


def reads(term: Term) -> frozenset[str]:
    """Every dotted path that evaluation may read; `approval.level` and not also `approval`."""
    found: set[str] = set()
    waiting: list[tuple[Term, bool]] = [(term, True)]
    while waiting:
        current, whole = waiting.pop()
        if whole and isinstance(current, Root | Local | Read | Key):
            found.add(path_of(current) or "self")
        inner = isinstance(current, Read | Key) and isinstance(current.operand, Root | Local | Read | Key)
        waiting.extend((child, not inner) for child in children(current))
    return frozenset(found)


def every(term: Term) -> Iterator[Term]:
    """The term and all terms under it."""
    waiting = [term]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


def calls_out(term: Term) -> bool:
    """Whether some function or computed field of the caller is used."""
    return any(
        (isinstance(t, Invoke) and not t.function.attribute) or (isinstance(t, Read) and t.field.compute is not None)
        for t in every(term)
    )


def reads_inventory(term: Term) -> bool:
    """Whether some function or computed field in the tree needs the whole inventory."""
    return any(
        (isinstance(t, Read) and t.field.reads_inventory) or (isinstance(t, Invoke) and t.function.reads_inventory)
        for t in every(term)
    )
