"""The page in Firefox, opened from disk: the same as in Chromium, on screen and on paper."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest

from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.browser import save
from tests.reporters.builders import with_every_text
from tests.reporters.firefox import Firefox, firefox
from tests.reporters.networks import small_network
from tests.reporters.paper import A4, HEADINGS, Printed, printed, stranded
from tests.reporters.payload import PAYLOAD
from tests.reporters.samples import ministry_report
from tests.reporters.things import told_report

pytestmark = pytest.mark.browser

_SEEN = "[...document.querySelectorAll('.f')].filter(e => e.checkVisibility()).length"
_TYPE = """new Promise((done) => {
  const box = document.getElementById('q');
  box.value = %r;
  box.dispatchEvent(new Event('input'));
  setTimeout(() => done(location.hash), 400);
})"""


@pytest.fixture(scope="module")
def tab() -> Iterator[Firefox]:
    with firefox() as browser:
        yield browser


def _report() -> Report:
    plan = small_network()
    told = told_report()
    dossiers = (*told.dossiers, *plan.dossiers)
    return msgspec.structs.replace(told, dossiers=dossiers, conduits=plan.conduits, exposures=plan.exposures)


def _open(tab: Firefox, folder: Path, report: Report, language: Any = "vi", name: str = "html") -> None:
    tab.resize(1200)
    tab.open(save(folder, REPORTERS[name](report, RenderOptions(language=language))))


def _asked(tab: Firefox) -> list[str]:
    """What was asked for besides the file: Firefox draws its own signs from addresses that hold their data."""
    return [url for url in tab.requests() if not url.startswith(("file:", "data:font/"))]


def test_a_request_and_a_complaint_would_be_seen(tab: Firefox, tmp_path: Path) -> None:
    tab.open(save(tmp_path, "<img src='http://127.0.0.1:49151/x'><script>console.error('no'); nothing()</script>"))
    assert _asked(tab) == ["http://127.0.0.1:49151/x"]
    assert len(tab.complaints()) >= 2


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("attacked", [False, True], ids=["clean", "attacked"])
def test_it_opens_without_request_or_complaint_and_fits_a_small_screen(
    tab: Firefox, tmp_path: Path, language: str, attacked: bool
) -> None:
    report = with_every_text(_report(), lambda text: text + PAYLOAD) if attacked else _report()
    _open(tab, tmp_path, report, language)
    tab.resize(320)
    assert tab.run("document.documentElement.scrollWidth") <= 320
    assert _asked(tab) == []
    assert tab.complaints() == []
    assert tab.run("location.protocol") == "file:"


def test_search_folds_accents_and_keeps_its_state_in_the_address(tab: Firefox, tmp_path: Path) -> None:
    _open(tab, tmp_path, _report())
    every = tab.run(_SEEN)
    assert tab.run(_TYPE % "DA nang y te") == "#q=DA+nang+y+te"
    assert tab.run(_SEEN) == 1 < every
    assert tab.run("document.getElementById('n').textContent") == "1"
    tab.run(_TYPE % "")
    assert tab.run(_SEEN) == every


def test_a_link_opens_what_is_folded(tab: Firefox, tmp_path: Path) -> None:
    _open(tab, tmp_path, _report())
    is_open = "document.getElementById('d-gateway.quiet-gw').open"
    assert tab.run(is_open) is False
    tab.run("new Promise((done) => { location.hash = 'd-gateway.quiet-gw'; setTimeout(done, 300); })")
    assert tab.run(is_open) is True


@dataclass(frozen=True)
class Prints:
    """The print edition of the ministry as it is printed, the same with nothing made smaller, and its headings."""

    language: str
    paper: Printed
    unshrunk: Printed
    headings: list[str]


@pytest.fixture(scope="module", params=["vi", "en"])
def ministry(request: Any, tab: Firefox, tmp_path_factory: pytest.TempPathFactory) -> Prints:
    _open(tab, tmp_path_factory.mktemp("ministry"), ministry_report(), request.param, "paper")
    headings = tab.run(HEADINGS)
    return Prints(request.param, printed(tab.pdf()), printed(tab.pdf(shrink=False)), headings)


def test_every_sheet_says_which_report_it_belongs_to(ministry: Prints) -> None:
    sheets = ministry.paper.sheets
    assert len(sheets) > 50
    assert {len(sheet.running) for sheet in sheets} == {1}
    assert len({line for sheet in sheets for line in sheet.running}) == 1
    said = {"vi": " · bản in rút gọn · 22/11/2026 · ", "en": " · print edition · 2026-11-22 · "}
    assert said[ministry.language] in sheets[0].running[0]
    assert {sheet.size for sheet in sheets} == {(A4[0] + 1, A4[1])}


def test_nothing_is_wider_than_its_sheet(ministry: Prints) -> None:
    assert [sheet.text for sheet in ministry.paper.sheets] == [sheet.text for sheet in ministry.unshrunk.sheets]


def test_no_heading_stands_alone_at_the_end_of_a_sheet(ministry: Prints) -> None:
    assert len(ministry.headings) > 300
    assert stranded(ministry.paper, ministry.headings) == []


def test_what_is_wider_than_its_sheet_would_be_seen(tab: Firefox, tmp_path: Path) -> None:
    lines = "<p>line</p>" * 60
    tab.open(save(tmp_path, f"<style>@page {{ size: A4 }}</style><div style='width: 400mm'>wide</div>{lines}"))
    assert len(printed(tab.pdf()).sheets) < len(printed(tab.pdf(shrink=False)).sheets)


def test_without_script_nothing_is_missing_but_the_filter(tmp_path: Path) -> None:
    report = _report()
    with firefox(script=False) as tab:
        tab.open(save(tmp_path, REPORTERS["html"](report, RenderOptions())))
        assert len(tab.found(".f")) == sum(verdict.status == "open" for verdict in report.verdicts)
        assert len(tab.found("details")) > 7
        assert tab.found("details:not([open])") == []
        assert len(tab.found("#filter[hidden]")) == 1
        assert tab.complaints() == []
