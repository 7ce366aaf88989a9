"""The same files on the same day give the same bytes, wherever, whenever and in whatever order."""

import os
import shutil
from hashlib import sha256

import pytest

from tests.end_to_end.product import DAY, ROOT, run

INVENTORY = ROOT / "inventories" / "ministry"
FORMATS = ("json", "sarif", "html", "text")
# Another hash seed, place, language and clock; the files are created in this order or the other way round.
WORLDS = {
    "here": ({"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"}, False, "."),
    "another hash seed": ({"PYTHONHASHSEED": "4242"}, False, "."),
    "another order of files": ({"PYTHONHASHSEED": "1"}, True, "."),
    "another working directory": ({"TZ": "Pacific/Kiritimati"}, False, "ministry"),
    "another time zone and locale": (
        {"TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"},
        True,
        ".",
    ),
    "a plain locale": ({"LC_ALL": "C", "PYTHONUTF8": "0", "CI": "true", "NO_COLOR": "1", "COLUMNS": "40"}, False, "/"),
}


@pytest.fixture(scope="module")
def here(tmp_path_factory):
    return _reports(tmp_path_factory.mktemp("world"), *WORLDS["here"])


@pytest.mark.parametrize("world", list(WORLDS)[1:])
def test_the_same_files_give_the_same_bytes(here, tmp_path, world):
    assert _reports(tmp_path, *WORLDS[world]) == here


def _reports(folder, env, backwards, cwd):
    """The digest of every report that is made in a world."""
    files = sorted((path for path in INVENTORY.rglob("*") if path.is_file()), reverse=backwards)
    for path in files:
        goal = folder / "ministry" / path.relative_to(INVENTORY)
        goal.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, goal)
    wanted = [argument for form in FORMATS for argument in ("--report", f"{form}={folder / form}")]
    where = folder / cwd
    result = run(
        "audit", os.path.relpath(folder / "ministry", where), "--as-of", DAY, "-q", *wanted, cwd=where, env=env
    )
    assert result.code in {0, 1}, result.err
    return {form: sha256((folder / form).read_bytes()).hexdigest() for form in FORMATS}


def test_a_report_names_no_machine_and_no_moment(tmp_path):
    shutil.copytree(INVENTORY, tmp_path / "ministry")

    run("audit", "ministry", "--as-of", DAY, "-q", *(f"--report={form}={form}" for form in FORMATS), cwd=tmp_path)

    for form in FORMATS:
        text = (tmp_path / form).read_text(encoding="utf-8")
        assert str(tmp_path) not in text
        assert os.uname().nodename not in text
        assert str(ROOT) not in text
