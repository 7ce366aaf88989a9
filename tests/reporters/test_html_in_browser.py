"""The page in a real browser, opened from disk, also with an attack in every text."""

import re
import time
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from selenium.common.exceptions import NoAlertPresentException
from selenium.webdriver import Chrome
from selenium.webdriver.common.by import By

from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.browser import complaints, pdf, requests, save, settings, source
from tests.reporters.builders import big_report, full_report, with_every_text
from tests.reporters.payload import ATTACK, PAYLOAD

pytestmark = pytest.mark.browser


def _open(driver: Chrome, folder: Path, report: Report, language: Any = "vi") -> str:
    address = save(folder, REPORTERS["html"](report, RenderOptions(language=language)))
    driver.get(address)
    return address


def _attacked() -> Report:
    return with_every_text(full_report(), lambda text: text + PAYLOAD)


def _structure(driver: Chrome) -> Counter[str]:
    """Every element with the names of its attributes, as the browser understood the file; the filter may hide some."""
    told = driver.execute_script(
        "return Array.from(document.querySelectorAll('*'),"
        " e => e.tagName + ' ' + e.getAttributeNames().filter(name => name !== 'hidden').sort())"
    )
    return Counter(told)


def test_an_attack_that_worked_would_be_seen(driver: Chrome, tmp_path: Path) -> None:
    driver.get(save(tmp_path, "<script>alert(1)</script>"))
    assert driver.switch_to.alert.text == "1"
    driver.switch_to.alert.accept()
    driver.get(save(tmp_path, "<img src='http://127.0.0.1:9/x'><p>"))
    assert "http://127.0.0.1:9/x" in requests(driver)
    assert complaints(driver) != []


@pytest.mark.parametrize("language", ["vi", "en"])
def test_attack_in_every_text_does_nothing(driver: Chrome, tmp_path: Path, language: str) -> None:
    # What is no date has no days left, so the harmless text is changed as well.
    _open(driver, tmp_path, with_every_text(full_report(), lambda text: text + "x"), language)
    clean = _structure(driver)
    requests(driver)
    address = _open(driver, tmp_path, _attacked(), language)
    # Move over, click and type wherever an attack could wait for it.
    driver.execute_script(
        "for (const e of document.querySelectorAll('*')) for (const kind of ['mouseover', 'focus', 'error', 'load'])"
        "  e.dispatchEvent(new Event(kind))"
    )
    driver.find_element(By.ID, "q").send_keys("<img src=x onerror=alert(1)>")
    time.sleep(0.5)
    with pytest.raises(NoAlertPresentException):
        _ = driver.switch_to.alert.text
    assert driver.current_url.partition("#")[0] == address
    assert _structure(driver) == clean
    assert _shown(driver) == 0
    assert {url.partition("#")[0] for url in requests(driver)} == {address}
    assert complaints(driver) == []


def test_without_script_the_same_findings_are_there(driver: Chrome, tmp_path: Path) -> None:
    report = _attacked()
    settings(driver, script=False)
    _open(driver, tmp_path, report)
    seen = source(driver)
    settings(driver)
    assert {f"f-{v.finding.fingerprint[:12]}" for v in report.verdicts} == set(
        re.findall(r'id="(f-[0-9a-f]{12})"', seen)
    )
    assert re.search(r'<form id="filter"[^>]* hidden=""', seen)


@pytest.mark.parametrize("report", [full_report(), _attacked()], ids=["clean", "attacked"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_horizontal_scrolling_at_320_pixels(driver: Chrome, tmp_path: Path, report: Report, language: str) -> None:
    settings(driver, width=320)
    _open(driver, tmp_path, report, language)
    assert driver.execute_script("return document.documentElement.scrollWidth") <= 320


def test_reading_makes_no_request_and_no_complaint(driver: Chrome, tmp_path: Path) -> None:
    for dark in (False, True):
        settings(driver, dark=dark)
        address = _open(driver, tmp_path, full_report())
        assert set(requests(driver)) == {address}
        assert complaints(driver) == []


def test_search_folds_accents_and_keeps_its_state_in_the_address(driver: Chrome, tmp_path: Path) -> None:
    address = _open(driver, tmp_path, full_report())
    assert _shown(driver) == 5
    driver.find_element(By.ID, "q").send_keys("DA nang y te")
    time.sleep(0.4)
    assert _shown(driver) == 1
    assert driver.find_element(By.ID, "n").text == "1"
    assert driver.current_url.endswith("#q=DA+nang+y+te")

    driver.get("about:blank")
    driver.get(f"{address}#q=level+not+approved+he+thong&s=high")
    assert _shown(driver) == 0
    driver.get("about:blank")
    driver.get(f"{address}#s=unknown")
    assert _shown(driver) == 1
    assert driver.find_element(By.ID, "s").get_attribute("value") == "unknown"


def test_a_link_to_a_hidden_finding_wins_over_the_filter(driver: Chrome, tmp_path: Path) -> None:
    report = full_report()
    address = _open(driver, tmp_path, report)
    driver.get(f"{address}#s=unknown")
    driver.refresh()
    assert _shown(driver) == 1
    ident = f"f-{report.verdicts[0].finding.fingerprint[:12]}"
    driver.execute_script("location.hash = arguments[0]", ident)
    time.sleep(0.3)
    assert _shown(driver) == 5
    assert driver.find_element(By.ID, ident).is_displayed()


def _shown(driver: Chrome) -> int:
    return len([e for e in driver.find_elements(By.CSS_SELECTOR, ".f") if e.is_displayed()])


@pytest.mark.parametrize("longest", [0, 500], ids=["clean", "attacked"])
def test_prints_to_pdf(driver: Chrome, tmp_path: Path, longest: int) -> None:
    # Words of 5,000 signs print too, but rows longer than a page take the browser half a minute.
    _open(
        driver, tmp_path, with_every_text(full_report(), lambda text: text + (ATTACK + "x" * longest) * (longest > 0))
    )
    paper = pdf(driver)
    assert paper.startswith(b"%PDF-")
    # A4 upright for the text, lying for the wide tables.
    boxes = set(re.findall(rb"/MediaBox \[0 0 (\d+)[\d.]* (\d+)", paper))
    assert len(boxes) == 2
    assert {tuple(sorted(map(int, box))) for box in boxes} <= {(594, 841), (595, 841), (595, 842)}


def test_nothing_is_hidden_on_paper(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, full_report())
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        hidden = driver.execute_script(
            "return Array.from(document.querySelectorAll('main *, header *'))"
            ".filter(e => !e.closest('form, svg') && getComputedStyle(e).display === 'none').length"
        )
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})
    assert hidden == 0


def test_ten_thousand_findings_open_fast(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, big_report(10_000))
    timing = driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    # The target is one second; shared machines get room, a page gone quadratic does not.
    assert timing < 5_000
