"""The table of instruments, what cites it, and what the two say of each other."""

# ruff: noqa: RUF001  (a range is written with an en dash)

from textwrap import dedent

import pytest

from secaudit.errors import PolicyError
from secaudit.findings.words import Words
from secaudit.packs.citing import citing
from secaudit.packs.coverage import coverage, mistakes
from secaudit.packs.instruments import read_instruments
from tests.builders import DAY, PACK, rule_text, write_pack

TABLE = """\
reasons:
  state: {vi: Nhà nước, en: The state}
  unread: {vi: Chưa đọc, en: Not read}
instruments:
  - id: Law 1
    title: {vi: Luật 1, en: Law one}
    basis: LAW
    in_force: {from: 2020-01-01, until: 2030-12-31}
    source: {vi: Công báo, en: Gazette}
    confidence: high
    clauses:
      - {id: Điều 1.a, subject: {vi: Một, en: One}}
      - {id: Điều 1.b, subject: {vi: Hai, en: Two}, confidence: medium, source: {vi: Báo, en: Press}}
      - {id: Điều 2, subject: {vi: Ba, en: Three}, not_served: {reason: state}}
      - {id: Điều 3, subject: {vi: Bốn, en: Four}}
  - id: Law 2
    title: {vi: Luật 2, en: Law two}
    basis: LAW
    source: {vi: Tên, en: Title}
    confidence: low
    not_served: {reason: unread, note: {vi: chỉ tên, en: the title alone}}
    clauses: []
"""
SPAN = "in_force: {from: 2020-01-01, until: 2026-12-31}"


def _table(folder, text=TABLE):
    (folder / "instruments").mkdir(parents=True)
    (folder / "instruments/one.yaml").write_text(text, encoding="utf-8")
    return read_instruments(folder / "instruments")


def _cites(folder, *cites: str):
    listed = "".join(f"  - {{{cite}}}\n" for cite in cites)
    body = f'cites:\n{listed}check: every\nwith: {{of: system, assert: "true"}}\n'
    return citing([write_pack(folder / "pack", rule_text(body), pack=PACK)], DAY)


def _told(tmp_path, cite: str) -> list[str]:
    return [problem.message for problem in mistakes(_table(tmp_path), _cites(tmp_path, cite))]


def test_a_clause_has_the_source_and_confidence_of_its_instrument_unless_it_says_otherwise(tmp_path):
    first, second, *_ = _table(tmp_path)[0].clauses

    assert (first.confidence, first.source.en) == ("high", "Gazette")
    assert (second.confidence, second.source.en) == ("medium", "Press")


def test_a_reason_is_told_by_its_name_and_what_is_added_to_it(tmp_path):
    first, second = _table(tmp_path)

    assert [clause.not_served for clause in first.clauses[:2]] == [None, None]
    assert (first.clauses[2].not_served.reason, first.clauses[2].not_served.words.en) == ("state", "The state")
    assert second.not_served.words == Words(vi="Chưa đọc: chỉ tên", en="Not read: the title alone")


def test_reasons_may_stand_in_a_file_of_their_own(tmp_path):
    reasons, instruments = TABLE.split("instruments:\n")
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "a.yaml").write_text(f"instruments:\n{instruments}", encoding="utf-8")
    (folder / "reasons.yaml").write_text(reasons, encoding="utf-8")

    assert [instrument.id for instrument in read_instruments(folder)] == ["Law 1", "Law 2"]


def test_two_files_do_not_give_one_reason_twice(tmp_path):
    folder = tmp_path / "instruments"
    folder.mkdir()
    (folder / "a.yaml").write_text(TABLE, encoding="utf-8")
    (folder / "b.yaml").write_text("reasons: {state: {vi: Cơ quan, en: An agency}}\n", encoding="utf-8")

    with pytest.raises(PolicyError, match="the reason state is in the table already"):
        read_instruments(folder)


def test_each_clause_is_served_derived_excused_or_an_open_gap(tmp_path):
    found = _cites(
        tmp_path,
        f"instrument: Law 1, clause: Điều 1.a, basis: LAW, {SPAN}",
        f"instrument: Law 1, clause: Điều 1.b, basis: DERIVED, confidence: low, {SPAN}",
    )

    chapter = coverage(_table(tmp_path), found)[0]

    assert [line.state for line in chapter.lines] == ["served", "derived", "excused", "open"]
    assert [cite.id for cite in chapter.lines[0].by] == ["TST-01"]


