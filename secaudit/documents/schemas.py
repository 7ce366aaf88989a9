"""The published JSON Schemas and the gate that holds a document against one of them."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from secaudit.documents.document import Document
from secaudit.documents.gate import compiled
from secaudit.errors import InputError, Problem

if TYPE_CHECKING:
    import jsonschema_rs

SCHEMAS = (
    "inventory", "rule", "pack", "waivers", "levels", "citations", "controls", "instruments", "glossary",
    "crossmap",
)  # fmt: skip


@cache
def schema_text(name: str) -> str:
    """The JSON Schema of a kind of document (one of `SCHEMAS`), as it is published for editors.

    Raises `KeyError` for a name that is not one of them.
    """
    if name not in SCHEMAS:
        raise KeyError(name)
    return (Path(__file__).with_name("schemas") / f"{name}.schema.json").read_text(encoding="utf-8")


def problems(document: Document, schema: str) -> tuple[Problem, ...]:
    """Everything about a document that its schema does not allow, in the order of the lines.

    The answer for a valid document costs about two microseconds an entity. Only a document that fails is
    walked again, slowly, to explain each mistake.
    """
    gate = _gate(schema, document.left_out)
    if gate.is_valid(document.content):
        return ()
    from secaudit.documents.explanation import explain  # noqa: PLC0415 jsonschema takes 80 ms to import

    found = explain(document, _asked(schema, document.left_out))
    if found:
        return found
    # The two validators disagree, which must not happen; but never let a refused document pass for it.
    first = next(gate.iter_errors(document.content))
    return (document.problem(tuple(first.instance_path), first.message),)


def check(document: Document, schema: str) -> None:
    """Hold a document against a schema; raises `InputError` with all its problems when it fails."""
    if found := problems(document, schema):
        raise InputError(found)


@cache
def _gate(schema: str, left_out: frozenset[str]) -> "jsonschema_rs.Draft7Validator":
    import json  # noqa: PLC0415

    return compiled(json.loads(_asked(schema, left_out)))


def _asked(schema: str, left_out: frozenset[str]) -> str:
    """What a schema asks of a document of which some keys were not read."""
    import json  # noqa: PLC0415

    text = schema_text(schema)
    return json.dumps(_without(json.loads(text), left_out)) if left_out else text


def _without(part: Any, names: frozenset[str]) -> Any:  # noqa: ANN401 (plain data of any shape)
    """A part of a schema that does not require some keys."""
    if isinstance(part, list):
        return [_without(item, names) for item in part]
    if not isinstance(part, dict):
        return part
    kept = {key: _without(value, names) for key, value in part.items()}
    if isinstance(required := kept.get("required"), list):
        kept["required"] = [name for name in required if name not in names]
    return kept
