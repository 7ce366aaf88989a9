"""Documents in which every field of a JSON Schema is filled, so that a field that is added is tried by itself."""

import json
from collections.abc import Callable, Mapping
from importlib.resources import files
from typing import Any

Path = tuple[str, ...]
Texts = Callable[[Path], str]
# What an id refers to, by the name of its field; where it depends on what holds the field, by both.
_REFERENCES: Mapping[str, str] = {
    **dict.fromkeys(
        ("by", "owner", "operator", "operators", "supervised_by", "parent", "parties", "connected_to", "reported_to", "to",
         "unit"), "unit",
    ),
    **dict.fromkeys(("connected_systems", "system", "interconnection.between"), "system"),
    **dict.fromkeys(("segments", "segment", "one_way.from", "one_way.to", "link.between"), "segment"),
    **dict.fromkeys(("network", "remote_access.from"), "network"), "via": "gateway",
}  # fmt: skip
_FORMATS = {"date": "2026-01-05", "service": "tcp/443"}


def schema(name: str) -> dict[str, Any]:
    """A schema of the product."""
    text = files("secaudit.documents").joinpath("schemas", f"{name}.schema.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def inventory(text: Texts, chosen: Mapping[str, Any], names: Callable[[str], str]) -> dict[str, Any]:
    """An inventory with one thing of each kind that has every field; some kinds have a second one to be joined with.

    `names` makes the id of a thing of its kind; the second one has it with a `2` behind.
    """
    kinds = ("unit", "network", "system", "segment", "gateway", "link", "host", "interconnection")
    ids = {kind: [names(kind), f"{names(kind)}2"] for kind in kinds}
    filler = Filler(schema("inventory"), text, ids, chosen)
    found: dict[str, Any] = {"secaudit": 1, "unit": ids["unit"][0]}
    for kind in kinds:
        found[f"{kind}s"] = [filler.fill(kind, id=ids[kind][0])]
    for kind in ("unit", "system", "segment"):
        found[f"{kind}s"].append({key: found[f"{kind}s"][0][key] for key in ("name", "level") if key in found[f"{kind}s"][0]}
                                 | {"id": ids[kind][1]})  # fmt: skip
    found["attestations"] = [filler.fill("attestation", id=names("attestation"), subject=f"system:{ids['system'][0]}")]
    return found


class Filler:
    """Fills what a schema describes.

    `text` gives free texts by their path, `ids` the ids of each kind in the order in which a field refers to them, and
    `chosen` the values of fields that are no texts, by the end of their path.
    """

    def __init__(
        self, root: dict[str, Any], text: Texts, ids: Mapping[str, list[str]], chosen: Mapping[str, Any]
    ) -> None:
        self._root = root
        self._text = text
        self._ids = ids
        self._chosen = chosen
        self.texts: list[Path] = []

    def fill(self, definition: str, **given: Any) -> dict[str, Any]:
        """A thing with all its fields; `given` are those that are told from outside."""
        node = self._root["definitions"][definition]
        rest = {key: child for key, child in node["properties"].items() if key not in given}
        found = given | self._object(node | {"properties": rest}, (definition,))
        if definition != "gateway" and "permits" in found.get("approval", {}):
            del found["approval"]["permits"]  # only a gateway may have it
        return found

    def value(self, node: dict[str, Any], path: Path) -> Any:
        """A valid value of what a node describes."""
        name = ""
        while "$ref" in node or "allOf" in node:
            node = node["allOf"][0] if "allOf" in node else node
            name = node["$ref"].rpartition("/")[2] if "$ref" in node else name
            node = self._root["definitions"][name] if "$ref" in node else node
        for length in (3, 2, 1):
            if (key := ".".join(path[-length:])) in self._chosen:
                return self._chosen[key]
        if name == "id" and path[-1] != "id":
            return self._id(path)
        if name in {"selector", "selectors"}:
            return self._ids["segment"][0]
        return self._plain(node, path)

    def _plain(self, node: dict[str, Any], path: Path) -> Any:
        if "enum" in node:
            return node["enum"][0]
        if "const" in node:
            return node["const"]
        kind = node.get("type")
        if kind == "object":
            return self._object(node, path)
        if kind == "array":
            return [self.value(node["items"], (*path, str(n))) for n in range(max(1, node.get("minItems", 1)))]
        if kind in {"integer", "number"}:
            return max(1, node.get("minimum", 1))
        return True if kind == "boolean" else self._string(node, path)

    def _object(self, node: dict[str, Any], path: Path) -> dict[str, Any]:
        found = {key: self.value(child, (*path, key)) for key, child in node.get("properties", {}).items()}
        if isinstance(more := node.get("additionalProperties"), dict):
            found[self._text((*path, "a-key"))] = self.value(more, (*path, "a-value"))
        return found

    def _string(self, node: dict[str, Any], path: Path) -> str:
        if node.get("format") in _FORMATS:
            return _FORMATS[node["format"]]
        self.texts.append(path)
        return self._text(path)[: node.get("maxLength", 2000)]

    def _id(self, path: Path) -> str:
        names = [part for part in path if not part.isdigit()]
        kind = _REFERENCES.get(".".join(names[-2:])) or _REFERENCES[names[-1]]
        place = int(path[-1]) if path[-1].isdigit() else int(names[-2:] == ["one_way", "to"])
        return self._ids[kind][place]
