"""`semantics.md` section 3 by brute force: every header is sent over every way, one address at a time.

Knows the plain inventory only. A header is (source, destination, service), where an end is a segment and an
address in it; a segment that declares no addresses may have any. A proxy or jump host judges the header
that comes to it; from there a new conversation starts, whose source is the segment it left the proxy by.
Both addresses are of one version of IP, unless the segments have none in common.
"""

from collections.abc import Iterator, Mapping, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from itertools import permutations
from typing import Any, NamedTuple

from tests.network.building import with_insides
from tests.network.replay import covers, is_off, samples

Content = Mapping[str, Any]
Address = IPv4Address | IPv6Address
Block = IPv4Network | IPv6Network
CERTAINLY = 2
OUTSIDE = (ip_address("198.51.100.1"), ip_address("2001:db8::1"))


class End(NamedTuple):
    """One end of a conversation."""

    segment: str
    address: Address


def reaches(content: Content, as_of: str) -> dict[str, set[str]]:
    """What each segment reaches: the transitive closure of `forwards` over all services."""
    return _closed(forwards(content, as_of))


def informs(content: Content, as_of: str) -> dict[str, set[str]]:
    """Whom information gets to: the closure of questions, and of answers to those that pass nothing one-way."""
    asks = forwards(content, as_of)
    two_way = {
        **content,
        "gateways": [gateway for gateway in content["gateways"] if gateway.get("kind") != "data_diode"],
        "links": [link for link in content["links"] if "one_way" not in link],
    }
    answers = forwards(two_way, as_of)
    return _closed({name: asks[name] | {asker for asker in answers if name in answers[asker]} for name in asks})


def _closed(direct: dict[str, set[str]]) -> dict[str, set[str]]:
    closed = {}
    for start in direct:
        held, ahead = {start}, [start]
        while ahead:
            fresh = direct[ahead.pop()] - held
            held |= fresh
            ahead += fresh
        closed[start] = held
    return closed


def forwards(content: Content, as_of: str, services: Sequence[str] | None = None) -> dict[str, set[str]]:
    """To which segments a packet of some service (of those given, if any are) gets through from each segment."""
    ends = list(_ends(content))
    crossings = list(_crossings(content, as_of))
    found: dict[str, set[str]] = {segment["id"]: {segment["id"]} for segment in content["segments"]}
    for service in _services(content) if services is None else services:
        for target in ends:
            for source in ends:
                if target.segment not in found[source.segment] and _arrives(
                    content, crossings, ends, source, target, service
                ):
                    found[source.segment].add(target.segment)
    return found


def _arrives(
    content: Content,
    crossings: Sequence[tuple[Any, str, str]],
    ends: Sequence[End],
    source: End,
    target: End,
    service: str,
) -> bool:
    if not _is_possible(content, source, target):
        return False
    seen, ahead = {(source.segment, source)}, [(source.segment, source)]
    while ahead:
        here, origin = ahead.pop()
        if here == target.segment:
            return True
        for device, tail, head in crossings:
            if tail != here or not _lets_pass(content, device, origin, target, service):
                continue
            anew = device.get("kind") in ("proxy", "jump_host")
            for state in [(head, end) for end in ends if end.segment == head] if anew else [(head, origin)]:
                if state not in seen and _is_possible(content, state[1], target):
                    seen.add(state)
                    ahead.append(state)
    return False


def _is_possible(content: Content, source: End, target: End) -> bool:
    common = _versions(content, source.segment) & _versions(content, target.segment)
    return not common or source.address.version == target.address.version


def _versions(content: Content, name: str) -> set[int]:
    segment = next(segment for segment in content["segments"] if segment["id"] == name)
    return {ip_network(text).version for text in segment.get("cidrs", ())} or {4, 6}


def _crossings(content: Content, as_of: str) -> Iterator[tuple[Any, str, str]]:
    for device in (*content["gateways"], *with_insides(content)["links"], *content["hosts"]):
        joined = device.get("between") or device["segments"]
        one_way = device.get("one_way") if "between" in device or device.get("kind") == "data_diode" else None
        for tail, head in permutations(joined, 2):
            backward = one_way is not None and (one_way["from"], one_way["to"]) != (tail, head)
            if not backward and not is_off(device.get("forwarding", {}), as_of):
                yield device, tail, head


