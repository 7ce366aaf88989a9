"""A saved result is read back as it was, and what is no result is refused in plain words."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.errors import InputError
from secaudit.exchange.saved_result import read_result
from secaudit.findings.dossier import Conduit, Declared, Dossier, Exposure, Related
from secaudit.findings.edition import Edition
from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.builders import PATH, big_report, clean_report, full_report, with_every_text
from tests.reporters.payload import PAYLOAD

DOSSIERS = full_report(
    dossiers=(
        Dossier(kind="system", id="mail", level=3, source=PATH[0].source, fields=(Declared("status", ("operating",)),),
                related=(Related("segments", ("a", "b")),)),
    ),
    conduits=(Conduit(origin="dmz", target=None, gateways=1, unfiltered=0, violations=("f",)),),
    exposures=(Exposure(PATH[2], "mat", 1, ("edge-fw",), PATH[:3]), Exposure(PATH[5], None, None)),
)  # fmt: skip

EDITION = full_report(
    edition=Edition(
        kind="unit", unit="so-y-te", unit_name="Sở", level=3, secrecy="mat", shown={"unit": 1}, withheld={"unit": 2}
    )
)


def _json(report: Report) -> str:
    return REPORTERS["json"](report, RenderOptions())


@pytest.mark.parametrize(
    "report",
    [
        full_report(),
        clean_report(),
        big_report(200),
        DOSSIERS,
        with_every_text(DOSSIERS, lambda text: text + PAYLOAD),
        EDITION,
    ],
    ids=["full", "clean", "big", "dossiers", "attacked", "edition"],
)
def test_what_was_saved_is_read_back_as_it_was(report: Report, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text(_json(report), "utf-8")
    again = read_result(file)
    for name, render in REPORTERS.items():
        assert render(again, RenderOptions()) == render(report, RenderOptions()), name


@given(st.text(max_size=20))
@settings(max_examples=30, deadline=None)
def test_any_text_survives(tmp_path_factory: Any, text: str) -> None:
    report = with_every_text(full_report(), lambda _: text)
    file = tmp_path_factory.mktemp("saved") / "result.json"
    file.write_text(_json(report), "utf-8")
    assert _json(read_result(file)) == _json(report)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("", "is no JSON"),
        ("[1, 2]", "is not in the format secaudit.result/v1"),
        ('{"format": "secaudit.result/v2"}', "is not in the format secaudit.result/v1"),
        ('{"format": "secaudit.result/v1"}', "is no complete result: KeyError: 'inventory'"),
        ("[" * 100_000, "is no JSON"),
        (_json(full_report()).replace('"critical"', '"dreadful"'), "is no complete result"),
        (_json(full_report()).replace('"level": 4', '"level": "x"'), "is no complete result"),
    ],
)
def test_what_is_no_result_is_refused(content: str, told: str, tmp_path: Path) -> None:
    file = tmp_path / "result.json"
    file.write_text(content, "utf-8")
    with pytest.raises(InputError) as caught:
        read_result(file)
    assert caught.value.problems[0].message.startswith(told)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="could not be read"):
        read_result(tmp_path / "nowhere.json")


def test_keys_of_a_newer_version_are_passed_by(tmp_path: Path) -> None:
    content = json.loads(_json(full_report()))
    content["later"] = content["findings"][0]["later"] = 1
    file = tmp_path / "result.json"
    file.write_text(json.dumps(content), "utf-8")
    assert _json(read_result(file)) == _json(full_report())
