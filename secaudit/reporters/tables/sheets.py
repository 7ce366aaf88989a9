"""What stands in which table: columns with a kind, rows with values. Both formats are projections of it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Literal

from msgspec import Struct

from secaudit.findings.controls import ControlRow, state_word
from secaudit.findings.dossier import Dossier
from secaudit.findings.report import Report, SystemRow
from secaudit.findings.words import Language, Words
from secaudit.reporters import controls, labels

Kind = Literal["text", "date", "number"]
Value = str | int | None


class Column(Struct, frozen=True):
    """The heading of a column and what its cells hold; a date is ISO text."""

    title: str
    kind: Kind = "text"


class Sheet(Struct, frozen=True):
    """A table with its name on a tab."""

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]


def sheet(name: str, report: Report, language: Language) -> Sheet:
    """One table of a report."""
    return _SHEETS[name](report, language)


def _columns(language: Language, *columns: tuple[Words, Kind]) -> tuple[Column, ...]:
    return tuple(Column(words.of(language), kind) for words, kind in columns)


def _text(vi: str, en: str) -> tuple[Words, Kind]:
    return Words(vi, en), "text"


def _date(vi: str, en: str) -> tuple[Words, Kind]:
    return Words(vi, en), "date"


def _number(vi: str, en: str) -> tuple[Words, Kind]:
    return Words(vi, en), "number"


def _units(report: Report) -> dict[str, str]:
    """The names of all units, by id."""
    units = {unit.id: unit.name for unit in report.units}
    return units | {dossier.id: dossier.name or dossier.id for dossier in report.dossiers if dossier.kind == "unit"}


def _findings(report: Report, language: Language) -> Sheet:
    cards = {card.id: card for card in report.cards}
    units = _units(report)

    def rows() -> Iterator[tuple[Value, ...]]:
        for verdict in report.verdicts:
            finding, card = verdict.finding, cards.get(verdict.finding.rule)
            yield (
                finding.fingerprint[:12], labels.word(labels.SEVERITY, finding.severity, language),
                labels.word(labels.STATE, "waived" if verdict.status == "waived" else finding.state, language),
                finding.rule, card.title.of(language) if card else None, finding.subject, finding.name, finding.level,
                units.get(finding.owner or "", finding.owner), finding.message.of(language), " > ".join(hop.id for hop in finding.evidence.path) or None,
                finding.evidence.exposed_count or None, ", ".join(finding.evidence.missing) or None,
                finding.evidence.repair.of(language) if finding.evidence.repair else None,
                "; ".join(labels.citation(cite, language) for cite in card.cites) if card else None,
                str(finding.source), verdict.waiver, verdict.baseline, verdict.first_seen, verdict.fix_by,
            )  # fmt: skip

    columns = _columns(
        language, _text("Mã", "Id"), _text("Mức độ", "Severity"), _text("Kết luận", "State"), _text("Quy tắc", "Rule"),
        _text("Tên quy tắc", "Rule title"), _text("Đối tượng", "Subject"), _text("Tên", "Name"), _number("Cấp độ", "Level"),
        _text("Đơn vị", "Owner"), _text("Nội dung", "What"), _text("Đường đi", "Path"),
        _number("Số phân đoạn bị lộ", "Exposed"), _text("Chưa kê khai", "Not declared"),
        _text("Cách sửa nhỏ nhất", "Smallest repair"), _text("Căn cứ", "Citations"), _text("Nơi kê khai", "Where"),
        _text("Miễn áp dụng", "Waiver"), _text("So với lần trước", "Against the baseline"),
        _date("Phát hiện lần đầu", "First seen"), _date("Hạn khắc phục", "To be repaired by"),
    )  # fmt: skip
    return Sheet(Words("Phát hiện", "Findings").of(language), columns, tuple(rows()))


def _systems(report: Report, language: Language) -> Sheet:
    """The twelve columns of form 08 of Decree 331/2026; what is expected is left to the pen."""
    dossiers = {dossier.id: dossier for dossier in report.dossiers if dossier.kind == "system"}
    units = _units(report)
    living = [row for row in report.systems if row.status != "retired"]
    columns = _columns(
        language, _text("Tên hệ thống", "System"), _text("Chủ quản", "Owner"), _text("Đơn vị vận hành", "Operator"),
        _number("Cấp độ đề xuất", "Proposed level"), _text("Tình trạng phê duyệt", "Approval"),
        _text("Quyết định phê duyệt", "Approval decision"), _date("Ngày quyết định", "Decided on"),
        _text("Quy chế", "Regulation"), _date("Dự kiến phê duyệt", "Approval expected"),
        _text("Triển khai phương án", "Plan"), _date("Dự kiến hoàn thành", "Completion expected"),
        _date("Kiểm tra gần nhất", "Last inspection"),
    )  # fmt: skip
    rows = tuple(_system(row, dossiers.get(row.id), units, language) for row in living)
    return Sheet(Words("Hệ thống", "Systems").of(language), columns, rows)


def _system(row: SystemRow, dossier: Dossier | None, units: Mapping[str, str], language: Language) -> tuple[Value, ...]:
    def told(field: str) -> str | None:
        return None if dossier is None else dossier.value(field)

    regulation = " ".join(
        text for text in (told("approval.regulation.number"), told("approval.regulation.date")) if text
    )
    return (
        row.name or row.id, units.get(row.owner or "", row.owner), units.get(told("operator") or "", told("operator")), row.level,
        None if row.approval_status is None else labels.word(labels.REGISTER, row.approval_status, language),
        row.decision, row.decision_date, regulation or None, None,
        None if row.plan_status is None else labels.word(labels.REGISTER, row.plan_status, language), None,
        told("operations.last_inspection.date"),
    )  # fmt: skip


def _gateways(report: Report, language: Language) -> Sheet:
    units = _units(report)

    def word(key: str | None, table: Mapping[str, Words] = labels.GATEWAY) -> str | None:
        return None if key is None else labels.word(table, key, language)

    columns = _columns(
        language, _text("Mã", "Id"), _text("Tên", "Name"), _text("Loại", "Kind"), _text("Đơn vị", "Owner"),
        _number("Cấp độ", "Level"), _text("Phân đoạn", "Segments"), _text("Phê duyệt", "Approval"),
        _text("Quyết định", "Decision"), _date("Ngày quyết định", "Decided on"), _date("Đến ngày", "Until"),
        _text("Chế độ lỗi", "Fail mode"), _text("Mặc định", "Default"), _text("Hệ thống", "Systems"), _text("Nơi kê khai", "Where"),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.name, word(one.value("kind")), units.get(one.owner or "", one.owner), one.level, ", ".join(one.values("segments")),
            word(one.value("approval.status"), labels.REGISTER), one.value("approval.decision.number"), one.value("approval.decision.date"),
            one.value("approval.until"), word(one.value("fail_mode")), word(one.value("default")), ", ".join(one.ids("systems")) or None,
            str(one.source),
        )
        for one in report.dossiers if one.kind == "gateway"
    )  # fmt: skip
    return Sheet(Words("Cổng kết nối", "Gateways").of(language), columns, rows)


def _controls(report: Report, language: Language) -> Sheet:
    cards = {(card.pack, card.id): card for card in report.controls}
    columns = _columns(
        language, _text("Hệ thống", "System"), _number("Cấp độ", "Level"), _text("Biện pháp", "Control"),
        _text("Tên", "Title"), _text("Điều khoản", "Clause"), _text("Cách xác nhận", "Kind"), _text("Kê khai", "State"),
        _text("Kết luận", "Verdict"), _text("Bằng chứng", "Evidence"), _date("Ngày trả lời", "Answered"),
        _date("Hết giá trị", "Lapsed"),
    )  # fmt: skip

    def row(system: SystemRow, one: ControlRow) -> tuple[Value, ...]:
        card = cards.get((one.pack, one.control))
        return (
            system.name or system.id, system.level, one.control, card.title.of(language) if card else None,
            controls.cited(one, cards, language), labels.word(labels.CONTROL_KIND, one.kind, language),
            None if one.state is None else state_word(one.state, language), labels.word(labels.STATE, one.verdict, language),
            one.evidence, one.answered, one.lapsed,
        )  # fmt: skip

    rows = tuple(row(system, one) for system in report.systems for one in system.controls)
    return Sheet(Words("Biện pháp", "Controls").of(language), columns, rows)


def _waivers(report: Report, language: Language) -> Sheet:
    columns = _columns(
        language, _text("Mã", "Id"), _text("Quy tắc", "Rule"), _text("Đối tượng", "Subject"), _text("Trạng thái", "State"),
        _text("Lý do", "Reason"), _text("Người đề nghị", "Requested by"), _text("Người duyệt", "Approved by"),
        _text("Quyết định", "Decision"), _date("Từ ngày", "Issued"), _date("Đến ngày", "Expires"),
        _text("Biện pháp bù đắp", "Instead"), _text("Phiếu", "Ticket"),
    )  # fmt: skip
    rows = tuple(
        (
            one.id, one.rule, one.subject, labels.word(labels.WAIVER_STATE, one.state, language), one.reason, one.requested_by,
            one.approved_by, one.decision, one.issued, one.expires, "; ".join(one.controls) or None, one.ticket,
        )
        for one in report.waivers
    )  # fmt: skip
    return Sheet(Words("Miễn áp dụng", "Waivers").of(language), columns, rows)


_SHEETS: Mapping[str, Callable[[Report, Language], Sheet]] = {
    "findings": _findings, "systems": _systems, "gateways": _gateways, "controls": _controls, "waivers": _waivers,
}  # fmt: skip