def _lets_pass(content: Content, device: Any, source: End, target: End, service: str) -> bool:
    """What an entry may name it permits, and only what it names for certain it denies."""
    if "policy" not in device:
        return True
    for entry in device["policy"]:
        if any(covers(wide, service) for wide in entry.get("services", ["any"])):
            named = min(
                _names(content, selector, end) for selector, end in ((entry["from"], source), (entry["to"], target))
            )
            if named == CERTAINLY or (named and entry["action"] == "permit"):
                return bool(entry["action"] == "permit")
    return bool(device.get("default") == "permit")


def _names(content: Content, selector: str | Sequence[str], end: End) -> int:
    """Whether a selector names an end: not (0), perhaps (1), certainly (2)."""
    if not isinstance(selector, str):
        return max(_names(content, one, end) for one in selector)
    segment = next(segment for segment in content["segments"] if segment["id"] == end.segment)
    if selector == "any":
        return CERTAINLY
    if "/" in selector:
        block = ip_network(selector)
        return CERTAINLY if end.address in block else int(_leads_beyond(content, block, segment))
    kind, _, name = selector.rpartition(":")
    kinds = [
        one
        for one in ("segment", "network", "system")
        if any(name == noun["id"] for noun in content.get(f"{one}s", ()))
    ]
    return max((_is_of(content, one, name, segment) for one in ([kind] if kind else kinds)), default=0)


def _leads_beyond(content: Content, block: Block, segment: Any) -> bool:
    """Whether addresses of a block that nobody declares may come by way of a segment: of a network that is not ours."""
    trust = next((one.get("trust") for one in content.get("networks", ()) if one["id"] == segment.get("network")), None)
    own = [ip_network(text) for text in segment.get("cidrs", ())]
    if trust == "own" or block.version not in {one.version for one in own} or any(map(block.overlaps, own)):
        return False
    declared = [ip_network(text) for one in content["segments"] for text in one.get("cidrs", ())]
    near = [point for one in (block, *declared) if one.version == block.version for point in _edges(one)]
    others = [point for point in near if point in block and not any(point in one for one in declared)]
    is_known = any(map(block.overlaps, declared))
    return any(not point.is_private for point in others) or bool(others and trust == "foreign" and not is_known)


def _is_of(content: Content, kind: str, name: str, segment: Any) -> int:
    if kind == "system":
        systems = content.get("systems", ())
        own = {one["id"] for one in systems if segment["id"] in one.get("segments", ())} | {segment.get("system")}
        parts = [(one["id"], part.get("segment")) for one in systems for part in one.get("components", ())]
        every = (own | {system for system, lies_on in parts if lies_on == segment["id"]}) - {None}
        return CERTAINLY if name in own and len(every) == 1 else int(name in every)
    key = "id" if kind == "segment" else kind
    return 1 if key not in segment else CERTAINLY * (str(segment[key]) == name)  # a level is a number


def _ends(content: Content) -> Iterator[End]:
    """Each segment with one address of every kind that the policies tell apart."""
    named = {text for text in _selectors(content) if "/" in text}
    own = {text for segment in content["segments"] for text in segment.get("cidrs", ())}
    edges = [near for text in named | own for near in _edges(ip_network(text))]
    for segment in content["segments"]:
        blocks = [ip_network(text) for text in segment.get("cidrs", ())]
        inside = [point for point in (*OUTSIDE, *edges) if not blocks or any(point in block for block in blocks)]
        kinds = {(point.version, *(point in ip_network(text) for text in sorted(named))): point for point in inside}
        yield from (End(segment["id"], point) for point in kinds.values())


def _edges(block: Block) -> list[Address]:
    first, last = int(block[0]), int(block[-1])
    every = range(1 << block.max_prefixlen)
    return [type(block[0])(point) for point in (first, last, first - 1, last + 1) if point in every]


def _selectors(content: Content) -> Iterator[str]:
    for gateway in content["gateways"]:
        for entry in gateway.get("policy", ()):
            for selector in (entry["from"], entry["to"]):
                yield from [selector] if isinstance(selector, str) else selector


def _services(content: Content) -> Iterator[str]:
    """One service of every kind that the policies tell apart."""
    policy = [entry for gateway in content["gateways"] for entry in gateway.get("policy", ())]
    named = sorted({text for entry in policy for text in entry.get("services", ())})
    yield from {tuple(covers(text, one) for text in named): one for one in sorted(samples(policy))}.values()
