import pytest
from msgspec.structs import replace

from secaudit.errors import PolicyError
from secaudit.network import connect
from secaudit.policy import Scope, uncovered
from tests.builders import DAY, answer, inventory, rule, states

BODY = "check: permitted_but_undeclared\nwith: {}\n"
PLACE = """\
units: [{id: qk}]
systems: [{id: x, level: 3}, {id: y}, {id: z}]
segments:
  - {id: a, system: x, level: 3, zone: server}
  - {id: b, system: y, level: 2, zone: dmz, cidrs: [10.0.1.0/24]}
  - {id: middle}
  - {id: c, system: z, level: 4, cidrs: [10.0.2.0/24]}
"""


def _gateway(policy: str, ends: str = "a, b", name: str = "g", more: str = "") -> str:
    return f"  - {{id: {name}, kind: firewall, segments: [{ends}], policy: [{policy}]{more}}}\n"


def _permit(origin: str, target: str, services: str = "tcp/443") -> str:
    return f"{{from: {origin}, to: {target}, services: [{services}], action: permit}}"


def _deny(origin: str, target: str, services: str = "any") -> str:
    return _permit(origin, target, services).replace("permit", "deny")


def _told(tmp_path, gateways: str, records: str = "", body: str = BODY) -> dict[str, str]:
    text = f"{PLACE}gateways:\n{gateways}" + (f"interconnections: [{records}]\n" if records else "")
    return states(answer(tmp_path, body, text))


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("", {"g": "fail"}),
        ("{id: r, between: [x, y], via: g, services: [tcp/443]}", {}),
        ("{id: r, between: [y, x], via: g, services: [tcp/443]}", {}),
        ("{id: r, between: [x, y], via: g, services: [tcp]}", {}),
        ("{id: r, between: [x, y], via: g, services: [any]}", {}),
        ("{id: r, between: [x, y], via: g, services: [tcp/444]}", {"g": "fail"}),
        ("{id: r, between: [x, z], via: g, services: [any]}", {"g": "fail"}),
        ("{id: r, between: [x, y], via: other, services: [tcp/443]}", {"g": "fail"}),
        ("{id: r, between: [x, y], via: g}", {"g": "unknown"}),
        ("{id: r, between: [x, y], via: other}", {"g": "fail"}),
        ("{id: r, between: [x, y], services: [tcp/443]}", {"g": "unknown"}),
        ("{id: r, between: [x, y], services: [tcp/444]}", {"g": "fail"}),
    ],
)
def test_a_record_covers_its_services_at_its_gateway_in_both_directions(tmp_path, record, expected):
    gateways = _gateway(_permit("a", "b")) + _gateway("", "a, b", "other")

    assert _told(tmp_path, gateways, record) == expected


@pytest.mark.parametrize(
    ("policy", "expected"),
    [
        (f"{_deny('a', 'b')}, {_permit('a', 'b')}", {}),
        (f"{_deny('a', 'b', 'tcp/443')}, {_permit('a', 'b', 'tcp')}", {"g": "fail"}),
        (f"{_deny('any', 'any')}, {_permit('any', 'any')}", {}),
        (_permit("any", "any"), {"g": "fail"}),
        (_permit("a", "middle"), {"g": "unknown"}),
        (_permit("c", "b"), {}),
        (_permit("b", "10.0.2.0/24"), {"g": "unknown"}),  # a and middle declare no addresses
        (_permit("10.0.1.0/25", "a"), {"g": "fail"}),
    ],
)
def test_an_entry_counts_if_something_passes_by_it(tmp_path, policy, expected):
    assert _told(tmp_path, _gateway(policy, "a, b, middle")) == expected


def test_what_another_gateway_stops_is_not_let_pass(tmp_path):
    first, second = _gateway(_permit("a", "c"), "a, middle", "g"), _gateway("", "middle, c", "h")
    assert _told(tmp_path / "1", first + second) == {}

    second = _gateway(_permit("a", "c"), "middle, c", "h")
    assert _told(tmp_path / "2", first + second) == {"g": "fail", "h": "fail"}


def test_a_record_at_one_gateway_covers_ways_that_pass_it_and_none_around_it(tmp_path):
    record = "{id: r, between: [x, z], via: h, services: [tcp/443]}"
    first, second = _gateway(_permit("a", "c"), "a, middle", "g"), _gateway(_permit("a", "c"), "middle, c", "h")
    assert _told(tmp_path / "1", first + second, record) == {}

    around = _gateway(_permit("a", "c"), "middle, c", "i")
    assert _told(tmp_path / "2", first + second + around, record) == {"g": "fail", "i": "fail"}


def test_a_record_without_services_leaves_open_what_passes_its_gateway_and_covers_nothing_around_it(tmp_path):
    record = "{id: r, between: [x, z], via: h}"
    first, second = _gateway(_permit("a", "c"), "a, middle", "g"), _gateway(_permit("a", "c"), "middle, c", "h")
    assert _told(tmp_path / "1", first + second, record) == {"g": "unknown", "h": "unknown"}

    around = _gateway(_permit("a", "c"), "middle, c", "i")
    expected = {"g": "fail", "h": "unknown", "i": "fail"}
    assert _told(tmp_path / "2", first + second + around, record) == expected


