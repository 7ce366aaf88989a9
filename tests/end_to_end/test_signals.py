"""130 and 143: whoever stops us is not told that there are findings, and finds nothing half written."""

import signal
import subprocess
import time

import pytest

from tests.end_to_end.product import DAY, PACK, PLANNED, ROOT, command, environment, write

# Checks for long, and says when it has begun.
SLOW = """
import sys, time, importlib.abc
class Slow(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "secaudit.engine":
            print("begun", file=sys.stderr, flush=True)
            time.sleep(30)
sys.meta_path.insert(0, Slow())
"""
# As slow while a report is written.
SLOW_DISK = """
import os, sys, time
def fsync(handle):
    print("begun", file=sys.stderr, flush=True)
    time.sleep(30)
os.fsync = fsync
"""


@pytest.mark.parametrize("play", [SLOW, SLOW_DISK], ids=["while it works", "while it writes"])
@pytest.mark.parametrize(
    ("number", "code", "word"), [(signal.SIGINT, 130, "interrupted"), (signal.SIGTERM, 143, "terminated")]
)
def test_a_signal_ends_the_run_with_its_code_and_leaves_nothing(tmp_path, play, number, code, word):
    write(tmp_path, {"a.yaml": PLANNED, "r.json": "old", "play/sitecustomize.py": play})
    process = subprocess.Popen(
        command("audit", "a.yaml", "--rules", PACK, "--as-of", DAY, "--report", "json=r.json"),
        cwd=tmp_path, env=environment(PYTHONPATH=f"{tmp_path / 'play'}:{ROOT}"),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stderr.readline() == "begun\n"

    process.send_signal(number)
    out, err = process.communicate(timeout=20)

    assert process.returncode == code
    assert (out, err.count("\n")) == ("", 1)
    assert word in err
    assert (tmp_path / "r.json").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.yaml", "play", "r.json"]


def test_a_signal_during_real_work_is_heard(tmp_path):
    systems = "".join(f"  - {{id: s{number}, status: planned}}\n" for number in range(20_000))
    write(
        tmp_path,
        {f"i/{name}.yaml": f"secaudit: 1\nsystems:\n{systems.replace('id: s', f'id: {name}')}" for name in "abcdef"},
    )
    process = subprocess.Popen(
        command("audit", "i", "--rules", PACK, "--as-of", DAY), cwd=tmp_path, env=environment(),
        stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    time.sleep(1)

    process.send_signal(signal.SIGTERM)
    out, _ = process.communicate(timeout=20)

    assert process.returncode in {143, -signal.SIGTERM}  # a shell says 143 of both
    assert out == b""
