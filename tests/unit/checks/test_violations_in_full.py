"""What a graph check tells of a violation, with nothing left out: every field against what the inventory says."""

import pytest

from secaudit.documents.source import Source
from secaudit.findings.evidence import Evidence, Exposed, Hop
from secaudit.findings.words import Words
from secaudit.policy import Violation
from tests.builders import answer

UNDER = """\
units: [{id: it}]
segments:
  - {id: a, name: Vùng A, level: 2, zone: internal}
  - {id: b, name: Vùng B, level: 4, zone: server}
  - {id: c, level: 3, zone: internal}
hosts:
  - {id: x, name: Máy X, owner: it, kind: backup, segments: [a, b, c]}
"""
A = Hop(kind="segment", id="a", name="Vùng A", level=2, source=Source("file0.yaml", 4, 5))
B = Hop(kind="segment", id="b", name="Vùng B", level=4, source=Source("file0.yaml", 5, 5))
C = Hop(kind="segment", id="c", level=3, source=Source("file0.yaml", 6, 5))
X = Hop(kind="host", id="x", name="Máy X", source=Source("file0.yaml", 8, 5), offending=True)
ALL = (Exposed(id="b", level=4), Exposed(id="c", level=3), Exposed(id="a", level=2))


def _host(evidence: Evidence, **facts: str) -> Violation:
    return Violation(
        kind="host", subject="x", subjects=("host:x",), state="fail", name="Máy X", level=4, owner="it", source=X.source,
        evidence=evidence, facts=facts,
    )  # fmt: skip


def test_a_bridge_is_told_with_all_its_ends_and_what_they_differ_in(tmp_path):
    found = answer(tmp_path, "check: bridge\nwith: {of: [host], differ: [network, zone, level]}\n", UNDER)

    assert found.violations == (
        _host(
            Evidence(path=(A, X, B, C), seen=(("zone", "internal / server / internal"), ("level", "2 / 4 / 3"))),
            **{"via": "x", "from": "a", "to": "b, c", "differs": "zone, level"},
        ),
    )


def test_neighbours_are_told_by_the_first_pair_with_all_that_touch(tmp_path):
    found = answer(tmp_path, 'check: adjacency\nwith: {where: "a.level < b.level"}\n', UNDER)

    detail = Words(vi="nối nhiều phân đoạn, coi như chuyển tiếp", en="attached to several, taken to forward")
    host = Hop(kind="host", id="x", name="Máy X", source=X.source, detail=detail, offending=True)
    assert found.violations == (
        _host(
            Evidence(path=(A, host, B), exposed=ALL, exposed_count=3), **{"via": "x", "from": "a", "to": "b", "count": "3"}
        ),
    )  # fmt: skip


def test_a_host_under_several_levels_is_told_with_each_of_them(tmp_path):
    found = answer(tmp_path, "check: shared_substrate\nwith: {}\n", UNDER)

    repair = Words(
        vi="Tách x cho từng cấp độ, hoặc phê duyệt x ở cấp độ ít nhất 4",
        en="Give each level a host of its own in place of x, or have x approved for level 4 at least",
    )
    assert found.violations == (
        _host(
            Evidence(
                path=(B, X, A, C), exposed=ALL, exposed_count=3, seen=(("b", "4"), ("c", "3"), ("a", "2")), repair=repair
            ),
            **{"subject": "x", "name": "Máy X", "kind": "backup", "count": "3", "from": "b", "to": "a", "level": "4", "lowest": "2"},
        ),
    )  # fmt: skip


def test_what_is_not_separated_is_told_with_the_way_the_targets_and_the_repair(tmp_path):
    body = "check: separation\nwith: {from: segment.id == 'a', to: segment.level >= 3}\n"

    found = answer(tmp_path, body, UNDER)

    detail = Words(vi="nối nhiều phân đoạn, coi như chuyển tiếp", en="attached to several, taken to forward")
    host = Hop(kind="host", id="x", name="Máy X", source=X.source, detail=detail, offending=True)
    repair = Words(
        vi="Rút x khỏi một trong các phân đoạn, hoặc tắt chuyển tiếp và lập biên bản xác nhận",
        en="Detach x from one of the segments, or turn forwarding off and have it attested",
    )
    assert found.violations == (
        _host(
            Evidence(path=(A, host, B), exposed=ALL[:2], exposed_count=2, repair=repair),
            **{"via": "x", "from": "a", "to": "b", "count": "2", "level": "4"},
        ),
    )
    assert (found.passed, found.not_applicable) == (0, 0)


