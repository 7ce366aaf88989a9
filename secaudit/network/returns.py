"""Ways back: whether information gets to where a device sends from, from where it sends to, other than by the device.

Many devices of one network are asked about, so that what they have in common is looked at once. Whoever lies
in another component of the quick search than his counterpart has no way back. Within a component a way over
arcs that carry conversations of their own two ends is exact. Only where there is none is the exact relation
asked: once for the component, and once more without the device if the way that was found takes it.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from functools import cached_property

from secaudit.network.components import components
from secaudit.network.exact import Informing
from secaudit.network.network import Network
from secaudit.network.steps import Way
from secaudit.network.ways import Asked, Closed, Ways

_INFORMS = Asked("informs")
_START = -1


class Returns:
    """The ways back past the devices of a network; ways are told in its `answering` network."""

    def __init__(self, network: Network) -> None:
        """Nothing is searched until it is asked for."""
        self._network = network
        self._seen = network.answering
        self._exact: dict[int, Informing] = {}
        self._held: dict[int, dict[int, int]] = {}

    def way(self, via: int, start: int, goal: int) -> Way:
        """A way of information from a start to a goal once the device `via` is taken out; empty if there is none.

        The device is declared to lead from the goal to the start.
        """
        component = self._component[start]
        if component != self._component[goal]:  # a way back would close a circle with what leads from goal to start
            return () if self._leads(goal, start) else self._without(via, start, goal)
        if direct := self._direct(via, start, goal):
            return direct
        if component not in self._remote:
            return ()
        shared = self._shared(component, start, goal)
        return self._without(via, start, goal) if any(self._seen.vias[step.arc] == via for step in shared) else shared

    @cached_property
    def _component(self) -> Sequence[int]:
        return components(self._seen)

    @cached_property
    def _remote(self) -> frozenset[int]:
        """The components with an arc that only conversations between other segments take."""
        seen = self._seen
        return frozenset(self._component[seen.tails[arc]] for arc, direct in enumerate(seen.direct) if not direct)

    @cached_property
    def _members(self) -> Mapping[int, Sequence[int]]:
        members: dict[int, list[int]] = {}
        for segment, component in enumerate(self._component):
            members.setdefault(component, []).append(segment)
        return members

    def _leads(self, start: int, goal: int) -> bool:
        return any(self._seen.heads[arc] == goal for arc in self._seen.out[start])

    def _direct(self, via: int, start: int, goal: int) -> Way:
        """A shortest way over arcs that each carry a conversation of their own two ends."""
        seen = self._seen
        parents = {start: _START}
        ahead = deque([start])
        while ahead and goal not in parents:
            segment = ahead.popleft()
            for arc in seen.out[segment]:
                end = seen.heads[arc]
                if seen.direct[arc] and end not in parents and seen.vias[arc] != via:
                    parents[end] = arc
                    ahead.append(end)
        arcs = []
        arc = parents.get(goal, _START)
        while arc != _START:
            arcs.append(arc)
            arc = parents[seen.tails[arc]]
        return tuple(seen.alone(arc) for arc in reversed(arcs))

    def _shared(self, component: int, start: int, goal: int) -> Way:
        """A way within a component, of which nothing is taken out."""
        if component not in self._exact:
            nothing = bytes(len(self._seen.devices))
            self._exact[component] = Informing(self._seen, self._members[component], nothing)
        informing = self._exact[component]
        held = self._held.get(start)
        if held is None:
            held = self._held[start] = informing.spread([start])
        return informing.way([start], goal, held) if informing.classes.class_of[goal] in held else ()

    def _without(self, via: int, start: int, goal: int) -> Way:
        """An exact way in the network without the device."""
        closed = Closed(bytes(number == via for number in range(len(self._network.devices))))
        ways = Ways(self._network, [start], [goal], closed, _INFORMS)
        return ways.shortest() if ways.reached else ()
