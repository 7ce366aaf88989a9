"""What is told of records that are blocked, with nothing left out; and which pairs of segments are tried."""

import sys

import pytest

from secaudit.checks import declared_but_blocked
from secaudit.documents.source import Source
from secaudit.findings.evidence import Evidence, Hop
from secaudit.findings.words import Words
from secaudit.policy import Answer, Violation
from tests.builders import answer

BLOCKED = "check: declared_but_blocked\nwith: {}\n"
PLACE = """\
units: [{id: it}]
systems: [{id: x, level: 3}, {id: y, level: 4}, {id: z, segments: [b]}]
segments:
  - {id: a, name: Vùng A, system: x, level: 3}
  - {id: b, name: Vùng B, system: y, level: 2}
gateways:
  - {id: g, name: Tường lửa, owner: it, level: 4, kind: firewall, segments: [a, b],
     policy: [{from: [b, a], to: [b, a], services: [tcp/443, udp/53], action: permit}]}
"""
A = Hop(kind="segment", id="a", name="Vùng A", level=3, source=Source("file0.yaml", 5, 5))
B = Hop(kind="segment", id="b", name="Vùng B", level=2, source=Source("file0.yaml", 6, 5))

PERMIT = Words(
    vi="Cho phép các dịch vụ này tại g, hoặc bỏ chúng khỏi hồ sơ kết nối nếu không còn dùng",
    en="Permit these services at g, or take them out of the record if they are not in use any more",
)
NAMED = {"name": "Kết nối", "owner": "it", "via": "g", "services": "[udp, gre, tcp/80]"}


def _record(**fields: str) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in {"id": "r", "between": "[x, y]", **fields}.items())
    return f"interconnections: [{{{told}}}]\n"


def _gateway(detail: Words, line: int, column: int) -> Hop:
    source = Source("file0.yaml", line, column)
    return Hop(kind="gateway", id="g", name="Tường lửa", level=4, source=source, detail=detail, offending=True)


def _blocked(evidence: Evidence, **more: object) -> Violation:
    return Violation(
        kind="interconnection", subject="r", subjects=("interconnection:r",), name="Kết nối", level=4, owner="it",
        source=Source("file0.yaml", 10, 20), evidence=evidence, **more,
    )  # fmt: skip


def test_a_record_that_is_blocked_is_told_with_the_conversation_and_what_stops_it(tmp_path):
    found = answer(tmp_path, BLOCKED, PLACE + _record(**NAMED))

    passes, comes = "tcp/443, udp/53", "tcp/80, udp/0-52, udp/54-65535, gre"
    reason = Words(
        vi=f"mặc định chặn (chỉ cho qua {passes}, mà đến đây chỉ có {comes})",
        en=f"default deny (only {passes} may pass, and what comes is {comes})",
    )
    evidence = Evidence(path=(A, _gateway(reason, 8, 5), B), seen=(("x", "a"), ("y", "b")), repair=PERMIT)
    facts = {
        "subject": "r", "name": "Kết nối", "first": "x", "second": "y", "via": "g", "services": "tcp/80, udp, gre",
        "blocked": comes, "stopped": Words(vi=f"tại g, {reason.vi} (a → b)", en=f"at g, {reason.en} (a → b)"),
    }  # fmt: skip
    assert found == Answer(violations=(_blocked(evidence, state="fail", facts=facts),))


def test_a_record_of_which_it_is_not_known_whether_it_is_blocked_is_told_without_what_stops_it(tmp_path):
    named = NAMED | {"between": "[x, it]"}
    text = PLACE.replace("{id: z,", "{id: it, level: 4}, {id: z,") + _record(**named)

    found = answer(tmp_path, BLOCKED, text)

    evidence = Evidence(missing=("system.segments",), seen=(("x", "a"), ("it", "-")), repair=PERMIT)
    facts = {
        "subject": "r", "name": "Kết nối", "first": "x", "second": "it", "via": "g", "services": "tcp/80, udp, gre",
        "blocked": "tcp/80, udp, gre", "stopped": None,
    }  # fmt: skip
    assert found == Answer(violations=(_blocked(evidence, state="unknown", facts=facts),))


def test_records_are_counted_whether_they_are_asked_about_get_through_or_are_blocked(tmp_path):
    rows = [
        f"{{id: r{number}, between: [x, y], since: {since}, services: [{services}]}}"
        for number, (since, services) in enumerate(
            [("2030-01-01", "any"), ("2026-01-01", "udp/53"), ("2026-01-01", "tcp/1"), ("2030-01-01", "any"),
             ("2026-01-01", "tcp/443"), ("2026-01-01", "tcp/443"), ("2026-01-01", "tcp/2")]
        )
    ]  # fmt: skip
    body = 'check: declared_but_blocked\nwith: {where: "since <= as_of"}\n'

    found = answer(tmp_path, body, f"{PLACE}interconnections: [{', '.join(rows)}]\n")

    assert [violation.subject for violation in found.violations] == ["r2", "r6"]
    assert (found.passed, found.not_applicable) == (3, 2)


