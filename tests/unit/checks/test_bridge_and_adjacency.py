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
