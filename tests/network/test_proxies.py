"""Proxies in awkward places: beside the way, and before a dead end. All three were gaps once."""

from typing import Any

import pytest

from secaudit.network import Closed, Ways
from tests.network import exact
from tests.network.building import AS_OF, deny, inventory_of, network_of, permit, segments_of
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


def _shown(content: dict[str, Any], source: str, target: str) -> list[str]:
    network = network_of(content)
    ends = [network.index[source]], [network.index[target]]
    return [hop.id for hop in network.tell(Ways(network, *ends, Closed(bytes(len(network.devices)))).shortest())]


def test_who_only_passes_by_on_his_way_to_a_proxy_has_not_arrived() -> None:
    content = whole(
        segments=segments_of("a", "door", "m", "x"),
        gateways=[
            firewall("fw", ["a", "m"], permit("a", "door")),
            firewall("p", ["door", "x"], permit("a", "m"), kind="proxy"),
        ],
        links=[{"id": "l", "between": ["m", "door"]}],
    )

    # fw lets a talk with the proxy only; the proxy answers, and talks with m for it
    assert _shown(content, "a", "m") == ["a", "fw", "m", "l", "door", "l", "m"]


def test_a_proxy_is_asked_at_the_address_where_it_may_be_asked_and_for_what_it_may_be_asked() -> None:
    content = whole(
        segments=[*segments_of("a", "x"), {"id": "door", "cidrs": ["10.0.1.0/24"]}],
        gateways=[
            firewall("fw", ["a", "door"], permit("a", "10.0.1.128/25", "tcp/443")),
            firewall("p", ["door", "x"], permit("a", "x", "tcp/400-500", "udp/53"), kind="proxy"),
        ],
    )

    assert _shown(content, "a", "x") == ["a", "fw", "door", "p", "x"]
    assert forwarded(holding_of(content), ["tcp/443", "tcp/400"]) >= {("a", "x", "tcp/443")}


def test_an_address_of_one_version_talks_with_one_of_the_other_by_way_of_a_proxy_only() -> None:
    old, new = ({"a": "10.0.0.0/24", "b": "10.0.1.0/24"}, {"a": "fd00:0::/64", "b": "fd00:1::/64"})
    content = whole(
        segments=[*({"id": name, "cidrs": [old[name], new[name]]} for name in "ab"), *segments_of("c")],
        gateways=[
            firewall("fw", ["a", "b"], deny(old["a"], old["b"]), deny(new["a"], new["b"]), permit("a", "b")),
            firewall("p", ["a", "c"], permit(old["a"], new["b"]), kind="proxy"),
        ],
        links=[{"id": "l", "between": ["c", "b"]}],
    )

    assert _shown(content, "a", "b") == ["a", "p", "c", "l", "b"]


def test_a_proxy_that_stands_in_the_way_takes_over_what_is_for_somebody_behind_it() -> None:
    content = whole(
        segments=segments_of("a", "b", "m"),
        gateways=[
            firewall("fw", ["a", "m"], permit("a", "b")),
            firewall("p", ["m", "b"], permit("a", "b"), kind="proxy"),
        ],
    )

    assert _shown(content, "a", "b") == ["a", "fw", "m", "p", "b"]


def test_a_proxy_on_the_way_to_another_one_is_not_asked() -> None:
    content = whole(
        segments=segments_of("a", "goal", "s1", "s2", "x", "y", "z"),
        gateways=[
            firewall("fw", ["a", "s1"], permit("a", "s2")),
            firewall("p1", ["s1", "x"], permit("a", "goal"), kind="proxy"),
            firewall("p2", ["s2", "y"], permit("a", "goal"), kind="proxy"),
        ],
        links=[
            {"id": f"{one}-{other}", "between": [one, other]}
            for one, other in [("s1", "s2"), ("x", "goal"), ("y", "z"), ("z", "goal")]
        ],
    )

    assert _shown(content, "a", "goal") == ["a", "fw", "s1", "s1-s2", "s2", "p2", "y", "y-z", "z", "z-goal", "goal"]


def test_a_proxy_before_a_dead_end_is_on_the_way_that_is_shown() -> None:
    content = whole(
        segments=segments_of("a", "b", "d", "m"),
        gateways=[
            firewall("fw", ["a", "m"], permit("a", "b")),
            firewall("j", ["m", "d"], permit("a", "b"), kind="jump_host"),
            firewall("fw2", ["m", "b"], permit("m", "b")),
        ],
    )

    assert _shown(content, "a", "b") == ["a", "fw", "m", "fw2", "b"]


def test_a_proxy_without_a_declared_policy_opens_everything_but_opens_it_anew() -> None:
    content = whole(
        segments=segments_of("a", "b", "c", "m", "x"),
        gateways=[
            {"id": "p", "kind": "proxy", "segments": ["m", "x"]},
            firewall("fw", ["x", "b"], permit("a", "b")),
            firewall("fw2", ["x", "c"], permit("x", "c")),
        ],
        links=[{"id": "l", "between": ["a", "m"]}],
    )

    assert ("a", "c") in held(holding_of(content))
    assert ("a", "b") not in held(holding_of(content))
