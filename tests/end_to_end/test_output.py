"""4: our own fault and output that was not written; and a terminal that is not lied to."""

import os
import shutil
import stat
import subprocess
from pathlib import Path

import pytest

from tests.end_to_end.product import DAY, OPERATING, PACK, PLANNED, ROOT, audit, command, environment, run, write

QUOTED = 'name: "L\u1ec7nh \u2192 \\u202Etxt.exe \\u200B \\U000E0041"'
RAW = ["\x1b", "\x9b", "\u202e", "\u200b", "\U000e0041"]


@pytest.fixture
def place(tmp_path):
    return write(tmp_path, {"clean.yaml": PLANNED, "found.yaml": OPERATING})


def test_a_report_into_a_folder_that_does_not_exist_is_4(place):
    result = audit("found.yaml", "--report", "json=nowhere/r.json", "--report", "html=r.html", cwd=place)

    assert result.code == 4
    assert "error: nowhere/r.json: could not be written: No such file or directory" in result.err
    assert result.out == ""
    assert sorted(path.name for path in place.iterdir()) == ["clean.yaml", "found.yaml"]  # all reports or none


def test_a_report_over_a_folder_is_4(place):
    (place / "reports").mkdir()

    assert audit("clean.yaml", "--report", "json=reports", cwd=place).code == 4
    assert list((place / "reports").iterdir()) == []


def test_a_report_on_a_full_disk_is_4(place):
    result = audit("clean.yaml", "--report", "json=/dev/full", cwd=place)

    assert result.code == 4
    assert "/dev/full: could not be written: No space left on device" in result.err


def test_a_failed_run_leaves_the_old_report(place):
    write(place, {"r.json": "old"})

    assert audit("clean.yaml", "--report", "json=r.json", "--report", "html=/dev/full", cwd=place).code == 4
    assert (place / "r.json").read_text(encoding="utf-8") == "old"


def test_a_report_replaces_a_link_and_does_not_write_through_it(place):
    write(place, {"precious.txt": "precious"})
    (place / "r.json").symlink_to("precious.txt")

    assert audit("clean.yaml", "-q", "--report", "json=r.json", cwd=place).code == 0
    assert (place / "precious.txt").read_text(encoding="utf-8") == "precious"
    assert stat.S_ISREG((place / "r.json").lstat().st_mode)


def test_standard_output_that_is_full_is_4(place):
    with Path("/dev/full").open("wb") as full:
        result = audit("clean.yaml", cwd=place, stdout=full)

    assert result.code == 4
    assert result.err.count("\n") == 1
    assert "No space left" in result.err


@pytest.mark.parametrize("arguments", [["audit", "clean.yaml"], ["rules", "list"], ["--help"], ["audit", "--help"]])
def test_a_reader_who_goes_away_is_not_a_finding(place, arguments):
    dated = [] if "--help" in arguments else ["--as-of", DAY]
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = run(*arguments, *dated, cwd=place, stdout=writing)
    finally:
        os.close(writing)

    assert result.code == 4
    assert result.err == ""


def test_standard_output_that_is_closed_is_4(place):
    shell = f'exec "$0" -m secaudit audit clean.yaml --rules "$1" --as-of {DAY} >&-'
    python, *_ = command()

    result = subprocess.run(
        ["sh", "-c", shell, python, str(PACK)], cwd=place, env=environment(), stderr=subprocess.PIPE, check=False
    )

    assert result.returncode == 4
    assert b"Traceback" not in result.stderr


