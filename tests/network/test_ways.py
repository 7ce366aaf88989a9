"""What lies on the ways from some segments to others, and nothing else; what is closed carries nothing."""

from typing import Any

import pytest

from secaudit.network import Asked, Closed, Network, Ways
from secaudit.network.services import parse
from tests.network.building import deny, network_of, permit, segments_of, shut


def _linked(*pairs: str, names: str = "a b c d e") -> Network:
    links = [
        {"id": f"{one}{other}", "between": [one, other], "one_way": {"from": one, "to": other}} for one, other in pairs
    ]
    return network_of({"segments": segments_of(*names.split()), "links": links})


def _ways(network: Network, sources: str, targets: str, vias: str = "", segments: str = "", **asked: Any) -> Ways:
    closed = Closed(shut(network, vias.split()), bytes(segment.id in segments.split() for segment in network.segments))
    ends = ([network.index[name] for name in names.split()] for names in (sources, targets))
    return Ways(network, *ends, closed, Asked(**asked))


def _told(ways: Ways, network: Network) -> tuple[str, str, str]:
    reached, reaching = (
        "".join(network.segments[number].id for number in some) for some in (ways.reached, ways.reaching)
    )
    return reached, reaching, " ".join(network.devices[network.vias[arc]].id for arc in ways.arcs)


@pytest.mark.parametrize("relation", ["reaches", "forwards", "informs"])
def test_only_what_leads_on_is_on_a_way(relation: str) -> None:
    network = _linked("ac", "bd", "cd", "ce")

    # b leads to d as well; e is a dead end
    assert _told(_ways(network, "a", "d", relation=relation), network) == ("d", "a", "ac cd")
    assert _told(_ways(network, "a b", "d e", relation=relation), network) == ("de", "ab", "ac bd cd ce")
    assert _told(_ways(network, "b e", "d a", relation=relation), network) == ("d", "b", "bd")
    assert _told(_ways(network, "e", "a", relation=relation), network) == ("", "", "")


@pytest.mark.parametrize("relation", ["reaches", "informs"])
def test_a_closed_device_is_on_no_way_and_leads_nobody_on(relation: str) -> None:
    network = _linked("ac", "bc", "cd", "ad", "ce", "ed")

    assert _told(_ways(network, "a b", "d", "bc ed ad", relation=relation), network) == ("d", "a", "ac cd")
    assert _told(_ways(network, "a b", "d", "cd ed ad", relation=relation), network) == ("", "", "")


def test_a_closed_segment_is_on_no_way_and_leads_nobody_on() -> None:
    network = _linked("ab", "bd", "ac", "cd", "eb")

    assert _told(_ways(network, "a e", "d", segments="b"), network) == ("d", "a", "ac cd")
    assert _told(_ways(network, "a", "d", segments="b c"), network) == ("", "", "")
    assert _told(_ways(network, "a", "d", segments="d"), network) == ("", "", "")
    assert _told(_ways(network, "a", "d", segments="a"), network) == ("", "", "")


REMOTE = {
    "segments": segments_of("a", "b", "c", "d", "e"),
    "gateways": [
        {"id": "g1", "segments": ["a", "b"], "policy": [permit("a", "c")]},
        {"id": "g2", "segments": ["b", "c"], "policy": [permit("a", "c")]},
    ],
    "links": [
        {"id": "eb", "between": ["e", "b"], "one_way": {"from": "e", "to": "b"}},
        {"id": "cd", "between": ["c", "d"], "one_way": {"from": "c", "to": "d"}},
    ],
}


@pytest.mark.parametrize("relation", ["reaches", "forwards"])
def test_who_is_let_through_for_others_only_reaches_nothing(relation: str) -> None:
    network = network_of(REMOTE)

    # e gets as far as b, but what g2 lets pass comes from a
    assert _told(_ways(network, "a e", "c", relation=relation), network) == ("c", "a", "g1 g2")
    assert _told(_ways(network, "e", "c", relation=relation), network) == ("", "", "")


