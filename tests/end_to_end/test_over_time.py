"""One audit after another: since when a finding is known, by when it is to be repaired, what else has changed."""

import json

import pytest

from tests.end_to_end.product import run, write

NETWORK = """secaudit: 1
networks:
  - {id: internet, name: Internet, trust: untrusted}
  - {id: own, name: Own, trust: own}
units: [{id: hq, name: Cơ quan}]
systems:
  - {id: ledger, name: Sổ cái, owner: hq, level: 2, status: operating, approval: {status: drafting}}
segments:
  - {id: edge, network: internet, zone: external, level: 0}
  - {id: office, network: own, zone: internal, level: 2, owner: hq}
  - {id: vault, network: own, zone: server, level: 4, owner: hq}
"""
CABLES = (
    NETWORK
    + """links:
  - {id: cable-1, between: [edge, office], medium: fibre, carrier: own}
  - {id: cable-2, between: [office, vault], medium: fibre, carrier: own}
"""
)


def audit(*arguments, cwd, as_of="2026-11-22"):
    return run("audit", *arguments, "--as-of", as_of, cwd=cwd)


@pytest.fixture
def place(tmp_path):
    return write(tmp_path, {"inv/all.yaml": NETWORK})


def _result(place, name):
    return json.loads((place / name).read_text("utf-8"))


def _later(place, *arguments, as_of="2026-11-22"):
    write(place, {"inv/all.yaml": CABLES})
    return audit("inv", "-q", "--exit-zero", *arguments, as_of=as_of, cwd=place)


def test_a_finding_is_known_since_the_first_audit_that_found_it(place):
    audit("inv", "-q", "--report", "json=one.json", "--report", "baseline=one.base.json", as_of="2026-10-01", cwd=place)
    for earlier in ("one.json", "one.base.json"):
        _later(place, "--baseline", earlier, "--report", "json=two.json", "--report", "baseline=two.base.json")
        found = {finding["fingerprint"]: finding for finding in _result(place, "two.json")["findings"]}
        seen = {(finding["baseline"], finding["first_seen"]) for finding in found.values()}
        assert seen >= {("unchanged", "2026-10-01"), ("new", "2026-11-22")}
        assert {day for standing, day in seen if standing != "new"} == {"2026-10-01"}

    audit("inv", "-q", "--baseline", "two.base.json", "--report", "json=three.json", as_of="2026-12-01", cwd=place)
    assert {(f["baseline"], f["first_seen"]) for f in _result(place, "three.json")["findings"]} >= {
        ("unchanged", "2026-10-01"), ("unchanged", "2026-11-22"),
    }  # fmt: skip


def test_without_an_earlier_audit_nobody_says_since_when(place):
    audit("inv", "-q", "--report", "json=one.json", cwd=place)

    assert {finding["first_seen"] for finding in _result(place, "one.json")["findings"]} == {None}
    assert _result(place, "one.json")["earlier"] is None


def test_days_for_a_severity_count_from_when_a_finding_was_first_seen(place):
    audit("inv", "-q", "--report", "json=one.json", as_of="2026-10-01", cwd=place)
    days = ("--fix-within", "high=30", "--fix-within", "critical=7")
    _later(
        place, *days, "--baseline", "one.json", "--report", "json=two.json", "--report", "html=two.html", "--lang", "en"
    )
    result = _result(place, "two.json")
    by = {(f["severity"], f["first_seen"], f["fix_by"]) for f in result["findings"]}

    assert ("high", "2026-10-01", "2026-10-31") in by
    assert ("critical", "2026-11-22", "2026-11-29") in by
    assert {until for severity, _, until in by if severity not in {"high", "critical"}} == {None}
    assert result["options"]["fix_within"] == "critical=7, high=30"
    page = (place / "two.html").read_text("utf-8")
    assert "2026-10-31 <strong" in page
    assert "22 over" in page


def test_what_is_waived_has_until_the_waiver_ends(place):
    audit("inv", "-q", "--report", "json=one.json", cwd=place)
    one = next(f for f in _result(place, "one.json")["findings"] if f["rule"] == "APR-01")
    entry = (f'{{id: w-1, rule: APR-01, subject: "{one["subject"]}", reason: Wait, requested_by: a, approved_by: hq, '
             "issued: 2026-10-01, expires: 2026-12-24}")  # fmt: skip
    write(place, {"w.yaml": f"secaudit_waivers: 1\nwaivers: [{entry}]\n"})
    audit("inv", "-q", "--waivers", "w.yaml", "--fix-within", "high=1", "--report", "json=two.json", cwd=place)

    assert [f["fix_by"] for f in _result(place, "two.json")["findings"] if f["status"] == "waived"] == ["2026-12-24"]


@pytest.mark.parametrize("wrong", ["high", "high=", "high=-1", "grave=3", "high=99999", "high=٣"])
def test_days_that_are_none_are_refused(place, wrong):
    assert audit("inv", "--fix-within", wrong, cwd=place).code == 2
    assert audit("inv", "--fix-within", "high=1", "--fix-within", "high=2", cwd=place).code == 2


def test_a_way_that_was_opened_is_told_apart_from_rules_that_were_changed(place):
    audit("inv", "-q", "--report", "json=one.json", as_of="2026-10-01", cwd=place)
    _later(place, "--baseline", "one.json", "--report", "json=two.json", "--report", "html=two.html", "--lang", "en")
    earlier = _result(place, "two.json")["earlier"]

    assert earlier["as_of"] == "2026-10-01"
    assert earlier["rules"] == []
    assert earlier["exposures"] == [{"segment": "vault", "level": 4, "before": None, "after": 0}]
    assert {"origin": "external", "target": "internal", "gateways": [0, 0], "unfiltered": [0, 1]} in earlier["conduits"]
    assert "reachable now, no way before</b> vault (level 4): — → 0" in (place / "two.html").read_text("utf-8")


def test_findings_of_a_changed_rule_stand_apart_from_new_ones(place):
    audit("inv", "-q", "--ignore", "APR", "--report", "json=one.json", as_of="2026-10-01", cwd=place)
    audit(
        "inv",
        "-q",
        "--baseline",
        "one.json",
        "--report",
        "json=two.json",
        "--report",
        "html=two.html",
        "--lang",
        "vi",
        cwd=place,
    )
    added = {rule["rule"] for rule in _result(place, "two.json")["earlier"]["rules"] if rule["change"] == "added"}

    assert {rule for rule in added if rule.startswith("APR")} == added
    assert "APR-01" in added
    assert "Mới do quy tắc thay đổi" in (place / "two.html").read_text("utf-8")


def test_the_saved_result_tells_the_same(place):
    audit("inv", "-q", "--report", "json=one.json", as_of="2026-10-01", cwd=place)
    _later(
        place,
        "--baseline",
        "one.json",
        "--fix-within",
        "high=3",
        "--report",
        "json=two.json",
        "--report",
        "html=two.html",
        "--lang",
        "vi",
    )
    run("report", "two.json", "--lang", "vi", "--report", "html=again.html", "--report", "json=again.json", cwd=place)

    assert (place / "again.html").read_bytes() == (place / "two.html").read_bytes()
    assert (place / "again.json").read_bytes() == (place / "two.json").read_bytes()
