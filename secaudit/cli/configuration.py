"""Options that a repository keeps for its audits: `secaudit.toml`, or `[tool.secaudit]` in `pyproject.toml`.

The nearest file counts, from the working folder up to the root of the repository and no further; files are not
merged, and nothing is read from the home of a user, because two machines would then disagree. The command line goes
before the file. Whoever is audited may have written it: what was used of it is told on stderr and in the result.
"""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from secaudit.cli import hints
from secaudit.errors import PolicyError, Problem

_NAMES = ("secaudit.toml", ".secaudit.toml", "pyproject.toml")
# Key in the file, parameter of the commands, and whether its values are paths from the folder of the file.
_LISTS = {
    "pack": ("packs", True), "waivers": ("waivers", True), "select": ("select", False), "ignore": ("ignore", False),
    "fix-within": ("fix_within", False),
}  # fmt: skip
_TEXTS = {"baseline": ("baseline", True), "fail-on": ("fail_on", False), "lang": ("lang", False)}
_SWITCHES = {"fail-on-new": "fail_on_new"}
_KEYS = (*_LISTS, *_TEXTS, *_SWITCHES, "param")

Defaults = dict[str, Any]


def found(start: Path) -> Path | None:
    """The file that counts for a working folder, if there is one."""
    for folder in (start, *start.parents):
        for name in _NAMES:
            file = folder / name
            if file.is_file() and (name != "pyproject.toml" or _table(file) is not None):
                return file
        if (folder / ".git").exists():
            return None
    return None


def read(file: Path) -> Defaults:
    """The options of a file by the names of the commands' parameters.

    Raises PolicyError, with everything that is wrong with it.
    """
    table = _table(file)
    if table is None:
        raise PolicyError([Problem(file.name, 0, 0, "has no table [tool.secaudit]", "add one, or name another file")])
    problems = [Problem(file.name, 0, 0, message, help_text) for message, help_text in _mistakes(table)]
    if problems:
        raise PolicyError(problems)
    return dict(_defaults(table, file.parent))


def defaults(group: click.Group, context: click.Context, values: Defaults) -> dict[str, Any]:
    """The options for every command that has them, in the form in which click takes defaults."""
    told: dict[str, Any] = {}
    for name in group.list_commands(context):
        told[name] = values | {"write": values, "check": values, "list": values}
    return told


def _table(file: Path) -> Mapping[str, Any] | None:
    import tomllib  # noqa: PLC0415  (only where there is a file)

    try:
        content = tomllib.loads(file.read_text("utf-8"))
    except OSError as error:
        raise PolicyError([Problem(file.name, 0, 0, f"could not be read: {error.strerror or error}", "")]) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError([Problem(file.name, 0, 0, f"is no TOML: {error}", "")]) from error
    if file.name != "pyproject.toml":
        return content
    table = content.get("tool", {}).get("secaudit")
    return table if isinstance(table, dict) else None


def _mistakes(table: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for key, value in table.items():
        if key not in _KEYS:
            yield f"there is no option {key!r}{hints.near(key, _KEYS)}", f"there are: {', '.join(_KEYS)}"
        elif key in _LISTS and not (isinstance(value, list) and all(isinstance(item, str) for item in value)):
            yield f"{key} must be a list of texts", f'write {key} = ["..."]'
        elif key in _TEXTS and not isinstance(value, str):
            yield f"{key} must be a text", f'write {key} = "..."'
        elif key in _SWITCHES and not isinstance(value, bool):
            yield f"{key} must be true or false", ""
        elif key == "param" and not _are_parameters(value):
            yield "param must be a table of texts and whole numbers", 'write param = {name = 12, other = "..."}'


def _are_parameters(value: object) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str | int) and item is not True for item in value.values())


def _defaults(table: Mapping[str, Any], folder: Path) -> Iterator[tuple[str, Any]]:
    for key, value in table.items():
        if key in _LISTS:
            name, is_path = _LISTS[key]
            yield name, [_placed(item, folder) if is_path else item for item in value]
        elif key in _TEXTS:
            name, is_path = _TEXTS[key]
            yield name, _placed(value, folder) if is_path else value
        elif key in _SWITCHES:
            yield _SWITCHES[key], value
        else:
            yield "parameters", [f"{name}={item}" for name, item in value.items()]


def _placed(text: str, folder: Path) -> str:
    """A path from the folder of the file; what is no path there (the id of a shipped pack) stays as it is."""
    path = folder / text
    return os.path.normpath(path) if path.exists() or "/" in text else text
