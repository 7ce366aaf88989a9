"""Somebody answered the rule's question about each subject with yes, and the answer still counts."""

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from secaudit.expressions import UNKNOWN, EvaluationError, Predicate
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.model import KINDS, Attestation, Kind, Noun
from secaudit.policy import Answer, Answered, Binding, Check, Fact, Scope, Violation
from secaudit.policy.answers import answered, told
from secaudit.policy.levels import is_spared, lacks_level

_OFFERED = ("subject", "name", "level", "owner", "answer")
_ATTESTED = tuple(kind for kind in KINDS if kind != "attestation")


def attested(binding: Binding) -> Check:
    """Bind the check: `of` a kind, `where` (absent: all), `question` in both languages, `valid_months`.

    The inventory answers with an attestation whose `question` is the id of the rule. `valid_months`, a
    number or an expression over the subject, says for how long a yes counts; absent, until it is replaced.
    A question asks for the paper that shows it, so a yes without evidence leaves it open.
    """
    binding.only("of", "where", "question", "valid_months")
    kind: Kind = binding.text("of", choices=_ATTESTED)  # type: ignore[assignment]
    vocabulary = binding.vocabulary(kind)
    binding.question(kind)
    return _Attested(
        kind=kind,
        question=binding.rule,
        applies_from=binding.applies_from,
        where=binding.predicate("where", vocabulary, default="true"),
        months=binding.number("valid_months", vocabulary),
        facts=binding.facts(_OFFERED, vocabulary),
    )


class _Attested(Struct, frozen=True, kw_only=True):
    kind: Kind
    question: str
    applies_from: int
    where: Predicate
    months: Predicate | None
    facts: Mapping[str, Fact]

    @property
    def is_local(self) -> bool:
        """Answers may stand in any file."""
        return False

    def run(self, scope: Scope) -> Answer:
        passed = not_applicable = 0
        violations = []
        for noun in scope.inventory.of(self.kind):
            applies: object = False
            try:
                applies = self._applies(scope, noun)
                answer = None if applies is False else self._answer(scope, noun)
            except EvaluationError as error:
                seen = (("error", str(error)),)
                violations.append(self._violation(scope, noun, "error", Answered("never"), Evidence(seen=seen)))
                continue
            verdict = "not_applicable" if answer is None else answer.verdict
            if verdict == "not_applicable":
                not_applicable += 1
            elif verdict == "pass":
                passed += 1
            elif answer is not None:
                state: FindingState = "fail" if verdict == "fail" and applies is True else "unknown"
                violations.append(self._violation(scope, noun, state, answer, self._evidence(scope, noun, answer)))
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)

    def _applies(self, scope: Scope, noun: Noun) -> object:
        if is_spared(noun, self.applies_from):
            return False
        applies = self.where(scope, noun)
        return UNKNOWN if applies is True and lacks_level(noun, self.applies_from) else applies

    def _answer(self, scope: Scope, noun: Noun) -> Answered:
        given: Sequence[Attestation] = scope.answers.get((self.kind, noun.id), {}).get(self.question, ())
        months = self.months(scope, noun) if self.months is not None and given else None
        if months is not None and not isinstance(months, int):  # how long it counts is not known: as if it did not
            months = 0
        answer = answered(given, scope.as_of, months)
        proven = answer.attestation is not None and bool(answer.attestation.evidence)
        return answer if proven or answer.verdict != "pass" else replace(answer, standing="unproven")

    def _evidence(self, scope: Scope, noun: Noun, answer: Answered) -> Evidence:
        given = answer.attestation
        seen = () if given is None else _seen(given, answer)
        level = ("level",) if lacks_level(noun, self.applies_from) else ()
        missing = (f"attestations.{self.question}",) if answer.verdict == "unknown" else ()
        return Evidence(seen=seen, missing=(*level, *self.where.missing(scope, noun), *missing))

    def _violation(
        self, scope: Scope, noun: Noun, state: FindingState, answer: Answered, evidence: Evidence
    ) -> Violation:
        level = getattr(noun, "level", None)
        facts: dict[str, str | Words | None] = {
            "subject": noun.id, "name": noun.name or noun.id, "owner": noun.owner,
            "level": None if level is None else str(level), "answer": told(answer),
        }  # fmt: skip
        facts |= {name: fact.of(scope, noun) for name, fact in self.facts.items()}
        return Violation(
            kind=self.kind, subject=noun.id, subjects=(f"{self.kind}:{noun.id}",), state=state, name=noun.name,
            level=level, owner=noun.owner, source=noun.source, evidence=evidence, facts=facts,
        )  # fmt: skip


def _seen(given: Attestation, answer: Answered) -> tuple[tuple[str, str], ...]:
    read = {
        "answer": given.answer, "date": given.date, "by": given.by, "person": given.person, "evidence": given.evidence,
        "until": given.until, "lapsed": answer.lapsed, "declared": str(given.source),
    }  # fmt: skip
    return tuple((name, value) for name, value in read.items() if value is not None)
