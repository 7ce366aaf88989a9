"""What to say about each way in which a value can fail a keyword of JSON Schema."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from secaudit.documents import wording
from secaudit.documents.place import Path
from secaudit.documents.wording import shown


@dataclass(frozen=True, slots=True)
class Failure:
    """A value that a keyword of its schema does not allow; `wanted` is what the keyword asks for."""

    keyword: str
    path: Path
    value: Any
    wanted: Any
    schema: Mapping[str, Any]
    schema_path: Path
    message: str


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, at the value of a path or at its key."""

    path: Path
    message: str
    help: str = ""
    at_key: bool = False


def complaints(failure: Failure) -> Iterator[Complaint]:
    """Everything to be said about a failure: one thing, mostly, but one for each key that is unknown."""
    explanation = _EXPLANATIONS.get(failure.keyword)
    if explanation is None:
        message = wording.OTHER.format(name=_name(failure), message=failure.message)
        return iter((Complaint(failure.path, message),))
    return iter(explanation(failure))


# How things are called


def _name(failure: Failure) -> str:
    """The key that a value stands under, with the number of the item in a list."""
    names = [step for step in failure.path if isinstance(step, str)]
    if not names:
        return wording.THE_FILE
    path = failure.path
    if isinstance(path[-1], int):
        return wording.ITEM.format(number=path[-1] + 1, name=shown(names[-1]))
    return shown(names[-1])


def _english(schema: Mapping[str, Any], field: str) -> str:
    """Titles and descriptions hold Vietnamese, ` / `, English."""
    return str(schema.get(field, "")).rpartition(" / ")[2]


def _noun(schema: Mapping[str, Any]) -> str:
    title = _english(schema, "title")
    return title if title[:2].isupper() else title.lower()


def _where(failure: Failure, determiner: str) -> str:
    """The mapping that an error is about: `a system`, `this system`, `'facts'`, `this file`."""
    path = failure.path
    if not path:
        return wording.THE_FILE
    if isinstance(path[-1], str):
        return f"'{shown(path[-1])}'"
    noun = _noun(failure.schema) or str(path[-2]).removesuffix("s")
    return f"{determiner or _article(noun)} {noun}"


def _article(noun: str) -> str:
    return "an" if noun[:1] in "aeiou" and not noun.startswith("uni") else "a"


def _value(value: object) -> str:
    if isinstance(value, str):
        return f"'{shown(value)}'"
    if isinstance(value, (dict, list)):
        return wording.TYPES["object" if isinstance(value, dict) else "array"]
    return json.dumps(value)


_OPPOSITES = ("un", "in", "non", "not_", "no_", "dis")
"""What makes the contrary of a word: whoever writes `trusted` did not mean `untrusted`."""


def _guess(value: object, choices: Iterable[Any]) -> str:
    if not isinstance(value, str) or len(value) > 100:  # noqa: PLR2004 a guess for a long text is worth nothing
        return ""
    folded = value.lower().replace("-", "_")
    likely = [c for c in choices if isinstance(c, str) and c not in {prefix + folded for prefix in _OPPOSITES}]
    close = get_close_matches(folded, likely, n=1)
    return close[0] if close else ""


# One function for each keyword of JSON Schema that our schemas use


def _unknown_key(failure: Failure) -> Iterator[Complaint]:
    known = list(failure.schema.get("properties", {}))
    where = _where(failure, "")
    for key in failure.value:
        if key in known:
            continue
        guess = _guess(key, known)
        wanted = wording.UNKNOWN_KEY_GUESS if guess else wording.UNKNOWN_KEY
        yield Complaint(
            (*failure.path, key),
            wanted.format(key=shown(key), where=where, guess=guess),
            wording.UNKNOWN_KEY_HELP.format(where=where, keys=", ".join(known)),
            at_key=True,
        )


def _missing(failure: Failure) -> Iterator[Complaint]:
    for key in failure.wanted:
        if key not in failure.value:
            message = wording.MISSING.format(key=key, where=_where(failure, "this"))
            advice = _english(failure.schema, "description") if "then" in failure.schema_path else ""
            const = failure.schema.get("properties", {}).get(key, {}).get("const")
            example = f"{key}:" if const is None else f"{key}: {const}"
            yield Complaint(failure.path, message, advice or wording.MISSING_HELP.format(example=example))


def _choices(values: list[Any]) -> str:
    if len(values) == 1:
        return _value(values[0])
    if all(isinstance(v, int) for v in values) and values == list(range(values[0], values[-1] + 1)):
        return wording.ONE_OF_RANGE.format(first=values[0], last=values[-1])
    return wording.ONE_OF.format(choices=", ".join(str(v) for v in values))


