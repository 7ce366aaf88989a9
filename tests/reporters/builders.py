"""A small report in which every field says something, and large ones for the clock."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from secaudit.documents.source import Source
from secaudit.findings.card import Citation, CriterionCard, Question, RuleCard
from secaudit.findings.certificate import Certificate
from secaudit.findings.controls import ControlCard, ControlRow, Requirement
from secaudit.findings.evidence import Evidence, Exposed, Hop
from secaudit.findings.finding import Finding, fingerprint, order
from secaudit.findings.report import (
    FileCard,
    PackCard,
    Report,
    SkipCard,
    SystemRow,
    Tally,
    UnitRow,
    Verdict,
    WaiverCard,
)  # fmt: skip
from secaudit.findings.term import Term
from secaudit.findings.words import Words

T = TypeVar("T")

CARDS = (
    RuleCard(
        id="APR-01", name="level-not-approved", pack="vn-2026",
        title=Words("Hệ thống chưa có cấp độ được phê duyệt", "A system has no approved level"),
        severity={1: "medium", 3: "high"}, basis="LAW", confidence="high",
        rationale=Words("Chưa phê duyệt thì chưa có căn cứ để bảo vệ.", "Without approval nobody knows what to protect."),
        remediation=Words("Lập hồ sơ đề xuất cấp độ\nvà trình phê duyệt.", "Write the proposal file\nand submit it."),
        check="every", applies_from=1,
        cites=(Citation(instrument="Nghị định 331/2026/NĐ-CP", clause="Điều 16 khoản 1", basis="LAW", confidence="high"),),
        source=Source("rules/vn-2026/APR-01-level-not-approved.yaml", 1, 1),
    ),
    RuleCard(
        id="GWP-01", name="unguarded-path", pack="vn-2026",
        title=Words("Có đường đi vòng qua cổng kiểm soát", "A path walks around the approved gateways"),
        severity="critical", basis="DERIVED", confidence="medium",
        rationale=Words("Một lối vào không kiểm soát là đủ.", "One way in that nobody guards is enough."),
        remediation=Words("Đặt cổng đã phê duyệt trên mọi lối vào.", "Put an approved gateway on every way in."),
        check="waypoint", applies_from=3, waivable=False,
        cites=(
            Citation(instrument="TT 06/2026/TT-BKHCN", clause="Điều 8.1", basis="DERIVED", confidence="medium",
                     note="đọc qua bản diễn giải"),
            Citation(instrument="NIST SP 800-53 r5", clause="SC-7", basis="INTL", confidence="high"),
            Citation(instrument="TCVN 14423:2026", clause="mục 7.2", basis="STD", confidence="low"),
        ),
        source=Source("rules/vn-2026/GWP-01-unguarded-path.yaml", 1, 1),
    ),
    RuleCard(
        id="LOG-02", name="short-log-retention", pack="org",
        title=Words("Nhật ký lưu chưa đủ lâu", "Logs are not kept long enough"),
        severity="low", basis="ORG", confidence="low",
        rationale=Words("Không có nhật ký thì không truy vết được.", "Without logs nothing can be traced."),
        remediation=Words("Lưu nhật ký ít nhất 12 tháng.", "Keep logs for at least 12 months."),
        check="every", source=Source("rules/org/LOG-02-short-log-retention.yaml", 3, 1),
        question=Question(of="system", text=Words("Nhật ký lưu bao lâu?", "How long are logs kept?")),
    ),
)  # fmt: skip

CONTROLS = (
    ControlCard(
        id="waf", pack="vn-2026", title=Words("Tường lửa ứng dụng web", "Web application firewall"), topic="protection",
        kind="declared", requirements=(
            Requirement(level=2, instrument="TCVN 14423:2026", clause="mục 4.12.2.2 a", basis="STD", confidence="medium",
                        text=Words("Ứng dụng web có tường lửa.", "Web applications have a firewall.")),
            Requirement(level=3, instrument="TCVN 14423:2026", clause="mục 5.12.2.2 a", basis="STD", confidence="low",
                        text=Words("Ứng dụng web có tường lửa.", "Web applications have a firewall.")),
        ),
    ),
    ControlCard(
        id="restore_test", pack="vn-2026", title=Words("Thử phục hồi", "Restore test"), topic="continuity",
        kind="attested", requirements=(
            Requirement(level=3, instrument="TCVN 14423:2026", clause="mục 6.11.2.5", basis="STD", confidence="medium",
                        text=Words("Sáu tháng một lần.", "Every six months."), valid_months=6),
        ),
    ),
)  # fmt: skip
NO_WAF = ControlRow(
    pack="vn-2026", control="waf", clause="mục 5.12.2.2 a", kind="declared", state="planned", verdict="fail"
)
STALE = ControlRow(
    pack="vn-2026", control="restore_test", clause="mục 6.11.2.5", kind="attested", state="yes", verdict="unknown",
    evidence="Biên bản 12", answered="2026-02-03", lapsed="2026-08-03",
)  # fmt: skip

PATH = (
    Hop(kind="segment", id="internet", name="Internet", source=Source("networks.yaml", 3, 1)),
    Hop(kind="gateway", id="edge-fw", name="Tường lửa biên", source=Source("edge.yaml", 12, 5),
        detail=Words("mục chính sách 1: tcp/443", "policy entry 1: tcp/443")),
    Hop(kind="segment", id="dmz", name="Vùng đệm", level=2, source=Source("networks.yaml", 20, 1)),
    Hop(kind="host", id="laptop-07", source=Source("hosts.yaml", 70, 3),
        detail=Words("chưa kê khai chính sách", "policy not declared"), offending=True),
    Hop(kind="link", id="wan-2", source=Source("links.yaml", 8, 3)),
    Hop(kind="segment", id="hr-lan", name="Mạng nhân sự", level=4, source=Source("networks.yaml", 31, 1)),
)  # fmt: skip


def finding(rule: str, subject: str, **changes: Any) -> Finding:
    """A finding with an honest fingerprint; whatever matters to a test is changed by name."""
    ident = subject.partition(":")[2]
    fields: dict[str, Any] = {
        "rule": rule, "state": "fail", "severity": "medium", "subject": subject, "subjects": (subject,),
        "name": f"Tên {ident}", "level": 3, "owner": "so-noi-vu",
        "message": Words(f"{ident} chưa đạt {rule}", f"{ident} does not meet {rule}"),
        "source": Source("systems.yaml", 10, 3), "evidence": Evidence(),
        "fingerprint": fingerprint(rule, (subject,)),
    }  # fmt: skip
    return Finding(**(fields | changes))


def _verdicts() -> tuple[Verdict, ...]:
    path = finding(
        "GWP-01", "segment:hr-lan", severity="critical", level=4, name="Mạng nhân sự",
        subjects=("host:laptop-07", "segment:hr-lan"),
        message=Words("Internet tới được hr-lan vòng qua cổng, qua laptop-07",
                      "internet reaches hr-lan past every approved gateway, by way of laptop-07"),
        source=Source("hosts.yaml", 70, 3),
        evidence=Evidence(
            path=PATH, exposed=tuple(Exposed(id=f"lan-{n}", level=4 if n < 3 else None) for n in range(1, 6)), exposed_count=5,
            repair=Words("gỡ giao diện eth1 của laptop-07", "remove interface eth1 of laptop-07"),
        ),
    )  # fmt: skip
    high = finding("APR-01", "system:doc-flow", severity="high",
                   evidence=Evidence(seen=(("approval.status", "drafting"), ("level", "3")), controls=(NO_WAF, STALE)))  # fmt: skip
    broken = finding("LOG-02", "system:mail", state="error", severity="low", owner=None, name=None, level=None,
                     message=Words("Không tính được quy tắc", "The rule could not be computed"))  # fmt: skip
    unknown = finding("LOG-02", "system:portal", state="unknown", severity="low", owner="so-y-te", level=None,
                      evidence=Evidence(missing=("operations.log_retention_months",)))  # fmt: skip
    waived = finding("APR-01", "system:archive", owner="so-y-te")
    expired = finding("APR-01", "system:old-web", owner="so-y-te", level=2)
    verdicts = (
        Verdict(finding=path, status="open"),
        Verdict(finding=high, status="open"),
        Verdict(finding=waived, status="waived", waiver="W-2026-01"),
        Verdict(finding=expired, status="open", waiver="W-2025-09"),
        Verdict(finding=broken, status="open"),
        Verdict(finding=unknown, status="open"),
    )
    return tuple(sorted(verdicts, key=lambda verdict: order(verdict.finding)))


def _system(ident: str, **changes: Any) -> SystemRow:
    fields: dict[str, Any] = {
        "id": ident, "name": f"Tên {ident}", "owner": "so-noi-vu", "status": "operating", "kind": "internal",
        "level": 3, "level_approved": None, "level_computed": 3, "level_at_least": 3, "level_at_most": 3,
        "criteria": ("L3.a",), "approval_status": None, "decision": None, "decision_date": None,
        "plan_status": None, "approved": False, "source": "systems.yaml:10",
    }  # fmt: skip
    return SystemRow(**(fields | changes))


SYSTEMS = (
    _system("archive", owner="so-y-te", level=2, level_computed=2, level_at_least=2, level_at_most=2, criteria=()),
    _system("doc-flow", approval_status="drafting", controls=(NO_WAF, STALE)),
    _system("mail", owner=None, name=None, status=None, kind=None, level=None, level_computed=None,
            level_at_least=1, level_at_most=4, criteria=()),
    _system("old-web", owner="so-y-te", status="retired", level=2),
    _system("portal", owner="so-y-te", level_approved=3, approval_status="approved", decision="12/QĐ-UBND",
            decision_date="2026-03-05", plan_status="partial", approved=True, kind="public_service",
            criteria=("L3.a", "L3.c")),
)  # fmt: skip

UNITS = (
    UnitRow(id="so-noi-vu", name="Sở Nội vụ", systems=1, approved=0, open={"critical": 1, "high": 1}, unknown=0),
    UnitRow(id="so-y-te", name="Ủy ban Y tế Đà Nẵng", systems=2, approved=1, open={"medium": 1}, unknown=1),
    UnitRow(id="ban-an-toan", name="Ấp An toàn", systems=0, approved=0, open={}, unknown=0),
)

WAIVERS = (
    WaiverCard(id="W-2025-09", rule="APR-01", subject="system:old-web", reason="Chờ thay thế", approved_by="Trần B",
               issued="2025-09-01", expires="2026-09-01", state="expired"),
    WaiverCard(id="W-2026-01", rule="APR-01", subject="system:archive", reason="Đang lập hồ sơ", approved_by="Trần B",
               requested_by="Lê C", decision="45/QĐ", issued="2026-10-01", expires="2026-12-31", state="active"),
    WaiverCard(id="W-2027-01", rule="LOG-02", subject="system:x", reason="Chưa tới hạn", approved_by="Trần B",
               issued="2027-01-01", expires="2027-06-30", state="not_yet"),
)  # fmt: skip


GLOSSARY = (
    Term(vi="cấp độ", en="level", meaning=Words("Từ 1 đến 5.", "From 1 to 5."), source=Words("Điều 8", "Article 8"),
         rejected=("cấp bảo mật",)),
    Term(vi="mã băm", en="digest", meaning=Words("Chuỗi SHA-256.", "SHA-256 over content.")),
)  # fmt: skip


def full_report(**changes: Any) -> Report:
    """Every field filled: path, unknown, error, waived, expired waiver, skipped file."""
    fields: dict[str, Any] = {
        "version": "0.1.0", "as_of": "2026-11-22", "scope": ("inventories/tinh-a",),
        "packs": (
            PackCard(id="org", version="1", title=Words("Gói nội bộ", "Internal pack"), digest="b" * 64, rules=1),
            PackCard(id="vn-2026", version="2026.1", title=Words("Bộ quy tắc 2026", "Rules 2026"), digest="a" * 64, rules=2),
        ),
        "files": (
            FileCard(name="hosts.yaml", sha256="c" * 64, size=812),
            FileCard(name="systems.yaml", sha256="d" * 64, size=20480),
        ),
        "skipped": (SkipCard(name="secret.yaml", reason="unreadable", message="permission denied"),),
        "inventory_digest": "e" * 64,
        "counts": {"gateways": 1, "segments": 3, "systems": 5, "units": 3},
        "options": {"fail_on": "high", "select": "ALL"},
        "cards": CARDS,
        "tallies": (
            Tally(rule="APR-01", passed=1, failed=2, not_applicable=1, waived=1),
            Tally(rule="GWP-01", passed=9, failed=1),
            Tally(rule="LOG-02", passed=2, unknown=1, error=1),
        ),
        "verdicts": _verdicts(), "systems": SYSTEMS, "controls": CONTROLS, "units": UNITS, "waivers": WAIVERS,
        "certificates": (
            Certificate(
                rule="GWP-01", relation="reaches", service="any", origins=("internet",), goals=("lan-9",),
                guards=("gw-1",), guarding_segments=("dmz",),
            ),
        ),
        "glossary": GLOSSARY,
        "criteria": (CriterionCard(told="L3.a", level=3, clause="Điều 13.1", title=Words("Phục vụ ngành", "Serves a sector")),),
    }  # fmt: skip
    return Report(**(fields | changes))


def clean_report() -> Report:
    """Everything read, every system approved, nothing found."""
    return full_report(
        skipped=(), verdicts=(), waivers=(), systems=(SYSTEMS[-1],), tallies=(Tally(rule="APR-01", passed=1),)
    )


def big_report(findings: int, units: int = 63) -> Report:
    """As many findings as asked for: a fifth with a path, a quarter unknown, spread over the units."""
    verdicts = tuple(Verdict(finding=_numbered(number, units), status="open") for number in range(findings))
    rows = tuple(
        UnitRow(id=f"so-{n:02d}", name=f"Sở thứ {n:02d}", systems=20, approved=n % 20, open={"high": n}, unknown=n)
        for n in range(units)
    )
    return full_report(verdicts=tuple(sorted(verdicts, key=lambda v: order(v.finding))), units=rows)


def _numbered(number: int, units: int) -> Finding:
    subject = f"system:he-thong-{number:05d}"
    owner = f"so-{number % units:02d}"
    name = f"Hệ thống quản lý văn bản {number}"
    source = Source(f"units/{owner}/systems.yaml", number + 1, 3)
    if number % 5 == 0:
        hops = tuple(msgspec.structs.replace(hop, id=f"{hop.id}-{number % 400}") for hop in PATH[:4])
        exposed = (Exposed(id=f"lan-{number % 400}", level=4),)
        return finding("GWP-01", subject, severity="critical", owner=owner, name=name, source=source,
                       evidence=Evidence(path=hops, exposed=exposed, exposed_count=1, repair=Words("gỡ giao diện eth1", "remove interface eth1")))  # fmt: skip
    if number % 4 == 0:
        return finding("LOG-02", subject, state="unknown", severity="low", owner=owner, name=name, source=source,
                       evidence=Evidence(missing=("operations.log_retention_months",)))  # fmt: skip
    message = Words(f"Hệ thống cấp độ 3 {subject} đang vận hành mà chưa có quyết định phê duyệt cấp độ",
                    f"System {subject} of level 3 is operating without a decision that approves its level")  # fmt: skip
    return finding("APR-01", subject, severity="high", owner=owner, name=name, source=source, message=message,
                   evidence=Evidence(seen=(("approval.status", "drafting"),)))  # fmt: skip


def with_every_text(report: Report, change: Callable[[str], str]) -> Report:
    """The same report with every free text changed; numbers, choices and fingerprints stay."""
    return _changed(report, change)


_CHOICES = frozenset({
    "state", "severity", "status", "fingerprint", "basis", "confidence", "kind", "open", "waivable", "verdict", "change",
})  # fmt: skip


def _changed(value: T, change: Callable[[str], str]) -> T:
    result: Any = value
    if isinstance(value, str):
        result = change(value)
    elif isinstance(value, tuple):
        result = tuple(_changed(item, change) for item in value)
    elif isinstance(value, dict):
        result = {_changed(key, change): _changed(item, change) for key, item in value.items()}
    elif isinstance(value, msgspec.Struct):
        fields = {
            name: getattr(value, name) if _is_choice(value, name) else _changed(getattr(value, name), change)
            for name in value.__struct_fields__
        }
        result = type(value)(*fields.values()) if isinstance(value, Source | Words) else type(value)(**fields)
    return result  # type: ignore[no-any-return]


def _is_choice(owner: msgspec.Struct, name: str) -> bool:
    # A system's status and kind come from the inventory, where only the schema limits them.
    return name in _CHOICES and not isinstance(owner, SystemRow)
