"""SARIF: valid against the official schema, within the limits of code hosts, no link and no scheme of others."""

import json
import os
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from syrupy.assertion import SnapshotAssertion

from secaudit.documents.source import Source
from secaudit.findings.report import Verdict
from secaudit.reporters import REPORTERS, RenderOptions, sarif
from tests.reporters.builders import big_report, clean_report, finding, full_report, with_every_text
from tests.reporters.payload import FORBIDDEN, PAYLOAD


def _render(report: Any, language: Any = "vi") -> str:
    return REPORTERS["sarif"](report, RenderOptions(language=language))


def _run(report: Any, language: Any = "vi") -> Any:
    return json.loads(_render(report, language))["runs"][0]


@pytest.fixture(scope="module")
def validator() -> Any:
    """The official schema lies next to the repository; where it does not, say so instead of passing."""
    for folder in Path(__file__).resolve().parents:
        schema = folder / "shared/data/schemas/sarif-schema-2.1.0.json"
        if schema.is_file():
            return jsonschema_rs.validator_for(json.loads(schema.read_text("utf-8")))
    if os.environ.get("CI") == "true":
        pytest.fail("the official SARIF schema was not found")
    pytest.skip("the official SARIF schema was not found")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_snapshot(language: str, snapshot: SnapshotAssertion) -> None:
    assert _render(full_report(), language) == snapshot


@pytest.mark.parametrize(
    "report",
    [full_report(), clean_report(), big_report(300), with_every_text(full_report(), lambda text: text + PAYLOAD)],
    ids=["full", "clean", "big", "attacked"],
)
def test_is_valid_against_the_official_schema(report: Any, validator: Any) -> None:
    assert [error.message for error in validator.iter_errors(json.loads(_render(report)))] == []


def test_unknown_is_for_review_and_waived_is_left_out() -> None:
    results = _run(full_report())["results"]
    kinds = {result["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]: result for result in results}
    assert kinds["system:portal"]["kind"] == "review"
    assert kinds["system:portal"]["level"] == "none"
    assert "operations.log_retention_months" in kinds["system:portal"]["message"]["text"]
    assert "system:archive" not in kinds
    assert "system:old-web" in kinds


def test_skips_and_broken_rules_are_notifications() -> None:
    invocation = _run(full_report(), "en")["invocations"][0]
    assert invocation["executionSuccessful"] is False
    texts = [note["message"]["text"] for note in invocation["toolExecutionNotifications"]]
    assert texts == ["secret.yaml was not read: unreadable: permission denied", "The rule could not be computed"]
    assert _run(clean_report())["invocations"][0]["executionSuccessful"] is True


def test_the_path_is_a_code_flow_with_its_cause() -> None:
    steps = _run(full_report())["results"][0]["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [step["importance"] for step in steps].index("essential") == 3
    assert steps[3]["location"]["physicalLocation"]["region"]["startLine"] == 70


def test_citations_are_taxa() -> None:
    run = _run(full_report())
    for rule in run["tool"]["driver"]["rules"]:
        for relation in rule["relationships"]:
            component = run["taxonomies"][relation["target"]["toolComponent"]["index"]]
            assert component["taxa"][relation["target"]["index"]]["id"] == relation["target"]["id"]


def test_results_over_the_limit_are_left_out_and_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST_RESULTS", 50)
    run = _run(big_report(120), "en")
    assert len(run["results"]) == 50
    assert {result["kind"] for result in run["results"]} == {"fail"}
    notes = [note["message"]["text"] for note in run["invocations"][0]["toolExecutionNotifications"]]
    assert "70 results are left out, over the limit of 50; see the full report." in notes


@pytest.mark.parametrize("file", ["javascript:alert(1)", "//evil.invalid/x", "/etc/passwd", "a b/ç#?.yaml", "a\ud800"])
def test_every_location_is_relative(file: str) -> None:
    report = full_report(
        verdicts=(Verdict(finding=finding("APR-01", "system:a", source=Source(file, 0, 0)), status="open"),)
    )
    location = _run(report)["results"][0]["locations"][0]["physicalLocation"]
    assert not location["artifactLocation"]["uri"].startswith("/")
    assert ":" not in location["artifactLocation"]["uri"]
    assert "region" not in location


def test_no_text_becomes_a_link_a_placeholder_or_a_control_character() -> None:
    text = _render(with_every_text(full_report(), lambda value: value + PAYLOAD))
    assert not set(FORBIDDEN) & set(text)
    message = json.loads(text)["runs"][0]["results"][0]["message"]["text"]
    assert "\\[click\\](" in message
    assert "{{{{7*7}}}}" in message
    assert "\x1b" not in message
    assert "\\\\x1b" in message
