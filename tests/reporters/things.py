"""A report that also tells what was declared, what was found before and what becomes due; and reports of many things."""

from typing import Any

import msgspec

from secaudit.documents.source import Source
from secaudit.findings.baseline import Known
from secaudit.findings.card import Question
from secaudit.findings.dossier import Declared, Dossier, Related
from secaudit.findings.due import Due
from secaudit.findings.earlier import ChangedConduit, ChangedExposure, ChangedPack, ChangedRule, Earlier
from secaudit.findings.evidence import Evidence
from secaudit.findings.report import Report, Verdict, WaiverCard
from secaudit.findings.words import Words
from tests.reporters.builders import CARDS, NO_WAF, SYSTEMS, finding, full_report

HERE = Source("units/a.yaml", 7, 3)

MET = (
    msgspec.structs.replace(NO_WAF, control="siem", verdict="pass", state="yes_with_evidence"),
    msgspec.structs.replace(NO_WAF, control="edr", verdict="pass", state="yes"),
    msgspec.structs.replace(NO_WAF, control="zones", kind="measured", state=None, verdict="pass", evidence="zones = dmz"),
    msgspec.structs.replace(NO_WAF, control="pam", state="not_applicable", verdict="not_applicable"),
)  # fmt: skip


def declared(**fields: str | tuple[str, ...]) -> tuple[Declared, ...]:
    """Fields by their dotted names, written with two underscores for a dot."""
    return tuple(
        Declared(name.replace("__", ".").replace("from_", "from"), (value,) if isinstance(value, str) else value)
        for name, value in fields.items()
    )


def thing(kind: str, ident: str, related: dict[str, tuple[str, ...]] | None = None, **fields: Any) -> Dossier:
    """A dossier; `related` are ids by role."""
    return Dossier(
        kind=kind, id=ident, name=f"Tên {ident}", level=3, owner="so-noi-vu", source=HERE, fields=declared(**fields),
        related=tuple(Related(role, ids) for role, ids in (related or {}).items()),
    )  # fmt: skip


DOC_FLOW = thing(
    "system", "doc-flow", {"segments": ("hr-lan",), "gateways": ("edge-fw", "gone-gw"), "links": ("wan-2",),
                           "interconnections": ("papers",)},
    operator="trung-tam", status="operating", facts__secrecy="none", facts__personal_data__basic_subjects="1200",
    approval__status="drafting", approval__appraisal__received="2026-02-04", approval__appraisal__date="2026-02-14",
    approval__appraisal__number="01/TĐ", approval__appraisal__by="so-y-te", approval__decision__date="2026-02-18",
    approval__decision__number="23/QĐ", approval__decision__by="so-noi-vu", approval__regulation__number="01/QC",
    approval__regulation__date="2026-01-21", plan__status="partial", approval__until="2026-12-15", segments="hr-lan",
    components__1__id="web", strange_field="lạ", operations__last_inspection__date="2026-03-30",
    operations__last_inspection__by="so-y-te", controls__waf="planned",
)  # fmt: skip
EDGE = thing(
    "gateway", "edge-fw", {"segments": ("hr-lan", "nowhere"), "systems": ("doc-flow",), "interconnections": ("papers",)},
    operator="trung-tam", default="deny", fail_mode="closed", approval__status="approved", approval__until="2026-10-31",
    approval__decision__number="112/QĐ", approval__permits__1__from="network:internet", approval__permits__1__to="hr-lan",
    acceptance__date="2026-01-02", policy__1__from="dmz", policy__1__to=("hr-lan", "hr-db"), policy__1__services="tcp/443",
    policy__1__action="permit", policy__1__reason="Văn bản", policy__2__from="any", policy__2__to="any",
    policy__2__action="deny", policy__2__until="2027", functions="firewall",
)  # fmt: skip
THINGS = (
    DOC_FLOW,
    EDGE,
    thing("gateway", "quiet-gw"),
    thing("segment", "hr-lan", zone="server", secrecy="mat", cidrs="10.0.0.0/24"),
    thing("interconnection", "papers", between=("doc-flow", "portal"), via="edge-fw", services="tcp/443",
          agreement__number="05/TT", agreement__date="2026-04-06"),
    msgspec.structs.replace(thing("unit", "trung-tam"), name="Trung tâm Công nghệ"),
)  # fmt: skip

