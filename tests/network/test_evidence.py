"""Every way that a violation shows can be walked header by header by an independent checker (`replay.py`)."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import headers
from secaudit.policy import Violation
from tests.network import medium
from tests.network.building import AS_OF, inventory_of, permit
from tests.network.drawing import Content, contents, crowded
from tests.network.replay import replay_headers
from tests.network.rules import unguarded

PATH = [("segment", "a"), ("gateway", "fw"), ("segment", "m"), ("gateway", "gw"), ("segment", "b")]


def judged(content: Content) -> Content:
    """The same network with segments that the waypoint rule asks about: untrusted ones, and ones of level 4."""
    segments = [
        segment | {"level": segment.get("level", 0 if segment.get("network") == "n0" else 4)}
        for segment in content["segments"]
    ]
    networks = [network | {"trust": "untrusted" if network["id"] == "n0" else "own"} for network in content["networks"]]
    return {"units": [{"id": "it"}], **content, "segments": segments, "networks": networks}


def header(hop: Any) -> tuple[str, str] | None:
    told = re.search(r"for (\S+)(?: \(\S+\))? → (\S+)(?: \(.+\))?$", hop.detail.en)
    return (told[1], told[2]) if told else None


def wrong_with(content: Content, violation: Violation) -> str | None:
    hops = violation.evidence.path
    return replay_headers(content, [(hop.kind, hop.id) for hop in hops], [header(hop) for hop in hops[1::2]], AS_OF)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.one_of(contents(), crowded()))
def test_every_way_of_a_violation_can_be_walked_header_by_header(drawn: Content) -> None:
    content = judged(drawn)
    for violation in unguarded(inventory_of(content)):
        assert wrong_with(content, violation) is None


@pytest.mark.parametrize("seed", range(40))
def test_every_way_of_a_violation_in_a_network_of_middle_size_can_be_walked(seed: int) -> None:
    content = judged(medium.drawn(seed, 10 + seed % 20, proxies=seed % 2 == 0))
    found = unguarded(inventory_of(content))
    assert [wrong_with(content, violation) for violation in found] == [None] * len(found)


@pytest.mark.parametrize("seed", [6, 18, 34])
def test_a_way_that_is_compared_with_no_other_can_be_walked_as_well(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    content = judged(medium.drawn(seed, 10 + seed % 20, proxies=True))
    compared = unguarded(inventory_of(content))
    monkeypatch.setattr(headers, "_ENOUGH", -1)

    found = unguarded(inventory_of(content))

    assert found
    assert [wrong_with(content, violation) for violation in found] == [None] * len(found)
    assert [violation.subject for violation in found] == [violation.subject for violation in compared]
    assert [violation.evidence.exposed for violation in found] == [violation.evidence.exposed for violation in compared]


def chain(first: Any, second: Any, kind: str = "firewall") -> Content:
    gateways = [
        {"id": "fw", "kind": kind, "segments": ["a", "m"], "policy": [first]},
        {"id": "gw", "kind": "firewall", "segments": ["m", "b"], "policy": [second]},
    ]
    return {"segments": [{"id": name} for name in "amb"], "gateways": gateways, "links": [], "hosts": []}


@pytest.mark.parametrize(
    ("content", "headers", "is_right"),
    [
        (chain(permit("a", "b"), permit("a", "b")), [("a", "b"), ("a", "b")], True),
        (chain(permit("a", "b"), permit("a", "b")), [None, None], False),
        (chain(permit("a", "b"), permit("a", "b")), [("b", "a"), ("b", "a")], False),
        (chain(permit("a", "b", "tcp/22"), permit("a", "b", "tcp/443")), [("a", "b"), ("a", "b")], False),
        (chain(permit("a", "b"), permit("m", "b")), [("a", "b"), None], False),
        (chain(permit("a", "b"), permit("m", "b"), "proxy"), [("a", "b"), None], True),
        (chain(permit("a", "b", "tcp/22"), permit("m", "b", "tcp/443"), "proxy"), [("a", "b"), None], False),
        (chain(permit("a", "m", "tcp/22"), permit("m", "b", "tcp/443")), [None, None], True),
        (chain(permit("a", "b"), permit("m", "a")), [("a", "b"), ("m", "a")], False),
    ],
)
def test_the_checker_refuses_what_cannot_be_walked(content: Content, headers: list[Any], is_right: bool) -> None:
    assert (replay_headers(content, PATH, headers, AS_OF) is None) == is_right


def firewall(name: str, joined: list[str], *policy: Any) -> dict[str, Any]:
    return {"id": name, "kind": "firewall", "segments": joined, "policy": list(policy)}


def test_a_hop_names_the_entry_that_lets_the_conversation_pass() -> None:
    content = {
        "networks": [{"id": "n", "trust": "untrusted"}],
        "segments": [{"id": "a", "network": "n"}, {"id": "m"}, {"id": "b", "level": 4}],
        "gateways": [
            firewall("fw", ["a", "m"], permit("a", "b", "tcp/22"), permit("a", "b", "tcp/443")),
            firewall("gw", ["m", "b"], permit("a", "b", "tcp/443")),
        ],
    }
    (violation,) = unguarded(inventory_of(content))
    hop = violation.evidence.path[1]
    assert hop.detail is not None
    assert hop.detail.en == "policy entry 2: tcp/443, for a → b"
