"""The three relations of `semantics.md` section 3, exactly and with a way to show, within a region.

*forwards*: a single conversation. *reaches*: whoever holds a segment opens every conversation that is
forwarded from it, and so comes to hold its partners, and so on. *informs*: conversations also carry
answers, except over what is one-way. The closures are taken over classes of segments.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise, takewhile

from secaudit.network import services as service_sets
from secaudit.network.classes import Classes, is_open
from secaudit.network.conversations import Conversations
from secaudit.network.headers import Headers
from secaudit.network.network import Network
from secaudit.network.services import Services
from secaudit.network.steps import Step, Way
from secaudit.network.trails import Trail, trails

_COMPARED = 8


def open_arcs(network: Network, region: Collection[int], closed_vias: Sequence[int]) -> list[int]:
    """The arcs between segments of a region by way of devices that are not closed."""
    inside = frozenset(region)
    return [
        arc
        for segment in sorted(inside)
        for arc in network.out[segment]
        if network.heads[arc] in inside and not closed_vias[network.vias[arc]]
    ]


class Holding:
    """What somebody who holds some segments of a region comes to hold: *reaches*."""

    def __init__(
        self,
        network: Network,
        region: Collection[int],
        closed_vias: Sequence[int],
        services: Services = service_sets.ANY,
    ) -> None:
        """Nothing is searched until it is asked for."""
        self.network = network
        self.arcs = open_arcs(network, region, closed_vias)
        self.questions = [arc for arc in self.arcs if network.questions is None or arc < network.questions]
        self.classes = Classes(network, region, self.questions, _open_proxies(network, region, closed_vias))
        self.talk = Conversations(network, self.classes, self.questions, services)

    def partners(self, origin: int) -> int:
        """The classes that are related to a class in one step."""
        return self.talk.partners(origin)

    def spread(self, sources: Iterable[int]) -> dict[int, int]:
        """The classes that are held from some segments, each with the class it was reached from (or itself)."""
        parents = {number: number for number in _numbers(self.classes.bits(sources))}
        order = list(parents)
        held = sum(1 << number for number in order)
        for origin in order:  # grows while it is walked
            fresh = self.partners(origin) & ~held
            held |= fresh
            for number in _numbers(fresh):
                parents[number] = origin
                order.append(number)
        return parents

    def way(self, sources: Collection[int], target: int, parents: dict[int, int]) -> Way:
        """A way from a source to a segment whose class is held, conversation by conversation.

        Of the sources that can take the first step the nearest one is taken, of the first few.
        """
        chain = [self.classes.class_of[target]]
        while parents[chain[-1]] != chain[-1]:
            chain.append(parents[chain[-1]])
        chain.reverse()
        inside = sorted(segment for segment in sources if segment in self.classes.class_of)
        roots = (one for one, parent in parents.items() if one == parent)
        leading = {chain[0], *(one for one in roots if self.partners(one) >> chain[:2][-1] & 1)}
        starts = [segment for segment in inside if self.classes.class_of[segment] in leading and segment != target]
        if not starts:
            return ()
        stops = [*(self.classes.members[number][0] for number in chain[1:-1]), target]
        first = min((self._step(start, stops[0]) for start in self.few(starts)), key=len)
        return (*first, *(step for origin, goal in pairwise(stops) for step in self._step(origin, goal)))

    def few(self, segments: Sequence[int], most: int = _COMPARED) -> Iterator[int]:
        """The first few of some segments, to be compared; none but the first once searching has taken long."""
        yield from segments[:1]
        yield from takewhile(lambda _: not self._headers.is_tired, segments[1:most])

    def _step(self, origin: int, target: int) -> Way:
        """The way of one step of the relation."""
        return self._conversation(origin, target)

    def _conversation(self, origin: int, target: int) -> Way:
        """A shortest way of one conversation for any service that is forwarded."""
        return self._headers.shortest(origin, target)

    def used(self, parents: dict[int, int], targets: Iterable[int]) -> list[int]:
        """The arcs on some way from what is held to the targets."""
        leading = self.leading_to(list(parents), self.classes.bits(targets))
        steps = trails(self.talk, _numbers(leading), leading)
        return [arc for arc in self.arcs if self._is_step(arc, steps)]

    def _is_step(self, arc: int, steps: Collection[Trail]) -> bool:
        """Whether an arc is one of some steps from place to place."""
        network, places = self.network, self.classes.place_of
        via, head = network.vias[arc], network.heads[arc]
        end = self.classes.class_of[head] if via in self.talk.doors else places[head]
        return (places[network.tails[arc]], -1 if is_open(network.policies[via]) else via, end) in steps

    def leading_to(self, held: Sequence[int], targets: int) -> int:
        """The held classes from which the targets are reached, the targets among them."""
        leading = targets & sum(1 << number for number in held)
        changed = True
        while changed:
            changed = False
            for number in held:
                if not leading >> number & 1 and self.partners(number) & leading:
                    leading |= 1 << number
                    changed = True
        return leading

    @cached_property
    def _out(self) -> dict[int, list[int]]:
        out: dict[int, list[int]] = {}
        for arc in self.questions:
            out.setdefault(self.network.tails[arc], []).append(arc)
        return out

    @cached_property
    def _headers(self) -> Headers:
        return Headers(self.network, self._out, self.talk)


class Opening(Holding):
    """With whom a single conversation is opened from some segments of a region: *forwards*."""

    def spread(self, sources: Iterable[int]) -> dict[int, int]:
        """The classes that a conversation gets to from some segments, each with the class that opens it."""
        parents = {number: number for number in _numbers(self.classes.bits(sources))}
        for origin in tuple(parents):
            for number in _numbers(self.partners(origin)):
                parents.setdefault(number, origin)
        return parents

    def leading_to(self, held: Sequence[int], targets: int) -> int:
        """The held classes from which a single conversation gets to the targets; each gets to itself."""
        return sum(1 << number for number in held if self.partners(number) & targets)

    def used(self, parents: dict[int, int], targets: Iterable[int]) -> list[int]:
        """The arcs on some way of a single conversation from the sources to the targets."""
        roots = [number for number, parent in parents.items() if number == parent]
        steps = trails(self.talk, roots, self.classes.bits(targets))
        return [arc for arc in self.arcs if self._is_step(arc, steps)]


class Informing(Holding):
    """Whom information gets to from some segments of a region: *informs*. Asks an answering network."""

    def partners(self, origin: int) -> int:
        """The classes that a class asks, and those whose questions it answers."""
        return self.talk.partners(origin) | self._asked_by[origin]

    @cached_property
    def _asked_by(self) -> dict[int, int]:
        """For each class, those that open a conversation with it over nothing that is one-way, itself among them."""
        asked: dict[int, int] = {}
        for origin in range(len(self.classes)):
            for number in _numbers(self._answered.partners(origin)):
                asked[number] = asked.get(number, 0) | 1 << origin
        return asked

    @cached_property
    def _answered(self) -> Conversations:
        both = [arc for arc in self.questions if arc in self.network.answers]
        return Conversations(self.network, self.classes, both, self.talk.wanted)

    def used(self, parents: dict[int, int], targets: Iterable[int]) -> list[int]:
        """The arcs on some way: of questions, and of answers against the way that was asked."""
        leading = self.leading_to(list(parents), self.classes.bits(targets))
        asked = trails(self.talk, _numbers(leading), leading)
        answered = trails(self._answered, _numbers(leading), leading)
        back = {self.network.answers[arc]: arc for arc in self.questions if arc in self.network.answers}
        return [arc for arc in self.arcs if self._is_step(back.get(arc, arc), answered if arc in back else asked)]

    def _step(self, origin: int, target: int) -> Way:
        if self.talk.partners(self.classes.class_of[origin]) >> self.classes.class_of[target] & 1:
            return self._conversation(origin, target)
        asked = self._answers.shortest(target, origin)
        return tuple(
            Step(self.network.answers[step.arc], step.origin, step.target, step.services, step.ends)
            for step in reversed(asked)
        )

    @cached_property
    def _answers(self) -> Headers:
        out: dict[int, list[int]] = {}
        for arc in self.questions:
            if arc in self.network.answers:
                out.setdefault(self.network.tails[arc], []).append(arc)
        return Headers(self.network, out, self._answered)


RELATIONS = {"forwards": Opening, "reaches": Holding, "informs": Informing}


def _open_proxies(network: Network, region: Collection[int], closed_vias: Sequence[int]) -> list[int]:
    """The proxies that are not closed and have a segment in the region: it may come back where it went in."""
    inside = frozenset(region)
    return [
        via
        for via in network.proxies
        if not closed_vias[via] and any(network.index[name] in inside for name in network.devices[via].segments)
    ]


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
