"""Who reaches whom, group by group: the exact relation of the whole network, summed up.

Every class of segments has one set of classes that it reaches. The sets are whole numbers with a bit a
class, and so are the groups: a pair of groups is one operation on bits.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.conversations import Conversations
from secaudit.network.exact import Holding
from secaudit.network.flows import Flows
from secaudit.network.network import Network
from secaudit.network.permits import Headers
from secaudit.network.services import Services
from secaudit.network.ways import Relation


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


def tabulate(network: Network, groupings: Sequence[Sequence[int]], relation: Relation) -> list[Matrix]:
    """The matrix of a network for each grouping, which gives every segment's group, numbered from 0."""
    holding = Holding(network, range(len(network.segments)), bytes(len(network.devices)))
    flows = Flows(holding.talk)
    if relation != "forwards":
        partners = [flows.partners(origin) for origin in range(len(holding.classes))]
        rows = closures(_answered(holding, partners) if relation == "informs" else partners)
        return [_counted(rows, holding.classes.members, group_of) for group_of in groupings]
    sums = [_Sums(flows, group_of) for group_of in groupings]
    for origin in range(len(holding.classes)):
        headers = flows.forwards(origin)
        for each in sums:
            each.add(origin, headers)
    return [each.matrix() for each in sums]


def _answered(holding: Holding, partners: Sequence[int]) -> list[int]:
    """Whom each class informs in one step: those that it asks, and those whose questions it answers."""
    network = holding.network
    asking, found = Flows(Conversations(network, holding.classes, network.two_way)), list(partners)
    for origin in range(len(found)):
        answering, bit = asking.partners(origin), 1 << origin
        while answering:
            found[_lowest(answering)] |= bit
            answering &= answering - 1
    return found


class _Sums:
    """What is forwarded between groups, summed up one origin after the other."""

    def __init__(self, flows: Flows, group_of: Sequence[int]) -> None:
        self._flows = flows
        self._sizes = _sizes(group_of)
        self._cells = [Counter(group_of[segment] for segment in members) for members in flows.talk.classes.members]
        self._known: dict[tuple[int, int], Sequence[tuple[int, int, int]]] = {}
        self._pairs = [[0] * len(self._sizes) for _ in self._sizes]
        self._passing = [[0] * len(self._sizes) for _ in self._sizes]

    def add(self, origin: int, headers: Headers) -> None:
        """Count the pairs and the atoms of services that are forwarded from a class."""
        members, every = self._cells[origin], (1 << len(self._flows.talk.atoms)) - 1
        for row, size in members.items():
            pairs, passing = self._pairs[row], self._passing[row]
            for area, bits in headers.items():
                for column, weight, atoms in self._summed(area, bits & ~self._flows.itself(origin, area)):
                    pairs[column] += size * weight
                    passing[column] |= atoms
            for column, others in members.items():  # members of one class are joined without a filter
                if row != column or size > 1:
                    pairs[column] += size * (others - (row == column))
                    passing[column] |= every

    def _summed(self, area: int, bits: int) -> Sequence[tuple[int, int, int]]:
        """For headers to an area, by group: how many segments are addressed, and for which atoms of services."""
        key = area, bits
        if key not in self._known:
            weights, passing = Counter[int](), Counter[int]()
            for number, atoms in self._flows.addressed(area, bits):
                for group, weight in self._cells[number].items():
                    weights[group] += weight
                    passing[group] |= atoms
            self._known[key] = [(group, weight, passing[group]) for group, weight in weights.items()]
        return self._known[key]

    def matrix(self) -> Matrix:
        """The sums of all that was added."""
        atoms = self._flows.talk.atoms
        unions = {bits: _union(atoms, bits) for bits in {bits for line in self._passing for bits in line}}
        return Matrix(self._sizes, self._pairs, [[unions[bits] for bits in line] for line in self._passing])


def _sizes(group_of: Sequence[int]) -> list[int]:
    counted = Counter(group_of)
    return [counted[group] for group in range(len(counted))]


def _counted(rows: Sequence[int], members: Sequence[Sequence[int]], group_of: Sequence[int]) -> Matrix:
    """Pairs of segments by group: a class weighs as many as it has members in the group."""
    sizes = _sizes(group_of)
    masks: list[dict[int, int]] = [{} for _ in sizes]
    alike: dict[int, Counter[int]] = {}
    for number, (row, segments) in enumerate(zip(rows, members, strict=True)):
        weights = Counter(group_of[segment] for segment in segments)
        alike.setdefault(row, Counter()).update(weights)
        for group, weight in weights.items():
            masks[group][weight] = masks[group].get(weight, 0) | 1 << number
    pairs = [[0] * len(sizes) for _ in sizes]
    for row, origins in alike.items():
        for column, mask in enumerate(masks):
            reached = sum(weight * (row & bits).bit_count() for weight, bits in mask.items())
            if reached:
                for group, size in origins.items():
                    pairs[group][column] += size * reached
    for group, size in enumerate(sizes):
        pairs[group][group] -= size  # a segment and itself are no pair
    return Matrix(sizes, pairs)


def _union(atoms: Sequence[Services], bits: int) -> Services:
    found = service_sets.NONE
    for atom, services in enumerate(atoms):
        if bits >> atom & 1:
            found = service_sets.union(found, services)
    return found


def closures(partners: Sequence[int]) -> list[int]:
    """The transitive and reflexive closure of a relation; `partners` are sets as whole numbers."""
    found = list(partners)
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


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1
