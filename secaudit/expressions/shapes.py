"""Nouns: what the compiler knows of a value's type, and what a caller's fields and functions are."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from keyword import iskeyword
from typing import Any, Final


class Unknown(Enum):
    """The type of `UNKNOWN`. An enum, so that a type checker can narrow with `is`."""

    UNKNOWN = "unknown"

    def __repr__(self) -> str:
        """Read like the third truth value it is."""
        return "unknown"

    __str__ = __repr__

    def __bool__(self) -> bool:
        """Refuse: *unknown* is neither true nor false, and `if unknown:` is always a bug."""
        msg = "unknown is neither true nor false"
        raise TypeError(msg)


UNKNOWN: Final = Unknown.UNKNOWN
"""The answer when a field that decides it is not declared (CEL specification, "Partial state")."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What the compiler knows of a value. The caller promises that its values have their shapes."""

    kind: str

    def __str__(self) -> str:
        """The name that the listing of functions shows."""
        return self.kind


DYN = Shape("dyn")
"""Nothing is known: every use is checked while evaluating."""
BOOL = Shape("bool")
INT = Shape("int")
DOUBLE = Shape("double")
STRING = Shape("string")
NULL = Shape("null")


@dataclass(frozen=True, slots=True, init=False)
class ListOf(Shape):
    """A list or tuple whose elements have one shape. An element `None` is the CEL value null."""

    element: Shape

    def __init__(self, element: Shape = DYN) -> None:
        """Take the shape of the elements."""
        object.__setattr__(self, "kind", "list")
        object.__setattr__(self, "element", element)

    def __str__(self) -> str:
        """As CEL writes it: `list(int)`."""
        return f"list({self.element})"


@dataclass(frozen=True, slots=True, init=False)
class MapOf(Shape):
    """A mapping from texts. A `dict` is *open*: an absent key or `None` is not declared, so unknown."""

    element: Shape

    def __init__(self, element: Shape = DYN) -> None:
        """Take the shape of the values."""
        object.__setattr__(self, "kind", "map")
        object.__setattr__(self, "element", element)

    def __str__(self) -> str:
        """As CEL writes it: `map(string, int)`."""
        return f"map(string, {self.element})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of a record.

    Attributes:
        attribute: the Python attribute that holds it (`from` lives in `from_`).
        shape: what its value is, when it is declared; `None` always means *not declared*.
        compute: when given, the field is derived: `compute(env, record)` gives the value, or `UNKNOWN`
            or `None`; it may raise `EvaluationError`. `attribute` is then not read.
        reads_inventory: `compute` needs the whole inventory, not only the record.
        doc: one sentence for `secaudit rules functions`, with the source of the definition.
    """

    attribute: str = ""
    shape: Shape = DYN
    compute: Callable[[Any, Any], object] | None = None
    reads_inventory: bool = False
    doc: str = ""

    def __post_init__(self) -> None:
        """Refuse an attribute that is no plain name: it is written into generated code.

        Raises:
            ValueError: for a bug in the caller's vocabulary.
        """
        if self.compute is None and not _plain(self.attribute):
            msg = f"{self.attribute!r} is not the name of an attribute"
            raise ValueError(msg)


@dataclass(frozen=True, slots=True, init=False, eq=False)
class Record(Shape):
    """A record with named fields, such as a noun of the inventory. Equal only to itself."""

    name: str
    fields: Mapping[str, Field]

    def __init__(self, name: str, fields: Mapping[str, Field]) -> None:
        """Take what the record is called in messages, and its fields by their names in the text."""
        object.__setattr__(self, "kind", "record")
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "fields", fields)

    def __eq__(self, other: object) -> bool:
        """By identity: records may refer to each other in circles."""
        return self is other

    def __hash__(self) -> int:
        """By identity, like equality."""
        return id(self)

    def __str__(self) -> str:
        """The record's own name."""
        return self.name


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """A named function of the caller. It is strict: with an unknown argument it is not called.

    Attributes:
        name: what a text calls it by; must not be the name of a built-in.
        parameters: shapes of the arguments, all required.
        result: shape of the result; a result of `None` or `UNKNOWN` is unknown.
        call: `call(*args)`, or `call(env, *args)` with `needs_env`. Must be pure: an evaluation that
            meets an error is done a second time. It may raise `EvaluationError`.
        needs_env: `call` is given the environment first.
        reads_inventory: it needs the whole inventory.
        attribute: if it has one, the result is this attribute of the environment, and always known.
        doc: one sentence for `secaudit rules functions`, with the source of the definition.
    """

    name: str
    parameters: tuple[Shape, ...]
    result: Shape
    call: Callable[..., object]
    needs_env: bool = False
    reads_inventory: bool = False
    attribute: str = ""
    doc: str = ""

    def __str__(self) -> str:
        """The signature: `age_months(string) -> int`."""
        return f"{self.name}({', '.join(map(str, self.parameters))}) -> {self.result}"


def joined(first: Shape, second: Shape) -> Shape:
    """The shape of a value that has one of two shapes."""
    if first == second:
        return first
    if isinstance(first, ListOf) and isinstance(second, ListOf):
        return ListOf(joined(first.element, second.element))
    if isinstance(first, MapOf) and isinstance(second, MapOf):
        return MapOf(joined(first.element, second.element))
    return DYN


def _plain(name: str) -> bool:
    """A name that can stand after a dot in Python and opens no door."""
    return name.isidentifier() and not iskeyword(name) and not name.startswith("__")
