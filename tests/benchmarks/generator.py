"""Seeded inventories of any size, for benchmarks: `python tests/benchmarks/generator.py 10000 OUTDIR`.

One file per unit with about a hundred entities, and one for what all units share. A unit has a demilitarised
zone before its servers, databases behind them, an administration zone beside them and a wide-area network
to the others; between any two of these stands a gateway. It obeys the rules of `rules/vn-2026` but for a few
percent of faults. The same size and seed give the same bytes. Text is formatted, not dumped: a hundred
thousand entities take seconds.
"""

import argparse
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import NamedTuple

AS_OF = "2026-11-22"
SMALLEST = 110

_PER_UNIT = 100
_UNITS_PER_REGION = 32
_TODAY = date.fromisoformat(AS_OF)
_DAYS = [(_TODAY - timedelta(days=age)).isoformat() for age in range(2000)]  # by age in days
_BEFORE_MONDAY = (_TODAY.weekday() + 3) % 7  # the age of a Thursday, modulo 7

_CLUSTERS = 9  # servers and their database, by level; the last is the most important one of the unit
_LEVELS = (1, 2, 2, 2, 3, 3, 3, 3)
_BRANCHES = 4
_BASE = ("perimeter", "dmz", "internal", "mgmt", "devmgmt", "wireless", "wan", "archive")
_FIXED = 3 + len(_BASE) + _BRANCHES + 2 * _CLUSTERS + 10 + 11 + 10 + 8  # what a unit has besides systems

_TASKS = (
    "Quản lý văn bản và điều hành", "Cổng thông tin điện tử", "Quản lý nhân sự", "Quản lý tài sản",
    "Thư điện tử", "Kế toán và tài chính", "Một cửa điện tử", "Báo cáo và thống kê", "Quản lý kho",
    "Giám sát hạ tầng", "Họp trực tuyến", "Đào tạo trực tuyến", "Lưu trữ tài liệu điện tử", "Quản lý dự án",
)  # fmt: skip
_CONTROLS = (
    "mfa", "waf", "nac", "siem", "edr", "dlp", "pam", "aaa", "anti_ddos", "dbf", "network_av", "central_monitoring",
    "hot_standby", "redundant_link", "internet_diversity", "micro_segmentation", "secure_channel", "design_review",
    "management_network", "data_encryption", "dedicated_channel", "data_environment", "digital_signature", "backup_321",
    "backup_location", "dr_site", "log_protection", "monitoring_24x7", "supplier_licence", "asset_register", "secure_configuration",
    "web_mail_protection", "anti_malware", "backup_rules", "supplier_terms", "secure_development", "pentest_programme",
)  # fmt: skip
_QUESTIONS = {3: ("network_diagram",), 4: ("network_diagram", "restore_test", "CTL-06")}
_QUESTIONS[5] = _QUESTIONS[4]
_HELD = (
    "log_review", "account_review", "device_scan", "vulnerability_scan", "external_pentest", "internal_pentest",
    "awareness_training", "role_training", "effectiveness_review",
)  # fmt: skip
_EXPLANATION = ", logical_diagram, physical_diagram, devices, services, addresses"
_TSLCD_QUESTIONS = ("DCN-07", "DCN-08", "DCN-11", "DCN-13")
_FEWEST = 23  # systems and attestations of a unit, so that every cluster has a system

