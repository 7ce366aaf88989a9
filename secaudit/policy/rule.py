"""The form that a rule and a check must have."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Protocol, TypeVar

from msgspec import Struct

from secaudit.documents import Document
from secaudit.documents.source import Source
from secaudit.expressions import Predicate, Vocabulary
from secaudit.findings.card import RuleCard
from secaudit.findings.certificate import Certificate
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.model import Kind
from secaudit.policy.controls import Catalogue
from secaudit.policy.facts import Fact
from secaudit.policy.scope import Scope

T = TypeVar("T")


class Violation(Struct, frozen=True, gc=False, kw_only=True):
    """What a check saw, before it has a rule's words.

    `facts` are the values of the placeholders of a message, in words where the languages differ; None
    stands for *not declared*.
    """

    kind: Kind
    subject: str
    subjects: tuple[str, ...]
    state: FindingState = "fail"
    name: str | None = None
    level: int | None = None
    owner: str | None = None
    source: Source
    evidence: Evidence = Evidence()
    facts: dict[str, str | Words | None] = {}
    discriminator: str = ""


class Answer(Struct, frozen=True, gc=False, kw_only=True):
    """What a check saw of a scope: its violations, how many subjects passed or did not apply, and the proof."""

    violations: tuple[Violation, ...] = ()
    passed: int = 0
    not_applicable: int = 0
    certificates: tuple[Certificate, ...] = ()


class Check(Protocol):
    """A verb bound to its parameters.

    A local check may be shown a single file at a time; a global one needs the whole inventory.
    """

    @property
    def is_local(self) -> bool:
        """Whether a single subject decides."""
        ...

    def run(self, scope: Scope) -> Answer:
        """Look at the scope and say what was seen."""
        ...


class Binding(Protocol):
    """What a check is given when a rule is bound: its parameters and the means to read them.

    Every method raises PolicyError with file and line where the rule is wrong.
    """

    rule: str
    applies_from: int
    placeholders: frozenset[str]

    def text(self, key: str, *, default: str | None = None, choices: tuple[str, ...] = ()) -> str:
        """A word among the parameters."""
        ...

    def read(self, key: str, reader: Callable[[str], T], *, default: str) -> T:
        """A text among the parameters, read by a function that raises ValueError for what is wrong."""
        ...

    def has(self, key: str) -> bool:
        """Whether a parameter is given."""
        ...

    def flag(self, key: str) -> bool:
        """A yes or no among the parameters; absent is no."""
        ...

    def words(self, key: str, *, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A word or a list of words."""
        ...

    def controls(self) -> Catalogue:
        """The controls of the rule's pack."""
        ...

    def question(self, kind: Kind) -> None:
        """Take the parameter `question` as what the rule asks people about each subject of a kind."""
        ...

    def number(self, key: str, vocabulary: Vocabulary) -> Predicate | None:
        """A whole number among the parameters, or an expression that gives one; None if it is not there."""
        ...

    def predicate(self, key: str, vocabulary: Vocabulary, *, default: str | None = None) -> Predicate:
        """An expression among the parameters."""
        ...

    def vocabulary(self, subject: Kind | None = None, **variables: str) -> Vocabulary:
        """What an expression may name: the fields of a kind, and variables by the record they hold."""
        ...

    def facts(self, known: tuple[str, ...], vocabulary: Vocabulary | None) -> Mapping[str, Fact]:
        """The placeholders of the message that the check does not offer itself: facts of the rule, or fields."""
        ...

    def readings(self, key: str, vocabulary: Vocabulary) -> Mapping[str, Predicate]:
        """The fields that an expression among the parameters reads, each as an expression of its own."""
        ...

    def only(self, *keys: str) -> None:
        """Refuse parameters with other names."""
        ...


CheckFactory = Callable[[Binding], Check]


class Example(Struct, frozen=True, kw_only=True):
    """An inventory and what the rule must find in it, neither more nor less."""

    expects: FindingState | str
    title: Words
    document: Document
    finds: tuple[str, ...] = ()
    as_of: str | None = None
    parameters: dict[str, Any] = {}


class Rule(Struct, frozen=True, kw_only=True):
    """A card, the words of a finding, a check bound to its parameters, and examples.

    `dated`: what it finds may depend on the day, so that it must be asked again for another one.
    """

    card: RuleCard
    message: Words
    check: Check
    examples: Sequence[Example] = ()
    dated: bool = True
