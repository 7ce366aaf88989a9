"""The exact relations against brute force (`exact.py`), and the ways they show against the policies."""

from collections.abc import Iterator
from ipaddress import IPv4Address, IPv6Address
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network
from secaudit.network.exact import Holding, Informing
from secaudit.network.steps import Step
from secaudit.network.ways import Closed, Ways
from tests.builders import scope
from tests.network import exact
from tests.network.building import AS_OF, network_of, with_insides
from tests.network.drawing import Content, contents, crowded
from tests.network.relations import number_of
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
                    assert any(exact._lets_pass(content, *told) for told in _told(content, network, step))
                assert here == target
                stations = [(hop.kind, hop.id) for hop in network.hops(tuple(step.arc for step in way))]
                assert not stations or replay(content, stations, AS_OF) is None


def _told(content: Content, network: Network, step: Step) -> Iterator[tuple[Any, exact.End, exact.End, str]]:
    """The device of a step in the inventory, with each header that the step may stand for."""
    name = network.devices[network.vias[step.arc]].id
    device = next(
        one for kind in ("gateways", "links", "hosts") for one in with_insides(content)[kind] if one["id"] == name
    )
    numbers = {text: number_of(text) for text in exact._services(content)}
    inside = [text for text, number in numbers.items() if any(low <= number <= high for low, high in step.services)]
    sources, targets = (
        [exact.End(network.segments[number].id, (IPv4Address if run[0] == 4 else IPv6Address)(run[1]))]
        if run is not None
        else [end for end in exact._ends(content) if end.segment == network.segments[number].id]
        for number, run in zip((step.origin, step.target), step.ends, strict=True)
    )
    yield from ((device, source, target, text) for source in sources for target in targets for text in inside)


@some
@given(DRAWN)
def test_information_gets_where_questions_and_answers_carry_it(drawn: Content) -> None:
    content = _whole(drawn)
    network = network_of(content).answering
    informing = Informing(network, range(len(network.segments)), bytes(len(network.devices)))
    expected = exact.informs(content, AS_OF)

    for number, segment in enumerate(network.segments):
        found = _named(network, informing, informing.spread([number]))
        if _has_proxy(content):
            assert expected[segment.id] <= found
        else:
            assert found == expected[segment.id]


def test_of_sources_that_no_policy_tells_apart_a_way_begins_at_the_nearest():
    text = """\
    networks: [{id: net, trust: untrusted}, {id: lan, trust: own}]
    segments: [{id: a, network: net}, {id: b, network: net}, {id: c, network: net}, {id: core, network: lan}, {id: far, network: lan}]
    links: [{id: ab, between: [a, b]}, {id: bc, between: [b, c]}, {id: cable, between: [c, core]}]
    gateways: [{id: g, segments: [core, far], policy: [{from: lan, to: far, services: [tcp/1], action: permit}]}]
    """
    network = scope(text).network
    outside, core = [network.index[name] for name in "abc"], network.index["core"]

    ways = Ways(network, outside, [core, network.index["far"]], Closed(bytes(len(network.devices)), None))

    assert [hop.id for hop in network.tell(ways.way(core))] == ["c", "cable", "core"]
