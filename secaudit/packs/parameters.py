"""What an organisation may set: declared by packs, given by packs and by the command line."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from secaudit.errors import PolicyError, Problem
from secaudit.packs.folder import Folder

Value = str | int | tuple[str, ...]
"""A text, a whole number, a day as text, or a list of days."""
Parameters = Mapping[str, Value]


class _Given(Struct, frozen=True):
    """A value and where it was given: in a pack, or on the command line."""

    name: str
    value: Value
    pack: Folder | None = None

    def problem(self, message: str, help_text: str = "", *, key: bool = False) -> Problem:
        if self.pack is None:
            return Problem("parameters", 0, 0, message, help_text)
        return self.pack.document.problem(("parameter_values", self.name), message, help_text, key=key)


def values(packs: Sequence[Folder], given: Parameters) -> dict[str, Value]:
    """The value of every parameter that packs declare: what was given last, else the default.

    The command line comes after the packs, and a pack that is named later after one that is named earlier.
    Raises PolicyError for what is declared differently by two packs, is not declared, or is out of bounds.
    """
    declared, problems = _declared(packs)
    found = {name: _read(spec["default"], spec["type"]) for name, spec in declared.items()}
    for one in _given(packs, given):
        spec = declared.get(one.name)
        value = one.value if spec is None else _read(one.value, spec["type"])
        wrong = _unknown(one, declared) if spec is None else _out_of_bounds(replace(one, value=value), spec)
        problems += [wrong] if wrong else []
        found[one.name] = value
    if problems:
        raise PolicyError(problems)
    return found


def _read(value: Any, kind: str) -> Value:  # noqa: ANN401  (as YAML or a command line gives it)
    """A value in the form of its type; days may be written as a list, or as a text with commas between them."""
    if kind == "dates":
        parts = value.split(",") if isinstance(value, str) else value if isinstance(value, list | tuple) else [value]
        return tuple(sorted({str(part).strip() for part in parts} - {""}))
    read: Value = str(value) if kind == "string" else value
    return read


def _given(packs: Sequence[Folder], given: Parameters) -> Iterator[_Given]:
    for pack in packs:
        for name, value in (pack.content.get("parameter_values") or {}).items():
            yield _Given(name, value, pack)
    for name, value in given.items():
        yield _Given(name, value)


def _declared(packs: Sequence[Folder]) -> tuple[dict[str, Mapping[str, Any]], list[Problem]]:
    """The parameters of all packs by their names; the same declaration may stand in several."""
    declared: dict[str, Mapping[str, Any]] = {}
    by: dict[str, str] = {}
    problems = []
    for pack in packs:
        for name, spec in (pack.content.get("parameters") or {}).items():
            if declared.setdefault(name, spec) != spec:
                told = f"{name} is declared differently in {by[name]}"
                problems.append(pack.document.problem(("parameters", name), told))
            by.setdefault(name, pack.document.text.name)
    return declared, problems


def _unknown(one: _Given, declared: Mapping[str, object]) -> Problem:
    near = get_close_matches(one.name, list(declared), n=1)
    hint = f"; did you mean {near[0]!r}?" if near else ""
    message = f"{one.name!r} is not a parameter of the packs in force{hint}"
    return one.problem(message, f"there are: {', '.join(sorted(declared))}", key=True)


def _out_of_bounds(one: _Given, spec: Mapping[str, Any]) -> Problem | None:
    name, value = one.name, one.value
    if spec["type"] == "int" and not isinstance(value, int):
        return one.problem(f"{name} is {value!r}, but it must be a whole number")
    if spec["type"] == "date" and not _is_day(value):
        return one.problem(f"{name} is {value!r}, but it must be a date as YYYY-MM-DD")
    if spec["type"] == "dates":
        wrong = next((day for day in value if not _is_day(day)), None) if isinstance(value, tuple) else str(value)
        told = f"{name} holds {wrong!r}, but it must be a list of dates as YYYY-MM-DD"
        return one.problem(told) if wrong is not None else None
    if spec["type"] == "string" or spec.get("minimum", value) <= value <= spec.get("maximum", value):
        return None
    if "minimum" not in spec or "maximum" not in spec:
        bound = f"be {spec['minimum']} or more" if "minimum" in spec else f"be {spec['maximum']} or less"
        return one.problem(f"{name} is {value}, but it must {bound}")
    return one.problem(f"{name} is {value}, but it must lie from {spec['minimum']} to {spec['maximum']}")


def _is_day(value: Value) -> bool:
    try:
        return isinstance(value, str) and value == date.fromisoformat(value).isoformat()
    except ValueError:
        return False
