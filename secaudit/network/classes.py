"""Segments that no policy can tell apart, their addresses, and services that no policy can tell apart.

Within a region of the network, segments that are joined without a filter share a *place*; those that every
entry of every policy names alike share a *class*. A class whose segments are named in part by address has
several *ends* for conversations, one for each part; any other has one. Services fall into *atoms*: the smallest
ranges at whose edges some entry begins or ends. All are exact partitions ("atomic predicates", Yang and Lam
2013), so that a question about classes, ends and atoms has the same answer as one about segments, addresses and
services.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from secaudit.network import services as service_sets
from secaudit.network.addresses import Block
from secaudit.network.division import Division
from secaudit.network.network import Network
from secaudit.network.parts import MOST_LABELLED, MOST_MORE
from secaudit.network.policies import Policy
from secaudit.network.selectors import Selection
from secaudit.network.services import Services


def is_open(policy: Policy | None) -> bool:
    """Whether a device passes every header: it has no policy, or one that denies nothing."""
    return policy is None or (policy.permit_rest and not policy.entries and not policy.is_proxy)


class Classes:
    """The places, classes and ends of a region. All are numbers; sets of them are whole numbers, a bit for each.

    The first end of a class has the number of the class, so that without parts classes and ends are the same.
    """

    def __init__(
        self, network: Network, region: Collection[int], arcs: Sequence[int], proxies: Sequence[int] = ()
    ) -> None:
        """`arcs` are the open arcs with both ends in the region, `proxies` the open proxies with a segment in it."""
        self.region = sorted(region)
        self.place_of = _places(network, self.region, arcs)
        self.proxies = proxies
        vias = sorted({*proxies, *(network.vias[arc] for arc in arcs)})
        self.policies = {via: policy for via in vias if (policy := network.policies[via]) is not None}
        selections = _selections(self.policies.values())
        is_cut = any(selection.located for selection in selections)
        kinds = atoms(self.policies.values(), service_sets.ANY) if is_cut else (service_sets.ANY,)
        most = min(MOST_MORE, MOST_LABELLED // len(kinds))
        self._division = Division(network.segments, self.place_of, selections, most)
        signatures = _signatures(self.region, selections)
        numbers: dict[tuple[object, ...], int] = {}
        self.members: list[list[int]] = []
        self.class_of: dict[int, int] = {}
        for segment in self.region:
            key = (self.place_of[segment], tuple(signatures.get(segment, ())), self._division.kind(segment))
            number = numbers.setdefault(key, len(numbers))
            if number == len(self.members):
                self.members.append([])
            self.members[number].append(segment)
            self.class_of[segment] = number
        self._add_ends(selections)

    def _add_ends(self, selections: Mapping[Selection, int]) -> None:
        """Number the ends: those of classes that are not cut, and the first of each other, like their classes."""
        cuts = [self._division.parts.get(members[0], (None,)) for members in self.members]
        ends = [(number, cut[0]) for number, cut in enumerate(cuts)]
        ends += [(number, part) for number, cut in enumerate(cuts) for part in cut[1:]]
        self.class_of_end = [number for number, _ in ends]
        self.places = [self.place_of[self.members[number][0]] for number in self.class_of_end]
        self._parts = [part for _, part in ends]
        self.ends = [[number] for number in range(len(self))]
        for end in range(len(self), len(ends)):
            self.ends[self.class_of_end[end]].append(end)
        self._more = {
            number: sum(1 << end for end in some[1:]) for number, some in enumerate(self.ends) if len(some) > 1
        }
        self._in_part = dict.fromkeys(selections.values(), 0)
        self._numbers = selections
        for end, part in enumerate(self._parts):
            for number in part.named if part is not None else ():
                self._in_part[number] |= 1 << end

    def __len__(self) -> int:
        return len(self.members)

    @property
    def crowded(self) -> frozenset[int]:
        """The segments that would have too many parts, and so are judged as a whole."""
        return self._division.crowded

    def run(self, segment: int, end: int) -> Block | None:
        """The addresses that stand for an end in a segment of its class; None if it is not cut."""
        part = self._parts[end]
        return self._division.run(segment, part.named) if part is not None else None

    def ends_of(self, classes: int) -> int:
        """All ends of a set of classes."""
        return classes | sum(more for number, more in self._more.items() if classes >> number & 1)

    def classes_of(self, ends: int) -> int:
        """The classes of a set of ends."""
        if not ends >> len(self):
            return ends
        return ends & (1 << len(self)) - 1 | sum(1 << number for number, more in self._more.items() if ends & more)

    def bits(self, segments: Iterable[int]) -> int:
        """The set of the classes of some segments; those outside of the region do not count."""
        found = 0
        for segment in segments:
            if segment in self.class_of:
                found |= 1 << self.class_of[segment]
        return found

    def may(self, selection: Selection) -> int:
        """The ends that a selection may name."""
        if selection.is_any:
            return self.must(selection)
        settled = selection.located & self._division.parts.keys() if self._division.parts else frozenset()
        return self.must(selection) | self.ends_of(self.bits(selection.partly - settled))

    def must(self, selection: Selection) -> int:
        """The ends that a selection names for certain."""
        if selection.is_any:
            return (1 << len(self.places)) - 1
        return self.ends_of(self.bits(selection.wholly)) | self._in_part[self._numbers[selection]]

    def strange(self, end: int) -> int:
        """The ends that no packet from an end is for: of the other version of IP, where their classes share one."""
        if not self._division.parts:
            return 0
        own, around = self._families[end], self._around[self.class_of_end[end]]
        if (own, around) not in self._strange:
            self._strange[own, around] = sum(
                1 << other
                for other, families in enumerate(self._families)
                if not own & families and around & self._around[self.class_of_end[other]]
            )
        return self._strange[own, around]

    @cached_property
    def _around(self) -> Sequence[frozenset[int]]:
        """The versions of IP of each class."""
        return [self._division.families(members[0]) for members in self.members]

    @cached_property
    def _families(self) -> Sequence[frozenset[int]]:
        """The versions of IP of each end."""
        return [
            part.families if part is not None else self._around[number]
            for part, number in zip(self._parts, self.class_of_end, strict=True)
        ]

    @cached_property
    def _strange(self) -> dict[tuple[frozenset[int], frozenset[int]], int]:
        return {}


def atoms(policies: Iterable[Policy], wanted: Services) -> tuple[Services, ...]:
    """The wanted services, cut wherever an entry of a policy begins or ends."""
    edges = {
        edge
        for policy in policies
        for entry in policy.entries
        for low, high in entry.services
        for edge in (low, high + 1)
    }
    pieces = []
    for low, high in wanted:
        cuts = [low, *sorted(edge for edge in edges if low < edge <= high), high + 1]
        pieces += [((start, end - 1),) for start, end in pairwise(cuts)]
    return _alike(pieces, [entry.services for policy in policies for entry in policy.entries])


def _alike(pieces: Sequence[Services], sets: Sequence[Services]) -> tuple[Services, ...]:
    """Pieces that lie in the same sets, put together."""
    distinct = sorted(set(sets))
    together: dict[tuple[bool, ...], Services] = {}
    for piece in pieces:
        key = tuple(bool(service_sets.intersection(piece, services)) for services in distinct)
        together[key] = service_sets.union(together.get(key, service_sets.NONE), piece)
    return tuple(together.values())


def _places(network: Network, region: Sequence[int], arcs: Sequence[int]) -> Mapping[int, int]:
    """A number for each set of segments that are joined both ways without a filter."""
    parent = {segment: segment for segment in region}

    def root(segment: int) -> int:
        while parent[segment] != segment:
            parent[segment] = parent[parent[segment]]
            segment = parent[segment]
        return segment

    for arc in arcs:
        device = network.devices[network.vias[arc]]
        if device.one_way is None and is_open(network.policies[network.vias[arc]]):
            parent[root(network.tails[arc])] = root(network.heads[arc])
    numbers: dict[int, int] = {}
    return {segment: numbers.setdefault(root(segment), len(numbers)) for segment in region}


def _selections(policies: Iterable[Policy]) -> Mapping[Selection, int]:
    """All that the entries of some policies name, numbered."""
    distinct: dict[Selection, int] = {}
    for policy in policies:
        for entry in policy.entries:
            for selection in (entry.origin, entry.target):
                distinct.setdefault(selection, len(distinct))
    return distinct


def _signatures(region: Sequence[int], selections: Mapping[Selection, int]) -> Mapping[int, list[int]]:
    """For each segment, the selections that name it: twice the number of the selection, plus one if in part."""
    inside = frozenset(region)
    signatures: dict[int, list[int]] = {}
    for selection, number in selections.items():
        for segment in selection.wholly & inside:
            signatures.setdefault(segment, []).append(2 * number)
        for segment in selection.partly & inside:
            signatures.setdefault(segment, []).append(2 * number + 1)
    return signatures
