"""Nouns of the parsed text: what was written, before any name is looked up."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Node:
    """A piece of the text: where it begins, how long it is, and the height of the tree under it."""

    at: int
    length: int
    height: int


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, text, truth value or null."""

    value: object


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A bare name."""

    name: str


@dataclass(frozen=True, slots=True)
class Select(Node):
    """`operand.name`; `name_at` is the place of the name."""

    operand: Node
    name: str
    name_at: int


@dataclass(frozen=True, slots=True)
class Has(Node):
    """`has(operand.name)`, or `has(name)` for a field of the subject."""

    select: Select | Name


@dataclass(frozen=True, slots=True)
class Call(Node):
    """An operator, a function, or a method (its target is then the first argument)."""

    name: str
    arguments: tuple[Node, ...]
    method: bool = False
    operator: bool = False


@dataclass(frozen=True, slots=True)
class Logic(Node):
    """A chain of `&&` (decided by false) or of `||` (decided by true)."""

    decider: bool
    operands: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice(Node):
    """`condition ? yes : no`."""

    condition: Node
    yes: Node
    no: Node


@dataclass(frozen=True, slots=True)
class Items(Node):
    """`[a, b]`."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Entries(Node):
    """`{key: value}`, keys and values in turn."""

    items: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Macro(Node):
    """`range.kind(variable, ...)` for all, exists, exists_one, filter and map."""

    kind: str
    range: Node
    variable: str
    bodies: tuple[Node, ...]
