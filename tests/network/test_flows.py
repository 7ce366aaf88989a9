"""What is forwarded from every class of a large network, against the conversations of a region."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network, connect
from secaudit.network import areas as network_areas
from secaudit.network.exact import Holding
from secaudit.network.flows import Flows
from secaudit.network.services import parse
from tests.benchmarks import policies
from tests.network.building import deny, network_of, permit, segments_of
from tests.network.drawing import Content, contents, crowded

SIZES = [
    policies.Size(segments=40, gateways=8, entries=160, networks=2),
    policies.Size(segments=60, gateways=20, entries=300, networks=5),
    policies.Size(segments=60, gateways=20, entries=300, networks=2, proxies=1 / 3),
    policies.Size(segments=90, gateways=9, entries=200, networks=9),
]


AREAS = ("secaudit.network.areas", "secaudit.network.permits", "secaudit.network.flows")
some = settings(max_examples=300, deadline=None, derandomize=True)


@pytest.mark.parametrize("few", [3, 64], ids=["small areas", "large areas"])
@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("size", SIZES)
def test_area_by_area_the_same_is_forwarded(size: policies.Size, seed: int, few: int, monkeypatch) -> None:
    for module in AREAS:
        monkeypatch.setattr(f"{module}.SIZE", few)

    _assert_the_same(connect(policies.policed(size, seed), policies.AS_OF))


def _assert_the_same(network: Network) -> None:
    talk = _whole(network).talk

    flows = Flows(talk)

    for origin in range(len(talk.classes)):
        found = [0] * len(talk.atoms)
        for area, headers in flows.forwards(origin).items():
            for number, atoms in flows.addressed(area, headers):
                for atom in range(len(found)):
                    found[atom] |= (atoms >> atom & 1) << number
        assert found == talk.by_atom(origin)
        assert all(flows.forwards(origin).values())
        assert flows.partners(origin) == talk.partners(origin)


@some
@given(crowded() | contents(), st.sampled_from([1, 2, 3, 64]), st.sampled_from([0, 1024]))
def test_area_by_area_the_same_is_forwarded_in_small_networks_of_every_kind(
    content: Content, few: int, most: int
) -> None:
    with patch("secaudit.network.classes.MOST_MORE", most):  # segments of more parts are judged as wholes
        _assert_the_same_by_areas(few, {"units": [], "links": [], "hosts": [], **content})


def _assert_the_same_by_areas(few: int, content: Content) -> None:
    with patch(f"{AREAS[0]}.SIZE", few), patch(f"{AREAS[1]}.SIZE", few), patch(f"{AREAS[2]}.SIZE", few):
        _assert_the_same(network_of(content))


A, B, C = ({"id": name, "cidrs": [f"10.0.{number}.0/24"]} for number, name in enumerate("abc"))
HALF, OTHER = "10.0.0.0/25", "10.0.0.128/25"


@pytest.mark.parametrize("few", [1, 64])
@pytest.mark.parametrize("most", [0, 1024])
@pytest.mark.parametrize(
    "policy",
    [
        [permit("b", "a", "tcp"), deny("a", "b", "tcp/1")],
        [deny(HALF, "b"), permit("a", "c"), deny("b", HALF), permit("c", "a", "udp")],
        [permit("a", HALF), permit(HALF, "b", "tcp"), deny(OTHER, "b"), permit("any", "b", "tcp/1")],
    ],
)
def test_area_by_area_policies_mean_the_same(few: int, most: int, policy: list[Content], monkeypatch) -> None:
    monkeypatch.setattr("secaudit.network.classes.MOST_MORE", most)
    for default in ("permit", "deny"):
        gateway = {"id": "g", "segments": ["a", "b", "c"], "kind": "firewall", "policy": policy, "default": default}
        _assert_the_same_by_areas(few, {"segments": [A, B, C], "gateways": [gateway]})


@pytest.mark.parametrize("few", [1, 64])
@pytest.mark.parametrize("half", ["10.0.2.0/25", "10.0.2.128/25"])
def test_what_is_forwarded_to_a_part_of_a_segment_is_told_of_the_segment(few: int, half: str, monkeypatch) -> None:
    for module in AREAS:
        monkeypatch.setattr(f"{module}.SIZE", few)
    policy = [permit("b", "a", "tcp/1"), permit("a", half, "tcp/443")]
    gateways = [{"id": "g", "segments": ["a", "b", "c"], "kind": "firewall", "policy": policy}]
    network = network_of({"segments": [A, B, C], "gateways": gateways})

    _assert_the_same(network)

    flows = Flows(_whole(network).talk)
    (atoms,) = [
        atoms for area, bits in flows.forwards(0).items() for number, atoms in flows.addressed(area, bits) if number
    ]
    assert [services for number, services in enumerate(flows.talk.atoms) if atoms >> number & 1] == [parse("tcp/443")]


def test_a_gateway_is_not_taken_for_a_place_of_which_the_number_is_near() -> None:
    """A one-way link from b leads to place 0, and gateway 1 stands beside it."""
    gateways = [
        {"id": name, "segments": list(ends), "kind": "firewall", "policy": [permit("any", "any", "tcp")]}
        for name, ends in (("g0", "de"), ("g1", "bce"))
    ]
    links = [{"id": "l", "between": ["b", "a"], "one_way": {"from": "b", "to": "a"}}]
    _assert_the_same_by_areas(1, {"segments": segments_of(*"abcde"), "gateways": gateways, "links": links})


def test_a_segment_that_one_gateway_only_leads_to_and_another_only_from_is_led_through() -> None:
    first, last = (
        {"id": name, "segments": list(ends), "kind": "firewall", "policy": [permit("a", "c"), permit("a", "b")]}
        for name, ends in (("g", "ab"), ("h", "bc"))
    )
    for few in (1, 64):
        _assert_the_same_by_areas(few, {"segments": [A, B, C], "gateways": [first, last]})


def _whole(network: Network) -> Holding:
    return Holding(network, range(len(network.segments)), bytes(len(network.devices)))


def _proxies(network: Network) -> int:
    return len(network.proxies)


def test_the_networks_compared_have_proxies_conversations_in_transit_one_way_lines_and_more_than_one_area() -> None:
    networks = [connect(policies.policed(size, seed), policies.AS_OF) for size in SIZES for seed in range(4)]

    assert sum(map(_proxies, networks)) >= 20
    assert all(not all(network.direct) for network in networks)
    assert any(holding.talk.width > len(holding.classes) for holding in map(_whole, networks))
    assert any(device.one_way for network in networks for device in network.devices)
    assert any(len(network.segments) > network_areas.SIZE for network in networks)
