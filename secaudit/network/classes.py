"""Segments that no policy can tell apart, and services that no policy can tell apart.

Within a region of the network, segments that are joined without a filter share a *place*; those that every
entry of every policy names alike share a *class*. Services fall into *atoms*: the smallest ranges at whose
edges some entry begins or ends. All three are exact partitions ("atomic predicates", Yang and Lam 2013), so
that a question about classes and atoms has the same answer as one about segments and services.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from secaudit.network import services as service_sets
from secaudit.network.network import Network
from secaudit.network.policies import Policy
from secaudit.network.selectors import Selection
from secaudit.network.services import Services


def is_open(policy: Policy | None) -> bool:
    """Whether a device passes every header: it has no policy, or one that denies nothing."""
    return policy is None or (policy.permit_rest and not policy.entries and not policy.is_proxy)


class Classes:
    """The places and classes of a region. All are numbers; `bit` sets are whole numbers with a bit a class."""

    def __init__(
        self, network: Network, region: Collection[int], arcs: Sequence[int], proxies: Sequence[int] = ()
    ) -> None:
        """`arcs` are the open arcs with both ends in the region, `proxies` the open proxies with a segment in it."""
        self.region = sorted(region)
        self.place_of = _places(network, self.region, arcs)
        self.proxies = proxies
        vias = sorted({*proxies, *(network.vias[arc] for arc in arcs)})
        self.policies = {via: policy for via in vias if (policy := network.policies[via]) is not None}
        signatures = _signatures(self.region, self.policies.values())
        numbers: dict[tuple[int, tuple[int, ...]], int] = {}
        self.members: list[list[int]] = []
        self.class_of: dict[int, int] = {}
        for segment in self.region:
            key = (self.place_of[segment], tuple(signatures.get(segment, ())))
            number = numbers.setdefault(key, len(numbers))
            if number == len(self.members):
                self.members.append([])
            self.members[number].append(segment)
            self.class_of[segment] = number
        self.places = [self.place_of[members[0]] for members in self.members]

    def __len__(self) -> int:
        return len(self.members)

    def bits(self, segments: Iterable[int]) -> int:
        """The set of the classes of some segments; those outside of the region do not count."""
        found = 0
        for segment in segments:
            if segment in self.class_of:
                found |= 1 << self.class_of[segment]
        return found

    def may(self, selection: Selection) -> int:
        """The classes that a selection may name."""
        return (1 << len(self)) - 1 if selection.is_any else self.bits(selection.possible)

    def must(self, selection: Selection) -> int:
        """The classes that a selection names for certain."""
        return (1 << len(self)) - 1 if selection.is_any else self.bits(selection.wholly)


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


def _signatures(region: Sequence[int], policies: Iterable[Policy]) -> Mapping[int, list[int]]:
    """For each segment, the selections that name it: twice the number of the selection, plus one if in part."""
    inside = frozenset(region)
    distinct: dict[Selection, int] = {}
    for policy in policies:
        for entry in policy.entries:
            for selection in (entry.origin, entry.target):
                distinct.setdefault(selection, len(distinct))
    signatures: dict[int, list[int]] = {}
    for selection, number in distinct.items():
        for segment in selection.wholly & inside:
            signatures.setdefault(segment, []).append(2 * number)
        for segment in selection.partly & inside:
            signatures.setdefault(segment, []).append(2 * number + 1)
    return signatures
