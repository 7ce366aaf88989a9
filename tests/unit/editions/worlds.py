"""A report in which every text is a marker that occurs nowhere else, and belongs to one unit."""

from dataclasses import dataclass, field
from hashlib import sha256

from secaudit.documents.source import Source
from secaudit.findings.baseline import Known
from secaudit.findings.certificate import Certificate
from secaudit.findings.controls import ControlRow
from secaudit.findings.dossier import Conduit, Declared, Dossier, Exposure, Related
from secaudit.findings.due import Due
from secaudit.findings.earlier import ChangedConduit, ChangedExposure, Earlier
from secaudit.findings.evidence import Evidence, Exposed, Hop
from secaudit.findings.finding import Finding, fingerprint, order
from secaudit.findings.report import FileCard, Report, SkipCard, SystemRow, UnitRow, Verdict, WaiverCard
from secaudit.findings.words import Words
from tests.reporters.builders import full_report

NOBODY = -1


@dataclass
class World:
    """The report, and for every unit the texts that only its readers may see."""

    report: Report | None = None
    markers: dict[int, set[str]] = field(default_factory=dict)
    _count: int = 0

    def mark(self, unit: int, form: str = "{}") -> str:
        """A new text of a unit."""
        self._count += 1
        core = f"zq{self._count:05d}x"
        self.markers.setdefault(unit, set()).add(core)
        return form.format(core)

    def number(self, unit: int) -> int:
        """A new large number of a unit."""
        self._count += 1
        self.markers.setdefault(unit, set()).add(str(771000000 + self._count))
        return 771000000 + self._count

    def address(self, unit: int) -> str:
        """A new block of addresses of a unit."""
        self._count += 1
        found = f"10.{200 + self._count // 250}.{self._count % 250}.0"
        self.markers.setdefault(unit, set()).add(found)
        return f"{found}/24"

    def digest(self, unit: int) -> str:
        """A new hash of a unit."""
        self._count += 1
        found = sha256(str(self._count).encode()).hexdigest()
        self.markers.setdefault(unit, set()).add(found[:12])
        return found


@dataclass(frozen=True)
class Place:
    """What a unit has."""

    unit: str
    name: str
    file: str
    system: str
    system_name: str
    segment: str
    segment_name: str
    cidr: str
    gateway: str
    gateway_name: str
    link: str
    host: str
    record: str
    network: str
    waiver: str
    title: str


def world(parents: list[int | None], links: list[tuple[int, int]]) -> World:
    """Units with the things of each; `parents` are indexes; `links` say whose texts name whose things."""
    made = World()
    places = [_place(made, number) for number in range(len(parents))]
    dossiers: list[Dossier] = []
    verdicts: list[Verdict] = []
    for number, place in enumerate(places):
        others = [places[b] for a, b in links if a == number]
        parent = parents[number]
        above = None if parent is None else places[parent].unit
        dossiers += _dossiers(made, number, place, above, others)
        verdicts += _verdicts(made, number, place, others)
    made.report = _report(made, places, dossiers, verdicts)
    return made


def _place(made: World, unit: int) -> Place:
    def mark(form: str = "{}") -> str:
        return made.mark(unit, form)

    return Place(
        unit=mark("u-{}"), name=mark('Đơn vị {} "Ẩn" & số'), file=mark("kho/tệp {}.yaml"), system=mark("sys-{}"),
        system_name=mark("Hệ thống {} <mật>"), segment=mark("seg-{}"), segment_name=mark("Vùng {}"), cidr=made.address(unit),
        gateway=mark("gw-{}"), gateway_name=mark("Cổng {}"), link=mark("link-{}"), host=mark("host-{}"), record=mark("rec-{}"),
        network=mark("net-{}"), waiver=mark("W-{}"), title=mark("tiêu đề {}"),
    )  # fmt: skip


def _source(made: World, unit: int, place: Place) -> Source:
    return Source(place.file, made.number(unit), 3)


