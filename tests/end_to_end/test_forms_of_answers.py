"""The JSON answers of the commands that ask the network are what their published schemas promise, to the key."""

import json
import tempfile
from collections import Counter
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.cli import schema
from secaudit.cli.main import cli
from tests.end_to_end.product import DAY, PACK, ROOT
from tests.network.drawing import contents

INVENTORIES = {name: str(ROOT / "inventories" / name) for name in ("ministry", "minimal.yaml")}
QUESTIONS = [
    *(
        ["path", *ends, where, "--relation", relation]
        for where, ends in [
            ("ministry", ["internet", "secret-lan"]), ("ministry", ["vault-server", "tslcd-server"]),
            ("ministry", ["isp-a", "isp-a"]), ("minimal.yaml", ["any", "any"]),
        ]
        for relation in ("reaches", "forwards", "informs")
    ),
    ["path", "internet", "zone:database", "ministry", "--all", "3", "--service", "tcp/443", "--avoid", "dc-gw"],
    ["path", "internet", "10.0.0.0/8", "ministry", "--through", "device.level >= 4"],
    *(["matrix", where, "--by", by, "--relation", relation] for where in INVENTORIES for by in ("zone", "level")
      for relation in ("reaches", "forwards", "informs")),
    *(["matrix", "ministry", "--by", by] for by in ("segment", "network", "unit")),
    ["what-if", "ministry", "--add", "isp-a:hq-office-2", "--remove", "vault-cable"],
    ["what-if", "ministry", "--compromise", "edge-inner-gw", "--revoke", "dc-gw"],
    *(["exposure", where] for where in INVENTORIES),
]  # fmt: skip


def form(name: str) -> Any:
    return json.loads(schema.form_text(name))


@cache
def validator(name: str) -> Any:
    return jsonschema_rs.validator_for(form(name))


def answered(command: str, *arguments: str) -> Any:
    """The answer of a command as JSON, held against its schema."""
    told = ["--format", "json"] if command == "matrix" else ["--json"]
    outcome = CliRunner().invoke(cli, [command, *arguments, *told, "--as-of", DAY], standalone_mode=False)
    assert outcome.exception is None, outcome.exception
    answer = json.loads(outcome.stdout)
    assert [f"{error.instance_path}: {error.message}" for error in validator(command).iter_errors(answer)] == []
    return answer


def test_every_answer_has_a_form_of_its_own_and_the_result_too():
    for name in ("result", *schema.ANSWERS):
        assert CliRunner().invoke(cli, ["schema", name]).stdout == schema.form_text(name)
        assert form(name)["$id"] == f"urn:secaudit:{name}:v1"
        assert form(name)["properties"]["format"] == {"const": f"secaudit.{name}/v1"}


@pytest.mark.parametrize("name", schema.ANSWERS)
def test_forms_allow_no_key_that_they_do_not_name_and_leave_out_none(name):
    objects = list(_objects(form(name)))

    assert len(objects) > 1
    for part in objects:
        assert part["additionalProperties"] is False
        optional = (
            {"reaches", "forwards", "informs", "services"}
            if part["required"] == ["from", "to", "pairs", "of"]
            else set()
        )
        assert set(part["properties"]) - set(part["required"]) == optional
        assert part["description"]


def _objects(part: Any) -> Any:
    if isinstance(part, dict):
        yield from [part] * (part.get("type") == "object" and "properties" in part)
        for key, value in part.items():
            if key not in ("if", "then", "else"):
                yield from _objects(value)
    elif isinstance(part, list):
        for item in part:
            yield from _objects(item)


@pytest.mark.parametrize("question", QUESTIONS, ids=" ".join)
def test_answers_about_the_ministry_and_the_smallest_inventory_are_of_their_form(question):
    answered(*(INVENTORIES.get(word, word) for word in question))


def test_both_answers_of_path_are_among_them():
    way = answered("path", "internet", "zone:database", INVENTORIES["ministry"])
    none = answered("path", "internet", "secret-lan", INVENTORIES["ministry"])

    assert (way["reaches"], way["why_not"]) == (True, None)
    assert (none["reaches"], none["path"], len(none["why_not"]["stopped_by"]) > 0) == (False, [], True)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(contents(), st.sampled_from(["reaches", "forwards", "informs"]), st.data())
def test_answers_about_any_network_are_of_their_form(content, relation, data):
    names = st.sampled_from([segment["id"] for segment in content["segments"]])
    devices = [device["id"] for kind in ("gateways", "links", "hosts") for device in content[kind]]
    with tempfile.TemporaryDirectory() as folder:
        where = str(Path(folder) / "a.yaml")
        Path(where).write_text(json.dumps({"secaudit": 1} | content), encoding="utf-8")
        one, other = data.draw(names), data.draw(names)
        answered("path", one, other, where, "--relation", relation, "--all", "2")
        for by in ("segment", "zone", "level", "network", "unit"):
            answered("matrix", where, "--by", by, "--relation", relation)
        answered("exposure", where)
        change = ["--add", f"{one}:{other}"] if one != other else ["--remove", data.draw(st.sampled_from(devices))]
        answered("what-if", where, *change, "--rules", str(PACK))


SOMETHING = {
    "path": ["path", "internet", "zone:database", INVENTORIES["ministry"]],
    "why not": ["path", "internet", "secret-lan", INVENTORIES["ministry"]],
    "matrix": ["matrix", INVENTORIES["minimal.yaml"], "--by", "zone"],
    "what-if": ["what-if", INVENTORIES["ministry"], "--add", "isp-a:hq-office-2"],
    "exposure": ["exposure", INVENTORIES["ministry"]],
}


@pytest.mark.parametrize("question", SOMETHING.values(), ids=list(SOMETHING))
def test_forms_refuse_what_lacks_a_key_or_has_one_more_anywhere(question: Sequence[str]):
    answer = answered(*question)
    tried = Counter[str]()
    for place in _mappings(answer):
        for key in list(place):
            value = place.pop(key)
            assert not validator(question[0]).is_valid(answer), key
            place[key] = value
            tried[key] += 1
        place["one_more"] = 1
        assert not validator(question[0]).is_valid(answer)
        del place["one_more"]
    assert validator(question[0]).is_valid(answer)
    assert len(tried) > 10


def _mappings(part: Any, most: int = 2) -> Any:
    """The objects of an answer, of every list only the first few."""
    if isinstance(part, dict):
        yield part
        for value in list(part.values()):
            yield from _mappings(value, most)
    elif isinstance(part, list):
        for item in part[:most]:
            yield from _mappings(item, most)


@pytest.mark.parametrize(
    ("question", "change"),
    [
        ("path", {"why_not": {"held": [], "stopped_by": [], "opened_alone_by": [], "looked_at_all": True}}),
        ("path", {"path": []}),
        ("path", {"reached": []}),
        ("why not", {"why_not": None}),
        ("why not", {"reaches": True}),
        ("matrix", {"relation": "informs"}),
        ("matrix", {"by": "system"}),
        ("exposure", {"as_of": "today"}),
        ("exposure", {"format": "secaudit.exposure/v2"}),
    ],
)
def test_forms_refuse_answers_that_contradict_themselves(question, change):
    answer = answered(*SOMETHING[question])

    assert not validator(SOMETHING[question][0]).is_valid(answer | change)