@pytest.mark.parametrize("relation", ["reaches", "forwards"])
def test_where_a_conversation_comes_and_does_not_lead_on_is_on_no_way(relation: str) -> None:
    network = network_of(
        {
            "segments": segments_of("a", "b", "c", "m", "n", "x"),
            "gateways": [
                {"id": "g1", "segments": ["a", "c", "m"], "policy": [permit("a", "b")]},
                {"id": "g2", "segments": ["m", "b"], "policy": [permit("a", "b")]},
                {"id": "g3", "segments": ["c", "b"], "policy": [permit("x", "b")]},
                {"id": "g4", "segments": ["m", "n"], "policy": [permit("a", "b")]},
            ],
            "links": [
                {"id": "mn", "between": ["m", "n"]},
                {"id": "xc", "between": ["x", "c"], "one_way": {"from": "x", "to": "c"}},
            ],
        }
    )

    # it comes as far as c, where only x is let on; m and n are one place, where g4 leads as mn does
    assert _told(_ways(network, "a", "b", relation=relation), network) == ("b", "a", "g1 g2 g4 mn g4 mn")


def test_the_order_of_what_is_asked_about_does_not_matter() -> None:
    network = _linked("ac", "bc", "cd", "ce", "ad")

    one, other = _ways(network, "a b", "d e"), _ways(network, "b a", "e d")

    assert _told(one, network) == _told(other, network)
    assert one.met == other.met
    assert one.shortest() == other.shortest()


def _names(network: Network, ways: Ways) -> list[str]:
    return [hop.id for hop in network.tell(ways.shortest())]


def test_the_shortest_way_is_to_the_nearest_target() -> None:
    network = _linked("ab", "bc", "cd", "be")

    assert _names(network, _ways(network, "a", "d e")) == ["a", "ab", "b", "be", "e"]


def test_the_shortest_of_exact_ways_is_to_the_target_that_is_really_nearest() -> None:
    """Quickly told, b and then t are two steps from a; but only x, which a holds first, is let into t."""
    network = network_of(
        {
            "segments": segments_of("a", "b", "t", "u", "x", "z"),
            "gateways": [{"id": "gt", "segments": ["b", "t"], "policy": [permit("x", "t")]}],
            "links": [
                {"id": name, "between": [*name], "one_way": {"from": name[0], "to": name[1]}}
                for name in ("ab", "ax", "xb", "az", "zu")
            ],
        }
    )

    assert _names(network, _ways(network, "a", "t u")) == ["a", "az", "z", "zu", "u"]
    assert _names(network, _ways(network, "a", "t")) == ["a", "ax", "x", "xb", "b", "gt", "t"]


CALLED = {
    "segments": segments_of("alone", "beside", "caller", "friend", "goal", "mid"),
    "gateways": [
        {"id": "g1", "segments": ["caller", "mid"], "policy": [permit("caller", "goal")]},
        {"id": "g2", "segments": ["mid", "goal"], "policy": [permit("caller", "goal")]},
        {"id": "g3", "segments": ["caller", "friend"], "policy": [permit(["caller", "friend"], ["caller", "friend"])]},
    ],
    "links": [{"id": "bm", "between": ["beside", "mid"], "one_way": {"from": "beside", "to": "mid"}}],
}


@pytest.mark.parametrize("relation", ["reaches", "forwards", "informs"])
def test_a_way_begins_where_its_conversation_is_opened_whoever_else_is_asked_about(relation: str) -> None:
    network = network_of(CALLED)

    # nothing leads on from alone, g2 does not let beside through, and caller and friend reach one another
    ways = _ways(network, "alone beside caller friend", "goal", relation=relation)

    assert _names(network, ways) == ["caller", "g1", "mid", "g2", "goal"]


def test_of_sources_that_reach_one_another_the_one_that_is_let_in_opens_the_way() -> None:
    network = network_of(
        {
            "segments": segments_of("caller", "friend", "goal", "mid"),
            "gateways": [
                {"id": "g1", "segments": ["friend", "mid"], "policy": [permit("friend", "goal")]},
                {"id": "g2", "segments": ["mid", "goal"], "policy": [permit("friend", "goal")]},
                {"id": "g3", "segments": ["caller", "friend"], "policy": [permit("caller", "friend")]},
            ],
        }
    )

    assert _names(network, _ways(network, "caller friend", "goal")) == ["friend", "g1", "mid", "g2", "goal"]


def test_information_gets_back_to_whoever_asked_from_afar_by_the_way_of_the_question() -> None:
    network = network_of(
        {
            "segments": segments_of("a", "b", "m"),
            "gateways": [
                {"id": "g1", "segments": ["b", "m"], "policy": [permit("b", "a", "tcp/443")]},
                {"id": "g2", "segments": ["m", "a"], "policy": [permit("b", "a", "tcp/443")]},
            ],
        }
    )
    ways = _ways(network, "a", "b", relation="informs")
    told = [hop.detail.en for hop in network.answering.tell(ways.shortest()) if hop.detail is not None]

    assert _names(network.answering, ways) == ["a", "g2", "m", "g1", "b"]
    assert told == ["answers b → a"] * 2
    assert _told(ways, network.answering) == ("b", "a", "g2 g1 g2 g1")


