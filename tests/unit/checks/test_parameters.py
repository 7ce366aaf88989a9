"""What a graph check lets a rule say: its parameters and the placeholders of its message, and no others."""

import pytest

from secaudit.engine import evaluate
from secaudit.errors import PolicyError
from tests.builders import rule, scope

INVENTORY = """\
units: [{id: it}]
segments:
  - {id: a, level: 2, zone: internal}
  - {id: b, level: 4, zone: server}
hosts:
  - {id: x, name: Máy X, kind: backup, segments: [a, b], forwarding: {state: on, attested: 2026-01-01, by: it}}
links:
  - {id: l, between: [a, b], direction: north, one_way: {from: b, to: a}}
"""
RECORDS = """\
systems: [{id: x}, {id: y}]
segments: [{id: a, system: x}, {id: b, system: y}]
gateways:
  - {id: g, kind: firewall, segments: [a, b], policy: [{from: a, to: b, services: [tcp/1], action: permit}]}
interconnections: [{id: r, between: [x, y], via: g, services: [udp/9]}]
"""
CHECKS = {
    "bridge": ("{of: host, differ: zone}", "{via} {from} {to} {differs}", "x a b zone"),
    "adjacency": ("{where: a.level > b.level}", "{via} {from} {to} {count}", "l b a 2"),
    "waypoint": (
        "{from: segment.id == 'a', to: segment.id == 'b'}",
        "{via} {from} {to} {count} {level}",
        "x a b 1 4",
    ),
    "separation": (
        "{from: segment.id == 'b', to: segment.id == 'a'}",
        "{via} {from} {to} {count} {level}",
        "l b a 1 2",
    ),
    "one_way": ("{where: device.type == 'link'}", "{via} {from} {to} {back} {count}", "l b a x 2"),
    "shared_substrate": (
        "{gap: '2'}",
        "{subject} {name} {kind} {count} {from} {to} {level} {lowest}",
        "x Máy X backup 2 b a 4 2",
    ),
    "redundancy": (
        "{from: \"segment.zone == 'internal'\", to: segment.level >= 3, physical: true}",
        "{via} {from} {to} {count} {level} {direction}",
        "Could not be determined: x a b 1 4 not declared",
    ),
    "permitted_but_undeclared": (
        "{where: from.id == 'a', record: since < as_of, service: tcp}",
        "{subject} {name} {from} {to} {services} {systems} {count}: {entry}",
        "g g a b tcp/1 x - y 1: policy entry 1: tcp/1",
    ),
    "declared_but_blocked": (
        "{where: id == 'r'}",
        "{subject} {name} {first} {second} {via} {services} {blocked}: {stopped}",
        "r r x y g udp/9 udp/9: at g, default deny (only tcp/1 may pass, and what comes is udp/9) (a → b)",
    ),
}
ABOUT = {"permitted_but_undeclared": RECORDS, "declared_but_blocked": RECORDS}
PLAIN = {"vi": "sai", "en": "wrong"}
TABLE = [(check, *row) for check, row in CHECKS.items()]


@pytest.mark.parametrize(("check", "options", "message", "expected"), TABLE)
def test_the_placeholders_of_a_message_are_filled(tmp_path, check, options, message, expected):
    bound = rule(tmp_path, f"check: {check}\nwith: {options}\n", vi=message, en=message)

    told = [finding.message.en for finding in evaluate([bound], scope(ABOUT.get(check, INVENTORY))).findings]

    assert told[:1] == [expected]


@pytest.mark.parametrize(("check", "options", "message", "expected"), TABLE)
def test_a_placeholder_that_is_not_offered_is_refused(tmp_path, check, options, message, expected):
    with pytest.raises(PolicyError, match="nonsense"):
        rule(tmp_path, f"check: {check}\nwith: {options}\n", vi="{nonsense}", en="{nonsense}")


@pytest.mark.parametrize(("check", "options", "message", "expected"), TABLE)
def test_a_parameter_that_is_not_known_is_refused(tmp_path, check, options, message, expected):
    with pytest.raises(PolicyError, match="nonsense"):
        rule(tmp_path, f"check: {check}\nwith: {options.removesuffix('}')}, nonsense: x}}\n", **PLAIN)


@pytest.mark.parametrize(("check", "options", "message", "expected"), TABLE)
def test_a_graph_check_wants_the_whole_inventory(tmp_path, check, options, message, expected):
    assert rule(tmp_path, f"check: {check}\nwith: {options}\n", **PLAIN).check.is_local is False


@pytest.mark.parametrize(
    ("options", "refused"),
    [("{of: cable, differ: zone}", "cable"), ("{of: host, differ: colour}", "colour")],
)
def test_only_known_devices_and_properties_make_a_bridge(tmp_path, options, refused):
    with pytest.raises(PolicyError, match=f"'{refused}'"):
        rule(tmp_path, f"check: bridge\nwith: {options}\n", **PLAIN)
