"""The inventories that we give as examples do what their door says."""

import gc
import signal

import pytest

from secaudit.cli.main import main
from tests.end_to_end.product import DAY, ROOT, run

BROKEN = sorted((ROOT / "inventories" / "broken").glob("*.yaml"))


@pytest.fixture
def in_process():
    """The command line in this process; what it changes for its own short life is put back."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield main
    gc.enable()
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.mark.parametrize("path", BROKEN, ids=lambda path: path.stem)
@pytest.mark.parametrize("command", ["validate", "audit"])
def test_a_broken_inventory_is_told_with_its_place_and_a_cure(in_process, capsys, command, path):
    assert in_process([command, str(path)]) == 3

    seen = capsys.readouterr()
    first = seen.err.splitlines()[0]
    name, line, column, _ = first.removeprefix("error: ").split(":", 3)
    assert seen.out == ""
    assert name == f"inventories/broken/{path.name}"
    assert int(line) <= path.read_bytes().count(b"\n") + 1
    assert int(column) >= 1
    assert "  help: " in seen.err or "must be" in first
    assert "no audit was performed" in seen.err


def test_the_minimal_inventory_audits_clean():
    result = run("audit", "inventories/minimal.yaml", "--as-of", DAY, "--fail-on", "info", cwd=ROOT)

    assert (result.code, result.err) == (0, "")
