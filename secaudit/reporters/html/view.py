"""What the templates are given: the report's findings, laid out in the order of the page."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from markupsafe import Markup

from secaudit.findings.card import RuleCard
from secaudit.findings.evidence import Hop
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, Tally, UnitRow, Verdict, WaiverCard
from secaudit.findings.severity import RANK, SEVERITIES
from secaudit.findings.words import Language
from secaudit.reporters.html import collation, strip
from secaudit.reporters.options import MOST

# A drawing costs about 2 KB. The worst paths are drawn; every path stands there as text.
MOST_DRAWINGS = 100
LARGEST_GAPS = 5
# With no more groups of findings than this, each tells why, what to do and by which clause; else the appendix does.
MOST_BRIEFS = 400
# With more findings than this, what each says of days is told in few words.
MOST_WORDY = 2_000
# So many findings share one block whose layout the browser may put off.
BLOCK = 60
FEW, SOME = 5, 20
# So many signs of a fingerprint name a finding within the page.
ANCHOR = 12

_NO_ANCHOR = re.compile(r"[^A-Za-z0-9_.-]+")


@dataclass(frozen=True, slots=True)
class Item:
    """A finding as shown: `figure` is the number of its path's drawing, `drawing` only where it is drawn."""

    finding: Finding
    waiver: WaiverCard | None
    waiver_id: str | None
    first_seen: str | None = None
    fix_by: str | None = None
    figure: int | None = None
    drawing: Markup | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """Findings of one rule with one severity, within a unit or among the unknown ones."""

    rule: str
    state: str
    severity: str
    card: RuleCard | None
    items: tuple[Item, ...]
    missing: tuple[str, ...] = ()
    left: int = 0

    @property
    def count(self) -> int:
        """How many findings, also of those that are only counted."""
        return len(self.items) + self.left

    @property
    def blocks(self) -> Iterator[tuple[Item, ...]]:
        """The findings in portions."""
        return (self.items[start : start + BLOCK] for start in range(0, len(self.items), BLOCK))


@dataclass(frozen=True, slots=True)
class UnitFindings:
    """A unit and what it has to act on. `name` is None where nobody is named as responsible."""

    id: str | None
    name: str | None
    groups: tuple[Group, ...]

    @property
    def count(self) -> int:
        """How many findings."""
        return sum(group.count for group in self.groups)


class Anchors:
    """Names for links within the page: only harmless signs, one name per text."""

    def __init__(self) -> None:
        """Start with no name taken."""
        self._names: dict[str, str] = {}
        self._taken: set[str] = set()

    def __call__(self, text: str) -> str:
        """The name of a text, the same whenever it is asked for."""
        if text not in self._names:
            name = stem = _NO_ANCHOR.sub("-", text)[:48]
            number = 1
            while name in self._taken:
                number += 1
                name = f"{stem}-{number}"
            self._taken.add(name)
            self._names[text] = name
        return self._names[text]


