"""One inventory, audited on days of three frameworks: each day cites its own law, and the transition shows between them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit import packs, pipeline
from secaudit.checks import CHECKS
from secaudit.packs.instruments import shipped_instruments

OLD_LAW, NEW_LAW, AFTER_TRANSITION = "2025-12-01", "2026-09-01", "2027-08-01"
INSTRUMENTS = {instrument.id: instrument for instrument in shipped_instruments()}
INVENTORY = """\
secaudit: 1
units:
  - {id: bo, role: owner, domain: civil}
  - {id: bo-cntt, parent: bo, role: operator}
  - {id: btttt, role: authority, domain: civil}
networks:
  - {id: internet, trust: untrusted, kind: internet}
  - {id: own, trust: own}
systems:
  # levelled under the old law, never approved by the right body, without a web application firewall
  - id: doc-flow
    owner: bo
    operator: bo-cntt
    status: operating
    operating_since: 2020-05-04
    kind: internal
    level: 4
    facts: {information: [private]}
    approval: {status: approved, level: 4, decision: {number: 12/QĐ, date: 2025-05-05, by: bo-cntt}, appraisal: {by: btttt, number: 3/TĐ, date: 2025-04-28}}
    controls: {data_encryption: yes, digital_signature: yes, waf: no}
    segments: [office]
  # under construction since before the new law
  - {id: portal, owner: bo, status: building, building_since: 2026-03-02, kind: public_service, level: 3, approval: {status: submitted, level: 3}}
  # a shop with as many users as the old decree puts at level 3, and the new one does not
  - id: shop
    owner: bo
    status: operating
    operating_since: 2020-05-04
    kind: public_service
    level: 2
    facts: {information: [personal], online_service: true, administrative_procedures: false, personal_data: {basic_subjects: 20000, sensitive_subjects: 0}}
    approval: {status: drafting, level: 2}
segments:
  - {id: outside, network: internet}
  - {id: office, network: own, zone: internal, level: 4, system: doc-flow, cidrs: [10.1.3.0/24]}
  - {id: vault, network: own, zone: server, level: 3, secrecy: mat, owner: bo, cidrs: [10.1.4.0/24]}
links:
  - {id: cable, between: [office, vault]}
  - {id: line, between: [outside, office]}
