"""GitHub workflow commands: annotations at the lines of a pull request, most severe first.

https://docs.github.com/actions/reference/workflow-commands-for-github-actions : a step shows ten errors and ten
warnings, whatever more is written. So that the worst are the ones that are seen, no more than these are
written, and a notice counts the rest.
"""

from collections.abc import Iterable, Iterator, Sequence

from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, SkipCard
from secaudit.findings.severity import RANK
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import one_line

MOST_OF_A_KIND = 10

_MORE = Words("và {n} phát hiện nữa; xem báo cáo đầy đủ", "and {n} more; see the full report")
_SKIPPED = Words("Không đọc được: {reason}: {message}", "This was not read: {reason}: {message}")
_NONE = Words("Không có phát hiện nào.", "Nothing was found.")


def render(report: Report, options: RenderOptions) -> str:
    """At most ten errors (what was not read comes first) and ten warnings, then how many more there are."""
    language = options.language
    errors = [finding for finding in report.open if _is_error(finding)]
    warnings = [finding for finding in report.open if not _is_error(finding)]
    skips = [_skip(skip, language) for skip in report.skipped][:MOST_OF_A_KIND]
    room = MOST_OF_A_KIND - len(skips)
    lines = [*skips, *_told("error", errors[:room], language), *_told("warning", warnings[:MOST_OF_A_KIND], language)]
    left = len(report.skipped) + len(report.open) - len(lines)
    if left:
        lines.append(_command("notice", {"title": "secaudit"}, _MORE.of(language).format(n=left)))
    if not lines:
        lines.append(_command("notice", {"title": "secaudit"}, _NONE.of(language)))
    return "\n".join(lines) + "\n"


def _is_error(finding: Finding) -> bool:
    """What is certain and at least high; what could not be judged is a warning, and never nothing."""
    return finding.state == "error" or (finding.state == "fail" and RANK[finding.severity] >= RANK["high"])


def _told(kind: str, findings: Sequence[Finding], language: Language) -> Iterator[str]:
    for finding in findings:
        place = {"file": finding.source.file, "line": str(max(finding.source.line, 1))}
        yield _command(kind, place | {"title": _title(finding, language)}, _message(finding, language))


def _title(finding: Finding, language: Language) -> str:
    judged = labels.SEVERITY if finding.state == "fail" else labels.STATE
    key = finding.severity if finding.state == "fail" else finding.state
    return f"{finding.rule} ({labels.word(judged, key, language)})"


def _message(finding: Finding, language: Language) -> str:
    parts = [finding.message.of(language)]
    if finding.evidence.missing:
        parts.append(f"({', '.join(finding.evidence.missing)})")
    if finding.evidence.repair:
        parts.append(f"→ {finding.evidence.repair.of(language)}")
    return " ".join(parts)


def _skip(skip: SkipCard, language: Language) -> str:
    text = _SKIPPED.of(language).format(reason=skip.reason, message=skip.message)
    return _command("error", {"file": skip.name, "line": "1", "title": "INPUT"}, text)


def _command(kind: str, properties: dict[str, str], text: str) -> str:
    told = ",".join(f"{name}={_escaped(value, '%:,')}" for name, value in properties.items())
    return f"::{kind} {told}::{_escaped(text, '%')}"


def _escaped(text: str, signs: Iterable[str]) -> str:
    """One line in which no sign ends a property or begins a command of its own."""
    shown = one_line(text)
    return "".join(f"%{ord(sign):02X}" if sign in signs else sign for sign in shown)
