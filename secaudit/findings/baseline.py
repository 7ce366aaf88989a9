"""What was found before, as far as it is needed to tell what is new."""

from msgspec import Struct

from secaudit.findings.finding import Finding, FindingState
from secaudit.findings.severity import Severity


class Known(Struct, frozen=True, gc=False, kw_only=True):
    """A finding of an earlier audit: its lasting name, and what makes it another one to its reader."""

    fingerprint: str
    rule: str
    subject: str
    state: FindingState
    severity: Severity
    witness: tuple[str, ...] = ()
    exposed: int = 0


def known(finding: Finding) -> Known:
    """What is kept of a finding: no message, file or line."""
    return Known(
        fingerprint=finding.fingerprint, rule=finding.rule, subject=finding.subject, state=finding.state,
        severity=finding.severity, witness=tuple(hop.id for hop in finding.evidence.path),
        exposed=finding.evidence.exposed_count,
    )  # fmt: skip