def _dossiers(made: World, unit: int, place: Place, above: str | None, others: list[Place]) -> list[Dossier]:
    def mark(form: str = "{}") -> str:
        return made.mark(unit, form)

    def thing(
        kind: str, ident: str, name: str | None, fields: dict[str, tuple[str, ...]], **related: tuple[str, ...]
    ) -> Dossier:
        return Dossier(
            kind=kind, id=ident, name=name, level=None if kind in {"unit", "network", "link", "host"} else unit + 1,
            owner=None if kind == "unit" else place.unit, source=_source(made, unit, place),
            fields=tuple(Declared(key, values) for key, values in fields.items()),
            related=tuple(Related(role, ids) for role, ids in related.items()),
        )  # fmt: skip

    gossip = " ".join(
        f"xem {one.system_name.upper()}, {one.segment} ({one.cidr}) của {one.name}; {one.gateway.replace('-', ' ')}; {one.title}"
        for one in others
    )
    foreign = tuple(part for one in others for part in (one.segment, one.cidr, f"system:{one.system}"))
    return [
        thing("unit", place.unit, place.name, {} if above is None else {"parent": (above,)}),
        thing("network", place.network, mark("Mạng {}"), {"kind": (mark(),)}),
        thing("system", place.system, place.system_name, {
            "note": (f"{mark('Ghi chú {}')} {gossip}",), "approval.decision.number": (mark("{}/QĐ-BT"),), "facts.secrecy": ("none",),
            "approval.decision.by": (place.unit, *(one.unit for one in others)), mark("x.{}"): (place.title,),
            "components.1.name": (mark("Thành phần {}"),), "operator": (place.unit,), "plan.by": tuple(one.unit for one in others),
        }, segments=(place.segment,), gateways=(place.gateway, *(one.gateway for one in others))),
        thing("segment", place.segment, place.segment_name, {
            "cidrs": (place.cidr,), "site": (mark("Tầng {}"),), "network": (place.network,), "system": (place.system,),
            "secrecy": ("none",), "zone": ("server",),
        }, systems=(place.system,), gateways=(place.gateway,)),
        thing("gateway", place.gateway, place.gateway_name, {
            "policy.1.from": ("any", *foreign), "policy.1.to": (place.segment,), "policy.1.reason": (f"{mark('vì {}')} {gossip}",),
            "segments": (place.segment, *(one.segment for one in others)), "acceptance.by": (mark("Ông {}"),),
        }, segments=(place.segment, *(one.segment for one in others)), systems=(place.system,)),
        thing("link", place.link, mark("Cáp {}"), {"carrier": (mark(),)}, segments=(place.segment,)),
        thing("host", place.host, mark("Máy {}"), {"note": (mark(),)}, segments=(place.segment,)),
        thing("interconnection", place.record, mark("Biên bản {}"), {
            "between": (place.system, *(one.system for one in others)), "agreement.number": (mark("{}/BB"),),
            "agreement.parties": (place.unit, *(one.unit for one in others)),
        }, systems=(place.system, *(one.system for one in others))),
        thing("attestation", f"q@system:{place.system}@2026-01-02", None, {
            "subject": (f"system:{place.system}",), "by": (place.unit,), "person": (mark("Bà {}"),), "evidence": (mark("BB {}"),),
        }),
    ]  # fmt: skip


def _verdicts(made: World, unit: int, place: Place, others: list[Place]) -> list[Verdict]:
    path = [_hop(made, unit, place, "segment", place.segment, place.segment_name)]
    path += [_hop(made, unit, one, "gateway", one.gateway, one.gateway_name) for one in others]
    said = ", ".join(f"{one.gateway_name} {one.gateway}" for one in others)
    own = _finding(made, unit, place, "APR-01", f"system:{place.system}", f"{place.system_name} chưa duyệt {said}", Evidence(
        seen=(("approval.decision.number", made.mark(unit)),), missing=("level",),
        controls=(ControlRow(pack="vn-2026", control="waf", clause="mục 5.12.2.2 a", kind="declared", state="planned",
                             verdict="fail", evidence=made.mark(unit, "giấy {}"), answered="2026-01-01"),),
    ))  # fmt: skip
    way = _finding(made, unit, place, "GWP-01", f"segment:{place.segment}", f"tới {place.segment} qua {said}", Evidence(
        path=tuple(path), exposed=(Exposed(id=place.segment, level=4), *(Exposed(id=one.segment, level=4) for one in others)),
        exposed_count=1 + len(others), repair=Words(f"gỡ {place.gateway} {said}", f"remove {place.gateway} {said}"),
    ))  # fmt: skip
    both = _finding(
        made, unit, place, "LOG-02", "segment:" + "+".join(sorted([place.segment, *(one.segment for one in others)])),
        f"trùng {place.cidr}" + "".join(f" {one.cidr}" for one in others), Evidence(), state="unknown",
        subjects=tuple(sorted(f"segment:{one.segment}" for one in (place, *others))),
    )  # fmt: skip
    return [
        Verdict(finding=own, status="waived", waiver=place.waiver), Verdict(finding=way, status="open", baseline="new"),
        Verdict(finding=both, status="open"),
    ]  # fmt: skip


def _hop(made: World, unit: int, place: Place, kind: str, ident: str, name: str) -> Hop:
    detail = f"{place.title} {place.cidr}"
    return Hop(kind=kind, id=ident, name=name, level=3, source=Source(place.file, 7, 3), detail=Words(detail, detail),  # type: ignore[arg-type]
               offending=kind == "gateway")  # fmt: skip


