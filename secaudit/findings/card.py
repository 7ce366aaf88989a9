"""What a rule says about itself, for whoever reads a finding."""

from typing import Literal

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.findings.severity import Severity
from secaudit.findings.words import Words

Basis = Literal["LAW", "STD", "INTL", "DERIVED", "ORG"]
Confidence = Literal["high", "medium", "low"]


class Citation(Struct, frozen=True, gc=False, kw_only=True):
    """A clause of an instrument, why it may be cited (`basis`) and how sure we are of it."""

    instrument: str
    clause: str
    basis: Basis
    confidence: Confidence
    note: str | None = None


class CriterionCard(Struct, frozen=True, gc=False, kw_only=True):
    """A criterion that gives a level; `told` is how a row of the register names it."""

    told: str
    level: int
    clause: str
    title: Words


class Question(Struct, frozen=True, gc=False, kw_only=True):
    """What a rule asks people about each subject of a kind, because no inventory shows it."""

    of: str
    text: Words


class RuleCard(Struct, frozen=True, gc=False, kw_only=True):
    """Everything a reader of a report may want to know about a rule.

    `deadline` is the last day that the rule itself names for what it asks, after which another severity holds.
    `cites` holds only the citations in force on the day of the audit. `equivalents` are what other instruments say on
    the same theme: for comparison, and no ground of a finding.
    """

    id: str
    name: str
    pack: str
    title: Words
    severity: Severity | dict[int, Severity]
    basis: Basis
    confidence: Confidence
    rationale: Words
    remediation: Words
    check: str
    cites: tuple[Citation, ...] = ()
    equivalents: tuple[Citation, ...] = ()
    applies_from: int = 1
    waivable: bool = True
    deadline: str | None = None
    question: Question | None = None
    source: Source
