"""SARIF 2.1.0 for code hosts and editors.

Waived findings are left out, because code hosts show suppressed results as open alerts. What could not
be judged is a result of kind `review`; a rule that broke and a file that was skipped are notifications.
"""

from collections.abc import Iterable, Sequence
from typing import Any
from urllib.parse import quote

from secaudit.documents.source import Source
from secaudit.findings.card import Citation, RuleCard
from secaudit.findings.evidence import Hop
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, Verdict
from secaudit.findings.severity import RANK, Severity
from secaudit.findings.words import Language, Words
from secaudit.reporters import editions, labels
from secaudit.reporters.encoding import dump
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import visible

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

# What the largest code host accepts in one run; the report's order puts the worst first.
MOST_RESULTS = 25_000
MOST_PATH_LOCATIONS = 1_000

_ROOT = "INVENTORY"
_LEVEL: dict[Severity, str] = {
    "critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note",
}  # fmt: skip
# Code hosts turn these numbers back into words: above 9.0 critical, 7.0 high, 4.0 medium.
_SCORE: dict[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.5", "info": "0.0"}

_CUT = Words("{n} kết quả không được ghi vì quá giới hạn {limit}; xem báo cáo đầy đủ.",
             "{n} results are left out, over the limit of {limit}; see the full report.")  # fmt: skip
_SKIPPED = Words("Không đọc được {name}: {reason}: {message}", "{name} was not read: {reason}: {message}")
_MISSING = Words("Chưa kê khai", "Not declared")


def render(report: Report, options: RenderOptions) -> str:
    """The open findings as one SARIF run, its messages in the language of the options."""
    run = _run(report, options.language)
    return dump({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _run(report: Report, language: Language) -> dict[str, Any]:
    taxonomies = _Taxonomies(report.cards)
    index = {card.id: number for number, card in enumerate(report.cards)}
    told = [verdict for verdict in report.verdicts if verdict.status == "open" and verdict.finding.state != "error"]
    return {
        "tool": {
            "driver": {
                "name": "secaudit",
                "version": _shown(report.version),
                "rules": [_rule(card, language, taxonomies) for card in report.cards],
            },
        },
        "language": language,
        "automationDetails": {"id": f"secaudit/{_uri(','.join(report.scope))}/"},
        "originalUriBaseIds": {_ROOT: {"description": _message("The folder of the inventory.")}},
        "taxonomies": taxonomies.components(),
        "invocations": [_invocation(report, language, len(told))],
        "artifacts": [
            {"location": _artifact(file.name), "length": file.size, "hashes": {"sha-256": _shown(file.sha256)}}
            for file in report.files
        ],
        "results": [_result(verdict, index, language) for verdict in told[:MOST_RESULTS]],
        "columnKind": "unicodeCodePoints",
    }


# Rules, and the instruments they cite as taxonomies


def _rule(card: RuleCard, language: Language, taxonomies: "_Taxonomies") -> dict[str, Any]:
    worst = card.severity if isinstance(card.severity, str) else max(card.severity.values(), key=RANK.__getitem__)
    cites = "; ".join(labels.citation(cite, language) for cite in card.cites)
    help_text = "\n".join(part for part in (card.remediation.of(language), cites) if part)
    return {
        "id": _shown(card.id),
        "name": _shown(card.name),
        "shortDescription": _message(card.title.of(language)),
        "fullDescription": _message(card.rationale.of(language)),
        "help": _message(help_text),
        "defaultConfiguration": {"level": _LEVEL[worst]},
        "relationships": taxonomies.relationships(card),
        "properties": {
            "tags": ["security", card.basis, f"confidence-{card.confidence}", _shown(card.pack)],
            "security-severity": _SCORE[worst],
            "title": {"vi": _shown(card.title.vi), "en": _shown(card.title.en)},
        },
    }


class _Taxonomies:
    """Every cited instrument is a taxonomy, every cited clause of it a taxon."""

    def __init__(self, cards: Iterable[RuleCard]) -> None:
        self._clauses: dict[str, dict[str, Citation]] = {}
        for card in cards:
            for cite in card.cites:
                self._clauses.setdefault(cite.instrument, {}).setdefault(cite.clause, cite)

    def components(self) -> list[dict[str, Any]]:
        return [
            {
                "name": _shown(instrument),
                "taxa": [{"id": _shown(clause), "name": _shown(clause)} for clause in clauses],
            }
            for instrument, clauses in self._clauses.items()
        ]

    def relationships(self, card: RuleCard) -> list[dict[str, Any]]:
        instruments = list(self._clauses)
        targets = {(cite.instrument, cite.clause): cite for cite in card.cites}
        return [
            {
                "target": {
                    "id": _shown(clause),
                    "index": list(self._clauses[instrument]).index(clause),
                    "toolComponent": {"name": _shown(instrument), "index": instruments.index(instrument)},
                },
                "kinds": ["relevant"],
                "properties": {"basis": cite.basis, "confidence": cite.confidence},
            }
            for (instrument, clause), cite in targets.items()
        ]


# What was not read or did not answer


def _invocation(report: Report, language: Language, results: int) -> dict[str, Any]:
    notes = [
        _note("error", _SKIPPED.of(language).format(name=skip.name, reason=skip.reason, message=skip.message))
        | {"locations": [{"physicalLocation": {"artifactLocation": _artifact(skip.name)}}]}
        for skip in report.skipped
    ]
    notes += [
        _note("error", finding.message.of(language))
        | {"associatedRule": {"id": _shown(finding.rule)}, "locations": [_location(finding.source)]}
        for finding in report.open
        if finding.state == "error"
    ]
    notes += [_note("note", sentence) for sentence in editions.told(report.edition, language)]
    if results > MOST_RESULTS:
        cut = _CUT.of(language).format(n=results - MOST_RESULTS, limit=MOST_RESULTS)
        notes.append(_note("warning", cut))
    return {"executionSuccessful": report.is_complete, "toolExecutionNotifications": notes}


def _note(level: str, text: str) -> dict[str, Any]:
    return {"level": level, "message": _message(text)}


# Results


def _result(verdict: Verdict, index: dict[str, int], language: Language) -> dict[str, Any]:
    finding = verdict.finding
    judged = finding.state == "fail"
    result: dict[str, Any] = {"ruleId": _shown(finding.rule)}
    if finding.rule in index:
        result["ruleIndex"] = index[finding.rule]
    # Of a result that is no failure SARIF demands the level `none` (3.27.10).
    result |= {
        "kind": "fail" if judged else "review",
        "level": _LEVEL[finding.severity] if judged else "none",
        "message": _message(_told(finding, language)),
        "locations": [
            _location(finding.source) | {"logicalLocations": [{"fullyQualifiedName": _shown(finding.subject)}]}
        ],
        "partialFingerprints": {"secaudit/v1": finding.fingerprint},
    }
    if finding.evidence.path:
        result["codeFlows"] = [_code_flow(finding.evidence.path[:MOST_PATH_LOCATIONS], language)]
    if verdict.baseline is not None:
        result["baselineState"] = verdict.baseline
    result["properties"] = {"severity": finding.severity}
    return result


def _told(finding: Finding, language: Language) -> str:
    message = finding.message.of(language)
    if finding.evidence.missing:
        return f"{message} {_MISSING.of(language)}: {', '.join(finding.evidence.missing)}"
    return message


def _code_flow(path: Sequence[Hop], language: Language) -> dict[str, Any]:
    steps = [
        {
            "location": _location(hop.source) | {"message": _message(_hop_text(hop, language))},
            "importance": "essential" if hop.offending else "important",
        }
        for hop in path
    ]
    return {"threadFlows": [{"locations": steps}]}


def _hop_text(hop: Hop, language: Language) -> str:
    detail = f" ({hop.detail.of(language)})" if hop.detail else ""
    return f"{labels.word(labels.KIND, hop.kind, language)} {hop.id}{detail}"


def _location(source: Source) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(source.file)}
    if source.line:
        # Line 0 means the whole file.
        physical["region"] = {"startLine": source.line} | ({"startColumn": source.column} if source.column else {})
    return {"physicalLocation": physical}


def _artifact(file: str) -> dict[str, Any]:
    return {"uri": _uri(file), "uriBaseId": _ROOT}


def _uri(text: str) -> str:
    """A relative reference: with every reserved sign encoded there is no scheme and no host in it."""
    return quote(text.lstrip("/"), safe="/", errors="backslashreplace")


# Text


def _message(text: str) -> dict[str, str]:
    """A message that is read as plain text.

    Braces are doubled, as SARIF demands (3.11.5). A bracket would open an embedded link (3.11.6); it is
    escaped only where one could be meant, because not every viewer takes the escape away again.
    """
    shown = _shown(text).replace("{", "{{").replace("}", "}}")
    if "](" in shown:
        shown = shown.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return {"text": shown}


def _shown(text: str) -> str:
    return visible(text)
