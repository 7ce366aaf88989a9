"""The first minute: init, audit, ask for help."""

import json

import pytest

from tests.end_to_end.product import DAY, ROOT, run, write

STARTER = ROOT / "secaudit" / "cli" / "starter.yaml"


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("place")
    result = run("init", "my-unit", cwd=folder)
    assert (result.code, result.err) == (0, "")
    return folder


def test_init_writes_the_starter_and_the_schema_beside_it(place):
    assert sorted(path.name for path in (place / "my-unit").iterdir()) == ["inventory.schema.json", "inventory.yaml"]
    assert (place / "my-unit/inventory.yaml").read_bytes() == STARTER.read_bytes()
    assert json.loads((place / "my-unit/inventory.schema.json").read_bytes())["type"] == "object"


def test_init_says_what_comes_next(tmp_path):
    assert "secaudit audit" in run("init", cwd=tmp_path).out


def test_the_starter_audits_clean_and_leaves_nothing_open(place):
    result = run("audit", "my-unit", "--as-of", DAY, "--fail-on", "info", "--report", "json=-", cwd=place)

    report = json.loads(result.out)
    assert (result.code, result.err) == (0, "")
    assert (report["complete"], report["findings"]) == (True, [])
    assert report["summary"]["systems_approved"] == report["summary"]["systems"] == 1


def test_the_starter_is_of_the_level_that_the_criteria_give(place):
    result = run("level", "my-unit", "--as-of", DAY, cwd=place)

    assert result.code == 0
    assert "declared 2, by criteria 2" in result.out


def test_the_starter_has_a_way_that_its_own_comments_promise(place):
    assert "firewall" in run("path", "lan", "servers", "my-unit", cwd=place).out
    assert "does not reach" in run("path", "isp", "servers", "my-unit", cwd=place).out


def test_the_starter_is_short_and_teaches_in_both_languages():
    lines = STARTER.read_text(encoding="utf-8").splitlines()

    assert lines[0] == "# yaml-language-server: $schema=./inventory.schema.json"
    assert len(lines) <= 130
    assert max(map(len, lines)) <= 125
    assert sum("#" in line for line in lines) > len(lines) / 3


def test_init_overwrites_nothing(tmp_path):
    write(tmp_path, {"inventory.yaml": "mine"})

    result = run("init", cwd=tmp_path)

    assert result.code == 2
    assert "inventory.yaml" in result.err
    assert [path.name for path in tmp_path.iterdir()] == ["inventory.yaml"]
    assert (tmp_path / "inventory.yaml").read_text(encoding="utf-8") == "mine"


def test_init_into_what_is_no_folder_is_told(tmp_path):
    write(tmp_path, {"a.txt": "a"})

    assert run("init", "a.txt", cwd=tmp_path).code == 2
    result = run("init", "a.txt/below", cwd=tmp_path)
    assert result.code == 4
    assert "a.txt" in result.err
    assert "bug" not in result.err


COMMANDS = ["attest", "audit", "export", "exposure", "import", "import csv", "init", "level", "matrix", "path", "rules", "rules controls", "rules coverage", "rules explain",
            "rules functions", "rules index", "rules list", "rules test", "schema", "validate", "what-if"]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(tmp_path, command):
    result = run(*command.split(), "--help", cwd=tmp_path)

    assert result.code == 0
    assert result.out.startswith(f"Usage: secaudit {command} ")
    assert all(len(line) <= 100 for line in result.out.splitlines())


def test_help_lists_every_command(tmp_path):
    listed = run("--help", cwd=tmp_path).out

    assert [command for command in COMMANDS if " " not in command and f"  {command} " not in listed] == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_a_shell_can_complete(tmp_path, shell):
    result = run(cwd=tmp_path, env={"_SECAUDIT_COMPLETE": f"{shell}_source"})

    assert (result.code, result.err) == (0, "")
    assert "_SECAUDIT_COMPLETE" in result.out


def test_an_unknown_shell_is_no_finding(tmp_path):
    assert run(cwd=tmp_path, env={"_SECAUDIT_COMPLETE": "tcsh_source"}).code == 2
