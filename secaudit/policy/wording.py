"""What a declared value is called in a Vietnamese sentence; an English one shows the word of the format itself.

By the field in which it stands, because one word means different things in different fields, and an id may be any word.
"""

from collections.abc import Mapping

from secaudit.findings.dates import days

_SECRECY = {"none": "không mật", "mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}
_CIPHER = {"none": "không mã hóa", "commercial": "sản phẩm mật mã thương mại", "cipher": "mật mã của cơ yếu"}
_ZONES = {
    "internal": "nội bộ", "perimeter": "biên", "dmz": "DMZ", "server": "máy chủ", "database": "cơ sở dữ liệu",
    "management": "quản trị", "device_management": "quản trị thiết bị", "wireless": "không dây", "wan": "mạng diện rộng",
    "ot": "điều khiển công nghiệp", "external": "bên ngoài",
}  # fmt: skip
_GATEWAYS = {
    "firewall": "tường lửa",
    "security_gateway": "cổng an ninh",
    "data_diode": "thiết bị một chiều",
    "proxy": "máy chủ proxy",
    "jump_host": "máy chủ trung gian",
    "vpn": "mạng riêng ảo",
}
_FUNCTIONS = {
    "firewall": "tường lửa",
    "ips": "chống xâm nhập",
    "anti_malware": "phòng chống mã độc",
    "vpn": "mạng riêng ảo",
    "anti_ddos": "chống từ chối dịch vụ",
    "hot_standby": "dự phòng nóng",
    "connection_gateway": "cổng kết nối",
}
_MEDIA = {"copper": "cáp đồng", "fibre": "cáp quang", "wifi": "wifi", "radio": "vô tuyến", "satellite": "vệ tinh"}
_PARTS = {  # of what an approval covers
    "kind": "loại",
    "level": "cấp độ",
    "facts": "dữ kiện tính cấp độ",
    "components": "thành phần",
    "segments": "phân đoạn",
    "remote_access": "truy nhập từ xa",
    "default": "xử lý mặc định",
    "fail_mode": "trạng thái khi hỏng",
    "functions": "chức năng",
    "policy": "chính sách",
    "one_way": "một chiều",
}
_DIFFERENCES = {"zone": "vùng mạng", "network": "mạng", "level": "cấp độ", "trust": "mức tin cậy", "secrecy": "độ mật"}
_YES_NO = {"true": "có", "false": "không"}
_FIELDS: Mapping[str, Mapping[str, str]] = {
    "approval.status": {
        "drafting": "đang dự thảo", "submitted": "đã gửi thẩm định", "appraised": "đã thẩm định", "approved": "đã được phê duyệt",
    },
    "plan.status": {
        "none": "chưa triển khai", "partial": "đã triển khai một số hạng mục", "complete": "đã triển khai đầy đủ",
    },
    "national_security.status": {
        "none": "không thuộc", "considered": "đã xem xét", "proposed": "đã đề nghị", "listed": "đã có trong danh mục",
    },
    "approval.dossier.items": {
        "overview": "thuyết minh tổng quan", "design": "tài liệu thiết kế", "level_justification": "thuyết minh cấp độ",
        "security_plan": "thuyết minh phương án", "expert_opinion": "ý kiến chuyên môn", "logical_diagram": "mô hình lô-gic",
        "physical_diagram": "mô hình vật lý", "devices": "danh mục thiết bị", "services": "danh mục ứng dụng, dịch vụ",
        "addresses": "quy hoạch vùng mạng và địa chỉ IP", "risk_report": "báo cáo rủi ro chi tiết",
        "connected_systems": "hệ thống có liên quan, kết nối", "threats": "nguy cơ tấn công", "impact": "phạm vi ảnh hưởng",
        "operation_24x7": "thuyết minh vận hành 24/7",
    },
    "facts.information": {
        "public": "công cộng", "private": "riêng", "personal": "cá nhân", "state_secret": "bí mật nhà nước",
    },
    "facts.infrastructure_scope": {
        "none": "không phải hạ tầng", "agency": "một cơ quan", "ministry": "một bộ", "sector": "một ngành",
        "province": "một hoặc một số tỉnh", "nationwide": "toàn quốc", "international": "quốc tế",
    },
    "signing.certificate": {
        "official_duty": "chuyên dùng công vụ", "public": "công cộng", "enterprise": "của doanh nghiệp", "paper": "chỉ ký giấy",
    },
    "wireless.authentication": {"enterprise": "từng người dùng, thiết bị", "shared_key": "khóa dùng chung", "none": "không"},
    "wireless.encryption": {"cipher": "của cơ yếu", "strong": "mạnh", "weak": "yếu", "none": "không"},
    "hosting": {"own": "tự có", "data_centre": "trung tâm dữ liệu", "cloud": "điện toán đám mây"},
    "facts.secrecy": _SECRECY, "secrecy": _SECRECY, "a.secrecy": _SECRECY, "b.secrecy": _SECRECY, "held_secrecy": _SECRECY,
    "secrecy_carried": _SECRECY,
    "cryptography.at_rest": _CIPHER, "encryption": _CIPHER,
    "zone": _ZONES, "zones": _ZONES,
    "environments": {"production": "vận hành", "test": "kiểm thử", "development": "phát triển"},
    "device.functions": _FUNCTIONS, "functions": _FUNCTIONS, "kind_of_gateway": _GATEWAYS, "media": _MEDIA,
    "changed": _PARTS, "differs": _DIFFERENCES, "missing_zones": _ZONES,
    "fail_mode": {"closed": "đóng", "open": "mở"},
    "facts.administrative_procedures": _YES_NO, "facts.continuous_24x7": _YES_NO,
    "remote_access.administration": _YES_NO, "remote_access.vpn": _YES_NO,
}  # fmt: skip


def vietnamese(field: str, value: str) -> str:
    """A value, or a list of values with commas between, as a Vietnamese sentence says it; a date as 22/11/2026."""
    words = _FIELDS.get(field)
    if words is None:
        return days(value, "vi")
    return ", ".join(words.get(one, one) for one in value.split(", "))
