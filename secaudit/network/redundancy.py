"""What stands alone between some segments and others (`semantics.md` section 4, redundancy).

The *part* of the network between two sides is every arc on some way from one to the other, in either
direction. It is looked at as an undirected graph of segments and devices: a device cuts a segment off if
every way to it passes the device, that is, if it dominates the segment. What several policies let pass is
not compared service by service: two gateways that both lead on count as two ways.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from secaudit.network.network import Network
from secaudit.network.search import reach

Track = tuple[tuple[int, int, int], ...]
"""A way of no direction: (segment, device, segment) by number, from the first side to the other."""
_Node = int | tuple[int, int] | str
_START = "start"


class Tree:
    """A shortest track from some segments to each that is joined with them."""

    def __init__(self, parents: Mapping[int, tuple[int, int] | None]) -> None:
        """`parents` gives the segment and the device before each segment that was met."""
        self._parents = parents

    def __contains__(self, segment: int) -> bool:
        return segment in self._parents

    def track(self, segment: int) -> Track:
        """A shortest track to a segment that was met."""
        steps = []
        while (before := self._parents[segment]) is not None:
            steps.append((before[0], before[1], segment))
            segment = before[0]
        return tuple(reversed(steps))


class Part:
    """The part of the network between two sides, past the devices that are shut."""

    def __init__(
        self, network: Network, sources: Collection[int], targets: Collection[int], shut: Sequence[int]
    ) -> None:
        """`shut` are truth values by number of device."""
        self.network = network
        self.sources = sorted(sources)
        self.targets = sorted(set(targets) - set(sources))
        self._shut = shut

    @cached_property
    def neighbours(self) -> Mapping[int, Sequence[tuple[int, int]]]:
        """For each segment of the part, the devices and segments next to it."""
        joined: dict[int, set[tuple[int, int]]] = {}
        for one, other in ((self.sources, self.targets), (self.targets, self.sources)):
            for arc in self._arcs(one, other):
                tail, head, via = self.network.tails[arc], self.network.heads[arc], self.network.vias[arc]
                joined.setdefault(tail, set()).add((via, head))
                joined.setdefault(head, set()).add((via, tail))
        return {segment: sorted(beside) for segment, beside in joined.items()}

    def _arcs(self, one: Sequence[int], other: Sequence[int]) -> Iterator[int]:
        network, shut = self.network, self._shut
        onward = reach(network, one, closed_vias=shut)
        toward = reach(network, other, closed_vias=shut, backward=True)
        for segment in onward.order:
            if segment in toward:
                yield from (
                    arc for arc in network.out[segment] if network.heads[arc] in toward and not shut[network.vias[arc]]
                )

    @cached_property
    def vias(self) -> Sequence[int]:
        """The devices of the part."""
        return sorted({via for beside in self.neighbours.values() for via, _ in beside})

    def tree(self, closed: Sequence[int] | None = None, starts: Iterable[int] | None = None) -> Tree:
        """Breadth-first search from the sources (or some of them), past more closed devices."""
        parents: dict[int, tuple[int, int] | None] = dict.fromkeys(self.sources if starts is None else sorted(starts))
        ahead = list(parents)
        for segment in ahead:  # grows while it is walked
            for via, end in self.neighbours.get(segment, ()):
                if end not in parents and not (closed and closed[via]):
                    parents[end] = (segment, via)
                    ahead.append(end)
        return Tree(parents)

    def by_line(self, direction: str | None) -> frozenset[int]:
        """The segments to which a way leads from the sources over lines of declared directions other than one only.

        At least one line, that is. A way passes nothing twice, so that a line aside of it does not count: a line is on
        some way exactly if it is in a block (a biconnected component) between the sources, taken as one, and the end.
        """
        blocks_of: dict[_Node, list[Collection[_Node]]] = {}
        for block in self._blocks(direction):
            for node in block:
                blocks_of.setdefault(node, []).append(block)
        found: dict[_Node, bool] = {_START: False}
        ahead: list[_Node] = [_START]
        for node in ahead:  # grows while it is walked
            for block in blocks_of.get(node, ()):
                fresh = [other for other in block if other not in found]
                found.update(dict.fromkeys(fresh, found[node] or any(map(self._is_line, block))))
                ahead += fresh
        return frozenset(node for node, is_by_line in found.items() if is_by_line and isinstance(node, int))

    def _blocks(self, direction: str | None) -> Iterable[Collection[_Node]]:
        import networkx as nx  # noqa: PLC0415  (heavy, and only needed where directions are asked for)

        sources = frozenset(self.sources)
        graph: nx.Graph[_Node] = nx.Graph()
        for via, joins in self._joins.items():
            if not self._is_line((via, 0)) or self.network.devices[via].direction not in (None, direction):
                graph.add_edges_from(
                    (_START if segment in sources else segment, (via, first)) for segment, first in joins.items()
                )
        blocks: Iterable[Iterable[_Node]] = nx.biconnected_components(graph)  # type: ignore[assignment]
        return [frozenset(block) for block in blocks]

    def _is_line(self, node: _Node) -> bool:
        return isinstance(node, tuple) and self.network.devices[node[0]].type == "link"

    def cuts(self, spared: Sequence[int]) -> Mapping[int, Sequence[int]]:
        """For each target, the devices each of which alone cuts it off; `spared` do not count.

        Cut vertices are the dominators of the graph that leads both ways. A device that joins some segments
        here and others there, but not these with those, is no single vertex: what it cuts off is searched.
        """
        tree = self.tree()
        joined = [target for target in self.targets if target in tree]
        alone = {via for target in joined for _, via, _ in tree.track(target) if not spared[via]}
        if not alone:
            return {}
        above = self._dominators()
        found = {target: alone.intersection(_devices(above, target)) for target in joined}
        for via in sorted(alone):
            if len(set(self._joins[via].values())) > 1:
                for segment in self._cut_off(via):
                    if segment in found:
                        found[segment].add(via)
        return {target: sorted(vias) for target, vias in found.items() if vias}

    @cached_property
    def _joins(self) -> Mapping[int, Mapping[int, int]]:
        """For each device, its segments, each with the first of those that it joins with one another."""
        beside: dict[int, dict[int, list[int]]] = {}
        for segment, ends in self.neighbours.items():
            for via, end in ends:
                beside.setdefault(via, {}).setdefault(segment, []).append(end)
        return {via: _together(ends) for via, ends in beside.items()}

    def _cut_off(self, via: int) -> Iterator[int]:
        """The segments without a track from the sources that avoids a device: a look around from its own segments."""
        sources, safe = frozenset(self.sources), set[int]()
        for start in self._joins[via]:
            seen = dict.fromkeys((start,))
            ahead = [start]
            for segment in ahead:  # grows while it is walked
                if segment in sources or segment in safe:
                    safe.update(seen)
                    break
                fresh = (end for other, end in self.neighbours[segment] if other != via and end not in seen)
                for end in fresh:
                    seen[end] = None
                    ahead.append(end)
            else:
                yield from seen

    def _dominators(self) -> Mapping[_Node, _Node | None]:
        """The immediate dominators; a segment is its number, a device its number with what it joins."""
        import networkx as nx  # noqa: PLC0415  (heavy, and only needed where something may stand alone)

        graph: nx.DiGraph[_Node] = nx.DiGraph()
        graph.add_node(_START)
        for via, joins in self._joins.items():
            graph.add_edges_from((segment, (via, first)) for segment, first in joins.items())
            graph.add_edges_from(((via, first), segment) for segment, first in joins.items())
        graph.add_edges_from((_START, segment) for segment in self.sources)
        above: Mapping[_Node, _Node | None] = nx.immediate_dominators(graph, _START)
        return above


def _together(beside: Mapping[int, Sequence[int]]) -> Mapping[int, int]:
    """For each segment the first of its connected component."""
    first: dict[int, int] = {}
    for start in sorted(beside):
        if start not in first:
            first[start] = start
            ahead = [start]
            for segment in ahead:  # grows while it is walked
                fresh = [end for end in beside[segment] if end not in first]
                first.update(dict.fromkeys(fresh, start))
                ahead += fresh
    return first


def _devices(above: Mapping[_Node, _Node | None], target: int) -> Iterator[int]:
    node = above.get(target)
    while node is not None and node != _START:
        if isinstance(node, tuple):
            yield node[0]
        node = above.get(node)