def test_nobody_listening_to_errors_changes_nothing(place):
    shell = 'exec "$0" -m secaudit audit nowhere 2>&-'

    result = subprocess.run(["sh", "-c", shell, command()[0]], cwd=place, env=environment(), check=False)

    assert result.returncode == 3


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["audit", "found.yaml", "-q", "--rules", PACK, "--as-of", DAY, "--report", "json=r.json"], 1),
        (["audit", "found.yaml", "--rules", PACK, "--as-of", DAY, "--report", "json=r.json"], 1),
        (["validate", "."], 3),
        (["validate", "nowhere"], 3),
        (["validate", "--unknown"], 2),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, list) else "",
)
def test_a_listener_to_errors_who_goes_away_changes_nothing(place, arguments, code):
    (place / "skipped.yaml").symlink_to("nowhere")
    (place / "clean.yaml").unlink()
    reading, writing = os.pipe()
    os.close(reading)
    try:
        result = run(*arguments, cwd=place, stderr=writing)
    finally:
        os.close(writing)

    assert result.code == code
    assert (place / "r.json").exists() is ("--report" in arguments)


BUGS = {
    "an exception": "raise ZeroDivisionError('at the worst moment')",
    "no memory": "raise MemoryError",
    "recursion": "self = lambda: self(); self()",
    "an exit": "raise SystemExit(0)",
    "an assertion": "raise AssertionError",
}
INJECTED = """
import sys, importlib.abc
class Injected(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name == "secaudit.engine":
            {bug}
sys.meta_path.insert(0, Injected())
"""


@pytest.mark.parametrize("bug", BUGS.values(), ids=BUGS)
def test_a_bug_of_ours_is_4_and_never_looks_like_a_finding(place, bug):
    write(place, {"play/sitecustomize.py": INJECTED.format(bug=bug)})

    result = audit("clean.yaml", cwd=place, env={"PYTHONPATH": f"{place / 'play'}:{ROOT}"})

    assert result.code == 4
    assert "this is a bug in secaudit" in result.err
    assert result.out == ""


@pytest.fixture(scope="module")
def hostile(tmp_path_factory):
    text = OPERATING.replace("id: portal", f"id: portal, {QUOTED}")
    folder = write(tmp_path_factory.mktemp("hostile"), {"a.yaml": text})
    write(folder, {"bad.yaml": f'secaudit: 1\nsystems:\n  - {{{QUOTED.replace("name", "id")}, "\\e]0;x": 1}}\n'})
    write(folder, {"bad\x1b]0;title\x07\u202e.yaml": PLANNED})
    return folder


CONSOLES = [
    {},
    {"PYTHONIOENCODING": "cp1252"},
    {"PYTHONIOENCODING": "ascii"},
    {"LC_ALL": "C"},
    {"PYTHONIOENCODING": "cp437"},
]


@pytest.mark.parametrize(
    "console", CONSOLES, ids=lambda value: value.get("PYTHONIOENCODING", "-".join(value) or "utf-8")
)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_no_console_changes_the_exit_code_and_no_name_commands_it(hostile, console, language):
    result = audit("a.yaml", "--lang", language, cwd=hostile, env=console)

    assert result.code == 1
    assert result.err == ""
    assert [character for character in RAW if character in result.out] == []
    assert "\\u202etxt.exe" in result.out.lower()


@pytest.mark.parametrize("escape", ["\\e[2J", "\\x9b31m", "\\0", "\\x7f"])
def test_a_control_character_in_a_text_is_refused_and_not_shown(tmp_path, escape):
    write(tmp_path, {"a.yaml": PLANNED.replace("id: portal", f'id: portal, name: "x{escape}"')})

    result = audit("a.yaml", cwd=tmp_path)

    assert result.code == 3
    assert "control character" in result.err
    assert result.err.replace("\n", "").isprintable()


@pytest.mark.parametrize("console", CONSOLES[:3], ids=["utf-8", "cp1252", "ascii"])
def test_errors_are_as_safe_as_results(hostile, console):
    for arguments in (["validate", "bad.yaml"], ["validate", "."], ["path", "\x1b[2J", "b\u202e", "a.yaml"]):
        result = run(*arguments, cwd=hostile, env=console)

        assert result.code in {2, 3}
        assert [character for character in RAW if character in result.out + result.err] == []


