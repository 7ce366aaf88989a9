"""GitLab Code Quality: one JSON array, which a merge request compares with that of its target branch.

https://docs.gitlab.com/ci/testing/code_quality/ : `description`, `check_name`, `fingerprint`, `severity`,
`location.path` (relative, without `./`) and `location.lines.begin`. Waived findings are left out.
"""

from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, SkipCard
from secaudit.findings.severity import Severity
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.encoding import dump
from secaudit.reporters.fingerprints import of_skip
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import one_line

_SEVERITY: dict[Severity, str] = {
    "critical": "blocker", "high": "critical", "medium": "major", "low": "minor", "info": "info",
}  # fmt: skip
_SKIPPED = Words("Không đọc được: {reason}: {message}", "This was not read: {reason}: {message}")


def render(report: Report, options: RenderOptions) -> str:
    """Every open finding, and every file that was not read as a blocker."""
    skips = [_skip(skip, options.language) for skip in report.skipped]
    return dump([*skips, *(_issue(finding, options.language) for finding in report.open)])


def _issue(finding: Finding, language: Language) -> dict[str, object]:
    text = finding.message.of(language)
    if finding.state != "fail":
        text = f"{labels.word(labels.STATE, finding.state, language)}: {text}"
    if finding.evidence.missing:
        text = f"{text} ({', '.join(finding.evidence.missing)})"
    return {
        "description": one_line(text),
        "check_name": one_line(finding.rule),
        "fingerprint": finding.fingerprint,
        "severity": _SEVERITY[finding.severity],
        "location": _location(finding.source.file, finding.source.line),
    }


def _skip(skip: SkipCard, language: Language) -> dict[str, object]:
    return {
        "description": one_line(_SKIPPED.of(language).format(reason=skip.reason, message=skip.message)),
        "check_name": "INPUT",
        "fingerprint": of_skip(skip),
        "severity": "blocker",
        "location": _location(skip.name, 0),
    }


def _location(file: str, line: int) -> dict[str, object]:
    return {"path": one_line(file), "lines": {"begin": max(line, 1)}}
