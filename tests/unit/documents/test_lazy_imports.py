"""A run that reads nothing imports no reader, and one that finds no mistake no explanation."""

import subprocess
import sys

import pytest

HEAVY = ("yaml", "jsonschema", "jsonschema_rs", "msgspec")


def imported(code: str) -> set[str]:
    run = f"{code}\nimport sys; print(*(name for name in {HEAVY!r} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", run], check=True, capture_output=True, text=True)
    return set(done.stdout.split())


def test_importing_the_room_imports_nothing_heavy() -> None:
    assert imported("import secaudit.documents") == set()


def test_reading_needs_the_parser_only() -> None:
    assert imported("import secaudit.documents as d; d.parse('f', b'secaudit: 1')") == {"yaml", "msgspec"}


def test_a_valid_document_needs_the_gate_only() -> None:
    code = "import secaudit.documents as d; d.check(d.parse('f', b'secaudit: 1'), 'inventory')"
    assert imported(code) == {"yaml", "msgspec", "jsonschema_rs"}


def test_without_libyaml_nothing_starts(monkeypatch: pytest.MonkeyPatch) -> None:
    code = (
        "import sys; sys.modules['yaml._yaml'] = None\n"
        "from secaudit.documents import parse\n"
        "from secaudit.errors import SecauditError\n"
        "try: parse('f', b'a: 1')\n"
        "except SecauditError as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert "without libyaml" in done.stdout
