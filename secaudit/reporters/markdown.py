"""A summary in Markdown for a merge request or a job page: verdict, numbers, findings as rows.

Code hosts take at most 1 MiB; rows that do not fit are counted, never cut in half.
"""

from collections.abc import Iterable, Iterator

from secaudit.findings.dates import day
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words
from secaudit.reporters import editions, labels, score
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import markdown

MOST_BYTES = 1_000_000

_SAY = {
    "title": Words("Kiểm tra cấp độ và cách ly mạng", "Security levels and network isolation"),
    "as_of": Words("Ngày kiểm tra", "As of"),
    "approved": Words("hệ thống có cấp độ được phê duyệt", "systems with an approved level"),
    "incomplete": Words("Kết quả chưa đầy đủ: không đọc được", "This result is incomplete; not read"),
    "head": Words(
        "| Mức | Luật | Đối tượng | Nội dung | Nơi kê khai |", "| Severity | Rule | Subject | What | Where |"
    ),
    "none": Words("Không có phát hiện nào.", "Nothing was found."),
    "more": Words("và {n} phát hiện nữa; xem báo cáo đầy đủ.", "and {n} more; see the full report."),
}


def render(report: Report, options: RenderOptions) -> str:
    """The whole summary; rows in the report's order, worst first, as many as fit."""
    language = options.language
    head = "\n".join(_head(report, language))
    return head + _table(report.open, MOST_BYTES - len(head.encode()), language) + "\n"


def _head(report: Report, language: Language) -> Iterator[str]:
    yield f"## secaudit: {_SAY['title'].of(language)}"
    yield ""
    approved, counted = score.approved(report)
    as_of = f"{_SAY['as_of'].of(language)} {markdown(day(report.as_of, language))}"
    yield f"{as_of}. **{approved}/{counted}** {_SAY['approved'].of(language)}."
    yield ""
    for sentence in editions.told(report.edition, language):
        yield f"{markdown(sentence)}  "
    if report.edition is not None:
        yield ""
    if report.skipped:
        names = ", ".join(markdown(skip.name) for skip in report.skipped[:20])
        yield f"**{_SAY['incomplete'].of(language)} ({len(report.skipped)}): {names}**"
        yield ""
    yield from _numbers(report, language)
    yield ""


def _numbers(report: Report, language: Language) -> Iterator[str]:
    states = score.by_state(report)
    columns = [
        *(
            (f"{labels.SYMBOLS[name]} {labels.SEVERITY[name].of(language)}", number)
            for name, number in score.by_severity(report).items()
        ),
        *((labels.STATE[name].of(language), states[name]) for name in ("unknown", "error", "waived")),
    ]
    yield f"| {' | '.join(name for name, _ in columns)} |"
    yield f"|{' -: |' * len(columns)}"
    yield f"| {' | '.join(str(number) for _, number in columns)} |"


def _table(findings: Iterable[Finding], room: int, language: Language) -> str:
    rows = [_row(finding, language) for finding in findings]
    if not rows:
        return f"\n{_SAY['none'].of(language)}"
    lines = ["", _SAY["head"].of(language), "| - | - | - | - | - |"]
    left = room - sum(len(line.encode()) + 1 for line in lines) - 200  # the last line is told in any case
    for number, row in enumerate(rows):
        left -= len(row.encode()) + 1
        if left < 0:
            return "\n".join([*lines, "", _SAY["more"].of(language).format(n=len(rows) - number)])
        lines.append(row)
    return "\n".join(lines)


def _row(finding: Finding, language: Language) -> str:
    judged = finding.state == "fail"
    key = finding.severity if judged else finding.state
    word = labels.word(labels.SEVERITY if judged else labels.STATE, key, language)
    place = f"{finding.source.file}:{finding.source.line}"
    cells = (finding.rule, finding.subject, finding.message.of(language), place)
    return f"| {labels.SYMBOLS[key]} {word} | {' | '.join(markdown(text) for text in cells)} |"