# What determines each level; every fact that a criterion may ask for is declared.
_QUIET = (
    "      defence_security: false\n      damage: none\n      strategic: false\n      central_national_data: false\n"
)
_INTERNAL = f"""\
      secrecy: none
{_QUIET}      administrative_procedures: false
      continuous_24x7: false
"""
_SERVICE = f"""\
      secrecy: none
{_QUIET}      online_service: true
      conditional_business: false
      national_egovernment: false
      continuous_24x7: false
"""
_SECRET = """\
      information: [private, state_secret]
      secrecy: {secrecy}
      defence_security: true
      damage: {damage}
      strategic: {strategic}
      administrative_procedures: false
      central_national_data: false
      continuous_24x7: true
"""
_FACTS: dict[int, Sequence[tuple[str, str]]] = {
    1: (("internal", "      information: [public]\n" + _INTERNAL),),
    2: (
        ("internal", "      information: [private, personal]\n" + _INTERNAL),
        (
            "public_service",
            "      information: [public, personal]\n" + _SERVICE + "      administrative_procedures: false\n"
            "      personal_data: {basic_subjects: 12000, sensitive_subjects: 0}\n",
        ),
    ),
    3: (
        (
            "public_service",
            "      information: [private, personal]\n" + _SERVICE + "      administrative_procedures: true\n"
            "      personal_data: {basic_subjects: 240000, sensitive_subjects: 1500}\n",
        ),
        ("internal", _SECRET.format(secrecy="mat", damage="harm", strategic="false")),
    ),
    4: (("internal", _SECRET.format(secrecy="toi_mat", damage="serious", strategic="false")),),
    5: (("internal", _SECRET.format(secrecy="tuyet_mat", damage="especially_serious", strategic="true")),),
}
_SECRECY = {1: "none", 2: "none", 3: "mat", 4: "toi_mat", 5: "tuyet_mat"}


class _Plan(NamedTuple):
    """How many units there are, and which one this is."""

    seed: int
    units: int
    number: int

    @property
    def id(self) -> str:
        return _unit_id(self.number)

    @property
    def top(self) -> int:
        """The highest level of the unit: mostly 3, sometimes 4, rarely 5."""
        return _top(self.number)


def write(size: int, folder: Path, seed: int = 1) -> int:
    """Write an inventory of `size` entities; gives the number of files."""
    written = 0
    for name, text in files(size, seed):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
        written += 1
    return written


def files(size: int, seed: int = 1) -> Iterator[tuple[str, str]]:
    """Name and text of each file of an inventory of `size` entities."""
    if size < SMALLEST:
        raise ValueError(f"at least {SMALLEST} entities, not {size}")
    units = max(1, round(size / _PER_UNIT))
    while (shared := _shared_size(units)) + units * (_FIXED + _FEWEST) > size:
        units -= 1
    yield "ministry.yaml", _shared(units)
    share, more = divmod(size - shared, units)
    for number in range(units):
        room = share + (number < more) - _FIXED
        yield f"region-{_region(number):02}/{_unit_id(number)}.yaml", _unit(_Plan(seed, units, number), room)


def _unit_id(number: int) -> str:
    return f"u{number:04}"


def _top(number: int) -> int:
    return 5 if number % 10 == 7 else 4 if number % 10 in (1, 4, 9) else 3


def _region(unit: int) -> int:
    return unit // _UNITS_PER_REGION


def _regions(units: int) -> int:
    return _region(units - 1) + 1


def _shared_size(units: int) -> int:
    return 3 + 3 + 2 + 1 + 2 * _regions(units) - 1 + len(_TSLCD_QUESTIONS)


