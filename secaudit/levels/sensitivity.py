"""What would change the computed level: one fact at a time, the others as they are declared."""

from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from msgspec import Struct
from msgspec.structs import replace

from secaudit.levels.determination import Determination, determine
from secaudit.levels.table import Criterion, Table
from secaudit.model import Facts, System
from secaudit.model.systems import PersonalData

_CLASSES = ("public", "private", "personal", "state_secret")
Value = tuple[str, object]
"""A value as the inventory writes it, and as the model holds it."""


class Change(Struct, frozen=True, kw_only=True):
    """What one fact would make of the level if it had one of some values; `declared`: whether it has one today."""

    fact: str
    values: tuple[str, ...]
    at_least: int
    at_most: int
    criteria: tuple[Criterion, ...]
    declared: bool


def what_if(system: System, table: Table) -> tuple[Change, ...]:
    """The values of single facts that would give another level, undeclared facts first.

    Of an undeclared fact every value is told that settles something; of a declared one those that change the
    level. Numbers are tried on both sides of every threshold that a criterion names.
    """
    now = determine(system, table)
    found: dict[tuple[bool, str, int, int], tuple[list[str], Determination]] = {}
    for fact, declared, written, changed in _variants(system, table):
        then = determine(changed, table)
        if (then.at_least, then.at_most) != (now.at_least, now.at_most):
            key = (declared, fact, then.at_least, then.at_most)
            found.setdefault(key, ([], then))[0].append(written)
    return tuple(
        Change(
            fact=fact, values=tuple(values), at_least=low, at_most=high, criteria=then.matched, declared=declared
        )
        for (declared, fact, low, high), (values, then) in sorted(found.items(), key=lambda item: item[0])
    )  # fmt: skip


def _variants(system: System, table: Table) -> Iterator[tuple[str, bool, str, System]]:
    """Name of a fact, whether it is declared, another value as written, and the system with that value."""
    facts = system.facts if system.facts is not None else Facts()
    for name, values in _values(facts, table).items():
        now = getattr(facts, name)
        for written, value in values:
            if value != now:
                yield f"facts.{name}", now is not None, written, replace(system, facts=replace(facts, **{name: value}))
    held = facts.personal_data if facts.personal_data is not None else PersonalData()
    for name in ("basic_subjects", "sensitive_subjects"):
        now = getattr(held, name)
        for number in _thresholds(table):
            data = replace(held, **{name: number})
            changed = replace(system, facts=replace(facts, personal_data=data))
            yield f"facts.personal_data.{name}", now is not None, str(number), changed
    for kind in _literals(get_type_hints(System)["kind"]):
        if kind != system.kind:
            yield "kind", system.kind is not None, str(kind), replace(system, kind=kind)


def _values(facts: Facts, table: Table) -> Mapping[str, list[Value]]:
    """The values that each fact may take, of those that some criterion reads."""
    read = " ".join(criterion.when for criterion in table.criteria)
    found: dict[str, list[Value]] = {}
    for name, hint in get_type_hints(Facts).items():
        if name in read and name not in {"information", "personal_data"}:
            found[name] = [(_written(value), value) for value in _literals(hint)]
    now = facts.information or ()
    found["information"] = [(f"+ {one}", (*now, one)) for one in _CLASSES if one not in now]
    found["information"] += [(f"- {one}", tuple(other for other in now if other != one)) for one in now if len(now) > 1]
    return found


def _literals(hint: Any) -> tuple[object, ...]:  # noqa: ANN401  (a type of the model)
    if get_origin(hint) in {UnionType, Union}:
        return tuple(value for member in get_args(hint) if member is not type(None) for value in _literals(member))
    if get_origin(hint) is Literal:
        return get_args(hint)
    return (True, False) if hint is bool else ()


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _thresholds(table: Table) -> list[int]:
    return sorted(
        {side for criterion in table.criteria for number in criterion.numbers for side in (number - 1, number)}
    )
