"""What a gateway, link or host lets pass: `semantics.md` section 2, arc by arc."""

from typing import Any

import pytest

from secaudit.network import Network, reach
from secaudit.network.services import ANY, describe, difference, parse
from tests.network import exact
from tests.network.building import AS_OF, arcs_of, deny, network_of, permit, segments_of

SEGMENTS = [
    {"id": "a", "zone": "dmz", "cidrs": ["10.0.0.0/24"]},
    {"id": "b", "zone": "server", "cidrs": ["10.0.1.0/24"]},
    {"id": "c", "zone": "server"},
]
PARTS = ["10.0.0.0/25", "10.0.1.0/25"]
A_B, B_A = ("a", "b", "g"), ("b", "a", "g")


def joined(*policy: dict[str, Any], **fields: Any) -> Network:
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": list(policy)} | fields
    return network_of({"segments": SEGMENTS, "gateways": [gateway]})


def passing(network: Network, tail: str = "a", head: str = "b") -> str:
    for arc, ends in enumerate(zip(network.tails, network.heads, strict=True)):
        if ends == (network.index[tail], network.index[head]):
            return describe(network.services[arc])
    return "none"


def detail(network: Network, tail: str = "a", head: str = "b") -> str:
    (arc,) = (arc for arc in network.out[network.index[tail]] if network.heads[arc] == network.index[head])
    words = network.hops((arc,))[1].detail
    assert words is not None
    return words.en


def test_a_policy_without_entries_lets_nothing_pass() -> None:
    assert arcs_of(joined()) == set()


def test_an_undeclared_policy_lets_everything_pass_and_says_so() -> None:
    network = network_of({"segments": SEGMENTS, "gateways": [{"id": "g", "segments": ["a", "b"], "default": "deny"}]})
    assert arcs_of(network) == {A_B, B_A}
    assert detail(network) == "policy not declared: taken to forward everything"


def test_a_permit_holds_for_its_direction_and_services_only() -> None:
    network = joined(permit("a", "b", "tcp/443"))
    assert arcs_of(network) == {A_B}
    assert passing(network) == "tcp/443"


def test_an_entry_is_about_the_ends_that_it_names_and_no_others() -> None:
    policy = [permit("a", "b", "tcp/1"), permit("b", "c", "tcp/2"), permit("a", "c", "tcp/3"), deny("a", "b")]
    network = joined(*policy, permit("any", "b", "tcp/4"), segments=["a", "b", "c"])
    told = {(tail, head): passing(network, tail, head) for tail in "abc" for head in "abc" if tail != head}

    assert {ends: services for ends, services in told.items() if services != "none"} == {
        ("a", "b"): "tcp/1",
        ("b", "c"): "tcp/2",
        ("a", "c"): "tcp/3",
        ("c", "b"): "tcp/4",
    }


def test_an_entry_without_services_is_about_all_of_them() -> None:
    assert passing(joined(permit("a", "b"))) == "any"
    assert passing(joined(deny("a", "b"), permit("a", "b", "tcp/443"))) == "none"


@pytest.mark.parametrize(
    ("policy", "services"),
    [
        ([deny("a", "b", "tcp/443"), permit("a", "b", "tcp/443")], "none"),
        ([permit("a", "b", "tcp/443"), deny("a", "b", "tcp/443")], "tcp/443"),
        ([deny("a", "b", "tcp/443"), permit("a", "b", "tcp/442-444")], "tcp/442, tcp/444"),
        ([deny("any", "b", "tcp"), permit("a", "b", "tcp/443", "udp/53")], "udp/53"),
        ([deny("zone:dmz", "zone:server"), permit("any", "any")], "none"),
        ([deny("b", "a"), permit("a", "b")], "any"),
        (
            [permit("a", "b", "tcp/1"), deny("a", "b", "tcp/1-3"), permit("a", "b", "tcp/1-5")],
            "tcp/1, tcp/4-5",
        ),
    ],
)
def test_the_first_entry_that_matches_decides(policy: list[dict[str, Any]], services: str) -> None:
    assert passing(joined(*policy)) == services


def test_a_deny_of_a_part_of_a_segment_takes_nothing_away_for_certain() -> None:
    assert passing(joined(deny("10.0.0.0/25", "b"), permit("a", "b", "tcp/443"))) == "tcp/443"


def test_a_permit_of_a_part_of_a_segment_lets_that_part_pass() -> None:
    assert passing(joined(permit("10.0.0.128/25", "10.0.1.1/32", "tcp/443"))) == "tcp/443"


def test_a_deny_of_all_addresses_of_a_segment_is_a_deny_of_the_segment() -> None:
    assert passing(joined(deny("10.0.0.0/16", "any"), permit("any", "any"))) == "none"