class Layout:
    """The findings of a report in the order of the page."""

    def __init__(
        self, report: Report, language: Language, most: int = MOST, elsewhere: Mapping[str, str] | None = None
    ) -> None:
        """Lay the findings out, the worst `most` one by one; numbers of drawings follow the order of the page.

        `elsewhere` are files in which findings are told that are not told here, by the beginnings of their names.
        """
        self._elsewhere = elsewhere or {}
        self._language = language
        self.most = most
        self._cards = {card.id: card for card in report.cards}
        self._waivers = {waiver.id: waiver for waiver in report.waivers}
        opened = [verdict for verdict in report.verdicts if verdict.status == "open"]
        told = sorted(report.verdicts, key=_need)[:most]
        self._told = {verdict.finding.fingerprint[:ANCHOR] for verdict in told}
        self.left = len(report.verdicts) - len(told)
        self._worth_drawing = _first_paths(opened)
        self._figures: dict[tuple[Hop, ...], int] = {}
        judged = [verdict for verdict in opened if verdict.finding.state != "unknown"]
        self.units = tuple(self._units(judged, {unit.id: unit.name for unit in report.units}))
        self.is_terse = len(report.verdicts) > MOST_WORDY
        self.is_brief = sum(len(unit.groups) for unit in self.units) <= MOST_BRIEFS
        self.unknown = tuple(self._unknown([v for v in opened if v.finding.state == "unknown"]))
        waived = [verdict for verdict in report.verdicts if verdict.status == "waived"]
        self.waived = _by_waiver(self._items(waived))
        self.waived_left = sum(verdict.finding.fingerprint[:ANCHOR] not in self._told for verdict in waived)

    def leave_counted(self) -> None:
        """Forget the groups of which no finding is told: all numbers count them, and on paper they would fill sheets."""
        units = (replace(unit, groups=tuple(group for group in unit.groups if group.items)) for unit in self.units)
        self.units = tuple(unit for unit in units if unit.groups)
        self.unknown = tuple(group for group in self.unknown if group.items)

    @property
    def explained(self) -> frozenset[str]:
        """The rules whose repair and clause stand at their findings."""
        return frozenset(group.rule for unit in self.units for group in unit.groups) if self.is_brief else frozenset()

    def link(self, fingerprint: str) -> str:
        """Where a finding is told: here or on another page; of one that is only counted, where all are."""
        name = fingerprint[:ANCHOR]
        if self._elsewhere:
            return f"{self._elsewhere.get(name, '')}#f-{name}"
        return f"#f-{name}" if name in self._told else "#findings"

    def _items(self, verdicts: Iterable[Verdict]) -> tuple[Item, ...]:
        return tuple(self._item(verdict) for verdict in verdicts if verdict.finding.fingerprint[:ANCHOR] in self._told)

    def _units(self, verdicts: Sequence[Verdict], names: Mapping[str, str]) -> Iterator[UnitFindings]:
        owned: dict[str | None, list[Verdict]] = {}
        for verdict in verdicts:
            owned.setdefault(verdict.finding.owner, []).append(verdict)
        for owner in sorted(owned, key=lambda ident: _by_name(ident, names)):
            name = None if owner is None else names.get(owner, owner)
            yield UnitFindings(owner, name, tuple(self._groups(owned[owner])))

    def _groups(self, verdicts: Sequence[Verdict]) -> Iterator[Group]:
        # The report is sorted by severity, then by rule; so are the groups.
        for (severity, rule, state), same in groupby(verdicts, key=_group_of):
            found = list(same)
            items = self._items(found)
            yield Group(rule, state, severity, self._cards.get(rule), items, left=len(found) - len(items))

    def _unknown(self, verdicts: Sequence[Verdict]) -> Iterator[Group]:
        rules: dict[str, list[Verdict]] = {}
        for verdict in verdicts:
            rules.setdefault(verdict.finding.rule, []).append(verdict)
        for rule, same in rules.items():
            items = self._items(same)
            missing = sorted({field for verdict in same for field in verdict.finding.evidence.missing})
            severity = max((verdict.finding.severity for verdict in same), key=RANK.__getitem__)
            left = len(same) - len(items)
            yield Group(rule, "unknown", severity, self._cards.get(rule), items, tuple(missing), left)

    def _item(self, verdict: Verdict) -> Item:
        waiver = self._waivers.get(verdict.waiver) if verdict.waiver else None
        path = verdict.finding.evidence.path
        item = Item(verdict.finding, waiver, verdict.waiver, verdict.first_seen, verdict.fix_by)
        if path not in self._worth_drawing:
            return item
        if path in self._figures:
            return replace(item, figure=self._figures[path])
        number = self._figures[path] = len(self._figures) + 1
        return replace(item, figure=number, drawing=strip.draw(path, number, self._language))


def extent(block: Sequence[Item]) -> str:
    """How long a block is, roughly, so that the browser can reserve its height before it lays it out."""
    return "few" if len(block) <= FEW else "some" if len(block) <= SOME else "many"


def _need(verdict: Verdict) -> tuple[bool, bool, int]:
    """Which findings are told if not all are: open ones before waived, certain before unknown, worst first."""
    return verdict.status != "open", verdict.finding.state == "unknown", -RANK[verdict.finding.severity]


def _group_of(verdict: Verdict) -> tuple[str, str, str]:
    return verdict.finding.severity, verdict.finding.rule, verdict.finding.state


def _by_name(ident: str | None, names: Mapping[str, str]) -> tuple[bool, collation.Key]:
    """Order of units by name; what belongs to nobody comes last."""
    return ident is None, collation.key(names.get(ident or "", ident or ""))


def _first_paths(verdicts: Iterable[Verdict]) -> frozenset[tuple[Hop, ...]]:
    """The distinct paths worth a drawing: the first ones, as the report puts the worst first."""
    paths = dict.fromkeys(verdict.finding.evidence.path for verdict in verdicts)
    return frozenset([path for path in paths if path][:MOST_DRAWINGS])


def _by_waiver(items: Iterable[Item]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(item.waiver_id or "", []).append(item)
    return found


def ranked(units: Iterable[UnitRow]) -> list[UnitRow]:
    """Units by need: fewest approved systems first, then most severe findings, then name.

    A unit without systems has nothing to approve and comes after those that have.
    """

    def need(unit: UnitRow) -> tuple[bool, float, list[int], collation.Key]:
        share = unit.approved / unit.systems if unit.systems else 1.0
        worst = [-unit.open.get(severity, 0) for severity in reversed(SEVERITIES)]
        return unit.systems == 0, share, worst, collation.key(unit.name)

    return sorted(units, key=need)


def largest_gaps(tallies: Iterable[Tally]) -> list[Tally]:
    """The rules that most subjects fail."""
    failed = [tally for tally in tallies if tally.failed]
    return sorted(failed, key=lambda tally: (-tally.failed, -tally.unknown, tally.rule))[:LARGEST_GAPS]
