"""Compiled templates: kept where Python keeps compiled modules, and never believed if made of anything else."""

import importlib.util
import marshal
import sys
from pathlib import Path

import pytest
from jinja2 import Environment

from secaudit.reporters.html import press


@pytest.fixture
def templates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(press, "TEMPLATES", tmp_path)
    monkeypatch.setattr(sys, "dont_write_bytecode", False)
    monkeypatch.setattr(sys, "pycache_prefix", None)
    (tmp_path / "a.html.j2").write_text("{{ x }} one", "utf-8")
    return tmp_path


def _text(environment: Environment, name: str = "a.html.j2") -> str:
    return environment.get_template(name).render(x="<")


def _kept(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.pyc"))


def test_a_template_is_compiled_once(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = templates
    assert _text(press.environment()) == "&lt; one"
    assert [file.parent.name for file in _kept(folder)] == ["__pycache__"]

    monkeypatch.setattr(Environment, "_generate", lambda *_, **__: pytest.fail("compiled again"))
    assert _text(press.environment()) == "&lt; one"


def test_another_text_is_compiled_anew(templates: Path) -> None:
    folder = templates
    _text(press.environment())
    (folder / "a.html.j2").write_text("{{ x }} two", "utf-8")
    assert _text(press.environment()) == "&lt; two"
    assert len(_kept(folder)) == 1


@pytest.mark.parametrize("data", [b"", b"garbage", marshal.dumps(compile("raise SystemExit", "x", "exec"))])
def test_what_was_not_made_of_the_text_is_not_run(templates: Path, data: bytes) -> None:
    folder = templates
    _text(press.environment())
    (file,) = _kept(folder)
    file.write_bytes(data)
    assert _text(press.environment()) == "&lt; one"
    file.write_bytes(file.read_bytes()[:40])
    assert _text(press.environment()) == "&lt; one"


def test_nothing_is_written_where_python_writes_nothing(templates: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = templates
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    assert _text(press.environment()) == "&lt; one"
    assert not list(folder.rglob("__pycache__"))


def test_a_folder_that_cannot_be_written_to_is_no_matter(templates: Path) -> None:
    folder = templates
    (folder / "__pycache__").write_text("no folder", "utf-8")
    assert _text(press.environment()) == "&lt; one"


def test_it_lies_where_the_modules_of_this_python_lie(templates: Path) -> None:
    folder = templates
    _text(press.environment())
    assert _kept(folder) == [Path(importlib.util.cache_from_source(folder / "a.html.j2"))]


@pytest.mark.parametrize(
    ("value", "told"),
    [(None, "—"), (3, "3"), ("<\u202e>", "&lt;\\u202e&gt;"), (press.Markup("<b>"), "<b>"), (True, "True")],
)
def test_a_value_is_printed_visibly_and_escaped_once(value: object, told: str) -> None:
    assert str(press.printed(value)) == told
