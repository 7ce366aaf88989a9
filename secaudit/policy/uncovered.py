"""What gateways let pass between two systems, and no interconnection record covers: entry by entry, exactly."""

from collections.abc import Hashable
from itertools import product

from msgspec import Struct

from secaudit.expressions import UNKNOWN, Predicate
from secaudit.model import Segment
from secaudit.network import services
from secaudit.network.groups import Groups
from secaudit.network.policies import Entry
from secaudit.network.services import NONE, Services
from secaudit.policy.records import Records
from secaudit.policy.scope import Scope

_SIMPLE = frozenset(("level", "zone", "network", "secrecy", "site", "trust", "network_kind"))
_FEW = 100
MOST_FOLLOWED = 4_000
"""Conversations between different systems that are followed for one entry; what is left then is not known."""


class Pair(Struct, frozen=True, gc=False):
    """Segments between which something passes uncovered, alike on either side; what is certain, and what is not."""

    origins: tuple[Segment, ...]
    targets: tuple[Segment, ...]
    systems: tuple[frozenset[str], frozenset[str]]
    certain: Services
    doubtful: Services
    missing: tuple[str, ...]

    @property
    def services(self) -> Services:
        """All that passes uncovered, or perhaps so."""
        return services.union(self.certain, self.doubtful)


class Found(Struct, gc=False):
    """What one entry lets pass uncovered; whether it concerns two systems at all, and whether all was followed."""

    pairs: list[Pair]
    is_concerned: bool = False
    is_whole: bool = True


class Uncovered:
    """What gateways let pass between two systems uncovered, as far as it matters."""

    def __init__(self, scope: Scope, where: Predicate, record: Predicate, wanted: Services) -> None:
        """`where` says which segments matter as ends, `record` which interconnections count, for which services."""
        self._where = where
        self._wanted = wanted
        self._scope = scope
        self._passing = scope.passing
        self._segments = scope.passing.network.segments
        self._records = Records(scope, lambda one: record(scope, one))
        self._systems = [scope.systems_on.get(segment.id, frozenset()) for segment in self._segments]
        self._kinds = self._alike()
        self._applies: dict[tuple[int, int], object] = {}
        self._missing: dict[tuple[int, int], tuple[str, ...]] = {}
        alike = list(zip(self._kinds, self._systems, strict=True))
        self._groups = Groups(scope.passing, alike, *self._ends())

    def _alike(self) -> list[int]:
        """For each segment, a number for what `where` may read of it."""
        fields = {path.partition(".")[2] for path in self._where.reads}
        simple = sorted(fields - {"trust", "network_kind"} | ({"network"} if fields else set()))
        own = simple if fields <= _SIMPLE else ["id"]
        numbers: dict[Hashable, int] = {}
        return [
            numbers.setdefault(tuple(getattr(segment, field) for field in own), len(numbers))
            for segment in self._segments
        ]

    def _ends(self) -> tuple[list[bool], list[bool]]:
        """Whether each segment may matter as an origin, and as a target: with some other, if kinds are few."""
        first = {kind: number for number, kind in reversed(list(enumerate(self._kinds)))}
        if len(first) > _FEW:
            return [True] * len(self._kinds), [True] * len(self._kinds)
        able = {
            pair for pair in product(first.items(), repeat=2) if self._matters((pair[0][1], pair[1][1])) is not False
        }
        openers, partners = ({pair[side][0] for pair in able} for side in (0, 1))
        return [kind in openers for kind in self._kinds], [kind in partners for kind in self._kinds]

    def _matters(self, header: tuple[int, int]) -> object:
        """What `where` says of two segments."""
        key = self._kinds[header[0]], self._kinds[header[1]]
        if key not in self._applies:
            self._applies[key] = self._where(self._scope, *(self._segments[end] for end in header))
        return self._applies[key]

    def _undeclared(self, header: tuple[int, int]) -> tuple[str, ...]:
        """The fields for want of which it is not known whether two segments matter."""
        key = self._kinds[header[0]], self._kinds[header[1]]
        if key not in self._missing:
            self._missing[key] = self._where.missing(self._scope, *(self._segments[end] for end in header))
        return self._missing[key]

    def judge(self, via: int, position: int, entry: Entry) -> Found:
        """What one entry lets pass uncovered."""
        found, followed = Found([]), 0
        for a, b in self._groups.pairs(via, entry):
            header = self._groups.members[a][0], self._groups.members[b][0]
            absent = self._concern(header)
            if absent is None:
                continue
            found.is_concerned = True
            followed += 1
            if followed > MOST_FOLLOWED:
                found.is_whole = False
                break
            if not self._passing.decides(via, position, header):
                continue
            pair = self._uncovered((via, position), (a, b), (*absent, *self._unaddressed(entry, header)))
            if pair.services:
                found.pairs.append(pair)
        return found

    def _concern(self, header: tuple[int, int]) -> tuple[str, ...] | None:
        """What is not declared of two segments that may be of different systems; None if they do not matter."""
        first, second = self._systems[header[0]], self._systems[header[1]]
        if not first.isdisjoint(second) or (applies := self._matters(header)) is False:
            return None
        missing = self._undeclared(header) if applies is UNKNOWN else ()
        return (*missing, *(() if first and second else ("segment.system",)))

    def _unaddressed(self, entry: Entry, header: tuple[int, int]) -> tuple[str, ...]:
        """What is not declared, if only for want of addresses an entry is taken to name a segment."""
        sides = zip((entry.origin, entry.target), header, strict=True)
        guessed = any(end in side.partly and not self._segments[end].cidrs for side, end in sides)
        return ("segment.cidrs",) if guessed else ()

    def _uncovered(self, at: tuple[int, int], groups: tuple[int, int], absent: tuple[str, ...]) -> Pair:
        """What passes between two groups uncovered."""
        (via, position), passing = at, self._passing
        origins, targets = (self._groups.members[group] for group in groups)
        systems = self._systems[origins[0]], self._systems[targets[0]]
        certain, doubtful, missing = NONE, NONE, dict.fromkeys(absent)
        for demand in self._records.demands(*systems, passing.network.devices[via].id, self._wanted):
            # a record may name a gateway that is not there (any more): no way passes it, and there is nothing to close
            closed = frozenset(passing.gateways[other] for other in demand.closed if other in passing.gateways)
            wanted = services.difference(demand.services, certain)
            through = passing.through(via, position, (origins[0], targets[0]), wanted, closed)
            if absent or demand.missing:
                doubtful = services.union(doubtful, through)
                missing |= dict.fromkeys(demand.missing if through else ())
            else:
                certain = services.union(certain, through)
        first, second = (tuple(self._segments[number] for number in side) for side in (origins, targets))
        return Pair(first, second, systems, certain, doubtful, tuple(missing))
