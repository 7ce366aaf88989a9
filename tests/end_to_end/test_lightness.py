"""What a run does not need it does not load; and no run speaks to a network."""

import pytest

from tests.end_to_end.product import DAY, OPERATING, PACK, PLANNED, ROOT, audit, run, write

HEAVY = {"yaml", "msgspec", "jinja2", "jsonschema", "jsonschema_rs", "networkx", "rich", "openpyxl", "multiprocessing"}
# Writes the names of what was imported when the interpreter ends.
WATCH = """
import atexit, sys
atexit.register(lambda: open("modules.txt", "w").write("\\n".join(sorted({name.partition(".")[0] for name in sys.modules}))))
"""


@pytest.fixture
def place(tmp_path):
    return write(tmp_path, {"a.yaml": PLANNED, "found.yaml": OPERATING, "play/sitecustomize.py": WATCH})


@pytest.mark.parametrize(
    ("arguments", "code", "unwanted"),
    [
        (["--help"], 0, HEAVY),
        (["--version"], 0, HEAVY),
        ([], 2, HEAVY),
        (["audit", "--help"], 0, HEAVY),
        (["rules", "--help"], 0, HEAVY),
        (["import", "csv", "--help"], 0, HEAVY),
        (["export", "--help"], 0, HEAVY),
        (["audti"], 2, HEAVY - {"msgspec"}),
        (["schema", "rule"], 0, HEAVY),
        (["audit", "a.yaml", "--rules", PACK, "--as-of", DAY], 0, HEAVY - {"yaml", "msgspec", "jsonschema_rs"}),
        (["audit", "found.yaml", "--rules", PACK, "--as-of", DAY], 1, HEAVY - {"yaml", "msgspec", "jsonschema_rs"}),
        (["audit", "a.yaml", "--rules", PACK, "--as-of", DAY, "--report", "sarif=-"], 0, {"jinja2", "networkx", "rich", "openpyxl"}),
        (["audit", "a.yaml", "--as-of", DAY], 1, HEAVY - {"yaml", "msgspec", "jsonschema_rs"}),
        (["validate", "a.yaml"], 0, HEAVY - {"yaml", "msgspec", "jsonschema_rs"}),
    ],
    ids=lambda value: " ".join(map(str, value[:2])) if isinstance(value, list) else "",
)  # fmt: skip
def test_a_run_loads_only_what_it_needs(place, arguments, code, unwanted):
    result = run(*arguments, cwd=place, env={"PYTHONPATH": f"{place / 'play'}:{ROOT}"})

    loaded = set((place / "modules.txt").read_text(encoding="utf-8").split())
    assert result.code == code
    assert "secaudit" in loaded
    assert loaded & unwanted == set()


NO_SOCKETS = """
import socket
def refuse(*_, **__):
    raise AssertionError("a socket was asked for")
socket.socket = socket.create_connection = socket.getaddrinfo = refuse
"""


@pytest.mark.parametrize("form", ["text", "json", "sarif", "html"])
def test_no_audit_speaks_to_a_network(tmp_path, form):
    write(tmp_path, {"a.yaml": OPERATING, "play/sitecustomize.py": NO_SOCKETS})

    result = audit("a.yaml", "--report", f"{form}=-", cwd=tmp_path, env={"PYTHONPATH": f"{tmp_path / 'play'}:{ROOT}"})

    assert (result.code, result.err) == (1, "")
    assert "portal" in result.out
