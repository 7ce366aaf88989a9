import sys

import pytest

from secaudit.checks import declared_but_blocked
from tests.builders import answer, states

BODY = "check: declared_but_blocked\nwith: {}\n"
PLACE = """\
systems: [{id: x, level: 3}, {id: y}, {id: z}, {id: nowhere}]
segments: [{id: a, system: x}, {id: b, system: y}, {id: middle}, {id: c, system: z}]
"""
PERMIT = "{from: a, to: c, services: [tcp/443], action: permit}"


def _found(tmp_path, gateways: str, record: str, place: str = PLACE, body: str = BODY):
    return answer(tmp_path, body, f"{place}gateways: [{gateways}]\ninterconnections: [{{id: r, {record}}}]\n")


def _told(*args, **more) -> dict[str, str]:
    return states(_found(*args, **more))


def _gateway(name: str, ends: str, policy: str = "", kind: str = "firewall") -> str:
    return f"{{id: {name}, kind: {kind}, segments: [{ends}], policy: [{policy}]}}"


TWO = f"{_gateway('g', 'a, middle', PERMIT)}, {_gateway('h', 'middle, c', PERMIT)}"
ONE = f"{_gateway('g', 'a, middle', PERMIT)}, {_gateway('h', 'middle, c')}"


@pytest.mark.parametrize(
    ("gateways", "record", "expected"),
    [
        (TWO, "between: [x, z], via: g, services: [tcp/443]", {}),
        (TWO, "between: [z, x], via: h, services: [tcp/443]", {}),
        (TWO, "between: [x, z], services: [tcp/443]", {}),
        (TWO, "between: [x, z], via: g, services: [tcp/443, udp/53]", {"r": "fail"}),
        (TWO, "between: [x, z], via: g", {"r": "unknown"}),
        (ONE, "between: [x, z], via: g, services: [tcp/443]", {"r": "fail"}),
        (ONE, "between: [x, z], via: g", {"r": "fail"}),
        (TWO, "between: [x, y], via: g, services: [tcp/443]", {"r": "fail"}),
        (TWO, "between: [x, nowhere], via: g, services: [tcp/443]", {"r": "unknown"}),
        (_gateway("g", "a, c"), "between: [x, z], via: g, services: [tcp/443]", {"r": "fail"}),
        ("{id: g, kind: firewall, segments: [a, c]}", "between: [x, z], via: g, services: [tcp/443]", {}),
    ],
)
def test_a_record_needs_a_way_that_every_gateway_permits(tmp_path, gateways, record, expected):
    assert _told(tmp_path, gateways, record) == expected


def test_two_systems_on_one_segment_exchange_there(tmp_path):
    place = PLACE.replace("{id: y}", "{id: y, segments: [a]}")

    assert _told(tmp_path, ONE, "between: [x, y], via: g, services: [tcp/443]", place) == {}


def test_a_proxy_opens_the_conversation_anew(tmp_path):
    proxy = _gateway("g", "a, middle", PERMIT, "proxy")
    beyond = _gateway("h", "middle, c", "{from: middle, to: c, services: [tcp/443], action: permit}")

    assert _told(tmp_path / "1", f"{proxy}, {beyond}", "between: [x, z], via: g, services: [tcp/443]") == {}
    (violation,) = _found(
        tmp_path / "2", f"{proxy}, {_gateway('h', 'middle, c')}", "between: [x, z], via: g, services: [tcp/443]"
    ).violations
    assert "g, opens it anew" in violation.facts["stopped"].en


@pytest.mark.parametrize(
    ("gateways", "stopped"),
    [
        (ONE, "at h, default deny (a → c)"),
        (
            f"{_gateway('g', 'a, middle', PERMIT)}, {_gateway('h', 'middle, c', PERMIT.replace('permit', 'deny'))}",
            "at h, denied by policy entry 1 (a → c)",
        ),
        (_gateway("g", "a, middle", PERMIT), "the two sides are not joined at all"),
    ],
)
def test_where_it_is_stopped_is_told(tmp_path, gateways, stopped):
    (violation,) = _found(tmp_path, gateways, "between: [x, z], via: g, services: [tcp/443]").violations

    assert violation.facts["stopped"].en == stopped
    assert violation.facts["stopped"].vi != stopped
    assert (violation.facts["blocked"], violation.level) == ("tcp/443", 3)


def test_only_the_blocked_services_are_told(tmp_path):
    (violation,) = _found(tmp_path, TWO, "between: [x, z], via: g, services: [tcp/443, udp/53]").violations

    assert (violation.facts["blocked"], violation.facts["services"]) == ("udp/53", "tcp/443, udp/53")


def test_what_is_not_declared_is_named(tmp_path):
    (bare,) = _found(tmp_path / "1", TWO, "between: [x, nowhere], via: g, services: [tcp/443]").violations
    (unnamed,) = _found(tmp_path / "2", TWO, "between: [x, z], via: g").violations

    assert bare.evidence.missing == ("system.segments",)
    assert unnamed.evidence.missing == ("interconnection.services",)


@pytest.mark.parametrize(
    ("since", "expected"), [("2026-11-22", {"r": "fail"}), ("2026-11-23", {}), (None, {"r": "unknown"})]
)
def test_which_records_are_meant_may_be_said(tmp_path, since, expected):
    body = 'check: declared_but_blocked\nwith: {where: "since <= as_of"}\n'
    record = "between: [x, z], via: g, services: [tcp/443]" + (f", since: {since}" if since else "")

    assert _told(tmp_path, ONE, record, body=body) == expected


