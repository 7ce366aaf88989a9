"""The report for a terminal: worst first, no walls, and what is missing said last, where it is seen."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from secaudit.findings.card import RuleCard
from secaudit.findings.dates import day
from secaudit.findings.evidence import Evidence, Hop
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report, SkipCard, Verdict
from secaudit.findings.words import Language, Words
from secaudit.reporters import controls, editions, labels, score
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import one_line, terminal

# How many findings of one rule, subjects of one unknown and targets of one cause a terminal is given.
SHOWN_PER_RULE = 10
SHOWN_SUBJECTS = 5
SHOWN_TARGETS = 3
SHOWN_FIELDS = 12

_PAINT = {
    "critical": "1;31", "high": "31", "medium": "33", "low": "36", "info": "2", "error": "1;35",
    "unknown": "35", "waived": "2", "cause": "1;31", "heading": "1", "faint": "2", "pass": "32",
}  # fmt: skip

_SAY = {
    "as_of": Words("ngày kiểm tra", "as of"),
    "at": Words("tại", "at"),
    "path": Words("đường đi", "path"),
    "cause": Words("nguyên nhân", "cause"),
    "exposed": Words("bị lộ", "exposed"),
    "repair": Words("cách sửa nhỏ nhất", "smallest repair"),
    "remedy": Words("khắc phục", "remediation"),
    "cites": Words("căn cứ", "cites"),
    "equivalents": Words("đối chiếu", "compare"),
    "seen": Words("giá trị", "seen"),
    "controls": Words("biện pháp", "controls"),
    "missing": Words("chưa kê khai", "not declared"),
    "waiver": Words("văn bản miễn áp dụng", "waiver"),
    "until": Words("đến", "until"),
    "unknowns": Words("Chưa xác định được (không tính là đạt)", "Not known (never counted as a pass)"),
    "waived": Words("Được miễn áp dụng", "Waived"),
    "summary": Words("Tổng hợp", "Summary"),
    "approved": Words("hệ thống có cấp độ được phê duyệt", "systems with an approved level"),
    "incomplete": Words("KẾT QUẢ CHƯA ĐẦY ĐỦ", "THIS RESULT IS INCOMPLETE"),
    "complete": Words("Kết quả đầy đủ: mọi tệp tìm thấy đều đã được đọc.",
                      "Complete: everything that was found was read."),
    "none": Words("Không có phát hiện nào.", "Nothing was found."),
}  # fmt: skip

_MORE = Words(
    "và {n} phát hiện nữa của {rule}; dùng --report html=...", "and {n} more of {rule}; use --report html=..."
)
_MORE_SUBJECTS = Words("và {n} nữa; xem báo cáo", "and {n} more; see the report")
_SUBJECTS = Words("số đối tượng {n}", "subjects {n}")
_RULE_FAILED = Words("quy tắc {rule} không trả lời được: số đối tượng {n}", "no answer of rule {rule}: subjects {n}")


def render(report: Report, options: RenderOptions) -> str:
    """The whole report as lines of plain text, coloured only if the options say so."""
    return "\n".join(_Page(report, options).lines()) + "\n"


class _Page:
    """One rendering: the report, the language, the paint."""

    def __init__(self, report: Report, options: RenderOptions) -> None:
        self._report = report
        self._language: Language = options.language
        self._color = options.color
        self._cards = {card.id: card for card in report.cards}
        self._controls = {(card.pack, card.id): card for card in report.controls}
        self._waivers = {waiver.id: waiver for waiver in report.waivers}

    def lines(self) -> Iterator[str]:
        opened = [verdict for verdict in self._report.verdicts if verdict.status == "open"]
        yield from self._header()
        yield from self._failures([verdict for verdict in opened if verdict.finding.state != "unknown"])
        yield from self._unknowns([verdict.finding for verdict in opened if verdict.finding.state == "unknown"])
        yield from self._waived([verdict for verdict in self._report.verdicts if verdict.status == "waived"])
        yield from self._summary()
        yield from self._completeness()

    def _say(self, key: str) -> str:
        return _SAY[key].of(self._language)

    def _paint(self, text: str, style: str) -> str:
        return f"\x1b[{_PAINT[style]}m{text}\x1b[0m" if self._color else text

    def _header(self) -> Iterator[str]:
        report = self._report
        packs = ", ".join(f"{pack.id} {pack.version}" for pack in report.packs)
        as_of = f"{self._say('as_of')} {day(report.as_of, self._language)}"
        yield terminal(f"secaudit {report.version} · {as_of} · {', '.join(report.scope)} · {packs}")
        yield from map(terminal, editions.told(report.edition, self._language))

    # Failures, most severe first

    def _failures(self, verdicts: Sequence[Verdict]) -> Iterator[str]:
        shown: Counter[str] = Counter()
        for severity, of_severity in groupby(verdicts, key=lambda verdict: verdict.finding.severity):
            group = list(of_severity)
            yield ""
            yield self._heading(f"{labels.word(labels.SEVERITY, severity, self._language)} ({len(group)})")
            for rule, of_rule in groupby(group, key=lambda verdict: verdict.finding.rule):
                yield from self._fold(rule, list(of_rule), shown)

    def _fold(self, rule: str, verdicts: Sequence[Verdict], shown: Counter[str]) -> Iterator[str]:
        first = verdicts[: SHOWN_PER_RULE - shown[rule]]
        shown[rule] += len(first)
        for verdict in first:
            yield ""
            yield from self._finding(verdict)
        if first:
            yield from [""] * (len(first) > 1)  # set apart from the last of several
            yield from self._rule(self._cards.get(rule))
        if hidden := len(verdicts) - len(first):
            yield ""
            more = _MORE.of(self._language).format(n=hidden, rule=terminal(rule))
            yield self._paint(f"  … {more}", "faint")

    def _finding(self, verdict: Verdict) -> Iterator[str]:
        finding = verdict.finding
        card = self._cards.get(finding.rule)
        yield self._title(finding, card)
        yield f"    {one_line(finding.message.of(self._language))}"
        yield self._row("at", terminal(str(finding.source)))
        yield from self._evidence(finding.evidence)
        if verdict.waiver is not None:
            yield self._row("waiver", self._waiver(verdict.waiver))

    def _rule(self, card: RuleCard | None) -> Iterator[str]:
        """What all findings of a rule have in common, said once below them."""
        if card is None:
            return
        yield self._row("remedy", one_line(card.remediation.of(self._language)))
        yield from (self._row("cites", one_line(labels.citation(cite, self._language))) for cite in card.cites)
        if card.equivalents:
            told = "; ".join(labels.citation(cite, self._language) for cite in card.equivalents)
            yield self._row("equivalents", one_line(told))

    def _title(self, finding: Finding, card: RuleCard | None) -> str:
        style = "error" if finding.state == "error" else finding.severity
        told = labels.word(labels.SEVERITY, finding.severity, self._language)
        if finding.state == "error":
            told = f"{labels.word(labels.STATE, 'error', self._language)} ({told})"
        rule = terminal(f"{finding.rule} {card.name}" if card else finding.rule)
        name = f" · {terminal(finding.name)}" if finding.name else ""
        level = labels.level(finding.level, self._language)
        mark = self._paint(f"{labels.SYMBOLS[style]} {told}", style)
        return f"{mark}  {self._paint(rule, 'heading')}  {terminal(finding.subject)}{name} ({level})"

    def _evidence(self, evidence: Evidence) -> Iterator[str]:
        if evidence.path:
            yield f"    {self._say('path')}:"
            yield from (self._hop(hop, number) for number, hop in enumerate(evidence.path))
        if evidence.exposed:
            yield self._row("exposed", self._targets(evidence))
        if evidence.seen:
            yield self._row("seen", terminal(", ".join(f"{field} = {value}" for field, value in evidence.seen)))
        if evidence.controls:
            yield self._row("controls", one_line(controls.told(evidence.controls, self._controls, self._language)))
        if evidence.missing:
            yield self._row("missing", terminal(", ".join(evidence.missing)))
        if evidence.repair is not None:
            yield self._row("repair", one_line(evidence.repair.of(self._language)))

    def _hop(self, hop: Hop, number: int) -> str:
        arrow = "→ " if number else "  "
        level = f" [{labels.level(hop.level, self._language)}]" if hop.level is not None else ""
        detail = f" ({one_line(hop.detail.of(self._language))})" if hop.detail else ""
        cause = f"  {labels.SYMBOLS['cause']} {self._say('cause')}" if hop.offending else ""
        where = self._paint(terminal(str(hop.source)), "faint")
        return f"      {arrow}{terminal(hop.id)}{level}{detail}  {where}{self._paint(cause, 'cause') if cause else ''}"

    def _targets(self, evidence: Evidence) -> str:
        first = [
            f"{terminal(t.id)} ({labels.level(t.level, self._language)})" for t in evidence.exposed[:SHOWN_TARGETS]
        ]
        return f"{evidence.exposed_count}: {', '.join(first)}{self._rest(evidence.exposed_count - len(first))}"

    # What could not be judged, and what was waived

    def _unknowns(self, findings: Sequence[Finding]) -> Iterator[str]:
        if not findings:
            return
        yield ""
        yield self._heading(f"{self._say('unknowns')} ({len(findings)})")
        for rule, same in _by_rule(findings):
            yield ""
            yield from self._unknown(rule, same)

    def _unknown(self, rule: str, findings: Sequence[Finding]) -> Iterator[str]:
        card = self._cards.get(rule)
        count = _SUBJECTS.of(self._language).format(n=len(findings))
        name = terminal(f"{rule} {card.name}" if card else rule)
        yield f"{self._paint(labels.SYMBOLS['unknown'], 'unknown')} {self._paint(name, 'heading')}: {count}"
        if missing := sorted({field for finding in findings for field in finding.evidence.missing}):
            told = terminal(", ".join(missing[:SHOWN_FIELDS]))
            yield self._row("missing", f"{told}{self._rest(len(missing) - SHOWN_FIELDS)}")
        first = [terminal(finding.subject) for finding in findings[:SHOWN_SUBJECTS]]
        yield f"    {', '.join(first)}{self._rest(len(findings) - len(first))}"

    def _waived(self, verdicts: Sequence[Verdict]) -> Iterator[str]:
        if not verdicts:
            return
        yield ""
        yield self._heading(f"{self._say('waived')} ({len(verdicts)})")
        for verdict in verdicts[:SHOWN_PER_RULE]:
            finding = verdict.finding
            waiver = self._waiver(verdict.waiver) if verdict.waiver else ""
            mark = self._paint(labels.SYMBOLS["waived"], "waived")
            yield f"{mark} {terminal(finding.rule)}  {terminal(finding.subject)}  {waiver}"
        if len(verdicts) > SHOWN_PER_RULE:
            yield f"  …{self._rest(len(verdicts) - SHOWN_PER_RULE)}"

    def _waiver(self, ident: str) -> str:
        card = self._waivers.get(ident)
        if card is None:
            return terminal(ident)
        state = labels.word(labels.WAIVER_STATE, card.state, self._language)
        return terminal(f"{ident}, {self._say('until')} {day(card.expires, self._language)} ({state})")

    # The end, which is what stays on the screen

    def _summary(self) -> Iterator[str]:
        good, total = score.approved(self._report)
        states = score.by_state(self._report)
        yield ""
        yield self._heading(self._say("summary"))
        if not self._report.verdicts:
            yield f"  {self._say('none')}"
        yield f"  {good}/{total} {self._say('approved')}"
        parts = [
            (severity, labels.word(labels.SEVERITY, severity, self._language), count)
            for severity, count in score.by_severity(self._report).items()
        ] + [(state, labels.word(labels.STATE, state, self._language), states[state])
             for state in ("unknown", "waived", "error")]  # fmt: skip
        told = (f"{labels.SYMBOLS[key]} {word} {count}" for key, word, count in parts)
        painted = (self._paint(text, key) if count else text for text, (key, _, count) in zip(told, parts, strict=True))
        yield "  " + " · ".join(painted)

    def _completeness(self) -> Iterator[str]:
        if self._report.is_complete:
            yield f"  {self._say('complete')}"
            return
        yield ""
        yield self._paint(f"{labels.SYMBOLS['error']} {self._say('incomplete')}", "critical")
        yield from (f"    {self._skip(skip)}" for skip in self._report.skipped)
        for tally in self._report.tallies:
            if tally.error:
                yield "    " + _RULE_FAILED.of(self._language).format(rule=terminal(tally.rule), n=tally.error)

    def _skip(self, skip: SkipCard) -> str:
        return f"{terminal(skip.name)}: {terminal(skip.reason)}: {one_line(skip.message)}"

    def _heading(self, text: str) -> str:
        return self._paint(f"── {text} ──", "heading")

    def _row(self, key: str, text: str) -> str:
        return f"    {self._paint(self._say(key) + ':', 'faint')} {text}"

    def _rest(self, count: int) -> str:
        return " " + _MORE_SUBJECTS.of(self._language).format(n=count) if count > 0 else ""


def _by_rule(findings: Iterable[Finding]) -> list[tuple[str, list[Finding]]]:
    """The findings of each rule, the rules in the order in which the report first names them."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        groups.setdefault(finding.rule, []).append(finding)
    return list(groups.items())
