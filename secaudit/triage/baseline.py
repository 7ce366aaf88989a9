"""Findings beside those of an earlier audit: which are new, as they were, or not as they were; and which are gone."""

from collections.abc import Iterable

from msgspec.structs import replace

from secaudit.findings.baseline import Known, known
from secaudit.findings.finding import Finding
from secaudit.findings.report import Standing, Verdict
from secaudit.findings.severity import RANK


def against(
    verdicts: tuple[Verdict, ...], baseline: Iterable[Known] | None
) -> tuple[tuple[Verdict, ...], tuple[Known, ...] | None]:
    """The verdicts with what the baseline says of each, and what the baseline knew that is no longer found.

    Without a baseline the verdicts as they are, and None.
    """
    if baseline is None:
        return verdicts, None
    before = {one.fingerprint: one for one in baseline}
    told = tuple(replace(verdict, baseline=_standing(verdict, before)) for verdict in verdicts)
    found = {verdict.finding.fingerprint for verdict in told}
    gone = (one for one in before.values() if one.fingerprint not in found)
    return told, tuple(sorted(gone, key=lambda one: (one.rule, one.subject, one.fingerprint)))


def _standing(verdict: Verdict, before: dict[str, Known]) -> Standing:
    was = before.get(verdict.finding.fingerprint)
    if was is None:
        return "new"
    return "unchanged" if was == known(verdict.finding) else "updated"


def fresh(verdicts: Iterable[Verdict], baseline: Iterable[Known]) -> tuple[Verdict, ...]:
    """The verdicts that the baseline does not excuse: new ones, and known ones that are worse than they were.

    Worse is: heavier, certain where it was unknown, or with more targets exposed.
    """
    before = {one.fingerprint: one for one in baseline}
    return tuple(verdict for verdict in verdicts if _is_fresh(verdict.finding, before.get(verdict.finding.fingerprint)))


def _is_fresh(finding: Finding, was: Known | None) -> bool:
    if was is None:
        return True
    heavier = RANK[finding.severity] > RANK[was.severity]
    certain = finding.state == "fail" and was.state == "unknown"
    return heavier or certain or finding.evidence.exposed_count > was.exposed
