"""3: what cannot be read is told with its place, and no result pretends to be complete."""

import json
import os

import pytest

from tests.end_to_end.product import OPERATING, PLANNED, ROOT, audit, run, write

MISTAKES = {
    "typo in a key": ("secaudit: 1\nsystems:\n  - id: a\n    statsu: planned\n", "a.yaml:4:5: ", "status"),
    "dangling reference": (
        "secaudit: 1\nunits: [{id: north}]\nsystems:\n  - id: a\n    owner: nroth\n",
        "a.yaml:5:12: ",
        "north",
    ),
    "duplicate id": ("secaudit: 1\nsystems:\n  - id: a\n  - id: a\n", "a.yaml:4:9: ", "a.yaml:3"),
    "a date that is none": (
        "secaudit: 1\nsystems:\n  - id: a\n    approval: {decision: {date: 2026-02-30}}\n",
        "a.yaml:4:33: ",
        "2026-02-30",
    ),
    "not YAML": ("secaudit: 1\nsystems: [{id: a}\n", "a.yaml:", "closed"),
    "not UTF-8": (b"secaudit: 1\nsystems:\n  - {id: a, name: L\xea}\n", "a.yaml:3:", "UTF-8"),
    "empty": ("", "a.yaml:1:1: ", "secaudit: 1"),
    "of another version": ("secaudit: 2\n", "a.yaml:1:11: ", "1"),
}


