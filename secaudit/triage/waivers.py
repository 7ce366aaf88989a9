"""Waivers: dated, justified, approved decisions to live with one finding."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from secaudit.documents import Document
from secaudit.errors import PolicyError, Problem
from secaudit.findings.card import RuleCard
from secaudit.findings.finding import Finding
from secaudit.findings.report import WaiverCard

_LONGEST_DAYS = 366


def read_waivers(documents: Sequence[Document], as_of: str) -> tuple[WaiverCard, ...]:
    """The waivers of valid documents, with their state on a day (`expires` is the last day that counts)."""
    cards = [_card(content, as_of) for document in documents for content in document.content["waivers"]]
    return tuple(sorted(cards, key=lambda card: card.id))


def check_waivers(
    documents: Sequence[Document],
    findings: Iterable[Finding],
    cards: Iterable[RuleCard],
    left_out: Iterable[RuleCard] = (),
) -> None:
    """Refuse waivers that match nothing, that nobody else approved, or of rules that allow none.

    Of rules that were left out it is not known what they would have found, so that a waiver of one may match.
    Raises PolicyError with all of them, each with its place.
    """
    targets = {(finding.rule, finding.subject) for finding in findings}
    unasked = {card.id: card for card in left_out}
    rules = {card.id: card for card in cards} | unasked
    problems = []
    seen: dict[str, str] = {}
    for document in documents:
        for row, content in enumerate(document.content["waivers"]):
            for key, message, help_text in _mistakes(content, targets, rules, seen):
                if key == "subject" and content["rule"] in unasked:
                    continue
                line, column = document.text.position(("waivers", row, key))
                problems.append(Problem(document.text.name, line, column, message, help_text))
            seen.setdefault(content["id"], document.text.name)
    if problems:
        raise PolicyError(problems)


def _mistakes(
    content: Mapping[str, Any], targets: set[tuple[str, str]], rules: Mapping[str, RuleCard], seen: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    name, rule, subject = content["id"], content["rule"], content["subject"]
    if name in seen:
        yield "id", f"waiver {name!r} is already in {seen[name]}", "give every waiver an id of its own"
    if content.get("requested_by") == content["approved_by"]:
        yield "approved_by", f"waiver {name!r} was approved by who requested it", "somebody else must approve it"
    if content["expires"] < content["issued"]:
        yield "expires", f"waiver {name!r} expires before it was issued", "correct one of the two dates"
    if rule not in rules:
        yield "rule", f"there is no rule {rule!r}", _near(rule, rules)
    elif not rules[rule].waivable:
        yield "rule", f"rule {rule} cannot be waived", "repair the finding"
    elif (rule, subject) not in targets:
        subjects = [known for known_rule, known in targets if known_rule == rule]
        yield (
            "subject",
            f"waiver {name!r} matches no finding of {rule}",
            _near(subject, subjects) or "remove the waiver",
        )


def _near(word: str, known: Iterable[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"did you mean {near[0]!r}?" if near else ""


def _card(content: Mapping[str, Any], as_of: str) -> WaiverCard:
    state = "expired" if content["expires"] < as_of else "not_yet" if content["issued"] > as_of else "active"
    return WaiverCard(
        id=content["id"], rule=content["rule"], subject=content["subject"], reason=content["reason"],
        approved_by=content["approved_by"], requested_by=content.get("requested_by"), decision=content.get("decision"),
        issued=content["issued"], expires=content["expires"], state=state,  # type: ignore[arg-type]
    )  # fmt: skip
