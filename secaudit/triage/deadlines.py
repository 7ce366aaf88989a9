"""By which day a finding is to be repaired, if anybody said so."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from msgspec.structs import replace

from secaudit.findings.card import RuleCard
from secaudit.findings.report import Verdict, WaiverCard
from secaudit.findings.severity import Severity

Days = Mapping[Severity, int]


def with_deadlines(
    verdicts: Iterable[Verdict], cards: Iterable[RuleCard], waivers: Sequence[WaiverCard], as_of: str, days: Days
) -> tuple[Verdict, ...]:
    """The verdicts with the last day for each.

    A waived finding has until its waiver ends. An open one has until the last day that its rule names, or so many
    days from when it was first seen as the organisation gives its severity, whichever comes first.
    """
    named = {card.id: card.deadline for card in cards if card.deadline is not None}
    ends = {waiver.id: waiver.expires for waiver in waivers}
    if not (named or days or ends):
        return tuple(verdicts)
    return tuple(_told(verdict, named, ends, as_of, days) for verdict in verdicts)


def _told(verdict: Verdict, named: Mapping[str, str], ends: Mapping[str, str], as_of: str, days: Days) -> Verdict:
    if verdict.status == "waived":
        return replace(verdict, fix_by=ends.get(verdict.waiver or ""))
    found = [named[verdict.finding.rule]] if verdict.finding.rule in named else []
    if verdict.finding.severity in days:
        found.append(_later(verdict.first_seen or as_of, days[verdict.finding.severity]))
    return replace(verdict, fix_by=min(found)) if found else verdict


def _later(day: str, days: int) -> str:
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()
