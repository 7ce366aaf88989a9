"""The inventory schema and the nouns of the model, field by field, so that neither drifts from the other."""

import json
import types
import typing
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from secaudit.documents import schema_text
from secaudit.model import KINDS, NOUNS, Inventory, PolicyEntry

SCHEMA = json.loads(schema_text("inventory"))


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references, whether alone or beside a title and a description."""
    while True:
        reference = schema.get("$ref") or next((part.get("$ref") for part in schema.get("allOf", ())), None)
        if reference is None:
            return schema
        schema = SCHEMA["definitions"][reference.rpartition("/")[2]]


def agree(schema: dict[str, Any], kind: Any, where: str) -> None:  # noqa: C901 one branch for each form of type
    """Fail unless a schema and the type of a field say the same."""
    schema = resolved(schema)
    if get_origin(kind) in {types.UnionType, typing.Union}:
        members = [member for member in get_args(kind) if member is not type(None)]
        (kind,) = members
    if (
        kind == tuple[str, ...] and "else" in schema
    ):  # the selectors of a policy entry: one may be written without a list
        assert resolved(schema["else"])["type"] == "string", where
        assert resolved(schema["then"]["items"])["type"] == "string", where
        return
    if get_origin(kind) is Literal:
        assert tuple(schema["enum"]) == get_args(kind), where
    elif get_origin(kind) is tuple:
        assert schema["type"] == "array", where
        inner = get_args(kind)
        if inner[-1] is not Ellipsis:
            assert schema["minItems"] == schema["maxItems"] == len(inner), where
        items = resolved(schema["items"])
        if "enum" in items:
            assert inner[0] is str, where
        else:
            agree(items, inner[0], f"{where}[]")
    elif get_origin(kind) is dict:
        agree(schema["additionalProperties"], get_args(kind)[1], f"{where}{{}}")
    elif isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        same_fields(schema, kind, where)
    else:
        assert schema["type"] == {str: "string", int: "integer", bool: "boolean"}[kind], where


def same_fields(schema: dict[str, Any], noun: type[msgspec.Struct], where: str) -> None:
    assert schema["additionalProperties"] is False, where
    hints = typing.get_type_hints(noun)
    fields = {field.encode_name: field for field in msgspec.structs.fields(noun) if field.encode_name != "source"}
    assert set(schema["properties"]) == set(fields), where
    required = {name for name, field in fields.items() if field.required}
    assert set(schema.get("required", ())) == required, where
    for name, field in fields.items():
        agree(schema["properties"][name], hints[field.name], f"{where}.{name}")


def test_the_file_holds_the_kinds_of_the_model() -> None:
    lists = {field.name for field in msgspec.structs.fields(Inventory)}
    assert set(SCHEMA["properties"]) == {"secaudit", "unit", "controls", "defaults", *lists}


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_has_the_same_fields_and_values_in_both(kind: Any) -> None:
    items = SCHEMA["properties"][f"{kind}s"]["items"]
    same_fields(resolved(items), NOUNS[kind], kind)


def test_the_test_sees_a_difference() -> None:
    class Other(PolicyEntry, frozen=True, kw_only=True):  # type: ignore[call-arg]
        extra: str | None = None

    with pytest.raises(AssertionError):
        same_fields(SCHEMA["definitions"]["policy_entry"], Other, "policy_entry")
