"""Open questions as the YAML in which they are answered: what `secaudit attest` prints, for one subject."""

import json
import re
from collections.abc import Iterator, Mapping

from secaudit.findings.card import RuleCard
from secaudit.findings.controls import ControlCard
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words
from secaudit.reporters.safety import one_line

# What YAML takes as text without quotes. Other text is quoted as JSON, which is YAML too.
_PLAIN = re.compile(r"[a-z][a-z0-9_-]*")
_NO_TEXT = frozenset({"true", "false", "null", "yes", "no", "on", "off", "y", "n"})

_ANSWER = Words("yes | no | partial | not_applicable (phải có evidence; yes cho câu hỏi của quy tắc cũng vậy)",
                "yes | no | partial | not_applicable (with evidence; so is yes to the question of a rule)")  # fmt: skip
_DATE = Words("năm-tháng-ngày", "year-month-day")
_QUESTION = Words("mã quy tắc hoặc biện pháp đặt câu hỏi", "id of the rule or control that asks")
_BY = Words("mã đơn vị trả lời", "id of the unit that answers")
_HEAD = ("secaudit: 1", "attestations:")

Questions = dict[str, Words]


def questions(report: Report) -> Mapping[str, Questions]:
    """The questions that are open about each subject (`system:doc-flow`), by the name of the question."""
    cards = {card.id: card for card in report.cards}
    controls = {(card.pack, card.id): card for card in report.controls}
    found: dict[str, Questions] = {}
    for finding in report.open:
        for question, text in (*_of_rule(finding, cards), *_of_controls(finding, controls)):
            found.setdefault(finding.subject, {}).setdefault(question, text)
    return found


def _of_rule(finding: Finding, cards: Mapping[str, RuleCard]) -> Iterator[tuple[str, Words]]:
    card = cards.get(finding.rule)
    if card is not None and card.question and f"attestations.{finding.rule}" in finding.evidence.missing:
        yield finding.rule, card.question.text


def _of_controls(finding: Finding, controls: Mapping[tuple[str, str], ControlCard]) -> Iterator[tuple[str, Words]]:
    for row in finding.evidence.controls:
        card = controls.get((row.pack, row.control))
        if card is not None and row.verdict == "unknown" and row.kind != "measured":
            required = card.at(finding.level)
            text = required.text if required else card.title
            yield row.control, Words(f"{card.title.vi}: {text.vi}", f"{card.title.en}: {text.en}")


def form(subject: str, asked: Mapping[str, Words], language: Language) -> str:
    """The questions about a subject as YAML to be filled in; empty if there is none."""
    entries = [
        line
        for question, text in sorted(asked.items())
        for line in (f"  # {one_line(text.of(language))}", *_entry(_scalar(question), subject, language))
    ]
    return "\n".join((*_HEAD, *entries)) if entries else ""


def blank(subject: str, language: Language) -> str:
    """The form for a question that no rule asks yet; nothing takes it as long as the question is not named."""
    return "\n".join((*_HEAD, *_entry(f"                # {_QUESTION.of(language)}", subject, language)))


def _entry(question: str, subject: str, language: Language) -> tuple[str, ...]:
    return (
        f"  - question: {question}",
        f"    subject: {_scalar(subject)}",
        f"    answer:                  # {_ANSWER.of(language)}",
        f"    date:                    # {_DATE.of(language)}",
        f"    by:                      # {_BY.of(language)}",
        "    # evidence: ",
    )


def _scalar(text: str) -> str:
    return text if _PLAIN.fullmatch(text) and text not in _NO_TEXT else json.dumps(text, ensure_ascii=True)
