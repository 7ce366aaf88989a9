"""Segments that the quick search finds from one another, both ways: strongly connected components (Tarjan 1972)."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from secaudit.network.network import Network

UNSEEN = -1


def components(network: Network) -> Sequence[int]:
    """For each segment the number of its component. Linear in the arcs; iterative."""
    size, heads = len(network.segments), network.heads
    return components_from(size, range(size), lambda segment: (heads[arc] for arc in network.out[segment]))


def components_from(size: int, starts: Iterable[int], onward: Callable[[int], Iterator[int]]) -> Sequence[int]:
    """The same for what some starts lead to; all else is `UNSEEN`. `onward` gives where a segment leads."""
    return _Search(size, starts, onward).component


class _Search:
    def __init__(self, size: int, starts: Iterable[int], onward: Callable[[int], Iterator[int]]) -> None:
        self._onward = onward
        self._met = [UNSEEN] * size
        self._lowest = [0] * size
        self._open: list[int] = []
        self._count = 0
        self.component = [UNSEEN] * size
        for segment in starts:
            if self._met[segment] == UNSEEN:
                self._visit(segment)

    def _visit(self, start: int) -> None:
        trail = [(start, self._enter(start))]
        while trail:
            segment, ahead = trail[-1]
            fresh = next((end for end in ahead if self._is_fresh(segment, end)), None)
            if fresh is not None:
                trail.append((fresh, self._enter(fresh)))
                continue
            trail.pop()
            if trail:
                before = trail[-1][0]
                self._lowest[before] = min(self._lowest[before], self._lowest[segment])
            if self._lowest[segment] == self._met[segment]:
                self._close(segment)

    def _enter(self, segment: int) -> Iterator[int]:
        self._met[segment] = self._lowest[segment] = self._count
        self._count += 1
        self._open.append(segment)
        return self._onward(segment)

    def _is_fresh(self, segment: int, end: int) -> bool:
        if self._met[end] == UNSEEN:
            return True
        if self.component[end] == UNSEEN:  # it lies on the trail, or leads back to it
            self._lowest[segment] = min(self._lowest[segment], self._met[end])
        return False

    def _close(self, segment: int) -> None:
        while True:
            member = self._open.pop()
            self.component[member] = self._met[segment]
            if member == segment:
                return
