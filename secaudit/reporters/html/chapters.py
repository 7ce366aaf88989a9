"""The order of the page: its chapters with their numbers, and where the table of contents leads.

A new chapter is a template that `report.html.j2` includes, a key here and a word of that key.
"""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass

CHAPTERS = (
    "summary",
    "scoreboards",
    "network",
    "units",
    "findings",
    "unknown",
    "systems",
    "gateways",
    "waivers",
    "comparison",
)
APPENDICES = ("register", "form08", "rules", "files", "verification", "glossary")

# What an edition of numbers leaves out: the chapters that tell of things one by one.
OF_THINGS = ("network", "findings", "unknown", "systems", "gateways", "waivers", "register", "form08")

# Chapters with more entries than this are reached by their own heading only.
MOST_ENTRIES = 300


@dataclass(frozen=True, slots=True)
class Entry:
    """A place within a chapter: the name of the link and its text; `note` is told smaller."""

    anchor: str
    text: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter with its number (`3`, or `B` for an appendix) and the places within it."""

    key: str
    number: str
    entries: tuple[Entry, ...] = ()


def chapters(within: Mapping[str, Iterable[Entry]], without: Container[str] = ()) -> dict[str, Chapter]:
    """All chapters in the order of the page, by key; `within` are the places within some of them."""
    numbers = {key: str(place) for place, key in enumerate([key for key in CHAPTERS if key not in without], 1)}
    appendices = [key for key in APPENDICES if key not in without]
    numbers |= {key: chr(ord("A") + place) for place, key in enumerate(appendices)}
    return {key: Chapter(key, number, _entries(within.get(key, ()))) for key, number in numbers.items()}


def _entries(found: Iterable[Entry]) -> tuple[Entry, ...]:
    entries = tuple(found)
    return entries if len(entries) <= MOST_ENTRIES else ()
