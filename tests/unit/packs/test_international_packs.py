"""The shipped international packs: asked only when named, beside whatever national pack is of the day."""

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.pipeline import Request, audit

INTERNATIONAL = {
    "intl-nist-800-53": ("NIST", {"NIST SP 800-53 r5"}),
    "intl-iec-62443": ("IEC", {"IEC 62443-3-2", "IEC 62443-3-3"}),
    "intl-mlps-2": ("MLPS", {"GB/T 22239-2019"}),
}
FOLDERS = {folder.name: folder for folder in packs.shipped()}
BY_PACK = pytest.mark.parametrize("pack", INTERNATIONAL)
OLD_LAW, NEW_LAW = "2025-12-01", "2026-11-22"


def _rules(pack: str, day: str):
    found = packs.load((FOLDERS[pack],), CHECKS, as_of=day)
    return found, [rule.card for rule in found.rules if rule.card.pack == pack]


@pytest.mark.parametrize("day", [OLD_LAW, NEW_LAW])
def test_no_international_rule_is_asked_that_was_not_named(day):
    assert not {rule.card.pack for rule in packs.load((), CHECKS, as_of=day).rules} & set(INTERNATIONAL)


@BY_PACK
@pytest.mark.parametrize("day", [OLD_LAW, NEW_LAW])
def test_a_named_one_is_added_to_the_national_pack_of_the_day(pack, day):
    book, cards = _rules(pack, day)

    assert [card.id for card in book.packs] == ["vn-2016" if day == OLD_LAW else "vn-2026", pack]
    assert len(cards) >= 8
    assert all(card.id.startswith(f"{INTERNATIONAL[pack][0]}-") for card in cards)


@BY_PACK
def test_its_rules_cite_its_own_instruments_and_speak_of_no_national_law(pack):
    _, cards = _rules(pack, NEW_LAW)

    for card in cards:
        assert {cite.instrument for cite in card.cites} <= INTERNATIONAL[pack][1], card.id
        assert {cite.basis for cite in card.cites} <= {"INTL", "DERIVED"}, card.id
        for words in (card.title, card.rationale, card.remediation):
            assert not any(mark in words.vi + words.en for mark in ("331/2026", "14423", "TSLCD")), card.id


@BY_PACK
def test_each_shows_the_national_clauses_of_its_theme_for_comparison(pack):
    _, cards = _rules(pack, NEW_LAW)
    instruments = {cite.instrument for card in cards for cite in card.equivalents}

    assert instruments & {"TCVN 14423:2026", "NĐ 331/2026/NĐ-CP"}
    assert not instruments & INTERNATIONAL[pack][1]


def test_it_may_be_asked_alone(tmp_path):
    (tmp_path / "a.yaml").write_text(
        "secaudit: 1\nsystems: [{id: mail, status: operating, level: 2, approval: {status: submitted, level: 2}}]\n",
        encoding="utf-8",
    )
    request = Request(
        roots=(tmp_path / "a.yaml",),
        base=tmp_path,
        as_of=NEW_LAW,
        packs=(FOLDERS["intl-nist-800-53"],),
        select=("NIST",),
    )
    found = {verdict.finding.rule for verdict in audit(request).verdicts}

    assert "NIST-01" in found
    assert all(rule.startswith("NIST-") for rule in found)
