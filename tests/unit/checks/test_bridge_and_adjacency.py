import pytest

from tests.builders import answer, states

BRIDGE = "check: bridge\nwith: {of: [host, link], differ: [network, zone]}\n"
PLACE = """\
networks: [{id: lan, trust: own}, {id: wan, trust: foreign}]
segments:
  - {id: a, network: lan, zone: internal, level: 2}
  - {id: b, network: lan, zone: internal, level: 4}
  - {id: c, network: wan, zone: internal, level: 2}
  - {id: d, network: lan}
units: [{id: it}]
"""


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ("hosts: [{id: x, segments: [a, b]}]", {}),
        ("hosts: [{id: x, segments: [a, c]}]", {"x": "fail"}),
        ("hosts: [{id: x, segments: [a, d]}]", {"x": "unknown"}),
        ("hosts: [{id: x, segments: [a]}]", {}),
        ("links: [{id: x, between: [b, c]}]", {"x": "fail"}),
        ("hosts: [{id: x, segments: [a, c], forwarding: {state: off, attested: 2026-01-01, by: it}}]", {"x": "fail"}),
        ("gateways: [{id: x, kind: firewall, segments: [a, c], policy: []}]", {}),
    ],
)
def test_a_device_that_joins_what_differs_is_a_bridge(tmp_path, device, expected):
    assert states(answer(tmp_path, BRIDGE, PLACE + device)) == expected


ADJACENT = """\
check: adjacency
with:
  where: "a.level >= 4 && b.level <= 2"
  through: "device.kind in ['security_gateway', 'data_diode'] && device.approval.in_force"
"""
APPROVED = "approval: {status: approved, decision: {date: 2026-01-01}}"


@pytest.mark.parametrize(
    ("device", "expected"),
    [
        ("links: [{id: x, between: [a, b]}]", {"x": "fail"}),
        ("links: [{id: x, between: [a, b], one_way: {from: a, to: b}}]", {}),
        ("links: [{id: x, between: [a, b], one_way: {from: b, to: a}}]", {"x": "fail"}),
        ("links: [{id: x, between: [a, c]}]", {}),
        ("links: [{id: x, between: [b, d]}]", {"x": "unknown"}),
        (f"gateways: [{{id: x, kind: security_gateway, segments: [a, b], {APPROVED}}}]", {}),
        ("gateways: [{id: x, kind: security_gateway, segments: [a, b]}]", {"x": "unknown"}),
        (f"gateways: [{{id: x, kind: firewall, segments: [a, b], {APPROVED}}}]", {"x": "fail"}),
        ("gateways: [{id: x, kind: firewall, segments: [a, b], policy: []}]", {}),
    ],
)
def test_neighbours_touch_only_through_what_qualifies(tmp_path, device, expected):
    assert states(answer(tmp_path, ADJACENT, PLACE + device)) == expected


JOINED = """\
segments: [{id: a, level: 2, zone: internal}, {id: b, level: 4, zone: server}, {id: c, zone: dmz}, {id: d, zone: dmz}]
gateways: [{id: x, segments: [%s]}]
"""


@pytest.mark.parametrize(
    ("body", "ends", "missing"),
    [
        ("bridge\nwith: {of: gateway, differ: zone, where: \"device.kind == 'firewall'\"}", "a, b", ("device.kind",)),
        ("bridge\nwith: {of: gateway, differ: zone, through: \"device.kind == 'firewall'\"}", "a, b", ("device.kind",)),
        ("bridge\nwith: {of: gateway, differ: level}", "b, c", ("segment.level",)),
        (
            "bridge\nwith: {of: gateway, differ: [level, network], where: device.level == 3, through: device.name == 'x'}",
            "b, c",
            ("device.level", "device.name", "segment.level", "segment.network"),
        ),
        ("bridge\nwith: {of: gateway, differ: [zone, level]}", "c, d", ("segment.level",)),
        # what is not declared of one property does not matter where another one differs
        ("bridge\nwith: {of: gateway, differ: [level, zone], where: device.level == 3}", "b, c", ("device.level",)),
        ("adjacency\nwith: {where: a.level < b.level, through: \"device.kind == 'firewall'\"}", "a, b", ("kind (x)",)),
        ("adjacency\nwith: {where: a.level < b.level}", "b, c", ("level (c)",)),
        (
            "adjacency\nwith: {where: \"a.level < b.level && a.zone == 'server'\", through: device.level == 3}",
            "b, c",
            ("level (c)", "level (x)"),
        ),
    ],
)  # fmt: skip
def test_what_is_not_declared_and_leaves_it_open_is_named(tmp_path, body, ends, missing):
    (violation,) = answer(tmp_path, f"check: {body}\n", JOINED % ends).violations

    assert (violation.state, violation.evidence.missing) == ("unknown", missing)


