"""The native result, `secaudit.result/v1`: the source of which every other format is a projection.

Every key is written by hand, so that the format is a promise and a new field of a noun is a decision.
README.md documents it, `schemas/result.v1.schema.json` checks it.
"""

from typing import Any

from secaudit.findings.card import Citation, RuleCard
from secaudit.findings.certificate import Certificate
from secaudit.findings.dossier import Conduit, Dossier, Exposure
from secaudit.findings.edition import Edition
from secaudit.findings.evidence import Evidence, Hop
from secaudit.findings.report import Report, SystemRow, Tally, UnitRow, Verdict, WaiverCard
from secaudit.findings.severity import SEVERITIES, Severity
from secaudit.reporters import controls, plain, score
from secaudit.reporters.encoding import dump
from secaudit.reporters.options import RenderOptions

FORMAT = "secaudit.result/v1"


def render(report: Report, options: RenderOptions) -> str:  # noqa: ARG001 - every reporter has this form
    """The whole report as JSON; both languages are in it, so the options change nothing."""
    return dump(_report(report))


def _report(report: Report) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "tool": {"name": "secaudit", "version": report.version},
        "as_of": report.as_of,
        "scope": list(report.scope),
        "complete": report.is_complete,
        "options": dict(sorted(report.options.items())),
        "summary": _summary(report),
        "inventory": _inventory(report),
        "packs": [
            {"id": pack.id, "version": pack.version, "title": plain.words(pack.title), "digest": pack.digest,
             "rules": pack.rules}
            for pack in report.packs
        ],
        "rules": [_rule(card) for card in report.cards],
        "tallies": [_tally(tally) for tally in report.tallies],
        "findings": [_finding(verdict) for verdict in report.verdicts],
        "certificates": [_certificate(certificate) for certificate in report.certificates],
        "waivers": [_waiver(waiver) for waiver in report.waivers],
        "controls": [controls.card(control) for control in report.controls],
        "criteria": [
            {"told": one.told, "level": one.level, "clause": one.clause, "title": plain.words(one.title)}
            for one in report.criteria
        ],
        "systems": [_system(row) for row in report.systems],
        "units": [_unit(row) for row in report.units],
        "dossiers": [_dossier(dossier) for dossier in report.dossiers],
        "conduits": [_conduit(conduit) for conduit in report.conduits],
        "exposures": [_exposure(exposure) for exposure in report.exposures],
        "due": None if report.due is None else [plain.due(due) for due in report.due],
        "absent": None if report.absent is None else [plain.known(known) for known in report.absent],
        "edition": None if report.edition is None else _edition(report.edition),
        "earlier": None if report.earlier is None else plain.earlier(report.earlier),
        "glossary": [plain.term(term) for term in report.glossary],
    }  # fmt: skip


def _summary(report: Report) -> dict[str, Any]:
    good, total = score.approved(report)
    states = score.by_state(report)
    return {
        "systems": total,
        "systems_approved": good,
        "worst": report.worst(),
        "open": dict(score.by_severity(report)),
        "unknown": states["unknown"],
        "error": states["error"],
        "waived": states["waived"],
    }


def _inventory(report: Report) -> dict[str, Any]:
    return {
        "digest": report.inventory_digest,
        "counts": dict(report.counts),
        "files": [{"name": file.name, "sha256": file.sha256, "size": file.size} for file in report.files],
        "skipped": [{"name": skip.name, "reason": skip.reason, "message": skip.message} for skip in report.skipped],
    }


def _rule(card: RuleCard) -> dict[str, Any]:
    return {
        "id": card.id,
        "name": card.name,
        "pack": card.pack,
        "title": plain.words(card.title),
        "severity": _severity(card.severity),
        "basis": card.basis,
        "confidence": card.confidence,
        "rationale": plain.words(card.rationale),
        "remediation": plain.words(card.remediation),
        "check": card.check,
        "cites": [_citation(cite) for cite in card.cites],
        "equivalents": [_citation(cite) for cite in card.equivalents],
        "applies_from": card.applies_from,
        "waivable": card.waivable,
        "deadline": card.deadline,
        "question": None
        if card.question is None
        else {"of": card.question.of, "text": plain.words(card.question.text)},
        "source": plain.source(card.source),
    }


def _severity(severity: Severity | dict[int, Severity]) -> str | dict[str, str]:
    """One word, or a table of the level from which on each holds; JSON keys are texts."""
    if isinstance(severity, str):
        return severity
    return {str(level): severity[level] for level in sorted(severity)}


def _citation(cite: Citation) -> dict[str, Any]:
    return {
        "instrument": cite.instrument, "clause": cite.clause, "basis": cite.basis,
        "confidence": cite.confidence, "note": cite.note,
    }  # fmt: skip


def _tally(tally: Tally) -> dict[str, Any]:
    return {
        "rule": tally.rule, "pass": tally.passed, "fail": tally.failed, "unknown": tally.unknown,
        "not_applicable": tally.not_applicable, "waived": tally.waived, "error": tally.error,
    }  # fmt: skip


