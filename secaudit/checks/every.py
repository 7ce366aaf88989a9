"""Each subject that matches `where` satisfies `assert`."""

from collections.abc import Callable, Mapping
from functools import cached_property, partial

from secaudit.expressions import UNKNOWN, EvaluationError, Predicate
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.model import KINDS, Kind, Noun
from secaudit.policy import Answer, Binding, Check, Fact, Scope, Violation
from secaudit.policy.absent import absent_of
from secaudit.policy.facts import shown
from secaudit.policy.levels import is_spared, lacks_level


def every(binding: Binding) -> Check:
    """Bind the check: `of` a kind, `where` (absent: all), `assert`."""
    binding.only("of", "where", "assert")
    kind: Kind = binding.text("of", choices=KINDS)  # type: ignore[assignment]
    vocabulary = binding.vocabulary(kind)
    return _Every(
        kind=kind,
        applies_from=binding.applies_from,
        where=binding.predicate("where", vocabulary, default="true"),
        claim=binding.predicate("assert", vocabulary),
        facts=binding.facts(("subject", "name", "level", "owner"), vocabulary),
        readings=partial(binding.readings, "assert", vocabulary),
    )


class _Every:
    def __init__(  # noqa: PLR0913  (the parts of one rule)
        self,
        *,
        kind: Kind,
        applies_from: int,
        where: Predicate,
        claim: Predicate,
        facts: Mapping[str, Fact],
        readings: Callable[[], Mapping[str, Predicate]],
    ) -> None:
        self._kind = kind
        self._applies_from = applies_from
        self._where = where
        self._claim = claim
        self._facts = facts
        self._compile_readings = readings
        worded = (part for fact in facts.values() for part in (fact.vi, fact.en))
        self.is_local = not any(part.reads_inventory for part in (where, claim, *worded))

    @cached_property
    def _readings(self) -> Mapping[str, Predicate]:
        """What a finding shows; compiled when there is one, because most rules have none."""
        return self._compile_readings()

    def run(self, scope: Scope) -> Answer:
        nouns, lowest = scope.inventory.of(self._kind), self._applies_from
        applies, holds = self._where.over(len(nouns)), self._claim.over(len(nouns))
        violations = []
        passed = not_applicable = 0
        for noun in nouns:
            try:
                applicable = False if is_spared(noun, lowest) else applies(scope, noun)
                if applicable is False:
                    not_applicable += 1
                    continue
                answer = holds(scope, noun)
            except EvaluationError as error:
                violations.append(self._violation(scope, noun, "error", error=str(error)))
                continue
            if answer is True and (applicable is True or applicable is UNKNOWN):
                passed += 1
            elif answer is False and applicable is True and not lacks_level(noun, lowest):
                violations.append(self._violation(scope, noun, "fail"))
            else:
                violations.append(self._violation(scope, noun, "unknown"))
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)

    def _violation(self, scope: Scope, noun: Noun, state: FindingState, error: str = "") -> Violation:
        level = getattr(noun, "level", None)
        evidence = Evidence(
            missing=self._missing(scope, noun) if state == "unknown" else (), seen=self._seen(scope, noun, error)
        )
        facts: dict[str, str | Words | None] = {
            "subject": noun.id, "name": noun.name or noun.id, "owner": noun.owner,
            "level": None if level is None else str(level),
        }  # fmt: skip
        facts |= {name: fact.of(scope, noun) for name, fact in self._facts.items()}
        return Violation(
            kind=self._kind, subject=noun.id, subjects=(f"{self._kind}:{noun.id}",), state=state, name=noun.name,
            level=level, owner=noun.owner, source=noun.source, evidence=evidence, facts=facts,
        )  # fmt: skip

    def _missing(self, scope: Scope, noun: Noun) -> tuple[str, ...]:
        level = ("level",) if lacks_level(noun, self._applies_from) else ()
        absent = (*absent_of(self._where, scope, noun), *absent_of(self._claim, scope, noun))
        return tuple(dict.fromkeys((*level, *absent)))

    def _seen(self, scope: Scope, noun: Noun, error: str) -> tuple[tuple[str, str], ...]:
        read = ((path, shown(reading, scope, noun)) for path, reading in sorted(self._readings.items()))
        seen = tuple((path, value or "[]") for path, value in read if value is not None)
        return (*seen, ("error", error)) if error else seen
