"""A violation with its rule's id, severity and words: complete when it is born."""

from hashlib import sha256
from typing import Literal

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.findings.evidence import Evidence
from secaudit.findings.severity import RANK, Severity
from secaudit.findings.words import Words

FindingState = Literal["fail", "unknown", "error"]


class Finding(Struct, frozen=True, gc=False, kw_only=True):
    """One thing that is wrong (`fail`), could not be judged (`unknown`) or broke the rule (`error`).

    `subject` is what it is about (`system:doc-flow`), `subjects` the ids that make it the same
    finding tomorrow; `owner` is the unit that has to act.
    """

    rule: str
    state: FindingState
    severity: Severity
    subject: str
    subjects: tuple[str, ...]
    name: str | None
    level: int | None
    owner: str | None
    message: Words
    source: Source
    evidence: Evidence
    fingerprint: str


def fingerprint(rule: str, subjects: tuple[str, ...], discriminator: str = "") -> str:
    """The lasting name of a finding: no line, file, message, language or severity is in it."""
    canonical = "\x1f".join(("secaudit/v1", rule, *sorted(subjects), discriminator))
    return sha256(canonical.encode()).hexdigest()


def order(finding: Finding) -> tuple[int, int, str, str, str]:
    """Sort key: failures before unknowns, worst first, then rule and subject."""
    states = {"error": 0, "fail": 0, "unknown": 1}
    return (states[finding.state], -RANK[finding.severity], finding.rule, finding.subject, finding.fingerprint)
