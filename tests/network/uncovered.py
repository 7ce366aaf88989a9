"""What gateways let pass uncovered and what records promise in vain, by brute force: every header over every way.

Knows the plain inventory only, and follows nothing past a proxy. A way passes no place twice; places are segments that two-way links and hosts join.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from tests.network.building import with_insides
from tests.network.exact import CERTAINLY, Content, End, _crossings, _ends, _lets_pass, _names, _selectors, forwards
from tests.network.replay import covers, is_off, samples

State = str
Entry = tuple[str, int]
"""A gateway and the number of the entry in its policy: -1 a diode, -2 no policy declared, -3 the default."""


def uncovered(content: Content, as_of: str) -> dict[Entry, State]:
    """For each gateway and entry that lets pass what no record covers: `fail`, or `unknown` for want of a field."""
    found: dict[Entry, State] = {}
    places = _places(content, as_of)
    ends, crossings = list(_ends(content)), list(_crossings(content, as_of))
    for service in _all_services(content):
        for source in ends:
            for target in ends:
                if places[source.segment] != places[target.segment]:
                    for way in _ways(content, crossings, places, (source, target), service):
                        for device in way:
                            state = _state(content, way, device, (source.segment, target.segment), service)
                            key = (device["id"], _fired(content, device, source, target, service))
                            if state is not None and found.get(key) != "fail":
                                found[key] = "unknown" if key[1] == -2 else state
    return found


def blocked(content: Content, as_of: str) -> dict[str, set[str]]:
    """For each record that names its services, those of them for which nothing is forwarded, of a few to ask for."""
    found = {}
    for record in content["interconnections"]:
        first, second = (_lies_on(content, system) for system in record["between"])
        open_for = set()
        for service in _all_services(content):
            talks = forwards(content, as_of, (service,))
            if first & second or any(b in talks[a] or a in talks[b] for a in first for b in second):
                open_for.add(service)
        wanted = {
            one for one in _all_services(content) if any(covers(text, one) for text in record.get("services", ["any"]))
        }
        found[record["id"]] = wanted - open_for
    return found


def _state(content: Content, way: Sequence[Any], device: Any, ends: tuple[str, str], service: str) -> State | None:
    first, second = (_systems(content, end) for end in ends)
    if first & second:
        return None
    if not first or not second:
        return "unknown"
    on_the_way = {gateway["id"] for gateway in way}
    state = "fail"
    for record in content["interconnections"]:
        one, other = record["between"]
        if (one in first and other in second) or (other in first and one in second):
            is_about = any(covers(text, service) for text in record.get("services", ["any"]))
            if not is_about or record.get("via", device["id"]) not in on_the_way:
                continue  # on a way around its gateway a record covers nothing, whatever its services are
            if "services" in record and "via" in record:
                return None
            state = "unknown"
    return state


def _ways(
    content: Content,
    crossings: Sequence[tuple[Any, str, str]],
    places: dict[str, int],
    header: tuple[End, End],
    service: str,
) -> Iterator[tuple[Any, ...]]:
    """The gateways on each way of a header that passes no place twice."""
    source, target = header
    ahead: list[tuple[int, frozenset[int], tuple[Any, ...]]] = [(places[source.segment], frozenset(), ())]
    while ahead:
        here, seen, way = ahead.pop()
        if here == places[target.segment]:
            yield way
            continue
        for device, tail, head in crossings:
            end = places[head]
            if device.get("kind") in ("proxy", "jump_host"):
                continue
            if (
                places[tail] == here
                and end not in seen
                and end != here
                and _lets_pass(content, device, source, target, service)
            ):
                over = (*way, device) if "segments" in device and device in content["gateways"] else way
                ahead.append((end, seen | {here}, over))


def _places(content: Content, as_of: str) -> dict[str, int]:
    place = {segment["id"]: number for number, segment in enumerate(content["segments"])}
    for device in (*with_insides(content)["links"], *content["hosts"]):
        joined = device.get("between") or device["segments"]
        if "one_way" not in device and not is_off(device.get("forwarding", {}), as_of):
            merged = {place[name] for name in joined}
            place = {name: min(merged) if number in merged else number for name, number in place.items()}
    return place


def _fired(content: Content, device: Any, source: End, target: End, service: str) -> int:
    if "policy" not in device:
        return (
            -3
            if device.get("default") == "permit" and device.get("kind") != "data_diode"
            else -1
            if device.get("kind") == "data_diode"
            else -2
        )
    for number, entry in enumerate(device["policy"]):
        if any(covers(wide, service) for wide in entry.get("services", ["any"])):
            named = min(
                _names(content, selector, end) for selector, end in ((entry["from"], source), (entry["to"], target))
            )
            if named == CERTAINLY or (named and entry["action"] == "permit"):
                return number
    return -3


def _systems(content: Content, segment: str) -> set[str]:
    return {system["id"] for system in content["systems"] if segment in _lies_on(content, system["id"])}


def _lies_on(content: Content, system: str) -> set[str]:
    declared = next(one for one in content["systems"] if one["id"] == system).get("segments", ())
    return {*declared, *(one["id"] for one in content["segments"] if one.get("system") == system)}


def _all_services(content: Content) -> list[str]:
    """One service of every kind that the policies and the records tell apart."""
    policy = [entry for gateway in content["gateways"] for entry in gateway.get("policy", ())]
    rows = [*policy, *content["interconnections"]]
    named = sorted({text for row in rows for text in row.get("services", ())})
    kinds = {tuple(covers(text, one) for text in named): one for one in sorted(samples(rows))}
    return sorted(kinds.values())


def selectors(content: Content) -> list[str]:
    """Whatever the policies name."""
    return list(_selectors(content))
