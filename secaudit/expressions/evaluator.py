"""Reference evaluator: a walk over the bound tree that is written to be read.

It is the definition of what the compiled form must answer, what an evaluation falls back to when it
meets an error, and the only one who knows *which* undeclared fields made an answer unknown.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from secaudit.expressions import terms, values
from secaudit.expressions.failures import BudgetError, EvaluationError
from secaudit.expressions.shapes import DYN, UNKNOWN
from secaudit.expressions.values import Work


@dataclass(frozen=True, slots=True)
class Missing:
    """An unknown value, with the paths of what is not declared."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Frame:
    """One evaluation: what it was given, the variables of its macros, and its steps so far."""

    text: str
    env: object
    values: tuple[object, ...]
    locals: dict[int, tuple[object, str, int]] = field(default_factory=dict)
    work: Work = field(default_factory=lambda: [0])

    def evaluate(self, term: terms.Term) -> object:
        """The value of a term, or `Missing`.

        Raises:
            EvaluationError: a CEL error, with the place in the text.
        """
        try:
            return _EVALUATORS[type(term)](self, term)
        except EvaluationError as error:
            if error.text:
                raise
            raise type(error)(error.message, term.at, term.length, self.text, error.help) from error

    def strict(self, arguments: Iterable[terms.Term]) -> "list[object] | Missing":
        """The values of all arguments. Unknown beats error, and an error beats a value."""
        found: list[object] = []
        error: EvaluationError | None = None
        for argument in arguments:
            try:
                found.append(self.evaluate(argument))
            except BudgetError:
                raise
            except EvaluationError as raised:
                error = error or raised
        if missing := merged(found):
            return missing
        if error:
            raise error
        return found

    def each(
        self, term: terms.Macro, elements: Iterable[object], body: terms.Term
    ) -> "Iterable[tuple[object, object]]":
        """Every element with what the body gives for it: a value, `Missing` or an `EvaluationError`."""
        inner, origin = self.inside(), self.origin(term)
        for position, element in enumerate(elements):
            inner.enter(term, element, origin, position)
            yield element, inner.attempt(body)

    def inside(self) -> "Frame":
        """A frame in which a macro may set its variable."""
        return Frame(self.text, self.env, self.values, dict(self.locals), self.work)

    def origin(self, term: terms.Macro) -> str:
        """The path of what a macro goes over."""
        return path(self, term.range) or term.variable.name

    def enter(self, term: terms.Macro, element: object, origin: str, position: int) -> None:
        """Let the variable of a macro stand for an element."""
        # A filtered list has other positions than the declared one: better none than a wrong one.
        shown = -1 if isinstance(term.range, terms.Macro) else position
        self.locals[term.variable.number] = (element, origin, shown)

    def attempt(self, term: terms.Term) -> object:
        """The value of a term, `Missing`, or its error as a value."""
        try:
            return self.evaluate(term)
        except BudgetError:
            raise
        except EvaluationError as error:
            return error


def merged(found: Iterable[object]) -> Missing | None:
    """All the paths of the unknown values among some, in their order; `None` if there are none."""
    paths = dict.fromkeys(path for value in found if isinstance(value, Missing) for path in value.paths)
    return Missing(tuple(paths)) if paths else None


def path(frame: Frame, term: terms.Term) -> str:
    """The path of a term in this very evaluation: `components[2].level`."""
    if isinstance(term, terms.Local):
        _, origin, position = frame.locals[term.number]
        return origin if position < 0 else f"{origin}[{position}]"
    if isinstance(term, terms.Read | terms.Key):
        return terms.dotted(path(frame, term.operand), term.name)
    if isinstance(term, terms.Invoke):
        whose = term.arguments if term.function.reads_inventory else ()  # names whom it looked up
        given = [frame.attempt(argument) for argument in whose]
        return f"{term.function.name}({', '.join(one for one in given if isinstance(one, str))})"
    if isinstance(term, terms.Apply) and term.operator.name == "[]":
        key = frame.attempt(term.arguments[1])
        return f"{path(frame, term.arguments[0])}[{key!r}]"
    return terms.path_of(term)


def settle(found: Iterable[object], operator: str) -> object:
    """Whether all of some truth values hold, with absorption: one false decides, whatever the others are.

    Otherwise unknown beats error and error beats true. `any` is this with everything negated.
    """
    seen: list[object] = []
    error: EvaluationError | None = None
    for value in found:
        if value is False:
            return False
        if isinstance(value, Missing):
            seen.append(value)
        elif value is not True:
            error = error or (value if isinstance(value, EvaluationError) else values.no_overload(operator, value))
    if missing := merged(seen):
        return missing
    if error:
        raise error
    return True


def opposite(value: object) -> object:
    """The other truth value; anything else as it is."""
    return not value if isinstance(value, bool) else value


def _constant(_: Frame, term: terms.Constant) -> object:
    return term.value


def _root(frame: Frame, term: terms.Root) -> object:
    value = frame.values[term.slot]
    return Missing((term.name or "self",)) if value is None or value is UNKNOWN else value


def _local(frame: Frame, term: terms.Local) -> object:
    return frame.locals[term.number][0]


