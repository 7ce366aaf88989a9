"""One packet on its way, hop by hop: a shortest way for a header, to be shown and checked by hand."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.conversations import Conversations
from secaudit.network.network import Network
from secaudit.network.services import Services
from secaudit.network.steps import Step, Way


class _State(Struct, frozen=True, gc=False):
    """Where a packet is, who opened its conversation, and with whom."""

    here: int
    origin: int
    target: int


class Headers:
    """Searches for single conversations between segments of a region."""

    def __init__(self, network: Network, out: Mapping[int, Sequence[int]], proxies: Sequence[int]) -> None:
        """`out` are the open arcs that leave each segment; `proxies` the proxies among their devices."""
        self._network = network
        self._out = out
        self._doors: dict[int, set[int]] = {}
        for via in proxies:
            for name in network.devices[via].segments:
                self._doors.setdefault(network.index[name], set()).add(via)

    def shortest(self, origin: int, goal: int, wanted: Services) -> Way:
        """A shortest way of a conversation for some services (one atom); empty if there is none.

        A proxy may stand in the way, or be addressed itself; either way it judges the conversation and
        opens it anew from one of its own segments.
        """
        begin = self._opened(origin, goal)
        parents: dict[_State, tuple[_State, Step | None]] = {}
        seen = set(begin)
        ahead = deque(begin)
        while ahead:
            state = ahead.popleft()
            if state.here == goal == state.target:
                return _traced(state, parents)
            for step, following in self._steps(state, goal, wanted):
                if following not in seen:
                    seen.add(following)
                    parents[following] = (state, step)
                    ahead.append(following)
        return ()

    def shortest_of(self, origin: int, goal: int, talk: Conversations) -> Way:
        """A shortest way of a conversation for any of the services that are forwarded."""
        passing = talk.services(origin, goal)
        atoms = [atom for atom in talk.atoms if service_sets.intersection(passing, atom)]
        ways = [self.shortest(origin, goal, atom) for atom in atoms]
        return min(ways, key=lambda way: (len(way), [step.arc for step in way]))

    def _opened(self, origin: int, goal: int) -> list[_State]:
        """The conversations that lead on: with the goal itself, or with a proxy's own segment."""
        return [_State(origin, origin, goal), *(_State(origin, origin, door) for door in sorted(self._doors))]

    def _steps(self, state: _State, goal: int, wanted: Services) -> Iterator[tuple[Step | None, _State]]:
        for via in sorted(self._doors.get(state.here, ())):  # a proxy may answer on the side where it is asked
            if self._takes_over(via, state, goal, wanted):
                yield from ((None, opened) for opened in self._opened(state.here, goal))
        network = self._network
        for arc in self._out.get(state.here, ()):
            via, end = network.vias[arc], network.heads[arc]
            policy = network.policies[via]
            if policy is not None and policy.is_proxy:
                if self._takes_over(via, state, goal, wanted):
                    step = Step(arc, state.origin, goal, wanted)
                    yield from ((step, opened) for opened in self._opened(end, goal))
            elif policy is None or service_sets.intersection(policy.permitted(state.origin, state.target), wanted):
                yield Step(arc, state.origin, state.target, wanted), _State(end, state.origin, state.target)

    def _takes_over(self, via: int, state: _State, goal: int, wanted: Services) -> bool:
        """Whether a proxy is asked, or stands in the way, and permits the conversation with the goal."""
        policy = self._network.policies[via]
        is_asked = state.here == state.target and via in self._doors.get(state.target, ())
        if policy is None or not (state.target == goal or is_asked):
            return False
        return bool(service_sets.intersection(policy.permitted(state.origin, goal), wanted))


def _traced(last: _State, parents: Mapping[_State, tuple[_State, Step | None]]) -> Way:
    steps = []
    state = last
    while state in parents:
        state, step = parents[state]
        if step is not None:
            steps.append(step)
    return tuple(reversed(steps))
