"""The chapter about the network: zone map, zone by zone, exposure.

What it gives to the template is data; every drawing stands beside tables that say the same.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from markupsafe import Markup

from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.findings.words import Language
from secaudit.reporters.html.network import telling, zone_map
from secaudit.reporters.html.network.exposure import Exposures, exposures
from secaudit.reporters.html.network.matrix import Matrix, matrix
from secaudit.reporters.html.network.sheets import sheets
from secaudit.reporters.html.network.terrain import MOST_BOXES, Box, Terrain, Wire, order, survey
from secaudit.reporters.html.network.wiring import plan
from secaudit.reporters.html.network.words import CHAPTER, SECRECY

# So many findings of one line or box are named; all of them stand in the findings.
MOST_FINDINGS = 4


@dataclass(frozen=True, slots=True)
class WireRow:
    """A line of the map as text."""

    number: int
    wire: Wire
    devices: str
    joins: tuple[str, ...]

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The first of its violations."""
        return self.wire.findings[:MOST_FINDINGS]

    @property
    def left(self) -> int:
        """How many more there are."""
        return len(self.wire.findings[MOST_FINDINGS:])


@dataclass(frozen=True, slots=True)
class BoxRow:
    """A box of the map as text."""

    box: Box
    name: str
    segments: str
    levels: str
    findings: tuple[Finding, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Chapter:
    """All that the template prints. `drawing` is None where there is nothing to draw, `sheets` are its parts for paper."""

    told: bool
    terrain: Terrain
    drawing: Markup | None
    sheets: tuple[Markup, ...]
    notes: tuple[str, ...]
    sites: tuple[tuple[str, tuple[BoxRow, ...]], ...]
    wires: tuple[WireRow, ...]
    matrix: Matrix
    exposures: Exposures
    words: dict[str, str]


def chapter(report: Report, language: Language) -> Chapter:
    """The chapter of a report in one language."""
    terrain = survey(report)
    planned = plan(terrain) if terrain.boxes else None
    wires = (
        WireRow(
            number, wire, telling.ids((device.id for device in wire.devices), language),
            tuple(telling.joined(sorted(wire.ends, key=order), terrain, language)),
        )
        for number, wire in enumerate(terrain.wires, 1)
    )  # fmt: skip
    return Chapter(
        bool(report.dossiers), terrain, zone_map.drawn(planned, terrain, language) if planned else None,
        sheets(planned, language) if planned else (),
        tuple(_notes(terrain, language)), tuple(_sites(terrain, language)), tuple(wires), matrix(report),
        exposures(report), {key: words.of(language) for key, words in CHAPTER.items()},
    )  # fmt: skip


def zone_word(zone: str | None, language: Language) -> str:
    """The word for a zone."""
    return telling.zone_name(zone, language)


def secrecy_word(secrecy: str | None, language: Language) -> str | None:
    """The word for a secrecy; None where there is none."""
    if secrecy is None or secrecy == "none":
        return None
    return SECRECY[secrecy].of(language) if secrecy in SECRECY else secrecy


def _notes(terrain: Terrain, language: Language) -> Iterator[str]:
    """How far the map is drawn together, and what is not on it."""
    numbers = {"most": MOST_BOXES, "boxes": len(terrain.boxes), "segments": terrain.segments}
    yield CHAPTER[f"grain_{terrain.grain}"].of(language).format(**numbers)
    for key, count in (("wires_left", terrain.wires_left), ("inside", terrain.within)):
        if count:
            yield CHAPTER[key].of(language).format(n=count)


def _sites(terrain: Terrain, language: Language) -> Iterator[tuple[str, tuple[BoxRow, ...]]]:
    rows: dict[str, list[BoxRow]] = {}
    for box in terrain.boxes:
        name = telling.end_name(box.key, terrain, language)
        site = name if terrain.grain == "site" else telling.site_name(box.key[0], language)
        rows.setdefault(site, []).append(
            BoxRow(
                box, name, telling.ids((segment.id for segment in box.segments), language),
                telling.levels_short(box.levels), box.inside[:MOST_FINDINGS], len(box.inside[MOST_FINDINGS:]),
            )
        )  # fmt: skip
    return ((site, tuple(found)) for site, found in rows.items())