def test_a_deny_by_address_does_not_hold_for_a_segment_that_declares_none() -> None:
    policy = [deny("10.0.0.0/8", "any"), permit("any", "any")]
    network = network_of({"segments": SEGMENTS, "gateways": [{"id": "g", "segments": ["c", "b"], "policy": policy}]})
    assert arcs_of(network) == {("c", "b", "g")}


def test_a_default_of_permit_lets_pass_what_no_entry_denies() -> None:
    network = joined(deny("a", "b", "tcp"), default="permit")
    assert arcs_of(network) == {A_B, B_A}
    assert passing(network) == describe(difference(ANY, parse("tcp")))
    assert detail(network, "b", "a") == "permitted by default"


def test_the_hop_of_a_witness_names_the_first_entry_that_lets_pass_and_its_line() -> None:
    network = joined(deny("a", "b", "tcp/22"), permit("a", "b", "tcp/22-23"))
    hop = network.hops((0,))[1]
    entry = network.devices[0].policy
    assert detail(network) == "policy entry 2: tcp/23"
    assert entry is not None
    assert hop.source == entry[1].source


def test_a_data_diode_carries_one_way_and_needs_no_policy() -> None:
    diode = {"id": "g", "kind": "data_diode", "segments": ["a", "b"], "one_way": {"from": "a", "to": "b"}}
    network = network_of({"segments": SEGMENTS, "gateways": [diode]})
    assert arcs_of(network) == {A_B}
    assert detail(network) == "one way"


def test_a_data_diode_with_a_policy_lets_pass_what_that_permits() -> None:
    fields = {"kind": "data_diode", "one_way": {"from": "a", "to": "b"}}
    assert arcs_of(joined(**fields)) == set()
    assert passing(joined(permit("a", "b", "udp/514"), **fields)) == "udp/514"


def test_a_default_of_permit_is_a_declared_policy() -> None:
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "default": "permit"}
    assert detail(network_of({"segments": SEGMENTS, "gateways": [gateway]})) == "permitted by default"


def test_a_policy_cannot_turn_a_data_diode_round() -> None:
    assert arcs_of(joined(permit("any", "any"), kind="data_diode", one_way={"from": "a", "to": "b"})) == {A_B}


def test_a_firewall_that_is_said_to_be_one_way_is_still_judged_by_its_policy() -> None:
    assert arcs_of(joined(permit("any", "any"), one_way={"from": "a", "to": "b"})) == {A_B, B_A}


def test_a_link_carries_everything_both_ways_unless_it_is_one_way() -> None:
    links = [
        {"id": "l", "between": ["a", "b"]},
        {"id": "m", "between": ["b", "c"], "one_way": {"from": "c", "to": "b"}},
    ]
    found = arcs_of(network_of({"segments": SEGMENTS, "links": links}))
    assert found == {("a", "b", "l"), ("b", "a", "l"), ("c", "b", "m")}


@pytest.mark.parametrize(
    ("forwarding", "forwards"),
    [
        (None, True),
        ({"state": "on"}, True),
        ({"state": "off", "attested": AS_OF, "by": "it"}, False),
        ({"state": "off", "attested": "2026-11-21", "by": "it"}, False),
        ({"state": "off", "attested": "2026-11-23", "by": "it"}, True),
        ({"state": "off", "attested": AS_OF}, True),
        ({"state": "off", "by": "it"}, True),
        ({"state": "off"}, True),
        ({"state": "on", "attested": AS_OF, "by": "it"}, True),
    ],
)
def test_a_host_forwards_unless_somebody_attested_otherwise_by_the_day(
    forwarding: dict[str, str] | None, forwards: bool
) -> None:
    host = {"id": "h", "segments": ["a", "b"]} | ({"forwarding": forwarding} if forwarding else {})
    network = network_of({"units": [{"id": "it"}], "segments": SEGMENTS, "hosts": [host]})
    assert arcs_of(network) == ({("a", "b", "h"), ("b", "a", "h")} if forwards else set())


def test_a_host_on_three_segments_joins_every_two_of_them() -> None:
    network = network_of({"segments": SEGMENTS, "hosts": [{"id": "h", "segments": ["c", "a", "b"]}]})
    assert len(arcs_of(network)) == len(network.tails) == 6


def test_a_host_on_one_segment_is_no_device_of_the_network() -> None:
    assert network_of({"segments": SEGMENTS, "hosts": [{"id": "h", "segments": ["a"]}]}).devices == ()


