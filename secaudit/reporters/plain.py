"""Nouns as plain data for the native result: words, places, what an audit says of other days, terms."""

from typing import Any

from secaudit.documents.source import Source
from secaudit.findings.baseline import Known
from secaudit.findings.due import Due
from secaudit.findings.earlier import Earlier
from secaudit.findings.term import Term
from secaudit.findings.words import Words


def words(found: Words) -> dict[str, str]:
    """A text in both languages."""
    return {"vi": found.vi, "en": found.en}


def optional_words(found: Words | None) -> dict[str, str] | None:
    """The same, or nothing."""
    return None if found is None else words(found)


def source(found: Source) -> dict[str, Any]:
    """A place in a file."""
    return {"file": found.file, "line": found.line, "column": found.column}


def known(found: Known) -> dict[str, Any]:
    """A finding of an earlier audit."""
    return {
        "fingerprint": found.fingerprint, "rule": found.rule, "subject": found.subject, "state": found.state,
        "severity": found.severity, "witness": list(found.witness), "exposed": found.exposed,
        "first_seen": found.first_seen,
    }  # fmt: skip


def due(found: Due) -> dict[str, Any]:
    """A finding that is not there yet."""
    return {
        "date": found.date, "fingerprint": found.fingerprint, "rule": found.rule, "state": found.state, "severity": found.severity,
        "subject": found.subject, "name": found.name, "owner": found.owner, "message": words(found.message),
        "source": source(found.source), "waiver": found.waiver,
    }  # fmt: skip


def earlier(found: Earlier) -> dict[str, Any]:
    """What else has changed since an earlier audit."""
    return {
        "as_of": found.as_of, "version": found.version,
        "packs": [{"id": pack.id, "before": pack.before, "after": pack.after} for pack in found.packs],
        "rules": [{"rule": rule.rule, "change": rule.change, "what": list(rule.what)} for rule in found.rules],
        "exposures": None if found.exposures is None else [
            {"segment": one.segment, "level": one.level, "before": one.before, "after": one.after}
            for one in found.exposures
        ],
        "conduits": None if found.conduits is None else [
            {"origin": one.origin, "target": one.target, "gateways": list(one.gateways),
             "unfiltered": list(one.unfiltered)}
            for one in found.conduits
        ],
    }  # fmt: skip


def term(found: Term) -> dict[str, Any]:
    """A term of the glossary."""
    return {
        "vi": found.vi, "en": found.en, "meaning": words(found.meaning), "source": optional_words(found.source),
        "rejected": list(found.rejected),
    }  # fmt: skip
