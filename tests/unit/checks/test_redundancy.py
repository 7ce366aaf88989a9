import pytest

from tests.builders import answer, states

BODY = """\
check: redundancy
with:
  from: "segment.zone == 'internal'"
  to: "segment.level >= 3"
  spare: "device.type == 'gateway' && 'hot_standby' in device.functions"
"""
PLACE = """\
networks: [{id: lan, trust: own}]
units: [{id: it}]
segments:
  - {id: office, network: lan, level: 2, zone: internal}
  - {id: middle, network: lan, level: 2, zone: wan}
  - {id: core, network: lan, level: 3, zone: server}
  - {id: vault, network: lan, level: 4, zone: database}
"""
OPEN = "policy: [{from: any, to: any, action: permit}]"


def _gateway(name: str, ends: str, more: str = f"functions: [firewall], {OPEN}") -> str:
    return f"{{id: {name}, kind: firewall, segments: [{ends}], {more}}}"


def _place(links: str = "", gateways: str = "", hosts: str = "") -> str:
    return f"{PLACE}links: [{links}]\ngateways: [{gateways}]\nhosts: [{hosts}]\n"


ONE = _gateway("g", "office, core")


@pytest.mark.parametrize(
    ("links", "gateways", "hosts", "expected"),
    [
        ("", ONE, "", {"g": "fail"}),
        ("", ONE + ", " + _gateway("h", "office, core"), "", {}),
        ("", _gateway("g", "office, core", f"functions: [hot_standby], {OPEN}"), "", {}),
        ("", _gateway("g", "office, core", OPEN), "", {"g": "unknown"}),
        ("{id: l, between: [office, middle]}", _gateway("g", "middle, core"), "", {"g": "fail", "l": "fail"}),
        ("{id: l, between: [office, core]}, {id: m, between: [office, core]}", "", "", {}),
        ("{id: l, between: [office, core], one_way: {from: core, to: office}}", "", "", {"l": "fail"}),
        ("", "", "", {}),
        # a gateway that permits nothing leads nowhere
        ("", ONE + ", " + _gateway("h", "office, core", "functions: [], policy: []"), "", {"g": "fail"}),
        # what forwards only because nothing else is declared is no second way for certain
        ("", ONE + ", " + _gateway("h", "office, core", "functions: []"), "", {"g": "unknown"}),
        ("", ONE, "{id: laptop, segments: [office, core]}", {"g": "unknown"}),
        ("", ONE, "{id: router, segments: [office, core], forwarding: {state: on, attested: 2026-01-01, by: it}}", {}),
        ("", ONE, "{id: ws, segments: [office, core], forwarding: {state: off, attested: 2026-01-01, by: it}}", {"g": "fail"}),
        ("", _gateway("h", "office, core", "functions: []"), "{id: laptop, segments: [office, core]}", {"h": "unknown"}),
    ],
)  # fmt: skip
def test_what_stands_alone_is_told(tmp_path, links, gateways, hosts, expected):
    assert states(answer(tmp_path, BODY, _place(links, gateways, hosts))) == expected


def test_one_violation_a_device_with_all_that_it_cuts_off_and_the_way(tmp_path):
    text = _place("{id: l, between: [core, vault]}, {id: m, between: [core, vault]}", ONE)

    found = answer(tmp_path, BODY, text)

    (violation,) = found.violations
    assert [(target.id, target.level) for target in violation.evidence.exposed] == [("vault", 4), ("core", 3)]
    assert [hop.id for hop in violation.evidence.path] == ["office", "g", "core", "l", "vault"]
    assert [hop.id for hop in violation.evidence.path if hop.offending] == ["g"]
    assert (violation.level, violation.facts["count"], found.passed) == (4, "2", 0)
    assert "g" in violation.evidence.repair.vi
    assert "g" in violation.evidence.repair.en


def test_a_ring_is_cut_by_none_of_its_lines(tmp_path):
    ring = "{id: a, between: [office, middle]}, {id: b, between: [middle, core]}, {id: c, between: [core, office]}"

    found = answer(tmp_path, BODY, _place(ring))

    assert (states(found), found.passed, found.not_applicable) == ({}, 1, 1)


def test_what_is_not_declared_is_named(tmp_path):
    text = _place("", _gateway("g", "office, core", OPEN))

    (violation,) = answer(tmp_path, BODY, text).violations

    assert violation.evidence.missing == ("device.functions",)


def test_a_target_or_an_origin_in_doubt_makes_the_answer_unknown(tmp_path):
    target = _place("", ONE).replace("{id: core, network: lan, level: 3", "{id: core, network: lan")
    origin = _place("", ONE).replace("level: 2, zone: internal", "level: 2")

    (one,) = answer(tmp_path / "a", BODY, target).violations
    (other,) = answer(tmp_path / "b", BODY, origin).violations

    assert (one.subject, one.state, one.evidence.missing) == ("g", "unknown", ("segment.level",))
    assert (other.subject, other.state, other.evidence.missing) == ("g", "unknown", ("segment.zone",))


