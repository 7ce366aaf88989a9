"""The minimum cut between two sides of a graph, found by the largest flow that gets through (Dinic 1970)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from itertools import pairwise

Edge = tuple[int, int, int]
"""Tail, head and what it costs to cut it."""
_Left = Mapping[int, dict[int, int]]


def behind_the_cut(edges: Iterable[Edge], starts: Iterable[int], ends: Iterable[int]) -> set[int]:
    """The nodes on the far side of the minimum cut that is nearest to the ends, which is unique.

    Starts and ends have no node in common. The cut are the edges that lead to these nodes from others.
    """
    sources, goals = tuple(starts), frozenset(ends)
    left: dict[int, dict[int, int]] = defaultdict(dict)
    for tail, head, cost in edges:
        left[tail][head] = left[tail].get(head, 0) + cost
        left[head].setdefault(tail, 0)
    while not goals.isdisjoint(levels := _levels(left, sources)):
        _fill(left, levels, sources, goals)
    return _leading_to(left, goals)


def _levels(left: _Left, starts: Iterable[int]) -> dict[int, int]:
    """How many edges with something left lie between the starts and each node that is got to."""
    levels = dict.fromkeys(starts, 0)
    ahead = list(levels)
    for node in ahead:  # grows while it is walked
        for end, rest in left[node].items():
            if rest and end not in levels:
                levels[end] = levels[node] + 1
                ahead.append(end)
    return levels


def _fill(left: _Left, levels: Mapping[int, int], starts: Iterable[int], ends: Collection[int]) -> None:
    """Send as much as goes along ways that rise by one level an edge."""
    untried: dict[int, Iterator[int]] = {}
    for start in starts:
        path = [start]
        while path:
            node = path[-1]
            if node in ends:
                del path[_send(left, path) + 1 :]
                continue
            above = untried.setdefault(node, iter(left[node]))
            end = next((end for end in above if left[node][end] and levels.get(end) == levels[node] + 1), None)
            if end is None:
                path.pop()
            else:
                path.append(end)


def _send(left: _Left, path: list[int]) -> int:
    """Send as much as goes along a path; gives the place of the first node from which nothing more goes on."""
    edges = list(pairwise(path))
    amount = min(left[tail][head] for tail, head in edges)
    for tail, head in edges:
        left[tail][head] -= amount
        left[head][tail] += amount
    return next(place for place, (tail, head) in enumerate(edges) if not left[tail][head])


def _leading_to(left: _Left, ends: Iterable[int]) -> set[int]:
    """The nodes from which edges with something left lead to the ends, which are among them."""
    ahead = list(ends)
    found = set(ahead)
    for node in ahead:  # grows while it is walked
        for before in left[node]:
            if before not in found and left[before][node]:
                found.add(before)
                ahead.append(before)
    return found