def test_after_too_many_pairs_it_is_not_known(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[declared_but_blocked.__module__], "MOST_TRIED", 1)

    assert _told(tmp_path, ONE, "between: [x, z], via: g, services: [tcp/443]") == {"r": "unknown"}


def test_where_it_is_stopped_is_asked_for_some_records_only(tmp_path, monkeypatch):
    monkeypatch.setattr(sys.modules[declared_but_blocked.__module__], "RECORDS_EXPLAINED", 0)

    (violation,) = _found(tmp_path, ONE, "between: [x, z], via: g").violations

    assert (violation.state, violation.facts["blocked"]) == ("fail", "any")
    assert violation.facts["stopped"].en == "where was not asked: too many records are blocked"


def test_what_is_denied_part_by_part_is_blocked_and_the_entry_is_told_for_an_address(tmp_path):
    place = PLACE.replace("{id: c, system: z}", "{id: c, system: z, cidrs: [10.0.2.0/24]}").replace(
        "{id: a, system: x}", "{id: a, system: x, cidrs: [10.0.1.0/24]}"
    )
    halves = [f"{{from: any, to: 10.0.2.{low}/25, action: deny}}" for low in (0, 128)]
    record = "between: [x, z], via: g, services: [tcp/443]"

    (found,) = _found(tmp_path, _gateway("g", "a, c", ", ".join([*halves, PERMIT])), record, place=place).violations

    assert found.state == "fail"
    assert found.facts["stopped"].en == "at g, denied by policy entry 1, to 10.0.2.0/25 (a → c)"
    assert _told(tmp_path / "b", _gateway("g", "a, c", ", ".join([halves[0], PERMIT])), record, place=place) == {}


BLOCKS = """\
systems: [{{id: x}}, {{id: y}}, {{id: z}}]
segments: [{{id: a, system: x, cidrs: [10.0.0.0/24]}}, {{id: b, system: y{declared}}}]
gateways: [{{id: g, segments: [a, b], policy: [{entries}]}}]
interconnections: [{{id: r, between: [x, y], services: [tcp/443]}}]
"""
ENTRY = "{{from: [{origin}], to: [{target}], services: [tcp/443], action: {action}}}"


def _entry(origin: str, target: str, action: str = "permit") -> str:
    return ENTRY.format(origin=origin, target=target, action=action)


@pytest.mark.parametrize(
    ("declared", "entries", "missing"),
    [
        ("", [("10.0.0.0/24", "10.0.1.0/24")], ("segment.cidrs",)),
        (", cidrs: [10.0.1.0/25]", [("10.0.0.0/24", "10.0.1.0/24")], None),
        (", cidrs: [10.0.1.0/24]", [("10.0.0.0/25", "10.0.1.128/25")], None),
        ("", [("10.0.0.0/24", "any")], None),
        ("", [("10.0.0.0/24", "b")], None),
        ("", [("any", "10.0.1.0/24", "deny"), ("10.0.0.0/24", "any")], ("segment.cidrs",)),
        ("", [("any", "any"), ("any", "10.0.1.0/24", "deny")], None),
        (", cidrs: [10.0.1.0/24]", [("any", "zone:server")], ("segment.zone", "segment.level", "segment.network")),
        (", cidrs: [10.0.1.0/24], zone: server", [("any", "zone:server")], None),
    ],
)
def test_a_record_that_gets_through_only_perhaps_is_not_known_to_get_through(tmp_path, declared, entries, missing):
    policy = ", ".join(_entry(*entry) for entry in entries)

    found = answer(
        tmp_path, "check: declared_but_blocked\nwith: {}\n", BLOCKS.format(declared=declared, entries=policy)
    )

    assert states(found) == ({} if missing is None else {"r": "unknown"})
    assert found.passed == (missing is None)
    assert [violation.evidence.missing for violation in found.violations] == ([] if missing is None else [missing])
    assert all(violation.facts["blocked"] == "tcp/443" for violation in found.violations)


def test_a_record_that_is_denied_host_by_host_is_not_known_to_get_through(tmp_path):
    denials = [_entry("any", f"10.0.1.{number}/32", "deny") for number in range(256)]
    policy = ", ".join([*denials, _entry("10.0.0.0/24", "any")])

    found = answer(tmp_path, BODY, BLOCKS.format(declared=", cidrs: [10.0.1.0/24]", entries=policy))

    assert states(found) == {"r": "unknown"}


def test_where_all_is_declared_it_is_the_policy_that_does_not_tell(tmp_path):
    place = BLOCKS.replace("systems: [{{id: x}}", "systems: [{{id: w, segments: [b]}}, {{id: x}}")
    place = place.replace("id: a, system: x", "id: a, system: x, zone: server, level: 3, network: n")
    text = "networks: [{id: n}]\n" + place.format(
        declared=", cidrs: [10.0.1.0/24], zone: server, level: 3, network: n", entries=_entry("a", "system:w")
    )

    (violation,) = answer(tmp_path, "check: declared_but_blocked\nwith: {}\n", text).violations

    assert (violation.state, violation.evidence.missing) == ("unknown", ("gateway.policy",))
