"""What is true of every rule that is shipped."""

import re

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.packs.citing import citing
from secaudit.pipeline.examples import DAY_OF_EXAMPLES

PACKS = {path.name: packs.load((path,), CHECKS, as_of=DAY_OF_EXAMPLES, in_force_only=False) for path in packs.shipped()}
RULES = PACKS["vn-2026"].rules
EVERY = [rule for name, book in PACKS.items() for rule in book.rules if rule.card.source.file.startswith(f"{name}/")]
CITING = {(cite.pack, cite.id) for cite in citing(packs.shipped(), DAY_OF_EXAMPLES) if cite.kind == "rule"}
BY_ID = pytest.mark.parametrize("rule", EVERY, ids=lambda rule: rule.card.source.file)
# What these rules read is declared or outside of the rule: no field can be absent and leave the answer open.
NEVER_UNKNOWN = {
    "APR-19": "judges declared delegations, of which an empty part is the flaw",
    "APR-21": "judges a declared status by what is declared beside it; APR-01 tells where there is none",
    "GWA-10": "judges gateways that hold a hash of what was approved, and compares it",
    "GWP-17": "judges declared entries of a policy, by the segments that are declared",
    "SEC-06": "judges hosts that declare what they held; a wiping that is not declared was not made",
    "ZON-06": "compares declared ranges; ZON-02 tells where there are none",
}
ASKED_FOR = [
    "APR-01",
    "APR-02",
    "APR-03",
    "APR-04",
    "APR-05",
    "APR-09",
    "APR-10",
    "DET-01",
    "DET-02",
    "DET-03",
    "DET-05",
    "DET-08",
    "DET-10",
    "DET-11",
    "ZON-01",
    "ZON-02",
    "ZON-05",
    "ZON-06",
    "ZON-07",
    "GWA-01",
    "GWA-02",
    "GWA-04",
    "GWA-07",
    "GWP-01",
    "GWP-02",
    "GWP-03",
    "GWP-05",
    "GWP-07",
    "GWP-08",
    "DCN-01",
    "DCN-02",
    "DCN-03",
    "WLS-01",
    "SEC-01",
    "SEC-03",
]


def test_every_pack_is_looked_at():
    assert len(EVERY) >= 240
    assert {rule.card.source.file.partition("/")[0] for rule in EVERY} == set(PACKS)


def test_the_first_rules_are_there():
    assert set(ASKED_FOR) <= {rule.card.id for rule in RULES}


@BY_ID
def test_a_rule_passes_and_fails_somewhere(rule):
    assert {"pass", "fail"} <= {example.expects for example in rule.examples}


@BY_ID
def test_a_rule_shows_what_it_says_of_a_field_that_is_absent(rule):
    """A rule without an example of unknown is listed here with the reason, and only then."""
    assert ("unknown" in {example.expects for example in rule.examples}) != (rule.card.id in NEVER_UNKNOWN)


@BY_ID
def test_the_examples_of_a_rule_speak_both_languages(rule):
    """`secaudit rules explain ID --lang vi` shows them to an officer."""
    foreign = [example.title.en for example in rule.examples if example.title.vi == example.title.en]

    assert foreign == [], "write the title of an example as {vi: ..., en: ...}"


@BY_ID
def test_a_rule_speaks_both_languages(rule):
    card = rule.card
    texts = [card.title, card.rationale, card.remediation, rule.message]

    assert all(words.vi.strip() and words.en.strip() for words in texts)
    assert all(words.vi != words.en for words in texts)


@BY_ID
def test_a_rule_is_plain_text(rule):
    card = rule.card
    texts = [
        text for words in (card.title, card.rationale, card.remediation, rule.message) for text in (words.vi, words.en)
    ]

    assert [text for text in texts if re.search(r"</?\w+>|\*\*|\]\(|`", text)] == []


@BY_ID
def test_both_messages_name_the_same_facts(rule):
    vi, en = (set(re.findall(r"\{([^}]+)\}", text)) for text in (rule.message.vi, rule.message.en))

    assert vi == en


@BY_ID
def test_a_rule_cites_something_or_says_that_it_is_the_organisations_own(rule):
    """On whatever day: what only a law of the past asked for cites nothing today."""
    assert (rule.card.pack, rule.card.id) in CITING or rule.card.basis == "ORG"


@BY_ID
def test_the_standard_known_from_a_paraphrase_is_never_cited_with_high_confidence(rule):
    cites = [cite for cite in rule.card.cites if "14423" in cite.instrument]

    assert all(cite.basis == "STD" and cite.confidence != "high" for cite in cites)


@BY_ID
def test_the_law_is_cited_only_with_a_clause(rule):
    assert all(cite.clause.strip() for cite in rule.card.cites if cite.basis == "LAW")
