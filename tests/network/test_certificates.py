"""Every certificate of the ministry's result is checked again by a program that knows the plain YAML only.

The checker uses neither our network code nor networkx. It takes the guards out of the inventory, denies to
limited guards what their approvals permit, and sends every header over every way (`tests/network/exact.py` is too slow for so many segments, so this one knows
that who holds a segment holds all that a single conversation from it gets to).
"""

import json
from collections import deque
from collections.abc import Iterator, Mapping
from functools import reduce
from operator import or_
from pathlib import Path
from typing import Any

import pytest
import yaml

from secaudit import pipeline
from secaudit.reporters import REPORTERS, RenderOptions
from tests.network.building import AS_OF, with_insides
from tests.network.exact import Content
from tests.network.replay import covers, is_off, samples

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
    weakened = [one | {"guards": [], "limited_guards": [], "guarding_segments": []} for one in guarded]
    broken = [one["rule"] for one in weakened if _held(content, one) & set(one["goals"])]

    assert broken


def test_a_limited_guard_holds_by_what_it_is_approved_for(content: Content, certificates: list[dict[str, Any]]) -> None:
    limited = [one for one in certificates if one["limited_guards"]]
    opened = [one | {"limited_guards": []} for one in limited]

    assert {name for one in limited for name in one["limited_guards"]} == {"edge-gw"}
    assert any(_held(content, one) & set(one["goals"]) for one in opened)


def _held(content: Content, certificate: Mapping[str, Any]) -> set[str]:
    """What is held from the origins, the guards being taken out."""
    shut = set(certificate["guarding_segments"]) - set(certificate["origins"])
    segments = {segment["id"]: segment for segment in content["segments"]}
    weakened = content | {"gateways": [_weakened(one, certificate) for one in content["gateways"]]}
    judge = _Judge(segments, weakened["gateways"])
    out: dict[str, list[tuple[Any, str]]] = {}
    for device, tail, head in _crossings(weakened, set(certificate["guards"])):
        if head not in shut and tail not in shut:
            out.setdefault(tail, []).append((device, head))
    held = set(certificate["origins"])
    ahead = deque(sorted(held))
    while ahead:
        origin = ahead.popleft()
        for target in segments:
            if target not in held and _arrives(judge, out, origin, target):
                held.add(target)
                ahead.append(target)
    return held


def _weakened(gateway: Any, certificate: Mapping[str, Any]) -> Any:
    """What a limited guard lets pass beyond its approval."""
    if gateway["id"] not in certificate["limited_guards"]:
        return gateway
    approved = [flow | {"action": "deny"} for flow in gateway["approval"]["permits"]]
    declared = {} if "policy" in gateway else {"default": "permit"}
    return gateway | declared | {"policy": approved + gateway.get("policy", [])}


def _crossings(content: Content, guards: set[str]) -> Iterator[tuple[Any, str, str]]:
    for device in (*content["gateways"], *with_insides(content)["links"], *content["hosts"]):
        joined = device.get("between") or device["segments"]
        if device["id"] in guards or is_off(device.get("forwarding", {}), AS_OF):
            continue
        one_way = device.get("one_way") if "between" in device or device.get("kind") == "data_diode" else None
        for tail in joined:
            for head in joined:
                if tail != head and (one_way is None or (one_way["from"], one_way["to"]) == (tail, head)):
                    yield device, tail, head


def _arrives(judge: "_Judge", out: Mapping[str, Any], origin: str, target: str) -> bool:
    """Whether some service gets through: each place holds the services with which it was come to."""
    seen = {(origin, origin): judge.every}
    ahead = [(origin, origin)]
    while ahead:
        here, opener = ahead.pop()
        for device, head in out.get(here, ()):
            passing = seen[here, opener] & judge.passing(device, opener, target)
            state = (head, head if device.get("kind") in ("proxy", "jump_host") else opener)
            if passing & ~seen.get(state, 0):
                if head == target:
                    return True
                seen[state] = seen.get(state, 0) | passing
                ahead.append(state)
    return False


class _Judge:
    """What each policy lets pass for a header, as a set of services: one bit for each kind that policies tell apart."""

    def __init__(self, segments: Mapping[str, Any], gateways: list[Any]) -> None:
        self._segments = segments
        policy = [entry for gateway in gateways for entry in gateway.get("policy", ())]
        texts = sorted({text for entry in policy for text in entry.get("services", ())})
        kinds = {tuple(covers(text, one) for text in texts) for one in samples(policy)}
        self.every = (1 << len(kinds)) - 1
        self._bits = {
            text: sum(1 << bit for bit, kind in enumerate(sorted(kinds)) if kind[row]) for row, text in enumerate(texts)
        }
        self._known: dict[tuple[str, str, str], int] = {}

    def passing(self, device: Any, origin: str, target: str) -> int:
        """The first entry that matches decides."""
        if "policy" not in device:
            return self.every
        key = (device["id"], origin, target)
        if key not in self._known:
            self._known[key] = self._judged(device, origin, target)
        return self._known[key]

    def _judged(self, device: Any, origin: str, target: str) -> int:
        permitted, rest = 0, self.every
        for entry in device["policy"]:
            if _names(self._segments, entry["from"], origin) and _names(self._segments, entry["to"], target):
                decided = rest
                if "services" in entry:
                    decided &= reduce(or_, (self._bits[text] for text in entry["services"]))
                rest &= ~decided
                permitted |= decided if entry["action"] == "permit" else 0
        return permitted | rest if device.get("default") == "permit" else permitted


def _names(segments: Mapping[str, Any], selector: Any, end: str) -> bool:
    if not isinstance(selector, str):
        return any(_names(segments, one, end) for one in selector)
    segment = segments[end]
    kind, colon, name = selector.partition(":")
    if colon:
        return bool(segment.get("id" if kind == "segment" else kind) == name)
    return "/" in selector or selector in ("any", end, segment.get("network"), segment.get("system"))