def test_a_record_of_which_it_is_not_known_whether_it_counts_leaves_open_what_passes_its_gateway(tmp_path):
    body = 'check: permitted_but_undeclared\nwith: {record: "since <= as_of"}\n'
    record = "{id: r, between: [x, z], via: h, services: [tcp/443]}"
    gateways = _gateway(_permit("a", "c", "tcp/443"), "a, middle", "g") + _gateway(_permit("a", "c"), "middle, c", "h")
    assert _told(tmp_path / "1", gateways, record, body) == {"g": "unknown", "h": "unknown"}

    wider = gateways.replace("tcp/443", "tcp/443, udp/53")
    assert _told(tmp_path / "2", wider, record, body) == {"g": "fail", "h": "fail"}


def test_two_gateways_in_a_row_without_a_policy_are_both_told_while_a_record_names_no_services(tmp_path):
    gateways = "".join(
        f"  - {{id: {name}, kind: firewall, segments: [{ends}]}}\n" for name, ends in (("g", "a, b"), ("h", "b, more"))
    )
    text = f"{PLACE}  - {{id: more, system: y}}\ngateways:\n{gateways}"
    text += "interconnections: [{id: r, between: [x, y], via: g}]\n"

    assert states(answer(tmp_path, BODY, text)) == {"g": "unknown", "h": "unknown"}


def test_fields_are_missing_only_of_records_that_might_cover_what_passes(tmp_path):
    gateways = "  - {id: g, kind: firewall, segments: [a, b]}\n" + _gateway("", "a, b", "other")

    def missing(name, record):
        text = f"{PLACE}gateways:\n{gateways}interconnections: [{record}]\n"
        (violation,) = answer(tmp_path / name, BODY, text).violations
        return violation.evidence.missing

    assert missing("1", "{id: r, between: [x, y], via: g}") == ("gateway.policy", "interconnection.services")
    assert missing("2", "{id: r, between: [x, y], via: other}") == ("gateway.policy",)


def test_a_record_of_a_gateway_that_is_not_there_covers_nothing(tmp_path):
    def states_without(name, records):
        gateways = "".join(_gateway(_permit("a", "b"), "a, b", gateway) for gateway in ("g", "h"))
        built = inventory(f"{PLACE}gateways:\n{gateways}interconnections: [{records}]\n")
        left = replace(built, gateways=tuple(gateway for gateway in built.gateways if gateway.id != name))
        return states(rule(tmp_path, BODY).check.run(Scope(left, DAY, connect(left, DAY))))

    agreed = "{id: r, between: [x, y], via: h, services: [tcp/443]}"
    assert states_without(None, agreed) == {"g": "fail"}
    assert states_without("h", agreed) == {"g": "fail"}
    assert states_without("h", "{id: r, between: [x, y], via: h}") == {"g": "fail"}
    assert states_without("g", agreed) == {}


def test_an_entry_that_leads_into_a_dead_end_lets_nothing_pass(tmp_path):
    gateways = _gateway(_permit("any", "any"), "middle, dead", "g") + _gateway(_permit("a", "b"), "a, middle", "h")
    text = f"{PLACE}  - {{id: dead}}\ngateways:\n{gateways}links: [{{id: l, between: [middle, b]}}]\n"

    assert states(answer(tmp_path, BODY, text)) == {"h": "fail", "g": "unknown"}  # a and b do not pass g
    (told,) = [one for one in answer(tmp_path / "2", BODY, text).violations if one.subject == "g"]
    assert all("dead" in ends for ends, _ in told.evidence.seen)


@pytest.mark.parametrize(
    ("gateway", "expected"),
    [
        ("  - {id: g, kind: firewall, segments: [a, b]}\n", {"g": "unknown"}),
        ("  - {id: g, kind: firewall, segments: [a, b], policy: []}\n", {}),
        ("  - {id: g, kind: firewall, segments: [a, b], policy: [], default: permit}\n", {"g": "fail"}),
        ("  - {id: g, kind: data_diode, segments: [a, b], one_way: {from: a, to: b}}\n", {"g": "fail"}),
        (_gateway(_permit("a", "b")).replace("firewall", "proxy"), {"g": "fail"}),
        (_gateway(_permit("a", "c")).replace("firewall", "proxy"), {}),
    ],
)
def test_defaults_diodes_and_proxies_count_as_entries(tmp_path, gateway, expected):
    assert _told(tmp_path, gateway) == expected


def test_systems_on_one_segment_share_what_is_recorded(tmp_path):
    text = PLACE.replace("{id: y}", "{id: y, segments: [a]}") + "gateways:\n" + _gateway(_permit("a", "b"))

    assert states(answer(tmp_path, BODY, text)) == {}


