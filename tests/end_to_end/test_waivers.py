"""Waivers: what is accepted is still told, what is not accepted any more is back, and a wrong waiver stops the audit."""

import json

import pytest

from tests.end_to_end.product import DAY, OPERATING, PACK, audit, run, write

WAIVER = """\
secaudit_waivers: 1
waivers:
  - id: w-1
    rule: SEV-01
    subject: system:portal
    reason: It is switched off in March
    requested_by: north
    approved_by: ministry
    issued: 2026-06-01
    expires: 2026-12-31
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return write(tmp_path_factory.mktemp("place"), {"inventory/a.yaml": OPERATING})


def waive(place, text, *arguments):
    write(place, {"waivers.yaml": text})
    return audit("inventory", "--waivers", "waivers.yaml", *arguments, cwd=place)


def test_what_is_waived_is_told_and_does_not_fail(place):
    result = waive(place, WAIVER)

    assert (result.code, result.err) == (0, "")
    assert "Waived 1" in result.out
    assert "w-1" in result.out


@pytest.mark.parametrize(("last", "code"), [("2026-11-21", 1), (DAY, 0)])
def test_a_waiver_counts_up_to_its_last_day(place, last, code):
    assert waive(place, WAIVER.replace("2026-12-31", last), "-q").code == code


def test_under_an_expired_waiver_the_finding_is_back_and_so_is_one_about_the_waiver(place):
    result = waive(place, WAIVER.replace("2026-12-31", "2026-11-21"), "--report", "json=-")

    report = json.loads(result.out)
    found = {finding["rule"]: finding for finding in report["findings"]}
    assert result.code == 1
    assert {rule: finding["status"] for rule, finding in found.items()} == {"SEV-01": "open", "WVR-01": "open"}
    assert found["SEV-01"]["waiver"] == "w-1"


def test_a_waiver_that_is_issued_later_does_not_count_yet(place):
    assert waive(place, WAIVER.replace("2026-06-01", "2026-11-23")).code == 1


WRONG = {
    "no such finding": (("system:portal", "system:potral"), "waivers.yaml:5:14: ", "system:portal"),
    "no such rule": (("SEV-01", "SEV-10"), "waivers.yaml:4:11: ", "SEV-01"),
    "approved by who asked": (("by: ministry", "by: north"), "waivers.yaml:8:18: ", "somebody else"),
    "expires before it is issued": (("2026-12-31", "2026-05-31"), "waivers.yaml:10:14: ", "before it was issued"),
    "no reason": (("    reason: It is switched off in March\n", ""), "waivers.yaml:3:5: ", "reason"),
    "a date that is none": (("2026-12-31", "2026-11-31"), "waivers.yaml:10:14: ", "2026-11-31"),
    "a whole class of subjects": (("system:portal", "system:*"), "waivers.yaml:5:14: ", "subject"),
    "not YAML": (("waivers:", "waivers: ["), "waivers.yaml:", "error"),
}


@pytest.mark.parametrize(("change", "where", "hint"), WRONG.values(), ids=WRONG)
def test_a_wrong_waiver_is_2_and_nothing_is_reported(place, change, where, hint):
    result = waive(place, WAIVER.replace(*change), "--report", "json=report.json")

    assert result.code == 2
    assert f"error: {where}" in result.err
    assert hint in result.err
    assert result.out == ""
    assert not (place / "report.json").exists()


def test_two_waivers_with_one_id_are_2(place):
    write(place, {"again.yaml": WAIVER})

    result = waive(place, WAIVER, "--waivers", "again.yaml")

    assert result.code == 2
    assert "already" in result.err


def test_a_waiver_file_that_is_not_there_is_2(place):
    result = run("audit", "inventory", "--rules", PACK, "--as-of", DAY, "--waivers", "nowhere.yaml", cwd=place)

    assert result.code == 2
    assert "nowhere.yaml" in result.err
