"""The native format: complete, stable, valid against its own schema."""

import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from syrupy.assertion import SnapshotAssertion

from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.builders import big_report, clean_report, full_report, with_every_text
from tests.reporters.payload import FORBIDDEN, PAYLOAD

OPTIONS = RenderOptions()


@pytest.fixture(scope="module")
def validator() -> Any:
    schema = files("secaudit.reporters").joinpath("schemas/result.v1.schema.json").read_text("utf-8")
    return jsonschema_rs.validator_for(json.loads(schema))


def test_snapshot(snapshot: SnapshotAssertion) -> None:
    assert REPORTERS["json"](full_report(), OPTIONS) == snapshot


@pytest.mark.parametrize("report", [full_report(), clean_report(), big_report(300)], ids=["full", "clean", "big"])
def test_is_valid_against_its_schema(report: Any, validator: Any) -> None:
    document = json.loads(REPORTERS["json"](report, OPTIONS))
    assert [error.message for error in validator.iter_errors(document)] == []


def test_schema_refuses_what_is_not_promised(validator: Any) -> None:
    document = json.loads(REPORTERS["json"](full_report(), OPTIONS))
    document["findings"][0]["internal"] = 1
    assert not validator.is_valid(document)


def test_nothing_of_the_report_is_lost() -> None:
    report = with_every_text(full_report(), lambda text: f"«{text}»")
    told = set(_leaves(json.loads(REPORTERS["json"](report, OPTIONS))))
    missing = set(_leaves(msgspec.to_builtins(report))) - told
    assert missing == set()


def test_language_and_colour_change_nothing() -> None:
    vi = REPORTERS["json"](full_report(), OPTIONS)
    en = REPORTERS["json"](full_report(), RenderOptions(language="en", color=True))
    assert vi == en
    assert vi.endswith("}\n")


def test_attack_arrives_unchanged_and_is_shown_escaped() -> None:
    report = with_every_text(full_report(), lambda text: text + PAYLOAD)
    text = REPORTERS["json"](report, OPTIONS)
    assert not set(FORBIDDEN) & set(text)
    assert json.loads(text)["findings"][0]["message"]["en"].endswith(PAYLOAD)


def test_a_lone_surrogate_does_not_break_the_file() -> None:
    report = full_report(scope=("a\ud800b",))
    text = REPORTERS["json"](report, OPTIONS)
    assert json.loads(text.encode().decode())["scope"] == ["a\ud800b"]


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item)
            yield from (key,) if "«" in str(key) else ()
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _leaves(item)
    elif isinstance(value, str):
        yield value
