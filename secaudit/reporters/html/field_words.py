"""The names of inventory fields and the values they take, in both languages. What is not here speaks for itself."""

import re
from collections.abc import Mapping
from functools import lru_cache

from secaudit.findings.words import Language, Words
from secaudit.reporters import labels

_REMEMBERED = 10_000
_NUMBER = re.compile(r"\.([0-9]+)(?=\.|$)")

# What recurs, each time with its day, who held it and what was left to mend.
_RECURRING: Mapping[str, Words] = {
    "last_log_review": Words("Rà soát nhật ký", "Log review"),
    "last_account_review": Words("Rà soát tài khoản", "Account review"),
    "last_device_scan": Words("Rà soát thiết bị lạ", "Device scan"),
    "last_vulnerability_scan": Words("Dò quét điểm yếu", "Vulnerability scan"),
    "last_external_pentest": Words("Kiểm thử xâm nhập từ bên ngoài", "External penetration test"),
    "last_internal_pentest": Words("Kiểm thử xâm nhập từ bên trong", "Internal penetration test"),
    "last_awareness_training": Words("Tập huấn nhận thức", "Awareness training"),
    "last_role_training": Words("Đào tạo theo vai trò", "Role training"),
    "last_effectiveness_review": Words("Đánh giá hiệu quả biện pháp", "Effectiveness review"),
}
_PARTS: Mapping[str, Words] = {
    "date": Words("{} gần nhất", "{}: last"),
    "by": Words("{}: đơn vị thực hiện", "{}: held by"),
    "unfixed": Words("{}: điểm yếu chưa khắc phục", "{}: not yet fixed"),
}

