"""Writing: every file is old or new, never half; either all of them are new or none."""

import os
import stat

import pytest

from secaudit.cli import output
from secaudit.errors import OutputError


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_files_are_written_whole_and_for_everybody_to_read(here):
    output.write_all([("a", "Lệnh\n"), ("b", "")])

    assert names(here) == ["a", "b"]
    assert (here / "a").read_bytes() == "Lệnh\n".encode()
    assert stat.S_IMODE((here / "a").stat().st_mode) == 0o644


def test_standard_output_is_a_file_among_others(here, capsys):
    output.write_all([("a", "file"), (output.STDOUT, "text\n")])

    assert capsys.readouterr().out == "text\n"
    assert names(here) == ["a"]


def test_what_unicode_cannot_hold_is_escaped(here):
    output.write_all([("a", "x\udc9by")])

    assert (here / "a").read_text(encoding="utf-8") == "x\\udc9by"


@pytest.mark.parametrize("bad", ["nowhere/b", "folder"])
def test_one_bad_goal_spares_all_old_files(here, bad, capsys):
    (here / "a").write_text("old")
    (here / "folder").mkdir()

    with pytest.raises(OutputError) as caught:
        output.write_all([("a", "new"), (output.STDOUT, "text"), (bad, "new")])

    assert caught.value.problems[0].file == bad
    assert (here / "a").read_text() == "old"
    assert names(here) == ["a", "folder"]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt(), MemoryError()])
@pytest.mark.parametrize("call", ["fsync", "fdopen"])
def test_an_interruption_leaves_nothing_behind(here, monkeypatch, error, call):
    def fail(*_, **__):
        raise error

    monkeypatch.setattr(os, call, fail)

    with pytest.raises(OutputError if isinstance(error, OSError) else type(error)):
        output.write_all([("a", "new")])

    assert names(here) == []


def test_a_failing_rename_is_told_and_leaves_no_temporary_file(here, monkeypatch):
    def fail(*_):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(output.Path, "replace", fail)

    with pytest.raises(OutputError, match="Permission denied"):
        output.write_all([("a", "new")])

    assert names(here) == []


def test_a_device_is_written_to_and_not_replaced(here):
    output.write_all([("/dev/null", "text")])

    assert stat.S_ISCHR(output.Path("/dev/null").stat().st_mode)
