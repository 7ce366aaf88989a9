"""A compiled expression, and the one function that makes it."""

from collections.abc import Callable
from dataclasses import dataclass, field

from secaudit.expressions import terms
from secaudit.expressions.binder import bind
from secaudit.expressions.compiler import compile_term
from secaudit.expressions.evaluator import Frame, Missing
from secaudit.expressions.parser import parse
from secaudit.expressions.shapes import UNKNOWN
from secaudit.expressions.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Predicate:
    """A compiled expression. It holds no state: the same values give the same answer.

    Attributes:
        text: the expression as it was written.
        reads: the dotted paths it may read, such as `approval.level`, `to.level`, `components.level`.
        reads_inventory: some function or computed field it uses needs the whole inventory.
        function: the compiled function `(env, *values)`, for a caller that wants no frame in between.
    """

    text: str
    reads: frozenset[str]
    reads_inventory: bool
    function: Callable[..., object] = field(repr=False)
    term: terms.Term = field(repr=False)

    def __call__(self, env: object, *values: object) -> object:
        """Evaluate.

        Args:
            env: handed on to computed fields and functions, and not looked at.
            values: the subject if the vocabulary has one, then the variables in their order.

        Returns:
            True, False, `UNKNOWN`, or another value if the text is no truth value.

        Raises:
            EvaluationError: a CEL error that no operand absorbed.
        """
        return self.function(env, *values)

    def missing(self, env: object, *values: object) -> tuple[str, ...]:
        """Which undeclared fields made the answer unknown, in the order they are met.

        Takes what `__call__` takes. Paths are written as `approval.decision.date`, within macros as
        `components[2].level`; a function that could not tell is `name()`. Empty when the answer is known.

        Raises:
            EvaluationError: as `__call__`.
        """
        answer = Frame(self.text, env, values).evaluate(self.term)
        return answer.paths if isinstance(answer, Missing) else ()

    def reference(self, env: object, *values: object) -> object:
        """What `__call__` gives, by the reference evaluator: slower, and the definition."""
        return _evaluate(self.text, self.term, env, values)


def compile_text(text: str, vocabulary: Vocabulary) -> Predicate:
    """Compile one CEL text against what it may name.

    Raises:
        ExpressionError: the text is no CEL, beyond a limit, names what is not known, or compares what is
            certainly never equal.
    """
    term = bind(parse(text), text, vocabulary)
    roots = len(vocabulary.variables) + (vocabulary.subject is not None)

    def fallback(env: object, values: tuple[object, ...]) -> object:
        return _evaluate(text, term, env, values)

    function = compile_term(term, roots, text=text, fallback=fallback)
    return Predicate(text, terms.reads(term), terms.reads_inventory(term), function, term)


def _evaluate(text: str, term: terms.Term, env: object, values: tuple[object, ...]) -> object:
    answer = Frame(text, env, values).evaluate(term)
    return UNKNOWN if isinstance(answer, Missing) else answer
