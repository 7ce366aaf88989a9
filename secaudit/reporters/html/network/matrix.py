"""Zone by zone: which zones lead into which, and where that violates."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from secaudit.findings.dossier import Conduit
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.reporters.html.network.terrain import ZONES

# So many rules are named in a cell, so many findings below the table for one cell.
MOST_RULES, MOST_FINDINGS = 2, 5
# An inventory knows eleven zones; a result that was written elsewhere may name any number.
MOST_ZONES = 24


@dataclass(frozen=True, slots=True)
class Cell:
    """What leads from one zone into another; `rules` with the first finding of each, `more` counts the other rules."""

    conduit: Conduit
    findings: tuple[Finding, ...]
    rules: tuple[Finding, ...]
    more: int

    @property
    def shown(self) -> tuple[Finding, ...]:
        """The findings that are told below the table."""
        return self.findings[:MOST_FINDINGS]

    @property
    def left(self) -> int:
        """How many violations are not told there."""
        return len(self.conduit.violations) - len(self.shown)


@dataclass(frozen=True, slots=True)
class Matrix:
    """The zones in order, and a row of cells for each; None where nothing leads. `left` zones are not shown."""

    zones: tuple[str | None, ...]
    rows: tuple[tuple[str | None, tuple[Cell | None, ...]], ...]
    left: int

    @property
    def violated(self) -> Iterator[Cell]:
        """The cells with violations, row by row."""
        return (cell for _, cells in self.rows for cell in cells if cell and cell.conduit.violations)


def matrix(report: Report) -> Matrix:
    """Rows are where conversations are opened, columns where they lead."""
    findings = {verdict.finding.fingerprint: verdict.finding for verdict in report.verdicts}
    cells = {(conduit.origin, conduit.target): _cell(conduit, findings) for conduit in report.conduits}
    violated = {zone for conduit in report.conduits if conduit.violations for zone in (conduit.origin, conduit.target)}
    known = sorted({zone for pair in cells for zone in pair}, key=lambda zone: (zone not in violated, _rank(zone)))
    zones = tuple(sorted(known[:MOST_ZONES], key=_rank))
    rows = tuple((origin, tuple(cells.get((origin, zone)) for zone in zones)) for origin in zones)
    return Matrix(zones, rows, len(known[MOST_ZONES:]))


def _rank(zone: str | None) -> tuple[bool, int, str]:
    return zone is None, ZONES.index(zone) if zone in ZONES else len(ZONES), zone or ""


def _cell(conduit: Conduit, known: Mapping[str, Finding]) -> Cell:
    findings = [known[fingerprint] for fingerprint in conduit.violations if fingerprint in known]
    rules: dict[str, Finding] = {}
    for finding in sorted(findings, key=lambda finding: (finding.rule, finding.fingerprint)):
        rules.setdefault(finding.rule, finding)
    first: Sequence[Finding] = tuple(rules.values())
    return Cell(conduit, tuple(findings), tuple(first[:MOST_RULES]), len(first[MOST_RULES:]))
