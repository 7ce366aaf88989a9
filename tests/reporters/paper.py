"""Printed pages, read back."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise

import pypdfium2
from selenium.webdriver import Chrome

A4 = (595, 842)
_RUNNING = re.compile(r"SA-\d{8}-[0-9a-f]{10} · .* · secaudit ")
_BEGINNING = re.compile(r"(?=SA-\d{8}-[0-9a-f]{10} · )")

# What a sheet has for its text, in the pixels of CSS: upright, and lying for the wide chapters.
UPRIGHT, LYING = 605, 934

# Every element that leaves such a width to the right, by how much, except within drawings, which are scaled.
_OVER = """
const [width, lying] = arguments;
return [...document.querySelectorAll('header, nav, main > section, body > footer')]
  .filter((part) => part.matches('.wide') === lying)
  .flatMap((part) => [...part.querySelectorAll('*')])
  .filter((e) => !e.closest('svg svg, svg > *') && e.getBoundingClientRect().right > width + 1)
  .map((e) => [Math.round(e.getBoundingClientRect().right - width), e.outerHTML.slice(0, 120)]);
"""

# The headings, captions and heads of tables of a page as they are read.
HEADINGS = """[...document.querySelectorAll('h2, h3, h4, h5, caption:not(.quiet), thead')]
  .filter((e) => e.checkVisibility()).map((e) => e.innerText.replace(/\\s+/g, ' ').trim()).filter(Boolean)"""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its text, and its size in points."""

    text: str
    size: tuple[int, int]

    @property
    def running(self) -> list[str]:
        """The lines that say which report it belongs to."""
        return [line for line in self._all if _RUNNING.match(line)]

    @property
    def lines(self) -> list[str]:
        """Its lines without what stands on every sheet."""
        return [line for line in self._all if not line.isdigit() and not _RUNNING.match(line)]

    @property
    def _all(self) -> list[str]:
        # A word that is cut at the end of a sheet is read as one with what stands below it.
        text = _BEGINNING.sub("\n", self.text)
        return [found for line in text.splitlines() if (found := " ".join(line.split()))]


@dataclass(frozen=True)
class Printed:
    """A PDF: its sheets, and whether it says what its parts are (headings, tables, lists)."""

    sheets: tuple[Sheet, ...]
    is_tagged: bool


def printed(paper: bytes) -> Printed:
    """Read a PDF."""
    document = pypdfium2.PdfDocument(paper)
    try:
        return Printed(tuple(_sheets(document)), bool(document.is_tagged()))
    finally:
        document.close()


def _sheets(document: pypdfium2.PdfDocument) -> Iterator[Sheet]:
    for page in document:
        text = page.get_textpage()
        width, height = page.get_size()
        # A soft hyphen at the end of a line is told as a character that is none.
        yield Sheet(text.get_text_range().replace("\ufffe", ""), (round(width), round(height)))
        text.close()
        page.close()


def stranded(paper: Printed, headings: list[str]) -> list[tuple[int, str]]:
    """Headings that end a sheet, with its number; what they head begins on the next one.

    Words are compared without their order: a PDF tells the cells of a head line by line.
    """
    known = {tuple(sorted(heading.split())) for heading in headings}
    return [
        (place, sheet.lines[-1])
        for place, (sheet, following) in enumerate(pairwise(paper.sheets), 1)
        # The contents end with the title of a chapter, and the first chapter begins a sheet.
        if any(tuple(sorted(" ".join(sheet.lines[-count:]).split())) in known for count in range(1, 9))
        and not following.lines[0].startswith("1. ")
    ]


@contextmanager
def on_paper(driver: Chrome) -> Iterator[None]:
    """The page laid out as it is printed."""
    driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        yield
    finally:
        driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def leaving(driver: Chrome) -> list[tuple[int, str]]:
    """What is wider than a sheet: a browser would cut it or print everything smaller."""
    found: list[tuple[int, str]] = []
    with on_paper(driver):
        for width, lying in ((UPRIGHT, False), (LYING, True)):
            driver.execute_cdp_cmd(
                "Emulation.setDeviceMetricsOverride",
                {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False},
            )
            found += driver.execute_script(_OVER, width, lying)
    return found
