"""The chapters about things in a real browser: folded, found, printed, without barriers."""

import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys

from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.browser import complaints, pdf, requests, save, settings, source
from tests.reporters.builders import with_every_text
from tests.reporters.payload import PAYLOAD
from tests.reporters.things import many_things, told_report

pytestmark = pytest.mark.browser

_SEEN = "return arguments[0].checkVisibility({contentVisibilityAuto: false})"
_UNSEEN_ON_PAPER = (
    "return Array.from(document.querySelectorAll('header *, nav *, main *'))"
    ".filter(e => !e.closest('form, svg, .contents summary') && !e.checkVisibility())"
    ".map(e => e.outerHTML.slice(0, 120))"
)


def _open(driver: Chrome, folder: Path, report: Report, language: Any = "vi") -> str:
    address = save(folder, REPORTERS["html"](report, RenderOptions(language=language)))
    driver.get(address)
    return address


def _visible(driver: Chrome, selector: str) -> list[str]:
    found = driver.find_elements(By.CSS_SELECTOR, selector)
    return [str(e.get_attribute("id")) for e in found if driver.execute_script(_SEEN, e)]


def _is_open(driver: Chrome, ident: str) -> bool:
    return bool(driver.execute_script("return document.getElementById(arguments[0]).open", ident))


def test_things_without_findings_are_folded_and_a_link_opens_them(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, told_report())
    assert not _is_open(driver, "d-gateway.quiet-gw")
    assert _is_open(driver, "d-gateway.edge-fw")
    driver.execute_script("location.hash = 'd-gateway.quiet-gw'")
    time.sleep(0.3)
    assert _is_open(driver, "d-gateway.quiet-gw")


def test_a_deep_link_opens_what_is_folded_at_once(driver: Chrome, tmp_path: Path) -> None:
    address = _open(driver, tmp_path, told_report())
    driver.get("about:blank")
    driver.get(f"{address}#d-gateway.quiet-gw")
    assert _is_open(driver, "d-gateway.quiet-gw")


def test_without_script_nothing_is_folded(driver: Chrome, tmp_path: Path) -> None:
    settings(driver, script=False)
    _open(driver, tmp_path, told_report())
    seen = source(driver)
    settings(driver)
    folds = re.findall(r"<details[^>]*>", seen)
    assert len(folds) > 7
    assert all(" open" in fold for fold in folds)


def test_search_finds_pages_and_rows_without_accents(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, told_report())
    assert driver.find_element(By.ID, "m").text == "7"
    driver.find_element(By.ID, "q").send_keys("network:internet TRUNG tam cong nghe")
    time.sleep(0.4)
    assert _visible(driver, ".d") == ["d-gateway.edge-fw"]
    assert driver.find_element(By.ID, "m").text == "1"
    driver.find_element(By.ID, "q").send_keys(Keys.CONTROL + "a" + Keys.DELETE)
    driver.find_element(By.ID, "q").send_keys("ten archive")
    time.sleep(0.4)
    assert len(_visible(driver, ".sift tbody tr")) == 2


def test_severity_hides_no_page(driver: Chrome, tmp_path: Path) -> None:
    address = _open(driver, tmp_path, told_report())
    driver.get(f"{address}#s=critical")
    driver.refresh()
    assert len(_visible(driver, ".d")) == 7
    assert len(_visible(driver, ".f")) == 1


def test_the_keyboard_alone_unfolds_and_reaches_every_link(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, told_report())
    summary = driver.find_element(By.CSS_SELECTOR, "details[data-fold].d > summary")
    driver.execute_script("arguments[0].focus()", summary)
    driver.switch_to.active_element.send_keys(Keys.ENTER)
    assert driver.execute_script("return document.activeElement.parentElement.open")
    unreachable = 'return document.querySelectorAll(\'[tabindex="-1"]:not(main), [tabindex]:not([tabindex="0"]):not(main)\').length'
    assert driver.execute_script(unreachable) == 0


def test_on_paper_nothing_is_folded_or_hidden(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, told_report())
    assert not _is_open(driver, "d-gateway.quiet-gw")
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        unseen = driver.execute_script(_UNSEEN_ON_PAPER)
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert unseen == []
    assert pdf(driver).startswith(b"%PDF-")
    assert not _is_open(driver, "d-gateway.quiet-gw")


def _attacked() -> Report:
    return with_every_text(told_report(), lambda text: text + PAYLOAD)


def _structure(driver: Chrome) -> Counter[str]:
    told = driver.execute_script(
        "return Array.from(document.querySelectorAll('*'), e => e.tagName + ' ' + e.getAttributeNames().sort())"
    )
    return Counter(told)


def test_attack_in_every_field_does_nothing(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, with_every_text(told_report(), lambda text: text + "x"))
    clean = _structure(driver)
    requests(driver)
    address = _open(driver, tmp_path, _attacked())
    assert _structure(driver) == clean
    with pytest.raises(NoAlertPresentException):
        _ = driver.switch_to.alert.text
    assert {url.partition("#")[0] for url in requests(driver)} == {address}
    assert complaints(driver) == []


@pytest.mark.parametrize("report", [told_report(), _attacked()], ids=["clean", "attacked"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_horizontal_scrolling_at_320_pixels(driver: Chrome, tmp_path: Path, report: Report, language: str) -> None:
    settings(driver, width=320)
    _open(driver, tmp_path, report, language)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= 320


def test_many_things_open_fast(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, many_things(2000))
    timing = driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    assert timing < 5_000