def _shared(units: int) -> str:
    """The ministry: its units, the networks, and the backbone that joins the regions."""
    regions = _regions(units)
    trunks = [
        f"  - {{id: trunk-{region:02}, between: [region-{region - 1:02}, region-{region:02}], medium: fibre, carrier: own, "
        f"direction: {'ab'[region % 2]}, encryption: cipher}}\n"
        for region in range(1, regions)
    ]
    backbone = [
        f"  - {{id: region-{region:02}, name: Mạng trục vùng {region}, network: mil-data, zone: wan, level: 3, secrecy: mat, "
        f"cidrs: [172.{16 + region // 256}.{region % 256}.0/24], site: region-{region:02}, media: [fibre]}}\n"
        for region in range(regions)
    ]
    answers = [
        f"  - {{id: tslcd-{question.lower()}, question: {question}, subject: tslcd-gw, answer: yes, date: {_DAYS[60]}, "
        f"by: cyber-force, evidence: Công văn {number}}}\n"
        for number, question in enumerate(_TSLCD_QUESTIONS, 1)
    ]
    return (
        "# yaml-language-server: $schema=./inventory.schema.json\n"
        "secaudit: 1\nunit: ministry\n"
        "units:\n"
        "  - {id: ministry, name: Bộ, domain: military, role: owner}\n"
        "  - {id: cyber-force, name: Lực lượng chuyên trách, parent: ministry, domain: military, role: specialised_unit}\n"
        "  - {id: authority, name: Cơ quan thẩm định cấp độ 4 và 5, parent: ministry, domain: military, role: authority}\n"
        "networks:\n"
        "  - {id: internet, name: Internet, trust: untrusted, kind: internet}\n"
        "  - {id: tslcd, name: Mạng truyền số liệu chuyên dùng, trust: foreign, kind: tslcd}\n"
        "  - {id: mil-data, name: Mạng truyền số liệu quân sự, trust: own, kind: military_data}\n"
        "segments:\n"
        "  - {id: internet-edge, name: Internet, network: internet, zone: external, level: 0, secrecy: none, "
        "cidrs: [203.0.113.0/24]}\n"
        "  - {id: tslcd-edge, name: TSLCD, network: tslcd, zone: external, level: 0, secrecy: none, "
        "cidrs: [198.51.100.0/24]}\n" + "".join(backbone) + "gateways:\n"
        "  - {id: tslcd-gw, name: Cổng kết nối TSLCD, kind: security_gateway, owner: ministry, operator: cyber-force, level: 5,\n"
        "     segments: [tslcd-edge, region-00], default: deny, fail_mode: closed, functions: [firewall, ips, cipher, connection_gateway, anti_malware, hot_standby],\n"
        "     approval: {status: approved, level: 5, decision: {number: 1/QĐ-BQP, date: 2026-08-20, by: ministry}, until: 2029-08-20},\n"
        "     acceptance: {date: 2026-08-10, by: ministry, supervised_by: authority},\n"
        "     policy: [{from: tslcd-edge, to: region-00, services: [tcp/443], action: permit, reason: Trục liên thông văn bản}]}\n"
        "links:" + ("\n" + "".join(trunks) if trunks else " []\n") + "attestations:\n" + "".join(answers)
    )


def _unit(plan: _Plan, room: int) -> str:
    """One file; in the room there are as many systems as fit with their attestations, and these."""
    random = Random(f"{plan.seed}/{plan.number}")
    u, systems = plan.id, _fitting(plan, room)
    controls = ", ".join(f"{name}: yes_with_evidence" for name in _CONTROLS)
    head = (
        f"secaudit: 1\nunit: {u}\ncontrols: {{{controls}}}\n{_defaults(u)}units:\n"
        f"  - {{id: {u}, name: Đơn vị {plan.number}, parent: ministry, domain: military, role: owner,\n"
        f"     person_in_charge: Thủ trưởng đơn vị {plan.number}, incident_team: Tổ ứng cứu {plan.number},\n"
        f"     incident_plan: {{number: {plan.number}/KH-ƯC, date: {_DAYS[200]}}}, signing: {{certificate: official_duty, until: 2029-03-31, status_checked: true}}}}\n"
        f"  - {{id: {u}-it, name: Ban công nghệ thông tin {plan.number}, parent: {u}, domain: military, role: operator}}\n"
        f"  - {{id: {u}-sec, name: Đơn vị chuyên trách {plan.number}, parent: {u}, domain: military, role: specialised_unit}}\n"
    )
    parts = [head, "systems:\n"]
    parts += [_system(plan, number, random) for number in range(systems)]
    parts.append("segments:\n")
    parts += _segments(plan, random)
    parts.append("gateways:\n")
    parts += _gateways(plan, random)
    parts.append("links:\n")
    parts += _links(plan)
    parts.append("hosts:\n")
    parts += _hosts(plan, random)
    parts.append("interconnections:\n")
    parts += _interconnections(plan, random, systems)
    parts.append("attestations:\n")
    parts += _attestations(plan, random, systems, room - systems)
    return "".join(parts)


