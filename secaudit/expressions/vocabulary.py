"""Everything a text may name."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from secaudit.expressions.operators import FUNCTIONS, METHODS
from secaudit.expressions.parser import LITERALS, MACROS
from secaudit.expressions.shapes import Function, Record, Shape
from secaudit.expressions.tokens import RESERVED


@dataclass(frozen=True, slots=True)
class Named:
    """A line of the listing: a name, its shape in words, and what it means."""

    name: str
    shape: str
    doc: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Everything a text may name.

    Attributes:
        subject: the record a rule is about. Its fields are bare names (`status == 'operating'`); `self` is
            the record itself.
        variables: further named values (device, to, segment); they are handed in after the subject, in
            this order. A value `None` is unknown.
        functions: by the name the text calls them by.
        constants: values known when a text is compiled, such as `{"parameters": {"gateway_approval_months": 24}}`.
            An unknown key of such a mapping is refused when the text is compiled.
        lookups: values that an evaluation finds in `env`, such as the day: functions without parameters, which a text
            names without brackets.
        compiled: what was compiled against it, by the text: rules say the same things again and again.
    """

    subject: Record | None = None
    variables: Mapping[str, Shape] = field(default_factory=dict)
    functions: Mapping[str, Function] = field(default_factory=dict)
    constants: Mapping[str, object] = field(default_factory=dict)
    lookups: Mapping[str, Function] = field(default_factory=dict)
    compiled: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Refuse names that would hide each other.

        Raises:
            ValueError: for a bug in the caller: a name that means two things, or a word of CEL.
        """
        fields = set(self.subject.fields) if self.subject else set()
        roots = set(self.variables)
        for names, others in (
            (roots, fields),
            (set(self.constants), fields | roots),
            (set(self.lookups), fields | roots | set(self.constants)),
            (roots | set(self.constants) | set(self.lookups), _WORDS),
        ):
            if twice := names & others:
                msg = f"{sorted(twice)} would mean two things"
                raise ValueError(msg)
        if taken := set(self.functions) & (_WORDS | set(FUNCTIONS)):
            msg = f"{sorted(taken)} are built in"
            raise ValueError(msg)

    def names(self) -> tuple[Named, ...]:
        """Every name with its shape and meaning, for `secaudit rules functions`.

        Fields of records within the subject and the variables are listed by their dotted paths; a
        record that holds itself is listed once.
        """
        roots: list[tuple[str, Shape]] = [*self.variables.items()]
        found = list(_fields("", self.subject, ())) if self.subject else []
        for name, shape in roots:
            found.append(Named(name, str(shape), ""))
            found.extend(_fields(f"{name}.", shape, ()))
        found.extend(Named(name, str(lookup.result), lookup.doc) for name, lookup in self.lookups.items())
        found.extend(Named(name, "constant", repr(value)) for name, value in self.constants.items())
        found.extend(Named(name, str(function), function.doc) for name, function in self.functions.items())
        return tuple(found)

    def values(self) -> list[str]:
        """Names of all values that are not fields of the subject, for suggestions."""
        return [*self.variables, *self.lookups, *self.constants]

    def callables(self) -> list[str]:
        """Names of all functions and methods, for suggestions."""
        return [*self.functions, *FUNCTIONS, *METHODS, *MACROS, "has"]


_WORDS = frozenset({"self", "has", "in", *LITERALS, *RESERVED})


def _fields(prefix: str, shape: Shape, above: tuple[Shape, ...]) -> Iterator[Named]:
    while shape.kind in ("list", "map"):
        shape = getattr(shape, "element")  # noqa: B009 - only these two kinds have it
    if not isinstance(shape, Record) or shape in above:
        return
    for name, entry in shape.fields.items():
        yield Named(prefix + name, str(entry.shape), entry.doc)
        yield from _fields(f"{prefix}{name}.", entry.shape, (*above, shape))
