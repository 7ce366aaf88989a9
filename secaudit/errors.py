"""Everything that can go wrong on purpose. Imports nothing.

SecauditError
├── InputError      the inventory is at fault (exit code 3)
│   └── UnreadableError   a file cannot be read at all; the others still can
├── PolicyError     a rule pack, parameter or waiver file is at fault (exit code 2)
└── OutputError     a report could not be written (exit code 4)

Each carries *all* the problems that were found, not the first one.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing that is wrong, where, and what would be right.

    `line` and `column` count from 1; 0 means that the problem concerns the whole file.
    """

    file: str
    line: int
    column: int
    message: str
    help: str = ""

    @property
    def where(self) -> str:
        """The place in the form editors and terminals turn into a link: `file:line:column`."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


class SecauditError(Exception):
    """Something went wrong that is not a bug of ours."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in the order of their places."""
        self.problems = tuple(sorted(set(problems)))
        super().__init__("; ".join(f"{p.where}: {p.message}" for p in self.problems))


class InputError(SecauditError):
    """The inventory cannot be audited as it is."""


class UnreadableError(InputError):
    """One file cannot be opened or read. The others may be audited; the result is then incomplete."""


class PolicyError(SecauditError):
    """A rule pack, a parameter or a waiver file is wrong."""


class OutputError(SecauditError):
    """A report could not be written."""