def remote(*gateways: dict[str, Any], links: tuple[dict[str, Any], ...] = ()) -> dict[str, Any]:
    named = [{"id": f"g{number}"} | gateway for number, gateway in enumerate(gateways)]
    return {"segments": segments_of("a", "b", "c"), "gateways": named, "links": list(links), "hosts": []}


def meets(content: dict[str, Any], start: str, goal: str) -> tuple[bool, bool]:
    """Whether a segment reaches another by our network, and by brute force."""
    network = network_of(content)
    ours = network.index[goal] in reach(network, [network.index[start]])
    return ours, goal in exact.reaches(content, AS_OF)[start]


LINK_B_C = {"id": "l", "between": ["b", "c"]}


def test_two_firewalls_that_name_the_far_ends_let_them_talk() -> None:
    chain = remote(
        {"segments": ["a", "b"], "policy": [permit("a", "c", "tcp/443")]},
        {"segments": ["b", "c"], "policy": [permit("a", "c", "tcp/443")]},
    )
    assert meets(chain, "a", "c") == (True, True)


def test_an_arc_carries_what_its_own_ends_may_talk_and_what_comes_from_afar() -> None:
    policy = [permit("b", "a", "tcp/443"), permit("c", "a", "udp/53")]
    network = network_of(remote({"segments": ["a", "b"], "policy": policy}, links=(LINK_B_C,)))
    assert passing(network, "b", "a") == "tcp/443, udp/53"


def test_two_firewalls_that_permit_any_source_let_an_outermost_segment_in() -> None:
    chain = remote(
        {"segments": ["a", "b"], "policy": [permit("any", "c", "tcp/443")]},
        {"segments": ["b", "c"], "policy": [permit("any", "c", "tcp/443")]},
    )
    assert meets(chain, "a", "c") == (True, True)


def test_what_comes_from_afar_reaches_an_innermost_segment_though_the_neighbour_may_not() -> None:
    behind = remote({"segments": ["a", "b"], "policy": [deny("b", "a"), permit("any", "any")]}, links=(LINK_B_C,))
    assert meets(behind, "c", "a") == (True, True)


@pytest.mark.parametrize(
    "policy",
    [
        [deny("b", "a"), permit("any", "a")],
        [deny("c", "b"), permit("c", "any")],
        [deny("c", "a", "tcp/1"), permit("c", "a", "tcp/1"), permit("c", "a", "tcp/2")],
    ],
)
def test_what_is_denied_to_others_and_elsewhere_is_not_denied_to_what_comes_from_afar(
    policy: list[dict[str, Any]],
) -> None:
    behind = remote({"segments": ["a", "b"], "policy": policy}, links=(LINK_B_C,))
    assert meets(behind, "c", "a") == (True, True)


def test_a_gateway_lets_through_what_comes_from_afar_and_goes_afar() -> None:
    links = (LINK_B_C, {"id": "m", "between": ["a", "d"]})
    between = remote({"segments": ["a", "b"], "policy": [permit("c", "d")]}, links=links)
    assert meets(between | {"segments": segments_of(*"abcd")}, "c", "d") == (True, True)


@pytest.mark.parametrize(
    ("policy", "arcs"),
    [
        ([permit("b", "c")], set()),
        ([deny("b", "a"), permit(["a", "b"], ["a", "b"])], {A_B}),
        ([deny("b", "a"), permit(PARTS, PARTS)], {A_B}),
    ],
)
def test_an_entry_about_neighbours_lets_nothing_pass_for_those_behind_them(
    policy: list[dict[str, Any]], arcs: set[tuple[str, str, str]]
) -> None:
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": policy}
    segments = [*SEGMENTS[:2], SEGMENTS[2] | {"cidrs": ["10.0.2.0/24"]}]
    network = network_of({"segments": segments, "gateways": [gateway], "links": [LINK_B_C]})
    assert {arc for arc in arcs_of(network) if arc[2] == "g"} == arcs


def test_what_comes_from_afar_passes_by_default_though_the_neighbour_may_not() -> None:
    behind = remote({"segments": ["a", "b"], "policy": [deny("b", "a")], "default": "permit"}, links=(LINK_B_C,))
    assert meets(behind, "c", "a") == (True, True)


def test_a_deny_of_everything_from_afar_holds() -> None:
    behind = remote(
        {"segments": ["a", "b"], "policy": [deny(["b", "c"], "a"), permit(["b", "c"], "a")]},
        links=(LINK_B_C,),
    )
    assert meets(behind, "c", "a") == (False, False)


def test_an_entry_about_a_segment_that_lies_nowhere_behind_lets_nothing_pass() -> None:
    lonely = remote({"segments": ["a", "b"], "policy": [permit("c", "b")]})
    assert arcs_of(network_of(lonely)) == set()
