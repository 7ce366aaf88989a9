"""Which rules are asked: codes as users know them, and nothing chosen by mistake."""

import json

import pytest

from tests.end_to_end.product import DAY, ROOT, run

MINIMAL = ROOT / "inventories/minimal.yaml"


def _asked(folder, *options):
    result = run("audit", MINIMAL, "--as-of", DAY, "-q", *options, "--report", "json=r.json", cwd=folder)
    if result.code > 1:
        return result
    return {rule["id"] for rule in json.loads((folder / "r.json").read_text("utf-8"))["rules"]}


@pytest.mark.parametrize(
    ("options", "inside", "outside"),
    [
        (["--select", "GWP"], {"GWP-01", "GWP-02"}, {"APR-01", "GWA-01"}),
        (["--select", "GWP", "--ignore", "GWP-01"], {"GWP-02"}, {"GWP-01", "APR-01"}),
        (["--ignore", "GWP", "--select", "GWP-01", "--select", "APR"], {"GWP-01", "APR-01"}, {"GWP-02", "GWA-01"}),
        (["--ignore", "GWP"], {"APR-01", "GWA-01"}, {"GWP-01"}),
        (["--select", "ALL", "--ignore", "GWP-0"], {"GWP-10", "APR-01"}, {"GWP-01", "GWP-09"}),
        (["--select", "GW"], {"GWP-01", "GWA-01"}, {"APR-01"}),
    ],
)
def test_the_longer_code_decides(tmp_path, options, inside, outside):
    asked = _asked(tmp_path, *options)
    assert inside <= asked
    assert not outside & asked


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--select", "GPW-01"], "no rule in force begins with 'GPW-01'"),
        (["--ignore", "XYZ"], "no rule in force begins with 'XYZ'"),
        (["--select", ""], "no rule in force begins with ''"),
        (["--select", "GWP", "--ignore", "GWP"], "no rule is left to be asked"),
        (["--ignore", "ALL"], "no rule is left to be asked"),
    ],
)
def test_a_code_that_fits_nothing_and_an_empty_selection_are_mistakes(tmp_path, options, told):
    result = _asked(tmp_path, *options)
    assert result.code == 2
    assert told in result.err


def test_the_result_says_what_was_not_asked(tmp_path):
    _asked(tmp_path, "--select", "APR", "--select", "GWP", "--ignore", "GWP-01")
    options = json.loads((tmp_path / "r.json").read_text("utf-8"))["options"]
    assert (options["select"], options["ignore"]) == ("APR,GWP", "GWP-01")


def test_a_waiver_of_a_rule_that_is_not_asked_is_no_mistake(tmp_path):
    waiver = {"id": "w-1", "rule": "GWP-03", "subject": "gateway:edge", "reason": "until the new one is there",
              "approved_by": "a", "requested_by": "b", "issued": "2026-11-01", "expires": "2027-01-01"}  # fmt: skip
    (tmp_path / "w.yaml").write_text(json.dumps({"secaudit_waivers": 1, "waivers": [waiver]}), "utf-8")
    assert isinstance(_asked(tmp_path, "--select", "APR", "--waivers", "w.yaml"), set)
    assert "matches no finding" in _asked(tmp_path, "--select", "GWP", "--waivers", "w.yaml").err
