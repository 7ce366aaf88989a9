"""Every certificate of the ministry's result is checked again by a program that knows the plain YAML only.

The checker uses neither our network code nor networkx. It takes the guards out of the inventory and sends
every header over every way (`tests/network/exact.py` is too slow for so many segments, so this one knows
that who holds a segment holds all that a single conversation from it gets to).
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from secaudit import pipeline
from secaudit.reporters import REPORTERS, RenderOptions
from tests.network.building import AS_OF
from tests.network.exact import Content
from tests.network.replay import is_off

MINISTRY = Path(__file__).parents[2] / "inventories" / "ministry"


@pytest.fixture(scope="module")
def content() -> Content:
    merged: dict[str, list[Any]] = {kind: [] for kind in ("segments", "gateways", "links", "hosts")}
    for file in sorted(MINISTRY.glob("*.yaml")):
        loaded = yaml.load(file.read_text(encoding="utf-8"), Loader=yaml.BaseLoader)
        for kind in merged:
            merged[kind] += loaded.get(kind, [])
    return merged


@pytest.fixture(scope="module")
def certificates() -> list[dict[str, Any]]:
    request = pipeline.Request(roots=(MINISTRY,), base=MINISTRY.parent, as_of=AS_OF)
    result = json.loads(REPORTERS["json"](pipeline.audit(request), RenderOptions()))
    return list(result["certificates"])


def test_there_is_a_certificate_for_every_rule_about_ways(certificates: list[dict[str, Any]]) -> None:
    assert {"GWP-01", "GWP-07", "GWP-08", "SEC-01", "ZON-07"} <= {one["rule"] for one in certificates}
    assert all(one["goals"] or one["origins"] for one in certificates)


def test_no_way_leads_past_the_guards_of_a_certificate(content: Content, certificates: list[dict[str, Any]]) -> None:
    for certificate in certificates:
        assert certificate["relation"] == "reaches"
        held = _held(content, certificate)
        assert not held & set(certificate["goals"]), certificate["rule"]


def test_without_a_guard_the_certificate_would_not_hold(content: Content, certificates: list[dict[str, Any]]) -> None:
    guarded = [one for one in certificates if one["guards"]]
    weakened = [one | {"guards": [], "guarding_segments": []} for one in guarded]
    broken = [one["rule"] for one in weakened if _held(content, one) & set(one["goals"])]

    assert broken


def _held(content: Content, certificate: Mapping[str, Any]) -> set[str]:
    """What is held from the origins, the guards being taken out."""
    shut = set(certificate["guarding_segments"]) - set(certificate["origins"])
    out: dict[str, list[tuple[Any, str]]] = {}
    for device, tail, head in _crossings(content, set(certificate["guards"])):
        if head not in shut and tail not in shut:
            out.setdefault(tail, []).append((device, head))
    segments = {segment["id"]: segment for segment in content["segments"]}
    held = set(certificate["origins"])
    ahead = deque(sorted(held))
    while ahead:
        origin = ahead.popleft()
        for target in segments:
            if target not in held and _arrives(segments, out, origin, target):
                held.add(target)
                ahead.append(target)
    return held


def _crossings(content: Content, guards: set[str]) -> Iterator[tuple[Any, str, str]]:
    for device in (*content["gateways"], *content["links"], *content["hosts"]):
        joined = device.get("between") or device["segments"]
        if device["id"] in guards or is_off(device.get("forwarding", {}), AS_OF):
            continue
        one_way = device.get("one_way") if "between" in device or device.get("kind") == "data_diode" else None
        for tail in joined:
            for head in joined:
                if tail != head and (one_way is None or (one_way["from"], one_way["to"]) == (tail, head)):
                    yield device, tail, head


def _arrives(segments: Mapping[str, Any], out: Mapping[str, Any], origin: str, target: str) -> bool:
    """Whether some service gets through; by the union of services, which can only say yes too often."""
    seen, ahead = {(origin, origin)}, [(origin, origin)]
    while ahead:
        here, opener = ahead.pop()
        for device, head in out.get(here, ()):
            anew = device.get("kind") in ("proxy", "jump_host")
            state = (head, head if anew else opener)
            if state not in seen and _may_pass(segments, device, opener, target):
                if head == target:
                    return True
                seen.add(state)
                ahead.append(state)
    return False


def _may_pass(segments: Mapping[str, Any], device: Any, origin: str, target: str) -> bool:
    if "policy" not in device:
        return True
    for entry in device["policy"]:
        if all(_names(segments, selector, end) for selector, end in ((entry["from"], origin), (entry["to"], target))):
            if entry["action"] == "permit":
                return True
            if "services" not in entry or "any" in entry["services"]:
                return False
    return bool(device.get("default") == "permit")


def _names(segments: Mapping[str, Any], selector: Any, end: str) -> bool:
    if not isinstance(selector, str):
        return any(_names(segments, one, end) for one in selector)
    segment = segments[end]
    kind, colon, name = selector.partition(":")
    if colon:
        return bool(segment.get("id" if kind == "segment" else kind) == name)
    return "/" in selector or selector in ("any", end, segment.get("network"), segment.get("system"))
