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


def _lines(*pairs):
    names = sorted({end for pair in pairs for end in pair})
    links = ", ".join(f"{{id: {one}{other}, between: [{one}, {other}]}}" for one, other in pairs)
    return scope(f"segments: [{', '.join(f'{{id: {name}}}' for name in names)}]\nlinks: [{links}]\n").network


def _vias(part):
    return [part.network.devices[via].id for via in part.vias]


def test_what_is_shut_is_no_part_nor_what_only_it_leads_to():
    network = _lines("ab", "ac", "bc", "cd")
    sources, targets = {network.index["a"]}, {network.index["c"]}

    def part(*names):
        return Part(network, sources, targets, bytes(device.id in names for device in network.devices))

    assert _vias(part()) == ["ab", "ac", "bc", "cd"]  # d and back again is a way, too
    assert _vias(part("bc")) == ["ab", "ac", "cd"]
    assert part("ac", "bc").neighbours.get(network.index["c"], ()) == ()
    assert network.index["c"] not in part("ac", "bc").tree()


def test_a_shut_line_makes_no_end_of_it_a_part():
    text = (
        "segments: [{id: a}, {id: b}, {id: c}]\n"
        "links: [{id: ab, between: [a, b], one_way: {from: a, to: b}}, {id: ac, between: [a, c]},"
        " {id: bc, between: [b, c], one_way: {from: b, to: c}}]\n"
    )
    network = scope(text).network

    def part(*names):
        return Part(network, {0}, {2}, bytes(device.id in names for device in network.devices))

    assert _vias(part()) == ["ab", "ac", "bc"]
    assert _vias(part("bc")) == ["ac"]
    assert _vias(part("ab")) == ["ac"]


def test_a_track_tells_segment_device_and_segment():
    network = _lines("zx", "xy", "zw", "wv")
    index = {device.id: via for via, device in enumerate(network.devices)}
    start, middle, end = (network.index[name] for name in "zxy")
    part = Part(network, {start}, {end}, bytes(len(network.devices)))

    assert part.tree().track(end) == ((start, index["zx"], middle), (middle, index["xy"], end))
    assert part.tree().track(start) == ()


def test_sides_may_be_given_in_any_order():
    network = _lines("ad", "bd", "de", "df")
    vias = bytes(len(network.devices))
    one = Part(network, [0, 1], [4, 3], vias)
    other = Part(network, [1, 0, 1], [3, 4, 4, 0], vias)

    assert (one.sources, one.targets) == ([0, 1], [3, 4])
    assert (other.sources, other.targets) == ([0, 1, 1], [3, 4])
    assert one.cuts(vias) == other.cuts(vias)
    assert [one.tree().track(end) for end in (3, 4)] == [other.tree().track(end) for end in (3, 4)]
    assert one.tree(starts=[1, 0]).track(3) == one.tree(starts=[0, 1]).track(3)


def _directed(seed):
    random = Random(seed)
    names = [f"s{number}" for number in range(SEGMENTS)]
    lines = [f"segments: [{', '.join(f'{{id: {name}}}' for name in names)}]", "links:"]
    for number in range(random.randint(3, 6)):
        direction = random.choice(["", ", direction: a", ", direction: b", ", direction: c"])
        lines.append(f"  - {{id: l{number}, between: [{', '.join(random.sample(names, 2))}]{direction}}}")
    lines.append("hosts:")
    for number in range(random.randint(1, 3)):
        ends = random.sample(names, random.randint(2, 3))
        lines.append(f"  - {{id: h{number}, segments: [{', '.join(ends)}]}}")
    return scope("\n".join(lines) + "\n").network


def _by_simple_ways(network, sources, direction):
    """Every way that passes no segment and no device twice, walked to its end."""
    found, ahead = set(), [(source, frozenset(sources), frozenset(), False) for source in sources]
    while ahead:
        here, seen, used, by_line = ahead.pop()
        if by_line:
            found.add(here)
        for arc in network.out[here]:
            via, end = network.vias[arc], network.heads[arc]
            is_line = network.devices[via].type == "link"
            if end in seen or via in used or (is_line and network.devices[via].direction in (None, direction)):
                continue
            ahead.append((end, seen | {end}, used | {via}, by_line or is_line))
    return found


@pytest.mark.parametrize("seed", range(200))
def test_a_line_counts_where_a_way_passes_it_and_nothing_twice(seed):
    network = _directed(seed)
    sources = {0} if seed % 2 else {0, 1}
    part = Part(network, sources, set(range(SEGMENTS)) - sources, bytes(len(network.devices)))

    for direction in ("a", "b", None):
        assert part.by_line(direction) == _by_simple_ways(network, sources, direction)