LINES = """\
check: redundancy
with: {from: "segment.zone == 'internal'", to: "segment.level >= 3", physical: true}
"""


def _lines(*directions: str, ends: str = "office, core") -> str:
    return ", ".join(
        f"{{id: l{number}, between: [{ends}]{f', direction: {way}' if way else ''}}}"
        for number, way in enumerate(directions)
    )


@pytest.mark.parametrize(
    ("links", "gateways", "expected"),
    [
        (_lines("a"), "", {"l0": "fail"}),
        (_lines(""), "", {"l0": "fail"}),
        (_lines("a", "a"), "", {"l0": "fail"}),
        (_lines("a", "b"), "", {}),
        (_lines("a", "b", "b"), "", {}),
        (_lines("a", ""), "", {"l1": "unknown"}),
        (_lines("", ""), "", {"l0": "unknown"}),
        (_lines("a", "b", ""), "", {}),
        (_lines("a", "b", ends="office, middle"), ONE.replace("office", "middle"), {}),
        (_lines("a", "b", ends="office, middle") + ", {id: m, between: [middle, core], direction: a}", "", {"m": "fail"}),
        ("", ONE, {"g": "unknown"}),
        (_lines("a"), ONE, {"g": "unknown"}),
    ],
)  # fmt: skip
def test_two_physical_directions_are_asked_for(tmp_path, links, gateways, expected):
    assert states(answer(tmp_path, LINES, _place(links, gateways))) == expected


def test_a_direction_that_stands_alone_is_shown_with_its_lines(tmp_path):
    (violation,) = answer(tmp_path, LINES, _place(_lines("north", "north"))).violations

    assert violation.evidence.seen == (("l0", "north"),)
    assert violation.facts["direction"] == "north"


def test_an_undeclared_direction_is_named(tmp_path):
    (violation,) = answer(tmp_path, LINES, _place(_lines("a", ""))).violations

    assert violation.evidence.missing == ("link.direction",)
    assert violation.evidence.seen == (("l1", "-"),)


def test_order_and_names_change_nothing(tmp_path):
    links = [
        "{id: l, between: [office, middle]}",
        "{id: m, between: [middle, core]}",
        "{id: n, between: [middle, vault]}",
    ]

    one = answer(tmp_path / "a", BODY, _place(", ".join(links)))
    other = answer(tmp_path / "b", BODY, _place(", ".join(reversed(links))))

    assert states(one) == states(other) == {"l": "fail", "m": "fail", "n": "fail"}
    assert [violation.facts for violation in one.violations] == [violation.facts for violation in other.violations]


def test_a_target_that_may_be_an_origin_does_not_vanish(tmp_path):
    plain = "segments: [{id: a, zone: internal}, {id: b, level: 4}, {id: c, level: 4}]\n"
    one = plain + "links: [{id: l, between: [a, b]}]\n"
    two = plain + "links: [{id: l, between: [a, b]}, {id: m, between: [a, b]}]\n"

    found, held = answer(tmp_path / "a", BODY, one), answer(tmp_path / "b", BODY, two)

    (violation,) = found.violations
    assert (violation.subject, violation.state, violation.evidence.missing) == ("l", "unknown", ("segment.zone",))
    assert [target.id for target in violation.evidence.exposed] == ["b"]
    assert (found.passed, found.not_applicable) == (0, 1)
    assert (states(held), held.passed, held.not_applicable) == ({}, 1, 1)


def test_a_target_that_may_be_an_origin_is_asked_for_directions_too(tmp_path):
    text = (
        "segments: [{id: a, zone: internal}, {id: b, level: 4}]\nlinks: [{id: l, between: [a, b], direction: north}]\n"
    )

    (violation,) = answer(tmp_path, LINES, text).violations

    assert (violation.subject, violation.state, violation.evidence.missing) == ("l", "unknown", ("segment.zone",))


def test_a_device_that_cuts_a_target_off_for_certain_fails_whatever_else_may_be_a_target(tmp_path):
    text = "segments: [{id: a, zone: internal}, {id: b, level: 4}, {id: c, zone: server, level: 3}]\n"

    (violation,) = answer(
        tmp_path, BODY, text + "hosts: []\ngateways: []\nlinks: [{id: l, between: [a, c]}]\n"
    ).violations
    joined = answer(
        tmp_path / "b", BODY, text + f"gateways: [{{id: g, functions: [], segments: [a, b, c], {OPEN}}}]\n"
    ).violations

    assert (violation.state, [target.id for target in violation.evidence.exposed]) == ("fail", ["c"])
    assert [(told.state, [target.id for target in told.evidence.exposed]) for told in joined] == [("fail", ["c"])]


def _found(tmp_path, text, body=BODY):
    return {one.subject: (one.state, one.evidence.missing) for one in answer(tmp_path, body, text).violations}


