"""Say in plain words, with line and column, everything that a schema does not allow in a document.

Only reached by a document that has failed, so clarity comes before speed; but a hostile document must not
make it slow, hence the limits, and three keywords are ours: `uniqueItems` of jsonschema is quadratic, its `pattern`
takes a line break at the end, and its `items` walks the items that are right as well.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from itertools import islice
from typing import Any

import jsonschema_rs
from jsonschema import Draft7Validator, FormatChecker
from jsonschema.exceptions import ValidationError
from jsonschema.validators import extend

from secaudit.documents import wording
from secaudit.documents.complaints import Failure, complaints
from secaudit.documents.document import Document
from secaudit.documents.formats import FORMATS
from secaudit.documents.gate import compiled
from secaudit.errors import Problem

MAX_PROBLEMS = 200
MAX_COLLECTED = 2_000
_LONG = 50  # items from which on it pays to compile a validator for the list


def explain(document: Document, schema: str) -> tuple[Problem, ...]:
    """All problems of a document under a schema (its JSON text), in the order of their places.

    After 200 problems one more says how many are left out.
    """
    validator = _validator(json.loads(schema))
    everything = (one for error in validator.iter_errors(document.content) for one in complaints(_failure(error)))
    said = tuple(islice(everything, MAX_COLLECTED))
    found: set[Problem] = set()
    for text in {document.text, *document.borrowed.values()}:
        about = [complaint for complaint in said if document.text_at(complaint.path) == text]
        places = text.places({complaint.path for complaint in about}) if about else {}
        for complaint in about:
            place = places[complaint.path]
            line, column = place.key if complaint.at_key else place.value
            found.add(Problem(text.name, line, column, complaint.message, complaint.help))
    return _capped(sorted(found), counted=len(said) < MAX_COLLECTED)


def _capped(problems: list[Problem], *, counted: bool) -> tuple[Problem, ...]:
    left = len(problems) - MAX_PROBLEMS
    if left <= 0:
        return tuple(problems)
    message = (wording.MORE if counted else wording.MORE_AT_LEAST).format(count=left)
    last = problems[MAX_PROBLEMS - 1]
    return (*problems[:MAX_PROBLEMS], Problem(last.file, last.line, last.column, message))


def _unique(validator: object, wanted: object, items: object, schema: object) -> Iterator[ValidationError]:
    """Lists that must be unique hold texts, so that a set is enough; other items are complained of anyway."""
    del validator, schema
    if not wanted or not isinstance(items, list):
        return
    texts = [item for item in items if isinstance(item, str)]
    if len(set(texts)) != len(texts):
        yield ValidationError("not unique")


def _pattern(validator: object, pattern: str, value: object, schema: object) -> Iterator[ValidationError]:
    r"""`$` is the very end, as JSON Schema has it; in Python a line break may come after it."""
    del validator, schema
    if isinstance(value, str) and not re.search(pattern.replace("$", r"\Z"), value):
        yield ValidationError("wrong form")


class _Items:
    """Walk only the items that are wrong: in a long list those are few, and jsonschema takes its time."""

    def __init__(self, definitions: Mapping[str, Any]) -> None:
        self._definitions = definitions
        self._gates: dict[int, jsonschema_rs.Draft7Validator] = {}

    def __call__(
        self, validator: Draft7Validator, items: dict[str, Any], value: object, schema: object
    ) -> Iterator[ValidationError]:
        del schema
        if not isinstance(value, list):
            return
        gate = self._gate(items) if len(value) > _LONG else None
        for index, item in enumerate(value):
            if gate is None or not gate.is_valid(item):
                yield from validator.descend(item, items, path=index)

    def _gate(self, items: dict[str, Any]) -> jsonschema_rs.Draft7Validator:
        # By identity: a schema is read once for each document, and its parts live as long as this does.
        if id(items) not in self._gates:
            self._gates[id(items)] = compiled({**items, "definitions": self._definitions})
        return self._gates[id(items)]


def _validator(schema: Mapping[str, Any]) -> Draft7Validator:
    ours = {"uniqueItems": _unique, "pattern": _pattern, "items": _Items(schema["definitions"])}
    made: Draft7Validator = extend(Draft7Validator, ours)(schema, format_checker=_formats())  # type: ignore[no-untyped-call]
    return made


def _formats() -> FormatChecker:
    checker = FormatChecker(())
    for name, function in FORMATS.items():
        checker.checks(name)(partial(_holds, function))
    return checker


def _holds(function: Callable[[str], bool], value: object) -> bool:
    """Formats are about texts; jsonschema asks them of everything."""
    return not isinstance(value, str) or function(value)


def _failure(error: ValidationError) -> Failure:
    schema: Any = error.schema
    path, schema_path = tuple(error.absolute_path), tuple(error.absolute_schema_path)
    return Failure(
        str(error.validator), path, error.instance, error.validator_value, schema, schema_path, error.message
    )
