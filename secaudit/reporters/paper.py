"""The print edition: what an inspector takes along, on a bounded number of sheets.

It is the page of `html` with what a visit needs: every number, the network, the findings, and of systems, gateways
and rules those of which something was found. The cover says what is left out and which command tells it.
"""

from collections.abc import Iterator
from dataclasses import replace

from msgspec import structs

from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words
from secaudit.reporters.html import rendered
from secaudit.reporters.html.part import ONLY_IN_A_FRONT, Paper, Part
from secaudit.reporters.options import RenderOptions

# Findings, rows of a register and files that are told one by one; systems and gateways with an entry of their own.
MOST, MOST_THINGS = 200, 20
# Form 08 has the same systems, in the columns of the law.
_WITHOUT = ONLY_IN_A_FRONT | {"register"}

_NOTES = (
    Words("Bản in rút gọn.", "Print edition."),
    Words(
        "Chỉ có mục riêng cho hệ thống, cổng kết nối và quy tắc có phát hiện: nhiều nhất {things} hệ thống và {things} cổng có "
        "phát hiện nặng nhất, {most} phát hiện nặng nhất. Phần không in vẫn được đếm trong mọi con số.",
        "Systems, gateways and rules have an entry if something was found of them: at most the {things} systems and {things} "
        "gateways with the worst findings, and the {most} worst findings. What is not printed is counted in every number.",
    ),
    Words(
        "Không in: sổ đăng ký đầy đủ (danh mục theo mẫu 08 thay thế), dữ kiện và kê khai khác của từng hệ thống, câu hỏi còn "
        "mở, quy tắc không phát hiện gì. Bản đầy đủ: --report html=báo-cáo.html.",
        "Not printed: the full register (form 08 has the systems), facts and other declarations of single systems, open "
        "questions, rules that found nothing. All of it: --report html=report.html.",
    ),
)


def render(report: Report, options: RenderOptions) -> str:
    """The print edition as one HTML file."""
    most = min(options.most, MOST)
    part = Part(without=_WITHOUT, paper=Paper(MOST_THINGS, tuple(_notes(most, options.language))))
    return rendered(_with_rules_that_found(report), replace(options, most=most), part)


def _notes(most: int, language: Language) -> Iterator[str]:
    for note in _NOTES:
        yield note.of(language).format(most=most, things=MOST_THINGS)


def _with_rules_that_found(report: Report) -> Report:
    """Only rules of which the report tells something: a finding, an error, a waiver, a change or a date."""
    told = {verdict.finding.rule for verdict in report.verdicts} | {waiver.rule for waiver in report.waivers}
    told |= {tally.rule for tally in report.tallies if tally.error}
    told |= {due.rule for due in report.due or ()} | {known.rule for known in report.absent or ()}
    return structs.replace(
        report,
        cards=tuple(card for card in report.cards if card.id in told),
        tallies=tuple(tally for tally in report.tallies if tally.rule in told),
    )