FIELDS: Mapping[str, Words] = {
    **{
        f"operations.{what}.{part}": Words(pattern.vi.format(name.vi), pattern.en.format(name.en))
        for what, name in _RECURRING.items()
        for part, pattern in _PARTS.items()
    },
    "operators": Words("Các đơn vị vận hành", "Operators"),
    "function": Words("Chức năng nghiệp vụ", "Business function"),
    "site": Words("Địa điểm", "Site"),
    "certificate.number": Words("Số chứng nhận đủ điều kiện", "Certificate number"),
    "certificate.date": Words("Ngày chứng nhận đủ điều kiện", "Certificate date"),
    "certificate.by": Words("Cơ quan chứng nhận", "Certified by"),
    "readiness.date": Words("Đánh giá điều kiện vận hành", "Readiness assessed"),
    "readiness.by": Words("Bên đánh giá điều kiện vận hành", "Readiness assessed by"),
    "readiness.standard": Words("Tiêu chuẩn đánh giá điều kiện vận hành", "Readiness assessed by the standard"),
    "operations.last_inspection.standard": Words("Tiêu chuẩn kiểm tra", "Standard of the last inspection"),
    "electronic_archive": Words("Lưu trữ tài liệu điện tử", "Electronic archive"),
    "risk_assessment.requested.number": Words("Văn bản yêu cầu đánh giá rủi ro", "Request for a risk assessment"),
    "risk_assessment.requested.date": Words("Ngày yêu cầu đánh giá rủi ro", "Request for a risk assessment: date"),
    "risk_assessment.requested.by": Words("Bên yêu cầu đánh giá rủi ro", "Request for a risk assessment: by"),
    "national_security.status": Words("Danh mục hệ thống quan trọng về an ninh quốc gia", "National security list"),
    "national_security.number": Words("Văn bản về danh mục", "National security list: paper"),
    "national_security.date": Words("Ngày văn bản về danh mục", "National security list: date"),
    "cryptography.at_rest": Words("Mã hóa khi lưu giữ", "Encryption at rest"),
    "cryptography.request.number": Words("Văn bản đề nghị về mật mã", "Request for cipher"),
    "cryptography.request.date": Words("Ngày đề nghị về mật mã", "Request for cipher: date"),
    "cryptography.request.by": Words("Bên đề nghị về mật mã", "Request for cipher: by"),
    "operations.incidents.#.detected": Words("Sự cố: ngày phát hiện", "Incident: detected"),
    "operations.incidents.#.serious": Words("Sự cố: nghiêm trọng", "Incident: serious"),
    "operations.incidents.#.notice_hours": Words("Sự cố: thông báo ban đầu sau (giờ)", "Incident: hours to the first notice"),
    "operations.incidents.#.cause_hours": Words("Sự cố: báo cáo nguyên nhân sau (giờ)", "Incident: hours to the cause"),
    "operations.incidents.#.reported_to": Words("Sự cố: báo cáo tới", "Incident: reported to"),
    "approval.dossier.segments": Words("Phân đoạn nêu trong hồ sơ", "Segments in the dossier"),
    "components.#.environment": Words("Môi trường của thành phần", "Environment of component"),
    "operator": Words("Đơn vị vận hành", "Operator"),
    "status": Words("Trạng thái", "Status"),
    "kind": Words("Loại", "Kind"),
    "hosting": Words("Nơi đặt", "Hosting"),
    "note": Words("Ghi chú", "Note"),
    "segments": Words("Phân đoạn", "Segments"),
    "default": Words("Xử lý mặc định", "Default"),
    "fail_mode": Words("Khi hỏng", "On failure"),
    "functions": Words("Chức năng", "Functions"),
    "one_way.from": Words("Một chiều từ", "One-way from"),
    "one_way.to": Words("Một chiều đến", "One-way to"),
    "one_way.hardware": Words("Một chiều bằng phần cứng", "One-way in hardware"),
    "building_since": Words("Bắt đầu xây dựng", "Building since"),
    "operating_since": Words("Đưa vào vận hành", "In operation since"),
    "acceptance.date": Words("Nghiệm thu", "Accepted"),
    "acceptance.by": Words("Bên nghiệm thu", "Accepted by"),
    "acceptance.supervised_by": Words("Bên giám sát", "Supervised by"),
    "approval.status": Words("Tình trạng phê duyệt", "Approval status"),
    "approval.level": Words("Cấp độ được phê duyệt", "Approved level"),
    "approval.covers": Words("Mã băm nội dung được phê duyệt", "Digest of what was approved"),
    "approval.until": Words("Phê duyệt có hiệu lực đến", "Approval holds until"),
    "approval.decision.number": Words("Số quyết định", "Decision number"),
    "approval.decision.date": Words("Ngày quyết định", "Decision date"),
    "approval.decision.by": Words("Cấp quyết định", "Decided by"),
    "approval.appraisal.by": Words("Đơn vị thẩm định", "Appraised by"),
    "approval.appraisal.council": Words("Hội đồng thẩm định độc lập", "Independent appraisal council"),
    "approval.dossier.version": Words("Phiên bản hồ sơ", "Dossier version"),
    "approval.dossier.items": Words("Thành phần hồ sơ", "Dossier items"),
    "approval.dossier.connected_systems": Words("Hệ thống kết nối nêu trong hồ sơ", "Connected systems in the dossier"),
    "last_change.date": Words("Ngày thay đổi lớn gần nhất", "Last major change"),
    "risk_assessment.date": Words("Ngày đánh giá rủi ro", "Risk assessed"),
    "last_change.kind": Words("Loại thay đổi", "Kind of change"),
    "last_change.summary": Words("Nội dung thay đổi", "What changed"),
    "risk_assessment.level": Words("Mức rủi ro", "Risk"),
    "risk_assessment.recommended_level": Words("Cấp độ theo đánh giá rủi ro", "Level that the risk assessment asks for"),
    "operations.log_retention_months": Words("Lưu nhật ký (tháng)", "Log retention (months)"),
    "operations.monitoring.connected_to": Words("Kết nối giám sát tới", "Monitored by"),
    "remote_access.from": Words("Truy cập từ xa từ", "Remote access from"),
    "remote_access.via": Words("Truy cập từ xa qua", "Remote access through"),
    "remote_access.vpn": Words("Mạng riêng ảo", "VPN"),
    "remote_access.mfa": Words("Xác thực đa yếu tố", "Multi-factor authentication"),
    "remote_access.administration": Words("Quản trị từ xa", "Remote administration"),
    "components.#.id": Words("Thành phần", "Component"),
    "components.#.name": Words("Tên thành phần", "Name of component"),
    "components.#.kind": Words("Loại thành phần", "Kind of component"),
    "components.#.level": Words("Cấp độ thành phần", "Level of component"),
    "components.#.segment": Words("Phân đoạn của thành phần", "Segment of component"),
    "facts.information": Words("Loại thông tin", "Information"),
    "facts.secrecy": Words("Bí mật nhà nước", "State secrecy"),
    "facts.defence_security": Words("Phục vụ quốc phòng, an ninh", "Defence and security"),
    "facts.damage": Words("Tổn hại tới an ninh quốc gia", "Harm to national security"),
    "facts.strategic": Words("Ý nghĩa chiến lược", "Strategic"),
    "facts.online_service": Words("Dịch vụ trực tuyến", "Online service"),
    "facts.conditional_business": Words("Ngành nghề kinh doanh có điều kiện", "Conditional business"),
    "facts.administrative_procedures": Words("Thủ tục hành chính", "Administrative procedures"),
    "facts.personal_data.basic_subjects": Words("Số người có dữ liệu cá nhân cơ bản", "People, basic personal data"),
    "facts.personal_data.sensitive_subjects": Words("Số người có dữ liệu cá nhân nhạy cảm", "People, sensitive personal data"),
    "facts.infrastructure_scope": Words("Phạm vi hạ tầng dùng chung", "Scope of shared infrastructure"),
    "facts.national_egovernment": Words("Hệ thống quốc gia phục vụ Chính phủ số", "National e-government"),
    "facts.continuous_24x7": Words("Vận hành liên tục 24/7", "Runs 24/7"),
    "facts.central_national_data": Words("Lưu trữ tập trung dữ liệu quốc gia", "Central national data"),
    "facts.works_class": Words("Cấp công trình", "Class of works"),
}  # fmt: skip

