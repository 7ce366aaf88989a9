"""One packet on its way, hop by hop: a shortest way for a header, to be shown and checked by hand."""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from itertools import islice, takewhile
from operator import or_

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.conversations import Conversations
from secaudit.network.network import Network
from secaudit.network.parts import Ends
from secaudit.network.services import Services
from secaudit.network.steps import Step, Way

_COMPARED = 8
_ENOUGH = 50_000
"""Places of packets that are looked at for several ways, before one is enough."""


class _End(Struct, frozen=True, gc=False):
    """A segment, and the number of the end that tells which of its addresses."""

    segment: int
    number: int


class _State(Struct, frozen=True, gc=False):
    """Where a packet is, who opened its conversation, and with whom."""

    here: int
    origin: _End
    target: _End


class _Goal(Struct, frozen=True, gc=False):
    """With whom to talk in the end, for which atom of services."""

    end: _End
    atom: int
    services: Services


class Headers:
    """Searches for single conversations between segments of a region."""

    def __init__(self, network: Network, out: Mapping[int, Sequence[int]], talk: Conversations) -> None:
        """`out` are the open arcs that leave each segment; `talk` tells what is forwarded over them."""
        self._network = network
        self._out = out
        self._talk = talk
        self._classes = talk.classes
        self._doors: dict[int, set[int]] = {}
        self._known: dict[int, list[_State]] = {}
        self._looked_at = 0
        for via in talk.proxies:
            for name in network.devices[via].segments:
                if network.index[name] in talk.classes.class_of:
                    self._doors.setdefault(network.index[name], set()).add(via)

    @property
    def is_tired(self) -> bool:
        """Whether so much was looked at that of several ways, each of them right, none but the first is searched any more."""
        return self._looked_at > _ENOUGH

    def shortest(self, origin: int, goal: int) -> Way:
        """A shortest way of a conversation for any of the services that are forwarded.

        A proxy may stand in the way, or be addressed itself; either way it judges the conversation and
        opens it anew from one of its own segments. Of many addresses of a segment a few are compared.
        """
        reached, width = reduce(or_, map(self._talk.forwards, self._ends(origin))), self._talk.width
        goals: list[_Goal] = []
        for atom, services in enumerate(self._talk.atoms):
            able = (end for end in self._ends(goal) if reached >> atom * width + end & 1)
            goals += [_Goal(_End(goal, end), atom, services) for end in islice(able, _COMPARED)]
        ways = [self._search(origin, goals[0])]
        ways += (self._search(origin, one) for one in takewhile(lambda _: not self.is_tired, goals[1:]))
        return min(ways, key=lambda way: (len(way), [step.arc for step in way]))

    def _search(self, origin: int, goal: _Goal) -> Way:
        self._known = {}
        begin = self._opened(origin, goal)
        parents: dict[_State, tuple[_State, Step | None]] = {}
        seen = set(begin)
        ahead = deque(begin)
        while ahead:
            state = ahead.popleft()
            self._looked_at += 1
            if state.here == goal.end.segment and state.target == goal.end:
                return _traced(state, parents)
            for step, following in self._steps(state, goal):
                if following not in seen:
                    seen.add(following)
                    parents[following] = (state, step)
                    ahead.append(following)
        raise LookupError(goal)  # it is forwarded, so there is a way

    def _ends(self, segment: int) -> Sequence[int]:
        return self._classes.ends[self._classes.class_of[segment]]

    def _openers(self, segment: int, goal: _Goal) -> Sequence[int]:
        """The ends of a segment from which the conversation is forwarded to its goal.

        A few, where there are some that need no proxy; else all, since one may lead to another by way of proxies.
        """
        bit = goal.atom * self._talk.width + goal.end.number
        straight = [number for number in self._ends(segment) if self._talk.direct(number) >> bit & 1]
        if straight:
            return straight[:_COMPARED]
        return [number for number in self._ends(segment) if self._talk.forwards(number) >> bit & 1]

    def _opened(self, here: int, goal: _Goal) -> Sequence[_State]:
        """The conversations that lead on from a segment; asked again and again in one search, and found once."""
        if here not in self._known:
            self._known[here] = list(self._leading_on(here, goal))
        return self._known[here]

    def _leading_on(self, here: int, goal: _Goal) -> Iterator[_State]:
        """With the goal itself, or with a proxy's own segment."""
        for number in self._openers(here, goal):
            origin = _End(here, number)
            if not self._classes.strange(number) >> goal.end.number & 1:
                yield _State(here, origin, goal.end)
            for door in sorted(self._doors):
                reached = self._talk.direct(number) >> goal.atom * self._talk.width
                asked = next((end for end in self._ends(door) if reached >> end & 1), None)
                if asked is not None:
                    yield _State(here, origin, _End(door, asked))

    def _steps(self, state: _State, goal: _Goal) -> Iterator[tuple[Step | None, _State]]:
        for via in sorted(self._doors.get(state.here, ())):  # a proxy may answer on the side where it is asked
            if self._takes_over(via, state, goal):
                yield from ((None, opened) for opened in self._opened(state.here, goal))
        network = self._network
        for arc in self._out.get(state.here, ()):
            via, end = network.vias[arc], network.heads[arc]
            policy = network.policies[via]
            if policy is not None and policy.is_proxy:
                if self._takes_over(via, state, goal):
                    step = self._step(arc, state.origin, goal.end, goal)
                    yield from ((step, opened) for opened in self._opened(end, goal))
            elif self._passes(via, state.origin, state.target, goal.services):
                yield self._step(arc, state.origin, state.target, goal), _State(end, state.origin, state.target)

    def _step(self, arc: int, origin: _End, target: _End, goal: _Goal) -> Step:
        return Step(arc, origin.segment, target.segment, goal.services, self._runs(origin, target))

    def _takes_over(self, via: int, state: _State, goal: _Goal) -> bool:
        """Whether a proxy is asked, or stands in the way, and permits the conversation with the goal."""
        is_asked = state.here == state.target.segment  # the proxy stands here
        return (is_asked or state.target == goal.end) and self._passes(via, state.origin, goal.end, goal.services)

    def _passes(self, via: int, origin: _End, target: _End, wanted: Services) -> bool:
        """Whether a policy permits some of the wanted services for a header."""
        policy, runs = self._network.policies[via], self._runs(origin, target)
        passing = policy.permitted(origin.segment, target.segment, runs) if policy is not None else service_sets.ANY
        return bool(service_sets.intersection(passing, wanted))

    def _runs(self, origin: _End, target: _End) -> Ends:
        """The addresses that stand for two ends."""
        return self._classes.run(origin.segment, origin.number), self._classes.run(target.segment, target.number)


def _traced(last: _State, parents: Mapping[_State, tuple[_State, Step | None]]) -> Way:
    steps = []
    state = last
    while state in parents:
        state, step = parents[state]
        if step is not None:
            steps.append(step)
    return tuple(reversed(steps))