@pytest.mark.parametrize(
    ("origin", "goal", "counts"),
    [("id == 'a'", "id == 'z'", (0, 0)), ("id == 'z'", "level >= 3", (0, 2)), ("id == 'z'", "id == 'z'", (0, 0))],
)
def test_where_there_is_nobody_on_one_side_the_question_does_not_arise(tmp_path, origin, goal, counts):
    body = f"check: separation\nwith: {{from: segment.{origin}, to: segment.{goal}}}\n"

    found = answer(tmp_path, body, UNDER)

    assert (found.violations, (found.passed, found.not_applicable)) == ((), counts)


DIODE = """\
units: [{id: it}]
segments:
  - {id: a, name: Vùng A, level: 3}
  - {id: b, level: 4}
  - {id: c, level: 1}
gateways:
  - {id: d, name: Một chiều, owner: it, level: 4, kind: data_diode, segments: [a, b], one_way: {from: a, to: b}}
"""
BACK = """\
links:
  - {id: l, between: [b, c]}
  - {id: m, between: [c, a]}
"""


def test_a_way_back_is_told_hop_by_hop_with_what_to_cut(tmp_path):
    found = answer(tmp_path, "check: one_way\nwith: {}\n", DIODE + BACK)

    unfiltered = Words(vi="không lọc", en="unfiltered")
    path = (
        Hop(kind="segment", id="b", level=4, source=Source("file0.yaml", 5, 5)),
        Hop(kind="link", id="l", source=Source("file0.yaml", 10, 5), detail=unfiltered),
        Hop(kind="segment", id="c", level=1, source=Source("file0.yaml", 6, 5)),
        Hop(kind="link", id="m", source=Source("file0.yaml", 11, 5), detail=unfiltered),
        Hop(kind="segment", id="a", name="Vùng A", level=3, source=Source("file0.yaml", 4, 5)),
    )
    assert found.violations == (
        Violation(
            kind="gateway", subject="d", subjects=("gateway:d",), state="fail", name="Một chiều", level=4, owner="it",
            source=Source("file0.yaml", 8, 5),
            evidence=Evidence(
                path=path, exposed=(Exposed(id="b", level=4), Exposed(id="a", level=3)), exposed_count=2,
                repair=Words(vi="Cắt đường về qua l, m", en="Cut the way back by way of l, m"),
            ),
            facts={"via": "d", "from": "a", "to": "b", "back": "l, m", "count": "2"},
        ),
    )  # fmt: skip
    assert (found.passed, found.not_applicable) == (0, 2)


def test_a_firewall_that_is_called_one_way_is_to_be_replaced(tmp_path):
    firewall = DIODE.replace("kind: data_diode", "kind: firewall, policy: []").replace("level: 4, kind", "kind")

    (violation,) = answer(tmp_path, "check: one_way\nwith: {}\n", firewall).violations

    assert violation.evidence == Evidence(
        exposed=(Exposed(id="b", level=4), Exposed(id="a", level=3)),
        exposed_count=2,
        repair=Words(vi="Thay d bằng thiết bị một chiều phần cứng", en="Replace d by a hardware one-way device"),
    )
    assert violation.facts == {"via": "d", "from": "a", "to": "b", "back": "d", "count": "2"}


