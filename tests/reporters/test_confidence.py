"""A citation that is not sure is never shown as if it were, in any format."""

import json
import re
from html import unescape

import pytest

from secaudit.reporters import REPORTERS, RenderOptions, controls, labels
from secaudit.reporters.tables import SHEETS, sheets
from tests.reporters.builders import CONTROLS, NO_WAF, full_report

# What the report of the builders cites: derived with medium, international with high, a standard with low confidence.
CITES = {
    "en": {
        "Điều 8.1 TT 06/2026/TT-BKHCN": " [to be checked against the original]",
        "mục 7.2 TCVN 14423:2026": " [national standard; not checked against the original]",
    },
    "vi": {
        "Điều 8.1 TT 06/2026/TT-BKHCN": " [cần đối chiếu bản gốc]",
        "mục 7.2 TCVN 14423:2026": " [tiêu chuẩn, quy chuẩn; chưa đối chiếu bản gốc]",
    },
}
REPORT = full_report()
SHOW_CITATIONS = {"text", "html", "sarif", "junit"}
SURE = "Điều 16 khoản 1 Nghị định 331/2026/NĐ-CP"


def _told(name: str, language: str) -> str:
    return unescape(REPORTERS[name](REPORT, RenderOptions(language=language)))


@pytest.mark.parametrize("language", CITES)
@pytest.mark.parametrize("name", REPORTERS)
def test_a_clause_that_is_not_sure_never_stands_without_its_mark(name, language):
    told = _told(name, language)

    for clause, mark in CITES[language].items():
        assert told.count(clause) == told.count(clause + mark)


@pytest.mark.parametrize("language", CITES)
@pytest.mark.parametrize("name", sorted(SHOW_CITATIONS))
def test_the_formats_for_people_show_every_clause_with_its_mark(name, language):
    told = _told(name, language)

    assert all(clause + mark in told for clause, mark in CITES[language].items())
    assert SURE in told
    assert f"{SURE} [" not in told


@pytest.mark.parametrize("name", ["text", "html"])
def test_the_clauses_of_controls_are_followed_by_their_instrument_with_its_marks(name):
    told = _told(name, "en")

    assert "(mục 5.12.2.2 a) · TCVN 14423:2026 [national standard; not checked against the original]; " in told
    assert "(mục 6.11.2.5) · TCVN 14423:2026 [national standard; to be checked against the original]" in told


def test_the_clause_of_a_control_that_no_catalogue_explains_is_not_sure():
    told = REPORTERS["text"](full_report(controls=()), RenderOptions(language="en"))

    assert "(mục 5.12.2.2 a); restore_test: yes, lapsed on 2026-08-03 (mục 6.11.2.5) · [not checked against the original]" in told  # fmt: skip


@pytest.mark.parametrize("language", CITES)
@pytest.mark.parametrize("sheet", SHEETS)
def test_a_clause_in_a_table_never_stands_without_its_mark(sheet, language):
    """Both table formats are projections of the same sheets."""
    cells = [cell for row in sheets.sheet(sheet, REPORT, language).rows for cell in row if isinstance(cell, str)]
    told = "\n".join(cells)

    for clause, mark in CITES[language].items():
        assert told.count(clause) == told.count(clause + mark)
    if sheet == "findings":
        assert all(clause + mark in told for clause, mark in CITES[language].items())


def test_the_table_of_controls_gives_each_clause_its_instrument_and_its_marks():
    cells = {cell for row in sheets.sheet("controls", REPORT, "vi").rows for cell in row if str(cell).startswith("mục")}

    assert cells == {
        "mục 5.12.2.2 a TCVN 14423:2026 [tiêu chuẩn, quy chuẩn; chưa đối chiếu bản gốc]",
        "mục 6.11.2.5 TCVN 14423:2026 [tiêu chuẩn, quy chuẩn; cần đối chiếu bản gốc]",
    }


def test_clauses_of_one_instrument_share_its_marks():
    told = controls.told((NO_WAF, NO_WAF), {(card.pack, card.id): card for card in CONTROLS}, "en")

    assert told.count("(mục 5.12.2.2 a)") == 2
    assert told.count("TCVN 14423:2026") == 1


def test_what_is_derived_says_so_before_the_clause():
    assert "derived from Điều 8.1" in _told("text", "en")
    assert "suy ra từ Điều 8.1" in _told("html", "vi")
    assert not re.search(r"(?<!derived from )Điều 8\.1 TT 06", _told("text", "en"))


def test_json_gives_every_citation_with_its_basis_and_confidence():
    rules = json.loads(REPORTERS["json"](REPORT, RenderOptions()))["rules"]

    assert [(cite["clause"], cite["basis"], cite["confidence"]) for rule in rules for cite in rule["cites"]] == [
        ("Điều 16 khoản 1", "LAW", "high"),
        ("Điều 8.1", "DERIVED", "medium"),
        ("SC-7", "INTL", "high"),
        ("mục 7.2", "STD", "low"),
    ]


def test_sarif_gives_every_relationship_its_basis_and_confidence():
    rules = json.loads(REPORTERS["sarif"](REPORT, RenderOptions()))["runs"][0]["tool"]["driver"]["rules"]

    assert [
        (relation["target"]["id"], relation["properties"]["basis"], relation["properties"]["confidence"])
        for rule in rules
        for relation in rule["relationships"]
    ] == [
        ("Điều 16 khoản 1", "LAW", "high"),
        ("Điều 8.1", "DERIVED", "medium"),
        ("SC-7", "INTL", "high"),
        ("mục 7.2", "STD", "low"),
    ]


def test_a_remark_is_told_in_the_language_of_the_page_and_whole_if_it_has_no_two_halves() -> None:
    assert labels.note("Cấp độ 3 / Level 3", "vi") == "Cấp độ 3"
    assert labels.note("Cấp độ 3 / Level 3", "en") == "Level 3"
    assert labels.note("theo 12/2026/NĐ-CP", "en") == "theo 12/2026/NĐ-CP"
    assert labels.note("a / b / c", "vi") == "a / b / c"
