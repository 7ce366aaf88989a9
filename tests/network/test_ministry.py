"""The witnesses that an audit of the ministry tells, replayed against the files they come from."""

import json
from pathlib import Path
from typing import Any

import pytest

from secaudit import pipeline
from secaudit.documents import parse
from secaudit.reporters import REPORTERS, RenderOptions
from tests.network.building import AS_OF
from tests.network.replay import replay

INVENTORIES = Path(__file__).parents[2] / "inventories"
FILES = sorted((INVENTORIES / "ministry").glob("*.yaml"))
LISTS = ("segments", "gateways", "links", "hosts")
WITNESSED = ("waypoint", "separation", "adjacency")

if not FILES:
    pytest.skip("the ministry inventory (inventories/ministry) is not there yet", allow_module_level=True)


@pytest.fixture(scope="module")
def content() -> dict[str, Any]:
    """What all files declare, as they say it."""
    files = [parse(file.name, file.read_bytes()).content for file in FILES]
    return {kind: [one for file in files for one in file.get(kind) or ()] for kind in LISTS}


@pytest.fixture(scope="module")
def witnesses() -> list[dict[str, Any]]:
    """The findings of the JSON result whose proof is a way."""
    request = pipeline.Request(roots=(INVENTORIES / "ministry",), base=INVENTORIES, as_of=AS_OF)
    result = json.loads(REPORTERS["json"](pipeline.audit(request), RenderOptions()))
    checks = {card["id"]: card["check"] for card in result["rules"]}
    return [finding for finding in result["findings"] if checks[finding["rule"]] in WITNESSED]


def test_there_are_witnesses_to_replay(witnesses: list[dict[str, Any]]) -> None:
    assert any(finding["rule"] == "GWP-01" for finding in witnesses)
    assert all(finding["evidence"]["path"] for finding in witnesses)


def test_every_witness_can_be_replayed(content: dict[str, Any], witnesses: list[dict[str, Any]]) -> None:
    stations = {
        finding["fingerprint"]: [(hop["kind"], hop["id"]) for hop in finding["evidence"]["path"]]
        for finding in witnesses
    }
    problems = {name: replay(content, path, AS_OF) for name, path in stations.items()}
    assert problems == dict.fromkeys(stations)


def test_the_offending_hop_is_the_subject(witnesses: list[dict[str, Any]]) -> None:
    for finding in witnesses:
        guilty = {f"{hop['kind']}:{hop['id']}" for hop in finding["evidence"]["path"] if hop["offending"]}
        assert guilty == {finding["subject"]}


def test_every_hop_names_the_line_that_declares_it_or_the_entry_that_lets_pass(
    witnesses: list[dict[str, Any]],
) -> None:
    for hop in (hop for finding in witnesses for hop in finding["evidence"]["path"]):
        lines = (INVENTORIES / hop["source"]["file"]).read_text("utf-8").splitlines()
        line = lines[hop["source"]["line"] - 1]
        assert f"id: {hop['id']}" in line or (hop["kind"] == "gateway" and "action: permit" in line)
