"""Rules and a scope in, findings out.

"I ask every rule and dress the answers. I know no check by name."
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace

from secaudit.findings.certificate import Certificate
from secaudit.findings.finding import Finding, fingerprint
from secaudit.findings.report import Tally
from secaudit.findings.severity import at_level
from secaudit.findings.words import Words
from secaudit.policy import Answer, Rule, Scope, Violation
from secaudit.policy.messages import fill


class Outcome(Struct, frozen=True):
    """What a set of rules found in a scope. Outcomes of parts add up to the outcome of the whole."""

    findings: tuple[Finding, ...]
    tallies: tuple[Tally, ...]
    certificates: tuple[Certificate, ...] = ()


def evaluate(rules: Iterable[Rule], scope: Scope) -> Outcome:
    """Ask every rule. Local rules may be shown the inventory of one file, global ones need all of it."""
    findings: list[Finding] = []
    tallies = []
    certificates: list[Certificate] = []
    for rule in rules:
        answer = rule.check.run(scope)
        findings += (_finding(rule, violation) for violation in answer.violations)
        tallies.append(_tally(rule, answer))
        certificates += (replace(certificate, rule=rule.card.id) for certificate in answer.certificates)
    return Outcome(tuple(findings), tuple(tallies), tuple(certificates))


def add(outcomes: Sequence[Outcome]) -> Outcome:
    """The outcome of the whole from the outcomes of its parts; tallies are sorted by rule."""
    totals: dict[str, Tally] = {}
    for outcome in outcomes:
        for tally in outcome.tallies:
            known = totals.get(tally.rule)
            totals[tally.rule] = tally if known is None else _sum(known, tally)
    findings = tuple(finding for outcome in outcomes for finding in outcome.findings)
    certificates = tuple(certificate for outcome in outcomes for certificate in outcome.certificates)
    return Outcome(findings, tuple(totals[rule] for rule in sorted(totals)), certificates)


def _finding(rule: Rule, violation: Violation) -> Finding:
    card = rule.card
    return Finding(
        rule=card.id, state=violation.state, severity=at_level(card.severity, violation.level),
        subject=f"{violation.kind}:{violation.subject}", subjects=violation.subjects, name=violation.name,
        level=violation.level, owner=violation.owner, message=_message(rule, violation),
        source=violation.source, evidence=violation.evidence,
        fingerprint=fingerprint(card.id, violation.subjects, violation.discriminator),
    )  # fmt: skip


def _message(rule: Rule, violation: Violation) -> Words:
    """The rule's words; they state a fact, so that what is not known says so first, wherever it is shown."""
    told = fill(rule.message, violation.facts)
    if violation.state != "unknown":
        return told
    return Words(vi=f"Chưa xác định được: {told.vi}", en=f"Could not be determined: {told.en}")


def _tally(rule: Rule, answer: Answer) -> Tally:
    states = [violation.state for violation in answer.violations]
    return Tally(
        rule=rule.card.id, passed=answer.passed, not_applicable=answer.not_applicable,
        failed=states.count("fail"), unknown=states.count("unknown"), error=states.count("error"),
    )  # fmt: skip


def _sum(first: Tally, second: Tally) -> Tally:
    return Tally(
        rule=first.rule, passed=first.passed + second.passed, failed=first.failed + second.failed,
        unknown=first.unknown + second.unknown, not_applicable=first.not_applicable + second.not_applicable,
        error=first.error + second.error,
    )  # fmt: skip