@pytest.mark.parametrize(
    ("parameter", "expected"),
    [
        ("where: \"from.zone == 'server'\"", {"g": "fail"}),
        ("where: \"from.zone == 'dmz'\"", {}),
        ("where: \"from.secrecy == 'none'\"", {"g": "unknown"}),
        ("where: \"from.id == 'a' && to.id == 'b'\"", {"g": "fail"}),
        ("service: udp", {}),
        ("service: tcp/400-500", {"g": "fail"}),
    ],
)
def test_which_conversations_matter_may_be_said(tmp_path, parameter, expected):
    body = f"check: permitted_but_undeclared\nwith: {{{parameter}}}\n"

    assert _told(tmp_path, _gateway(_permit("a", "b")), body=body) == expected


@pytest.mark.parametrize(
    ("since", "expected"), [("2026-11-22", {}), ("2026-11-23", {"g": "fail"}), (None, {"g": "unknown"})]
)
def test_which_records_count_may_be_said(tmp_path, since, expected):
    body = 'check: permitted_but_undeclared\nwith: {record: "since <= as_of"}\n'
    record = "{id: r, between: [x, y], via: g, services: [tcp/443]" + (f", since: {since}}}" if since else "}")

    assert _told(tmp_path, _gateway(_permit("a", "b")), record, body) == expected


def test_the_finding_names_the_conversation_the_systems_and_the_services(tmp_path):
    text = f"{PLACE}gateways:\n" + _gateway(_permit("[a, b]", "[a, b]", "tcp/443, udp/53"))
    text += "interconnections: [{id: r, between: [x, y], via: g, services: [udp]}]\n"

    (violation,) = answer(tmp_path, BODY, text).violations

    assert violation.evidence.seen == (("b → a", "tcp/443 (y - x)"), ("a → b", "tcp/443 (x - y)"))
    assert [hop.id for hop in violation.evidence.path] == ["b", "g", "a"]
    assert (violation.facts["services"], violation.facts["count"], violation.level) == ("tcp/443", "2", 3)
    assert [end.id for end in violation.evidence.exposed] == ["a", "b"]


def test_two_entries_of_a_gateway_are_two_findings_that_keep_their_names(tmp_path):
    def names(*entries):
        found = answer(tmp_path / str(len(entries)), BODY, f"{PLACE}gateways:\n" + _gateway(", ".join(entries)))
        return {violation.discriminator for violation in found.violations}

    first, second = _permit("a", "b"), _permit("b", "a", "tcp/22")
    assert names(first, second) == names(_deny("a", "b", "udp"), second, first)
    assert len(names(first, second)) == 2


def test_alike_segments_are_counted_and_not_listed_one_by_one(tmp_path):
    many = "".join(f"  - {{id: n{number}, system: y, zone: dmz}}\n" for number in range(300))
    links = ", ".join(f"{{id: l{number}, between: [b, n{number}]}}" for number in range(300))
    text = f"{PLACE}{many}gateways:\n{_gateway(_permit('a', 'system:y'))}links: [{links}]\n"

    (violation,) = answer(tmp_path, BODY, text).violations

    assert (violation.facts["count"], violation.evidence.exposed_count) == ("301", 301)
    assert len(violation.evidence.exposed) == 100
    assert len(violation.evidence.seen) <= 2


def test_what_was_not_followed_is_not_known(tmp_path, monkeypatch):
    monkeypatch.setattr(uncovered, "MOST_FOLLOWED", 0)

    assert _told(tmp_path, _gateway(_permit("a", "b"))) == {"g": "unknown"}


def test_another_parameter_is_refused(tmp_path):
    with pytest.raises(PolicyError, match="'through' is not a parameter"):
        rule(tmp_path, "check: permitted_but_undeclared\nwith: {through: x}\n")


@pytest.mark.parametrize(
    ("denied", "expected"),
    [
        (("10.0.2.0/25", "10.0.2.128/25"), {}),
        (("10.0.2.0/25",), {"g": "fail"}),
        (("10.0.2.0/25", "10.0.2.128/26"), {"g": "fail"}),
    ],
)
def test_a_segment_that_is_denied_part_by_part_is_denied(tmp_path, denied, expected):
    policy = ", ".join([*(_deny("b", block) for block in denied), _permit("b", "c")])

    assert _told(tmp_path, _gateway(policy, "b, c")) == expected


def test_parts_that_two_gateways_let_pass_must_be_the_same(tmp_path):
    near = _gateway(_permit("b", "10.0.2.0/25"), "b, middle")
    far = [_gateway(_permit("b", block), "middle, c", "h") for block in ("10.0.2.128/25", "10.0.2.64/26")]

    place = PLACE.replace("{id: middle}", "{id: middle, cidrs: [10.0.9.0/24]}")

    assert states(answer(tmp_path / "a", BODY, f"{place}gateways:\n{near}{far[0]}")) == {}
    assert states(answer(tmp_path / "b", BODY, f"{place}gateways:\n{near}{far[1]}")) == {"g": "fail", "h": "fail"}


def test_a_segment_of_very_many_parts_is_judged_as_a_whole(tmp_path):
    denied = ", ".join(_deny("b", f"10.0.2.{number}") for number in range(0, 256, 2))
    rest = ", ".join(_deny("b", f"10.0.2.{number}") for number in range(1, 256, 2))

    assert _told(tmp_path, _gateway(f"{denied}, {rest}, {_permit('b', 'c')}", "b, c")) == {"g": "fail"}