def _defaults(u: str) -> str:
    """What the systems and the segments of a unit have in common: one plan of zones in all dossiers."""
    names = [*_BASE, *(f"branch{number}" for number in range(_BRANCHES))]
    names += [f"{kind}{cluster}" for cluster in range(_CLUSTERS) for kind in ("srv", "db")]
    return (
        f"defaults:\n  system:\n    national_security: {{status: considered, date: {_DAYS[60]}}}\n"
        f"    approval: {{dossier: {{segments: [{', '.join(f'{u}-{name}' for name in names)}]}}}}\n"
        f"    operations: {{{', '.join(f'last_{name}: {{date: {_DAYS[15]}, by: {u}-sec}}' for name in _HELD)}}}\n"
        "  segment: {environment: production, wireless: {authentication: enterprise, encryption: strong}}\n"
    )


def _fitting(plan: _Plan, room: int) -> int:
    """How many systems fit into some room together with the attestations that their levels ask for."""
    systems, room = 0, room - 1  # one for the unit itself
    while (room := room - 1 - len(_questions(plan, systems))) >= 0:
        systems += 1
    return systems


def _questions(plan: _Plan, number: int) -> tuple[str, ...]:
    level = _level(plan, number % _CLUSTERS)
    asked: tuple[str, ...] = _QUESTIONS.get(level, ())
    if "administrative_procedures: true" in _facts(level, number)[1]:
        asked += ("DCN-10",)
    return (*asked, "ZON-11", "OPS-21", "APR-18", "APR-20") if level == 5 else asked


