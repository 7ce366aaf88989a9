"""What cuts segments off, against taking out one device after the other."""

from random import Random

import pytest

from secaudit.network import Network, Part
from tests.builders import scope

SEGMENTS = 7


def random_network(seed: int) -> Network:
    random = Random(seed)
    names = [f"s{number}" for number in range(SEGMENTS)]
    lines = [f"segments: [{', '.join(f'{{id: {name}}}' for name in names)}]", "gateways:"]
    for number in range(random.randint(1, 4)):
        ends = random.sample(names, random.randint(2, 5))
        entries = ", ".join(
            f"{{from: {random.choice(ends)}, to: {random.choice(ends)}, action: permit}}"
            for _ in range(random.randint(1, 4))
        )
        lines.append(f"  - {{id: g{number}, kind: firewall, segments: [{', '.join(ends)}], policy: [{entries}]}}")
    lines.append("links:")
    for number in range(random.randint(1, 4)):
        ends = random.sample(names, 2)
        one_way = f", one_way: {{from: {ends[0]}, to: {ends[1]}}}" if random.random() < 0.3 else ""
        lines.append(f"  - {{id: l{number}, between: [{', '.join(ends)}]{one_way}}}")
    return scope("\n".join(lines) + "\n").network


@pytest.mark.parametrize("seed", range(400))
def test_a_device_cuts_off_exactly_what_is_not_joined_without_it(seed):
    network = random_network(seed)
    sources, targets = ({0}, {5, 6}) if seed % 2 else ({0, 1}, set(range(2, SEGMENTS)))
    part = Part(network, sources, targets, bytes(len(network.devices)))
    tree = part.tree()

    expected = {}
    for target in targets:
        if target in tree:
            vias = range(len(network.devices))
            closed = {via: bytes(number == via for number in vias) for via in vias}
            cutting = [via for via in vias if target not in part.tree(closed[via])]
            if cutting:
                expected[target] = cutting

    assert part.cuts(bytes(len(network.devices))) == expected


def test_devices_that_join_here_and_there_are_looked_at_closely():
    seen = [random_network(seed) for seed in range(400)]
    parts = [Part(network, {0, 1}, set(range(2, SEGMENTS)), bytes(len(network.devices))) for network in seen]

    assert sum(any(len(set(joins.values())) > 1 for joins in part._joins.values()) for part in parts) > 5


def test_what_is_spared_cuts_nothing():
    network = scope("segments: [{id: a}, {id: b}]\nlinks: [{id: l, between: [a, b]}]\n").network
    part = Part(network, {0}, {1}, b"\0")

    assert part.cuts(b"\0") == {1: [0]}
    assert part.cuts(b"\1") == {}


def test_what_leads_from_one_side_only_to_itself_is_no_part():
    network = scope(
        "segments: [{id: a}, {id: b}, {id: c}]\n"
        "links: [{id: l, between: [a, b]}, {id: m, between: [a, c], one_way: {from: a, to: c}},"
        " {id: n, between: [b, c], one_way: {from: b, to: c}}]\n"
    ).network

    part = Part(network, {0}, {1}, bytes(3))

    assert [network.devices[via].id for via in part.vias] == ["l"]