VALUES: Mapping[str, Words] = {
    **labels.REGISTER,
    **labels.GATEWAY,
    "none": Words("không", "none"),
    "true": Words("có", "yes"), "false": Words("không", "no"),
    "yes": Words("có", "yes"), "no": Words("không", "no"),
    "yes_with_evidence": Words("có, kèm minh chứng", "yes, with evidence"),
    "not_applicable": Words("không áp dụng", "not applicable"),
    "on": Words("bật", "on"), "off": Words("tắt", "off"),
    "own": Words("tự có", "own"), "data_centre": Words("trung tâm dữ liệu", "data centre"),
    "cloud": Words("điện toán đám mây", "cloud"),
    "mat": Words("Mật", "Confidential (Mật)"), "toi_mat": Words("Tối mật", "Secret (Tối mật)"),
    "tuyet_mat": Words("Tuyệt mật", "Top secret (Tuyệt mật)"),
    "public": Words("công cộng", "public"), "private": Words("riêng", "private"),
    "personal": Words("cá nhân", "personal"), "state_secret": Words("bí mật nhà nước", "state secret"),
    "harm": Words("tổn hại", "harm"), "serious": Words("nghiêm trọng", "serious"),
    "especially_serious": Words("đặc biệt nghiêm trọng", "especially serious"),
    "agency": Words("một cơ quan", "one agency"), "ministry": Words("một bộ", "one ministry"),
    "sector": Words("một ngành", "one sector"), "province": Words("một hoặc nhiều tỉnh", "one or several provinces"),
    "nationwide": Words("toàn quốc", "nationwide"), "international": Words("quốc tế", "international"),
    "special": Words("đặc biệt", "special"),
    "low": Words("thấp", "low"), "medium": Words("trung bình", "medium"), "high": Words("cao", "high"),
    "very_high": Words("rất cao", "very high"),
    "overview": Words("thuyết minh tổng quan", "overview"), "design": Words("thiết kế", "design"),
    "level_justification": Words("thuyết minh cấp độ", "level justification"),
    "security_plan": Words("phương án bảo đảm", "security plan"),
    "logical_diagram": Words("mô hình lô-gic", "logical diagram"),
    "physical_diagram": Words("mô hình vật lý", "physical diagram"), "devices": Words("danh mục thiết bị", "devices"),
    "services": Words("danh mục dịch vụ", "services"), "addresses": Words("quy hoạch địa chỉ", "addresses"),
    "connected_systems": Words("hệ thống kết nối", "connected systems"), "risk_report": Words("báo cáo rủi ro", "risk report"),
    "impact": Words("phạm vi ảnh hưởng", "impact"), "test": Words("thử nghiệm", "test"),
    "commercial": Words("thương mại", "commercial"), "cipher": Words("cơ yếu", "government cipher"),
    "considered": Words("đã xem xét, không thuộc", "considered, does not belong"),
    "proposed": Words("đã đề nghị", "proposed"), "listed": Words("đã đưa vào danh mục", "listed"),
    "expert_opinion": Words("ý kiến chuyên môn", "expert opinion"),
    "perimeter": Words("biên", "perimeter"), "server": Words("máy chủ", "server"),
    "database": Words("cơ sở dữ liệu", "database"), "management": Words("quản trị", "management"),
    "device_management": Words("quản trị thiết bị", "device management"), "wireless": Words("không dây", "wireless"),
    "external": Words("bên ngoài", "external"), "wan": Words("diện rộng", "wide area"),
    "ot": Words("điều khiển (OT)", "control (OT)"), "dmz": Words("DMZ", "DMZ"),
    "hot_standby": Words("dự phòng nóng", "hot standby"), "ips": Words("chống xâm nhập", "intrusion prevention"),
    "scope": Words("phạm vi", "scope"), "technology": Words("công nghệ", "technology"),
    "topology": Words("mô hình mạng", "topology"),
    "production": Words("vận hành", "production"), "development": Words("phát triển", "development"),
    "official_duty": Words("chuyên dùng công vụ", "official duty"), "shared_key": Words("khóa dùng chung", "shared key"),
    "strong": Words("mạnh", "strong"), "weak": Words("yếu", "weak"),
    "continuous": Words("liên tục", "continuous"), "periodic": Words("định kỳ", "periodic"),
    "on_request": Words("theo yêu cầu", "on request"),
    "anti_ddos": Words("chống từ chối dịch vụ", "anti-DDoS"),
}  # fmt: skip


@lru_cache(_REMEMBERED)
def label(field: str, language: Language) -> str:
    """The name of a field for a reader; of a record in a list with its number (`Component 2`)."""
    numbers = _NUMBER.findall(field)
    known = FIELDS.get(_NUMBER.sub(".#", field))
    if known is None:
        return field
    return f"{known.of(language)} {'.'.join(numbers)}" if numbers else known.of(language)


def value(text: str, language: Language) -> str:
    """The word for a value; any other value as it was written."""
    return labels.word(VALUES, text, language)
