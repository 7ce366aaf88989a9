"""The words and symbols that every format uses for the same thing, in both languages."""

from collections.abc import Mapping

from secaudit.findings.card import Citation
from secaudit.findings.words import Language, Words

# A symbol next to every word, because a black-and-white printer has no red.
SYMBOLS: Mapping[str, str] = {
    "critical": "✖", "high": "▲", "medium": "◆", "low": "●", "info": "○",
    "unknown": "?", "error": "!", "waived": "~", "pass": "✔", "cause": "◀",
}  # fmt: skip

SEVERITY: Mapping[str, Words] = {
    "critical": Words("Nghiêm trọng", "Critical"),
    "high": Words("Cao", "High"),
    "medium": Words("Trung bình", "Medium"),
    "low": Words("Thấp", "Low"),
    "info": Words("Thông tin", "Info"),
}

STATE: Mapping[str, Words] = {
    "pass": Words("Đạt", "Pass"),
    "fail": Words("Không đạt", "Fail"),
    "unknown": Words("Chưa xác định", "Unknown"),
    "error": Words("Lỗi khi kiểm tra", "Check failed"),
    "waived": Words("Miễn áp dụng", "Waived"),
    "not_applicable": Words("Không áp dụng", "Not applicable"),
}

KIND: Mapping[str, Words] = {
    "segment": Words("phân đoạn", "segment"),
    "gateway": Words("cổng kết nối", "gateway"),
    "link": Words("đường truyền", "link"),
    "host": Words("máy", "host"),
    "system": Words("hệ thống", "system"),
    "network": Words("mạng", "network"),
    "unit": Words("đơn vị", "unit"),
    "interconnection": Words("kết nối liên thông", "interconnection"),
    "attestation": Words("xác nhận", "attestation"),
}

CONTROL_KIND: Mapping[str, Words] = {
    "declared": Words("kê khai", "declaration"),
    "measured": Words("xác định từ bản kê", "measurement"),
    "attested": Words("xác nhận có ngày", "dated attestation"),
}

# DERIVED and ORG must never read as if the law said it.
BASIS: Mapping[str, Words] = {
    "LAW": Words("văn bản quy phạm pháp luật", "law"),
    "STD": Words("tiêu chuẩn, quy chuẩn", "national standard"),
    "INTL": Words("tiêu chuẩn quốc tế", "international standard"),
    "DERIVED": Words("suy ra từ", "derived from"),
    "ORG": Words("quy định nội bộ", "internal regulation"),
}

CONFIDENCE: Mapping[str, Words] = {
    "high": Words("đã đối chiếu bản gốc", "checked against the original"),
    "medium": Words("cần đối chiếu bản gốc", "to be checked against the original"),
    "low": Words("chưa đối chiếu bản gốc", "not checked against the original"),
}

WAIVER_STATE: Mapping[str, Words] = {
    "active": Words("đang hiệu lực", "active"),
    "expired": Words("đã hết hạn", "expired"),
    "not_yet": Words("chưa có hiệu lực", "not yet in force"),
}

# What the register of systems holds; the inventory's own words otherwise.
REGISTER: Mapping[str, Words] = {
    "planned": Words("dự kiến", "planned"),
    "building": Words("đang xây dựng", "building"),
    "operating": Words("đang vận hành", "operating"),
    "retired": Words("đã ngừng sử dụng", "retired"),
    "internal": Words("nội bộ", "internal"),
    "public_service": Words("dịch vụ công", "public service"),
    "infrastructure": Words("hạ tầng", "infrastructure"),
    "industrial_control": Words("điều khiển công nghiệp", "industrial control"),
    "other": Words("khác", "other"),
    "drafting": Words("đang soạn", "drafting"),
    "submitted": Words("đã trình", "submitted"),
    "appraised": Words("đã thẩm định", "appraised"),
    "approved": Words("đã phê duyệt", "approved"),
    "none": Words("chưa có", "none"),
    "partial": Words("một phần", "partial"),
    "complete": Words("đầy đủ", "complete"),
}

# What the inventory says of a gateway.
GATEWAY: Mapping[str, Words] = {
    "security_gateway": Words("cổng an ninh", "security gateway"), "firewall": Words("tường lửa", "firewall"),
    "vpn": Words("mạng riêng ảo", "VPN"), "data_diode": Words("thiết bị một chiều", "data diode"),
    "proxy": Words("máy chủ proxy", "proxy"), "jump_host": Words("máy chủ trung gian", "jump host"),
    "permit": Words("cho qua", "permit"), "deny": Words("chặn", "deny"),
    "closed": Words("đóng", "closed"), "open": Words("mở", "open"),
}  # fmt: skip

COUNT: Mapping[str, Words] = {
    "units": Words("đơn vị", "units"),
    "networks": Words("mạng", "networks"),
    "systems": Words("hệ thống", "systems"),
    "segments": Words("phân đoạn", "segments"),
    "gateways": Words("cổng kết nối", "gateways"),
    "links": Words("đường truyền", "links"),
    "hosts": Words("máy", "hosts"),
    "interconnections": Words("kết nối liên thông", "interconnections"),
    "attestations": Words("xác nhận", "attestations"),
    "files": Words("tệp", "files"),
}


def word(table: Mapping[str, Words], key: str, language: Language) -> str:
    """The word for a key; a key that the table does not know speaks for itself."""
    found = table.get(key)
    return key if found is None else found.of(language)


def note(text: str, language: Language) -> str:
    """A remark of a citation, which says `Vietnamese / English`, in one of the two; any other is told whole."""
    halves = text.split(" / ")
    return halves[language == "en"] if len(halves) == len(("vi", "en")) else text


def number(count: int, language: Language) -> str:
    """A number with its thousands apart."""
    return f"{count:,}".replace(",", "." if language == "vi" else ",")


def level(number: int | None, language: Language) -> str:
    """`cấp độ 3`, or that the level is not declared."""
    if number is None:
        return Words("chưa xác định cấp độ", "level not declared").of(language)
    return Words(f"cấp độ {number}", f"level {number}").of(language)


def citation(cite: Citation, language: Language) -> str:
    """A clause with its marks: `suy ra từ Điều 8.1 TT 06/2026 [cần đối chiếu bản gốc]`.

    The law, checked against its original, needs no mark.
    """
    derived = cite.basis == "DERIVED"
    lead = f"{word(BASIS, cite.basis, language)} " if derived else ""
    text = f"{lead}{cite.clause} {cite.instrument}"
    marks = [] if derived or cite.basis == "LAW" else [word(BASIS, cite.basis, language)]
    if cite.confidence != "high":
        marks.append(word(CONFIDENCE, cite.confidence, language))
    return f"{text} [{'; '.join(marks)}]" if marks else text
