"""One word for one thing: in rules, in reports, in the glossary of the report."""

import re

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.findings.words import Words
from secaudit.packs.glossary import shipped_glossary
from secaudit.pipeline.examples import DAY_OF_EXAMPLES
from secaudit.reporters import labels
from secaudit.reporters.html import words

RULES = [
    rule
    for pack in packs.shipped()
    for rule in packs.load([pack], CHECKS, as_of=DAY_OF_EXAMPLES, in_force_only=False).rules
    if rule.card.pack == pack.name
]
REJECTED = re.compile(
    "|".join(rf"\b{re.escape(word)}\b" for term in shipped_glossary() for word in term.rejected), re.IGNORECASE
)


@pytest.mark.parametrize("rule", RULES, ids=[f"{rule.card.pack}-{rule.card.id}" for rule in RULES])
def test_a_rule_uses_no_word_that_the_glossary_rejects(rule):
    card = rule.card
    texts = [card.title.vi, rule.message.vi, card.rationale.vi, card.remediation.vi]

    assert [found for text in texts for found in REJECTED.findall(text)] == []


@pytest.mark.parametrize("module", [labels, words], ids=["labels", "words"])
def test_a_report_uses_no_word_that_the_glossary_rejects(module):
    told = [
        text.vi
        for table in vars(module).values()
        if isinstance(table, dict)
        for text in table.values()
        if isinstance(text, Words)
    ]

    assert len(told) > 20
    assert [text for text in told if REJECTED.search(text)] == []


def test_the_glossary_has_one_entry_a_term_and_rejects_none_of_its_own():
    terms = shipped_glossary()
    for column in ([term.vi for term in terms], [term.en for term in terms]):
        assert len(set(column)) == len(column)

    assert {term.vi for term in terms} & {word for term in terms for word in term.rejected} == set()
