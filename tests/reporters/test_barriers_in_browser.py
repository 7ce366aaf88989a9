"""No page has a barrier that axe-core finds: every kind of page, both languages, light and dark."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from selenium.webdriver import Chrome

from secaudit.editions import Choice, edit
from secaudit.findings.comparison import ChangedReach
from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.comparison import COMPARERS
from secaudit.reporters.html import split
from secaudit.triage.comparison import compare
from tests.reporters import axe
from tests.reporters.browser import save, settings
from tests.reporters.builders import PATH, clean_report
from tests.reporters.networks import small_network
from tests.reporters.things import told_report

pytestmark = pytest.mark.browser


def _html(report: Report, options: RenderOptions) -> str:
    return REPORTERS["html"](report, options)


def _edition(options: RenderOptions, **choice: Any) -> str:
    return _html(edit(told_report(), Choice(**choice)), options)


def _page_of(options: RenderOptions, place: int) -> str:
    return list(split.render(_with_network(), options).values())[place]


def _with_network() -> Report:
    plan = small_network()
    told = told_report()
    return msgspec.structs.replace(
        told, dossiers=(*told.dossiers, *plan.dossiers), conduits=plan.conduits, exposures=plan.exposures
    )


def _difference(options: RenderOptions) -> str:
    reach = (ChangedReach(by="level", origin="3", target=None, before=0, after=2, witness=PATH),)
    return COMPARERS["html"](compare(clean_report(), told_report(), ("before", "after"), reach), options)


PAGES: dict[str, Callable[[RenderOptions], str]] = {
    "whole": lambda options: _html(_with_network(), options),
    "print edition": lambda options: REPORTERS["paper"](_with_network(), options),
    "nothing found": lambda options: _html(clean_report(), options),
    "front of a folder": lambda options: _page_of(options, 0),
    "unit in a folder": lambda options: _page_of(options, 1),
    "edition of a unit": lambda options: _edition(options, unit="so-y-te"),
    "edition of numbers": lambda options: _edition(options, statistics=True),
    "difference": _difference,
}


# The whole report in each language on light and dark; the others are told by its templates, so twice is enough.
RUNS = [("whole", language, dark) for language in ("vi", "en") for dark in (False, True)] + [
    (name, language, language == "en") for name in PAGES if name != "whole" for language in ("vi", "en")
]


@pytest.mark.parametrize(("name", "language", "dark"), RUNS)
def test_axe_finds_no_barrier(driver: Chrome, tmp_path: Path, name: str, language: Any, dark: bool) -> None:
    settings(driver, dark=dark)
    driver.get(save(tmp_path, PAGES[name](RenderOptions(language=language))))
    assert axe.violations(driver) == []


def test_axe_would_find_a_barrier(driver: Chrome, tmp_path: Path) -> None:
    driver.get(save(tmp_path, "<p style='color:#ccc;background:#fff'>barely to be read</p><img src=''>"))
    assert {"color-contrast", "image-alt"} <= {rule for rule, _, _ in axe.violations(driver)}
