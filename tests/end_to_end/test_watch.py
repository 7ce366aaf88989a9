"""A save is audited at once, and what it brings is said."""

import subprocess
from time import monotonic, sleep

import pytest

from tests.end_to_end.product import OPERATING, PACK, PLANNED, command, environment, write


def _save(folder, text):
    """As an editor saves: at once, so that nobody reads half of it."""
    write(folder, {"a.yaml.new": text})
    (folder / "a.yaml.new").replace(folder / "a.yaml")


def _lines(process, wanted, seconds=30):
    """What is written up to a line that has a word."""
    found = []
    until = monotonic() + seconds
    while monotonic() < until:
        line = process.stdout.readline()
        found.append(line)
        if wanted in line:
            return found
    raise AssertionError(found)


@pytest.mark.parametrize("broken", [False, True])
def test_a_save_is_audited_and_compared_with_the_last_good_one(tmp_path, broken):
    write(tmp_path, {"a.yaml": PLANNED})
    arguments = (
        "watch",
        "a.yaml",
        "--pack",
        PACK,
        "--as-of",
        "2026-11-22",
        "--interval",
        "0.05",
        "--times",
        2 + broken,
    )
    with subprocess.Popen(
        command(*arguments), cwd=tmp_path, env=environment(PYTHONUNBUFFERED="1"), stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT, text=True, encoding="utf-8",
    ) as process:  # fmt: skip
        _lines(process, "Critical 0")
        if broken:
            _save(tmp_path, "secaudit: 1\nsystems: [")
            _lines(process, "waiting for the next save")
        sleep(0.1)
        _save(tmp_path, OPERATING)
        told = _lines(process, "New findings")
        assert any("brings 1 new finding" in line for line in told)
        process.communicate(timeout=30)
    assert process.returncode == 0
