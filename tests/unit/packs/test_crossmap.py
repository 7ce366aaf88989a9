"""The cross-map: what other instruments say on the theme of a rule, for comparison only."""

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.documents import parse
from secaudit.errors import PolicyError
from secaudit.exchange.saved_result import read_result
from secaudit.packs.clauses import clauses
from secaudit.packs.crossmap import read_crossmap, shipped_crossmap, with_equivalents
from secaudit.packs.instruments import shipped_instruments
from secaudit.pipeline import Request, audit
from secaudit.reporters import json as json_reporter
from secaudit.reporters.options import RenderOptions

SURE = ("low", "medium", "high")
NEW_LAW = "2026-09-01"


def _card(rule: str, day: str = NEW_LAW):
    return next(each.card for each in packs.load((), CHECKS, as_of=day).rules if each.card.id == rule)


def test_every_clause_of_the_map_stands_in_the_table_and_is_no_surer_than_it():
    table = {instrument.id: instrument for instrument in shipped_instruments()}
    for theme in shipped_crossmap().values():
        for cite in theme.on(NEW_LAW):
            held = {clause.id: clause for clause in table[cite.instrument].clauses}
            named = [held[name] for name in clauses(cite.clause)]
            assert cite.basis == table[cite.instrument].basis, theme.id
            assert SURE.index(cite.confidence) <= min(SURE.index(clause.confidence) for clause in named), theme.id


def test_no_clause_is_shown_outside_of_the_days_of_its_instrument():
    table = {instrument.id: instrument for instrument in shipped_instruments()}
    for day in ("2016-07-01", "2026-03-29", "2026-03-30", "2026-08-18", "2026-08-19"):
        for theme in shipped_crossmap().values():
            for cite in theme.on(day):
                assert (table[cite.instrument].since or "") <= day, f"{theme.id}: {cite.instrument} on {day}"


def test_a_card_shows_what_other_instruments_say_and_not_those_that_it_cites():
    card = _card("GWP-03")

    assert {cite.instrument for cite in card.cites} == {"TCVN 14423:2026", "NIST SP 800-53 r5"}
    assert [f"{cite.instrument} {cite.clause}" for cite in card.equivalents] == [
        "GB/T 22239-2019 6.1.3.2; 7.1.3.2; 8.1.3.2; 9.1.3.2",
        "IEC 62443-3-3 SR 5.2 RE1",
        "ISO/IEC 27001:2022 A.8.20",
        "NERC CIP-005-7 R1.3",
    ]


def test_a_rule_without_a_theme_has_no_equivalents():
    assert _card("DET-03").equivalents == ()


def test_a_rule_that_inherits_has_the_theme_and_sees_only_what_was_in_force():
    card = _card("APR-01", "2025-12-01")

    assert {cite.instrument for cite in card.equivalents} == {"NIST SP 800-53 r5", "IEC 62443-3-2"}


def test_every_theme_is_of_some_rule():
    shown = {
        cite.clause
        for rule in packs.load((), CHECKS, as_of=NEW_LAW).rules
        for cite in (*rule.card.equivalents, *rule.card.cites)
    }

    for theme in shipped_crossmap().values():
        assert shown & {cite.clause for cite in theme.on(NEW_LAW)}, theme.id


def test_a_theme_that_the_map_does_not_have_is_refused_with_the_nearest():
    rule = packs.load((), CHECKS, as_of=NEW_LAW).rules[0]
    document = parse("r.yaml", b"theme: one-wey")

    with pytest.raises(PolicyError, match="'one-wey' is not a theme of the cross-map; did you mean 'one-way'"):
        with_equivalents(rule, document, shipped_crossmap(), NEW_LAW)


def test_a_theme_twice_is_refused_where_it_is_there_again(tmp_path):
    theme = (
        "  - id: twice\n    title: {vi: a, en: b}\n    clauses:\n"
        "      - {instrument: A, clause: '1', basis: INTL, confidence: low}\n"
        "      - {instrument: B, clause: '1', basis: INTL, confidence: low}\n"
    )
    (tmp_path / "crossmap.yaml").write_text("themes:\n" + theme + theme, encoding="utf-8")

    with pytest.raises(PolicyError, match=r"crossmap\.yaml:7:9: theme twice is in the map already"):
        read_crossmap(tmp_path / "crossmap.yaml")


def test_equivalents_survive_being_saved_and_read_again(tmp_path):
    (tmp_path / "a.yaml").write_text("secaudit: 1\nsystems: [{id: a}]\n", encoding="utf-8")
    report = audit(Request(roots=(tmp_path / "a.yaml",), base=tmp_path, as_of=NEW_LAW))
    saved = tmp_path / "result.json"
    saved.write_text(json_reporter.render(report, RenderOptions()), encoding="utf-8")

    again = {card.id: card.equivalents for card in read_result(saved).cards}
    assert again == {card.id: card.equivalents for card in report.cards}
    assert again["GWP-03"]
