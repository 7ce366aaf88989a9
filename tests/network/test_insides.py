"""What lies inside a network that is not ours is joined, and nobody can cut it."""

from typing import Any

import pytest

from secaudit.dossiers.conduits import conduits
from secaudit.network import Asked, Closed, Group, Question, Ways, causes
from secaudit.network.redundancy import Part
from tests.network.building import Content, arcs_of, inventory_of, network_of, numbers, permit, segments_of, shut
from tests.network.rules import ask, path_of, rule, told, unguarded


def two_lines(trust: str | None) -> Content:
    """Two lines of one network; what comes by the second into the core is permitted to the first only."""
    return {
        "networks": [{"id": "net", "name": "Net"} | ({"trust": trust} if trust else {}), {"id": "lan", "trust": "own"}],
        "segments": [
            {"id": "line-a", "network": "net", "level": 0}, {"id": "line-b", "network": "net", "level": 0},
            {"id": "core", "network": "lan", "level": 4},
        ],
        "gateways": [{"id": "fw", "kind": "firewall", "segments": ["line-b", "core"], "policy": [permit("line-a", "core", "tcp/443")]}],
    }  # fmt: skip


def test_who_is_let_in_from_another_line_of_the_internet_is_seen_though_nobody_drew_a_link() -> None:
    assert told(unguarded(inventory_of(two_lines("untrusted")))) == {"fw": ["core"]}


@pytest.mark.parametrize(("trust", "joined"), [("untrusted", True), ("foreign", True), ("own", False), (None, False)])
def test_the_segments_of_a_network_are_joined_exactly_if_it_is_declared_not_to_be_ours(
    trust: str | None, joined: bool
) -> None:
    arcs = arcs_of(network_of(two_lines(trust)))

    assert (("line-a", "line-b", "network:net") in arcs) == joined
    assert (("line-b", "line-a", "network:net") in arcs) == joined
    assert not any("core" in ends[:2] for ends in arcs if ends[2] == "network:net")


@pytest.mark.parametrize("relation", ["forwards", "reaches", "informs"])
def test_a_way_tells_that_it_leads_inside_a_network_that_is_not_ours(relation: Any) -> None:
    network = network_of(two_lines("untrusted"))

    way = Ways(network, numbers(network, ["line-a"]), numbers(network, ["core"]), Closed(bytes(2)), Asked(relation))

    hops = network.tell(way.shortest())
    assert [hop.id for hop in hops] == ["line-a", "network:net", "line-b", "fw", "core"]
    assert hops[1].detail is not None
    assert hops[1].detail.en == "inside the network Net, which is not ours"
    assert hops[1].detail.vi == "bên trong mạng Net, không phải của mình"
    assert hops[1].source == inventory_of(two_lines("untrusted")).networks[1].source


def test_many_segments_cost_a_few_arcs_each_and_all_are_joined_even_if_one_is_shut() -> None:
    names = [f"line-{number:03}" for number in range(200)]
    content = {
        "networks": [{"id": "net", "trust": "foreign"}],
        "segments": [{"id": name, "network": "net"} for name in names],
    }
    network = network_of(content)

    assert len(network.tails) == 2 * (1 + 2 * 198)
    for closed in (0, 1, 7):
        others = [number for number in range(200) if number != closed]
        ways = Ways(network, others[:1], others[1:], Closed(bytes(1), bytes(number == closed for number in range(200))))
        assert ways.reached == others[1:]


@pytest.mark.parametrize("relation", ["forwards", "reaches", "informs"])
def test_the_inside_is_never_cut_where_anything_else_can_be(relation: Any) -> None:
    # Cheapest would be to cut between the lines: one boundary, against three gateways.
    content = {
        "networks": [{"id": "net", "trust": "untrusted"}, {"id": "lan", "trust": "own"}],
        "segments": [
            {"id": "far", "network": "net", "zone": "wan"}, {"id": "near", "network": "net", "zone": "external"},
            {"id": "core", "network": "lan"},
        ],
        "gateways": [{"id": f"gw{number}", "segments": ["near", "core"]} for number in range(3)],
    }  # fmt: skip
    network = network_of(content)
    question = Question(network, frozenset(numbers(network, ["far"])), asked=Asked(relation))

    found = causes(question, [Group(numbers(network, ["core"]), Closed(shut(network, ())))])

    assert {network.devices[cause.via].id for cause in found} == {"gw0", "gw1", "gw2"}


def test_a_way_back_by_way_of_the_internet_is_a_way_back() -> None:
    content = {
        "networks": [{"id": "net", "trust": "untrusted"}],
        "segments": [*({"id": name, "network": "net"} for name in ("line-a", "line-b")), *segments_of("high", "low")],
        "gateways": [
            {
                "id": "diode",
                "kind": "data_diode",
                "segments": ["low", "high"],
                "one_way": {"from": "low", "to": "high"},
            },
            {"id": "out", "segments": ["high", "line-a"], "policy": [permit("high", "line-a")]},
            {"id": "in", "segments": ["line-b", "low"], "policy": [permit("line-b", "low")]},
        ],
    }
    network = network_of(content)

    assert Ways(network, numbers(network, ["high"]), numbers(network, ["low"]), Closed(bytes(4))).reached
    assert (
        network.index["line-b"] in Part(network, numbers(network, ["high"]), numbers(network, ["low"]), bytes(4)).tree()
    )


def test_what_is_protected_inside_a_network_that_is_not_ours_is_told_as_exposed_by_that_network() -> None:
    content = two_lines("untrusted") | {"gateways": []}
    content["segments"][1]["level"] = 4
    content["networks"] = [{"id": "net", "trust": "untrusted"}]
    del content["segments"][2]
    asked = rule("separation", {"from": "segment.level == 0", "to": "segment.level >= 3"})

    (violation,) = ask(asked, inventory_of(content)).violations

    assert (violation.subject, path_of(violation)) == ("network:net", ["line-a", "network:net", "line-b"])
    assert violation.evidence.repair is not None
    assert violation.evidence.repair.en.startswith("Nothing can be repaired in a network that is not ours")
    assert violation.evidence.repair.vi.startswith("Trong mạng không phải của mình không có gì để sửa")


def test_it_is_no_bridge_no_neighbourhood_and_nothing_that_stands_alone() -> None:
    content = {
        "networks": [{"id": "net", "trust": "foreign"}],
        "segments": [
            {"id": "line-a", "network": "net", "zone": "wan", "level": 1},
            {"id": "line-b", "network": "net", "zone": "external", "level": 5},
        ],
    }  # fmt: skip
    inventory = inventory_of(content)
    questions = [
        rule("bridge", {"of": ["link"], "differ": ["zone", "level"]}),
        rule("adjacency", {"where": "a.level < b.level"}),
        rule("redundancy", {"from": "segment.level == 1", "to": "segment.level == 5"}),
        rule("redundancy", {"from": "segment.level == 1", "to": "segment.level == 5", "physical": True}),
    ]

    assert [ask(asked, inventory).violations for asked in questions] == [(), (), (), ()]
    assert conduits(network_of(content), ()) == ()
