"""Which steps lie on some way of a conversation: backward over the labels of `conversations.py`, proxies and all.

Of what an end carries to a place, that is of use which still comes to one of the targets: because it is there, or
because a proxy takes it over and what it opens gets there. A proxy is asked by a conversation with itself, or stands
in the way of one with somebody else; from then on the way is that of a conversation of one of its own segments.
"""

from collections import deque
from collections.abc import Iterable, Iterator

from secaudit.network.conversations import Conversations

Trail = tuple[int, int, int]
"""From which place by way of which device to which place; the device is -1 for a step that needs no policy.

Over a proxy, to which class: what it opens, it opens from one of its own segments.
"""


def trails(talk: Conversations, origins: Iterable[int], targets: int) -> set[Trail]:
    """The steps on some way of a conversation from some classes to a set of classes.

    A step from a place to itself is one between segments that are joined without a filter as well; it is told
    of whatever may pass there, whether or not an arc takes it.
    """
    wanted = talk.spread(targets)
    carried = {end: wanted for number in origins for end in talk.classes.ends[number]}
    _hand_over(talk, carried)
    return {step for end, label in carried.items() for step in _Carried(talk, end, label).steps()}


def _hand_over(talk: Conversations, carried: dict[int, int]) -> None:
    """Add what proxies open anew to what is carried from each end."""
    if not talk.proxies:
        return
    waiting = deque(carried)
    while waiting:
        end = waiting.popleft()
        for via in talk.proxies:
            taken = talk.handed_over(via, end) & talk.beyond[via] & carried[end]
            for door in talk.doors[via]:
                if taken & ~carried.get(door, 0):
                    carried[door] = carried.get(door, 0) | taken
                    waiting.append(door)


class _Carried:
    """The conversations of one end that are wanted."""

    def __init__(self, talk: Conversations, end: int, wanted: int) -> None:
        self._talk = talk
        self._end = end
        self._labels = talk.labels(end)
        self._useful = {place: label & talk.here[place] & wanted for place, label in self._labels.items()}
        self._proxied = {step for via in talk.proxies for step in self._by_proxy(via, wanted)}

    def steps(self) -> set[Trail]:
        """The steps on some way of them."""
        onward = [
            (place, *step)
            for place, label in self._labels.items()
            for step in self._talk.onward(place, self._end, label)
        ]
        onward.reverse()  # what was met last is nearest to where it leads
        steps, changed = set(self._proxied), True
        while changed:
            changed = False
            for place, via, end, passing in onward:
                more = passing & self._useful[end]
                if more:
                    steps.add((place, via, end))
                if more & ~self._useful[place]:
                    self._useful[place] |= more
                    changed = True
        steps.update(self._beside())
        return steps

    def _by_proxy(self, via: int, wanted: int) -> Iterator[Trail]:
        """The steps over a proxy; what it takes over is of use where it does."""
        talk = self._talk
        served = talk.permits(via, self._end) & talk.beyond[via] & wanted
        for place in talk.entrances[via] if served else ():
            label = self._labels.get(place, 0)
            asks, asked = self._asked(via, served, label & talk.here[place])
            entering = served & label | asked
            self._useful[place] = self._useful.get(place, 0) | served & label | asks
            yield from (
                (place, via, talk.classes.class_of_end[door])
                for door in (talk.doors[via] if entering else ())
                if entering & talk.opened[door]
            )

    def _asked(self, via: int, served: int, arrived: int) -> tuple[int, int]:
        """The conversations with a proxy itself that have arrived, and what it is asked for by them."""
        width, every = self._talk.width, (1 << self._talk.width) - 1
        doors = sum(1 << door for door in self._talk.doors[via])
        asks = asked = 0
        for atom in range(len(self._talk.atoms)):
            here, there = arrived >> atom * width & doors, served >> atom * width & every
            if here and there:
                asks |= here << atom * width
                asked |= there << atom * width
        return asks, asked

    def _beside(self) -> Iterator[Trail]:
        """The steps between segments that are joined without a filter, by way of a filter too."""
        talk = self._talk
        for place, label in self._useful.items():
            if label:
                yield place, -1, place
            for via in talk.filters.get(place, ()):
                if label & talk.permits(via, self._end):
                    yield place, via, place
