"""Compiler: one Python function out of a bound tree.

The source is written from the tree: names of our own, attribute names that the vocabulary vouches for, and literals by
`ascii()`. No other piece of the user's text gets in. `&&`, `||` and macros become statements; what is unknown is found by
`is None`. An error is not handled here: the evaluation is left to the reference evaluator, which knows how to absorb it.
"""

from collections.abc import Callable
from typing import Any, Final

from secaudit.expressions import limits, terms
from secaudit.expressions.failures import BudgetError
from secaudit.expressions.operands import Operand, native, over_literals
from secaudit.expressions.writer import Lines, Writer

_LEAVES: Final = ("return", "break")


def compile_term(term: terms.Term, roots: int, *, text: str, fallback: Callable[..., object]) -> Callable[..., object]:
    """Make the function `(env, *values)` that answers a bound text.

    Args:
        term: the bound text.
        roots: how many values the function takes after `env`.
        text: what was compiled, for messages.
        fallback: `fallback(env, values)` is asked when an evaluation meets an error.
    """
    compiler = _Compiler(roots)
    source, namespace = compiler.function(term), compiler.namespace
    namespace["fallback"] = fallback
    namespace["over_budget"] = lambda error: BudgetError(error.message, 0, len(text), text)
    exec(compile(source, "<expression>", "exec"), namespace)  # noqa: S102 - our own text, see above
    return namespace["answer"]  # type: ignore[no-any-return]


def source_of(term: terms.Term, roots: int) -> str:
    """The Python text that `compile_term` compiles, for tests and the curious."""
    return _Compiler(roots).function(term)


