"""What becomes due is found to the day, once, and told in three forms."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from secaudit.documents.source import Source
from secaudit.findings.due import Due
from secaudit.findings.words import Words
from secaudit.pipeline import Request
from secaudit.pipeline.calendar import calendar, next_failure
from secaudit.reporters.calendar import CALENDARS, Calendar
from secaudit.reporters.options import RenderOptions
from tests.reporters.payload import FORBIDDEN, PAYLOAD

GATEWAY = """\
secaudit: 1
units: [{id: hq, name: Headquarters, role: owner}]
segments: [{id: a, level: 0}, {id: b, level: 0}]
systems: [{id: mail, owner: hq, level: 1, status: planned}]
gateways:
  - id: gw
    name: Cổng, trung tâm
    kind: security_gateway
    owner: hq
    segments: [a, b]
    policy: []
    approval: {status: approved, level: 3, decision: {number: 1/QD, date: 2026-01-01, by: hq}, until: UNTIL}
"""


def _due(folder: Path, until: str, months: int = 12, **changes: Any) -> list[Due]:
    (folder / "a.yaml").write_text(GATEWAY.replace("UNTIL", until), "utf-8")
    request = Request(roots=(folder / "a.yaml",), base=folder, as_of="2026-11-22", select=("GWA-07",), **changes)
    return [due for due in calendar(request, months).due if due.rule == "GWA-07"]


@pytest.mark.parametrize(
    ("until", "first"),
    [
        ("2026-11-22", "2026-11-23"),
        ("2026-12-21", "2026-12-22"),
        ("2026-12-22", "2026-12-23"),
        ("2027-02-28", "2027-03-01"),
    ],
)
def test_an_approval_is_void_on_the_day_after_its_last(tmp_path: Path, until: str, first: str) -> None:
    (due,) = _due(tmp_path, until)
    assert (due.date, due.subject, due.state) == (first, "gateway:gw", "fail")
    assert next_failure([due]) == first


def test_what_is_wrong_already_is_not_due(tmp_path: Path) -> None:
    assert _due(tmp_path, "2026-11-21") == []


def test_what_lies_beyond_the_horizon_is_not_told(tmp_path: Path) -> None:
    assert _due(tmp_path, "2027-06-30", months=3) == []
    assert next_failure([]) is None


def test_a_waiver_that_ends_makes_its_finding_due(tmp_path: Path) -> None:
    waiver = {"id": "w-1", "rule": "GWA-07", "subject": "gateway:gw", "reason": "x", "approved_by": "a", "requested_by": "b",
              "issued": "2026-11-01", "expires": "2027-01-31"}  # fmt: skip
    (tmp_path / "w.yaml").write_text(json.dumps({"secaudit_waivers": 1, "waivers": [waiver]}), "utf-8")
    (due,) = _due(tmp_path, "2026-11-21", waivers=(tmp_path / "w.yaml",))
    assert (due.date, due.waiver) == ("2027-02-01", "w-1")


def test_the_last_day_of_the_months_is_looked_at(tmp_path: Path) -> None:
    assert [due.date for due in _due(tmp_path, "2027-11-21", months=12)] == ["2027-11-22"]
    assert _due(tmp_path, "2027-11-22", months=12) == []


def test_a_deadline_that_passes_makes_a_known_finding_worse(tmp_path: Path) -> None:
    system = (
        "secaudit: 1\nunits: [{id: hq, name: H, role: owner}]\nsystems:\n  - {id: mail, owner: hq, status: building, "
        "level: 3, building_since: 2026-05-01}\n"
    )
    (tmp_path / "a.yaml").write_text(system, "utf-8")
    request = Request(roots=(tmp_path / "a.yaml",), base=tmp_path, as_of="2026-11-22", select=("APR-14",))
    dues = [due for due in calendar(request, 3).due if due.rule == "APR-14"]
    assert [(due.date, due.severity) for due in dues] == [("2027-01-01", "high")]


def test_what_was_not_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(GATEWAY.replace("UNTIL", "2027-01-01"), "utf-8")
    (tmp_path / "b.yaml").symlink_to("a.yaml")
    found = calendar(Request(roots=(tmp_path,), base=tmp_path, as_of="2026-11-22", select=("GWA-07",)), 1)
    assert [skip.name for skip in found.skipped] == ["b.yaml"]


def _calendar(text: str = "") -> Calendar:
    due = Due(
        date="2027-01-08" + text, fingerprint="f" * 64 + text, rule="GWA-07" + text, state="fail", severity="high",
        subject="gateway:gw" + text, name="Cổng, trung tâm; số 1" + text, owner=None,
        message=Words("Hết hạn" + text, "It has ended" + text), source=Source("a.yaml" + text, 3, 1), waiver="w-1" + text,
    )  # fmt: skip
    return Calendar(as_of="2026-11-22", months=12, scope=("inventories",), due=(due,))


def test_an_icalendar_is_folded_and_escaped() -> None:
    text = CALENDARS["ics"](_calendar(), RenderOptions(language="vi"))
    assert text.startswith("BEGIN:VCALENDAR\r\n")
    assert text.endswith("END:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    whole = text.replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20270108" in whole
    assert "SUMMARY:GWA-07 Cổng\\, trung tâm\\; số 1: Cao" in whole


@pytest.mark.parametrize("form", CALENDARS)
def test_no_text_of_an_inventory_leaves_its_place(form: str) -> None:
    text = CALENDARS[form](_calendar(PAYLOAD), RenderOptions(language="en"))
    body = text.replace("\r\n", "\n") if form == "ics" else text
    assert not set(FORBIDDEN) & set(body)
    if form == "ics":
        lines = body.replace("\n ", "").splitlines()
        assert len([line for line in lines if line.startswith("BEGIN:")]) == 2
        assert all(re.match(r"[A-Z]+[:;]", line) for line in lines)


def test_an_empty_calendar_says_so() -> None:
    empty = Calendar(as_of="2026-11-22", months=6, scope=(), due=())
    assert (
        CALENDARS["text"](empty, RenderOptions(language="en"))
        == "Nothing becomes due within 6 months from 2026-11-22.\n"
    )
    assert json.loads(CALENDARS["json"](empty, RenderOptions()))["next"] is None