SOON = WaiverCard(
    id="W-2026-07", rule="APR-01", subject="system:portal", reason="Chờ", approved_by="Trần B", issued="2026-06-01",
    expires="2027-01-05", state="active", controls=("Giám sát hằng ngày",), ticket="T-12",
)  # fmt: skip
GONE = Known(fingerprint="9" * 64, rule="APR-01", subject="system:portal", state="fail", severity="high")
UNASKED = Known(fingerprint="8" * 64, rule="OLD-01", subject="system:mail", state="unknown", severity="low")
DUE = Due(
    date="2026-12-08", fingerprint="7" * 64, rule="APR-01", state="fail", severity="high", subject="system:portal",
    name="Cổng", owner="so-y-te", message=Words("Phê duyệt hết hạn", "The approval ends"), source=HERE,
)  # fmt: skip


EARLIER = Earlier(
    as_of="2026-06-30", version="0.0.9", packs=(ChangedPack(id="vn-2026", before="2026.0", after="2026.1"),),
    rules=(ChangedRule(rule="GWP-01", change="changed", what=("severity", "cites")), ChangedRule(rule="OLD-01", change="removed")),
    exposures=(
        ChangedExposure(segment="hr-lan", level=4, before=None, after=1),
        ChangedExposure(segment="hr-db", level=4, before=1, after=None),
        ChangedExposure(segment="hr-dmz", level=5, before=1, after=3),
    ),
    conduits=(ChangedConduit(origin="dmz", target=None, gateways=(1, 2), unfiltered=(0, 1)),),
)  # fmt: skip


def told_report(**changes: Any) -> Report:
    """Every chapter has something to tell: things, a question about gateways, a baseline, waivers, dues."""
    report = full_report()
    gateway = finding("LOG-02", "gateway:edge-fw", severity="high", evidence=Evidence(missing=("attestations.LOG-02",)))
    standing = ("new", "updated", "unchanged")
    verdicts = tuple(
        msgspec.structs.replace(
            verdict,
            baseline=standing[place % 3],
            first_seen="2026-06-30",
            fix_by=("2026-11-01", "2026-12-24", None)[place % 3],
        )
        for place, verdict in enumerate(report.verdicts)
    )
    fields: dict[str, Any] = {
        "dossiers": THINGS, "verdicts": (*verdicts, Verdict(finding=gateway, status="open", baseline="new")),
        "systems": tuple(
            msgspec.structs.replace(row, controls=(*row.controls, *MET)) if row.id == "doc-flow" else row for row in SYSTEMS
        ),
        "cards": (*CARDS[:2], msgspec.structs.replace(CARDS[2], question=Question(of="gateway", text=Words("Đã kiểm tra?", "Inspected?")))),
        "waivers": (*report.waivers, SOON), "absent": (GONE, UNASKED), "due": (DUE,), "earlier": EARLIER,
    }  # fmt: skip
    return msgspec.structs.replace(report, **(fields | changes))


def many_things(count: int) -> Report:
    """So many systems and gateways; every seventh system has a finding."""
    systems = tuple(msgspec.structs.replace(SYSTEMS[1], id=f"s-{n:04d}", name=None, controls=()) for n in range(count))
    verdicts = tuple(
        Verdict(finding=finding("APR-01", f"system:s-{n:04d}", severity="high"), status="open")
        for n in range(0, count, 7)
    )
    dossiers = tuple(thing("gateway", f"g-{n:04d}") for n in range(count))
    return full_report(systems=systems, verdicts=verdicts, dossiers=dossiers)
