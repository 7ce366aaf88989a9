"""The print edition: what is left out is said, and what is there leads somewhere."""

import re
from typing import Any

import msgspec
import pytest

from secaudit.findings.baseline import Known
from secaudit.findings.edition import Edition
from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.paper import MOST, MOST_THINGS
from tests.reporters.builders import big_report, clean_report
from tests.reporters.pages import Page
from tests.reporters.things import many_things, told_report


def _paper(report: Report, language: Any = "en", most: int = 10_000) -> str:
    return REPORTERS["paper"](report, RenderOptions(language=language, most=most))


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("report", [told_report(), clean_report(), many_things(100)], ids=["told", "clean", "many"])
def test_no_link_leads_to_what_is_not_printed(report: Report, language: Any) -> None:
    text = _paper(report, language)
    anchors = {one.attributes["id"] for one in Page(text).elements if "id" in one.attributes}

    assert set(re.findall(r'href="#([^"]*)"', text)) <= anchors


def test_only_rules_that_are_told_of_have_a_text() -> None:
    told = told_report()
    due, gone = (told.due or ())[0], told.verdicts[0].finding.rule
    verdicts = tuple(verdict for verdict in told.verdicts if verdict.finding.rule != gone)
    known = Known(fingerprint="a" * 64, rule=gone, subject="system:x", state="fail", severity="low")

    def has_text(**fields: Any) -> bool:
        nothing = {"verdicts": verdicts, "waivers": (), "due": None, "absent": None}
        return f'id="r-{gone}"' in _paper(msgspec.structs.replace(told, **{**nothing, **fields}))

    assert not has_text()
    assert has_text(verdicts=told.verdicts)
    assert has_text(due=(msgspec.structs.replace(due, rule=gone),))
    assert has_text(absent=(known,))


def test_things_without_findings_are_left_out_and_counted() -> None:
    page = Page(_paper(told_report()))
    whole = Page(REPORTERS["html"](told_report(), RenderOptions(language="en")))
    printed, every = (len(one.all("details", class_="d")) for one in (page, whole))

    assert 0 < printed < every
    assert f"of {len(told_report().systems)} have no entry here" in page.by_id("main").words
    assert len(page.all("section", class_="sheet")) == sum(
        one.attributes["id"].startswith("d-gateway.") for one in page.all("details", class_="d")
    )


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_cover_says_that_it_is_a_print_edition_and_where_the_rest_is(language: Any) -> None:
    page = Page(_paper(told_report(), language))
    cover = next(one for one in page.elements if one.attributes.get("class") == "cover")

    assert {"vi": "Bản in rút gọn", "en": "Print edition"}[language] in cover.words
    assert "--report html=" in cover.words
    assert str(MOST) in cover.words and str(MOST_THINGS) in cover.words


def test_it_is_bounded_and_counts_what_it_does_not_tell() -> None:
    page = Page(_paper(big_report(1_000)))

    assert sum(one.attributes["id"].startswith("f-") for one in page.elements if "id" in one.attributes) == MOST
    assert f"{1_000 - MOST} of 1,000 are only counted" in page.by_id("main").words
    assert len(Page(_paper(big_report(1_000), most=50)).all("article", class_="f")) <= 50


def test_every_number_of_the_whole_report_is_in_the_summary_too() -> None:
    whole, paper = (
        next(one for one in Page(text).all("section") if one.attributes.get("aria-labelledby") == "summary").words
        for text in (REPORTERS["html"](told_report(), RenderOptions(language="en")), _paper(told_report()))
    )
    assert paper == whole


@pytest.mark.parametrize(
    ("edition", "said"),
    [
        (None, "print edition"),
        (Edition(kind="unit", unit='so-y-te"}*'), "edition of unit so-y-te, print edition"),
        (Edition(kind="statistics"), "edition of numbers, print edition"),
        (Edition(kind="full", level=2), "limited edition, print edition"),
    ],
)  # fmt: skip
def test_every_sheet_says_which_edition_it_is(edition: Edition | None, said: str) -> None:
    page = Page(_paper(msgspec.structs.replace(told_report(), edition=edition)))

    assert f" · {said} · 2026-11-22 · " in page.all("p", class_="running")[0].text
    assert f" · {said} · 2026-11-22 · " in page.all("style")[0].text
