"""Who reaches whom, group by group: the exact relation of the whole network, summed up.

Every class of segments has one set of classes that it reaches. The sets are whole numbers with a bit a
class, and so are the groups: a pair of groups is one operation on bits.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Literal

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.conversations import Conversations
from secaudit.network.exact import Holding
from secaudit.network.network import Network
from secaudit.network.services import Services

Relation = Literal["reaches", "forwards"]
_Cells = Sequence[Mapping[int, int]]


class Matrix(Struct, frozen=True):
    """For each ordered pair of groups, how many pairs of different segments are related.

    `sizes` has the number of segments of each group, `services` what is forwarded (for `forwards` only).
    """

    sizes: Sequence[int]
    pairs: Sequence[Sequence[int]]
    services: Sequence[Sequence[Services]] | None = None

    def possible(self, row: int, column: int) -> int:
        """The number of ordered pairs of different segments of two groups."""
        return self.sizes[row] * self.sizes[column] - (self.sizes[row] if row == column else 0)


class _Talk(Conversations):
    """Conversations that ask a proxy only where it can be met: most classes of a large network meet none."""

    def handed_over(self, via: int, origin: int) -> int:
        """As for all conversations; nothing at once for a proxy that is out of the way."""
        if origin not in self._near:
            self._near[origin] = self._met(origin)
        return super().handed_over(via, origin) if via in self._near[origin] else 0

    def _met(self, origin: int) -> frozenset[int]:
        """The proxies whose own segments a class talks to, or that stand where its packets get to."""
        direct, width = self.direct(origin), len(self.classes)
        reached = 0
        for number in range(len(self.atoms)):
            reached |= direct >> number * width
        met = {via for place in self.labels(origin) for via in self._entered[place]}
        met.update(via for number in _numbers(reached & self._doors) for via in self._opened[number])
        return frozenset(met)

    @cached_property
    def _near(self) -> dict[int, frozenset[int]]:
        return {}

    @cached_property
    def _entered(self) -> Mapping[int, set[int]]:
        return _turned(self.entrances)

    @cached_property
    def _opened(self) -> Mapping[int, set[int]]:
        return _turned(self.doors)

    @cached_property
    def _doors(self) -> int:
        return sum(1 << number for number in self._opened)


def _turned(table: Mapping[int, Iterable[int]]) -> Mapping[int, set[int]]:
    turned = defaultdict[int, set[int]](set)
    for key, values in table.items():
        for value in values:
            turned[value].add(key)
    return turned


def tabulate(network: Network, groupings: Sequence[Sequence[int]], relation: Relation) -> list[Matrix]:
    """The matrix of a network for each grouping, which gives every segment's group, numbered from 0."""
    holding = Holding(network, range(len(network.segments)), bytes(len(network.devices)))
    talk = _Talk(network, holding.classes, holding.questions)
    rows = [talk.partners(number) for number in range(len(talk.classes))]
    if relation == "reaches":
        rows = closures(rows)
    return [_matrix(talk, rows, group_of, relation) for group_of in groupings]


def _matrix(talk: Conversations, rows: Sequence[int], group_of: Sequence[int], relation: Relation) -> Matrix:
    counted = Counter(group_of)
    sizes = [counted[group] for group in range(len(counted))]
    cells = [Counter(group_of[segment] for segment in members) for members in talk.classes.members]
    pairs = _count(rows, cells, len(sizes))
    for group, size in enumerate(sizes):
        pairs[group][group] -= size  # a segment and itself are no pair
    return Matrix(sizes, pairs, _services(talk, cells, len(sizes)) if relation == "forwards" else None)


def _count(rows: Sequence[int], cells: _Cells, count: int) -> list[list[int]]:
    """Pairs of segments by group: a class weighs as many as it has members in the group."""
    masks: list[dict[int, int]] = [{} for _ in range(count)]
    for number, members in enumerate(cells):
        for group, weight in members.items():
            masks[group][weight] = masks[group].get(weight, 0) | 1 << number
    alike: dict[int, Counter[int]] = {}
    for row, members in zip(rows, cells, strict=True):
        alike.setdefault(row, Counter()).update(members)
    pairs = [[0] * count for _ in range(count)]
    for row, origins in alike.items():
        for column, mask in enumerate(masks):
            reached = sum(weight * (row & bits).bit_count() for weight, bits in mask.items())
            if reached:
                for group, members_there in origins.items():
                    pairs[group][column] += members_there * reached
    return pairs


def _services(talk: Conversations, cells: _Cells, count: int) -> list[list[Services]]:
    """The union of what is forwarded between any two different segments of each pair of groups."""
    groups = [0] * count
    for number, members in enumerate(cells):
        for group in members:
            groups[group] |= 1 << number
    found = [[0] * count for _ in range(count)]
    every = (1 << len(talk.atoms)) - 1
    for number, members in enumerate(cells):
        for row, column in _neighbours(members):
            found[row][column] |= every
        atoms = list(_by_atom(talk, number))
        for column, mask in enumerate(groups):
            passing = sum(1 << atom for atom, bits in atoms if bits & mask)
            for row in members:
                found[row][column] |= passing
    unions = {bits: _union(talk, bits) for bits in {bits for line in found for bits in line}}
    return [[unions[bits] for bits in line] for line in found]


def _neighbours(members: Mapping[int, int]) -> Iterator[tuple[int, int]]:
    """The pairs of groups that have different segments in one class, which are joined without a filter."""
    for row, size in members.items():
        yield from ((row, column) for column in members if row != column or size > 1)


def _by_atom(talk: Conversations, origin: int) -> Iterator[tuple[int, int]]:
    """The other classes to which each atom of services is forwarded."""
    label, width = talk.forwards(origin), len(talk.classes)
    others = (1 << width) - 1 ^ 1 << origin
    for atom in range(len(talk.atoms)):
        bits = label >> atom * width & others
        if bits:
            yield atom, bits


def _union(talk: Conversations, bits: int) -> Services:
    found = service_sets.NONE
    for atom, services in enumerate(talk.atoms):
        if bits >> atom & 1:
            found = service_sets.union(found, services)
    return found


def closures(partners: Sequence[int]) -> list[int]:
    """The transitive and reflexive closure of a relation; `partners` are sets as whole numbers."""
    found = [0] * len(partners)
    finished = 0
    for number in _last_first(partners):
        held = 1 << number
        ahead = partners[number] & ~held
        while ahead:
            known = ahead & finished
            other = _lowest(known or ahead)
            if known:
                held |= found[other]
            else:
                held |= 1 << other
                ahead |= partners[other]
            ahead &= ~held
        found[number] = held
        finished |= 1 << number
    return found


def _last_first(partners: Sequence[int]) -> Iterator[int]:
    """Everything after what it leads to, but for circles: the order in which a search in depth leaves."""
    unseen = (1 << len(partners)) - 1
    while unseen:
        stack = [_lowest(unseen)]
        unseen ^= 1 << stack[0]
        while stack:
            ahead = partners[stack[-1]] & unseen
            if ahead:
                stack.append(_lowest(ahead))
                unseen ^= 1 << stack[-1]
            else:
                yield stack.pop()


def _numbers(bits: int) -> Iterator[int]:
    while bits:
        yield _lowest(bits)
        bits &= bits - 1


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
