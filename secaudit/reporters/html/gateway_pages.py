"""A page about each gateway: what it may let pass and does, what it joins, who relies on it; and what to look at on site."""

import re
from dataclasses import dataclass

from secaudit.findings.dossier import Dossier
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.reporters.html import answers, collation, field_words
from secaudit.reporters.html.pages import MOST_PAGES, RecordLine, SegmentLine, kept, records, segments
from secaudit.reporters.html.shelf import Line, Shelf

MOST_ENTRIES = 200
_RECORD = re.compile(r"([0-9]{1,9})\.(.+)", re.DOTALL)
_KNOWN = ("from", "to", "services", "action", "reason")
_TOLD = ("policy.", "segments", "approval.", "acceptance.", "default")


@dataclass(frozen=True, slots=True)
class Flow:
    """An entry of a policy or of what an approval permits; `more` are fields that have no column."""

    number: int
    from_: str | None
    to: str | None
    services: str | None
    action: str | None
    reason: str | None
    denies: bool
    more: str


@dataclass(frozen=True, slots=True)
class GatewayPage:
    """What the page about a gateway tells; `entries` is how many its policy has, of which `policy` are the first."""

    dossier: Dossier
    unit: str | None
    operator: str | None
    approval: tuple[Line, ...]
    permits: tuple[Flow, ...]
    policy: tuple[Flow, ...]
    entries: int
    default: str | None
    fail_mode: str | None
    decision: str | None
    segments: tuple[SegmentLine, ...]
    systems: tuple[str, ...]
    records: tuple[RecordLine, ...]
    rest: tuple[Line, ...]
    findings: tuple[Finding, ...]
    questions: str
    asked: bool


def gateway_pages(report: Report, shelf: Shelf, most: int = MOST_PAGES) -> tuple[GatewayPage, ...]:
    """A page for each gateway, by unit and name; of too many those with the worst findings."""
    asked = answers.questions(report)
    told = [one for one in shelf.of_kind("gateway") if report.tells_of(one.source.file)]
    gateways = kept(told, lambda one: shelf.findings(_things(one)), most)
    ordered = sorted(
        gateways, key=lambda one: (collation.key(shelf.unit(one.owner) or "\uffff"), collation.key(one.name or one.id))
    )
    return tuple(_page(one.laid_out(), shelf, asked.get(f"gateway:{one.id}", {})) for one in ordered)


def _things(gateway: Dossier) -> list[tuple[str, str]]:
    return [("gateway", gateway.id), *(("interconnection", record) for record in gateway.ids("interconnections"))]


def _page(gateway: Dossier, shelf: Shelf, asked: answers.Questions) -> GatewayPage:
    subject = f"gateway:{gateway.id}"
    questions = answers.form(subject, asked, shelf.language) or answers.blank(subject, shelf.language)
    policy = _flows(gateway, "policy.", shelf)

    def text(field: str) -> str | None:
        return shelf.text(field, gateway.values(field)) or None

    decision = [text(f"approval.decision.{part}") for part in ("number", "date", "by")]
    return GatewayPage(
        dossier=gateway, unit=shelf.unit(gateway.owner), operator=text("operator"),
        approval=(*shelf.lines(gateway, ("approval.permits.",), "approval."), *shelf.lines(gateway, within="acceptance.")),
        permits=tuple(_flows(gateway, "approval.permits.", shelf)), policy=tuple(policy[:MOST_ENTRIES]), entries=len(policy),
        default=text("default"), fail_mode=text("fail_mode"), decision=", ".join(filter(None, decision)) or None,
        segments=segments(gateway, shelf), systems=gateway.ids("systems"), records=records(gateway, shelf),
        rest=shelf.lines(gateway, _TOLD), findings=shelf.findings(_things(gateway)), questions=questions, asked=bool(asked),
    )  # fmt: skip


def _flows(gateway: Dossier, within: str, shelf: Shelf) -> list[Flow]:
    """The numbered records of a list of conversations, in the order of their numbers."""
    found: dict[int, dict[str, tuple[str, ...]]] = {}
    for one in gateway.fields:
        record = _RECORD.fullmatch(one.field.removeprefix(within)) if one.field.startswith(within) else None
        if record:
            found.setdefault(int(record[1]), {})[record[2]] = one.values
    return [_flow(number, found[number], shelf) for number in sorted(found)]


def _flow(number: int, fields: dict[str, tuple[str, ...]], shelf: Shelf) -> Flow:
    def text(name: str) -> str | None:
        return ", ".join(fields[name]) if name in fields else None

    action = text("action")
    more = [f"{name} = {', '.join(values)}" for name, values in fields.items() if name not in _KNOWN]
    return Flow(
        number, text("from"), text("to"), text("services"),
        None if action is None else field_words.value(action, shelf.language), text("reason"), action == "deny", "; ".join(more),
    )  # fmt: skip
