"""The published schemas: complete, strict, bilingual, and telling every mistake in plain words."""

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema_rs
import pytest
from jsonschema import Draft7Validator

from secaudit.documents import SCHEMAS, check, embedded, parse, problems, schema_text
from secaudit.documents import schemas as room
from secaudit.documents.complaints import _EXPLANATIONS, Failure, complaints
from secaudit.errors import InputError, Problem

# Keywords that hold no value against anything, or whose parts are reported instead of themselves.
SILENT = {
    "$schema", "$id", "$ref", "title", "description", "examples", "definitions", "properties", "items", "allOf",
    "if", "then", "else", "propertyNames",
}  # fmt: skip


def subschemas(schema: Any, where: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside a schema."""
    yield where, schema
    for key in ("properties", "definitions"):
        for name, inner in schema.get(key, {}).items():
            yield from subschemas(inner, f"{where}/{key}/{name}")
    for key in ("items", "if", "then", "else", "propertyNames", "contains", "additionalProperties"):
        if isinstance(schema.get(key), dict):
            yield from subschemas(schema[key], f"{where}/{key}")
    for index, inner in enumerate(schema.get("allOf", ())):
        yield from subschemas(inner, f"{where}/allOf/{index}")


def schema(name: str) -> dict[str, Any]:
    return json.loads(schema_text(name))


def say(text: str, name: str = "inventory") -> list[str]:
    document = parse("f.yaml", text.encode())
    return [f"{p.line} {p.message}" for p in problems(document, name)]


@pytest.mark.parametrize("name", SCHEMAS)
def test_a_schema_is_one_and_names_its_version(name: str) -> None:
    Draft7Validator.check_schema(schema(name))
    assert schema(name)["$schema"] == "http://json-schema.org/draft-07/schema#"
    assert re.fullmatch(rf"https://[a-z./]+/{name}/v1\.schema\.json", schema(name)["$id"])


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_property_is_titled_and_described_in_both_languages(name: str) -> None:
    for where, inner in subschemas(schema(name)):
        if re.search(r"/properties/[^/]+$", where) and not re.search(r"/(if|then)/properties/", where):
            for field in ("title", "description"):
                vietnamese, _, english = inner[field].partition(" / ")
                assert vietnamese.strip(), where
                assert english.strip(), where


@pytest.mark.parametrize("name", SCHEMAS)
def test_unknown_keys_are_refused_everywhere_but_in_maps(name: str) -> None:
    for where, inner in subschemas(schema(name)):
        if inner.get("type") == "object" and "/if" not in where:
            if inner.get("additionalProperties") is True:
                assert where in {"/properties/with", "/definitions/example/properties/inventory"}
            else:
                assert "additionalProperties" in inner, where


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_text_has_an_end_and_every_form_a_name(name: str) -> None:
    for where, inner in subschemas(schema(name)):
        if inner.get("type") == "string":
            bounded = not re.search(r"[+*]", inner.get("pattern", "*"))
            assert bounded or inner["maxLength"] <= 4000, where
        if "pattern" in inner or "format" in inner:
            assert " / " in inner["title"], where
            assert " / " in inner["description"], where


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_keyword_has_its_explanation(name: str) -> None:
    for where, inner in subschemas(schema(name)):
        assert set(inner) <= SILENT | set(_EXPLANATIONS), where


@pytest.mark.parametrize("name", SCHEMAS)
def test_no_pattern_can_be_made_slow_or_means_more_digits_than_ten(name: str) -> None:
    for where, inner in subschemas(schema(name)):
        pattern = inner.get("pattern", "")
        assert not re.search(r"\\[dws]", pattern), where
        assert not re.search(r"[+*]\)[+*]", pattern), where


@pytest.mark.parametrize("name", SCHEMAS)
def test_examples_in_a_schema_are_valid(name: str) -> None:
    whole = schema(name)
    for where, inner in subschemas(whole):
        for example in inner.get("examples", ()):
            alone = {**inner, "definitions": whole["definitions"]}
            assert jsonschema_rs.Draft7Validator(alone).is_valid(example), where


def test_an_unknown_schema_is_our_own_mistake() -> None:
    with pytest.raises(KeyError):
        schema_text("../inventory")


def test_nobody_is_told_that_they_meant_the_contrary() -> None:
    document = parse("f.yaml", b"secaudit: 1\nnetworks: [{id: a, trust: trusted}]\n")
    with pytest.raises(InputError) as caught:
        check(document, "inventory")
    assert caught.value.problems[0].message == "trust is 'trusted', but it must be one of own, untrusted, foreign"


def test_check_raises_with_everything() -> None:
    document = parse("f.yaml", b"secaudit: 2\nunits: [{id: A}]\n")
    with pytest.raises(InputError) as caught:
        check(document, "inventory")
    assert len(caught.value.problems) == 2
    check(parse("f.yaml", b"secaudit: 1\n"), "inventory")


@pytest.mark.parametrize(
    ("systems", "said"),
    [
        ("ownr: b", "3 'ownr' is not a key of a system; did you mean 'owner'?"),
        ("Owner: b", "3 'Owner' is not a key of a system; did you mean 'owner'?"),
        ("zzz: b", "3 'zzz' is not a key of a system"),
        ("facts: {secrcy: none}", "3 'secrcy' is not a key of 'facts'; did you mean 'secrecy'?"),
        ("level: 7", "3 level is 7, but it must be one of 0 to 5"),
        ("level: -1", "3 level is -1, but it must be one of 0 to 5"),
        ("level: true", "3 level must be a whole number, but it is true"),
        ("level: 3.0", "3 level must be a whole number, but it is the text '3.0'"),
        ("level: ~", "3 level has no value"),
        ("status: ~", "3 status has no value"),
        ("status: [a]", "3 status is a list, but it must be one of planned, building, operating, retired"),
        ("status: 3", "3 status is 3, but it must be one of planned, building, operating, retired"),
        (
            "status: operatng",
            "3 status is 'operatng', but it must be one of planned, building, operating, retired; did you mean 'operating'?",
        ),
        ("kind: intrnal", "3 'intrnal' is not a kind of system; did you mean 'internal'?"),
        ("kind: zzz", "3 'zzz' is not a kind of system"),
        ("name: 5", "3 name must be text, but it is the number 5"),
        ("name: ''", "3 name is an empty text"),
        ("name: '  '", "3 '  ' is not a name"),
        (f"name: {'x' * 2001}", "3 name has 2,001 characters; at most 2,000 are allowed"),
        ("owner: a b", "3 'a b' is not an id"),
        ('owner: "a\\n"', "3 'a\\u000a' is not an id"),
        (f"owner: {'x' * 101}", "3 owner has 101 characters; at most 100 are allowed"),
        ("facts: 3", "3 facts must be a mapping, but it is the number 3"),
        (
            "facts: {defence_security: yes}",
            "3 defence_security must be true or false, but it is the text 'yes'",
        ),
        ("facts: {information: private}", "3 information must be a list, but it is the text 'private'"),
        ("facts: {information: [public, public]}", "3 'public' stands twice in information"),
        (
            "facts: {personal_data: {basic_subjects: -1}}",
            "3 basic_subjects is -1, but it must be at least 0",
        ),
        (
            "operations: {log_retention_months: 5000}",
            "3 log_retention_months is 5000, but it must be at most 1200",
        ),
        ("segments: []", "3 segments needs at least one item, but has none"),
        ("controls: {a b: yes}", "3 'a b' is not a control id"),
        (
            "controls: {mfa: maybe}",
            "3 mfa is 'maybe', but it must be one of yes_with_evidence, yes, partial, planned, no, not_applicable",
        ),
        ("operating_since: 2026-13-45", "3 '2026-13-45' is not a date"),
        ("operating_since: 2026-02-29", "3 '2026-02-29' is not a date"),
        ("operating_since: 20260302", "3 operating_since must be text, but it is the number 20260302"),
        ("operating_since: 2026-W01-1", "3 '2026-W01-1' is not a date"),
        ("operating_since: '2026-03-02 '", "3 '2026-03-02 ' is not a date"),
        ("operating_since: '0000-01-01'", "3 '0000-01-01' is not a date"),
        ("components: [{id: a}, {kind: b}]", "3 id is missing in this component"),
    ],
)
def test_a_mistake_is_told_in_plain_words(systems: str, said: str) -> None:
    assert say(f"secaudit: 1\nsystems:\n- {{id: a, {systems}}}\n") == [said]


@pytest.mark.parametrize("good", ["any", "tcp", "tcp/443", "udp/5000-5100", "icmp/8", "tcp/1-65535", "tcp/7-7"])
def test_services_that_exist(good: str) -> None:
    assert say(f"secaudit: 1\ninterconnections: [{{id: a, between: [b, c], services: [{good}]}}]") == []


@pytest.mark.parametrize(
    "bad",
    [
        "tcp/0",
        "tcp/00",
        "tcp/0443",
        "tcp/0-10",
        "tcp/65536",
        "icmp/256",
        "gre/1",
        "any/443",
        "udp/5100-5000",
        "tcp/",
        "TCP/443",
        "tcp/443-",
        "443",
        "tcp/4 43",
        "tcp/" + "9" * 30,
    ],
)
def test_services_that_do_not(bad: str) -> None:
    (said,) = say(f"secaudit: 1\ninterconnections: [{{id: a, between: [b, c], services: ['{bad}']}}]")
    assert said.endswith("is not a service")


def test_services_that_are_no_text() -> None:
    (said,) = say("secaudit: 1\ninterconnections: [{id: a, between: [b, c], services: [{tcp: 443}]}]")
    assert said.endswith("item 1 of services must be text, but it is a mapping")


@pytest.mark.parametrize(
    "selector", ["a", "[a, 'zone:dmz']", "10.0.0.0/8", "'2001:db8::/32'", "'::/0'", "any", "'segment:a'"]
)
def test_selectors_are_one_or_many(selector: str) -> None:
    text = (
        f"secaudit: 1\ngateways: [{{id: g, segments: [a, b], policy: [{{from: {selector}, to: any, action: deny}}]}}]"
    )
    assert say(text) == []


@pytest.mark.parametrize("selector", ["3", "[]", "[a, a]", "'a b'", "[[a]]", "{a: b}", "~"])
def test_selectors_are_nothing_else(selector: str) -> None:
    text = (
        f"secaudit: 1\ngateways: [{{id: g, segments: [a, b], policy: [{{from: {selector}, to: any, action: deny}}]}}]"
    )
    assert len(say(text)) == 1


def test_a_data_diode_has_a_direction() -> None:
    diode = "secaudit: 1\ngateways:\n- {id: g, kind: data_diode, segments: [a, b]%s}\n"
    assert say(diode % "") == ["3 one_way is missing in this gateway"]
    assert say(diode % ", one_way: {from: a, to: b}") == []
    assert say(diode % ", one_way: {from: a}") == ["3 to is missing in 'one_way'"]


def test_what_joins_joins_two() -> None:
    assert say("secaudit: 1\ngateways: [{id: g, segments: [a]}]") == ["2 segments needs at least 2 items, but has 1"]
    assert say("secaudit: 1\nlinks: [{id: l, between: [a]}]") == ["2 between needs at least 2 items, but has 1"]
    assert say("secaudit: 1\nlinks: [{id: l, between: [a, b, c]}]") == ["2 between may have at most 2 items, but has 3"]
    assert say("secaudit: 1\nlinks: [{id: l, between: [a, a]}]") == ["2 'a' stands twice in between"]


def test_the_file_itself_can_be_at_fault() -> None:
    assert say("units: []") == ["1 secaudit is missing in this file"]
    assert say("secaudit: '1'") == ["1 secaudit is '1', but it must be 1"]
    assert say("secaudit: true") == ["1 secaudit is true, but it must be 1"]
    assert say("secaudit: 1\nsource: x") == ["2 'source' is not a key of this file"]
    assert say("secaudit: 1\nsystems: [{id: a, source: x}]") == ["2 'source' is not a key of a system"]


def test_all_mistakes_come_in_the_order_of_their_places() -> None:
    said = say("secaudit: 1\nunits: [{id: A}]\nnetworks: 3\nsystems: [{level: 9}]\nextra: 1\n")
    assert [line.split(" ")[0] for line in said] == ["2", "3", "4", "4", "5"]


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("secaudit: 1\nsystems: [{id: a, ownr: b}]\n", "ownr"),
        ("secaudit: 1\nsystems: [{id: a, level: 7}]\n", "7"),
        ("secaudit: 1\nsystems: [{id: a}, {level: 3}]\n", "{level"),
        ("secaudit: 1\nsystems: [{id: a, controls: {x y: yes}}]\n", "x y"),
        ("secaudit: 1\nsegments: [{id: a, media: [fibre, fibre]}]\n", "fibre]"),
        ("secaudit: 1\nunits: [{id: a, name: 'Đơn vị'}, {id: b, nam: x}]\n", "nam:"),
    ],
)
def test_a_problem_points_at_the_very_word(text: str, at: str) -> None:
    (problem,) = problems(parse("f.yaml", text.encode()), "inventory")
    assert (problem.line, problem.column) == (2, text.splitlines()[1].index(at) + 1)


def test_after_200_mistakes_the_rest_is_counted() -> None:
    text = "secaudit: 1\nunits:\n" + "- {id: A}\n" * 250
    found = problems(parse("f.yaml", text.encode()), "inventory")
    assert len(found) == 201
    assert found[-1] == Problem("f.yaml", 202, 8, "and 50 more problems in this file")


def test_one_mistake_in_a_long_list_is_found_in_its_place() -> None:
    units = [f"- {{id: u-{i}}}\n" for i in range(500)]
    units[321] = "- {id: u-321, rle: owner}\n"
    found = problems(parse("f.yaml", f"secaudit: 1\nunits:\n{''.join(units)}".encode()), "inventory")
    assert found[0] == Problem("f.yaml", 324, 15, found[0].message, found[0].help)
    assert found[0].message == "'rle' is not a key of a unit; did you mean 'role'?"
    assert len(found) == 1


def test_an_inventory_inside_a_rule_is_checked_in_its_place() -> None:
    rule = parse("rule.yaml", b"examples:\n- pass: x\n  inventory:\n    secaudit: 1\n    unts: []\n")
    (problem,) = problems(embedded(rule, ("examples", 0, "inventory")), "inventory")
    assert (problem.file, problem.line, problem.column) == ("rule.yaml", 5, 5)


RULE = """\
id: GWP-01
name: unguarded-path
title: {vi: a, en: b}
severity: %s
basis: INTL
confidence: high
cites: [{instrument: NIST SP 800-53 r5, clause: SC-7, in_force: {from: 2026-03-30}, when: "x == 'y'"}]
rationale: {vi: a, en: b}
remediation: {vi: a, en: b}
check: waypoint
with: {from: x, anything: [1, {deep: true}]}
message: {vi: a, en: b}
examples:
- {pass: a, inventory: {secaudit: 1}, as_of: 2026-09-01, parameters: {days: 3}}
- {%s: b, inventory: {secaudit: 1}, finds: [laptop]}
"""


def test_rules() -> None:
    assert say(RULE % ("high", "fail"), "rule") == []
    assert say(RULE % ("{1: high, 3: critical}", "fail"), "rule") == []
    assert say(RULE % ("{6: high}", "fail"), "rule") == ["4 '6' is not a level"]
    assert say(RULE % ("{}", "fail"), "rule") == ["4 severity is empty"]
    assert say(RULE % ("hihg", "fail"), "rule") == [
        "4 severity is 'hihg', but it must be one of info, low, medium, high, critical; did you mean 'high'?"
    ]
    assert say(RULE % ("high", "unknown"), "rule") == ["14 none of the examples has `fail:`"]
    assert say(RULE.replace("check: waypoint\n", "") % ("high", "fail"), "rule") == ["1 check is missing in this file"]


def test_retired_rules_leave_a_tombstone() -> None:
    assert say("id: GWP-01\nname: unguarded-path\nretired: 2026-01-01\nreplaced_by: GWP-02", "rule") == []
    assert say("id: GWP-01\nretired: 2026-01-01", "rule") == ["1 name is missing in this file"]


def test_packs() -> None:
    pack = "id: org\ntitle: {vi: a, en: b}\nversion: '1'\nparameters:\n  days: {title: {vi: a, en: b}, type: %s, default: %s}\n"
    assert say(pack % ("int", "3"), "pack") == []
    assert say(pack % ("date", "2026-02-28"), "pack") == []
    assert say(pack % ("string", "three"), "pack") == []
    assert say(pack % ("int", "three"), "pack") == ["5 default must be a whole number, but it is the text 'three'"]
    assert say(pack % ("date", "2026-02-30"), "pack") == ["5 '2026-02-30' is not a date"]
    assert say(pack % ("int", "3") + "in_force: {}\n", "pack") == ["6 in_force is empty"]
    assert say(pack % ("int", "3") + "levels: ../x.yaml\n", "pack") == ["6 '../x.yaml' is not a levels file"]


def test_levels() -> None:
    good = "id: t\ntitle: {vi: a, en: b}\nlevels:\n- {level: 5, criteria: [{id: D331-15.1, clause: Điều 15.1, title: {vi: a, en: b}, when: x}]}\n"
    assert say(good, "levels") == []
    assert say(good.replace("level: 5", "level: 0"), "levels") == ["4 level is 0, but it must be one of 1 to 5"]
    assert say(good.replace("when: x", "whn: x"), "levels") == [
        "4 when is missing in this criterion",
        "4 'whn' is not a key of a criterion; did you mean 'when'?",
    ]


def test_waivers() -> None:
    good = (
        "secaudit_waivers: 1\nwaivers:\n- {id: w-1, rule: GWP-01, subject: 'host:backup-01', reason: r, approved_by: a,"
        " issued: 2026-01-01, expires: 2026-12-31, controls: [c], ticket: T-1}\n"
    )
    assert say(good, "waivers") == []
    assert say(good.replace("expires", "expirs"), "waivers") == [
        "3 expires is missing in this waiver",
        "3 'expirs' is not a key of a waiver; did you mean 'expires'?",
    ]
    assert say(good.replace("host:backup-01", "*"), "waivers") == ["3 '*' is not a subject"]


def test_a_keyword_without_explanation_is_still_told() -> None:
    failure = Failure("oneOf", ("a",), 1, [], {}, ("oneOf",), "1 is not valid")
    assert [complaint.message for complaint in complaints(failure)] == ["a: 1 is not valid"]


def test_a_document_refused_by_one_validator_alone_is_still_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    from secaudit.documents import explanation

    monkeypatch.setattr(explanation, "explain", lambda *_: ())
    found = room.problems(parse("f.yaml", b"secaudit: 1\nsystems: 3\n"), "inventory")
    assert [(p.line, p.column) for p in found] == [(2, 10)]
