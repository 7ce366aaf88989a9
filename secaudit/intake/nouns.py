"""One valid document becomes the nouns of one file."""

from collections.abc import Mapping
from typing import Any

from msgspec import convert

from secaudit.documents import Document, Node
from secaudit.model import KINDS, NOUNS, Inventory, Kind, Noun

_APPROVED: tuple[Kind, ...] = ("system", "gateway", "host")


def fragment(document: Document) -> Inventory:
    """The nouns that a file declares, in its order. The document must be valid by the inventory schema.

    `unit:` at the top of a file owns what names no owner; `controls:` and `defaults:` there hold
    for everything in the file that does not say otherwise.
    """
    content, file = document.content, document.text.name
    unit = content.get("unit")
    lists = {f"{kind}s": content.get(f"{kind}s") for kind in KINDS}
    if "controls" in content:
        lists["systems"] = [_with_defaults(item, {"controls": content["controls"]}) for item in lists["systems"] or ()]
    for kind, values in content.get("defaults", {}).items():
        lists[f"{kind}s"] = [_with_defaults(item, values) for item in lists[f"{kind}s"] or ()]
    nouns = {f"{kind}s": _nouns(kind, lists[f"{kind}s"], file, unit) for kind in KINDS}
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
    if kind == "attestation":
        located = [_with_id(item) for item in located]
    if kind in _APPROVED:
        located = [_with_listed_permits(item) for item in located]
    structure: Any = tuple[NOUNS[kind], ...]  # type: ignore[valid-type]
    nouns: tuple[Noun, ...] = convert(located, structure)
    return nouns


def _with_defaults(item: Node, values: Mapping[str, Any]) -> Node:
    found = Node(item, **_merged(values, item))
    found.line, found.column = item.line, item.column
    return found


def _merged(values: Mapping[str, Any], own: Mapping[str, Any]) -> dict[str, Any]:
    """One's own values, and of the others those that it does not have; records are merged key by key."""
    found = {**values, **own}
    for key in values.keys() & own.keys():
        if isinstance(values[key], Mapping) and isinstance(own[key], Mapping):
            found[key] = _merged(values[key], own[key])
    return found


def _with_id(attestation: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"id": "{question}@{subject}@{date}".format(**attestation), **attestation}


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


def _with_listed_permits(item: Mapping[str, Any]) -> Mapping[str, Any]:
    approval = item.get("approval", {})
    if "permits" not in approval:
        return item
    flows = [{**flow, "from": _listed(flow["from"]), "to": _listed(flow["to"])} for flow in approval["permits"]]
    return {**item, "approval": {**approval, "permits": flows}}


def _listed(selector: str | list[str]) -> list[str]:
    return [selector] if isinstance(selector, str) else selector