FORWARDING = ("host.forwarding",)
PCS = "{id: x, segments: [middle, core]}, {id: y, segments: [middle, core]}"
TWO = "{id: l, between: [office, middle]}, {id: m, between: [office, middle]}"


@pytest.mark.parametrize(
    ("links", "gateways", "hosts", "expected"),
    [
        # a gateway that cuts for certain, and one beside a host that may forward
        (
            "",
            _gateway("g", "office, middle") + ", " + _gateway("h", "middle, core"),
            "{id: pc, segments: [middle, core]}",
            {"g": ("fail", ()), "h": ("unknown", FORWARDING)},
        ),
        # the only gateway on: that its policy is not declared makes it no less alone
        ("", _gateway("g", "office, middle") + ", " + _gateway("h", "middle, core", "functions: []"), "",
         {"g": ("fail", ()), "h": ("fail", ())}),
        # two ways, of which neither is sure: the first that is in doubt is told, not the line before it
        (TWO, "", PCS, {"x": ("unknown", FORWARDING)}),
        (TWO, "", PCS.replace("]}", "], forwarding: {by: it, attested: 2026-01-01}}"), {"x": ("unknown", FORWARDING)}),
        (TWO, _gateway("x", "middle, core", "functions: []") + ", " + _gateway("y", "middle, core", "functions: []"), "",
         {"x": ("unknown", ("gateway.policy",))}),
        (TWO, _gateway("x", "middle, core"), PCS.replace("id: x", "id: z"), {"x": ("unknown", FORWARDING)}),
    ],
)  # fmt: skip
def test_a_second_way_counts_for_certain_only_if_it_is_declared(tmp_path, links, gateways, hosts, expected):
    assert _found(tmp_path, _place(links, gateways, hosts)) == expected


def test_a_way_from_what_may_be_no_origin_is_no_second_way_for_certain(tmp_path):
    links = "{id: l, between: [office, core]}, {id: m, between: [middle, core]}"

    both = _place(links).replace("level: 2, zone: wan", "level: 2, zone: internal")
    unsure = _place(links).replace("level: 2, zone: wan", "level: 2")

    assert _found(tmp_path / "a", both) == {}
    assert _found(tmp_path / "b", unsure) == {"l": ("unknown", ("segment.zone",))}


def test_what_one_line_cuts_off_is_not_told_for_its_direction_as_well(tmp_path):
    links = _lines("a", ends="office, middle") + ", " + _lines("a", "a", ends="middle, core").replace("id: l", "id: m")

    assert _found(tmp_path, _place(links), LINES) == {"l0": ("fail", ())}


def test_a_direction_before_a_target_in_doubt_is_not_known(tmp_path):
    text = _place(_lines("a", "a")).replace("{id: core, network: lan, level: 3", "{id: core, network: lan")

    assert _found(tmp_path, text, LINES) == {"l0": ("unknown", ("segment.level",))}


def test_of_several_directions_that_all_stand_alone_the_first_is_told(tmp_path):
    names = ["office", "s1", "s2", "s3", "s4", "core"]
    segments = "".join(f"  - {{id: {name}, level: 1, zone: wan}}\n" for name in names[1:-1])
    links = ", ".join(
        f"{{id: {way}{number}, between: [{one}, {other}], direction: {way}}}"
        for way, one, other in zip("cadeb", names[:-1], names[1:], strict=True)
        for number in (1, 2)
    )
    text = _place(links).replace("segments:\n", "segments:\n" + segments)

    assert _found(tmp_path, text, LINES) == {"a1": ("fail", ())}


def test_directions_that_hang_on_what_is_not_declared_are_told_once(tmp_path):
    text = PLACE.replace("segments:\n", "segments:\n  - {id: aside, level: 1, zone: wan}\n") + (
        "links: [{id: l, between: [office, middle], direction: a}, {id: m, between: [office, aside], direction: b}]\n"
        "hosts: [{id: x, segments: [middle, core]}, {id: y, segments: [aside, core]}]\n"
    )

    assert _found(tmp_path, text, LINES) == {"y": ("unknown", FORWARDING)}


def test_each_target_is_asked_for_directions_by_itself(tmp_path):
    text = _place(_lines("a"), _gateway("g", "office, vault"))

    assert _found(tmp_path, text, LINES) == {"g": ("unknown", ("link.direction",)), "l0": ("fail", ())}


@pytest.mark.parametrize(
    ("links", "gateways"),
    [
        (_lines("a", "b"), _gateway("g", "office, vault")),
        (_lines("a", "b", ends="middle, core"), f"{_gateway('g', 'office, middle')}, {_gateway('h', 'middle, vault')}"),
    ],
)
def test_a_line_aside_of_the_way_shows_no_direction(tmp_path, links, gateways):
    assert "vault" in {
        target.id
        for one in answer(tmp_path, LINES, _place(links, gateways)).violations
        for target in one.evidence.exposed
    }