def _facts(level: int, number: int) -> tuple[str, str]:
    return _FACTS[level][number // _CLUSTERS % len(_FACTS[level])]


def _attestations(plan: _Plan, random: Random, systems: int, room: int) -> Iterator[str]:
    """One of the unit, one a question and system, a few too old; what room is left holds answers of the year before."""
    systems_asked = [
        (question, f"{plan.id}-s{number:02}") for number in range(systems) for question in _questions(plan, number)
    ]
    asked = [("DCC-04", plan.id), *systems_asked]
    left = [(asked[number], 400) for number in range(room - len(asked))]
    given = [(one, 380 if random.random() < 0.01 else 10 + int(random.random() * 60)) for one in asked]
    for row, ((question, subject), age) in enumerate(given + left):
        yield (
            f"  - {{id: {plan.id}-a{row}, question: {question}, subject: {subject}, answer: yes, date: {_DAYS[age]}, "
            f"by: {plan.id}-it, evidence: Biên bản {row}}}\n"
        )


def _level(plan: _Plan, cluster: int) -> int:
    return plan.top if cluster == _CLUSTERS - 1 else _LEVELS[cluster]


def _thursday(age: int) -> int:
    """The age of a Thursday near some age, so that spans in working days do not depend on chance."""
    return age - age % 7 + _BEFORE_MONDAY


def _system(plan: _Plan, number: int, random: Random) -> str:
    u, chance = plan.id, random.random
    cluster = number % _CLUSTERS
    level = _level(plan, cluster)
    kind, facts = _facts(level, number)
    if chance() < 0.01:
        facts = facts.replace("      damage: none\n", "").replace("      continuous_24x7: false\n", "")
    declared = level - 1 if level > 1 and chance() < 0.01 else level
    decided = _thursday(40 + int(chance() * 500))
    name = f"{_TASKS[int(chance() * len(_TASKS))]} {plan.number}-{number}"
    completed = decided - 20
    retention = 0 if chance() < 0.01 else (1, 1, 3, 6, 12)[level - 1] + int(chance() * 3)
    inspected = 900 if chance() < 0.01 else 10 + int(chance() * 150)
    zones = _zones(u, level)
    return f"""\
  - id: {u}-s{number:02}
    name: {name}
    owner: {u}
    operator: {u}-it
    status: operating
    kind: {kind}
    facts:
{facts}    level: {declared}
{_approval_of_system(plan, level, decided, random)}    plan: {{status: {"partial" if chance() < 0.007 else "complete"}, completed: {_DAYS[completed]}}}
    readiness: {{date: {_DAYS[completed]}, by: {u}-sec, standard: TCVN 14423:2026}}
    operating_since: {_DAYS[completed - 5]}
{_of_the_state(plan, level, facts, completed)}    last_change: {{date: {_DAYS[decided + 60]}, kind: upgrade}}
    risk_assessment: {{date: {_DAYS[decided + 30]}, level: {"medium" if level > 2 else "low"}, recommended_level: {level}}}
    controls: {{mfa: {"partial" if chance() < 0.02 else "yes"}, siem: yes}}
    operations:
      log_retention_months: {retention}
      last_inspection: {{date: {_DAYS[inspected]}, by: {u}-sec, standard: TCVN 14423:2026}}
      last_exercise: {{date: {_DAYS[20 + int(chance() * 140)]}, by: {u}-sec}}
      monitoring: {{connected_to: cyber-force}}
    components:
      - {{id: {u}-s{number:02}-app, kind: application, segment: {u}-srv{cluster}, level: {level}}}
      - {{id: {u}-s{number:02}-db, kind: database, segment: {u}-db{cluster}, level: {level}}}
    segments: [{zones}, {u}-srv{cluster}, {u}-db{cluster}]
"""


def _of_the_state(plan: _Plan, level: int, facts: str, completed: int) -> str:
    """The list and the certificate at level 5, cipher where there are state secrets."""
    certificate = f"number: {completed}/CN-{plan.number}, date: {_DAYS[completed]}, by: authority"
    listed = (
        f"    national_security: {{status: listed, number: 1/QĐ-TTg, date: {_DAYS[130]}}}\n    certificate: {{{certificate}}}\n"
        if level == 5
        else ""
    )
    request = f"number: {completed}/CV-{plan.number}, date: {_DAYS[completed + 60]}, by: {plan.id}"
    secret = "state_secret" in facts
    return listed + (f"    cryptography: {{at_rest: cipher, request: {{{request}}}}}\n" if secret else "")


def _zones(u: str, level: int) -> str:
    names = ["perimeter", "internal", "dmz", "mgmt"] if level > 2 else ["perimeter", "internal", "dmz"]
    if level > 3:
        names += ["devmgmt", "wan"]
    return ", ".join(f"{u}-{name}" for name in names)


def _approval_of_system(plan: _Plan, level: int, decided: int, random: Random) -> str:
    u, fault = plan.id, random.random()
    if fault < 0.015:
        return "    approval:\n      status: drafting\n      dossier: {version: 1, items: [overview, design]}\n"
    appraiser = "authority" if level > 3 else f"{u}-sec"
    if fault < 0.025:
        appraiser = f"{u}-it"
    by = u if level > 2 else f"{u}-sec"
    opinion = ", expert_opinion, risk_report, connected_systems, threats, impact, operation_24x7" if level > 3 else ""
    return f"""\
    approval:
      status: approved
      level: {level}
      decision: {{number: {decided}/QĐ-{plan.number}, date: {_DAYS[decided]}, by: {by}}}
      appraisal: {{by: {appraiser}, received: {_DAYS[decided + 14]}, date: {_DAYS[decided + 3]}, number: {decided}/TĐ-{plan.number}, council: false}}
      dossier: {{version: 2, items: [overview, design, level_justification, security_plan{_EXPLANATION}{opinion}]}}
      regulation: {{number: {decided}/QC-{plan.number}, date: {_DAYS[decided + 40]}}}
"""


def _segments(plan: _Plan, random: Random) -> Iterator[str]:
    u, top = plan.id, plan.top
    zones = {"mgmt": "management", "devmgmt": "device_management", "archive": "database"}
    levels = {"perimeter": 1, "dmz": 2, "internal": 2, "wireless": 1, "wan": 3}
    rows = [(name, zones.get(name, name), levels.get(name, top)) for name in _BASE]
    rows += [(f"branch{number}", "internal", 2) for number in range(_BRANCHES)]
    for cluster in range(_CLUSTERS):
        level = _level(plan, cluster)
        rows += [(f"srv{cluster}", "server", level), (f"db{cluster}", "database", level)]
    for row, (name, zone, level) in enumerate(rows):
        described = "" if name.startswith("branch") and random.random() < 0.03 else f"    zone: {zone}\n"
        yield f"""\
  - id: {u}-{name}
    name: Phân đoạn {name} {plan.number}
    owner: {u}
    network: mil-data
{described}    level: {level}
    secrecy: {"mat" if name == "wan" else _SECRECY[level]}
    system: {u}-s{_system_of(name):02}
    cidrs: [{_cidr(plan, row)}]
    site: {u}-hq
    media: [{"wifi" if zone == "wireless" else "copper, fibre"}]
"""


def _system_of(segment: str) -> int:
    """The system that keeps a segment: what users share is of the lowest level, administration of the highest."""
    if segment[:-1] in ("srv", "db"):
        return int(segment[-1])
    return _CLUSTERS - 1 if segment in ("mgmt", "devmgmt", "archive") else 0


def _cidr(plan: _Plan, row: int) -> str:
    block = plan.number * (len(_BASE) + _BRANCHES + 2 * _CLUSTERS) + row
    if block < 1 << 16:
        return f"10.{block >> 8}.{block & 255}.0/24"
    return f"fd00:{block >> 16:x}:{block & 65535:x}::/48"


def _gateways(plan: _Plan, random: Random) -> Iterator[str]:
    """A firewall at the edge, gateways before the servers, before the databases, to administration and to the others."""
    u, top = plan.id, plan.top
    servers = [f"{u}-srv{cluster}" for cluster in range(_CLUSTERS)]
    databases = [f"{u}-db{cluster}" for cluster in range(_CLUSTERS)]
    edge = (
        ("internet-edge", f"{u}-dmz", "tcp/443", "Cổng thông tin công khai"),
        (f"{u}-dmz", "internet-edge", "tcp/443, udp/53", "Truy cập ra ngoài qua máy uỷ quyền"),
        (f"{u}-perimeter", f"{u}-dmz", "tcp/443", "Truy cập từ xa"),
    )
    yield _gateway(plan, "edge", "firewall", 2, ["internet-edge", f"{u}-perimeter", f"{u}-dmz"], edge, random)
    inside = (
        (f"{u}-internal", f"{u}-dmz", "tcp/3128", "Truy cập qua máy uỷ quyền"),
        (f"{u}-wireless", f"{u}-dmz", "tcp/3128", "Khách"),
    )
    first = [*_serve(u, servers[:4], plan), *inside]
    joined = [f"{u}-dmz", f"{u}-internal", f"{u}-wireless", *servers[:4]]
    yield _gateway(plan, "core0", "security_gateway", top, joined, first, random)
    second = _serve(u, servers[4:], plan)
    joined = [f"{u}-dmz", f"{u}-internal", *servers[4:]]
    yield _gateway(plan, "core1", "security_gateway", top, joined, second, random)
    for number, low in enumerate(range(0, _CLUSTERS, 3)):
        pairs = list(zip(servers[low : low + 3], databases[low : low + 3], strict=True))
        entries = [(server, database, "tcp/5432, tcp/1521", "Truy vấn cơ sở dữ liệu") for server, database in pairs]
        joined = [end for pair in pairs for end in pair]
        yield _gateway(plan, f"data{number}", "security_gateway", top, joined, entries, random)
    block = _cidr(plan, _BASE.index("mgmt"))
    administer = [
        (f"[{u}-mgmt, {u}-devmgmt]", f"[{', '.join(servers)}]", "tcp/22, tcp/3389", "Quản trị qua máy trung gian"),
        (block, f"{u}-devmgmt", "tcp/22, udp/161-162", "Quản trị thiết bị"),
    ]
    yield _gateway(plan, "admin", "security_gateway", top, [f"{u}-mgmt", f"{u}-devmgmt", *servers], administer, random)
    partners = sorted({_unit_id((plan.number + step) % plan.units) for step in (1, -1)})
    others = f"[{', '.join(f'{partner}-srv{cluster}' for partner in partners for cluster in (4, 5))}]"
    exchange = [
        (others, f"[{u}-srv4, {u}-srv5]", "tcp/443", "Trao đổi văn bản"),
        (f"[{u}-srv4, {u}-srv5]", others, "tcp/443", "Trao đổi văn bản"),
        ("zone:wan", f"{u}-srv4", "tcp/443, tcp/8443", "Trục liên thông"),
    ]
    yield _gateway(plan, "wide", "security_gateway", max(3, top), [f"{u}-wan", *servers[4:6]], exchange, random)
    staff = [(f"{u}-internal", f"{u}-dmz", "tcp/443", "Cổng nội bộ")]
    yield _gateway(plan, "portal", "proxy", 3, [f"{u}-dmz", f"{u}-internal"], staff, random)
    last = f"{u}-db{_CLUSTERS - 1}"
    one_way = f"    one_way: {{from: {last}, to: {u}-archive}}\n"
    yield _gateway(plan, "diode", "data_diode", top, [last, f"{u}-archive"], (), random, one_way)


def _serve(u: str, servers: Sequence[str], plan: _Plan) -> list[tuple[str, str, str, str]]:
    """Users reach every server; the demilitarised zone only those below level 4."""
    entries = []
    for server in servers:
        entries.append((f"{u}-internal", server, "tcp/443", "Người dùng nội bộ"))
        if plan.top < 4 or not server.endswith(f"srv{_CLUSTERS - 1}"):
            entries.append((f"{u}-dmz", server, "tcp/8443", "Dịch vụ sau cổng thông tin"))
    return entries


def _gateway(
    plan: _Plan,
    name: str,
    kind: str,
    level: int,
    segments: Sequence[str],
    entries: Sequence[tuple[str, str, str, str]],
    random: Random,
    more: str = "",
) -> str:
    u, chance = plan.id, random.random
    decided = _thursday(30 + int(chance() * 300))
    until = _DAYS[5] if chance() < 0.01 else "2028-12-31"
    policy = "".join(
        f"      - {{from: {start}, to: {end}, services: [{services}], action: permit, reason: {reason}}}\n"
        for start, end, services, reason in entries
    )
    if policy:
        policy = f"    policy:\n{policy}      - {{from: any, to: any, action: deny, reason: Còn lại}}\n"
    return f"""\
  - id: {u}-{name}
    name: Cổng kết nối {name} {plan.number}
    owner: {u}
    kind: {kind}
    operator: {u}-it
    level: {level}
    segments: [{", ".join(segments)}]
    approval:
      status: approved
      level: {level}
      decision: {{number: {decided}/QĐ-{plan.number}, date: {_DAYS[decided]}, by: {u}}}
      until: {until}
    acceptance: {{date: {_DAYS[decided + 12]}, by: {u}, supervised_by: {u}-sec}}
    default: {"permit" if chance() < 0.002 else "deny"}
    fail_mode: {"open" if chance() < 0.01 else "closed"}
    functions: [firewall, ips, hot_standby{", cipher" if kind == "security_gateway" else ""}]
    last_change: {{date: {_DAYS[decided + 50]}, kind: firmware}}
{policy}{more}    site: {u}-hq
"""


def _links(plan: _Plan) -> Iterator[str]:
    """Two lines to each branch, two to the backbone, one to the next unit: all of them inside one zone."""
    u = plan.id
    for branch in range(_BRANCHES):
        for line, carrier in enumerate(("own", "viettel")):
            yield _link(f"{u}-line{branch}{'ab'[line]}", f"{u}-internal", f"{u}-branch{branch}", carrier, line)
    region = f"region-{_region(plan.number):02}"
    yield _link(f"{u}-up-a", f"{u}-wan", region, "own", 0)
    yield _link(f"{u}-up-b", f"{u}-wan", region, "vnpt", 1)
    following = f"{_unit_id((plan.number + 1) % plan.units)}-wan" if plan.units > 1 else region
    yield _link(f"{u}-next", f"{u}-wan", following, "own", 0)


def _link(name: str, first: str, second: str, carrier: str, direction: int) -> str:
    return f"""\
  - id: {name}
    name: Tuyến cáp {name}
    between: [{first}, {second}]
    medium: fibre
    carrier: {carrier}
    direction: {"ab"[direction]}
    encryption: cipher
"""


def _hosts(plan: _Plan, random: Random) -> Iterator[str]:
    """Servers, an attested backup server and administrator's computer; rarely a laptop that walks around the gateways."""
    u = plan.id
    attested = f'\n    forwarding: {{state: "off", attested: {_DAYS[30 + int(random.random() * 100)]}, by: {u}-it}}'
    rows = [(f"app{number}", "server", f"{u}-srv{number}", number, "") for number in range(7)]
    rows.append(("backup", "server", f"{u}-db1, {u}-db2", 1, attested))
    rows.append(("console", "workstation", f"{u}-mgmt, {u}-devmgmt", 2, attested))
    rogue = random.random() < 0.02
    rows.append(("laptop", "laptop", f"{u}-dmz, {u}-srv6" if rogue else f"{u}-internal", 0, ""))
    for name, kind, segments, system, more in rows:
        yield f"""\
  - id: {u}-{name}
    name: Máy {name} của đơn vị {plan.number}
    owner: {u}
    kind: {kind}
    segments: [{segments}]{more}
    system: {u}-s{system:02}
"""


def _interconnections(plan: _Plan, random: Random, systems: int) -> Iterator[str]:
    u = plan.id
    partner = _unit_id((plan.number + 1) % plan.units)
    for number in range(8):
        other = f"{partner}-s0{4 + number // 2}" if plan.units > 1 and number < 4 else f"{u}-s0{number - 4}"
        via = "wide" if number < 4 else "core0"
        since = 100 + int(random.random() * 300)
        agreement = (
            ""
            if random.random() < 0.02
            else f"    agreement: {{number: {since}/TT-{plan.number}, date: {_DAYS[since + 10]}, parties: [{u}, {partner if plan.units > 1 else 'ministry'}]}}\n"
        )
        yield f"""\
  - id: {u}-x{number}
    name: Kết nối {number} của đơn vị {plan.number}
    between: [{u}-s{4 + number % 2 if number < 4 else 8:02}, {other}]
    via: {u}-{via}
    services: [tcp/443]
    information: [private]
    exchange: periodic
{agreement}    approval: {{number: {since}/QĐ-{plan.number}, date: {_DAYS[since + 5]}, by: {u}}}
    risk_assessment: {{date: {_DAYS[since + 20]}, level: medium}}
    since: {_DAYS[since]}
"""


def main() -> None:
    """Write an inventory and say how large it is."""
    parser = argparse.ArgumentParser(description=__doc__.partition(":")[0])
    parser.add_argument("size", type=int, help=f"number of entities, {SMALLEST} or more")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    number = write(arguments.size, arguments.folder, arguments.seed)
    total = sum(path.stat().st_size for path in arguments.folder.rglob("*.yaml"))
    print(f"{arguments.size} entities, {number} files, {total} bytes ({total / arguments.size:.0f} an entity)")


if __name__ == "__main__":
    main()
