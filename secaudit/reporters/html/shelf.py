"""Everything the pages about things are put together from, found by its id."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from secaudit.findings.dates import day
from secaudit.findings.dossier import Dossier
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.findings.severity import RANK
from secaudit.findings.words import Language
from secaudit.reporters import labels
from secaudit.reporters.html import field_words

_REMEMBERED = 10_000
_UNITS = frozenset({"operator", "owner", "operators", "connected_to", "reported_to"})
# What is a name and no word: a segment may be called `internal`.
_NAMES = frozenset(
    {
        "segments",
        "segment",
        "between",
        "via",
        "from",
        "to",
        "id",
        "connected_systems",
        "name",
        "number",
        "summary",
        "note",
        "reason",
    }
)


@dataclass(frozen=True, slots=True)
class Line:
    """A declared field as shown: its name and its value."""

    label: str
    text: str


class Shelf:
    """The report's dossiers by kind and id, its open findings by what they are about, the names of units."""

    def __init__(self, report: Report, language: Language) -> None:
        """Sort everything in; linear in the report."""
        self.language: Language = language
        self.units = {unit.id: unit.name for unit in report.units}
        self.dossiers = {(dossier.kind, dossier.id): dossier for dossier in report.dossiers}
        self.units |= {one.id: one.name or one.id for one in report.dossiers if one.kind == "unit"}
        self._about: dict[str, list[Finding]] = {}
        self._caused: dict[tuple[str, str], list[Finding]] = {}
        for finding in report.open:
            for subject in dict.fromkeys((finding.subject, *finding.subjects)):
                self._about.setdefault(subject, []).append(finding)
            for cause in {(hop.kind, hop.id) for hop in finding.evidence.path if hop.offending}:
                self._caused.setdefault(cause, []).append(finding)

    def of_kind(self, kind: str) -> Iterator[Dossier]:
        """The dossiers of one kind, as the report sorts them."""
        return (dossier for (its, _), dossier in self.dossiers.items() if its == kind)

    def unit(self, ident: str | None) -> str | None:
        """A unit's name; its id if it has none."""
        return None if ident is None else self.units.get(ident, ident)

    def findings(self, things: Iterable[tuple[str, str]]) -> tuple[Finding, ...]:
        """The open findings about things, or of which one of them is the cause; worst first, each once."""
        found: dict[str, Finding] = {}
        for kind, ident in things:
            for finding in (*self._about.get(f"{kind}:{ident}", ()), *self._caused.get((kind, ident), ())):
                found.setdefault(finding.fingerprint, finding)
        return tuple(sorted(found.values(), key=_need))

    def lines(self, dossier: Dossier, told: Iterable[str] = (), within: str = "") -> tuple[Line, ...]:
        """The declared fields whose names begin with `within` and that are not told elsewhere (`told`: beginnings)."""
        beginnings = tuple(told)
        return tuple(
            Line(field_words.label(one.field, self.language), self.text(one.field, one.values))
            for one in dossier.fields
            if one.field.startswith(within) and not (beginnings and one.field.startswith(beginnings))
        )

    def text(self, field: str, values: Iterable[str]) -> str:
        """The values of a field as one text: units by name, dates as the reader writes them, words translated."""
        return ", ".join([self._told(field, value) for value in values])

    def _told(self, field: str, value: str) -> str:
        kind = _kind_of(field)
        if kind == "unit":
            return self.units.get(value, value)
        if kind == "number" and value.isdecimal():
            return labels.number(int(value), self.language)
        return value if kind == "name" else field_words.value(day(value, self.language), self.language)


@lru_cache(_REMEMBERED)
def _kind_of(field: str) -> str:
    """What the values of a field are: units, names, numbers of people, or words and dates."""
    last = field.rpartition(".")[2]
    if last in _UNITS or last == "by" or last.endswith("_by"):
        return "unit"
    if last.endswith("_subjects"):
        return "number"
    return "name" if last in _NAMES else "word"


def _need(finding: Finding) -> tuple[bool, int, str, str]:
    """Certain ones first, worst first."""
    return finding.state == "unknown", -RANK[finding.severity], finding.rule, finding.fingerprint


def weight(findings: Iterable[Finding]) -> tuple[int, int]:
    """How heavy findings are together: the worst severity, then how many; unknown ones weigh least."""
    certain = [RANK[finding.severity] + 1 for finding in findings if finding.state != "unknown"]
    return max(certain, default=0), len(certain)
