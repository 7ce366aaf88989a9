"""Real networks in the neutral form of the test data, rewritten as inventories."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path as File
from typing import Any, Literal, NamedTuple

from secaudit.network import Network, Path
from tests.network.building import APPROVED, permit

Mode = Literal["strict", "pivot"]
NOT_APPROVED = {"status": "drafting"}


class Topology(NamedTuple):
    """An inventory, and the segments that stand for each node of the graph it was made from."""

    content: dict[str, Any]
    members: dict[str, tuple[str, ...]]
    ends: dict[str, tuple[str, ...]]
    approved_ports: frozenset[str]


def folder() -> File | None:
    """The folder of the topologies, beside the checkout or above it; None if it is not there."""
    for parent in File(__file__).resolve().parents:
        found = parent / "shared" / "data" / "topologies"
        if found.is_dir():
            return found
    return None


def names() -> list[str]:
    """The names of all graphs."""
    root = folder()
    return sorted(file.stem for file in (root / "neutral").glob("*.json")) if root else []


def graph(name: str) -> Any:
    """A graph in the neutral form."""
    return _read(f"neutral/{name}.json")


def expected(name: str) -> Any:
    """The answers of the two oracles for a graph."""
    return _read(f"expected/{name}.oracle.json")


def faults() -> list[Any]:
    """Which copy of a graph has which fault planted."""
    found: list[Any] = _read("faults-index.json") if folder() else []
    return found


def _read(name: str) -> Any:
    root = folder()
    assert root is not None
    return json.loads((root / name).read_text("utf-8"))


def translate(data: Any, mode: Mode, *, stretched: bool = False) -> Topology:
    """A gateway gets a port segment for every edge, and a zone of the graph is a network of the inventory.

    A system with a zone that passes nothing on is an in-segment and an out-segment; one without a zone is
    a host on its neighbours' segments, attested not to forward. In `pivot` both pass everything on.
    `stretched`: every node is an in- and an out-side, so that passing any node costs one arc, as any edge.
    """
    nodes = {node["id"]: node for node in data["nodes"]}
    zones = {
        zone: f"zone-{number}" for number, zone in enumerate(sorted({node["zone"] for node in nodes.values()} - {None}))
    }
    hosts = {
        name for name, node in nodes.items() if node["kind"] == "system" and node["zone"] is None and not stretched
    }
    edges = [edge for edge in data["edges"] if not {edge["src"], edge["dst"]} & hosts]
    plain = {name: node for name, node in nodes.items() if name not in hosts and node["kind"] != "gateway"}
    sides = {name: _sides(name, split=stretched or not _passes(node, mode)) for name, node in plain.items()}
    ports: dict[str, dict[str, str]] = {}
    links = [
        _one_way(f"through-{name}", *sides[name]) for name, node in plain.items() if stretched and _passes(node, mode)
    ]
    diodes = []
    for number, edge in enumerate(edges):
        src = _attach(edge["src"], edge["dst"], number, sides, ports)
        dst = _attach(edge["dst"], edge["src"], number, sides, ports)
        if edge["via"]:
            diodes.append(_diode(edge["via"], src[1], dst[0]))
        else:
            links += _links(number, src, dst, directed=edge["directed"])
    content = {
        "networks": [{"id": zone} for zone in zones.values()],
        "segments": [
            *({"id": side} | _place(nodes[name], zones) for name, pair in sides.items() for side in sorted(set(pair))),
            *({"id": port} | _place(nodes[near], zones) for found in ports.values() for port, near in found.items()),
        ],
        "gateways": [
            *(_gateway(nodes[name], list(found)) for name, found in ports.items() if len(found) > 1),
            *diodes,
        ],
        "links": links,
        "hosts": [_host(nodes[name], data["edges"], mode) for name in sorted(hosts)],
        "units": [{"id": "it"}],
    }
    ends = {name: tuple(sorted(set(pair))) for name, pair in sides.items()} | {
        name: tuple(ports[name]) for name in ports
    }
    guarded = {port for name, found in ports.items() if _is_approved(nodes[name]) for port in found}
    members = {
        zone: tuple(end for name in plain if nodes[name]["zone"] == zone for end in ends[name]) for zone in zones
    }
    return Topology(content, {zone: found for zone, found in members.items() if found}, ends, frozenset(guarded))


def edges_crossed(network: Network, path: Path) -> int:
    """The number of edges of the graph on a path; what stands for passing a node is none."""
    devices = [network.devices[network.vias[arc]] for arc in path]
    return sum(device.id.startswith("edge-") or device.kind == "data_diode" for device in devices)


def _passes(node: Mapping[str, Any], mode: Mode) -> bool:
    return mode == "pivot" or node["kind"] != "system" or bool(node["attrs"].get("forwarding"))


def _sides(name: str, *, split: bool) -> tuple[str, str]:
    return (f"{name}.in", f"{name}.out") if split else (name, name)


def _attach(
    end: str, other: str, number: int, sides: Mapping[str, tuple[str, str]], ports: dict[str, dict[str, str]]
) -> tuple[str, str]:
    """The segments of a node by which an edge enters and leaves it; a port lies where the other end lies."""
    if end in sides:
        return sides[end]
    port = f"{end}.{number}"
    ports.setdefault(end, {})[port] = other
    return port, port


def _links(number: int, src: tuple[str, str], dst: tuple[str, str], *, directed: bool) -> Iterator[dict[str, Any]]:
    if not directed and src[0] == src[1] and dst[0] == dst[1]:
        yield {"id": f"edge-{number}", "between": [src[0], dst[0]]}
        return
    yield _one_way(f"edge-{number}", src[1], dst[0])
    if not directed:
        yield _one_way(f"edge-{number}.back", dst[1], src[0])


def _one_way(name: str, start: str, goal: str) -> dict[str, Any]:
    return {"id": name, "between": [start, goal], "one_way": {"from": start, "to": goal}}


def _diode(name: str, start: str, goal: str) -> dict[str, Any]:
    return {
        "id": name, "kind": "data_diode", "segments": [start, goal], "approval": APPROVED,
        "one_way": {"from": start, "to": goal},
    }  # fmt: skip


def _is_approved(node: Mapping[str, Any]) -> bool:
    return bool(node["attrs"].get("approved", True))


def _gateway(node: Mapping[str, Any], ports: list[str]) -> dict[str, Any]:
    gateway = {"id": node["id"], "kind": "security_gateway", "segments": ports}
    if _is_approved(node):
        return gateway | {"approval": APPROVED, "policy": [permit("any", "any")]}
    return gateway | {"approval": NOT_APPROVED}


def _host(node: Mapping[str, Any], edges: list[Any], mode: Mode) -> dict[str, Any]:
    name = node["id"]
    segments = [
        edge["dst"] if edge["src"] == name else edge["src"] for edge in edges if name in (edge["src"], edge["dst"])
    ]
    host = {"id": name, "segments": segments}
    if not _passes(node, mode):
        return host | {"forwarding": {"state": "off", "attested": "2026-01-05", "by": "it"}}
    return host


def _place(node: Mapping[str, Any], zones: Mapping[str, str]) -> dict[str, Any]:
    level = {} if node["level"] is None else {"level": node["level"]}
    return level | ({} if node["zone"] is None else {"network": zones[node["zone"]]})