@pytest.mark.parametrize(("text", "place", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_is_told_with_its_place_and_nothing_is_audited(tmp_path, text, place, hint):
    write(tmp_path, {"inventory/good.yaml": PLANNED})
    (tmp_path / "inventory/a.yaml").write_bytes(text if isinstance(text, bytes) else text.encode())

    result = run("audit", "inventory", "--report", "json=report.json", cwd=tmp_path)

    assert result.code == 3
    assert f"error: inventory/{place}" in result.err
    assert hint in result.err
    assert "no audit was performed" in result.err
    assert result.out == ""
    assert not (tmp_path / "report.json").exists()


def test_validate_tells_the_same(tmp_path):
    text, place, hint = MISTAKES["dangling reference"]
    write(tmp_path, {"inventory/a.yaml": text})

    result = run("validate", "inventory", cwd=tmp_path)

    assert (result.code, result.out) == (3, "")
    assert f"error: inventory/{place}" in result.err
    assert hint in result.err


def test_all_mistakes_are_told_at_once(tmp_path):
    write(tmp_path, {"i/a.yaml": MISTAKES["typo in a key"][0], "i/b.yaml": MISTAKES["a date that is none"][0]})

    result = audit("i", cwd=tmp_path)

    assert result.code == 3
    assert result.err.count("error: i/") == 2


NOTHING = {
    "a folder that does not exist": ({}, "inventory"),
    "a file that does not exist": ({"other.yaml": PLANNED}, "inventory"),
    "an empty folder": ({"inventory/readme.txt": "nothing"}, "inventory"),
    "no systems": ({"inventory/a.yaml": "secaudit: 1\nunits: [{id: north}]\n"}, "no system is declared"),
    "no systems, in an empty list": ({"inventory/a.yaml": "secaudit: 1\nsystems: []\n"}, "no system is declared"),
}


@pytest.mark.parametrize(("files", "told"), NOTHING.values(), ids=NOTHING)
def test_nothing_to_audit_is_never_a_success(tmp_path, files, told):
    result = audit("inventory", cwd=write(tmp_path, files))

    assert result.code == 3
    assert told in result.err
    assert result.out == ""


def _symlink(path):
    path.with_suffix(".txt").write_text(OPERATING, encoding="utf-8")
    path.symlink_to(path.with_suffix(".txt"))


def _dangling(path):
    path.symlink_to("nowhere")


def _large(path):
    with path.open("wb") as file:
        file.truncate(20_000_001)


def _linked_folder(path):
    (path.parent.parent / "elsewhere").mkdir()
    path.symlink_to("../elsewhere")


SKIPPED = {
    "symlink": _symlink,
    "dangling symlink": _dangling,
    "linked folder": _linked_folder,
    "FIFO": os.mkfifo,
    "too large": _large,
    "hidden": lambda path: path.with_name(".odd.yaml").write_text(PLANNED, encoding="utf-8"),
    "control character": lambda path: path.with_name("odd\x1b[2J.yaml").write_text(PLANNED, encoding="utf-8"),
}


@pytest.mark.parametrize("make", SKIPPED.values(), ids=SKIPPED)
def test_what_was_passed_by_is_in_the_report_and_in_the_exit_code(tmp_path, make):
    write(tmp_path, {"inventory/a.yaml": PLANNED})
    make(tmp_path / "inventory" / "odd.yaml")

    result = audit("inventory", "--report", "json=report.json", cwd=tmp_path)

    report = json.loads((tmp_path / "report.json").read_text(encoding="utf-8"))
    assert result.code == 3
    assert "INCOMPLETE" in result.out
    assert "odd" in result.out
    assert "\x1b" not in result.out
    assert [skip["name"] for skip in report["inventory"]["skipped"] if "odd" in skip["name"]] != []
    assert report["complete"] is False


def test_a_file_that_cannot_be_followed_does_not_hide_findings(tmp_path):
    write(tmp_path, {"inventory/a.yaml": OPERATING})
    _dangling(tmp_path / "inventory" / "odd.yaml")

    result = audit("inventory", cwd=tmp_path)

    assert result.code == 3  # the worst of 1 and 3
    assert "portal operates" in result.out


# Tests may run as root, to whom nothing is denied; so the denial is played.
DENIED = """
import os, errno
_open = os.open
def denied(path, *rest, **named):
    if path == "odd.yaml":
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
    return _open(path, *rest, **named)
os.open = denied
"""


def test_a_file_that_cannot_be_read_does_not_stop_the_audit(tmp_path):
    write(tmp_path, {"inventory/a.yaml": OPERATING, "inventory/odd.yaml": PLANNED, "play/sitecustomize.py": DENIED})

    result = audit("inventory", cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path / 'play'}:{ROOT}"})

    assert result.code == 3
    assert "portal operates" in result.out
    assert "odd.yaml" in result.out


def test_a_file_that_cannot_be_read_is_3(tmp_path):
    write(tmp_path, {"inventory/a.yaml": OPERATING, "inventory/odd.yaml": PLANNED, "play/sitecustomize.py": DENIED})

    result = audit("inventory", cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path / 'play'}:{ROOT}"})

    assert result.code == 3
    assert "inventory/odd.yaml" in result.out + result.err
    assert "Permission denied" in result.out + result.err


@pytest.mark.parametrize("quiet", [["-q"], ["--report", "json=-"]], ids=["quiet", "json on standard output"])
def test_what_was_passed_by_is_told_where_the_text_is_not(tmp_path, quiet):
    write(tmp_path, {"inventory/a.yaml": PLANNED})
    _dangling(tmp_path / "inventory" / "odd.yaml")

    result = audit("inventory", *quiet, cwd=tmp_path)

    assert result.code == 3
    assert "skipped: inventory/odd.yaml: " in result.err


@pytest.mark.parametrize("command", [["validate"], ["level"], ["path", "lan", "island"]], ids=lambda value: value[0])
def test_every_command_tells_what_was_passed_by(tmp_path, command):
    text = "secaudit: 1\nsystems: [{id: a, kind: internal, facts: {information: [public]}}]\nsegments: [{id: lan}, {id: island}]\n"
    write(tmp_path, {"inventory/a.yaml": text})
    _dangling(tmp_path / "inventory" / "odd.yaml")

    result = run(*command, "inventory", cwd=tmp_path)

    assert result.code == 3
    assert "skipped: inventory/odd.yaml: " in result.err


@pytest.mark.parametrize("name", ["link.yaml", "pipe.yaml"])
def test_a_root_that_is_no_file_is_not_read(tmp_path, name):
    write(tmp_path, {"a.yaml": PLANNED})
    (tmp_path / "link.yaml").symlink_to("a.yaml")
    os.mkfifo(tmp_path / "pipe.yaml")

    assert audit(name, cwd=tmp_path).code == 3
    assert audit("a.yaml", name, cwd=tmp_path).code == 3


def test_an_inventory_may_lie_anywhere(tmp_path):
    write(tmp_path, {"one/a.yaml": PLANNED, "two/b.yaml": PLANNED.replace("portal", "intranet")})

    result = audit(tmp_path / "one", "../two/b.yaml", "--report", "json=-", cwd=tmp_path / "one")

    assert result.code == 0
    assert [file["name"] for file in json.loads(result.out)["inventory"]["files"]] == ["one/a.yaml", "two/b.yaml"]


def test_an_unlevelled_system_waits_for_facts(tmp_path):
    write(tmp_path, {"a.yaml": "secaudit: 1\nsystems: [{id: a, kind: internal}]\n"})

    result = run("level", "a.yaml", cwd=tmp_path)

    assert result.code == 3
    assert "information" in result.out


@pytest.mark.parametrize("name", ["level", "validate"])
def test_other_commands_need_an_inventory_too(tmp_path, name):
    assert run(name, "nowhere", cwd=tmp_path).code == 3


def test_a_root_that_was_skipped_is_said_to_be_skipped(tmp_path):
    write(tmp_path, {"a.yaml": PLANNED})
    (tmp_path / "link.yaml").symlink_to("a.yaml")

    result = audit("link.yaml", cwd=tmp_path)

    assert result.code == 3
    assert "symbolic link" in result.err


def test_a_reference_into_a_skipped_file_names_the_skipped_file(tmp_path):
    write(
        tmp_path,
        {"i/a.yaml": PLANNED.replace("level: 3", "owner: north"), "units.txt": "secaudit: 1\nunits: [{id: north}]\n"},
    )
    (tmp_path / "i/units.yaml").symlink_to("../units.txt")

    result = audit("i", cwd=tmp_path)

    assert result.code == 3
    assert "there is no unit 'north'" in result.err
    assert "i/units.yaml" in result.err