def _finding(verdict: Verdict) -> dict[str, Any]:
    finding = verdict.finding
    return {
        "fingerprint": finding.fingerprint,
        "rule": finding.rule,
        "state": finding.state,
        "status": verdict.status,
        "severity": finding.severity,
        "subject": finding.subject,
        "subjects": list(finding.subjects),
        "name": finding.name,
        "level": finding.level,
        "owner": finding.owner,
        "message": plain.words(finding.message),
        "source": plain.source(finding.source),
        "evidence": _evidence(finding.evidence),
        "waiver": verdict.waiver,
        "baseline": verdict.baseline,
        "first_seen": verdict.first_seen,
        "fix_by": verdict.fix_by,
    }


def _evidence(evidence: Evidence) -> dict[str, Any]:
    return {
        "path": [_hop(hop) for hop in evidence.path],
        "exposed": [{"id": target.id, "level": target.level} for target in evidence.exposed],
        "exposed_count": evidence.exposed_count,
        "missing": list(evidence.missing),
        "seen": [{"field": field, "value": value} for field, value in evidence.seen],
        "controls": [controls.row(row) for row in evidence.controls],
        "repair": plain.optional_words(evidence.repair),
    }


def _hop(hop: Hop) -> dict[str, Any]:
    return {
        "kind": hop.kind, "id": hop.id, "name": hop.name, "level": hop.level, "source": plain.source(hop.source),
        "detail": plain.optional_words(hop.detail), "offending": hop.offending,
    }  # fmt: skip


def _waiver(waiver: WaiverCard) -> dict[str, Any]:
    return {
        "id": waiver.id,
        "rule": waiver.rule,
        "subject": waiver.subject,
        "by_cause": waiver.by_cause,
        "state": waiver.state,
        "reason": waiver.reason,
        "requested_by": waiver.requested_by,
        "approved_by": waiver.approved_by,
        "decision": waiver.decision,
        "issued": waiver.issued,
        "expires": waiver.expires,
        "controls": list(waiver.controls),
        "ticket": waiver.ticket,
    }


def _system(row: SystemRow) -> dict[str, Any]:
    return {
        "id": row.id,
        "name": row.name,
        "owner": row.owner,
        "status": row.status,
        "kind": row.kind,
        "level": {
            "declared": row.level, "approved": row.level_approved, "computed": row.level_computed,
            "at_least": row.level_at_least, "at_most": row.level_at_most, "criteria": list(row.criteria),
        },
        "approval": {"status": row.approval_status, "decision": row.decision, "date": row.decision_date},
        "plan_status": row.plan_status,
        "approved": row.approved,
        "controls": controls.groups(row.controls),
        "source": row.source,
    }  # fmt: skip


def _unit(row: UnitRow) -> dict[str, Any]:
    return {
        "id": row.id, "name": row.name, "systems": row.systems, "systems_approved": row.approved,
        "open": {severity: row.open.get(severity, 0) for severity in reversed(SEVERITIES)},
        "unknown": row.unknown,
    }  # fmt: skip


def _certificate(certificate: Certificate) -> dict[str, Any]:
    return {
        "rule": certificate.rule,
        "relation": certificate.relation,
        "service": certificate.service,
        "origins": list(certificate.origins),
        "goals": list(certificate.goals),
        "guards": list(certificate.guards),
        "limited_guards": list(certificate.limited_guards),
        "guarding_segments": list(certificate.guarding_segments),
    }


def _dossier(dossier: Dossier) -> dict[str, Any]:
    return {
        "kind": dossier.kind, "id": dossier.id, "name": dossier.name, "level": dossier.level, "owner": dossier.owner,
        "source": plain.source(dossier.source),
        "fields": {declared.field: list(declared.values) for declared in dossier.fields},
        "related": {related.role: list(related.ids) for related in dossier.related},
    }  # fmt: skip


def _conduit(conduit: Conduit) -> dict[str, Any]:
    return {
        "origin": conduit.origin, "target": conduit.target, "gateways": conduit.gateways,
        "unfiltered": conduit.unfiltered, "violations": list(conduit.violations),
    }  # fmt: skip


def _exposure(exposure: Exposure) -> dict[str, Any]:
    return {
        "segment": _hop(exposure.segment), "secrecy": exposure.secrecy, "crossings": exposure.crossings,
        "through": list(exposure.through), "path": [_hop(hop) for hop in exposure.path],
    }  # fmt: skip


def _edition(edition: Edition) -> dict[str, Any]:
    return {
        "kind": edition.kind, "unit": edition.unit, "unit_name": edition.unit_name, "level": edition.level,
        "secrecy": edition.secrecy, "shown": dict(sorted(edition.shown.items())),
        "withheld": dict(sorted(edition.withheld.items())),
    }  # fmt: skip
