"""Waivers that cannot be meant: what matches nothing, what nobody else approved, what holds for too long."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from secaudit.documents import Document
from secaudit.errors import PolicyError, Problem
from secaudit.findings.card import RuleCard
from secaudit.findings.finding import Finding
from secaudit.policy.dates import months_between
from secaudit.triage.waivers import named

# How long a waiver may hold, unless a pack has a parameter of this name.
LONGEST = "waiver_months"
LONGEST_MONTHS = 12

_STOPPING = ("rule", "subject", "cause")
_Mistake = tuple[str, str, str]  # the key, what is wrong, what instead


class Asked(Struct, frozen=True):
    """What waivers are held against: findings, the rules asked and left out, and the months a waiver may hold."""

    findings: tuple[Finding, ...]
    cards: tuple[RuleCard, ...]
    left_out: tuple[RuleCard, ...] = ()
    months: int = LONGEST_MONTHS


def check_waivers(documents: Sequence[Document], asked: Asked) -> None:
    """Refuse what cannot be meant. Of rules that were left out it is not known what they would have found.

    Raises PolicyError with all of it, each with its place.
    """
    targets = {
        (finding.rule, name, by_cause)
        for finding in asked.findings
        for by_cause in (False, True)
        for name in named(finding, by_cause=by_cause)
    }
    rules = {card.id: card for card in (*asked.cards, *asked.left_out)}
    unasked = {card.id for card in asked.left_out}
    problems: list[Problem] = []
    seen: dict[str, str] = {}
    for document in documents:
        for row, content in enumerate(document.content["waivers"]):
            mistakes = [*_of_itself(content, seen, asked.months), *_of_its_rule(content, rules)]
            if not any(key in _STOPPING for key, _, _ in mistakes) and content["rule"] not in unasked:
                mistakes += _of_its_target(content, targets)
            problems += (document.problem(("waivers", row, key), message, cure) for key, message, cure in mistakes)
            seen.setdefault(content["id"], document.text.name)
    if problems:
        raise PolicyError(problems)


def _of_itself(content: Mapping[str, Any], seen: Mapping[str, str], months: int) -> Iterator[_Mistake]:
    name = content["id"]
    if ("subject" in content) == ("cause" in content):
        yield "subject", f"waiver {name!r} must name a subject or a cause, one of both", "write subject: or cause:"
    if name in seen:
        yield "id", f"waiver {name!r} is already in {seen[name]}", "give every waiver an id of its own"
    if _same_person(content.get("requested_by"), content["approved_by"]):
        yield "approved_by", f"waiver {name!r} was approved by who requested it", "somebody else must approve it"
    if content["expires"] < content["issued"]:
        yield "expires", f"waiver {name!r} expires before it was issued", "correct one of the two dates"
    elif _is_longer(content["issued"], content["expires"], months):
        yield "expires", f"waiver {name!r} holds for more than {months} months", "let it be decided again in time"


def _same_person(one: str | None, other: str) -> bool:
    return one is not None and one.casefold().split() == other.casefold().split()


def _is_longer(issued: str, expires: str, months: int) -> bool:
    """The same day of the month, so many months later, is the last that may count."""
    whole = months_between(issued, expires) or 0
    return whole > months or (whole == months and expires[8:] > issued[8:])


def _of_its_rule(content: Mapping[str, Any], rules: Mapping[str, RuleCard]) -> Iterator[_Mistake]:
    rule = content["rule"]
    if rule not in rules:
        yield "rule", f"there is no rule {rule!r}", _near(rule, rules)
    elif not rules[rule].waivable:
        yield "rule", f"rule {rule} cannot be waived", "repair the finding"


def _of_its_target(content: Mapping[str, Any], targets: set[tuple[str, str, bool]]) -> Iterator[_Mistake]:
    key = "cause" if "cause" in content else "subject"
    rule, by_cause = content["rule"], key == "cause"
    if (rule, content[key], by_cause) not in targets:
        known = [name for other, name, is_cause in targets if other == rule and is_cause == by_cause]
        message = f"waiver {content['id']!r} matches no finding of {rule}"
        yield key, message, _near(content[key], known) or "remove the waiver"


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else ""
