"""Proxies in awkward places: beside the way, and before a dead end. All three were gaps once."""

from typing import Any

import pytest

from tests.network import exact
from tests.network.building import AS_OF, inventory_of, network_of, permit, segments_of
from tests.network.relations import forwarded, held, holding_of
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


@pytest.mark.parametrize("names", ["abcde", "edcba", "bdace", "caebd"])
def test_a_chain_of_proxies_leads_as_far_as_each_lets_the_one_before_it(names: str) -> None:
    a, b, c, d, e = names
    content = whole(
        segments=segments_of(*"abcde"),
        gateways=[
            firewall("p" + b, [a, b], permit(a, e, "tcp/443")),
            firewall("p" + c, [b, c], permit(b, e, "tcp/400-450")),
            firewall("p" + d, [c, d], permit(c, e, "tcp/440-500")),
            firewall("p" + e, [d, e], permit(d, e, "tcp")),
        ],
    )
    for gateway in content["gateways"]:
        gateway["kind"] = "proxy"

    assert forwarded(holding_of(content), ["tcp/400", "tcp/443", "tcp/500", "tcp/22"]) == {
        (a, e, "tcp/443"),
        (b, e, "tcp/443"),
        (c, e, "tcp/443"),
        (c, e, "tcp/500"),
        *((d, e, f"tcp/{port}") for port in (22, 400, 443, 500)),
    }


ASKED = whole(
    segments=segments_of("archive", "asks", "door", "lonely", "other", "shelf"),
    gateways=[
        firewall("fw", ["asks", "door", "other"], permit("asks", "door", "tcp/443")),
        firewall(
            "p", ["door", "archive", "shelf"], permit("any", ["archive", "shelf"], "tcp/443", "udp/53"), kind="proxy"
        ),
    ],
)


def test_a_proxy_opens_anew_for_whoever_may_ask_it_and_for_the_services_it_is_asked_for_only() -> None:
    behind = {(goal, service) for goal in ("archive", "shelf") for service in ("tcp/443", "udp/53")}

    assert forwarded(holding_of(ASKED), ["tcp/443", "udp/53"]) == {
        ("asks", "door", "tcp/443"),
        ("asks", "archive", "tcp/443"),
        ("asks", "shelf", "tcp/443"),
        *(("door", *one) for one in behind),
        *(("archive", *one) for one in behind if one[0] != "archive"),
        *(("shelf", *one) for one in behind if one[0] != "shelf"),
    }
