"""A device of an inventory as rules of the kernel's packet filter, knowing the plain inventory only."""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Network, collapse_addresses
from typing import Any

from tests.network.kernel.inventories import BLOCK

Content = Mapping[str, Any]


def ruleset(content: Content, device: Content) -> str:
    """What a device lets pass, first match wins; empty for one that lets everything pass.

    Interface `e3` is the leg in segment number 3. What carries one way only lets no answers back either.
    """
    lines = list(_rules(content, device))
    if not lines:
        return ""
    body = "\n".join(lines)
    return f"table ip audit {{\nchain forward {{\ntype filter hook forward priority 0\n{body}\n}}\n}}\n"


def _rules(content: Content, device: Content) -> Iterator[str]:
    if "one_way" in device:
        legs = {segment["id"]: f"e{number}" for number, segment in enumerate(content["segments"])}
        yield f'iifname != "{legs[device["one_way"]["from"]]}" drop'
        yield f'oifname != "{legs[device["one_way"]["to"]]}" drop'
    elif "policy" in device:
        yield "ct state established,related accept"
    if "policy" in device:
        for entry in device["policy"]:
            yield from _entry(content, entry)
        yield "accept" if device.get("default") == "permit" else "drop"


def _entry(content: Content, entry: Content) -> Iterator[str]:
    origin, target = _ends(content, entry["from"]), _ends(content, entry["to"])
    if origin == [] or target == []:
        return  # it names nothing that is there
    match = _match("ip saddr", origin) + _match("ip daddr", target)
    for service in entry.get("services", ["any"]):
        yield match + _service(service) + ("accept" if entry["action"] == "permit" else "drop")


def _match(field: str, blocks: Sequence[str] | None) -> str:
    """Whether an address lies in one of some blocks: the kernel takes no set whose blocks overlap."""
    if blocks is None:
        return ""
    return f"{field} {{ {', '.join(map(str, collapse_addresses(map(IPv4Network, blocks))))} }} "


def _ends(content: Content, selector: str | Sequence[str]) -> list[str] | None:
    """The blocks of addresses that a selector names; None is any address."""
    if not isinstance(selector, str):
        parts = [_ends(content, part) for part in selector]
        return None if None in parts else sorted({block for part in parts for block in part or ()})
    if selector == "any":
        return None
    if "/" in selector:
        return [selector]
    key, colon, name = selector.rpartition(":")
    keys = {"segment": "id"}.get(key, key)
    return [
        BLOCK.format(number)
        for number, segment in enumerate(content["segments"])
        if (segment.get(keys) == name if colon else name in (segment["id"], segment.get("network")))
    ]


def _service(service: str) -> str:
    protocol, slash, ports = service.partition("/")
    if service == "any":
        return ""
    return f"{protocol} dport {ports} " if slash else f"meta l4proto {protocol} "
