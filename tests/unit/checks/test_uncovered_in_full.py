"""What is told of permits that no record covers, with nothing left out."""

import sys

import pytest

from secaudit.checks import permitted_but_undeclared
from secaudit.documents.source import Source
from secaudit.findings.evidence import Evidence, Exposed, Hop
from secaudit.findings.words import Words
from secaudit.policy import Answer, Violation, uncovered
from tests.builders import answer
from tests.unit.checks.permits import SEVERAL, UNDECLARED

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
BOTH = (Exposed(id="a", level=3), Exposed(id="b", level=2))
NARROW = Words(
    vi="Thu hẹp hoặc xóa mục chính sách này trên g, hoặc lập hồ sơ kết nối liên thông giữa hai hệ thống, nêu g và dịch vụ",
    en="Narrow or remove this entry of g, or record an interconnection of the two systems that names g and the services",
)


def _record(**fields: str) -> str:
    told = ", ".join(f"{key}: {value}" for key, value in {"id": "r", "between": "[x, y]", **fields}.items())
    return f"interconnections: [{{{told}}}]\n"


def _gateway(detail: Words, line: int, column: int) -> Hop:
    source = Source("file0.yaml", line, column)
    return Hop(kind="gateway", id="g", name="Tường lửa", level=4, source=source, detail=detail, offending=True)


def _uncovered(evidence: Evidence, **more: object) -> Violation:
    told = {"name": "Tường lửa", "level": 3, "owner": "it", "source": Source("file0.yaml", 9, 15)} | more
    return Violation(
        kind="gateway", subject="g", subjects=("gateway:g",), evidence=evidence, **told,
        discriminator="a,b > a,b : tcp/443, udp/53",
    )  # fmt: skip


ENTRY = Words(vi="mục chính sách 1: tcp/443, udp/53", en="policy entry 1: tcp/443, udp/53")


def test_an_entry_that_no_record_covers_is_told_with_the_first_conversation_and_all_that_are_exposed(tmp_path):
    found = answer(tmp_path, UNDECLARED, PLACE + _record(via="g", services="[udp]"))

    evidence = Evidence(
        path=(B, _gateway(ENTRY, 9, 15), A), exposed=BOTH, exposed_count=2, repair=NARROW,
        seen=(("b → a", "tcp/443 (y, z - x)"), ("a → b", "tcp/443 (x - y, z)")),
    )  # fmt: skip
    facts = {
        "subject": "g", "name": "Tường lửa", "entry": ENTRY, "services": "tcp/443", "from": "b", "to": "a",
        "systems": "y, z - x", "count": "2",
    }  # fmt: skip
    assert found == Answer(violations=(_uncovered(evidence, state="fail", facts=facts),))


def test_an_entry_of_which_too_much_would_have_to_be_followed_is_told_as_not_known(tmp_path, monkeypatch):
    monkeypatch.setattr(uncovered, "MOST_FOLLOWED", 0)

    found = answer(tmp_path, UNDECLARED, PLACE)

    beyond = (("quá nhiều cặp để xét hết", "too many pairs to follow them all"),)
    nothing = dict.fromkeys(("services", "from", "to", "systems", "count"))
    facts = {"subject": "g", "name": "Tường lửa", "entry": ENTRY} | nothing
    evidence = Evidence(seen=beyond, repair=NARROW)
    assert found == Answer(violations=(_uncovered(evidence, state="unknown", facts=facts, level=None),))


@pytest.mark.parametrize(
    ("kind", "more", "told", "name"),
    [
        ("firewall", ", policy: [], default: permit", "permitted by default", "rest -3"),
        ("data_diode", ", one_way: {from: a, to: b}", "one way", "rest -1"),
        ("firewall", "", "policy not declared: taken to forward everything", "rest -2"),
    ],
)
def test_what_passes_without_an_entry_is_told_at_the_gateway(tmp_path, kind, more, told, name):
    text = f"{PLACE.partition('gateways:')[0]}gateways: [{{id: g, kind: {kind}, segments: [a, b]{more}}}]\n"

    (violation,) = answer(tmp_path, UNDECLARED, text).violations

    assert told in violation.facts["entry"].en
    assert (violation.discriminator, violation.source.line, violation.facts["name"]) == (name, 7, "g")


def test_entries_that_are_covered_pass_and_those_within_one_system_are_not_asked_about(tmp_path):
    assert answer(tmp_path, UNDECLARED, SEVERAL) == Answer(passed=2, not_applicable=3)


