"""The few numbers that more than one format prints."""

from collections import Counter

from secaudit.findings.report import Report
from secaudit.findings.severity import SEVERITIES, Severity


def approved(report: Report) -> tuple[int, int]:
    """How many systems have an approved level, and of how many.

    Only retired systems are left out: one whose level or status nobody declared counts.
    """
    rows = [row for row in report.systems if row.status != "retired"]
    return sum(row.approved for row in rows), len(rows)


def by_severity(report: Report) -> dict[Severity, int]:
    """The open failures per severity, worst first, zeros included."""
    found = Counter(finding.severity for finding in report.failures)
    return {severity: found[severity] for severity in reversed(SEVERITIES)}


def by_state(report: Report) -> Counter[str]:
    """How many findings are fail, unknown, error (open) and waived."""
    return Counter(verdict.finding.state if verdict.status == "open" else "waived" for verdict in report.verdicts)
