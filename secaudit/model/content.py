"""What an approval covers: the description of a system or a gateway as fields, and a hash that changes with it.

An approval is of a description (Decree 331/2026 Articles 21 and 22: overview, design, level justification, plan). The
fields in `COVERED` are that description; approval, dates, operations and controls are what happens to the system
afterwards and change nothing. Who owns it, its name and where it is written down are not in the hash either.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from hashlib import sha256

from msgspec import Struct

from secaudit.model.noun import Noun

COVERED = {
    "system": frozenset({"kind", "level", "facts", "components", "segments", "remote_access"}),
    "gateway": frozenset({
        "kind", "level", "segments", "default", "fail_mode", "functions", "policy", "one_way",
    }),
}  # fmt: skip
# In the order of the policy; in every other list the order says nothing.
_ORDERED = ("policy",)
_REMARKS = (".reason", ".note", ".name")
_NAMES = 1_000  # more than there are fields
_PART = 12  # hexadecimal digits that tell one version of a part from another

Fields = tuple[tuple[str, tuple[str, ...]], ...]


def fields(part: Struct, prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """The declared fields of a record by their dotted names, as the inventory writes them, with values as texts.

    Places in files are left out. Records in a list are numbered from 1: `policy.1.from`.
    """
    for written, attribute in _written(part.__class__).items():
        value = getattr(part, attribute)
        if value is not None:
            yield from _of_value(prefix + written, value)


def values_of(part: Struct, name: str) -> tuple[str, ...]:
    """The values of one of the `fields`, without laying out the others; empty if it is not declared."""
    value: object = part
    for step in _steps(name):
        if not isinstance(value, Struct):  # lists are numbered, and keys of a mapping may have dots
            return next((values for known, values in fields(part) if known == name), ())
        attribute = _written(value.__class__).get(step)
        value = None if attribute is None else getattr(value, attribute)
        if value is None:
            return ()
    if not isinstance(value, Struct | dict | tuple):
        return (_text(value),)
    found = next(iter(_of_value(name, value)), None)
    return found[1] if found is not None and found[0] == name else ()


@lru_cache(_NAMES)
def _steps(name: str) -> tuple[str, ...]:
    return tuple(name.split("."))


@cache
def _written(kind: type[Struct]) -> Mapping[str, str]:
    """The fields of a record, as the inventory writes them, and the attributes that hold them."""
    pairs = zip(kind.__struct_encode_fields__, kind.__struct_fields__, strict=True)
    return {written: attribute for written, attribute in pairs if attribute not in {"source", "policy_source"}}


def _of_value(name: str, value: object) -> Iterable[tuple[str, tuple[str, ...]]]:
    if isinstance(value, Struct):
        return fields(value, f"{name}.")
    if isinstance(value, dict):
        return (one for key, item in value.items() for one in _of_value(f"{name}.{key}", item))
    if not isinstance(value, tuple):
        return ((name, (_text(value),)),)
    if any(isinstance(item, Struct) for item in value):
        return (one for number, item in enumerate(value, 1) for one in _of_value(f"{name}.{number}", item))
    return ((name, tuple(map(_text, value))),)


def _text(value: object) -> str:
    """A scalar as the inventory writes it."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def covered_parts(kind: str, noun: Noun) -> dict[str, str]:
    """The covered parts that are declared, by name, each with a short hash of its content."""
    found: dict[str, list[str]] = {}
    for part in sorted(COVERED[kind]):
        value = getattr(noun, part, None)
        if value is not None:
            found[part] = list(_canonical(part, value))
    return {part: sha256("\x1e".join(lines).encode()).hexdigest()[:_PART] for part, lines in found.items()}


def _canonical(part: str, value: object) -> Iterable[str]:
    """A part as lines that do not depend on the order of what has no order."""
    if part in _ORDERED or not isinstance(value, tuple):
        told = sorted(item for item in _of_value("", value) if not item[0].endswith(_REMARKS))
        return ["\x1f".join((name, *sorted(values))) for name, values in told]
    items = ["\x1d".join(_canonical("", item)) if isinstance(item, Struct) else _text(item) for item in value]
    return sorted(items)


def covers(kind: str, noun: Noun) -> str:
    """What `approval.covers` is to hold: the hash of the whole, then every part with its own, on one line."""
    parts = covered_parts(kind, noun)
    whole = sha256("\x1e".join(f"{part}={digest}" for part, digest in parts.items()).encode()).hexdigest()
    return " ".join((f"sha256:{whole}", *(f"{part}:{digest}" for part, digest in parts.items())))


def changed_parts(kind: str, noun: Noun, approved: str) -> tuple[str, ...]:
    """The parts that are no longer what was approved, by name; `*` where the approval did not name its parts.

    `approved` is what `approval.covers` holds. Parts that were added or taken away have changed.
    """
    now = dict(_digests(covers(kind, noun)))
    then = dict(_digests(approved))
    if now["sha256"] == then.get("sha256"):
        return ()
    if then.keys() <= {"sha256"}:
        return ("*",)
    named = {part for part in now.keys() | then.keys() if part != "sha256" and now.get(part) != then.get(part)}
    return tuple(sorted(named)) or ("*",)


def _digests(text: str) -> Iterator[tuple[str, str]]:
    for word in text.split():
        name, _, digest = word.partition(":")
        yield name, digest
