"""The open questions of an audit as YAML to be filled in and put into the inventory."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from msgspec import Struct

from secaudit.documents.wording import shown
from secaudit.exchange.yaml_text import scalar
from secaudit.findings.card import RuleCard
from secaudit.findings.controls import ControlCard, ControlRow
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words

_HEAD = Words(
    vi="Các câu hỏi còn mở ngày {as_of}: {count}. Điền answer, date, by; xóa câu chưa trả lời; rồi để tệp này vào bản kê.",
    en="Open questions as of {as_of}: {count}. Fill in answer, date, by; delete what stays open; put this file into the inventory.",
)
_ANSWER = Words(
    vi="yes | no | partial | not_applicable (phải có evidence; yes cho câu hỏi của quy tắc cũng vậy)",
    en="yes | no | partial | not_applicable (with evidence; so is yes to the question of a rule)",
)
_DATE = Words(vi="năm-tháng-ngày", en="year-month-day")
_BY = Words(vi="mã đơn vị trả lời", en="id of the unit that answers")
_NEVER = Words(vi="chưa trả lời", en="never answered")
_LAPSED = Words(vi="hết giá trị từ {lapsed}", en="lapsed on {lapsed}")
_BEFORE = Words(vi="lần trước: {answer} {date}", en="last time: {answer} {date}")
_NOBODY = Words(vi="không rõ chủ quản", en="no owner declared")
_WIDTH = 1000


class Open(Struct, frozen=True, gc=False, kw_only=True):
    """A question that nobody has answered, or not lately: what is asked, of what, and what was said before."""

    question: str
    subject: str
    name: str | None
    level: int | None
    owner: str | None
    text: Words
    clause: str = ""
    answer: str | None = None
    date: str | None = None
    lapsed: str | None = None


def open_questions(report: Report, kind: str | None = None) -> tuple[Open, ...]:
    """What people have to answer, by unit and subject; `kind` leaves out what is about other things.

    A control that several rules ask for is one question.
    """
    cards = {card.id: card for card in report.cards}
    controls = {(card.pack, card.id): card for card in report.controls}
    found = [
        one
        for finding in report.open
        if kind is None or finding.subject.startswith(f"{kind}:")
        for one in (*_of_rule(finding, cards.get(finding.rule)), *_of_controls(finding, controls))
    ]
    once = {(one.subject, one.question): one for one in found}
    return tuple(sorted(once.values(), key=lambda one: (one.owner or "", one.subject, one.question)))


def _of_rule(finding: Finding, card: RuleCard | None) -> Iterator[Open]:
    asked = card.question if card else None
    if asked is None or f"attestations.{finding.rule}" not in finding.evidence.missing:
        return
    seen = dict(finding.evidence.seen)
    yield Open(
        question=finding.rule, subject=finding.subject, name=finding.name, level=finding.level, owner=finding.owner,
        text=asked.text, answer=seen.get("answer"), date=seen.get("date"), lapsed=seen.get("lapsed"),
    )  # fmt: skip


def _of_controls(finding: Finding, controls: Mapping[tuple[str, str], ControlCard]) -> Iterator[Open]:
    for row in finding.evidence.controls:
        card = controls.get((row.pack, row.control))
        if card is not None and row.verdict == "unknown" and row.kind != "measured":
            yield _of_control(finding, row, card)


def _of_control(finding: Finding, row: ControlRow, card: ControlCard) -> Open:
    requirement = card.at(finding.level)
    text = requirement.text if requirement else card.title
    return Open(
        question=row.control, subject=finding.subject, name=finding.name, level=finding.level, owner=finding.owner,
        text=Words(vi=f"{card.title.vi}: {text.vi}", en=f"{card.title.en}: {text.en}"), clause=row.clause,
        answer=row.state, date=row.answered, lapsed=row.lapsed,
    )  # fmt: skip


def worksheet(questions: tuple[Open, ...], as_of: str, language: Language) -> str:
    """The questions as YAML. As long as an answer is empty the schema refuses the file, so nothing passes unread."""
    head = _HEAD.of(language).format(as_of=as_of, count=len(questions))
    lines = [f"# {head}", "secaudit: 1"]
    lines.append("attestations:" if questions else "attestations: []")
    for owner, of_owner in groupby(questions, key=lambda one: one.owner):
        lines += ["", f"  # === {_plain(owner or _NOBODY.of(language))} ==="]
        for one in of_owner:
            lines += _entry(one, language)
    return "\n".join(lines) + "\n"


def _entry(one: Open, language: Language) -> Iterator[str]:
    level = f" ({Words(vi='cấp độ', en='level').of(language)} {one.level})" if one.level is not None else ""
    yield ""
    yield f"  # {_plain(one.name or one.subject)}{level}: {_plain(_before(one, language))}"
    yield f"  # {_plain(one.text.of(language))}{f' [{_plain(one.clause)}]' if one.clause else ''}"
    yield f"  - question: {scalar(one.question)}"
    yield f"    subject: {scalar(one.subject)}"
    yield f"    answer:                  # {_ANSWER.of(language)}"
    yield f"    date:                    # {_DATE.of(language)}"
    yield f"    by:                      # {_BY.of(language)}"
    yield "    # evidence: "


def _before(one: Open, language: Language) -> str:
    if one.date is None:
        return _NEVER.of(language)
    said = _BEFORE.of(language).format(answer=one.answer, date=one.date)
    return f"{said}, {_LAPSED.of(language).format(lapsed=one.lapsed)}" if one.lapsed else said


def _plain(text: str) -> str:
    return shown(" ".join(text.split()), limit=_WIDTH)
