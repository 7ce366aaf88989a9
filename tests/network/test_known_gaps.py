"""Where the network is known to differ from `semantics.md`, smallest first; each is found by the tests beside it.

A test here that passes has been repaired: take its mark away and move it to the tests of what it is about.
"""

from typing import Any

import pytest

from tests.network import exact
from tests.network.building import AS_OF, deny, inventory_of, network_of, permit, segments_of
from tests.network.relations import held, holding_of
from tests.network.rules import told, unguarded

ENDS = [{"id": "a", "cidrs": ["10.0.1.0/24"]}, {"id": "b", "cidrs": ["10.0.2.0/24"]}]
MIDDLE = {"id": "m", "cidrs": ["10.0.3.0/24"]}


def gap(reason: str) -> pytest.MarkDecorator:
    return pytest.mark.xfail(strict=True, raises=AssertionError, reason=reason)


def firewall(name: str, joined: list[str], *policy: Any, kind: str = "firewall") -> dict[str, Any]:
    return {"id": name, "kind": kind, "segments": joined, "policy": list(policy)}


def whole(**content: Any) -> dict[str, Any]:
    return {"units": [], "gateways": [], "links": [], "hosts": []} | content


IN_PARTS = {
    "both halves denied one by one": whole(
        segments=ENDS,
        gateways=[
            firewall("g", ["a", "b"], deny("10.0.1.0/25", "any"), deny("10.0.1.128/25", "any"), permit("any", "any"))
        ],
    ),
    "both halves denied in one entry": whole(
        segments=ENDS,
        gateways=[firewall("g", ["a", "b"], deny(["10.0.1.0/25", "10.0.1.128/25"], "any"), permit("any", "any"))],
    ),
    "one half let in and the other one on": whole(
        segments=[*ENDS, MIDDLE],
        gateways=[
            firewall("g", ["a", "m"], permit("10.0.1.0/25", "b")),
            firewall("h", ["m", "b"], permit("10.0.1.128/25", "b")),
        ],
    ),
    "one half let in and denied further on": whole(
        segments=[*ENDS, MIDDLE],
        gateways=[
            firewall("g", ["a", "m"], permit("10.0.1.0/25", "b")),
            firewall("h", ["m", "b"], deny("10.0.1.0/25", "b"), permit("any", "b")),
        ],
    ),
}


@gap("a segment that is named in part is judged as a whole: more is told than gets through")
@pytest.mark.parametrize("name", IN_PARTS)
def test_what_is_named_in_parts_is_judged_address_by_address(name: str) -> None:
    content = IN_PARTS[name]
    expected = {(a, b) for a, some in exact.reaches(content, AS_OF).items() for b in some}
    assert ("a", "b") not in expected
    assert held(holding_of(content)) == expected


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


@gap("a proxy that opens anew from the segment it was entered by: held, but without a way to show")
def test_whatever_is_held_can_be_shown() -> None:
    network, holding = network_of(BESIDE_A_PROXY), holding_of(BESIDE_A_PROXY)
    a, b = network.index["a"], network.index["b"]
    parents = holding.spread([a])
    assert holding.classes.class_of[b] in parents
    assert holding.way([a], b, parents) != ()


@gap("a cause without a way is dropped: the finding vanishes once a proxy stands beside the way")
def test_a_proxy_beside_the_way_hides_no_finding() -> None:
    without = BESIDE_A_PROXY | {"gateways": BESIDE_A_PROXY["gateways"][:2]}
    assert told(unguarded(inventory_of(without))) == {"fw2": ["b"]}
    assert told(unguarded(inventory_of(BESIDE_A_PROXY))) != {}


@gap("a proxy before a dead end has no arc into it, and yet may take a conversation over there and turn it back")
def test_a_proxy_before_a_dead_end_opens_anew() -> None:
    content = whole(
        segments=[*ENDS, MIDDLE, {"id": "d", "cidrs": ["10.0.4.0/24"]}],
        gateways=[
            firewall("fw", ["a", "m"], permit("a", "b")),
            firewall("j", ["m", "d"], permit("a", "b"), permit("d", "b"), kind="jump_host"),
            firewall("fw2", ["m", "b"], permit("m", "b")),
        ],
    )
    assert "b" in exact.reaches(content, AS_OF)["a"]
    assert ("a", "b") in held(holding_of(content))
