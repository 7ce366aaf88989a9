"""The drawings in a real browser: words stay in their boxes, small screens do not scroll, large reports open fast."""

from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome

from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.browser import complaints, requests, save, settings
from tests.reporters.builders import big_report, full_report, with_every_text
from tests.reporters.networks import network, small_network
from tests.reporters.payload import PAYLOAD

pytestmark = pytest.mark.browser

_OURS = frozenset({"site", "zone", "segments", "systems", "none"})


def _open(driver: Chrome, folder: Path, report: Report, language: Any = "vi") -> str:
    address = save(folder, REPORTERS["html"](report, RenderOptions(language=language)))
    driver.get(address)
    return address


def _spelled(text: str) -> Report:
    """A network in which every name is such a text."""
    return with_every_text(small_network(), lambda old: old if old in _OURS or len(old) == 64 else f"{old}{text}")


NETWORKS = {
    "small": small_network(),
    "zones": network(20, 30, violations=9),
    "sites": network(400, 3, violations=40),
    "wide letters": _spelled("WMWM" * 20),
    "long words": _spelled("nghiệp vụ " * 30),
    "signs of the East": _spelled("数据库服务器" * 20),
    "attacked": _spelled(PAYLOAD),
}

# Every text with how far it leaves the box that encloses it (the rectangle of its group, else the drawing), in pixels.
_LEAVING = """
const out = [];
for (const text of document.querySelectorAll('svg[role=img] text')) {
  if (!text.textContent) continue;
  const group = text.parentElement, rects = [...group.children].filter(e => e.tagName === 'rect' && !e.matches('.pill'));
  const wired = group.matches('.wire'), chart = text.closest('.chart');
  const own = text.matches('.pill') ? text.previousElementSibling : null;
  const frame = own ?? ((!wired && !chart && rects.length) ? rects[0] : text.ownerSVGElement);
  const a = text.getBoundingClientRect(), b = frame.getBoundingClientRect();
  const over = Math.max(b.left - a.left, a.right - b.right);
  if (over > 1) out.push([Math.round(over), text.textContent]);
}
return out;
"""


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", NETWORKS)
def test_no_word_leaves_its_box(driver: Chrome, tmp_path: Path, name: str, language: str) -> None:
    _open(driver, tmp_path, NETWORKS[name], language)
    assert driver.execute_script("return document.querySelectorAll('svg.map text').length") > 5
    assert driver.execute_script(_LEAVING) == []


def test_a_word_that_left_its_box_would_be_seen(driver: Chrome, tmp_path: Path) -> None:
    _open(driver, tmp_path, small_network())
    driver.execute_script("document.querySelector('svg.map .site > text').textContent = 'W'.repeat(99)")
    assert len(driver.execute_script(_LEAVING)) == 1


@pytest.mark.parametrize("name", NETWORKS)
def test_no_horizontal_scrolling_at_320_pixels(driver: Chrome, tmp_path: Path, name: str) -> None:
    settings(driver, width=320)
    _open(driver, tmp_path, NETWORKS[name])
    assert driver.execute_script("return document.documentElement.scrollWidth") <= 320
    # What is wider than the screen can be reached: it lies in a region that scrolls by itself.
    lost = "return [...document.querySelectorAll('svg[role=img]')].filter(e => e.getClientRects().length && !e.closest('.scroll')).length"
    assert driver.execute_script(lost) == 0


def test_reading_the_network_makes_no_request_and_no_complaint(driver: Chrome, tmp_path: Path) -> None:
    address = _open(driver, tmp_path, NETWORKS["attacked"])
    assert {url.partition("#")[0] for url in requests(driver)} == {address}
    assert complaints(driver) == []


def test_ten_thousand_findings_with_a_large_network_open_fast(driver: Chrome, tmp_path: Path) -> None:
    large = network(400, 25, violations=200)
    findings = big_report(10_000)
    _open(driver, tmp_path, full_report(verdicts=findings.verdicts, units=findings.units, dossiers=large.dossiers))
    timing = driver.execute_script("return performance.getEntriesByType('navigation')[0].loadEventEnd")
    # The target is one second; shared machines get room, a page gone quadratic does not.
    assert timing < 5_000
