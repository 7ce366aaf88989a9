"""All sides of the network benchmark give the same answers: a quick one that is wrong is no result."""

import importlib.util

import pytest

from secaudit.network import connect
from secaudit.policy import Scope
from tests.benchmarks import policies, questions, topology

SEGMENTS = 3_000


@pytest.fixture(scope="module")
def inventory():
    return topology.wide(SEGMENTS, seed=3, faults=0.3)


@pytest.fixture(scope="module")
def network(inventory):
    return connect(inventory, topology.AS_OF)


@pytest.fixture(scope="module")
def asked(inventory, network):
    return questions.asked(inventory, network)


@pytest.fixture(scope="module")
def searched(network, asked):
    return questions.searched(network, asked)


def test_the_network_has_four_arcs_a_segment_and_every_arc_is_exact(network):
    assert len(network.segments) == pytest.approx(SEGMENTS, rel=0.01)
    assert len(network.tails) == pytest.approx(4 * SEGMENTS, rel=0.01)
    assert all(network.direct)


def test_every_waypoint_rule_of_the_pack_is_asked():
    assert {rule.card.id for rule in questions.rules()} == set(questions.WRITTEN)


def test_something_is_exposed_but_not_everything(searched):
    assert sum(1 for exposed in searched.values() if exposed) >= 3
    assert any(not exposed for exposed in searched.values())


def test_the_audit_finds_exposed_what_the_searches_find_and_what_networkx_finds(inventory, network, asked, searched):
    scope = Scope(inventory, topology.AS_OF, network)
    exposed, causes = questions.told(scope, [(rule, rule.check.run(scope)) for rule in questions.rules()])
    graph = questions.graph_of(network)

    assert exposed == searched == questions.nx_exposed(graph, asked)
    assert causes == questions.nx_causes(network, graph, asked)
    assert sum(map(len, causes.values())) >= 5


def test_the_zones_that_reach_one_another_are_the_same(network):
    members = questions.zones(network)

    assert questions.closure(network, members) == questions.nx_closure(questions.graph_of(network), members)


@pytest.mark.skipif(importlib.util.find_spec("scipy") is None, reason="scipy is for the benchmark only")
def test_scipy_finds_the_same(network, asked, searched):
    arrays, count = questions.arrays_of(network, asked), len(network.segments)

    assert questions.scipy_exposed(arrays, count) == searched
    assert questions.scipy_closure(arrays, count) == questions.closure(network, questions.zones(network))


def test_a_network_of_policies_has_the_size_that_was_asked_for():
    size = policies.Size(segments=500, gateways=25, entries=1_000, networks=10)

    inventory = policies.policed(size)

    assert len(inventory.segments) == size.segments + 1
    assert len(inventory.gateways) == size.gateways
    assert sum(len(gateway.policy) for gateway in inventory.gateways) == size.entries
    assert len({segment.network for segment in inventory.segments}) == size.networks + 1
    assert inventory == policies.policed(size)