def _finding(
    made: World, unit: int, place: Place, rule: str, subject: str, message: str, evidence: Evidence, **more: object
) -> Finding:
    subjects = more.pop("subjects", (subject,))
    found = Finding(
        rule=rule, state=more.get("state", "fail"), severity="high", subject=subject, subjects=subjects,  # type: ignore[arg-type]
        name=place.title, level=3, owner=place.unit, message=Words(message, f"en {message}"),
        source=_source(made, unit, place), evidence=evidence, fingerprint=fingerprint(rule, subjects, place.title),  # type: ignore[arg-type]
    )  # fmt: skip
    made.markers[unit].add(found.fingerprint[:12])
    return found


def _report(made: World, places: list[Place], dossiers: list[Dossier], verdicts: list[Verdict]) -> Report:
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in dossiers))}
    first, last = places[0], places[-1]
    return full_report(
        scope=(made.mark(NOBODY, "mục/{}"),), options={"fail_on": "low", "config": made.mark(NOBODY, "{}.toml")},
        files=tuple(FileCard(name=one.file, sha256=made.digest(n), size=made.number(n)) for n, one in enumerate(places)),
        skipped=(SkipCard(name=made.mark(NOBODY, "kho/{}.yaml"), reason="unreadable", message=made.mark(NOBODY, "lỗi {}")),),
        inventory_digest=made.digest(NOBODY), verdicts=tuple(sorted(verdicts, key=lambda one: order(one.finding))),
        systems=tuple(_system(made, n, one) for n, one in enumerate(places)),
        units=tuple(UnitRow(id=one.unit, name=one.name, systems=1, approved=0, open={"high": 2}, unknown=1) for one in places),
        waivers=tuple(_waiver(made, n, one) for n, one in enumerate(places)),
        certificates=(Certificate(rule="GWP-01", relation="reaches", service="any", origins=(first.segment,),
                                  goals=(last.segment,), guards=(first.gateway, last.gateway), guarding_segments=(last.segment,)),),
        dossiers=tuple(sorted(dossiers, key=lambda one: (kinds[one.kind], one.id))),
        conduits=(Conduit(origin="dmz", target="server", gateways=1, unfiltered=0,
                          violations=tuple(sorted(one.finding.fingerprint for one in verdicts))),
                  Conduit(origin=made.mark(NOBODY), target=None, gateways=1, unfiltered=0)),
        exposures=tuple(
            Exposure(_hop(made, n, one, "segment", one.segment, one.segment_name), "none", n, (one.gateway,),
                     (_hop(made, n, one, "gateway", one.gateway, one.gateway_name),))
            for n, one in enumerate(places)
        ),
        absent=tuple(
            Known(fingerprint=made.digest(n), rule="APR-01", subject=f"system:{one.system}", state="fail", severity="high",
                  witness=(one.segment, made.mark(NOBODY)), exposed=1, first_seen="2026-01-01")
            for n, one in enumerate(places)
        ),
        earlier=Earlier(
            as_of="2026-06-30", version="0.0.9",
            exposures=(*(ChangedExposure(segment=one.segment, level=4, before=None, after=1) for one in places),
                       ChangedExposure(segment=made.mark(NOBODY, "gone-{}"), level=4, before=1, after=None)),
            conduits=(ChangedConduit(origin=made.mark(NOBODY), target=None, gateways=(1, 2), unfiltered=(0, 0)),),
        ),
        due=tuple(
            Due(date="2026-12-24", fingerprint=made.digest(n), rule="APR-01", state="fail", severity="high",
                subject=f"system:{one.system}", name=one.system_name, owner=one.unit,
                message=Words(f"{one.system_name} sắp quá hạn", f"{one.system_name} is due"),
                source=_source(made, n, one), waiver=one.waiver)
            for n, one in enumerate(places)
        ),
    )  # fmt: skip


def _system(made: World, unit: int, place: Place) -> SystemRow:
    return SystemRow(
        id=place.system, name=place.system_name, owner=place.unit, status="operating", kind="internal", level=unit + 1,
        level_approved=None, level_computed=unit + 1, level_at_least=unit + 1, level_at_most=unit + 1,
        criteria=(made.mark(unit, "Điều {}"),), approval_status="approved", decision=made.mark(unit, "{}/QĐ"),
        decision_date="2026-03-05", plan_status="partial", approved=False, source=f"{place.file}:{made.number(unit)}",
        controls=(ControlRow(pack="vn-2026", control="restore_test", clause="mục 6.11.2.5", kind="attested", state="yes",
                             verdict="unknown", evidence=made.mark(unit, "Biên bản {}"), answered="2026-02-03"),),
    )  # fmt: skip


def _waiver(made: World, unit: int, place: Place) -> WaiverCard:
    return WaiverCard(
        id=place.waiver, rule="APR-01", subject=f"system:{place.system}", reason=made.mark(unit, "Lý do {}"),
        approved_by=made.mark(unit, "Ông {}"), requested_by=made.mark(unit, "Bà {}"), decision=made.mark(unit, "{}/QĐ"),
        issued="2026-01-01", expires="2026-12-31", state="active", controls=(made.mark(unit, "thay {}"),), ticket=made.mark(unit),
    )  # fmt: skip
