"""What the operators do with values (CEL specification, sections "Values" and "Standard Definitions").

Every operation takes the step counter first and raises `EvaluationError` where CEL has an error.
"""

# ruff: noqa: ANN401 - values of a language with types of its own

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from secaudit.expressions import limits
from secaudit.expressions.failures import BudgetError, EvaluationError
from secaudit.expressions.shapes import UNKNOWN

Work: TypeAlias = list[int]
"""One number: the steps of this evaluation so far."""

_KINDS: Final[dict[type, str]] = {
    bool: "bool", int: "int", float: "double", str: "string", type(None): "null",
    list: "list", tuple: "list", dict: "map",
}  # fmt: skip


class ClosedMap:
    """A mapping that is fully known: an absent key is an error, not unknown. Map literals make these.

    Keys are kept by CEL's equality: 1 and 1.0 are one key, true and 1 are two (Python holds them equal).
    """

    __slots__ = ("_entries",)

    def __init__(self, pairs: Iterable[tuple[object, object]]) -> None:
        """Take keys and values.

        Raises:
            EvaluationError: for a key that is no bool, int or string, or is there twice.
        """
        entries: dict[object, tuple[object, object]] = {}
        for key, value in pairs:
            if kind_of(key) not in ("bool", "int", "string"):
                raise EvaluationError(f"unsupported key type: {kind_of(key)}")
            if canonical(key) in entries:
                raise EvaluationError(f"repeated key: {key!r}")
            entries[canonical(key)] = (key, value)
        self._entries: Final = entries

    def __len__(self) -> int:
        """How many keys."""
        return len(self._entries)

    def __repr__(self) -> str:
        """Show keys and values, for messages of failed tests."""
        return f"ClosedMap({list(self._entries.values())!r})"

    def __eq__(self, other: object) -> bool:
        """As CEL compares maps."""
        return isinstance(other, ClosedMap) and equal([0], self, other)

    def __hash__(self) -> int:
        """Equal maps have equal sets of keys."""
        return hash(frozenset(self._entries))

    def keys(self) -> list[object]:
        """The keys in the order they were given."""
        return [key for key, _ in self._entries.values()]

    def find(self, key: object) -> tuple[object, object] | None:
        """The key as it was given and its value, or `None`."""
        return self._entries.get(canonical(key))


_KINDS[ClosedMap] = "map"


def kind_of(value: object) -> str:
    """The kind of a value; what is nothing else is a record, of which nothing can be asked here."""
    kind = _KINDS.get(type(value))
    if kind is None:
        kind = "map" if isinstance(value, Mapping) else "record"
    return kind


def canonical(key: object) -> object:
    """A key that Python holds equal exactly when CEL does."""
    return ("bool", key) if type(key) is bool else key


def charge(work: Work, steps: int) -> None:
    """Count steps.

    Raises:
        BudgetError: beyond the budget of one evaluation.
    """
    work[0] += steps
    if work[0] > limits.STEPS:
        raise BudgetError(f"the evaluation takes more than {limits.STEPS} steps")


def no_overload(operator: str, *values: object) -> EvaluationError:
    """The CEL error for an operator that is not defined for such values."""
    return EvaluationError(f"no such overload: {operator}({', '.join(kind_of(v) for v in values)})")


# -- equality and order ---------------------------------------------------------------------------


def equal(work: Work, a: object, b: object) -> bool:
    """`a == b`; values of different types are unequal, int and double compare as numbers."""
    kind, other = kind_of(a), kind_of(b)
    if kind != other:
        return kind in ("int", "double") and other in ("int", "double") and a == b
    if kind == "list":
        return _lists_equal(work, a, b)  # type: ignore[arg-type]
    if kind == "map":
        return _maps_equal(work, a, b)
    if kind == "record":
        raise no_overload("==", a, b)
    return a == b


def _lists_equal(work: Work, a: Sequence[object], b: Sequence[object]) -> bool:
    if len(a) != len(b):
        return False
    charge(work, len(a))
    return all(equal(work, x, y) for x, y in zip(a, b, strict=True))


def _maps_equal(work: Work, a: object, b: object) -> bool:
    # What an open mapping does not declare is unknown, so it equals nothing for certain.
    if not isinstance(a, ClosedMap) or not isinstance(b, ClosedMap):
        raise EvaluationError("a mapping of the inventory cannot be compared as a whole")
    if len(a) != len(b):
        return False
    charge(work, len(a))
    pairs = [(a.find(key), b.find(key)) for key in a.keys()]  # noqa: SIM118 - not a dict
    return all(x is not None and y is not None and equal(work, x[1], y[1]) for x, y in pairs)


