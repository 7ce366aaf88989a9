"""Systems by level: how many are declared, computed and approved at each, as rows and as three pyramids."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels
from secaudit.reporters.html.lettering import fit
from secaudit.reporters.html.svg import tag

_LEVELS = (5, 4, 3, 2, 1, None)
_LABEL, _PANEL, _GAP, _ROW, _HEAD, _NUMBER = 112, 150, 16, 26, 26, 44
_SIZE = 13

WORDS = {
    "level_board": Words("Theo cấp độ", "By level"),
    "level_note": Words("Số hệ thống, không kể hệ thống đã ngừng sử dụng. Có hiệu lực: cấp độ đã phê duyệt, còn hiệu lực và đúng "
                        "với cấp độ kê khai. Vi phạm: phát hiện còn mở về đối tượng ở cấp độ đó.",
                        "Numbers of systems without retired ones. In force: the level is approved, in force on the day and equal "
                        "to the declared one. Violations: open findings about things of that level."),
    "pyramid": Words("Tháp cấp độ", "Level pyramid"),
    "pyramid_name": Words("Tháp cấp độ; số liệu như bảng Theo cấp độ", "Level pyramid; its numbers stand in the table By level"),
    "by_declared": Words("Kê khai", "Declared"),
    "by_computed": Words("Tính được", "Computed"),
    "by_approved": Words("Phê duyệt", "Approved"),
    "by_in_force": Words("Có hiệu lực", "In force"),
    "by_violations": Words("Vi phạm", "Violations"),
    "level_of": Words("Cấp độ", "Level"),
    "no_level": Words("chưa xác định", "not known"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LevelRow:
    """One level: systems that are declared, computed, approved at it, declared and in force, and open violations."""

    level: int | None
    declared: int
    computed: int
    approved: int
    in_force: int
    violations: int


def rows(report: Report) -> tuple[LevelRow, ...]:
    """The levels, highest first; the last row is what has no such level, which is never left out."""
    systems = [row for row in report.systems if row.status != "retired"]
    declared = Counter(row.level for row in systems)
    computed = Counter(row.level_computed for row in systems)
    approved = Counter(row.level_approved for row in systems)
    in_force = Counter(row.level for row in systems if row.approved)
    violations = Counter(finding.level for finding in report.failures)
    # Level 0, which a segment may have, and what a foreign result may call a level are told with their own number.
    odd = sorted(
        {level for level in (*declared, *computed, *approved, *violations) if level not in _LEVELS},
        key=lambda level: -(level or 0),
    )
    return tuple(
        LevelRow(level, declared[level], computed[level], approved[level], in_force[level], violations[level])
        for level in (*_LEVELS[:-1], *odd, None)
    )


def panels(report: Report) -> tuple[str, ...]:
    """Which levels are told: an edition of numbers does not hold those that were computed, nor approved and not in force."""
    of_numbers = report.edition is not None and report.edition.kind == "statistics"
    return ("declared",) if of_numbers else ("declared", "computed", "approved")


def pyramid(found: Sequence[LevelRow], panels: Sequence[str], language: Language) -> Markup:
    """Pyramids side by side: declared, computed, approved. Each bar has its number; a level of no system is left out."""
    found = [row for row in found if row.level in _LEVELS or any(getattr(row, name) for name in panels)]
    most = max((getattr(row, name) for row in found for name in panels), default=0) or 1
    height, across = _HEAD + _ROW * len(found) + 6, _LABEL + len(panels) * (_PANEL + _NUMBER + _GAP)
    parts = [_text(_row_name(row.level, language), 4, _base(place), _LABEL - 8) for place, row in enumerate(found)]
    for number, name in enumerate(panels):
        left = _LABEL + number * (_PANEL + _NUMBER + _GAP)
        parts.append(_text(WORDS[f"by_{name}"].of(language), left, _HEAD - 10, _PANEL, bold=True))
        parts.extend(_bar(getattr(row, name), most, left, place) for place, row in enumerate(found))
    return tag("svg", Markup("").join(parts), class_="chart", role="img", width=across, height=height,
               viewBox=f"0 0 {across} {height}", aria_label=WORDS["pyramid_name"].of(language))  # fmt: skip


def _bar(count: int, most: int, left: int, place: int) -> Markup:
    """A bar in the middle of its panel, whatever is not nothing at least a line, and its number on the right."""
    width = max(2, _PANEL * count // most) if count else 0
    shape = tag("rect", x=left + (_PANEL - width) // 2, y=_HEAD + _ROW * place + 4, width=width, height=_ROW - 8)
    return (shape if count else Markup("")) + _text(f"{count}", left + _PANEL + 6, _base(place), _NUMBER)


def _row_name(level: int | None, language: Language) -> str:
    return labels.level(level, language).capitalize() if level is not None else WORDS["no_level"].of(language)


def _base(place: int) -> int:
    return _HEAD + _ROW * place + _ROW // 2 + 5


def _text(text: str, x: int, y: int, room: int, *, bold: bool = False) -> Markup:
    shown = fit(text, room, _SIZE, bold=bold)
    return tag("text", shown, x=x, y=y, class_="id") if bold else tag("text", shown, x=x, y=y)
