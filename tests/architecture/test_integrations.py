"""What others run in their pipelines: it is valid, names what exists, and lets no text of theirs become a script."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from secaudit.cli.main import cli

ROOT = Path(__file__).parents[2]


def _load(name: str) -> list[Any]:
    return list(yaml.safe_load_all((ROOT / name).read_text("utf-8")))


def _scripts() -> list[tuple[str, str]]:
    (action,) = _load("action.yml")
    _, component = _load("templates/secaudit.yml")
    found = [("action.yml", step["run"]) for step in action["runs"]["steps"]]
    return found + [("templates/secaudit.yml", text) for text in component["secaudit"]["script"]]


@pytest.mark.parametrize(("name", "script"), _scripts())
def test_inputs_reach_a_script_by_the_environment_only(name: str, script: str) -> None:
    assert "${{" not in script, name
    assert "$[[" not in script, name
    for variable in re.findall(r"\$SECAUDIT_\w+", script):
        assert f'"{variable}"' in script or f'={variable}"' in script, (name, variable)


def test_every_option_that_is_passed_exists() -> None:
    help_text = CliRunner().invoke(cli, ["audit", "--help"]).output
    for name, script in _scripts():
        if ("audit" in script and 'secaudit" audit' in script) or "bin/secaudit audit" in script:
            for option in re.findall(r"(?<= )--[a-z-]+", script.partition("audit")[2]):
                assert option in help_text, (name, option)


def test_the_hooks_run_commands_that_exist() -> None:
    (hooks,) = _load(".pre-commit-hooks.yaml")
    for hook in hooks:
        assert hook["pass_filenames"] is False
        assert hook["entry"].split()[1] in cli.list_commands(None)  # type: ignore[arg-type]