def test_of_a_record_without_a_name_or_a_gateway_the_id_is_told_and_what_stops_it(tmp_path):
    (violation,) = answer(tmp_path, BLOCKED, PLACE + _record(services="[tcp/1]")).violations

    assert (violation.facts["name"], violation.facts["via"], violation.evidence.repair) == ("r", None, PERMIT)


def test_where_nothing_joins_the_two_sides_the_repair_names_no_device(tmp_path):
    text = PLACE.replace("gateways:", "  - {id: c}\ngateways:").replace("segments: [a, b]", "segments: [a, c]")

    (violation,) = answer(tmp_path, BLOCKED, text + _record(services="[tcp/1]")).violations

    assert violation.evidence.path == ()
    assert violation.evidence.repair == Words(
        vi="Cho phép các dịch vụ này giữa hai hệ thống, hoặc bỏ chúng khỏi hồ sơ kết nối nếu không còn dùng",
        en="Permit these services between the two systems, or take them out of the record if they are not in use any more",
    )


def test_a_conversation_that_more_than_one_device_leads_to_its_end_has_no_path(tmp_path):
    text = PLACE.replace("gateways:", "  - {id: c}\nlinks: [{id: l, between: [a, c]}]\ngateways:")
    text = text.replace("segments: [a, b]", "segments: [c, b]")

    (violation,) = answer(tmp_path, BLOCKED, text + _record(services="[tcp/1]")).violations

    assert (violation.evidence.path, violation.evidence.repair) == ((), PERMIT)
    assert violation.facts["stopped"].en.startswith("at g, default deny")


def test_of_many_segments_of_a_system_some_are_listed(tmp_path):
    many = ", ".join(f"{{id: n{number:02}, system: many}}" for number in range(21))
    text = f"systems: [{{id: many}}, {{id: one}}]\nsegments: [{many}, {{id: o, system: one}}]\n"

    (violation,) = answer(tmp_path, BLOCKED, text + _record(between="[many, one]", services="[any]")).violations

    assert violation.evidence.seen == (("many", ", ".join(f"n{number:02}" for number in range(20))), ("one", "o"))


# Which pairs of segments are tried, and how many

PAIRS = """\
systems: [{id: x}, {id: z}, {id: v, segments: [a0]}, {id: w, segments: [a0]}]
segments: [{id: a0, system: x}, {id: a1, system: x}, {id: a2, system: x}, {id: c1, system: z}, {id: c2, system: z}]
gateways:
  - {id: g, kind: firewall, segments: [a0, a1, a2, c1, c2], policy: [%s]}
"""


def _tried(tmp_path, monkeypatch, most: int, entries: str, **record: str) -> list[str]:
    """The states that are told if so many pairs are tried."""
    monkeypatch.setattr(sys.modules[declared_but_blocked.__module__], "MOST_TRIED", most)
    policy = ", ".join(
        f"{{from: {origin}, to: {target}, services: [{service}], action: permit}}"
        for origin, target, service in (entry.split() for entry in entries.split(","))
    )
    found = answer(tmp_path, BLOCKED, PAIRS % policy + _record(between="[x, z]", **record))
    return [violation.state for violation in found.violations]


@pytest.mark.parametrize("entry", ["a2 c2 tcp/1", "c2 a2 tcp/1"])
def test_pairs_that_an_entry_of_the_recorded_gateway_permits_are_tried_first(tmp_path, monkeypatch, entry):
    assert _tried(tmp_path, monkeypatch, 1, entry, via="g", services="[tcp/1]") == []


def test_every_pair_is_tried_once(tmp_path, monkeypatch):
    entries = "a2 c2 tcp/1,a2 c2 tcp/2,c1 a1 tcp/3"
    assert _tried(tmp_path / "1", monkeypatch, 2, entries, via="g", services="[tcp/1-3]") == []
    assert _tried(tmp_path / "2", monkeypatch, 13, entries, via="g", services="[tcp/1-4]") == ["fail"]
    assert _tried(tmp_path / "3", monkeypatch, 12, entries, via="g", services="[tcp/1-4]") == ["unknown"]


def test_segments_that_many_systems_share_are_tried_last(tmp_path, monkeypatch):
    assert _tried(tmp_path / "1", monkeypatch, 1, "a1 c1 tcp/1", services="[tcp/1]") == []
    assert _tried(tmp_path / "2", monkeypatch, 8, "a0 c1 tcp/1", services="[tcp/1]") == ["unknown"]


def test_a_conversation_that_only_the_second_side_may_open_gets_through(tmp_path, monkeypatch):
    assert _tried(tmp_path / "1", monkeypatch, 99, "c2 a1 tcp/1", services="[tcp/1]") == []
    assert _tried(tmp_path / "2", monkeypatch, 1, "c1 a1 tcp/1", services="[tcp/1]") == ["unknown"]
