"""The shapes of frozen structures, read off their type hints."""

from collections.abc import Mapping
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import fields

from secaudit.expressions.shapes import BOOL, DOUBLE, DYN, INT, STRING, Field, ListOf, MapOf, Record, Shape

_PLAIN: Mapping[Any, Shape] = {str: STRING, bool: BOOL, int: INT, float: DOUBLE}
Derived = Mapping[type[Struct], Mapping[str, Field]]


class Records:
    """Records of structures, each made once; `derived` adds computed fields to some of them."""

    def __init__(self, derived: Derived | None = None, hidden: frozenset[str] = frozenset()) -> None:
        """Fields named in `hidden` are left out."""
        self._derived = derived or {}
        self._hidden = hidden
        self._known: dict[type[Struct], Record] = {}

    def of(self, structure: type[Struct]) -> Record:
        """The record of a structure: its fields by the names they have in the inventory."""
        known = self._known.get(structure)
        if known is None:
            hints = get_type_hints(structure)
            declared = {
                field.encode_name: Field(attribute=field.name, shape=self._shape(hints[field.name]))
                for field in fields(structure)
                if field.name not in self._hidden
            }
            declared.update(self._derived.get(structure, {}))
            known = self._known[structure] = Record(structure.__name__.lower(), declared)
        return known

    def _shape(self, hint: Any) -> Shape:  # noqa: ANN401  (type hints have no common type)
        if hint in _PLAIN:
            return _PLAIN[hint]
        origin, arguments = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            shapes = {self._shape(argument) for argument in arguments if argument is not NoneType}
            return shapes.pop() if len(shapes) == 1 else DYN
        if origin is Literal:
            return _PLAIN.get(type(arguments[0]), DYN)
        if origin in (tuple, dict):
            return ListOf(self._shape(arguments[0])) if origin is tuple else MapOf(self._shape(arguments[1]))
        return self.of(hint) if isinstance(hint, type) and issubclass(hint, Struct) else DYN
