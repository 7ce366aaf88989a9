"""One valid document becomes the nouns of one file."""

from collections.abc import Mapping
from typing import Any

from msgspec import convert

from secaudit.documents import Document
from secaudit.model import KINDS, NOUNS, Inventory, Kind, Noun


def fragment(document: Document) -> Inventory:
    """The nouns that a file declares, in its order. The document must be valid by the inventory schema.

    `unit:` at the top of a file owns what names no owner.
    """
    content, file = document.content, document.text.name
    unit = content.get("unit")
    nouns = {f"{kind}s": _nouns(kind, content.get(f"{kind}s"), file, unit) for kind in KINDS}
    return Inventory(**nouns)  # type: ignore[arg-type]


def _nouns(kind: Kind, items: list[Any] | None, file: str, unit: str | None) -> tuple[Noun, ...]:
    if not items:
        return ()
    located: list[Mapping[str, Any]] = []
    for item in items:
        found = {**item, "source": (file, item.line, item.column)}
        if unit is not None:
            found.setdefault("owner", unit)
        located.append(found)
    if kind == "gateway":
        located = [_with_located_policy(item, file) for item in located]
    structure: Any = tuple[NOUNS[kind], ...]  # type: ignore[valid-type]
    nouns: tuple[Noun, ...] = convert(located, structure)
    return nouns


def _with_located_policy(gateway: Mapping[str, Any], file: str) -> Mapping[str, Any]:
    if "policy" not in gateway:
        return gateway
    entries = [
        {
            **entry,
            "source": (file, entry.line, entry.column),
            "from": _listed(entry["from"]),
            "to": _listed(entry["to"]),
        }
        for entry in gateway["policy"]
    ]
    return {**gateway, "policy": entries}


def _listed(selector: str | list[str]) -> list[str]:
    return [selector] if isinstance(selector, str) else selector
