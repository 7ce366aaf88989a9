"""All that an audit has to tell: every verdict, every rule asked, every file read or skipped."""

from typing import Literal

from msgspec import Struct

from secaudit.findings.baseline import Known
from secaudit.findings.card import CriterionCard, RuleCard
from secaudit.findings.certificate import Certificate
from secaudit.findings.controls import ControlCard, ControlRow
from secaudit.findings.dossier import Conduit, Dossier, Exposure
from secaudit.findings.due import Due
from secaudit.findings.earlier import Earlier
from secaudit.findings.edition import WITHHELD, Edition
from secaudit.findings.finding import Finding
from secaudit.findings.severity import RANK, Severity
from secaudit.findings.term import Term
from secaudit.findings.words import Words

Status = Literal["open", "waived"]
Standing = Literal["new", "unchanged", "updated"]


class Tally(Struct, frozen=True, gc=False, kw_only=True):
    """How one rule fared: numbers of subjects, so that what was not judged is in the denominator."""

    rule: str
    passed: int = 0
    failed: int = 0
    unknown: int = 0
    not_applicable: int = 0
    waived: int = 0
    error: int = 0


class WaiverCard(Struct, frozen=True, gc=False, kw_only=True):
    """A waiver as the report tells it; `state` is judged on the day of the audit.

    `subject` is the subject of the findings that it waives, or with `by_cause` the device that is their cause.
    """

    id: str
    rule: str
    subject: str
    reason: str
    approved_by: str
    requested_by: str | None = None
    decision: str | None = None
    issued: str
    expires: str
    state: Literal["active", "expired", "not_yet"]
    by_cause: bool = False
    controls: tuple[str, ...] = ()
    ticket: str | None = None


class Verdict(Struct, frozen=True, gc=False, kw_only=True):
    """A finding and its status; `waiver` names the waiver that bears on it, also when it has expired.

    `baseline`: what an earlier audit says of it, if there is one to compare with; `first_seen` is the day of the
    first audit that is known to have found it. `fix_by`: the last day for its repair, if anybody named one.
    """

    finding: Finding
    status: Status
    waiver: str | None = None
    baseline: Standing | None = None
    first_seen: str | None = None
    fix_by: str | None = None


class SystemRow(Struct, frozen=True, gc=False, kw_only=True):
    """A line of the systems register. `level_computed` is None where undeclared facts leave it open.

    `approved` is true only if the level is approved, in force on the day, equal to the declared one, and, where the
    approval is bound to a description, that is still the description.
    `controls` are all that its declared level requires, those of each pack in the order of `Report.controls`.
    """

    id: str
    name: str | None
    owner: str | None
    status: str | None
    kind: str | None
    level: int | None
    level_approved: int | None
    level_computed: int | None
    level_at_least: int
    level_at_most: int
    criteria: tuple[str, ...]
    approval_status: str | None
    decision: str | None
    decision_date: str | None
    plan_status: str | None
    approved: bool
    source: str
    controls: tuple[ControlRow, ...] = ()


class UnitRow(Struct, frozen=True, gc=False, kw_only=True):
    """A unit's score: systems that count (not retired), those with an approved level, open findings."""

    id: str
    name: str
    systems: int
    approved: int
    open: dict[Severity, int]
    unknown: int


class PackCard(Struct, frozen=True, gc=False, kw_only=True):
    """A rule pack as used: `digest` is over all of its files."""

    id: str
    version: str
    title: Words
    digest: str
    rules: int


class FileCard(Struct, frozen=True, gc=False, kw_only=True):
    """A file that was read."""

    name: str
    sha256: str
    size: int


class SkipCard(Struct, frozen=True, gc=False, kw_only=True):
    """Something that was found and not read, and why."""

    name: str
    reason: str
    message: str


class Report(Struct, frozen=True, gc=False, kw_only=True):
    """The result of an audit. Everything in it is sorted; nothing in it depends on the machine.

    Dossiers, conduits and exposures are there only if somebody wanted them told. `absent` is what an
    earlier audit found and this one does not; None if there is none to compare with. `due` is what
    will be wrong within the months that somebody wanted looked ahead; None if nobody did. `edition` says
    what is withheld from its readers; None if nothing is. `earlier` says what else has changed since the audit
    that findings are compared with; None if that was not a whole result.
    """

    version: str
    as_of: str
    scope: tuple[str, ...]
    packs: tuple[PackCard, ...]
    files: tuple[FileCard, ...]
    skipped: tuple[SkipCard, ...]
    inventory_digest: str
    counts: dict[str, int]
    options: dict[str, str]
    cards: tuple[RuleCard, ...]
    tallies: tuple[Tally, ...]
    verdicts: tuple[Verdict, ...]
    systems: tuple[SystemRow, ...]
    units: tuple[UnitRow, ...]
    waivers: tuple[WaiverCard, ...] = ()
    certificates: tuple[Certificate, ...] = ()
    controls: tuple[ControlCard, ...] = ()
    dossiers: tuple[Dossier, ...] = ()
    conduits: tuple[Conduit, ...] = ()
    exposures: tuple[Exposure, ...] = ()
    absent: tuple[Known, ...] | None = None
    due: tuple[Due, ...] | None = None
    edition: Edition | None = None
    earlier: Earlier | None = None
    glossary: tuple[Term, ...] = ()
    criteria: tuple[CriterionCard, ...] = ()

    @property
    def is_complete(self) -> bool:
        """Whether everything that was found was read, and every rule gave an answer."""
        return not self.skipped and not any(tally.error for tally in self.tallies)

    def tells_of(self, file: str) -> bool:
        """Whether what stands in a file is told by name: an edition names no file for what it withholds."""
        return self.edition is None or file != WITHHELD

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has waived, in the report's order."""
        return tuple(verdict.finding for verdict in self.verdicts if verdict.status == "open")

    @property
    def failures(self) -> tuple[Finding, ...]:
        """The open findings that are certain."""
        return tuple(finding for finding in self.open if finding.state == "fail")

    def worst(self) -> Severity | None:
        """The highest severity among the open failures."""
        return max((finding.severity for finding in self.failures), key=RANK.__getitem__, default=None)
