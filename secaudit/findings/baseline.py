"""What was found before, as far as it is needed to tell what is new."""

from msgspec import Struct

from secaudit.findings.finding import Finding, FindingState
from secaudit.findings.severity import Severity


class Known(Struct, frozen=True, gc=False, kw_only=True):
    """A finding of an earlier audit: its lasting name, and what makes it another one to its reader.

    `first_seen` is the day of the first audit that is known to have found it.
    """

    fingerprint: str
    rule: str
    subject: str
    state: FindingState
    severity: Severity
    witness: tuple[str, ...] = ()
    exposed: int = 0
    first_seen: str | None = None


def known(finding: Finding, first_seen: str | None = None) -> Known:
    """What is kept of a finding: no message, file or line."""
    return Known(
        fingerprint=finding.fingerprint, rule=finding.rule, subject=finding.subject, state=finding.state,
        severity=finding.severity, witness=tuple(hop.id for hop in finding.evidence.path),
        exposed=finding.evidence.exposed_count, first_seen=first_seen,
    )  # fmt: skip
