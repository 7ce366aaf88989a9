"""Proxies in awkward places: beside the way, and before a dead end. All three were gaps once."""

from typing import Any

from tests.network import exact
from tests.network.building import AS_OF, inventory_of, network_of, permit, segments_of
from tests.network.relations import held, holding_of
from tests.network.rules import told, unguarded


def firewall(name: str, joined: list[str], *policy: Any, kind: str = "firewall") -> dict[str, Any]:
    return {"id": name, "kind": kind, "segments": joined, "policy": list(policy)}


def whole(**content: Any) -> dict[str, Any]:
    return {"units": [], "gateways": [], "links": [], "hosts": []} | content


BESIDE_A_PROXY = whole(
    networks=[{"id": "n", "trust": "untrusted"}],
    segments=[{"id": "a", "network": "n", "level": 0}, {"id": "b", "level": 4}, *segments_of("s", "t", "u")],
    gateways=[
        firewall("fw", ["a", "s"], permit("a", "s")),
        firewall("fw2", ["s", "b"], permit("s", "b")),
        firewall("p", ["s", "t"], permit("a", "b"), kind="proxy"),
    ],
    links=[{"id": "l", "between": ["t", "u"]}],
)


def test_whatever_is_held_can_be_shown() -> None:
    network, holding = network_of(BESIDE_A_PROXY), holding_of(BESIDE_A_PROXY)
    a, b = network.index["a"], network.index["b"]
    parents = holding.spread([a])
    assert holding.classes.class_of[b] in parents
    assert holding.way([a], b, parents) != ()


def test_a_proxy_beside_the_way_hides_no_finding() -> None:
    without = BESIDE_A_PROXY | {"gateways": BESIDE_A_PROXY["gateways"][:2]}
    assert told(unguarded(inventory_of(without))) == {"fw2": ["b"]}
    assert told(unguarded(inventory_of(BESIDE_A_PROXY))) != {}


def test_a_proxy_before_a_dead_end_turns_a_conversation_back() -> None:
    content = whole(
        segments=segments_of("a", "b", "m", "d"),
        gateways=[
            firewall("fw", ["a", "m"], permit("a", "b")),
            firewall("j", ["m", "d"], permit("a", "b"), permit("d", "b"), kind="jump_host"),
            firewall("fw2", ["m", "b"], permit("m", "b")),
        ],
    )
    assert "b" in exact.reaches(content, AS_OF)["a"]
    assert ("a", "b") in held(holding_of(content))
