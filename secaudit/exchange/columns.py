"""The columns of a register of systems, and what their cells may hold."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType

from msgspec import Struct

from secaudit.exchange.yaml_text import Value

_ID = re.compile(r"[a-z0-9][a-z0-9._-]*")
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})")
# What YAML cannot hold; line breaks and tabs inside a cell become spaces.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]")


class NotUnderstoodError(ValueError):
    """A cell does not hold what its column may; the text says what it may hold."""


Parser = Callable[[str], Value]


class Column(Struct, frozen=True):
    """A column: where its value goes in a system, and how a cell is read."""

    path: tuple[str, ...]
    parse: Parser
    is_unit: bool = False


def _text(cell: str) -> str:
    if _CONTROL.search(cell):
        raise NotUnderstoodError("text without control characters")
    return unicodedata.normalize("NFC", " ".join(cell.split()))


def _id(cell: str) -> str:
    if not _ID.fullmatch(cell):
        raise NotUnderstoodError("an id: lower-case letters without accents, digits, dots, hyphens, underscores")
    return cell


def _level(cell: str) -> int:
    if cell not in {"1", "2", "3", "4", "5"}:
        raise NotUnderstoodError("a level from 1 to 5")
    return int(cell)


def _date(cell: str) -> str:
    iso, day_first = _ISO.fullmatch(cell), _DAY_FIRST.fullmatch(cell)
    try:
        if iso:
            return date(int(iso[1]), int(iso[2]), int(iso[3])).isoformat()
        if day_first:
            return date(int(day_first[3]), int(day_first[2]), int(day_first[1])).isoformat()
    except ValueError:
        pass  # a day that is in no calendar
    raise NotUnderstoodError("a date as day/month/year or year-month-day")


def _one_of(words: str, **spoken: str) -> Parser:
    """One of our own words, or the Vietnamese for one of them."""
    known = {word: word for word in words.split()}
    known |= {folded(text): word for word, text in spoken.items()}

    def parse(cell: str) -> str:
        found = known.get(folded(cell))
        if found is None:
            raise NotUnderstoodError(f"one of {words.replace(' ', ', ')}")
        return found

    return parse


def folded(text: str) -> str:
    """A header or a word without what does not matter: case, spaces, the way accents are typed."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


_STATUS = _one_of(
    "planned building operating retired",
    planned="dự kiến", building="đang xây dựng", operating="đang vận hành", retired="đã dừng",
)  # fmt: skip
_KIND = _one_of(
    "internal public_service infrastructure industrial_control other",
    internal="nội bộ", public_service="phục vụ người dân", infrastructure="hạ tầng",
    industrial_control="điều khiển công nghiệp", other="khác",
)  # fmt: skip
_APPROVAL = _one_of(
    "drafting submitted appraised approved",
    drafting="đang lập", submitted="đã trình", appraised="đã thẩm định", approved="đã phê duyệt",
)  # fmt: skip
_PLAN = _one_of("none partial complete", none="chưa triển khai", partial="một phần", complete="đầy đủ")

COLUMNS: Mapping[str, Column] = MappingProxyType({
    "id": Column(("id",), _id),
    "name": Column(("name",), _text),
    "owner": Column(("owner",), _id, is_unit=True),
    "operator": Column(("operator",), _id, is_unit=True),
    "status": Column(("status",), _STATUS),
    "kind": Column(("kind",), _KIND),
    "level": Column(("level",), _level),
    "approval_status": Column(("approval", "status"), _APPROVAL),
    "approval_level": Column(("approval", "level"), _level),
    "decision_number": Column(("approval", "decision", "number"), _text),
    "decision_date": Column(("approval", "decision", "date"), _date),
    "decision_by": Column(("approval", "decision", "by"), _id, is_unit=True),
    "approval_until": Column(("approval", "until"), _date),
    "appraisal_number": Column(("approval", "appraisal", "number"), _text),
    "appraisal_date": Column(("approval", "appraisal", "date"), _date),
    "appraisal_by": Column(("approval", "appraisal", "by"), _id, is_unit=True),
    "regulation_number": Column(("approval", "regulation", "number"), _text),
    "regulation_date": Column(("approval", "regulation", "date"), _date),
    "plan_status": Column(("plan", "status"), _PLAN),
    "plan_completed": Column(("plan", "completed"), _date),
    "operating_since": Column(("operating_since",), _date),
    "risk_assessment_date": Column(("risk_assessment", "date"), _date),
    "note": Column(("note",), _text),
})  # fmt: skip

VIETNAMESE: Mapping[str, str] = MappingProxyType({
    "mã": "id", "mã hệ thống": "id", "tên": "name", "tên hệ thống": "name",
    "chủ quản": "owner", "đơn vị chủ quản": "owner", "đơn vị vận hành": "operator",
    "giai đoạn": "status", "loại": "kind", "loại hệ thống": "kind", "cấp độ": "level",
    "tình trạng phê duyệt": "approval_status", "cấp độ được duyệt": "approval_level",
    "số quyết định": "decision_number", "ngày quyết định": "decision_date", "đơn vị phê duyệt": "decision_by",
    "hiệu lực đến": "approval_until", "số văn bản thẩm định": "appraisal_number", "ngày thẩm định": "appraisal_date",
    "đơn vị thẩm định": "appraisal_by", "số quy chế": "regulation_number", "ngày quy chế": "regulation_date",
    "phương án": "plan_status", "ngày hoàn thành phương án": "plan_completed",
    "ngày vận hành": "operating_since", "ngày đánh giá rủi ro": "risk_assessment_date", "ghi chú": "note",
})  # fmt: skip


def column_of(header: str) -> str | None:
    """The name of the column that a header means, if it is one of ours."""
    name = folded(header)
    if name in COLUMNS:
        return name
    return VIETNAMESE.get(name)