def test_of_callers_that_look_alike_the_first_is_told() -> None:
    callers = [f"c{number}" for number in range(9)]
    network = network_of(
        {
            "segments": segments_of("b", *callers, "goal"),
            "links": [{"id": f"l-{name}", "between": [name, "b"]} for name in callers],
            "gateways": [{"id": "g", "segments": ["b", "goal"], "policy": [permit(["c0", "c7"], "goal")]}],
        }
    )

    assert _names(network, _ways(network, "c7 c0", "goal"))[0] == "c0"


BEHIND_A_PROXY = {
    "segments": segments_of("a", "goal", "k", "m"),
    "gateways": [
        {"id": "fw", "segments": ["k", "goal"], "policy": [permit("k", "goal")]},
        {"id": "p", "kind": "proxy", "segments": ["m", "k"], "policy": [permit("a", "goal")]},
    ],
    "links": [{"id": "am", "between": ["a", "m"], "one_way": {"from": "a", "to": "m"}}],
}
ASKED = {
    "segments": segments_of("archive", "asks", "door"),
    "gateways": [
        {"id": "fw", "segments": ["asks", "door"], "policy": [permit("asks", "door")]},
        {"id": "p", "kind": "proxy", "segments": ["door", "archive"], "policy": [permit("asks", "archive")]},
    ],
}


@pytest.mark.parametrize("relation", ["reaches", "forwards"])
def test_what_leads_to_a_proxy_and_on_from_it_is_on_the_way(relation: str) -> None:
    behind, asked = network_of(BEHIND_A_PROXY), network_of(ASKED)

    for network, ends, vias in ((behind, ("a", "goal"), {"am", "fw", "p"}), (asked, ("asks", "archive"), {"fw", "p"})):
        source, target, told = _told(_ways(network, *ends, relation=relation), network)
        assert (target, source, set(told.split())) == (*ends, vias)


def test_of_the_services_that_get_through_the_one_with_the_shortest_way_is_shown() -> None:
    network = network_of(
        {
            "segments": segments_of("a", "b", "c", "m"),
            "gateways": [
                {"id": "g1", "segments": ["b", "c"], "policy": [permit("b", "a", "tcp/1-2")]},
                {"id": "g2", "segments": ["c", "m"], "policy": [permit("b", "a", "tcp/1")]},
                {"id": "g3", "segments": ["m", "a"], "policy": [permit("b", "a", "tcp/1")]},
                {"id": "g4", "segments": ["c", "a"], "policy": [permit("b", "a", "tcp/2")]},
            ],
        }
    )

    assert _names(network, _ways(network, "b", "a")) == ["b", "g1", "c", "g4", "a"]


@pytest.mark.parametrize(("asked", "reached"), [("tcp/442-443", "b"), ("tcp/442", "b"), ("tcp/443", ""), ("tcp", "b")])
@pytest.mark.parametrize("rest", ["tcp/442-443", "tcp/400-500"])
def test_of_the_services_asked_about_those_get_through_that_nothing_denies(asked: str, reached: str, rest: str) -> None:
    policy = [deny("a", "b", "tcp/443"), permit("a", "b", rest)]
    network = network_of(
        {"segments": segments_of("a", "b"), "gateways": [{"id": "g", "segments": ["a", "b"], "policy": policy}]}
    )

    assert _told(_ways(network, "a", "b", relation="forwards", services=parse(asked)), network)[0] == reached
    assert _told(_ways(network, "b", "a", relation="forwards", services=parse(asked)), network)[0] == ""


@pytest.mark.parametrize(("asked", "reached"), [("tcp/443", ""), ("tcp/443-444", "b"), ("tcp/442-443", "b")])
def test_what_is_denied_by_name_does_not_get_through_by_default(asked: str, reached: str) -> None:
    gateway = {"id": "g", "segments": ["a", "b"], "policy": [deny("a", "b", "tcp/443")], "default": "permit"}
    network = network_of({"segments": segments_of("a", "b"), "gateways": [gateway]})

    assert _told(_ways(network, "a", "b", relation="forwards", services=parse(asked)), network)[0] == reached
