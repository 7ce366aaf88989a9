"""Options that a repository keeps: found up to its root, overridden by the command line, told in the result."""

import json

import pytest

from tests.end_to_end.product import DAY, ROOT, run, write

MINIMAL = (ROOT / "inventories/minimal.yaml").read_text("utf-8")


@pytest.fixture
def place(tmp_path):
    (tmp_path / "repository/.git").mkdir(parents=True)
    write(tmp_path, {"repository/deep/minimal.yaml": MINIMAL})
    return tmp_path / "repository"


def _options(place, *arguments, before=()):
    result = run(*before, "audit", "minimal.yaml", "--as-of", DAY, "-q", "--report", "json=r.json", *arguments,
                 cwd=place / "deep")  # fmt: skip
    assert result.code < 2, result.err
    return json.loads((place / "deep/r.json").read_text("utf-8")), result


@pytest.mark.parametrize(
    ("name", "head"), [("secaudit.toml", ""), (".secaudit.toml", ""), ("pyproject.toml", "[tool.secaudit]\n")]
)
def test_the_nearest_file_up_to_the_root_counts_and_is_told(place, name, head):
    (place / name).write_text(head + 'select = ["GWP"]\nparam = {gateway_approval_months = 12}\n', "utf-8")
    content, result = _options(place)
    assert {rule["id"].partition("-")[0] for rule in content["rules"]} == {"GWP"}
    assert content["options"]["config"] == name
    assert content["options"]["select"] == "GWP"
    assert content["options"]["gateway_approval_months"] == "12"
    assert f"options from {name}: select, parameters" in result.err


def test_the_command_line_goes_before_the_file(place):
    write(place, {"secaudit.toml": 'select = ["GWP"]\nfail-on = "critical"\n'})
    content, _ = _options(place, "--select", "APR", "--fail-on", "high")
    assert content["options"]["select"] == "APR"
    assert content["options"]["fail_on"] == "high"


def test_nothing_is_read_beyond_the_root_of_the_repository(place):
    write(place.parent, {"secaudit.toml": 'select = ["GWP"]\n'})
    content, result = _options(place)
    assert "config" not in content["options"]
    assert result.err == ""


def test_isolated_reads_no_file(place):
    write(place, {"secaudit.toml": 'select = ["GWP"]\n'})
    content, _ = _options(place, before=["--isolated"])
    assert "select" not in content["options"]


def test_a_named_file_goes_before_a_found_one(place):
    write(place, {"secaudit.toml": 'select = ["GWP"]\n', "deep/other.toml": 'select = ["DET"]\n'})
    content, _ = _options(place, before=["--config", "other.toml"])
    assert content["options"]["select"] == "DET"


def test_files_are_not_merged(place):
    write(place, {"secaudit.toml": 'select = ["GWP"]\n', "deep/secaudit.toml": 'fail-on = "high"\n'})
    content, _ = _options(place)
    assert "select" not in content["options"]


def test_paths_are_relative_to_the_file(place):
    write(place, {"known/base.json": '{"format": "secaudit.baseline/v1", "as_of": "2026-11-22", "findings": []}'})
    write(place, {"secaudit.toml": 'baseline = "known/base.json"\nfail-on-new = true\n'})
    content, _ = _options(place)
    assert content["absent"] == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('selct = ["GWP"]', "there is no option 'selct'; did you mean 'select'?"),
        ('select = "GWP"', "select must be a list of texts"),
        ("lang = 3", "lang must be a text"),
        ("fail-on-new = 1", "fail-on-new must be true or false"),
        ("param = {a = 1.5}", "param must be a table of texts and whole numbers"),
        ("select = [", "is no TOML"),
        ('fail-on = "dreadful"', "'dreadful' is not one of"),
    ],
)
def test_what_is_wrong_in_a_file_is_a_mistake(place, text, told):
    write(place, {"secaudit.toml": text})
    result = run("audit", "minimal.yaml", cwd=place / "deep")
    assert result.code == 2
    assert told in result.err


def test_a_named_file_and_isolation_contradict_each_other(place):
    write(place, {"secaudit.toml": ""})
    result = run("--isolated", "--config", "../secaudit.toml", "audit", "minimal.yaml", cwd=place / "deep")
    assert result.code == 2
