"""The exact relations against brute force (`exact.py`), and the ways they show against the policies."""

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network
from secaudit.network.exact import Holding
from tests.network import exact
from tests.network.building import AS_OF, network_of
from tests.network.drawing import Content, contents, crowded
from tests.network.replay import replay

DRAWN = st.one_of(contents(), crowded())
some = settings(max_examples=600, deadline=None, derandomize=True)


def _whole(content: Content) -> Content:
    return {"units": [], "links": [], "hosts": [], **content}


def _holding(network: Network) -> Holding:
    return Holding(network, range(len(network.segments)), bytes(len(network.devices)))


def _has_proxy(content: Content) -> bool:
    return any(gateway.get("kind") in ("proxy", "jump_host") for gateway in content["gateways"])


def _named(network: Network, holding: Holding, classes: Any) -> set[str]:
    return {network.segments[member].id for number in classes for member in holding.classes.members[number]}


@some
@given(DRAWN)
def test_what_is_forwarded_is_what_brute_force_finds(drawn: Content) -> None:
    content = _whole(drawn)
    network = network_of(content)
    holding = _holding(network)
    expected = exact.forwards(content, AS_OF)

    for number, segment in enumerate(network.segments):
        bits = holding.talk.partners(holding.classes.class_of[number])
        found = _named(network, holding, [k for k in range(len(holding.classes)) if bits >> k & 1]) | {segment.id}
        if _has_proxy(content):
            assert expected[segment.id] <= found
        else:
            assert found == expected[segment.id]


@some
@given(DRAWN)
def test_what_is_held_is_what_brute_force_finds(drawn: Content) -> None:
    content = _whole(drawn)
    network = network_of(content)
    holding = _holding(network)
    expected = exact.reaches(content, AS_OF)

    for number, segment in enumerate(network.segments):
        found = _named(network, holding, holding.spread([number]))
        if _has_proxy(content):
            assert expected[segment.id] <= found
        else:
            assert found == expected[segment.id]


@some
@given(DRAWN)
def test_every_way_can_be_walked_header_by_header(drawn: Content) -> None:
    content = _whole(drawn)
    network = network_of(content)
    holding = _holding(network)

    for start in range(len(network.segments)):
        parents = holding.spread([start])
        for number in parents:
            for target in holding.classes.members[number]:
                way = holding.way([start], target, parents)
                here = start
                for step in way:
                    assert network.tails[step.arc] == here
                    here = network.heads[step.arc]
                    policy = network.policies[network.vias[step.arc]]
                    assert policy is None or policy.permitted(step.origin, step.target)
                assert here == target
                stations = [(hop.kind, hop.id) for hop in network.hops(tuple(step.arc for step in way))]
                assert not stations or replay(content, stations, AS_OF) is None