MANY = """\
segments: [{id: a, level: 2, zone: dmz}, {id: b, level: 4, zone: dmz}, {id: c, level: 4, zone: server}, {id: d}]
gateways: [{id: g, kind: firewall, segments: [a, c]}]
links: [{id: l, between: [a, b]}, {id: m, between: [a, c]}]
hosts:
  - {id: n, segments: [a, b]}
  - {id: o, kind: server, segments: [b, c]}
  - {id: p, segments: [b, c]}
  - {id: q, segments: [b, d]}
"""


@pytest.mark.parametrize(
    ("body", "expected", "passed", "not_applicable"),
    [
        ("bridge\nwith: {of: host, differ: zone}", {"o": "fail", "p": "fail", "q": "unknown"}, 1, 3),
        ("bridge\nwith: {of: [gateway, link], differ: zone}", {"g": "fail", "m": "fail"}, 1, 4),
        ("bridge\nwith: {of: gateway, differ: [zone, level], through: \"device.kind == 'firewall'\"}", {}, 1, 6),
        ("bridge\nwith: {of: gateway, differ: zone, through: \"device.kind == 'proxy'\"}", {"g": "fail"}, 0, 6),
        ("bridge\nwith: {of: host, differ: level, where: \"device.id == 'n'\"}", {"n": "fail"}, 0, 6),
        ("bridge\nwith: {of: [gateway, link, host], differ: network}", dict.fromkeys("glmnopq", "unknown"), 0, 0),
        (
            "adjacency\nwith: {where: a.level < b.level}",
            {"g": "fail", "l": "fail", "m": "fail", "n": "fail", "q": "unknown"},
            0,
            2,
        ),
        (
            "adjacency\nwith: {where: a.zone != b.zone, through: \"device.type == 'host'\"}",
            {"g": "fail", "m": "fail"},
            3,
            2,
        ),
        (
            "adjacency\nwith: {where: \"a.id == 'a' && b.id == 'c'\", through: \"device.type == 'link'\"}",
            {"g": "fail"},
            1,
            5,
        ),
    ],
)
def test_every_device_is_counted_once(tmp_path, body, expected, passed, not_applicable):
    found = answer(tmp_path, f"check: {body}\n", MANY)

    assert (states(found), found.passed, found.not_applicable) == (expected, passed, not_applicable)
    assert [one.subject for one in found.violations] == list(expected)


def test_where_one_pair_fails_for_certain_that_pair_is_shown(tmp_path):
    body = 'check: adjacency\nwith: {where: "a.level < b.level"}\n'
    text = "segments: [{id: a}, {id: b, level: 2}, {id: c, level: 4}]\nhosts: [{id: x, segments: [a, b, c]}]\n"

    (violation,) = answer(tmp_path, body, text).violations

    assert (violation.state, violation.evidence.missing) == ("fail", ())
    assert [hop.id for hop in violation.evidence.path] == ["b", "x", "c"]
    assert [target.id for target in violation.evidence.exposed] == ["c", "b"]
    assert violation.facts["count"] == "2"


def test_a_gateway_that_is_a_bridge_is_shown_with_its_level(tmp_path):
    text = "segments: [{id: a, zone: dmz}, {id: b, zone: server}]\ngateways: [{id: g, level: 3, segments: [a, b]}]\n"

    (violation,) = answer(tmp_path, "check: bridge\nwith: {of: gateway, differ: zone}\n", text).violations

    assert [hop.level for hop in violation.evidence.path] == [None, 3, None]
