"""The house is as its plan says: imports, types, lint, sizes, doors, and no path in a document leads nowhere."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "secaudit"
MODULES = sorted(PACKAGE.rglob("*.py"))
ROOMS = [path for path in sorted(PACKAGE.iterdir()) if path.is_dir() and path.name[0] not in "._"]
LONGEST_MODULE, LONGEST_FUNCTION = 300, 40
# The loop over the events of a file is the hottest of all; a call for each event would cost a third of it.
LONG_WITH_A_REASON = {"secaudit/documents/builder.py": ["build"]}


def _tool(*command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", *command], cwd=ROOT, capture_output=True, text=True, check=False)


@pytest.mark.once
def test_imports_point_down_only():
    script = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([script, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.once
@pytest.mark.parametrize(
    "command",
    [
        ("ruff", "check", "--no-cache", "."),
        ("ruff", "format", "--check", "--no-cache", "."),
        ("mypy", "--no-incremental"),
    ],
)
def test_lint_and_types_are_clean(command):
    result = _tool(*command)

    assert result.returncode == 0, result.stdout + result.stderr


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_and_functions_stay_small(module):
    text = module.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    long = [node.name for node in functions if node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION]

    assert text.count("\n") <= LONGEST_MODULE
    assert long == LONG_WITH_A_REASON.get(str(module.relative_to(ROOT)), [])


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_every_room_has_a_door(room):
    assert (room / "README.md").is_file()


@pytest.mark.parametrize("top", ["secaudit", "rules", "inventories", "reports", "tests", "."])
def test_every_top_folder_has_a_door(top):
    assert (ROOT / top / "README.md").is_file()


@pytest.mark.parametrize("room", ROOMS, ids=lambda path: path.name)
def test_the_map_of_the_rooms_names_every_room(room):
    assert f"`{room.name}/`" in (PACKAGE / "README.md").read_text(encoding="utf-8")


DOCUMENTS = [
    path
    for path in sorted(ROOT.rglob("*.md"))
    if not {".venv", ".git", ".pytest_cache", "node_modules"} & set(path.parts)
]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_paths_named_in_a_document_exist(document):
    text = document.read_text(encoding="utf-8")
    named = re.findall(r"`((?:secaudit|rules|inventories|reports|tests)/[\w./-]+)`", text)
    written_by_a_run = re.compile(r"reports/[\w-]+\.(html|json|sarif)")

    assert [path for path in named if not (ROOT / path).exists() and not written_by_a_run.fullmatch(path)] == []


def test_nothing_names_this_machine():
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    texts = [ROOT / name for name in tracked if name.endswith((".py", ".md", ".toml", ".yaml", ".txt", "run"))]

    assert [
        str(path)
        for path in texts
        if path.is_file()
        and re.search(r"(?<![\w.])/(work|root|home)/", path.read_text(encoding="utf-8", errors="replace"))
    ] == []
