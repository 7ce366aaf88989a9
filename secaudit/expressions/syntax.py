"""Nouns of the parsed text: what was written, before any name is looked up."""

from msgspec import Struct


class Node(Struct, frozen=True):
    """A piece of the text: where it begins, how long it is, and the height of the tree under it."""

    at: int
    length: int
    height: int


class Literal(Node, frozen=True):
    """A number, text, truth value or null."""

    value: object


class Name(Node, frozen=True):
    """A bare name."""

    name: str


class Select(Node, frozen=True):
    """`operand.name`; `name_at` is the place of the name."""

    operand: Node
    name: str
    name_at: int


class Has(Node, frozen=True):
    """`has(operand.name)`, or `has(name)` for a field of the subject."""

    select: Select | Name


class Call(Node, frozen=True):
    """An operator, a function, or a method (its target is then the first argument)."""

    name: str
    arguments: tuple[Node, ...]
    method: bool = False
    operator: bool = False


class Logic(Node, frozen=True):
    """A chain of `&&` (decided by false) or of `||` (decided by true)."""

    decider: bool
    operands: tuple[Node, ...]


class Choice(Node, frozen=True):
    """`condition ? yes : no`."""

    condition: Node
    yes: Node
    no: Node


class Items(Node, frozen=True):
    """`[a, b]`."""

    items: tuple[Node, ...]


class Entries(Node, frozen=True):
    """`{key: value}`, keys and values in turn."""

    items: tuple[Node, ...]


class Macro(Node, frozen=True):
    """`range.kind(variable, ...)` for all, exists, exists_one, filter and map."""

    kind: str
    range: Node
    variable: str
    bodies: tuple[Node, ...]
