"""Waivers as decisions that are looked after: listed, checked, drafted, about a subject or a cause."""

import json
import subprocess

import pytest

from tests.end_to_end.product import DAY, environment, run, write

ROGUE = """\
secaudit: 1
units: [{id: hq, name: Headquarters}]
networks: [{id: internet, trust: untrusted}, {id: lan, trust: own}]
segments:
  - {id: outside, network: internet, level: 0, zone: external}
  - {id: core, network: lan, level: 3, zone: server}
systems: [{id: mail, owner: hq, level: 3, status: planned}]
links: [{id: cable, between: [outside, core]}]
"""
WAIVER = {
    "id": "w-1", "rule": "GWP-01", "cause": "link:cable", "reason": "until the gateway is there", "requested_by": "north",
    "approved_by": "ministry", "issued": "2026-10-01", "expires": "2027-03-01", "controls": ["a guard"], "ticket": "T-1",
}  # fmt: skip


@pytest.fixture
def place(tmp_path):
    return write(tmp_path, {"inventory.yaml": ROGUE})


def _write(place, *changes):
    waivers = [{key: value for key, value in (WAIVER | change).items() if value is not None} for change in changes]
    write(place, {"waivers.yaml": json.dumps({"secaudit_waivers": 1, "waivers": waivers})})


def _run(place, *arguments):
    return run(*arguments, "inventory.yaml", "--as-of", DAY, cwd=place)


def test_a_cause_waives_every_finding_of_a_rule_that_it_brings(place):
    _write(place, {})
    _run(place, "audit", "-q", "--select", "GWP-01", "--waivers", "waivers.yaml", "--report", "json=r.json")
    result = json.loads((place / "r.json").read_text("utf-8"))
    assert {finding["status"] for finding in result["findings"]} == {"waived"}
    (waiver,) = result["waivers"]
    assert (waiver["by_cause"], waiver["controls"], waiver["ticket"]) == (True, ["a guard"], "T-1")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"cause": "link:cabel"}, "matches no finding of GWP-01"),
        ({"approved_by": " NORTH "}, "was approved by who requested it"),
        ({"expires": "2027-10-02"}, "holds for more than 12 months"),
        ({"expires": "2026-09-30"}, "expires before it was issued"),
        ({"subject": "link:cable"}, "must name a subject or a cause"),
        ({"cause": None}, "must name a subject or a cause"),
        ({"expires": None}, "expires"),
        ({"rule": "GWP-*"}, "rule"),
        ({"rule": "GWP-99"}, "there is no rule 'GWP-99'"),
        ({"cause": "link:*"}, "cause"),
    ],
)
def test_what_cannot_be_meant_is_refused(place, change, told):
    _write(place, change)
    result = _run(place, "waivers", "check", "--waivers", "waivers.yaml")
    assert result.code == 2
    assert told in result.err


def test_twelve_months_to_the_day_may_be_given(place):
    _write(place, {"expires": "2027-10-01"})
    assert _run(place, "waivers", "check", "--waivers", "waivers.yaml").code == 0


def test_what_ends_soon_is_listed_and_fails(place):
    _write(place, {"expires": "2026-12-01"})
    soon = _run(place, "waivers", "expiring", "--waivers", "waivers.yaml", "--days", "9")
    assert soon.code == 1
    assert soon.out.startswith("w-1  GWP-01  link:cable  active  2026-12-01  9 days left  findings: 1")
    assert _run(place, "waivers", "expiring", "--waivers", "waivers.yaml", "--days", "8").code == 0


def test_a_list_tells_expired_ones_too(place):
    _write(place, {"issued": "2026-01-01", "expires": "2026-11-21"})
    listed = _run(place, "waivers", "list", "--waivers", "waivers.yaml")
    assert (listed.code, "expired" in listed.out) == (0, True)


def test_under_an_expired_cause_the_finding_is_back_with_one_about_the_waiver(place):
    _write(place, {"issued": "2026-01-01", "expires": "2026-11-21"})
    _run(place, "audit", "-q", "--select", "GWP-01", "--waivers", "waivers.yaml", "--report", "json=r.json")
    found = json.loads((place / "r.json").read_text("utf-8"))["findings"]
    assert {finding["rule"]: finding["status"] for finding in found} == {"GWP-01": "open", "WVR-01": "open"}


def test_a_draft_is_refused_until_a_person_has_decided(place):
    _run(place, "audit", "-q", "--select", "GWP-01", "--report", "baseline=b.json")
    fingerprint = json.loads((place / "b.json").read_text("utf-8"))["findings"][0]["fingerprint"]
    drafted = _run(place, "waivers", "draft", f"f-{fingerprint[:12]}")
    assert drafted.code == 0
    write(place, {"waivers.yaml": drafted.out})
    assert _run(place, "waivers", "check", "--waivers", "waivers.yaml").code == 2
    decided = drafted.out.replace("expires: TODO", "expires: 2027-01-01").replace(
        "approved_by: TODO", "approved_by: hq"
    )
    write(place, {"waivers.yaml": decided})
    assert _run(place, "waivers", "check", "--waivers", "waivers.yaml").code == 0


def test_a_draft_wants_one_finding(place):
    assert _run(place, "waivers", "draft", "ffffffffffffffff").code == 2


def test_an_unsigned_commit_by_the_requester_is_told(place):
    _write(place, {"requested_by": "North Officer"})
    git = ["git", "-c", "user.name=north officer", "-c", "user.email=n@x.invalid", "-c", "commit.gpgsign=false"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "waive"]):
        subprocess.run([*git, *arguments], cwd=place, env=environment(HOME=str(place)), check=True)
    result = _run(place, "waivers", "check", "--waivers", "waivers.yaml", "--signed")
    assert result.code == 2
    assert "has no good signature" in result.err
    assert "by north officer, who asked for a waiver in it" in result.err