def unequal(work: Work, a: object, b: object) -> bool:
    """`a != b`."""
    return not equal(work, a, b)


def _comparable(operator: str, a: object, b: object) -> None:
    kind, other = kind_of(a), kind_of(b)
    numeric = kind in ("int", "double") and other in ("int", "double")
    if not numeric and (kind != other or kind not in ("string", "bool")):
        raise no_overload(operator, a, b)


def less(_: Work, a: Any, b: Any) -> bool:
    """`a < b`; texts are ordered by code point."""
    _comparable("<", a, b)
    return bool(a < b)


def less_equal(_: Work, a: Any, b: Any) -> bool:
    """`a <= b`."""
    _comparable("<=", a, b)
    return bool(a <= b)


def greater(_: Work, a: Any, b: Any) -> bool:
    """`a > b`."""
    _comparable(">", a, b)
    return bool(a > b)


def greater_equal(_: Work, a: Any, b: Any) -> bool:
    """`a >= b`."""
    _comparable(">=", a, b)
    return bool(a >= b)


# -- lists and maps -------------------------------------------------------------------------------


def declared(_: Work, container: object, name: str) -> bool:
    """`has(container.name)` for a mapping."""
    if isinstance(container, ClosedMap):
        return container.find(name) is not None
    if kind_of(container) != "map":
        raise no_overload("has", container)
    return container.get(name) is not None  # type: ignore[attr-defined]


def looked_up(work: Work, container: Any, key: object) -> object:
    """The value of a key; of an open mapping an absent one is `UNKNOWN`, of a closed one an error."""
    if isinstance(container, ClosedMap):
        found = container.find(key) if kind_of(key) in ("bool", "int", "double", "string") else None
        if found is None:
            raise EvaluationError("no such key")
        return found[1]
    if type(key) is not str:
        charge(work, len(container))
        key = next((k for k in container if kind_of(k) != "string" and equal(work, k, key)), None)
    value = container.get(key)
    return UNKNOWN if value is None else value


def select(work: Work, container: object, name: str) -> object:
    """`container.name` where the container is only known while evaluating."""
    if kind_of(container) != "map":
        raise EvaluationError(f"a value of type {kind_of(container)} has no fields")
    return looked_up(work, container, name)


def index(work: Work, container: Any, key: Any) -> object:
    """`container[key]`."""
    kind = kind_of(container)
    if kind == "map":
        return looked_up(work, container, key)
    if kind != "list" or kind_of(key) not in ("int", "double"):
        raise no_overload("[]", container, key)
    if key != key // 1 or not 0 <= key < len(container):
        raise EvaluationError("index out of range")
    return container[int(key)]


def contained(work: Work, item: object, container: Any) -> bool:
    """`item in container`: an element of a list, a declared key of a mapping."""
    kind = kind_of(container)
    if kind == "list":
        charge(work, len(container))
        if type(item) is str:  # equal to nothing but texts, and never an error: Python's own search says the same
            return item in container
        return any(equal(work, item, element) for element in container)
    if kind != "map":
        raise no_overload("in", item, container)
    if type(item) is str:
        return declared(work, container, item)
    charge(work, len(container))
    return any(equal(work, item, key) for key in elements(work, container))


def elements(_: Work, container: Any) -> Sequence[object]:
    """What a macro goes over: the elements of a list, the declared keys of a mapping."""
    if isinstance(container, ClosedMap):
        return container.keys()
    kind = kind_of(container)
    if kind == "list":
        return container  # type: ignore[no-any-return]
    if kind != "map":
        raise EvaluationError(f"a macro goes over a list or a mapping, not over {kind}")
    return [key for key, value in container.items() if value is not None]


def size(work: Work, value: Any) -> int:
    """`size(value)` of a text (code points), a list or a mapping (declared keys)."""
    if kind_of(value) in ("string", "list"):
        return len(value)
    if kind_of(value) == "map":
        return len(elements(work, value))
    raise no_overload("size", value)


def build_map(_: Work, *items: object) -> ClosedMap:
    """`{key: value}` from keys and values in turn."""
    return ClosedMap(zip(items[::2], items[1::2], strict=True))


def dynamic(_: Work, value: object) -> object:
    """`dyn(value)`: the value; only the compiler forgets its shape."""
    return value
