"""The report on paper: bounded in sheets, every sheet named, nothing cut, nothing stranded."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.browser import pdf, save
from tests.reporters.builders import big_report, full_report
from tests.reporters.networks import network
from tests.reporters.paper import A4, HEADINGS, Printed, leaving, on_paper, printed, stranded
from tests.reporters.samples import ministry_report
from tests.reporters.things import many_things, told_report

pytestmark = pytest.mark.browser

# The README of the reporters promises these, with the widest letters that we know (DejaVu); Times takes a fifth less.
MOST_SHEETS_OF_THE_MINISTRY, MOST_SHEETS = 200, 250


def _open(driver: Chrome, folder: Path, report: Report, name: str = "paper", language: Any = "vi") -> None:
    driver.get(save(folder, REPORTERS[name](report, RenderOptions(language=language))))


@pytest.fixture(scope="module")
def ministry(shared: Chrome, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Printed, list[str]]]:
    """The print edition of the ministry, and its headings as they stand in the page."""
    _open(shared, tmp_path_factory.mktemp("ministry"), ministry_report())
    with on_paper(shared):
        headings = shared.execute_script(f"return {HEADINGS}")
    yield printed(pdf(shared)), headings


def test_the_ministry_is_bounded_in_sheets(ministry: tuple[Printed, list[str]]) -> None:
    assert len(ministry[0].sheets) <= MOST_SHEETS_OF_THE_MINISTRY


def test_every_sheet_says_which_report_it_belongs_to_and_how_many_there_are(
    ministry: tuple[Printed, list[str]],
) -> None:
    sheets = ministry[0].sheets
    for place, sheet in enumerate(sheets, 1):
        (line,) = sheet.running
        assert re.fullmatch(
            rf"SA-20261122-[0-9a-f]{{10}} · bản in rút gọn · 22/11/2026 · secaudit \S+ · [0-9a-f]{{16}} · {place}/{len(sheets)}",
            line,
        )
        assert sorted(sheet.size) == list(A4)


def test_it_is_tagged(ministry: tuple[Printed, list[str]]) -> None:
    assert ministry[0].is_tagged


def test_the_signatures_stand_on_the_cover(ministry: tuple[Printed, list[str]]) -> None:
    cover = " ".join(ministry[0].sheets[0].lines)
    assert all(f"{who} (Ký, ghi rõ họ tên)" in cover for who in ("Người lập", "Người kiểm tra", "Người phê duyệt"))


def test_no_heading_stands_alone_at_the_end_of_a_sheet(ministry: tuple[Printed, list[str]]) -> None:
    paper, headings = ministry
    assert len(headings) > 300
    assert stranded(paper, headings) == []


def test_a_heading_that_stands_alone_would_be_seen(driver: Chrome, tmp_path: Path) -> None:
    page = (
        "<style>@page { size: A4; margin: 20mm } div { height: 200mm }</style><div>x</div><h2>A heading<br>alone</h2>"
    )
    driver.get(save(tmp_path, page + "<p style='break-before: page'>below</p>"))
    headings = driver.execute_script(f"return {HEADINGS}")
    assert stranded(printed(pdf(driver)), headings) == [(1, "alone")]


def test_the_head_of_a_table_comes_again_on_every_sheet(ministry: tuple[Printed, list[str]]) -> None:
    # Form 08 fills several sheets and nothing but its rows is on the middle ones.
    head = "Cấp độ đề xuất"
    assert sum(head in " ".join(sheet.lines) for sheet in ministry[0].sheets) >= 3


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["html", "paper"])
def test_nothing_is_wider_than_its_sheet(driver: Chrome, tmp_path: Path, name: str, language: str) -> None:
    for report in (ministry_report(), told_report()):
        _open(driver, tmp_path, report, name, language)
        assert leaving(driver) == []


def test_what_is_wider_than_its_sheet_would_be_seen(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, told_report())
    driver.execute_script("document.querySelector('#summary').style.width = '640px'")
    assert leaving(driver) != []


def test_any_size_is_bounded_in_sheets(driver: Chrome, tmp_path: Path) -> None:
    findings, things, plan = big_report(10_000), many_things(2_000), network(400, 25, violations=200)
    huge = full_report(
        verdicts=findings.verdicts, units=findings.units, systems=things.systems, dossiers=(*things.dossiers, *plan.dossiers),
        conduits=plan.conduits, exposures=plan.exposures,
    )  # fmt: skip
    _open(driver, tmp_path, huge)
    sheets = len(printed(pdf(driver)).sheets)
    assert 50 < sheets <= MOST_SHEETS


def test_an_inspection_sheet_is_one_sheet(ministry: tuple[Printed, list[str]]) -> None:
    texts = [" ".join(sheet.lines) for sheet in ministry[0].sheets]
    begun = [place for place, text in enumerate(texts) if text.startswith("Phiếu kiểm tra tại chỗ")]
    assert len(begun) > 10
    # A device with more segments and papers than fit goes on, and what is signed stays with what is written.
    few = [place for place in begun if texts[place].count("□") <= 36]
    assert len(few) > 10
    assert all("Ký tên" in texts[place] for place in few)
    assert all(("Khác với bản kê" in text) == ("Ký tên" in text) for text in texts[begun[0] : begun[-1] + 1])
