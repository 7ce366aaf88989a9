"""Every finding gets a status; none is lost."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec.structs import replace

from secaudit.findings.card import RuleCard
from secaudit.findings.finding import Finding, fingerprint, order
from secaudit.findings.report import SystemRow, Tally, UnitRow, Verdict, WaiverCard
from secaudit.findings.severity import SEVERITIES
from secaudit.findings.words import Words
from secaudit.triage.waivers import Bearing

EXPIRED = "WVR-01"


def decide(findings: Iterable[Finding], waivers: Sequence[WaiverCard]) -> tuple[Verdict, ...]:
    """Lay findings beside waivers. A finding under an expired waiver is open again and says so."""
    bearing = Bearing(waivers)
    return tuple(_verdict(finding, bearing.on(finding)) for finding in sorted(findings, key=order))


def _verdict(finding: Finding, waivers: Sequence[WaiverCard]) -> Verdict:
    if not waivers:
        return Verdict(finding=finding, status="open")
    first = waivers[0]
    return Verdict(finding=finding, status="waived" if first.state == "active" else "open", waiver=first.id)


def waive(tallies: Iterable[Tally], verdicts: Iterable[Verdict]) -> tuple[Tally, ...]:
    """The tallies with what is waived counted apart from what fails or is unknown."""
    taken: dict[str, list[str]] = {}
    for verdict in verdicts:
        if verdict.status == "waived":
            taken.setdefault(verdict.finding.rule, []).append(verdict.finding.state)
    return tuple(
        replace(
            tally,
            failed=tally.failed - (states := taken.get(tally.rule, [])).count("fail"),
            unknown=tally.unknown - states.count("unknown"),
            error=tally.error - states.count("error"),
            waived=len(states),
        )
        for tally in tallies
    )


def score(systems: Iterable[SystemRow], verdicts: Iterable[Verdict], names: Mapping[str, str]) -> tuple[UnitRow, ...]:
    """Units by the share of their systems with an approved level, the worst first.

    Retired systems do not count; what is undeclared counts as not approved.
    """
    counting: dict[str, list[bool]] = {}
    for row in systems:
        if row.status != "retired":
            counting.setdefault(row.owner or "", []).append(row.approved)
    opened: dict[str, dict[str, int]] = {}
    for verdict in verdicts:
        if verdict.status == "open":
            tally = opened.setdefault(verdict.finding.owner or "", dict.fromkeys((*SEVERITIES, "unknown"), 0))
            tally[verdict.finding.severity if verdict.finding.state == "fail" else "unknown"] += 1
    rows = [
        _unit(unit, names.get(unit, unit), counting.get(unit, []), opened.get(unit, {}))
        for unit in sorted({*counting, *opened})
    ]
    return tuple(sorted(rows, key=_rank))


def _unit(unit: str, name: str, approved: Sequence[bool], opened: Mapping[str, int]) -> UnitRow:
    counts = {severity: opened.get(severity, 0) for severity in SEVERITIES}
    return UnitRow(
        id=unit, name=name, systems=len(approved), approved=sum(approved), open=counts, unknown=opened.get("unknown", 0)
    )


def _rank(row: UnitRow) -> tuple[float, int, int, str]:
    share = row.approved / row.systems if row.systems else 1.0
    return (share, -row.open["critical"], -row.open["high"], row.id)


def about_expired(waivers: Iterable[WaiverCard], findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """A finding for each waiver that has expired while something that it waived is still there."""
    bearing = Bearing(waiver for waiver in waivers if waiver.state == "expired")
    first: dict[str, tuple[WaiverCard, Finding]] = {}
    for finding in findings:
        for waiver in bearing.on(finding):
            first.setdefault(waiver.id, (waiver, finding))
    return tuple(_expired(*first[name]) for name in sorted(first))


def _expired(waiver: WaiverCard, finding: Finding) -> Finding:
    message = Words(
        vi=f"Văn bản miễn áp dụng {waiver.id} cho {waiver.rule} của {waiver.subject} đã hết hạn ngày {waiver.expires}",
        en=f"Waiver {waiver.id} of {waiver.rule} for {waiver.subject} expired on {waiver.expires}",
    )
    subjects = (f"waiver:{waiver.id}",)
    return replace(
        finding, rule=EXPIRED, state="fail", severity="medium", subject=subjects[0], subjects=subjects, message=message,
        fingerprint=fingerprint(EXPIRED, subjects),
    )  # fmt: skip


def expired_card(like: RuleCard) -> RuleCard:
    """The card of the finding about an expired waiver; the rule is the tool's own."""
    return replace(
        like, id=EXPIRED, name="expired-waiver", pack="secaudit", severity="medium", basis="ORG", confidence="high", cites=(),
        title=Words(vi="Văn bản miễn áp dụng đã hết hạn", en="A waiver has expired"),
        rationale=Words(
            vi="Văn bản miễn áp dụng chỉ có giá trị đến hết ngày ghi trong đó; sau ngày ấy phát hiện trở lại.",
            en="A waiver counts up to and including its last day; after that the finding is back.",
        ),
        remediation=Words(
            vi="Khắc phục phát hiện, hoặc trình người có thẩm quyền quyết định lại.",
            en="Repair the finding, or have the decision taken again by whoever may.",
        ),
        check="waiver", applies_from=1, waivable=False,
    )  # fmt: skip