class _Compiler(Writer):
    def __init__(self, roots: int) -> None:
        super().__init__(roots)
        self.macros = 0
        self.hoisted: dict[str, str] = {}

    def function(self, term: terms.Term) -> str:
        if term.shape.kind == "bool":
            self.branch(term, ("return True",), ("return False",), ("return UNKNOWN",))
        else:
            self.put(f"return {self.operand(term).value}")
        return self.source()

    # -- truth values ---------------------------------------------------------------------------

    def branch(self, term: terms.Term, yes: Lines, no: Lines, unknown: Lines) -> bool:
        """Do one of three things by a truth value; tell whether it may be unknown."""
        if isinstance(term, terms.Logic):
            return self.branch_logic(term, yes, no, unknown)
        if isinstance(term, terms.Apply) and term.operator.name == "!_" and term.arguments[0].shape.kind == "bool":
            return self.branch(term.arguments[0], no, yes, unknown)
        if isinstance(term, terms.Choice) and term.shape.kind == "bool":
            return self.branch_choice(term, yes, no, unknown)
        operand = self.condition(term)
        self.cases([(operand.guard, unknown), (operand.text, yes), ("", no)])
        return bool(operand.guards)

    def branch_choice(self, term: terms.Choice, yes: Lines, no: Lines, unknown: Lines) -> bool:
        condition = self.condition(term.condition)
        self.cases([(condition.guard, unknown), ("", ())])
        with self.block(f"{'elif' if condition.guards else 'if'} {condition.text}:"):
            seen = self.branch(term.yes, yes, no, unknown)
        with self.block("else:"):
            seen |= self.branch(term.no, yes, no, unknown)
        return seen or bool(condition.guards)

    def branch_logic(self, term: terms.Logic, yes: Lines, no: Lines, unknown: Lines) -> bool:
        decided, other = (yes, no) if term.decider else (no, yes)
        if not (decided and decided[-1].startswith(_LEAVES)):
            if plain := self.plain_logic(term):
                guard, decides = plain
                self.cases([(decides, decided), (guard, unknown), ("", other)])
                return bool(guard)
            operand = self.logic(term)
            self.cases([(operand.guard, unknown), (operand.text, yes), ("", no)])
            return bool(operand.guards)
        # The deciding answer leaves at once, so that only "was there an unknown?" must be remembered.
        flag, start, seen = self.temporary("u"), len(self.lines), False
        for operand_term in term.operands:
            if term.decider:
                seen |= self.branch(operand_term, decided, (), (f"{flag} = True",))
            else:
                seen |= self.branch(operand_term, (), decided, (f"{flag} = True",))
        if seen:
            self.lines.insert(start, " " * self.indent + f"{flag} = False")
            self.cases([(flag, unknown), ("", other)])
        else:
            self.put(*other)
        return seen

    def plain_logic(self, term: terms.Logic) -> tuple[str, str] | None:
        """The guards of all operands, and the condition that one of them decides; `None` if that will not do.

        Guards are written twice, so this is for operands that need no statements and call nothing of the caller's.
        """
        below = (t for operand in term.operands for t in terms.every(operand))
        if terms.calls_out(term) or any(isinstance(t, terms.Logic | terms.Choice | terms.Macro) for t in below):
            return None
        operands = [self.condition(operand) for operand in term.operands]
        sign = "" if term.decider else "not "
        decides = [f"not ({o.guard}) and {sign}{o.text}" if o.guards else sign + o.text for o in operands]
        return " or ".join(o.guard for o in operands if o.guards), " or ".join(decides)

    def logic(self, term: terms.Logic) -> Operand:
        result, decider, seen = self.temporary(), term.decider, False
        self.put(f"{result} = {not decider}")
        for position, operand in enumerate(term.operands):
            yes, no = ((f"{result} = True",), ()) if decider else ((), (f"{result} = False",))
            with self.block(f"if {result} is not {decider}:" if position else "if True:"):
                seen |= self.branch(operand, yes, no, (f"{result} = UNKNOWN",))
        return Operand(result, (f"{result} is UNKNOWN",) if seen else ())

    # -- values ---------------------------------------------------------------------------------

    def operand(self, term: terms.Term) -> Operand:
        return _WRITERS[type(term)](self, term)

    def all_operands(self, arguments: tuple[terms.Term, ...]) -> tuple[list[str], Lines]:
        operands = [self.operand(argument) for argument in arguments]
        return [o.text for o in operands], tuple(guard for o in operands for guard in o.guards)

    def constant(self, term: terms.Constant) -> Operand:
        value = term.value
        if value is None or isinstance(value, bool | str):
            return Operand(ascii(value))
        if isinstance(value, int):
            return Operand(f"({value})")
        return Operand(self.closed_over(value))

    def root(self, term: terms.Root) -> Operand:
        name = self.roots[term.slot]
        return Operand(name, (f"{name} is None",) if term.name else ())

    def local(self, term: terms.Local) -> Operand:
        return Operand(f"m{term.number}")

    def read(self, term: terms.Read | terms.Key) -> Operand:
        operand = self.operand(term.operand)
        return self.access(term, operand.text, operand.guards)

    def access(self, term: terms.Read | terms.Key, text: str, guards: Lines) -> Operand:
        """A field or key of a value that is there."""
        name = self.temporary()
        if isinstance(term, terms.Key):
            if term.operand.shape.kind == "map" and isinstance(term.operand, terms.Read):
                return Operand(name, (*guards, f"({name} := {text}.get({term.name!a})) is None"))
            return Operand(name, (*guards, f"({name} := select(work, {text}, {term.name!a})) is UNKNOWN"))
        if term.field.compute is None:
            known = self.hoisted.get(terms.subject_field(term))
            return Operand(known or name, (*guards, f"{known or f'({name} := {text}.{term.field.attribute})'} is None"))
        call = f"{self.closed_over(term.field.compute)}(env, {text})"
        return Operand(name, (*guards, f"({name} := {call}) is None", f"{name} is UNKNOWN"))

    def has(self, term: terms.Has) -> Operand:
        base, chain, text = self.chain(term.select.operand)
        if isinstance(term.select, terms.Read):
            return Operand(f"(not ({self.access(term.select, text, chain).guard}))", base)
        call = f"declared(work, {text}, {term.select.name!a})"
        return Operand(f"(not ({' or '.join(chain)}) and {call})" if chain else call, base)

    def chain(self, term: terms.Term) -> tuple[Lines, Lines, str]:
        """Guards that make has() unknown, guards that make it false, and the value before the last dot."""
        if isinstance(term, terms.Read | terms.Key):
            base, chain, text = self.chain(term.operand)
            operand = self.access(term, text, chain)
            return base, operand.guards, operand.text
        operand = self.operand(term)
        base, chain = ((), operand.guards) if terms.is_path(term) else (operand.guards, ())
        return base, chain, operand.text

    def apply(self, term: terms.Apply) -> Operand:
        texts, guards = self.all_operands(term.arguments)
        if plain := native(term, texts, self.temporary, in_macro=self.macros > 0):
            return Operand(plain, guards)
        call = f"{self.closed_over(term.operator.call)}({', '.join(['work', *texts])})"
        if term.operator.name != "[]" or term.arguments[0].shape.kind == "list":
            return Operand(call, guards)
        name = self.temporary()
        return Operand(name, (*guards, f"({name} := {call}) is UNKNOWN"))

    def invoke(self, term: terms.Invoke) -> Operand:
        if term.function.attribute:
            return Operand(f"env.{term.function.attribute}")
        texts, guards = self.all_operands(term.arguments)
        for position, (argument, wanted) in enumerate(zip(term.arguments, term.function.parameters, strict=True)):
            if wanted.kind not in (argument.shape.kind, "dyn"):
                texts[position] = f"conform({wanted.kind!a}, {texts[position]})"
        given = ", ".join(["env", *texts] if term.function.needs_env else texts)
        name, call = self.temporary(), f"{self.closed_over(term.function.call)}({given})"
        return Operand(name, (*guards, f"({name} := {call}) is None", f"{name} is UNKNOWN"))

    def items(self, term: terms.Items) -> Operand:
        texts, guards = self.all_operands(term.items)
        return Operand(f"[{', '.join(texts)}]", guards)

    def choice(self, term: terms.Choice) -> Operand:
        condition, result, keyword = self.condition(term.condition), self.temporary(), "if"
        if condition.guards:
            with self.block(f"if {condition.guard}:"):
                self.put(f"{result} = UNKNOWN")
            keyword = "elif"
        seen = bool(condition.guards)
        for header, outcome in ((f"{keyword} {condition.text}:", term.yes), ("else:", term.no)):
            with self.block(header):
                operand = self.operand(outcome)
                self.put(f"{result} = {operand.value}")
                seen |= bool(operand.guards)
        return Operand(result, (f"{result} is UNKNOWN",) if seen else ())

    def condition(self, term: terms.Term) -> Operand:
        operand = self.operand(term)
        if term.shape.kind == "bool":
            return operand
        name = self.temporary()
        return Operand(
            f"(({name} := {operand.text}) is True or {name} is not False and no_bool({name}))", operand.guards
        )

    # -- macros ---------------------------------------------------------------------------------

    def macro(self, term: terms.Macro) -> Operand:
        if plain := over_literals(term, self.all_operands, self.temporary, in_macro=self.macros > 0):
            return plain
        source, result = self.operand(term.range), self.temporary()
        text = source.text if term.range.shape.kind == "list" else f"elements(work, {source.text})"
        self.put(f"{result} = {_STARTS[term.kind]}")
        with self.block(f"if {source.guard}:" if source.guards else "if False:"):
            self.put(f"{result} = UNKNOWN")
        with self.block("else:"):
            listed = self.temporary()
            self.put(f"{listed} = {text}", f"work[0] += len({listed}) * {term.weight}")
            self.put(f"if work[0] > {limits.STEPS}: charge(work, 0)")
            outer = self.hoisted
            self.hoist(term)
            self.macros += 1
            with self.block(f"for m{term.variable.number} in {listed}:"):
                seen = self.body(term, result)
            self.macros -= 1
            self.hoisted = outer
        guards = (f"{result} is UNKNOWN",) if seen or source.guards else ()
        return Operand(f"({result} == 1)" if term.kind == "exists_one" else result, guards)

    def hoist(self, term: terms.Macro) -> None:
        """Read the fields of the subject that the body of a macro needs before its loop."""
        self.hoisted = dict(self.hoisted)
        for current in (t for body in (term.test, term.result) if body for t in terms.every(body)):
            attribute = terms.subject_field(current)
            if attribute and attribute not in self.hoisted:
                self.hoisted[attribute] = self.temporary("h")
                self.put(f"{self.hoisted[attribute]} = {self.roots[0]}.{attribute}")

    def body(self, term: terms.Macro, result: str) -> bool:
        """What is done for one element; tells whether it may be unknown."""
        unknown = (f"{result} = UNKNOWN",)
        if term.test is None or term.result is not None:
            return self.append(term, result)
        if term.kind == "all":
            return self.branch(term.test, (), (f"{result} = False", "break"), unknown)
        if term.kind == "exists":
            return self.branch(term.test, (f"{result} = True", "break"), (), unknown)
        keep = f"{result} += 1" if term.kind == "exists_one" else f"{result} += [m{term.variable.number}]"
        return self.branch(term.test, (keep,), (), (*unknown, "break"))

    def append(self, term: terms.Macro, result: str) -> bool:
        assert term.result is not None  # noqa: S101 - a map has a result
        if term.test is None:
            operand = self.known(self.operand(term.result), result)
            self.put(f"{result} += [{operand.text}]")
            return bool(operand.guards)
        condition = self.known(self.condition(term.test), result)
        with self.block(f"if {condition.text}:"):
            operand = self.known(self.operand(term.result), result)
            self.put(f"{result} += [{operand.text}]")
        return bool(operand.guards or condition.guards)

    def known(self, operand: Operand, result: str) -> Operand:
        """Leave the loop if an operand is unknown."""
        if operand.guards:
            with self.block(f"if {operand.guard}:"):
                self.put(f"{result} = UNKNOWN", "break")
        return operand


_STARTS: Final = {"all": "True", "exists": "False", "exists_one": "0", "filter": "[]", "map": "[]"}
_WRITERS: Final[dict[type, Callable[[_Compiler, Any], Operand]]] = {
    terms.Constant: _Compiler.constant, terms.Root: _Compiler.root, terms.Local: _Compiler.local,
    terms.Read: _Compiler.read, terms.Key: _Compiler.read, terms.Has: _Compiler.has,
    terms.Apply: _Compiler.apply, terms.Invoke: _Compiler.invoke, terms.Logic: _Compiler.logic,
    terms.Choice: _Compiler.choice, terms.Items: _Compiler.items, terms.Macro: _Compiler.macro,
}  # fmt: skip