"""


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    folder = tmp_path_factory.mktemp("days")
    (folder / "inventory.yaml").write_text(INVENTORY, encoding="utf-8")
    return {
        day: pipeline.audit(pipeline.Request(roots=(folder / "inventory.yaml",), base=folder, as_of=day))
        for day in (OLD_LAW, NEW_LAW, AFTER_TRANSITION)
    }


def _severities(report) -> dict[str, str]:
    return {f"{finding.rule} {finding.subject}": finding.severity for finding in report.open}


def _cites(report, rule: str) -> set[str]:
    return {f"{cite.instrument} {cite.clause}" for card in report.cards if card.id == rule for cite in card.cites}


def _out_of_force(rules, day: str) -> list[str]:
    """Citations made on a day on which the table of instruments says that the instrument was not in force."""
    found = []
    for card in rules:
        for cite in card.cites:
            held = INSTRUMENTS[cite.instrument]
            if not (held.since or "") <= day <= (held.until or "9999-12-31"):
                found.append(f"{card.id}: {cite.instrument} on {day}")
    return found


@pytest.mark.parametrize("day", [OLD_LAW, NEW_LAW, AFTER_TRANSITION])
def test_an_audit_cites_only_what_was_in_force_on_its_day(reports, day):
    asked = {finding.rule for finding in reports[day].open}
    cards = [card for card in reports[day].cards if card.id in asked]

    assert len(cards) > 10
    assert _out_of_force(cards, day) == []
    assert [card.id for card in cards if not card.cites and card.basis != "ORG"] == []


@settings(derandomize=True, deadline=None, max_examples=25)
@given(st.dates(min_value=date(2016, 7, 1), max_value=date(2030, 1, 1)))
def test_on_no_day_does_a_rule_cite_what_is_not_in_force(day):
    rules = packs.load((), CHECKS, as_of=day.isoformat()).rules

    assert _out_of_force([rule.card for rule in rules], day.isoformat()) == []


@pytest.mark.parametrize("day", ["2026-02-28", "2026-03-01", "2026-06-30", "2026-07-01", "2026-08-18", "2026-08-19"])
def test_nor_on_the_days_on_which_one_law_ends_and_another_begins(day):
    rules = packs.load((), CHECKS, as_of=day).rules

    assert _out_of_force([rule.card for rule in rules], day) == []


def test_each_day_has_its_own_framework(reports):
    assert [[pack.id for pack in report.packs] for report in reports.values()] == [
        ["vn-2016"],
        ["vn-2026"],
        ["vn-2026"],
    ]
    assert "NĐ 85/2016/NĐ-CP Điều 14" in _cites(reports[OLD_LAW], "APR-01")
    assert "NĐ 331/2026/NĐ-CP Điều 24" in _cites(reports[NEW_LAW], "APR-01")


def test_the_same_breach_of_secrecy_is_cited_by_the_law_of_the_day(reports):
    assert all("SEC-01 link:cable" in _severities(report) for report in reports.values())
    assert _cites(reports[OLD_LAW], "SEC-01") == {"Luật 29/2018/QH14 Điều 5.5"}
    assert "Luật 117/2025/QH15 Điều 5.2" in _cites(reports[NEW_LAW], "SEC-01")


def test_between_the_two_laws_an_audit_cites_what_is_left_of_the_old_and_has_begun_of_the_new():
    cards = {rule.card.id: rule.card for rule in packs.load((), CHECKS, as_of="2026-07-15").rules}

    cited = {f"{cite.instrument} {cite.clause}" for cite in cards["APR-01"].cites}
    assert cited == {
        "NĐ 85/2016/NĐ-CP Điều 14", "NĐ 85/2016/NĐ-CP Điều 18", "NĐ 85/2016/NĐ-CP Điều 20.2.a",
        "Luật 116/2025/QH15 Điều 10.1.a",
    }  # fmt: skip


def test_before_the_new_law_there_is_no_transition(reports):
    assert not {"APR-13", "APR-14"} & {card.id for card in reports[OLD_LAW].cards}


def test_within_the_transition_it_is_work_to_be_done_and_afterwards_a_breach(reports):
    wanted = {"APR-13 system:doc-flow", "APR-14 system:portal"}
    during, after = _severities(reports[NEW_LAW]), _severities(reports[AFTER_TRANSITION])

    assert {name: during[name] for name in wanted} == dict.fromkeys(wanted, "medium")
    assert {name: after[name] for name in wanted} == dict.fromkeys(wanted, "high")


def test_a_finding_of_the_transition_names_the_last_day_and_how_far_it_is(reports):
    def said(day: str, rule: str) -> str:
        return next(finding.message.en for finding in reports[day].open if finding.rule == rule)

    assert "last day 2027-06-30, days left: 302" in said(NEW_LAW, "APR-13")
    assert "Web application firewall (WAF) (no)" in said(NEW_LAW, "APR-13")
    assert "last day 2027-06-30, days over: 32" in said(AFTER_TRANSITION, "APR-13")
    assert "to be approved by 2026-12-31, days left: 121" in said(NEW_LAW, "APR-14")


def test_a_finding_of_the_transition_is_the_same_before_and_after_its_last_day(reports):
    def prints(day: str) -> dict[str, str]:
        return {f.subject: f.fingerprint for f in reports[day].open if f.rule in {"APR-13", "APR-14"}}

    assert prints(NEW_LAW) == prints(AFTER_TRANSITION), "or a waiver would end with the deadline"


def test_what_differs_between_the_decrees_differs_in_the_findings(reports):
    assert "DET-10 system:shop" in _severities(reports[OLD_LAW])
    assert "DET-10 system:shop" not in _severities(reports[NEW_LAW])


def test_the_rules_of_the_old_framework_do_not_speak_of_the_new_one():
    rules = packs.load((), CHECKS, as_of="2026-08-18").rules
    told = [
        (rule.card.id, word)
        for rule in rules
        for words in (rule.card.title, rule.card.rationale, rule.card.remediation, rule.message)
        for word in ("331/2026", "14423", "330/2026", "333/2026", "QCVN 12", "phương án bảo đảm an ninh mạng")
        if word in words.vi or word in words.en
    ]

    assert told == []