def test_what_is_certain_is_told_without_what_is_not_known(tmp_path):
    body = 'check: permitted_but_undeclared\nwith: {record: "since <= as_of"}\n'
    wide = "{from: a, to: [b, bare], services: [tcp/1-4], action: permit}"
    text = SEVERAL.replace("{from: a, to: b, services: [tcp/1], action: permit}", wide)

    (violation,) = answer(tmp_path, body, text).violations

    assert (violation.state, violation.evidence.missing) == ("fail", ())
    assert violation.evidence.seen == (("a → b", "tcp/3-4 (x - y)"),)
    assert (violation.facts["services"], violation.facts["count"]) == ("tcp/3-4", "1")


def test_a_segment_on_which_no_system_lies_is_told_after_one_with_a_level_and_its_system_as_not_known(tmp_path):
    text = SEVERAL.replace("- {id: a, system: x}", "- {id: a}")

    first, _, third, *_ = answer(tmp_path, UNDECLARED, text).violations

    assert (first.facts["systems"], first.evidence.missing) == ("? - y", ("segment.system",))
    assert (first.level, third.level) == (1, None)  # of ends that declare no level none is told
    assert [first.evidence.seen, third.evidence.seen] == [
        (("a → b", "tcp/1 (? - y)"),), (("a → c", "any (? - x)"),),
    ]  # fmt: skip


def test_conversations_are_told_by_the_level_of_their_target_highest_first(tmp_path):
    text = SEVERAL.replace("bare", "aa").replace("aa}", "aa, system: y}")
    text = text.replace("to: b, services: [tcp/1]", "to: any, services: [tcp/9]")

    (violation,) = answer(tmp_path, UNDECLARED, text).violations

    assert [ends for ends, _ in violation.evidence.seen] == ["a → b", "a → aa"]
    assert [hop.id for hop in violation.evidence.path] == ["a", "g", "b"]


def test_alike_segments_are_told_by_the_first_of_them_with_how_many_more_pairs_there_are(tmp_path):
    def seen(name, origins, targets):
        sides = {"a": origins, "b": targets}
        rows = [f"{{id: {side}{number}, system: s{side}}}" for side, count in sides.items() for number in range(count)]
        links = [
            f"{{id: l{side}, segments: [{', '.join(f'{side}{n}' for n in range(count))}]}}"
            for side, count in sides.items()
            if count > 1
        ]
        text = (
            f"systems: [{{id: sa}}, {{id: sb}}]\nsegments: [{', '.join(rows)}]\nhosts: [{', '.join(links)}]\n"
            "gateways: [{id: g, kind: firewall, segments: [a0, b0],"
            " policy: [{from: system:sa, to: system:sb, action: permit}]}]\n"
        )  # fmt: skip
        (violation,) = answer(tmp_path / name, UNDECLARED, text).violations
        return violation.evidence.seen[0][0], violation.facts["count"]

    assert seen("1", 1, 1) == ("a0 → b0", "1")
    assert seen("2", 1, 2) == ("a0 → b0 (+1)", "2")
    assert seen("3", 2, 3) == ("a0 → b0 (+5)", "6")


@pytest.mark.parametrize(("listed", "more"), [(3, ()), (2, (("…", "+1"),)), (1, (("…", "+2"),))])
def test_some_conversations_are_listed_and_the_others_counted(tmp_path, monkeypatch, listed, more):
    monkeypatch.setattr(sys.modules[permitted_but_undeclared.__module__], "MOST_LISTED", listed)
    text = SEVERAL.replace("{from: a, to: b, services: [tcp/1]", "{from: [a, bare], to: [b, bare], services: [tcp/9]")
    text = text.replace("bare}", "bare, system: z}").replace("{id: y}]", "{id: y}, {id: z}]")

    (violation,) = answer(tmp_path, UNDECLARED, text).violations

    assert violation.evidence.seen[:listed] == (
        ("a → b", "tcp/9 (x - y)"), ("bare → b", "tcp/9 (z - y)"), ("a → bare", "tcp/9 (x - z)"),
    )[:listed]  # fmt: skip
    assert violation.evidence.seen[listed:] == more
    assert violation.facts["count"] == "3"


def test_a_conversation_that_the_gateway_does_not_join_by_itself_has_no_path(tmp_path):
    text = SEVERAL.replace("segments: [a, b, bare, c]", "segments: [a, bare, c]").replace("[tcp/1-2]", "[tcp/1]")
    text = text.replace("interconnections:", "links: [{id: l, between: [bare, b]}]\ninterconnections:")

    (violation,) = answer(tmp_path, UNDECLARED, text).violations

    assert violation.evidence.path == ()
    assert violation.facts["from"] == "a"