CHAIN = """\
units: [{id: it}]
segments:
  - {id: a, name: Vùng A, level: 2, zone: internal}
  - {id: b, level: 3, zone: server}
  - {id: c, level: 4, zone: server}
gateways:
  - {id: d, name: Tường lửa, owner: it, level: 4, kind: firewall, functions: [firewall], segments: [a, b],
     policy: [{from: any, to: any, action: permit}]}
links:
  - {id: l, name: Cáp, owner: it, direction: north, between: [b, c]}
"""
SIDES = """\
check: redundancy
with: {from: "segment.zone == 'internal'", to: "segment.level >= 3"%s}
"""
_D = {"kind": "gateway", "id": "d", "name": "Tường lửa", "level": 4, "source": Source("file0.yaml", 8, 5)}
_L = {"kind": "link", "id": "l", "name": "Cáp", "source": Source("file0.yaml", 11, 5)}
_ENDS = (
    Hop(kind="segment", id="a", name="Vùng A", level=2, source=Source("file0.yaml", 4, 5)),
    Hop(kind="segment", id="b", level=3, source=Source("file0.yaml", 5, 5)),
    Hop(kind="segment", id="c", level=4, source=Source("file0.yaml", 6, 5)),
)


def _cut_by(via: str) -> tuple[Hop, ...]:
    first, second, third = _ENDS
    return first, Hop(**_D, offending=via == "d"), second, Hop(**_L, offending=via == "l"), third


def _line(**evidence: object) -> Violation:
    return Violation(
        kind="link", subject="l", subjects=("link:l",), state="fail", name="Cáp", level=4, owner="it", source=_L["source"],
        evidence=Evidence(path=_cut_by("l"), exposed=(Exposed(id="c", level=4),), exposed_count=1, **evidence),
        facts={"via": "l", "from": "a", "to": "c", "count": "1", "level": "4", "direction": "north"},
    )  # fmt: skip


def test_each_device_that_stands_alone_is_told_with_the_way_and_the_repair(tmp_path):
    gateway = Violation(
        kind="gateway", subject="d", subjects=("gateway:d",), state="fail", name="Tường lửa", level=4, owner="it",
        source=_D["source"],
        evidence=Evidence(
            path=_cut_by("d"), exposed=(Exposed(id="c", level=4), Exposed(id="b", level=3)), exposed_count=2,
            repair=Words(
                vi="Đặt thiết bị thứ hai song song với d, hoặc lắp dự phòng nóng cho d và kê khai",
                en="Put a second device beside d, or give d a hot standby and declare it",
            ),
        ),
        facts={"via": "d", "from": "a", "to": "c", "count": "2", "level": "4", "direction": None},
    )  # fmt: skip
    line = _line(repair=Words(vi="Bổ sung đường thứ hai song song với l", en="Add a second line beside l"))

    assert answer(tmp_path, SIDES % "", CHAIN).violations == (gateway, line)


def test_a_line_that_stands_alone_is_told_with_its_direction(tmp_path):
    other, line = answer(tmp_path, SIDES % ", physical: true", CHAIN).violations

    assert line == _line(
        seen=(("l", "north"),),
        repair=Words(
            vi="Bổ sung đường truyền thứ hai theo hướng vật lý khác với l và kê khai hướng (direction) của từng đường",
            en="Add a second line in another physical direction than l, and declare the direction of each line",
        ),
    )
    assert (other.subject, other.state, other.evidence.missing) == ("d", "unknown", ("link.direction",))
    assert [hop.id for hop in other.evidence.path] == ["a", "d", "b"]


@pytest.mark.parametrize(
    ("check", "options"), [("bridge", "{of: host, differ: zone}"), ("adjacency", "{where: a.zone != b.zone}")]
)
@pytest.mark.parametrize(("levels", "expected"), [((2, 4), 4), ((None, 4), 4), ((4, None), 4), ((None, None), None)])
def test_the_level_of_a_violation_is_the_highest_that_is_declared(tmp_path, check, options, levels, expected):
    a, b = (f", level: {level}" if level else "" for level in levels)
    text = f"segments: [{{id: a, zone: dmz{a}}}, {{id: b, zone: server{b}}}]\nhosts: [{{id: x, segments: [a, b]}}]\n"

    (violation,) = answer(tmp_path, f"check: {check}\nwith: {options}\n", text).violations

    assert violation.level == expected
