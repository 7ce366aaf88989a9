"""A small vocabulary in the manner of the real one, for the unit tests."""

from typing import Any

from secaudit.expressions import BOOL, DOUBLE, DYN, INT, STRING, Field, Function, ListOf, MapOf, Record, Vocabulary
from secaudit.model import Approval, Facts, System
from secaudit.model.approval import Decision
from secaudit.model.systems import Component


def fields(**shapes: Any) -> dict[str, Field]:
    return {name: Field(attribute=name, shape=shape, doc=f"the {name}") for name, shape in shapes.items()}


DECISION = Record("decision", fields(number=STRING, date=STRING))
APPROVAL = Record(
    "approval",
    fields(status=STRING, level=INT, decision=DECISION, until=STRING)
    | {
        "in_force": Field(
            shape=BOOL,
            compute=lambda env, a: None if a.until is None else a.until >= env["as_of"],
            doc="valid at as_of",
        )
    },
)
COMPONENT = Record("component", fields(id=STRING, kind=STRING, level=INT))
FACTS = Record("facts", fields(information=ListOf(STRING), secrecy=STRING, online_service=BOOL))
SYSTEM = Record(
    "system",
    fields(
        id=STRING, name=STRING, status=STRING, level=INT, approval=APPROVAL, facts=FACTS, controls=MapOf(STRING),
        components=ListOf(COMPONENT),
    )
    | {"level_computed": Field(shape=INT, compute=lambda env, s: env["levels"].get(s.id), reads_inventory=True)},
)  # fmt: skip
AGE = Function(
    name="age_months",
    parameters=(STRING,),
    result=INT,
    call=lambda env, date: None if len(date) < 10 else 12 * (int(env["as_of"][:4]) - int(date[:4])),
    needs_env=True,
    doc="whole months since a date",
)
COUNT = Function(name="systems_of", parameters=(STRING,), result=INT, call=len, reads_inventory=True)
ROOT_OF = Function(name="root", parameters=(DOUBLE,), result=DOUBLE, call=lambda x: x**0.5)
VOCABULARY = Vocabulary(
    subject=SYSTEM,
    variables={"to": COMPONENT, "x": DYN},
    functions={"age_months": AGE, "systems_of": COUNT, "root": ROOT_OF},
    constants={"as_of": "2026-11-22", "parameters": {"gateway_approval_months": 24, "kinds": ["a", "b"]}},
)
ENV = {"as_of": "2026-11-22", "levels": {"portal": 3}}


def system(**declared: Any) -> System:
    return System(id=declared.pop("id", "portal"), source=None, **declared)  # type: ignore[arg-type]


__all__ = ["ENV", "VOCABULARY", "Approval", "Component", "Decision", "Facts", "system"]
