"""The matrix against the relations segment by segment."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Asked, Closed, Network, Ways
from secaudit.network import services as service_sets
from secaudit.network.exact import Holding
from secaudit.network.matrix import closures, tabulate
from tests.network import exact
from tests.network.building import AS_OF, network_of, permit
from tests.network.drawing import Content, contents, crowded
from tests.network.relations import passed

DRAWN = st.one_of(contents(), crowded())
FEW = st.sampled_from([1, 2, 64])
some = settings(max_examples=150, deadline=None, derandomize=True)


def _whole(content: Content) -> Content:
    return {"units": [], "links": [], "hosts": [], **content}


def _holding(network: Network) -> Holding:
    return Holding(network, range(len(network.segments)), bytes(len(network.devices)))


@some
@given(DRAWN, st.lists(st.integers(0, 2), min_size=6, max_size=6), FEW)
def test_pairs_of_groups_are_counted_as_pairs_of_segments(drawn: Content, colours: list[int], few: int) -> None:
    network = network_of(_whole(drawn))
    holding, size = _holding(network), len(network.segments)
    names = sorted(set(colours[:size]))
    group_of = [names.index(colour) for colour in colours[:size]]
    expected = [[0] * len(names) for _ in names]
    for start in range(size):
        held = holding.spread([start])
        for end in range(size):
            if end != start and holding.classes.class_of[end] in held:
                expected[group_of[start]][group_of[end]] += 1

    with _areas_of(few):
        (matrix,) = tabulate(network, [group_of], "reaches")

    assert matrix.pairs == expected
    assert list(matrix.sizes) == [group_of.count(number) for number in range(len(names))]


@some
@given(DRAWN, FEW)
def test_whom_information_gets_to_is_what_a_search_from_each_segment_finds(drawn: Content, few: int) -> None:
    network = network_of(_whole(drawn))
    numbers = range(len(network.segments))
    shut = Closed(bytes(len(network.devices)))

    with _areas_of(few):
        (matrix,) = tabulate(network, [list(numbers)], "informs")

    for row in numbers:
        met = Ways(network, [row], [other for other in numbers if other != row], shut, Asked("informs")).reached
        assert [column for column in numbers if matrix.pairs[row][column]] == sorted(met)


@some
@given(DRAWN)
def test_segment_by_segment_it_is_what_brute_force_finds(drawn: Content) -> None:
    content = _whole(drawn)
    network = network_of(content)
    if any(gateway.get("kind") in ("proxy", "jump_host") for gateway in content["gateways"]):
        return  # brute force is narrower there; test_exact.py says how
    expected = exact.reaches(content, AS_OF)

    (matrix,) = tabulate(network, [list(range(len(network.segments)))], "reaches")

    for row, origin in enumerate(network.segments):
        found = {network.segments[column].id for column, pairs in enumerate(matrix.pairs[row]) if pairs}
        assert found == expected[origin.id] - {origin.id}


@some
@given(DRAWN, st.lists(st.integers(0, 1), min_size=6, max_size=6), FEW)
def test_what_is_forwarded_is_counted_and_services_are_the_union_over_all_pairs_of_segments(
    drawn: Content, colours: list[int], few: int
) -> None:
    network = network_of(_whole(drawn))
    holding, size = _holding(network), len(network.segments)
    names = sorted(set(colours[:size]))
    group_of = [names.index(colour) for colour in colours[:size]]
    expected = [[service_sets.NONE] * len(names) for _ in names]
    pairs = [[0] * len(names) for _ in names]
    for start in range(size):
        for end in range(size):
            if start != end:
                row, column = group_of[start], group_of[end]
                passing = passed(holding, start, end)
                expected[row][column] = service_sets.union(expected[row][column], passing)
                pairs[row][column] += bool(passing)

    with _areas_of(few):
        (matrix,) = tabulate(network, [group_of], "forwards")

    assert matrix.services == expected
    assert matrix.pairs == pairs


@contextmanager
def _areas_of(size: int) -> Iterator[None]:
    """Areas of so many classes."""
    with ExitStack() as stack:
        for module in ("areas", "permits", "flows"):
            stack.enter_context(patch(f"secaudit.network.{module}.SIZE", size))
        yield


@some
@given(st.lists(st.sets(st.integers(0, 7)), min_size=8, max_size=8))
def test_a_closure_is_reflexive_transitive_and_no_more(relation: list[set[int]]) -> None:
    expected = []
    for start in range(len(relation)):
        held, ahead = {start}, [start]
        while ahead:
            fresh = relation[ahead.pop()] - held
            held |= fresh
            ahead += fresh
        expected.append(sum(1 << number for number in held))

    assert closures([sum(1 << number for number in ends) for ends in relation]) == expected


def test_no_segment_gives_an_empty_matrix() -> None:
    (matrix,) = tabulate(network_of({"units": [{"id": "it"}]}), [[]], "forwards")

    assert (list(matrix.sizes), matrix.pairs) == ([], [])


def test_pairs_that_are_possible_are_those_of_different_segments() -> None:
    segments = [{"id": f"s{number}"} for number in range(5)]

    (matrix,) = tabulate(network_of({"segments": segments}), [[0, 0, 1, 1, 1]], "reaches")

    assert [[matrix.possible(row, column) for column in (0, 1)] for row in (0, 1)] == [[2, 6], [6, 6]]
    assert matrix.pairs == [[0, 0], [0, 0]]


def test_segments_that_are_joined_without_a_filter_exchange_every_service() -> None:
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "c"], "policy": [permit("a", "c", "tcp", "udp/53")]}
    link = {"id": "l", "between": ["a", "b"]}
    segments = [{"id": name} for name in "abc"]
    network = network_of({"segments": segments, "gateways": [gateway], "links": [link]})

    (matrix,) = tabulate(network, [[0, 0, 1]], "forwards")

    passing = service_sets.parse_all(("tcp", "udp/53"))
    assert matrix.services == [[service_sets.ANY, passing], [service_sets.NONE, service_sets.NONE]]
    assert matrix.pairs == [[2, 1], [0, 0]]
