"""Where conversations can go: destinations side by side that are led to alike, and what lies beyond a device.

Most segments of a network hang at one gateway: nothing leads on from them that did not lead there. Every
other place is a *junction*. Junctions and gateways make a graph; along a walk through its blocks the classes
are put into *areas* of equal size, so that what lies on one side of a device lies in few of them.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from secaudit.network.conversations import Conversations

if TYPE_CHECKING:
    import networkx as nx

SIZE = 64
"""How many classes an area has: sets of headers become numbers of a few thousand bits."""
_Node = int  # a place by its number, a gateway by -1 minus its number


class Areas:
    """The classes of some conversations in areas. Sets of areas are whole numbers with a bit an area.

    `junctions` are places, `exits` those to which each gateway leads, `hanging` the classes that hang at it,
    `spot` is the area of each class and its position there, `order` the other way round.
    """

    def __init__(self, talk: Conversations) -> None:
        """The arcs that are open are those of the conversations."""
        import networkx as nx  # noqa: PLC0415  (heavy, and only needed where the whole network is asked about)

        gateways = _gateways(talk)
        self.junctions = _junctions(talk, gateways)
        self.exits = {via: [end for end in ends if end in self.junctions] for via, ends in talk.exits.items()}
        self.hanging: dict[int, list[int]] = {}
        at: dict[_Node, list[int]] = {}
        for number, place in enumerate(talk.classes.places):
            if place in self.junctions:
                at.setdefault(place, []).append(number)
            else:
                via = next(iter(gateways[place]))
                self.hanging.setdefault(via, []).append(number)
                at.setdefault(-1 - via, []).append(number)
        blocks = [list(edges) for edges in nx.biconnected_component_edges(self._graph(talk))]
        walk = _Walk(blocks, at)
        self.order = walk.order
        self.spot = {number: divmod(rank, SIZE) for rank, number in enumerate(self.order)}
        self.every = (1 << -(-len(self.order) // SIZE)) - 1
        proxies = sorted(walk.start[place] for place in {end for ends in talk.entrances.values() for end in ends})
        self.beyond = {step: self._around(sides, proxies) for step, sides in walk.sides(blocks)}

    def of(self, classes: Iterable[int]) -> dict[int, int]:
        """Some classes by area: in each, a bit for each that is among them."""
        found: dict[int, int] = {}
        for number in classes:
            area, position = self.spot[number]
            found[area] = found.get(area, 0) | 1 << position
        return found

    def _graph(self, talk: Conversations) -> "nx.Graph[_Node]":
        import networkx as nx  # noqa: PLC0415

        graph: nx.Graph[_Node] = nx.Graph()
        graph.add_edges_from((place, end) for place, ends in talk.free.items() for end in ends)
        for place in self.junctions:
            graph.add_edges_from((place, -1 - via) for via in talk.filters.get(place, ()))
        for via, ends in self.exits.items():
            if via not in talk.proxies:
                graph.add_edges_from((-1 - via, end) for end in ends)
        return graph

    def _around(self, sides: Sequence[tuple[int, int]], proxies: Sequence[int]) -> int:
        """The areas with classes of some ranks, from first to before last; all if a proxy stands there.

        A proxy may take over any conversation, wherever it leads.
        """
        found = 0
        for first, last in sides:
            if bisect_left(proxies, first) < bisect_left(proxies, last):
                return self.every
            if first < last:
                found |= (1 << (last - 1) // SIZE + 1) - (1 << first // SIZE)
        return found


def _gateways(talk: Conversations) -> Mapping[int, set[int]]:
    """The gateways that packets pass at each place, on the way in or out."""
    beside = defaultdict[int, set[int]](set)
    for place, vias in talk.filters.items():
        beside[place].update(vias)
    for via, ends in talk.exits.items():
        if via not in talk.proxies:
            for place in ends:
                beside[place].add(via)
    return beside


def _junctions(talk: Conversations, gateways: Mapping[int, set[int]]) -> frozenset[int]:
    """The places that do not hang at one gateway: several lead there, or a proxy, or a way without a policy."""
    found = {place for place in talk.classes.places if len(gateways.get(place, ())) != 1}
    found.update(talk.free, *talk.free.values(), *talk.entrances.values())
    return frozenset(found)


_Edges = Sequence[tuple[_Node, _Node]]


class _Walk:
    """A walk through all blocks of a graph, in which what hangs together in one block comes without a break.

    Blocks share single nodes and so form trees. `order` are the classes at the nodes as they are come by,
    `start` and `end` the ranks of what is at a node and below it.
    """

    def __init__(self, blocks: Sequence[_Edges], at: Mapping[_Node, Sequence[int]]) -> None:
        """`blocks` as edges; `at` gives the classes at each node."""
        self._members = [sorted({node for edge in edges for node in edge}) for edges in blocks]
        self._within = defaultdict[_Node, list[int]](list)
        for number, members in enumerate(self._members):
            for node in members:
                self._within[node].append(number)
        self._top: dict[int, _Node] = {}
        self.order: list[int] = []
        self.start: dict[_Node, int] = {}
        self.end: dict[_Node, int] = {}
        for root in sorted({*at, *self._within}):
            if root not in self.start:
                self._descend(root, at)

    def _descend(self, root: _Node, at: Mapping[_Node, Sequence[int]]) -> None:
        met: list[tuple[_Node, _Node | None]] = []
        ahead: list[tuple[_Node, _Node | None]] = [(root, None)]
        while ahead:
            node, above = ahead.pop()
            met.append((node, above))
            self.start[node] = len(self.order)
            self.order += at.get(node, ())
            self.end[node] = len(self.order)
            for number in self._within.get(node, ()):
                if number not in self._top:
                    self._top[number] = node
                    ahead += ((child, node) for child in self._members[number] if child != node)
        for node, above in reversed(met):
            if above is not None:
                self.end[above] = max(self.end[above], self.end[node])

    def sides(self, blocks: Sequence[_Edges]) -> Iterator[tuple[tuple[_Node, _Node], list[tuple[int, int]]]]:
        """For each step from a node to one next to it: the ranks of all that lies that way, by first and last."""
        for number, edges in enumerate(blocks):
            top = self._top[number]
            below = [node for node in self._members[number] if node != top]
            inward = [(min(self.start[node] for node in below), max(self.end[node] for node in below))]
            for edge in edges:
                for node, other in (edge, edge[::-1]):
                    outward = [(0, self.start[node]), (self.end[node], len(self.order))]
                    yield (node, other), inward if node == top else outward
