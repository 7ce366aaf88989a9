"""An independent checker of witness paths: it knows the plain inventory and nothing of our network.

`replay` walks segment, device, segment, ... and answers with the first hop that cannot be, or None.
Of a gateway it asks what an arc claims: that the policy lets *something* pass on its way from this
segment to that one, from or to either of them or segments that are not the gateway's own.

`replay_headers` asks more: that conversations, each with one header and one service, lead from the first
segment to the last. A conversation begins where one began or arrived before, or where a proxy opens it anew.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from itertools import product
from typing import Any

from tests.network.building import with_insides

Station = tuple[str, str]
Header = tuple[str, str]
ZONES = ("dmz", "server", "internal", "database", "management", "wan", "external")
BEYOND = ("8.8.8.0/24", "10.77.0.0/16")  # drawn as blocks that no segment declares
PROXIES = ("proxy", "jump_host")
Talk = tuple[str, str, str, frozenset[str]]
"""A conversation on its way: who opened it, with whom, whom a proxy is to ask for, and for which services."""


def replay(content: Mapping[str, Any], path: Sequence[Station], as_of: str) -> str | None:
    """What is wrong with a path of (kind, id) stations; None if it can be walked."""
    if len(path) % 2 == 0 or any((kind == "segment") != (number % 2 == 0) for number, (kind, _) in enumerate(path)):
        return "a path is segment, device, segment, ..., segment"
    content = with_insides(content)
    for (_, tail), (kind, name), (_, head) in zip(path[::2], path[1::2], path[2::2], strict=False):
        device = next(device for device in content[f"{kind}s"] if device["id"] == name)
        joined = device["between"] if kind == "link" else device["segments"]
        if tail == head or not {tail, head} <= set(joined):
            return f"{name} does not join {tail} and {head}"
        one_way = device.get("one_way") if kind == "link" or device.get("kind") == "data_diode" else None
        if one_way is not None and (one_way["from"], one_way["to"]) != (tail, head):
            return f"{name} carries nothing from {tail} to {head}"
        if kind == "host" and is_off(device.get("forwarding", {}), as_of):
            return f"{name} does not forward"
        if kind == "gateway" and "policy" in device and not _passes(content, device, tail, head):
            return f"{name} lets nothing pass from {tail} to {head}"
    return None


def replay_headers(
    content: Mapping[str, Any], path: Sequence[Station], headers: Sequence[Header | None], as_of: str
) -> str | None:
    """What is wrong with a path whose devices tell the headers that they let pass; None if it can be walked.

    Where no header is told, a policy judges the conversation of its own two neighbours.
    """
    if wrong := replay(content, path, as_of):
        return wrong
    content = with_insides(content)
    ends = [name for _, name in path[::2]]
    every = frozenset(samples(entry for gateway in content["gateways"] for entry in gateway.get("policy", ())))
    talks = {(ends[0], target, goal, every) for target in ends for goal in ends}
    for here, (kind, name), following, told in zip(ends, path[1::2], ends[1:], headers, strict=False):
        device = next(device for device in content[f"{kind}s"] if device["id"] == name)
        talks = _turned_back(content, talks, here, ends, every)
        if kind == "gateway" and ("policy" in device or device.get("kind") != "data_diode"):
            header = told or (here, following)
            if device.get("kind") in PROXIES:
                asked = _asked(content, device, talks, here)
                talks = {
                    (following, target, goal, services)
                    for origin, goal, services in asked
                    for target in ends
                    if (origin, goal) == header
                }
            else:
                talks = {talk for talk in _judged(content, device, talks) if talk[:2] == header}
        if not talks:
            return f"{name} lets no conversation pass on from {here} to {following}"
    return None if any(talk[1:3] == (ends[-1], ends[-1]) for talk in talks) else f"no conversation is with {ends[-1]}"


def _turned_back(
    content: Mapping[str, Any], talks: set[Talk], here: str, ends: Sequence[str], every: frozenset[str]
) -> set[Talk]:
    """Also the conversations that begin here: whoever was reached opens more, and a proxy may open on this side."""
    found, ahead = set(talks), set(talks)
    proxies = [one for one in content["gateways"] if one.get("kind") in PROXIES and here in one["segments"]]
    while ahead:
        begun = {(goal, every) for _, *ended, _ in ahead if ended == [here, here] for goal in ends}
        for proxy in proxies:
            begun |= {(goal, services) for _, goal, services in _asked(content, proxy, ahead, here)}
        ahead = {(here, target, goal, services) for goal, services in begun for target in ends} - found
        found |= ahead
    return found


def _asked(
    content: Mapping[str, Any], proxy: Mapping[str, Any], talks: Iterable[Talk], here: str
) -> Iterator[tuple[str, str, frozenset[str]]]:
    """The conversations that a proxy opens anew: it stands in the way of them, or was asked for them here."""
    asked = {(origin, goal, goal, services) for origin, target, goal, services in talks if target in (goal, here)}
    for origin, _, goal, services in _judged(content, proxy, asked):
        yield origin, goal, services


def _judged(content: Mapping[str, Any], device: Mapping[str, Any], talks: Iterable[Talk]) -> Iterator[Talk]:
    """The conversations that a policy lets pass, each for the services that it permits."""
    segments = {segment["id"]: segment for segment in content["segments"]}
    for origin, target, goal, services in talks:
        ends = segments[origin], segments[target]
        passing = frozenset(one for one in services if "policy" not in device or _first_match(device, *ends, one))
        if passing:
            yield origin, target, goal, passing


def is_off(said: Mapping[str, str], as_of: str) -> bool:
    """Whether somebody attested by the day of the audit that a host does not forward."""
    return said.get("state") == "off" and "by" in said and said.get("attested", "9999-12-31") <= as_of


def _passes(content: Mapping[str, Any], device: Mapping[str, Any], tail: str, head: str) -> bool:
    """Whether the first entry that matches some header is a permit; what matches in part settles nothing."""
    segments = {segment["id"]: segment for segment in content["segments"]}
    legs = (tail, head) if device.get("kind") == "data_diode" else device["segments"]  # it uses two, whatever it joins
    remote = [segments[name] for name in segments if name not in legs]
    origins = _permitted(device, "from", [segments[tail], *remote])
    targets = _permitted(device, "to", [segments[head], *remote])
    headers = product(origins, targets, sorted(samples(device["policy"])))
    return any(_first_match(device, *header) for header in headers)


def _permitted(device: Mapping[str, Any], end: str, segments: list[Any]) -> list[Any]:
    """The segments that some permit names at one end; all of them if the rest is permitted."""
    named = [entry[end] for entry in device["policy"] if entry["action"] == "permit"]
    if device.get("default") == "permit":
        return segments
    return [segment for segment in segments if any(_matches(selector, segment) for selector in named)]


def _first_match(device: Mapping[str, Any], origin: Any, target: Any, service: str) -> bool:
    for entry in device["policy"]:
        if "services" in entry and not any(covers(wide, service) for wide in entry["services"]):
            continue
        match = min(_matches(entry["from"], origin), _matches(entry["to"], target))
        if match == 1 and entry["action"] == "deny":
            return False
        if match > 0 and entry["action"] == "permit":
            return True
    return bool(device.get("default") == "permit")


def _matches(selector: str | Sequence[str], segment: Mapping[str, Any]) -> float:
    """1 if a selector names all of a segment, a half if it may name some of it, 0 if none."""
    if not isinstance(selector, str):
        return max(_matches(one, segment) for one in selector)
    names = {segment["id"], *(segment.get(key) for key in ("network", "system"))}
    kinds = ("segment", "network", "system", "zone", "level")
    named = {f"{key}:{segment.get('id' if key == 'segment' else key)}" for key in kinds}
    if selector == "any" or selector in names | named:
        return 1
    wanted = _block(selector)
    if wanted is None:
        return 0.5 * (selector in _undeclared(segment))
    blocks: list[Any] = [_block(cidr) for cidr in segment.get("cidrs", ())]
    inside = [block.version == wanted.version and block.subnet_of(wanted) for block in blocks]
    if blocks and all(inside):
        return 1
    is_beyond = selector in BEYOND and segment.get("network") != "n1"
    return 0.5 if not blocks or is_beyond or any(block.overlaps(wanted) for block in blocks) else 0


def _undeclared(segment: Mapping[str, Any]) -> set[str]:
    """Selectors that may name a segment because it does not say."""
    silent = {f"zone:{name}" for name in ZONES if "zone" not in segment}
    silent |= {f"level:{level}" for level in range(6) if "level" not in segment}
    return silent | {"n0", "n1", "network:n0", "network:n1"} if "network" not in segment else silent


@cache
def _block(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def samples(policy: Iterable[Mapping[str, Any]]) -> set[str]:
    """One service of each kind that the entries tell apart: the ends of ranges, their neighbours, others."""
    found = {"tcp/1", "udp/1", "igmp/0"}
    for text in (text for entry in policy for text in entry.get("services", ())):
        name, _, ports = text.partition("/")
        for port in (int(part) for part in ports.split("-") if part):
            found |= {f"{name}/{near}" for near in (port - 1, port, port + 1) if 0 <= near < 65_536}
        found |= {f"{name}/1"} if name != "any" else set()
    return found


def covers(wide: str, service: str) -> bool:
    """Whether a service as a policy names it includes one protocol and port."""
    name, _, port = service.partition("/")
    protocol, _, ports = wide.partition("/")
    first, _, last = ports.partition("-")
    return wide == "any" or (protocol == name and (not ports or int(first) <= int(port) <= int(last or first)))
