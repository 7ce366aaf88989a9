"""Which segments a check of permits tells apart, how many it follows, and what it names as not declared."""

import pytest

from secaudit.policy import uncovered
from tests.builders import answer
from tests.unit.checks.permits import SEVERAL, UNDECLARED


@pytest.mark.parametrize(
    "where",
    [
        "to.level == 2", "to.zone == 'dmz'", "to.network == 'n'", "to.secrecy == 'none'", "to.site == 'hn'",
        "to.trust == 'own'", "to.network_kind == 'wan'",
    ],
)  # fmt: skip
def test_segments_that_a_rule_cannot_tell_apart_are_one_conversation(tmp_path, where):
    same = "system: y, level: 2, zone: dmz, network: n, secrecy: none, site: hn"
    text = f"""\
        networks: [{{id: n, trust: own, kind: wan}}]
        systems: [{{id: x}}, {{id: y}}]
        segments: [{{id: a, system: x}}, {{id: b, {same}}}, {{id: c, {same}}}]
        links: [{{id: l, between: [b, c]}}]
        gateways: [{{id: g, kind: firewall, segments: [a, b], policy: [{{from: a, to: system:y, action: permit}}]}}]
    """
    (violation,) = answer(tmp_path, f'check: permitted_but_undeclared\nwith: {{where: "{where}"}}\n', text).violations

    assert violation.evidence.seen == (("a → b (+1)", "any (x - y)"),)


@pytest.mark.parametrize(
    "where", ["to.trust == 'own'", "to.network_kind == 'wan'", "to.trust == 'own' && to.zone == 'dmz'"]
)
@pytest.mark.parametrize(("first", "second"), [("n", "m"), ("m", "n")])
def test_segments_of_different_networks_are_told_apart_where_a_rule_asks_what_their_networks_are(
    tmp_path, where, first, second
):
    text = f"""\
        networks: [{{id: n, trust: own, kind: wan}}, {{id: m, trust: untrusted, kind: internet}}]
        systems: [{{id: x}}, {{id: y}}]
        segments:
          - {{id: a, system: x}}
          - {{id: b, system: y, zone: dmz, network: {first}}}
          - {{id: c, system: y, zone: dmz, network: {second}}}
        links: [{{id: l, between: [b, c]}}]
        gateways: [{{id: g, kind: firewall, segments: [a, b], policy: [{{from: a, to: system:y, action: permit}}]}}]
    """
    (violation,) = answer(tmp_path, f'check: permitted_but_undeclared\nwith: {{where: "{where}"}}\n', text).violations

    assert violation.evidence.seen == ((f"a → {'b' if first == 'n' else 'c'}", "any (x - y)"),)


@pytest.mark.parametrize("few", [0, 4, 100])
def test_it_is_told_the_same_where_too_many_segments_are_told_apart_to_ask_about_each_pair(tmp_path, monkeypatch, few):
    monkeypatch.setattr(uncovered, "_FEW", few)
    first, second = (
        f"{{from: {ends}, services: [{service}], action: permit}}"
        for ends, service in (("[a, b], to: [b, c]", "tcp/8"), ("any, to: any", "udp/1"))
    )
    entries = f"{first}\n      - {second}"
    text = SEVERAL.replace("{from: a, to: b, services: [tcp/1], action: permit}", entries)
    body = "check: permitted_but_undeclared\nwith: {where: \"from.id == 'a' || to.id == 'c'\"}\n"

    seen = [violation.evidence.seen for violation in answer(tmp_path, body, text).violations]

    assert seen == [
        (("a → b", "tcp/8 (x - y)"), ("b → c", "tcp/8 (y - x)")),
        (("a → b", "udp/1 (x - y)"), ("b → c", "udp/1 (y - x)")),
    ]  # fmt: skip


THREE = SEVERAL.replace(
    "{from: a, to: b, services: [tcp/1]", "{from: [a, c], to: [b, bare], services: [tcp/1]"
).replace("bare}", "bare, system: y}")  # a → b, a → bare, c → b, c → bare: all are covered


@pytest.mark.parametrize(("most", "expected"), [(4, ()), (3, ("g",)), (0, ("g",))])
def test_an_entry_passes_if_every_conversation_of_it_could_be_followed(tmp_path, monkeypatch, most, expected):
    monkeypatch.setattr(uncovered, "MOST_FOLLOWED", most)
    only = THREE.replace("      - {from: a, to: b, services: [tcp/2], action: permit}\n", "")

    found = answer(tmp_path, UNDECLARED, only).violations

    assert tuple(violation.subject for violation in found) == expected
    assert all(violation.state == "unknown" for violation in found)


def test_what_is_not_declared_of_any_segment_that_may_matter_is_named(tmp_path):
    body = "check: permitted_but_undeclared\nwith: {where: \"from.level >= 1 && from.secrecy == 'none'\"}\n"
    text = THREE.replace("{id: a,", "{id: a, level: 2,").replace("{id: c,", "{id: c, secrecy: none,")

    first, *_ = answer(tmp_path, body, text.replace("[tcp/1-2]", "[tcp/9]")).violations

    assert (first.state, sorted(first.evidence.missing)) == ("unknown", ["from.level", "from.secrecy"])


@pytest.mark.parametrize(
    ("body", "policy", "missing"),
    [
        ('{record: "since <= as_of"}', "to: b, services: [tcp/1]", "interconnection"),
        ("{}", "to: 10.0.0.0/8, services: [tcp/9]", "segment.cidrs"),
    ],
)
def test_what_of_a_record_or_of_addresses_is_not_declared_is_named(tmp_path, body, policy, missing):
    text = SEVERAL.replace("to: b, services: [tcp/1]", policy)

    first, *_ = answer(tmp_path, f"check: permitted_but_undeclared\nwith: {body}\n", text).violations

    assert (first.state, missing in first.evidence.missing) == ("unknown", True)


@pytest.mark.parametrize("where", ["from.zone == 'dmz'", "to.zone == 'dmz'"])
def test_segments_that_matter_are_found_behind_many_that_are_alike_and_do_not(tmp_path, where):
    text = """\
        systems: [{id: x}, {id: y}]
        segments:
          - {id: a, system: y, zone: server}
          - {id: b, system: y, zone: server}
          - {id: c, system: x, zone: dmz}
        gateways: [{id: g, kind: firewall, segments: [a, b, c], policy: [{from: any, to: any, action: permit}]}]
    """
    (violation,) = answer(tmp_path, f'check: permitted_but_undeclared\nwith: {{where: "{where}"}}\n', text).violations

    others = ("c → a", "c → b") if where.startswith("from") else ("a → c", "b → c")
    assert tuple(ends for ends, _ in violation.evidence.seen) == others
