"""A register of systems in CSV, translated into an inventory."""

import csv
import io
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from typing import Any

from msgspec import Struct

from secaudit.documents.wording import shown
from secaudit.errors import InputError, Problem
from secaudit.exchange.columns import COLUMNS, VIETNAMESE, NotUnderstoodError, column_of
from secaudit.exchange.yaml_text import Value, comment, entry

_FIRST_LINES = """\
# Translated from a register; the comments name its lines. What it does not say is absent, which is unknown.
secaudit: 1
"""


class Translation(Struct, frozen=True):
    """An inventory as YAML text, and what was left out of it because it was not understood."""

    text: str
    problems: tuple[Problem, ...]


class _Row(Struct, frozen=True):
    line: int
    cells: list[str]


def translate(name: str, data: bytes) -> Translation:
    """Translate a register (UTF-8, `,` or `;`); `name` is the file to name in comments and problems.

    Raises InputError if it is no register at all: not UTF-8, not CSV, or without a column of ids.
    """
    header, *rows = _rows(name, data)
    reader = _Reader(name, header)
    systems = [(row, found) for row in rows if (found := reader.system(row))]
    lines = [_FIRST_LINES.rstrip("\n")]
    if reader.units:
        lines.append("units:  # named in the register; take out those that another file declares")
        lines += [f"  - id: {unit}{comment(f'from {name}:{line}')}" for unit, line in sorted(reader.units.items())]
    lines.append("systems:" if systems else "systems: []")
    for row, system in systems:
        lines += entry(system, f"from {name}:{row.line}")
    return Translation("\n".join(lines) + "\n", tuple(sorted(reader.problems)))


class _Reader:
    """Rows under one header."""

    def __init__(self, name: str, header: _Row) -> None:
        self._name = name
        self.problems: list[Problem] = []
        self.units: dict[str, int] = {}
        self._ids: dict[str, int] = {}
        self._columns: list[str | None] = []
        for number, cell in enumerate(header.cells, 1):
            self._columns.append(self._column(cell, header.line, number))
        if "id" not in self._columns:
            help_text = "name one column `id` or `mã hệ thống`; other columns: " + ", ".join(COLUMNS)
            raise InputError([*self.problems, Problem(name, header.line, 1, "there is no column of ids", help_text)])

    def _column(self, header: str, line: int, number: int) -> str | None:
        column = column_of(header)
        if column is not None and column in self._columns:
            self._say(
                line, number, f"a second column of {column!r}, {shown(header)!r}, is left out", "keep one of them"
            )
        elif column is not None:
            return column
        elif header:
            near = get_close_matches(header, [*COLUMNS, *VIETNAMESE], n=1)
            help_text = f"did you mean {near[0]!r}?" if near else "there are: " + ", ".join(COLUMNS)
            self._say(line, number, f"the column {shown(header)!r} is not known and is left out", help_text)
        return None

    def system(self, row: _Row) -> dict[str, Value] | None:
        """The system of a row; None if the row is empty or has no id of its own."""
        if not any(row.cells):
            return None
        found: dict[str, Any] = {}
        units = []
        for number, cell in enumerate(row.cells, 1):
            name = self._columns[number - 1] if number <= len(self._columns) else None
            if number > len(self._columns) and cell:
                self._say(row.line, number, f"{shown(cell)!r} stands under no header and is left out", "")
            if name is None or not cell:
                continue
            value = self._value(name, cell, row.line, number)
            if value is not None:
                _put(found, COLUMNS[name].path, value)
                units += [str(value)] if COLUMNS[name].is_unit else []
        return self._identified(found, row, units)

    def _value(self, name: str, cell: str, line: int, number: int) -> Value | None:
        try:
            return COLUMNS[name].parse(cell)
        except NotUnderstoodError as error:
            self._say(line, number, f"{name} is {shown(cell)!r} and is left out", f"write {error}")
            return None

    def _identified(self, found: dict[str, Any], row: _Row, units: Sequence[str]) -> dict[str, Value] | None:
        name = found.get("id")
        if name is None:
            self._say(row.line, 1, "this row has no id, so the whole row is left out", "give the system an id")
            return None
        first = self._ids.setdefault(name, row.line)
        if first != row.line:
            message = f"system {name!r} is already in line {first}, so the whole row is left out"
            self._say(row.line, 1, message, "give every system an id of its own")
            return None
        for unit in units:
            self.units.setdefault(unit, row.line)
        return {"id": name} | {key: value for key, value in found.items() if key != "id"}

    def _say(self, line: int, number: int, message: str, help_text: str) -> None:
        self.problems.append(Problem(self._name, line, number, message, help_text))


def _put(system: dict[str, Any], path: Sequence[str], value: Value) -> None:
    *folders, last = path
    for folder in folders:
        system = system.setdefault(folder, {})
    system[last] = value


def _rows(name: str, data: bytes) -> list[_Row]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        help_text = "save the register as CSV UTF-8"
        raise InputError([Problem(name, line, 1, f"byte 0x{data[error.start]:02x} is not UTF-8", help_text)]) from None
    found = list(_parsed(name, text, max(",;", key=lambda delimiter: _known(text, delimiter))))
    if not found or not any(found[0].cells):
        raise InputError([Problem(name, 1, 1, "the register has no header", "write the names of the columns first")])
    return found


def _known(text: str, delimiter: str) -> int:
    """How many headers are ours, which tells the comma from the semicolon."""
    headers = text.partition("\n")[0].split(delimiter)
    return sum(column_of(header.strip().strip('"')) is not None for header in headers)


def _parsed(name: str, text: str, delimiter: str) -> Iterator[_Row]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for cells in reader:
            yield _Row(line, [cell.strip() for cell in cells])
            line = reader.line_num + 1
    except csv.Error as error:
        raise InputError([Problem(name, line, 1, f"this is not CSV: {error}", "look at the quotes")]) from None
