"""Writing Python: lines, blocks, names, and the frame of the one function that is generated."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final

from secaudit.expressions import values
from secaudit.expressions.failures import BudgetError, EvaluationError
from secaudit.expressions.shapes import UNKNOWN

Lines = tuple[str, ...]
# What a broken promise about a shape leads to in Python; the reference evaluator tells what it means.
_FAULTS: Final = (EvaluationError, TypeError, AttributeError, KeyError, IndexError, ValueError, ArithmeticError)


class Writer:
    """Collects the lines of one function and what its names stand for."""

    def __init__(self, roots: int) -> None:
        """Begin a function of so many values."""
        self.roots = [f"r{slot}" for slot in range(roots)]
        self.lines: list[str] = []
        self.indent = 2
        self.names = 0
        self.namespace: dict[str, Any] = {
            "__builtins__": {}, "UNKNOWN": UNKNOWN, "len": len, "FAULTS": _FAULTS, "OverBudget": BudgetError,
            "overflow": _overflow, "no_bool": _no_bool, "conform": _conform, "select": values.select,
            "declared": values.declared, "elements": values.elements, "charge": values.charge,
        }  # fmt: skip

    def source(self) -> str:
        """The whole function. An error is left to `fallback`."""
        given = ", ".join(self.roots)
        head = [f"def answer(env, {given}):" if given else "def answer(env):"]
        if any("work" in line for line in self.lines):
            head.append(" work = [0]")
        tail = [" except OverBudget as error:", "  raise over_budget(error) from None", " except FAULTS:"]
        tail.append(f"  return fallback(env, ({given}{',' if given else ''}))")
        return "\n".join([*head, " try:", *self.lines, *tail, ""])

    def put(self, *lines: str) -> None:
        """Write lines at the present depth."""
        self.lines.extend(" " * self.indent + line for line in lines)

    @contextmanager
    def block(self, header: str) -> Iterator[None]:
        """Write a header, and what follows under it."""
        self.put(header)
        self.indent += 1
        yield
        self.indent -= 1

    def temporary(self, prefix: str = "t") -> str:
        """A name that is not used yet."""
        self.names += 1
        return f"{prefix}{self.names}"

    def closed_over(self, value: object) -> str:
        """A name for a value that cannot be written as text."""
        name = self.temporary("c")
        self.namespace[name] = value
        return name

    def cases(self, cases: list[tuple[str, Lines]]) -> None:
        """Write if, elif and else; the last case has no condition, a first without one is left out."""
        keyword = "if"
        for condition, lines in cases[:-1]:
            if condition:
                with self.block(f"{keyword} {condition}:"):
                    self.put(*(lines or ("pass",)))
                keyword = "elif"
        if cases[-1][1]:
            with self.block("else:"):
                self.put(*cases[-1][1])


def _overflow(_: int) -> object:
    raise EvaluationError("overflow: the result does not fit into 64 bits")


def _no_bool(value: object) -> object:
    raise values.no_overload("?:", value)


def _conform(kind: str, value: object) -> object:
    """The argument itself if it is of the kind that a function of the caller wants."""
    if values.kind_of(value) != kind:
        raise values.no_overload(kind, value)
    return value
