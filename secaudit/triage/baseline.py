"""Findings beside those of an earlier audit: which are new, as they were, or not as they were; and which are gone."""

from collections.abc import Iterable

from msgspec.structs import replace

from secaudit.findings.baseline import Known, known
from secaudit.findings.finding import Finding
from secaudit.findings.report import Standing, Verdict
from secaudit.findings.severity import RANK


def against(
    verdicts: tuple[Verdict, ...], baseline: Iterable[Known] | None, as_of: str
) -> tuple[tuple[Verdict, ...], tuple[Known, ...] | None]:
    """The verdicts with what the baseline says of each, and what the baseline knew that is no longer found.

    Without a baseline the verdicts as they are, and None. What is new was first seen on the day `as_of`.
    """
    if baseline is None:
        return verdicts, None
    before = {one.fingerprint: one for one in baseline}
    told = tuple(
        replace(verdict, baseline=_standing(verdict, before), first_seen=_first_seen(verdict, before, as_of))
        for verdict in verdicts
    )
    found = {verdict.finding.fingerprint for verdict in told}
    gone = (one for one in before.values() if one.fingerprint not in found)
    return told, tuple(sorted(gone, key=lambda one: (one.rule, one.subject, one.fingerprint)))


def _standing(verdict: Verdict, before: dict[str, Known]) -> Standing:
    was = before.get(verdict.finding.fingerprint)
    if was is None:
        return "new"
    return "unchanged" if was == known(verdict.finding, was.first_seen) else "updated"


def _first_seen(verdict: Verdict, before: dict[str, Known], as_of: str) -> str | None:
    was = before.get(verdict.finding.fingerprint)
    return as_of if was is None else was.first_seen


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