def test_a_range_serves_every_clause_in_it(tmp_path):
    found = _cites(tmp_path, f"instrument: Law 1, clause: Điều 1.a–b, basis: LAW, confidence: medium, {SPAN}")

    chapter = coverage(_table(tmp_path), found)[0]

    assert [line.state for line in chapter.lines[:2]] == ["served", "served"]
    assert mistakes(_table(tmp_path / "again"), found) == ()


@pytest.mark.parametrize(
    ("cite", "told"),
    [
        ("instrument: Law 3, clause: Điều 1, basis: LAW", "the table does not hold 'Law 3'"),
        (f"instrument: Law 1, clause: Điều 1, basis: LAW, {SPAN}", "the table does not hold 'Điều 1' of Law 1"),
        (f"instrument: Law 1, clause: Điều 1.a–c, basis: LAW, confidence: low, {SPAN}", "the table does not hold 'Điều 1.c'"),
        (f"instrument: Law 1, clause: Điều 1.b, basis: LAW, {SPAN}", "cited with confidence high, above medium"),
        (f"instrument: Law 1, clause: Điều 2, basis: LAW, {SPAN}", "the table gives a reason why no rule can serve it"),
        (f"instrument: Law 1, clause: Điều 1.a, basis: INTL, {SPAN}", "Law 1 is LAW, but it is cited as INTL"),
        (f"instrument: Law 1, clause: Điều 1.c–a, basis: LAW, {SPAN}", "does not count up"),
        ("instrument: Law 1, clause: Điều 1.a, basis: LAW, in_force: {from: 2019-12-31, until: 2026-12-31}", "in force from 2020-01-01, but cited from 2019-12-31"),
        ("instrument: Law 1, clause: Điều 1.a, basis: LAW, in_force: {from: 2020-01-01}", "in force until 2030-12-31, but cited until ever"),
        ("instrument: Law 2, clause: Điều 1, basis: LAW", "the table does not hold 'Điều 1' of Law 2"),
    ],
)  # fmt: skip
def test_a_citation_that_the_table_does_not_hold_is_told(tmp_path, cite, told):
    assert [told in message for message in _told(tmp_path, cite)] == [True]


def test_a_citation_is_told_with_its_file_and_line(tmp_path):
    (problem,) = mistakes(_table(tmp_path), _cites(tmp_path, "instrument: Law 3, clause: Điều 1, basis: LAW"))

    assert problem.file == "pack/TST-01-test-rule.yaml"
    assert problem.line > 1


def test_an_organisation_cites_its_own_documents_without_a_table(tmp_path):
    assert _told(tmp_path, "instrument: Quy chế 12/QC, clause: Điều 4, basis: ORG") == []


def test_the_criteria_of_levels_cite_the_instrument_of_their_table(tmp_path):
    folder = write_pack(tmp_path / "pack", rule_text('check: every\nwith: {of: system, assert: "true"}\n'))
    levels = (folder / "levels.yaml").read_text(encoding="utf-8")
    (folder / "levels.yaml").write_text(f"{levels}cites: [{{instrument: Law 1, clause: Điều 3}}]\n", encoding="utf-8")

    found = citing([folder], DAY)

    assert [(cite.kind, cite.id, cite.instrument, cite.clause, cite.basis) for cite in found] == [
        ("criterion", "test-levels", "Law 1", "Điều 3", "LAW"),
        ("criterion", "c3", "Law 1", "3.1", "LAW"),
        ("criterion", "c2", "Law 1", "2.1", "LAW"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("Điều 1.b", "Điều 1.a", "Điều 1.a of Law 1 is in the table already"),
        ("id: Law 2", "id: Law 1", "Law 1 is in the table already"),
        ("basis: LAW", "basis: ORG", "basis is 'ORG'"),
        ("    confidence: low\n", "", "confidence"),
        ("Một, en: One", "Một", "en"),
        ("reason: state", "reason: stat", "no reason is called 'stat'"),
        ("reason: unread", "reason: forgotten", "no reason is called 'forgotten'"),
    ],
)
def test_a_wrong_table_is_refused_with_its_place(tmp_path, old, new, told):
    with pytest.raises(PolicyError, match=told) as caught:
        _table(tmp_path, dedent(TABLE).replace(old, new, 1))

    assert all(problem.line for problem in caught.value.problems)


def test_a_rule_that_inherits_cites_what_it_inherits(tmp_path):
    folder = write_pack(tmp_path / "mine", rule_text('check: every\nwith: {of: system, assert: "true"}\n'))
    short = "id: TST-02\nname: own-rule\ninherits: vn-2026/APR-04\nseverity: low\n"
    (folder / "TST-02-own-rule.yaml").write_text(short, encoding="utf-8")

    assert [(cite.id, cite.clause) for cite in citing([folder], DAY)] == [("TST-02", "Điều 18.4")]