def _choice(failure: Failure) -> Iterator[Complaint]:
    if failure.value is None:
        yield from _type(failure)
        return
    kind = failure.schema.get("type")
    if kind == "integer" and (not isinstance(failure.value, int) or isinstance(failure.value, bool)):
        return  # the wrong type is complained of already
    const = failure.keyword == "const"
    values = [failure.wanted] if const else list(failure.wanted)
    guess = "" if const else _guess(failure.value, values)
    filled = {"value": _value(failure.value), "choices": _choices(values), "guess": guess}
    if len(failure.path) > 2 and failure.path[-1] == "kind" and isinstance(failure.value, str):  # noqa: PLR2004
        template = wording.KIND_GUESS if guess else wording.KIND
        message = template.format(what=str(failure.path[-3]).removesuffix("s"), **filled)
        yield Complaint(failure.path, message, wording.KIND_HELP.format(**filled))
        return
    template = wording.CHOICE_GUESS if guess else wording.CHOICE
    yield Complaint(failure.path, template.format(name=_name(failure), **filled))


def _type(failure: Failure) -> Iterator[Complaint]:
    path, name = failure.path, _name(failure)
    if failure.value is None:
        yield Complaint(path, wording.NULL.format(name=name), wording.NULL_HELP)
        return
    wanted = failure.wanted if isinstance(failure.wanted, list) else [failure.wanted]
    expected = wording.OR.join(wording.TYPES[kind] for kind in wanted)
    found = _found(failure.value)
    yield Complaint(path, wording.TYPE.format(name=name, expected=expected, found=found), wording.TYPE_HELPS[wanted[0]])


def _found(value: object) -> str:
    """What a value is, and the value itself where it is short."""
    if isinstance(value, bool):
        return json.dumps(value)
    if isinstance(value, int):
        return wording.THE_NUMBER.format(value=value)
    if isinstance(value, str):
        return wording.THE_TEXT.format(value=shown(value))
    return _value(value)


def _form(failure: Failure) -> Iterator[Complaint]:
    noun = _noun(failure.schema)
    examples = failure.schema.get("examples")
    description = _english(failure.schema, "description")
    advice = wording.FORM_HELP.format(description=description, example=examples[0]) if examples else description
    of_key = "propertyNames" in failure.schema_path
    path = (*failure.path, failure.value) if of_key else failure.path
    message = wording.FORM.format(value=shown(failure.value), what=f"{_article(noun)} {noun}")
    yield Complaint(path, message, advice, at_key=of_key)


def _length(failure: Failure) -> Iterator[Complaint]:
    wanted = wording.TOO_SHORT if failure.keyword == "minLength" else wording.TOO_LONG
    message = wanted.format(name=_name(failure), size=len(failure.value), limit=failure.wanted)
    yield Complaint(failure.path, message)


def _items(failure: Failure) -> Iterator[Complaint]:
    few = wording.TOO_FEW_OF_ONE if failure.wanted == 1 else wording.TOO_FEW
    wanted = few if failure.keyword == "minItems" else wording.TOO_MANY_ITEMS
    message = wanted.format(name=_name(failure), size=len(failure.value), limit=failure.wanted)
    yield Complaint(failure.path, message, _english(failure.schema, "description"))


def _twice(failure: Failure) -> Iterator[Complaint]:
    seen: set[str] = set()
    texts = {item for item in failure.value if isinstance(item, str)}
    is_short = len(texts) < failure.schema.get("minItems", 0)  # with one of them taken out there would be too few
    for index, item in enumerate(failure.value):
        if not isinstance(item, str):
            continue
        if item in seen:
            message = wording.TWICE.format(value=_value(item), name=_name(failure))
            advice = _english(failure.schema, "description") if is_short else wording.TWICE_HELP
            yield Complaint((*failure.path, index), message, advice)
        seen.add(item)


def _lacking(failure: Failure) -> Iterator[Complaint]:
    keys = " and ".join(failure.wanted.get("required", ()))
    message = wording.LACKING.format(name=_name(failure), keys=keys)
    yield Complaint(failure.path, message, wording.LACKING_HELP.format(keys=keys))


def _bound(failure: Failure) -> Iterator[Complaint]:
    wanted = wording.TOO_SMALL if failure.keyword == "minimum" else wording.TOO_BIG
    message = wanted.format(name=_name(failure), value=_value(failure.value), limit=failure.wanted)
    yield Complaint(failure.path, message)


def _no_keys(failure: Failure) -> Iterator[Complaint]:
    yield Complaint(failure.path, wording.TOO_FEW_KEYS.format(name=_name(failure)))


_EXPLANATIONS: dict[str, Callable[[Failure], Iterator[Complaint]]] = {
    "additionalProperties": _unknown_key, "required": _missing, "enum": _choice, "const": _choice,
    "type": _type, "pattern": _form, "format": _form, "minLength": _length, "maxLength": _length,
    "minItems": _items, "maxItems": _items, "uniqueItems": _twice, "minimum": _bound, "maximum": _bound,
    "minProperties": _no_keys, "contains": _lacking,
}  # fmt: skip
