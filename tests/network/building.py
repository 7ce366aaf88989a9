"""Inventories as a unit writes them, built from plain data the way an audit builds them."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from secaudit import intake
from secaudit.documents import check, parse
from secaudit.model import Inventory
from secaudit.network import Network, Path, connect

Content = Mapping[str, Any]
AS_OF = "2026-11-22"
APPROVED = {"status": "approved", "level": 5, "decision": {"number": "1/QD", "date": "2026-01-05"}}


def inventory_of(*contents: Content) -> Inventory:
    """The inventory of some files, each given as plain data (JSON is YAML)."""
    return inventory_of_texts(*(json.dumps({"secaudit": 1} | dict(content), indent=1) for content in contents))


def inventory_of_texts(*texts: str) -> Inventory:
    """The inventory of some files, each given as YAML text."""
    documents = [parse(f"file-{number}.yaml", text.encode()) for number, text in enumerate(texts)]
    for document in documents:
        check(document, "inventory")
    return intake.build([(document.text, intake.fragment(document)) for document in documents])


def network_of(*contents: Content, as_of: str = AS_OF) -> Network:
    """The network of some files on a day."""
    return connect(inventory_of(*contents), as_of)


def with_insides(content: Content) -> dict[str, Any]:
    """The same with what the segments of networks that are not ours are joined by, as if it were a link of many ends."""
    networks: dict[str, list[str]] = {
        one["id"]: [] for one in content.get("networks", ()) if one.get("trust") in ("untrusted", "foreign")
    }
    for segment in content["segments"]:
        networks.get(segment.get("network"), []).append(segment["id"])
    insides = [{"id": f"network:{name}", "between": joined} for name, joined in networks.items() if len(joined) > 1]
    return {**content, "links": [*content.get("links", ()), *insides]}


def segments_of(*names: str) -> list[dict[str, Any]]:
    """Segments about which nothing but the id is declared."""
    return [{"id": name} for name in names]


def permit(origin: object, target: object, *services: str) -> dict[str, Any]:
    """A policy entry that lets something pass; without services, everything."""
    return _entry(origin, target, services) | {"action": "permit"}


def deny(origin: object, target: object, *services: str) -> dict[str, Any]:
    """A policy entry that lets something not pass; without services, nothing at all."""
    return _entry(origin, target, services) | {"action": "deny"}


def _entry(origin: object, target: object, services: tuple[str, ...]) -> dict[str, Any]:
    return {"from": origin, "to": target} | ({"services": list(services)} if services else {})


def arcs_of(network: Network) -> set[tuple[str, str, str]]:
    """Every arc as the ids of its ends and its device."""
    return {
        (network.segments[tail].id, network.segments[head].id, network.devices[via].id)
        for tail, head, via in zip(network.tails, network.heads, network.vias, strict=True)
    }


def numbers(network: Network, names: Iterable[str]) -> tuple[int, ...]:
    """The numbers of segments, ascending."""
    return tuple(sorted(network.index[name] for name in names))


def shut(network: Network, names: Collection[str]) -> bytes:
    """Truth values by device: closed if its id is among the names."""
    return bytes(device.id in names for device in network.devices)


def stations(network: Network, path: Path) -> list[tuple[str, str]]:
    """A path of arcs as kind and id of each station, which is all that a replay needs."""
    return [(hop.kind, hop.id) for hop in network.hops(path)]


def ids(network: Network, segments: Sequence[int]) -> list[str]:
    """The ids of segments."""
    return [network.segments[number].id for number in segments]
