"""What each noun refers to: a route through its fields, the kind that is meant, and the id."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from secaudit.model import Approval, Attestation, Gateway, Host, Kind, Link, Noun, Segment, System, Unit
from secaudit.model.approval import RiskAssessment
from secaudit.model.interconnections import Interconnection
from secaudit.model.operations import Operations
from secaudit.model.systems import RemoteAccess

Route = tuple[str | int, ...]
Reference = tuple[Route, Kind, str]


def of(kind: Kind, noun: Noun) -> Iterator[Reference]:
    """Every reference of a noun, except the selectors of policies."""
    if noun.owner is not None:
        yield ("owner",), "unit", noun.owner
    finder = _FINDERS.get(kind)
    if finder is not None:
        yield from finder(noun)


def _unit(noun: Unit) -> Iterator[Reference]:
    if noun.parent is not None:
        yield ("parent",), "unit", noun.parent
    if noun.annual_report is not None and noun.annual_report.to is not None:
        yield ("annual_report", "to"), "unit", noun.annual_report.to
    for row, delegation in enumerate(noun.delegations or ()):
        yield ("delegations", row, "to"), "unit", delegation.to


def _system(noun: System) -> Iterator[Reference]:
    if noun.operator is not None:
        yield ("operator",), "unit", noun.operator
    for row, unit in enumerate(noun.operators or ()):
        yield ("operators", row), "unit", unit
    for name in ("readiness", "certificate"):
        if (paper := getattr(noun, name)) is not None and paper.by is not None:
            yield (name, "by"), "unit", paper.by
    yield from _risk_papers(noun.risk_assessment)
    if noun.cryptography is not None and (request := noun.cryptography.request) is not None and request.by is not None:
        yield ("cryptography", "request", "by"), "unit", request.by
    yield from _system_parts(noun)


def _risk_papers(assessment: RiskAssessment | None) -> Iterator[Reference]:
    for name in ("requested", "proposal"):
        paper = getattr(assessment, name, None)
        if paper is not None and paper.by is not None:
            yield ("risk_assessment", name, "by"), "unit", paper.by


def _system_parts(noun: System) -> Iterator[Reference]:
    if noun.approval is not None:
        yield from _approval(noun.approval)
    if noun.operations is not None:
        yield from _operations(noun.operations)
    if noun.remote_access is not None:
        yield from _remote_access(noun.remote_access)
    for row, part in enumerate(noun.components or ()):
        if part.segment is not None:
            yield ("components", row, "segment"), "segment", part.segment
    for row, segment in enumerate(noun.segments or ()):
        yield ("segments", row), "segment", segment


def _approval(approval: Approval) -> Iterator[Reference]:
    if approval.decision is not None and approval.decision.by is not None:
        yield ("approval", "decision", "by"), "unit", approval.decision.by
    if approval.appraisal is not None and approval.appraisal.by is not None:
        yield ("approval", "appraisal", "by"), "unit", approval.appraisal.by
    if approval.dossier is not None:
        for row, system in enumerate(approval.dossier.connected_systems or ()):
            yield ("approval", "dossier", "connected_systems", row), "system", system
        for row, segment in enumerate(approval.dossier.segments or ()):
            yield ("approval", "dossier", "segments", row), "segment", segment


def _remote_access(access: RemoteAccess) -> Iterator[Reference]:
    for row, network in enumerate(access.from_ or ()):
        yield ("remote_access", "from", row), "network", network
    if access.via is not None:
        yield ("remote_access", "via"), "gateway", access.via


_HELD = (
    "last_inspection", "last_exercise", "last_log_review", "last_account_review", "last_device_scan",
    "last_vulnerability_scan", "last_external_pentest", "last_internal_pentest", "last_awareness_training",
    "last_role_training", "last_effectiveness_review",
)  # fmt: skip


def _operations(operations: Operations) -> Iterator[Reference]:
    for name in _HELD:
        held = getattr(operations, name)
        if held is not None and held.by is not None:
            yield ("operations", name, "by"), "unit", held.by
    if operations.monitoring is not None and operations.monitoring.connected_to is not None:
        yield ("operations", "monitoring", "connected_to"), "unit", operations.monitoring.connected_to
    for row, incident in enumerate(operations.incidents or ()):
        if incident.reported_to is not None:
            yield ("operations", "incidents", row, "reported_to"), "unit", incident.reported_to


def _segment(noun: Segment) -> Iterator[Reference]:
    if noun.network is not None:
        yield ("network",), "network", noun.network
    if noun.system is not None:
        yield ("system",), "system", noun.system


def _gateway(noun: Gateway) -> Iterator[Reference]:
    if noun.operator is not None:
        yield ("operator",), "unit", noun.operator
    for row, segment in enumerate(noun.segments):
        yield ("segments", row), "segment", segment
    if noun.one_way is not None:
        yield ("one_way", "from"), "segment", noun.one_way.from_
        yield ("one_way", "to"), "segment", noun.one_way.to
    if noun.approval is not None:
        yield from _approval(noun.approval)
    if noun.acceptance is not None:
        for name in ("by", "supervised_by"):
            if (unit := getattr(noun.acceptance, name)) is not None:
                yield ("acceptance", name), "unit", unit


def _link(noun: Link) -> Iterator[Reference]:
    yield ("between", 0), "segment", noun.between[0]
    yield ("between", 1), "segment", noun.between[1]
    if noun.one_way is not None:
        yield ("one_way", "from"), "segment", noun.one_way.from_
        yield ("one_way", "to"), "segment", noun.one_way.to


def _host(noun: Host) -> Iterator[Reference]:
    for row, segment in enumerate(noun.segments):
        yield ("segments", row), "segment", segment
    if noun.system is not None:
        yield ("system",), "system", noun.system
    if noun.forwarding is not None and noun.forwarding.by is not None:
        yield ("forwarding", "by"), "unit", noun.forwarding.by
    if noun.sanitised is not None and noun.sanitised.by is not None:
        yield ("sanitised", "by"), "unit", noun.sanitised.by
    if noun.approval is not None:
        yield from _approval(noun.approval)


def _interconnection(noun: Interconnection) -> Iterator[Reference]:
    yield ("between", 0), "system", noun.between[0]
    yield ("between", 1), "system", noun.between[1]
    if noun.via is not None:
        yield ("via",), "gateway", noun.via
    if noun.agreement is not None:
        for row, party in enumerate(noun.agreement.parties or ()):
            yield ("agreement", "parties", row), "unit", party
    if noun.approval is not None and noun.approval.by is not None:
        yield ("approval", "by"), "unit", noun.approval.by
    yield from _risk_papers(noun.risk_assessment)


def _attestation(noun: Attestation) -> Iterator[Reference]:
    yield ("by",), "unit", noun.by


_FINDERS: Mapping[Kind, Callable[[Any], Iterator[Reference]]] = {
    "unit": _unit, "system": _system, "segment": _segment, "gateway": _gateway,
    "link": _link, "host": _host, "interconnection": _interconnection,
    "attestation": _attestation,
}  # fmt: skip
