"""A compiled expression, and the one function that makes it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from secaudit.expressions import terms
from secaudit.expressions.binder import bind
from secaudit.expressions.compiler import compile_term
from secaudit.expressions.evaluator import Frame, Missing
from secaudit.expressions.parser import parse
from secaudit.expressions.shapes import UNKNOWN
from secaudit.expressions.vocabulary import Vocabulary

FEW = 8
"""Up to so many subjects are judged by the reference evaluator."""


@dataclass(frozen=True)
class Predicate:
    """An expression, compiled when it is asked often: for a few subjects that takes longer than to walk its tree.

    The same values give the same answer, whichever way it is found.

    Attributes:
        text: the expression as it was written.
        term: the bound tree.
        roots: how many values it is given.
    """

    text: str
    term: terms.Term = field(repr=False)
    roots: int = field(repr=False)
    _calls: Iterator[int] = field(default_factory=count, repr=False, compare=False)

    @cached_property
    def reads(self) -> frozenset[str]:
        """The dotted paths it may read, such as `approval.level`, `to.level`, `components.level`."""
        return terms.reads(self.term)

    @cached_property
    def reads_inventory(self) -> bool:
        """Whether some function or computed field it uses needs the whole inventory."""
        return terms.reads_inventory(self.term)

    @cached_property
    def function(self) -> Callable[..., object]:
        """The compiled function `(env, *values)`, made when it is first asked for: many texts never are."""
        return compile_term(self.term, self.roots, text=self.text, fallback=self._evaluated)

    @cached_property
    def _is_short(self) -> bool:
        """Whether an evaluation walks the tree at most once; a macro may walk parts of it a million times."""
        return not any(isinstance(term, terms.Macro) for term in terms.every(self.term))

    def _evaluated(self, env: object, values: tuple[object, ...]) -> object:
        return _evaluate(self.text, self.term, env, values)

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
        if "function" not in self.__dict__ and self._is_short and next(self._calls) < FEW:
            return self._evaluated(env, values)
        return self.function(env, *values)

    def over(self, subjects: int) -> Callable[..., object]:
        """What to ask about so many subjects, one after the other."""
        return self.function if subjects > FEW else self

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
    known: Predicate | None = vocabulary.compiled.get(text)
    if known is None:
        roots = len(vocabulary.variables) + (vocabulary.subject is not None)
        known = vocabulary.compiled[text] = Predicate(text, bind(parse(text), text, vocabulary), roots)
    return known


def _evaluate(text: str, term: terms.Term, env: object, values: tuple[object, ...]) -> object:
    answer = Frame(text, env, values).evaluate(term)
    return UNKNOWN if isinstance(answer, Missing) else answer
