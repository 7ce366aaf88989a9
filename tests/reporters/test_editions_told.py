"""A report says on its first page for whom it is and what is withheld."""

import re
from typing import Any

import pytest

from secaudit.findings.edition import WITHHELD, Edition
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.builders import full_report
from tests.reporters.pages import Page

UNIT = Edition(
    kind="unit", unit="so-y-te", unit_name="Sở Y tế", level=3, secrecy="mat", withheld={"system": 4, "file": 2}
)
NUMBERS = Edition(kind="statistics", withheld={"unit": 3})


@pytest.mark.parametrize("name", ["html", "text", "markdown", "sarif", "json"])
@pytest.mark.parametrize("edition", [UNIT, NUMBERS], ids=["unit", "statistics"])
def test_an_edition_is_told_by_every_format_that_has_a_place_for_it(name: str, edition: Edition) -> None:
    plain, told = (REPORTERS[name](full_report(edition=one), RenderOptions(language="en")) for one in (None, edition))
    said = {
        "unit": "so-y-te" if name == "json" else "Edition for the unit",
        "statistics": "statistics" if name == "json" else "Edition of numbers only",
    }

    assert said[edition.kind] in told.replace("\\", "")
    assert f'"kind": "{edition.kind}"' not in plain and "Edition " not in plain


@pytest.mark.parametrize(("language", "withheld"), [("vi", "4 hệ thống, 2 tệp"), ("en", "4 systems, 2 files")])
def test_the_cover_counts_what_is_withheld(language: Any, withheld: str) -> None:
    page = Page(REPORTERS["html"](full_report(edition=UNIT), RenderOptions(language=language)))
    cover = next(one for one in page.elements if one.attributes.get("class") == "cover")

    assert withheld in cover.words
    assert WITHHELD in cover.words


def test_an_edition_of_numbers_has_no_chapter_about_things_and_no_dead_link() -> None:
    text = REPORTERS["html"](full_report(edition=NUMBERS), RenderOptions())
    anchors = {one.attributes["id"] for one in Page(text).elements if "id" in one.attributes}

    assert anchors & {"network", "findings", "unknown", "systems", "gateways", "waivers", "register", "form08"} == set()
    assert {"summary", "scoreboards", "rules"} <= anchors
    assert set(re.findall(r'href="#([^"]*)"', text)) <= anchors


def test_an_edition_of_numbers_says_nothing_about_what_it_does_not_hold() -> None:
    plain, told = (
        Page(REPORTERS["html"](full_report(edition=one, waivers=()), RenderOptions(language="en")))
        for one in (None, NUMBERS)
    )
    for page, there in ((plain, True), (told, False)):
        summary, board = (
            next(
                one for one in page.elements if one.tag == "section" and one.attributes.get("aria-labelledby") == key
            ).words
            for key in ("summary", "scoreboards")
        )
        assert ("within 60 days" in summary) is there
        assert ("does not tell what is overdue" in summary) is not there
        assert ("By unit" in board) is there
        assert ("Computed" in board) is there
        assert "Declared" in board


def test_a_withheld_system_has_no_page_of_its_own() -> None:
    report = full_report(edition=UNIT)
    systems = tuple(
        type(row)(**{name: getattr(row, name) for name in row.__struct_fields__} | {"source": WITHHELD})
        for row in report.systems
    )
    page = REPORTERS["html"](full_report(edition=UNIT, systems=systems), RenderOptions())

    assert page.count('<details class="d"') == 0
