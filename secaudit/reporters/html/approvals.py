"""The approval chain of a system as the steps of a timeline."""

from dataclasses import dataclass

from secaudit.findings.dossier import Dossier
from secaudit.findings.words import Words
from secaudit.reporters.html.shelf import Shelf


@dataclass(frozen=True, slots=True)
class Step:
    """A step: its name, its day as written (None: not declared), number and who took it."""

    name: str
    date: str | None
    number: str | None
    by: str | None


@dataclass(frozen=True, slots=True)
class _Kind:
    name: Words
    date: str
    number: str = ""
    by: str = ""
    needed: bool = False


_STEPS = (
    _Kind(Words("Ban hành quy chế bảo đảm an ninh mạng", "Security regulation issued"), "approval.regulation.date",
          "approval.regulation.number", needed=True),
    _Kind(Words("Nộp hồ sơ", "Dossier submitted"), "approval.appraisal.submitted"),
    _Kind(Words("Trả lại hồ sơ chưa hợp lệ", "Dossier returned as not valid"), "approval.appraisal.returned"),
    _Kind(Words("Tiếp nhận hồ sơ thẩm định", "Dossier received for appraisal"), "approval.appraisal.received", needed=True),
    _Kind(Words("Thẩm định", "Appraised"), "approval.appraisal.date", "approval.appraisal.number", "approval.appraisal.by",
          needed=True),
    _Kind(Words("Quyết định phê duyệt", "Decided"), "approval.decision.date", "approval.decision.number",
          "approval.decision.by", needed=True),
    _Kind(Words("Triển khai xong phương án", "Security plan completed"), "plan.completed", "plan.status", needed=True),
    _Kind(Words("Bắt đầu xây dựng", "Construction began"), "building_since"),
    _Kind(Words("Đưa vào vận hành", "Taken into operation"), "operating_since"),
    _Kind(Words("Đánh giá rủi ro", "Risk assessed"), "risk_assessment.date", "risk_assessment.level"),
    _Kind(Words("Thay đổi lớn gần nhất", "Last major change"), "last_change.date", "last_change.kind"),
    _Kind(Words("Kiểm tra gần nhất", "Last inspection"), "operations.last_inspection.date", "",
          "operations.last_inspection.by"),
    _Kind(Words("Diễn tập gần nhất", "Last exercise"), "operations.last_exercise.date", "", "operations.last_exercise.by"),
    _Kind(Words("Phê duyệt hết hiệu lực", "Approval ends"), "approval.until"),
)  # fmt: skip

FIELDS = tuple(field for kind in _STEPS for field in (kind.date, kind.number, kind.by) if field)


def timeline(dossier: Dossier, shelf: Shelf) -> tuple[Step, ...]:
    """The steps in the order of their days; those that are needed and not declared come last."""

    def told(field: str) -> str | None:
        values = dossier.values(field) if field else ()
        return shelf.text(field, values) if values else None

    steps = [
        Step(kind.name.of(shelf.language), dossier.value(kind.date), told(kind.number), told(kind.by))
        for kind in _STEPS
        if kind.needed or dossier.value(kind.date) is not None
    ]
    return tuple(sorted(steps, key=lambda step: (step.date is None, step.date or "")))