@pytest.mark.parametrize(
    "arguments", [["rules", "list"], ["rules", "explain", "APR-01"], ["rules", "functions"], ["schema", "inventory"]]
)
def test_what_we_say_ourselves_fits_any_console(place, arguments):
    dated = [] if "schema" in arguments else ["--as-of", DAY]
    language = ["--lang", "vi"] if arguments[-1] in {"list", "APR-01"} else []

    result = run(*arguments, *dated, *language, cwd=place, env={"PYTHONIOENCODING": "ascii"})

    assert (result.code, result.err) == (0, "")


def test_levels_are_told_safely(hostile):
    write(hostile, {"level.yaml": "secaudit: 1\nsystems: [{id: a, kind: internal, facts: {information: [public]}}]\n"})

    result = run(
        "level",
        "level.yaml",
        "--lang",
        "vi",
        "--rules",
        PACK,
        "--as-of",
        DAY,
        cwd=hostile,
        env={"PYTHONIOENCODING": "cp1252"},
    )

    assert (result.code, result.err) == (0, "")


def _on_a_terminal(*arguments, cwd, **env):
    """Standard output as a terminal sees it."""
    master, slave = os.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env=environment(**{"TERM": "xterm"} | env),
        stdout=slave,
        stderr=subprocess.DEVNULL,
    )
    os.close(slave)
    seen = b""
    try:
        while chunk := os.read(master, 65536):
            seen += chunk
    except OSError:  # the other end is closed
        pass
    os.close(master)
    return process.wait(60), seen.decode()


@pytest.mark.parametrize(
    ("env", "coloured"), [({}, True), ({"NO_COLOR": "1"}, False), ({"NO_COLOR": ""}, True), ({"TERM": "dumb"}, False)]
)
def test_colour_is_for_terminals_that_want_it(place, env, coloured):
    code, seen = _on_a_terminal("audit", "found.yaml", "--rules", PACK, "--as-of", DAY, cwd=place, **env)

    assert code == 1
    assert ("\x1b[" in seen) is coloured


def test_a_name_does_not_command_a_terminal(hostile):
    code, seen = _on_a_terminal("audit", "a.yaml", "--rules", PACK, "--as-of", DAY, cwd=hostile, NO_COLOR="1")

    assert code == 1
    assert [character for character in RAW if character in seen] == []


@pytest.mark.parametrize("arguments", [["list"], ["explain", "SEV-01"], ["test"]], ids=lambda value: value[0])
def test_a_rule_does_not_command_a_terminal_either(tmp_path, arguments):
    pack = shutil.copytree(PACK, tmp_path / "severities")
    rule = pack / "SEV-01-operating.yaml"
    text = (
        rule.read_text(encoding="utf-8")
        .replace("A system operates", '"A \\u202Esystem\\u200B"')
        .replace("finds: [a]", "finds: [b]")
    )
    rule.write_text(text.replace("it operates", '"it \\u202Eoperates"'), encoding="utf-8")
    chosen = [str(pack)] if arguments == ["test"] else ["--rules", str(pack), "--as-of", DAY]

    result = run("rules", *arguments, *chosen, cwd=tmp_path)

    assert result.code == (1 if arguments == ["test"] else 0)
    assert "\\u202e" in result.out
    assert [character for character in RAW if character in result.out + result.err] == []


@pytest.mark.parametrize("form", ["html", "sarif", "junit", "gitlab", "github", "markdown", "json"])
def test_a_saved_result_renders_what_the_audit_did(form, tmp_path):
    first = run(
        "audit", ROOT / "inventories/minimal.yaml", "--as-of", DAY, "-q", "--report", "json=r.json",
        "--report", f"{form}=direct", cwd=tmp_path,
    ) if form != "json" else run(
        "audit", ROOT / "inventories/minimal.yaml", "--as-of", DAY, "-q", "--report", "json=r.json", cwd=tmp_path
    )  # fmt: skip
    assert first.code == 0
    assert run("report", "r.json", "-q", "--report", f"{form}=again", cwd=tmp_path).code == 0
    expected = tmp_path / ("r.json" if form == "json" else "direct")
    assert (tmp_path / "again").read_bytes() == expected.read_bytes()
