"""An answer that nobody asks for shows; an answer that somebody asks for does not."""

import pytest

from secaudit.triage import about_unasked, unasked_card
from tests.builders import inventory, load, rule_text, write_pack
from tests.unit.checks.test_controls import CATALOGUE

ASKS = "check: attested\nwith: {of: system, question: {vi: Có không, en: Is it}}\n"
PLACES = "units: [{id: u}]\nunit: u\nsystems: [{id: a, %s}, {id: b}]\nsegments: [{id: s}]\n"


def _told(folder, attestations: str = "", system: str = "level: 1", *, catalogue: bool = True) -> list[str]:
    folder = write_pack(folder / "pack", rule_text(ASKS))
    if catalogue:
        (folder / "controls.yaml").write_text(CATALOGUE, encoding="utf-8")
    book = load(folder)
    given = f"attestations: [{attestations}]" if attestations else ""
    built = inventory(PLACES % system + given)
    found = about_unasked(built, [rule.card for rule in book.rules], book.control_cards)
    return [f"{finding.subject} {finding.message.en}" for finding in found]


def _answer(question: str, subject: str = "a") -> str:
    return f"{{question: {question}, subject: '{subject}', answer: yes, date: 2026-10-01, by: u}}"


@pytest.mark.parametrize("question", ["TST-01", "mfa", "restore"])
def test_what_a_rule_or_a_control_asks_is_not_told(tmp_path, question):
    assert _told(tmp_path, _answer(question)) == []


@pytest.mark.parametrize(
    ("question", "subject", "told"),
    [
        ("TST-1", "a", "no rule or control asks for it; did you mean TST-01?"),
        ("restor", "a", "did you mean restore?"),
        ("zzz", "a", "zzz is answered or declared 1 times, and no rule or control asks for it"),
        ("TST-01", "s", "it is asked about each system only"),
        ("mfa", "segment:s", "it is asked about each system only"),
        ("logs", "a", "logs is answered or declared 1 times"),
    ],
)
def test_what_nobody_asks_is_told(tmp_path, question, subject, told):
    [finding] = _told(tmp_path, _answer(question, subject))

    assert finding.startswith(f"attestation:{question}@{subject}@2026-10-01 ")
    assert told in finding


def test_a_mistyped_control_of_a_system_is_told_once_for_each_unit(tmp_path):
    told = _told(tmp_path, system="controls: {mfaa: yes, mfa: yes}")

    assert told == [
        "system:a mfaa is answered or declared 1 times, and no rule or control asks for it; did you mean mfa?"
    ]


def test_a_thousand_answers_to_one_wrong_question_are_one_finding(tmp_path):
    rows = ", ".join(
        f"{{id: n{number}, question: TST-1, subject: a, answer: yes, date: 2026-10-01, by: u}}"
        for number in range(1000)
    )

    [finding] = _told(tmp_path, rows)

    assert "is answered or declared 1000 times" in finding


def test_without_a_catalogue_nothing_is_said_about_states(tmp_path):
    assert _told(tmp_path, system="controls: {mfaa: yes}", catalogue=False) == []


def test_what_a_pack_asks_that_is_not_used_today_is_no_mistake(tmp_path):
    folder = write_pack(tmp_path / "pack", rule_text(ASKS))
    (folder / "controls.yaml").write_text(CATALOGUE, encoding="utf-8")
    book = load(folder)
    answers = f"attestations: [{_answer('OLD-01')}, {_answer('TST-01', 's')}]"
    built = inventory(PLACES % "controls: {waf: yes, wfa: yes}" + answers)
    cards = [rule.card for rule in book.rules]

    found = about_unasked(built, cards, book.control_cards, lambda: {"waf", "OLD-01", "TST-01"})

    assert [finding.subject for finding in found] == ["attestation:TST-01@s@2026-10-01", "system:a"]
    assert "wfa" in found[1].message.en


def test_other_packs_are_not_read_where_nothing_is_unasked(tmp_path):
    book = load(write_pack(tmp_path / "pack", rule_text(ASKS)))
    built = inventory(PLACES % "level: 1" + f"attestations: [{_answer('TST-01')}]")

    assert about_unasked(built, [rule.card for rule in book.rules], (), lambda: 1 / 0) == ()


def test_the_card_is_the_tools_own(tmp_path):
    card = unasked_card(load(write_pack(tmp_path / "pack", rule_text(ASKS))).rules[0].card)

    assert (card.pack, card.waivable, card.question, card.cites) == ("secaudit", False, None, ())