def _read(frame: Frame, term: terms.Read) -> object:
    record = frame.evaluate(term.operand)
    if isinstance(record, Missing):
        return Missing((path(frame, term),)) if terms.is_path(term) else record
    value = _field(frame, term, record)
    return Missing((path(frame, term),)) if value is None or value is UNKNOWN else value


def _field(frame: Frame, term: terms.Read, record: object) -> object:
    if values.kind_of(record) != "record":
        raise EvaluationError(f"a value of type {values.kind_of(record)} has no fields")
    if term.field.compute is not None:
        return term.field.compute(frame.env, record)
    return getattr(record, term.field.attribute)


def _key(frame: Frame, term: terms.Key) -> object:
    container = frame.evaluate(term.operand)
    if isinstance(container, Missing):
        return Missing((path(frame, term),)) if terms.is_path(term) else container
    value = values.select(frame.work, container, term.name)
    return Missing((path(frame, term),)) if value is UNKNOWN else value


def _has(frame: Frame, term: terms.Has) -> object:
    # An undeclared parent means that the field is not declared either: has(approval.level) is false
    # without an approval. Only where the way does not begin at a declared name is the answer unknown.
    base: terms.Term = term.select
    while isinstance(base, terms.Read | terms.Key):
        base = base.operand
    start = frame.evaluate(base)
    if isinstance(start, Missing) and not terms.is_path(base):
        return start
    operand = frame.evaluate(term.select.operand)
    if isinstance(operand, Missing):
        return False
    if isinstance(term.select, terms.Key):
        return values.declared(frame.work, operand, term.select.name)
    value = _field(frame, term.select, operand)
    return value is not None and value is not UNKNOWN


def _apply(frame: Frame, term: terms.Apply) -> object:
    arguments = frame.strict(term.arguments)
    if isinstance(arguments, Missing):
        return arguments
    value = term.operator.call(frame.work, *arguments)
    return Missing((path(frame, term),)) if value is UNKNOWN else value


def _invoke(frame: Frame, term: terms.Invoke) -> object:
    arguments = frame.strict(term.arguments)
    if isinstance(arguments, Missing):
        return arguments
    function = term.function
    for argument, wanted in zip(arguments, function.parameters, strict=True):
        if wanted != DYN and values.kind_of(argument) != wanted.kind:
            raise values.no_overload(function.name, *arguments)
    value = function.call(frame.env, *arguments) if function.needs_env else function.call(*arguments)
    return Missing((path(frame, term),)) if value is None or value is UNKNOWN else value


def _logic(frame: Frame, term: terms.Logic) -> object:
    found = (frame.attempt(operand) for operand in term.operands)
    if term.decider:
        return opposite(settle((opposite(value) for value in found), "||"))
    return settle(found, "&&")


def _choice(frame: Frame, term: terms.Choice) -> object:
    condition = frame.evaluate(term.condition)
    if isinstance(condition, Missing):
        return condition
    if not isinstance(condition, bool):
        raise values.no_overload("?:", condition)
    return frame.evaluate(term.yes if condition else term.no)


def _items(frame: Frame, term: terms.Items) -> object:
    return frame.strict(term.items)


def _macro(frame: Frame, term: terms.Macro) -> object:
    source = frame.evaluate(term.range)
    if isinstance(source, Missing):
        return source
    elements = values.elements(frame.work, source)
    values.charge(frame.work, len(elements) * term.weight)
    if term.test is None:
        return _collected(frame.each(term, elements, _body(term.result)))
    tested = frame.each(term, elements, term.test)
    if term.kind == "all":
        return settle((value for _, value in tested), "all")
    if term.kind == "exists":
        return opposite(settle((opposite(value) for _, value in tested), "exists"))
    kept = _collected(_kept(frame, term, tested))
    return kept if isinstance(kept, Missing) or term.kind != "exists_one" else len(kept) == 1


def _body(term: terms.Term | None) -> terms.Term:
    assert term is not None  # noqa: S101 - a map has a result
    return term


def _kept(frame: Frame, term: terms.Macro, tested: Iterable[tuple[object, object]]) -> Iterable[tuple[object, object]]:
    """Elements whose test holds, with what is made of them; and every test that did not say true or false."""
    inner, origin = frame.inside(), frame.origin(term)
    for position, (element, value) in enumerate(tested):
        if value is True and term.result is not None:
            inner.enter(term, element, origin, position)
            yield element, inner.attempt(term.result)
        elif value is True:
            yield element, element
        elif isinstance(value, Missing | EvaluationError):
            yield element, value
        elif value is not False:
            yield element, values.no_overload(term.kind, value)


def _collected(results: Iterable[tuple[object, object]]) -> list[Any] | Missing:
    """A list of all results. No absorption here: one unknown makes it unknown, one error an error."""
    found = [value for _, value in results]
    if missing := merged(found):
        return missing
    for value in found:
        if isinstance(value, EvaluationError):
            raise value
    return found


_EVALUATORS: Final[dict[type, Callable[[Frame, Any], object]]] = {
    terms.Constant: _constant, terms.Root: _root, terms.Local: _local, terms.Read: _read, terms.Key: _key,
    terms.Has: _has, terms.Apply: _apply, terms.Invoke: _invoke, terms.Logic: _logic,
    terms.Choice: _choice, terms.Items: _items, terms.Macro: _macro,
}  # fmt: skip
