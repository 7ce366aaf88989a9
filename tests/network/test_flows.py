"""What is forwarded from every class of a large network, against the conversations of a region."""

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network, connect
from secaudit.network import areas as network_areas
from secaudit.network.exact import Holding
from secaudit.network.flows import Flows
from tests.benchmarks import policies
from tests.network.building import network_of
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
        assert flows.partners(origin) == talk.partners(origin)


@some
@given(crowded() | contents(), st.sampled_from([1, 2, 3, 64]))
def test_area_by_area_the_same_is_forwarded_in_small_networks_of_every_kind(content: Content, few: int) -> None:
    with patch(f"{AREAS[0]}.SIZE", few), patch(f"{AREAS[1]}.SIZE", few), patch(f"{AREAS[2]}.SIZE", few):
        _assert_the_same(network_of({"units": [], "links": [], "hosts": [], **content}))


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
