"""Changes of a table of criteria, each small and each wrong."""

import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import yaml

_SWAPS = {
    "&&": ("||",),
    "||": ("&&",),
    ">=": (">",),
    "<": ("<=",),
    "==": ("!=",),
    "!": ("",),
}
_PLACES = re.compile(r"&&|\|\||>=|==|<(?!=)|!(?!=)")
_NUMBER = re.compile(r"\b\d+\b")
_LITERAL = re.compile(r"'[a-zA-Z_]+'")
_HAS = re.compile(r"has\(self\.\w+\)")


def mutants(content: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Name and text of each changed table."""
    for row, level in enumerate(content["levels"]):
        for place, criterion in enumerate(level["criteria"]):
            name = criterion["id"]
            yield f"{name}: dropped", _written(content, row, place, None)
            for other in (level["level"] - 1, level["level"] + 1):
                if 1 <= other <= 5:
                    yield f"{name}: at level {other}", _moved(content, row, place, other)
            for what, when in _changed(criterion["when"]):
                yield f"{name}: {what}", _written(content, row, place, {**criterion, "when": when})


def _changed(when: str) -> Iterator[tuple[str, str]]:
    for number, found in enumerate(_PLACES.finditer(when)):
        for other in _SWAPS[found[0]]:
            yield f"{found[0]} {number} as {other or 'nothing'}", when[: found.start()] + other + when[found.end() :]
    for found in _NUMBER.finditer(when):
        for other in (int(found[0]) - 1, int(found[0]) + 1):
            yield f"{found[0]} at {found.start()} as {other}", when[: found.start()] + str(other) + when[found.end() :]
    for found in _LITERAL.finditer(when):
        yield f"{found[0]} at {found.start()} lost", when[: found.start()] + "'nothing'" + when[found.end() :]
    for found in _HAS.finditer(when):
        for other in ("true", "false"):
            yield f"{found[0]} as {other}", when[: found.start()] + other + when[found.end() :]


def _written(content: dict[str, Any], row: int, place: int, criterion: dict[str, Any] | None) -> str:
    changed = deepcopy(content)
    criteria = changed["levels"][row]["criteria"]
    criteria[place : place + 1] = [] if criterion is None else [criterion]
    changed["levels"] = [level for level in changed["levels"] if level["criteria"]]
    return yaml.safe_dump(changed, allow_unicode=True, sort_keys=False)


def _moved(content: dict[str, Any], row: int, place: int, level: int) -> str:
    changed = deepcopy(content)
    criterion = changed["levels"][row]["criteria"].pop(place)
    next(one for one in changed["levels"] if one["level"] == level)["criteria"].append(criterion)
    changed["levels"] = [one for one in changed["levels"] if one["criteria"]]
    return yaml.safe_dump(changed, allow_unicode=True, sort_keys=False)
