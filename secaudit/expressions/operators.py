"""The table of operators, functions and methods: for which shapes each is defined, and what does it."""

from collections.abc import Callable
from typing import Final

from msgspec import Struct

from secaudit.expressions import arithmetic, strings, values
from secaudit.expressions.shapes import BOOL, DOUBLE, DYN, INT, STRING, ListOf, Shape, joined

_RESULTS: Final[dict[str, Shape]] = {
    "bool": BOOL, "int": INT, "double": DOUBLE, "string": STRING, "dyn": DYN,
    "list": ListOf(DYN), "texts": ListOf(STRING),
}  # fmt: skip


class Operator(Struct, frozen=True):
    """An operator, function or method.

    Attributes:
        name: as messages show it.
        overloads: kinds of the arguments (`any` fits all) and the shape of the result.
        call: what does it; takes the step counter first.
    """

    name: str
    overloads: tuple[tuple[tuple[str, ...], Shape], ...]
    call: Callable[..., object]

    def result(self, arguments: tuple[Shape, ...]) -> Shape | None:
        """The shape of the result, `None` if the operator is certainly not defined for such arguments."""
        fitting = [result for parameters, result in self.overloads if _fits(parameters, arguments)]
        if not fitting:
            return None
        if self.call is arithmetic.add and all(shape.kind == "list" for shape in arguments):
            return joined(*arguments)
        return fitting[0] if all(shape == fitting[0] for shape in fitting) else DYN


def _fits(parameters: tuple[str, ...], arguments: tuple[Shape, ...]) -> bool:
    return len(parameters) == len(arguments) and all(
        wanted == "any" or given.kind in (wanted, "dyn") for wanted, given in zip(parameters, arguments, strict=True)
    )


def _operator(name: str, call: Callable[..., object], signatures: str) -> Operator:
    """Signatures are written `int,int:int string,string:string`."""
    overloads = []
    for signature in signatures.split():
        parameters, _, result = signature.partition(":")
        overloads.append((tuple(parameters.split(",")), _RESULTS[result]))
    return Operator(name, tuple(overloads), call)


_ORDER = "int,int:bool int,double:bool double,int:bool double,double:bool string,string:bool bool,bool:bool"
_SAME = f"{_ORDER} null,null:bool list,list:bool map,map:bool"
_NUMBERS = "int,int:int double,double:double"
_TEXTS = "string,string:bool"

OPERATORS: Final = {
    entry.name: entry
    for entry in (
        _operator("==", values.equal, _SAME),
        _operator("!=", values.unequal, _SAME),
        _operator("<", values.less, _ORDER),
        _operator("<=", values.less_equal, _ORDER),
        _operator(">", values.greater, _ORDER),
        _operator(">=", values.greater_equal, _ORDER),
        _operator("in", values.contained, "any,list:bool any,map:bool"),
        _operator("+", arithmetic.add, f"{_NUMBERS} string,string:string list,list:list"),
        _operator("-", arithmetic.subtract, _NUMBERS),
        _operator("*", arithmetic.multiply, _NUMBERS),
        _operator("/", arithmetic.divide, _NUMBERS),
        _operator("%", arithmetic.modulo, "int,int:int"),
        _operator("-_", arithmetic.minus, "int:int double:double"),
        _operator("!_", arithmetic.negated, "bool:bool"),
        _operator(
            "[]", values.index, "list,int:dyn list,double:dyn map,bool:dyn map,int:dyn map,double:dyn map,string:dyn"
        ),
    )
}
_SIZE = _operator("size", values.size, "string:int list:int map:int")
FUNCTIONS: Final = {
    entry.name: entry
    for entry in (
        _SIZE,
        _operator("dyn", values.dynamic, "any:dyn"),
        _operator("int", strings.to_int, "int:int double:int string:int"),
        _operator("double", strings.to_double, "int:double double:double string:double"),
        _operator("string", strings.to_string, "bool:string int:string double:string string:string"),
        _operator("bool", strings.to_bool, "bool:bool string:bool"),
    )
}
METHODS: Final = {
    entry.name: entry
    for entry in (
        _SIZE,
        _operator("contains", strings.contains, _TEXTS),
        _operator("startsWith", strings.starts_with, _TEXTS),
        _operator("endsWith", strings.ends_with, _TEXTS),
        _operator("lowerAscii", strings.lower_ascii, "string:string"),
        _operator("upperAscii", strings.upper_ascii, "string:string"),
        _operator("trim", strings.trim, "string:string"),
        _operator("split", strings.split, "string,string:texts string,string,int:texts"),
        _operator("join", strings.join, "list:string list,string:string"),
        _operator("replace", strings.replace, "string,string,string:string string,string,string,int:string"),
        _operator("substring", strings.substring, "string,int:string string,int,int:string"),
    )
}
BUILD_MAP: Final = Operator("{}", (), values.build_map)

LEFT_OUT: Final = {
    "matches": "regular expressions of a rule could hang an audit; use contains(), startsWith(), endsWith() or 'in'",
    "type": "types are known when a rule is loaded",
    "uint": "unsigned numbers are not supported; use int()",
    "bytes": "inventories hold texts, not bytes",
    "timestamp": "dates are texts (2026-11-22), which '<' orders rightly",
    "duration": "use the named functions that compute with dates",
}
"""What CEL has and this language has not, with what to do instead."""
