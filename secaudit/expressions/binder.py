"""Binder: looks up every name, finds every shape, and refuses what is certainly wrong."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, NoReturn

from msgspec.structs import replace

from secaudit.expressions import limits, syntax, terms
from secaudit.expressions.failures import ExpressionError, did_you_mean
from secaudit.expressions.operators import BUILD_MAP, FUNCTIONS, LEFT_OUT, METHODS, OPERATORS, Operator
from secaudit.expressions.shapes import (
    BOOL,
    DOUBLE,
    DYN,
    INT,
    NULL,
    STRING,
    ListOf,
    MapOf,
    Record,
    Shape,
    joined,
)  # fmt: skip
from secaudit.expressions.values import ClosedMap
from secaudit.expressions.vocabulary import Vocabulary

_NUMERIC: Final = frozenset({"int", "double"})
_SCALARS: Final[dict[type, Shape]] = {bool: BOOL, int: INT, float: DOUBLE, str: STRING, type(None): NULL}


def bind(node: syntax.Node, text: str, vocabulary: Vocabulary) -> terms.Term:
    """Resolve a parsed text against a vocabulary.

    Raises:
        ExpressionError: for a name that is not known (with the nearest that is), and for an operator,
            function or comparison that is certainly not defined for what it is given.
    """
    return _Binder(text, vocabulary).bind(node)


class _Binder:
    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        self.text = text
        self.vocabulary = vocabulary
        self.scope: dict[str, terms.Local] = {}
        self.first = 1 if vocabulary.subject else 0
        self.bound = 0
        self.locals = 0
        self.depth = 0

    def bind(self, node: syntax.Node) -> terms.Term:
        self.bound += 1
        return _BINDERS[type(node)](self, node)

    def refuse(self, message: str, node: syntax.Node, help: str = "") -> NoReturn:  # noqa: A002
        raise ExpressionError(message, node.at, node.length, self.text, help)

    # -- names ----------------------------------------------------------------------------------

    def literal(self, node: syntax.Literal) -> terms.Term:
        return constant(node, node.value)

    def name(self, node: syntax.Name) -> terms.Term:
        name, vocabulary = node.name, self.vocabulary
        if name in self.scope:
            return replace(self.scope[name], at=node.at, length=node.length)
        if name in vocabulary.variables:
            slot = self.first + list(vocabulary.variables).index(name)
            return terms.Root(node.at, node.length, vocabulary.variables[name], slot, name)
        if name in vocabulary.constants:
            return constant(node, closed(vocabulary.constants[name]))
        if name in vocabulary.lookups:
            lookup = vocabulary.lookups[name]
            return terms.Invoke(node.at, node.length, lookup.result, lookup, ())
        if vocabulary.subject is None:
            self.refuse(f"'{name}' is not known here", node, did_you_mean(name, [*self.scope, *vocabulary.values()]))
        subject = terms.Root(node.at, node.length, vocabulary.subject, 0, "")
        return subject if name == "self" else self.read(node, subject, vocabulary.subject, name, node.at)

    def select(self, node: syntax.Select) -> terms.Term:
        operand = self.bind(node.operand)
        shape = operand.shape
        if isinstance(shape, Record):
            return self.read(node, operand, shape, node.name, node.name_at)
        if isinstance(operand, terms.Constant) and isinstance(operand.value, ClosedMap):
            return self.constant_entry(node, operand.value)
        if shape.kind not in ("map", "dyn"):
            self.refuse(f"a value of type {shape} has no fields", node)
        return terms.Key(node.at, node.length, getattr(shape, "element", DYN), operand, node.name)

    def read(self, node: syntax.Node, operand: terms.Term, record: Record, name: str, at: int) -> terms.Term:
        field = record.fields.get(name)
        if field is None:
            known = list(record.fields)
            if isinstance(operand, terms.Root) and not operand.name and not isinstance(node, syntax.Select):
                known += [*self.scope, *self.vocabulary.values()]
            message = f"'{name}' is not a field of {record.name}"
            raise ExpressionError(message, at, len(name), self.text, did_you_mean(name, known))
        return terms.Read(node.at, node.length, field.shape, operand, name, field)

    def constant_entry(self, node: syntax.Select, entries: ClosedMap) -> terms.Term:
        found = entries.find(node.name)
        if found is None:
            written = self.text[node.operand.at : node.operand.at + node.operand.length]
            message = f"'{node.name}' is not in {written}"
            help_ = did_you_mean(node.name, map(str, entries.keys()))
            raise ExpressionError(message, node.name_at, len(node.name), self.text, help_)
        return constant(node, found[1])

    def has(self, node: syntax.Has) -> terms.Term:
        selected = self.bind(node.select)
        if isinstance(selected, terms.Constant):
            return constant(node, value=True)
        if not isinstance(selected, terms.Read | terms.Key):
            self.refuse("has() asks whether a field is declared", node, "write has(x.field)")
        return terms.Has(node.at, node.length, BOOL, selected)

    # -- operators and functions ----------------------------------------------------------------

    def call(self, node: syntax.Call) -> terms.Term:
        arguments = tuple(self.bind(argument) for argument in node.arguments)
        if node.operator:
            return self.operator(node, arguments)
        table: Mapping[str, Operator] = METHODS if node.method else FUNCTIONS
        if node.name in table:
            return self.apply(node, table[node.name], arguments)
        if node.name in self.vocabulary.functions and not node.method:
            return self.invoke(node, arguments)
        return self.unknown_function(node)

    def unknown_function(self, node: syntax.Call) -> NoReturn:
        name = node.name
        if name in LEFT_OUT:
            self.refuse(f"{name}() is left out", node, LEFT_OUT[name])
        if node.method and (name in FUNCTIONS or name in self.vocabulary.functions):
            self.refuse(f"{name}() is a function", node, f"write {name}(x)")
        if name in METHODS and not node.method:
            self.refuse(f"{name}() is a method", node, f"write x.{name}(...)")
        self.refuse(f"there is no function '{name}'", node, did_you_mean(name, self.vocabulary.callables()))

    def operator(self, node: syntax.Call, arguments: tuple[terms.Term, ...]) -> terms.Term:
        shapes = [argument.shape for argument in arguments]
        if node.name in ("==", "!="):
            self.check_equality(node, *shapes)
        elif node.name == "in" and isinstance(shapes[1], ListOf) and never_equal(shapes[0], shapes[1].element):
            self.refuse(f"a {shapes[0]} is never in a {shapes[1]}", node)
        term = self.apply(node, OPERATORS[node.name], arguments)
        # An index gives an element, which the table of operators cannot say.
        is_index = node.name == "[]" and isinstance(shapes[0], ListOf | MapOf)
        return replace(term, shape=shapes[0].element) if is_index else term  # type: ignore[attr-defined]

    def check_equality(self, node: syntax.Call, first: Shape, second: Shape) -> None:
        if "record" in (first.kind, second.kind) and "null" not in (first.kind, second.kind):
            self.refuse("records cannot be compared as a whole", node, "compare their fields")
        if never_equal(first, second):
            null = "null" in (first.kind, second.kind)
            help_ = "to ask whether a field is declared, write has(x.field)" if null else ""
            self.refuse(f"a {first} is never equal to a {second}", node, help_)

    def apply(self, node: syntax.Node, operator: Operator, arguments: tuple[terms.Term, ...]) -> terms.Term:
        shapes = tuple(argument.shape for argument in arguments)
        # Equality of int and double, and of dyn with all, is settled by check_equality.
        result = BOOL if operator.name in ("==", "!=") else operator.result(shapes)
        if result is None:
            name = operator.name.strip("_") or "_"
            self.refuse(f"{name} is not defined for ({', '.join(map(str, shapes))})", node)
        return terms.Apply(node.at, node.length, result, operator, arguments)

    def invoke(self, node: syntax.Call, arguments: tuple[terms.Term, ...]) -> terms.Term:
        function = self.vocabulary.functions[node.name]
        if len(arguments) != len(function.parameters):
            self.refuse(
                f"{node.name}() takes {len(function.parameters)} arguments, not {len(arguments)}", node, str(function)
            )
        for argument, wanted, written in zip(arguments, function.parameters, node.arguments, strict=True):
            if "dyn" not in (argument.shape.kind, wanted.kind) and not fits(argument.shape, wanted):
                self.refuse(f"{node.name}() wants a {wanted} here, not a {argument.shape}", written, str(function))
        return terms.Invoke(node.at, node.length, function.result, function, arguments)

    # -- logic ----------------------------------------------------------------------------------

    def truth(self, node: syntax.Node, where: str) -> terms.Term:
        term = self.bind(node)
        if term.shape.kind not in ("bool", "dyn"):
            self.refuse(f"{where} wants true or false, not a {term.shape}", node)
        return term

    def logic(self, node: syntax.Logic) -> terms.Term:
        where = "'||'" if node.decider else "'&&'"
        operands = tuple(self.truth(operand, where) for operand in node.operands)
        return terms.Logic(node.at, node.length, BOOL, node.decider, operands)

    def choice(self, node: syntax.Choice) -> terms.Term:
        condition = self.truth(node.condition, "'?'")
        yes, no = self.bind(node.yes), self.bind(node.no)
        return terms.Choice(node.at, node.length, joined(yes.shape, no.shape), condition, yes, no)

    # -- lists, maps, macros --------------------------------------------------------------------

    def items(self, node: syntax.Items) -> terms.Term:
        items = tuple(self.bind(item) for item in node.items)
        return terms.Items(node.at, node.length, ListOf(common(item.shape for item in items)), items)

    def entries(self, node: syntax.Entries) -> terms.Term:
        items = tuple(self.bind(item) for item in node.items)
        return terms.Apply(node.at, node.length, MapOf(common(v.shape for v in items[1::2])), BUILD_MAP, items)

    def macro(self, node: syntax.Macro) -> terms.Term:
        source = self.bind(node.range)
        if source.shape.kind not in ("list", "map", "dyn"):
            self.refuse(f"{node.kind}() goes over a list or a mapping, not over a {source.shape}", node.range)
        self.locals += 1
        self.depth += 1
        if self.depth > limits.MACROS:
            self.refuse(f"more than {limits.MACROS} macros inside each other", node)
        # Keys of a mapping literal may be of any kind.
        element = source.shape.element if isinstance(source.shape, ListOf) else DYN
        path = terms.path_of(source)
        variable = terms.Local(node.at, node.length, element, self.locals, node.variable, path or node.variable)
        before, outer = self.bound, self.scope
        self.scope = {**outer, node.variable: variable}
        test, result = self.bodies(node)
        self.scope = outer
        self.depth -= 1
        weight = 1 + (self.bound - before) // 8
        shape = ListOf(result.shape) if result else ListOf(element) if node.kind == "filter" else BOOL
        return terms.Macro(node.at, node.length, shape, node.kind, variable, source, test, result, weight)

    def bodies(self, node: syntax.Macro) -> tuple[terms.Term | None, terms.Term | None]:
        """What is asked of each element, and what is made of it."""
        if node.kind != "map":
            return self.truth(node.bodies[0], f"{node.kind}()"), None
        test = self.truth(node.bodies[0], "map()") if len(node.bodies) > 1 else None
        return test, self.bind(node.bodies[-1])


_BINDERS: Final[dict[type, Callable[[_Binder, Any], terms.Term]]] = {
    syntax.Literal: _Binder.literal, syntax.Name: _Binder.name, syntax.Select: _Binder.select,
    syntax.Has: _Binder.has, syntax.Call: _Binder.call, syntax.Logic: _Binder.logic,
    syntax.Choice: _Binder.choice, syntax.Items: _Binder.items, syntax.Entries: _Binder.entries,
    syntax.Macro: _Binder.macro,
}  # fmt: skip


def constant(node: syntax.Node, value: object) -> terms.Constant:
    """A term for a value that is known."""
    return terms.Constant(node.at, node.length, shape_of(value), value)


def closed(value: object) -> object:
    """A constant of the caller as a value of the language: what it does not hold is not there."""
    if isinstance(value, Mapping):
        return ClosedMap((key, closed(entry)) for key, entry in value.items())
    if isinstance(value, list | tuple):
        return tuple(closed(entry) for entry in value)
    return value


def shape_of(value: object) -> Shape:
    """The shape of a known value."""
    if isinstance(value, tuple):
        return ListOf(common(shape_of(entry) for entry in value))
    return MapOf(DYN) if isinstance(value, ClosedMap) else _SCALARS.get(type(value), DYN)


def common(shapes: Iterable[Shape]) -> Shape:
    """The shape that all of some values have; of none at all nothing is known."""
    result: Shape | None = None
    for shape in shapes:
        result = shape if result is None else joined(result, shape)
    return result or DYN


def fits(given: Shape, wanted: Shape) -> bool:
    """Whether an argument may be of the shape that a parameter wants."""
    if isinstance(wanted, Record):
        return given == wanted
    return given.kind == wanted.kind


def never_equal(first: Shape, second: Shape) -> bool:
    """Whether two values of such shapes certainly differ, so that comparing them is a mistake."""
    kinds = {first.kind, second.kind}
    return "dyn" not in kinds and len(kinds) > 1 and not kinds <= _NUMERIC
