"""The minimum cut against that of networkx."""

import networkx as nx
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network.cuts import behind_the_cut

_EDGES = st.lists(
    st.tuples(st.integers(0, 11), st.integers(0, 11), st.sampled_from((1, 1, 1, 2, 50))).filter(lambda e: e[0] != e[1]),
    max_size=60,
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(_EDGES, st.sets(st.integers(0, 5), min_size=1, max_size=3), st.sets(st.integers(6, 11), min_size=1, max_size=3))
def test_the_cut_nearest_to_the_ends_is_found(edges, starts, ends):
    graph = nx.DiGraph()
    graph.add_nodes_from(("start", "end"))
    for tail, head, cost in edges:
        known = graph.get_edge_data(tail, head, {"capacity": 0})["capacity"]
        graph.add_edge(tail, head, capacity=known + cost)
    graph.add_edges_from(("start", node) for node in starts)
    graph.add_edges_from((node, "end") for node in ends)
    _, (_, beyond) = nx.minimum_cut(graph, "start", "end")

    assert behind_the_cut(edges, starts, ends) == beyond - {"end"}


def test_a_thousand_ways_side_by_side_are_cut_one_by_one():
    edges = [edge for number in range(1000) for edge in ((0, 1 + number, 5), (1 + number, 2001, 1))]

    assert behind_the_cut(edges, [0], [2001]) == {2001}


def test_a_long_way_is_cut_at_its_last_cheapest_edge():
    edges = [(number, number + 1, 7 if number % 5 else 3) for number in range(5000)]

    assert behind_the_cut(edges, [0], [5000]) == set(range(4996, 5001))


def test_three_cheap_edges_are_cut_rather_than_one_that_costs_four_and_not_rather_than_one_that_costs_two():
    cheap = [(1, 2, 1), (1, 3, 1), (1, 4, 1)]

    assert behind_the_cut([(0, 1, 4), *cheap], [0], [2, 3, 4]) == {2, 3, 4}
    assert behind_the_cut([(0, 1, 2), *cheap], [0], [2, 3, 4]) == {1, 2, 3, 4}


def test_what_was_sent_by_a_short_way_is_sent_round_where_another_way_needs_its_edge():
    short, other = [(0, 1, 1), (1, 4, 1), (4, 9, 1)], [(0, 2, 1), (2, 3, 1), (3, 4, 1)]
    round_about = [(1, 5, 1), (5, 6, 1), (6, 9, 1)]

    assert behind_the_cut([*short, *other, *round_about], [0], [9]) == {9}
