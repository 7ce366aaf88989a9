"""What gateways let pass between two systems, and no interconnection record covers: entry by entry, exactly."""

from collections.abc import Hashable

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
        self._alike = self._kinds()
        self._groups = Groups(scope.passing, self._alike)
        self._concerns: dict[tuple[Hashable, Hashable], tuple[str, ...] | None] = {}

    def _kinds(self) -> list[int]:
        """For each segment, a number for the systems on it and what `where` may read of it."""
        fields = {path.partition(".")[2] for path in self._where.reads}
        own = (
            sorted(fields - {"trust", "network_kind"} | ({"network"} if fields else set()))
            if fields <= _SIMPLE
            else ["id"]
        )
        numbers: dict[Hashable, int] = {}
        return [
            numbers.setdefault((self._on(segment), *(getattr(segment, field) for field in own)), len(numbers))
            for segment in self._segments
        ]

    def _on(self, segment: Segment) -> frozenset[str]:
        return self._scope.systems_on.get(segment.id, frozenset())

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
            pair = self._uncovered((via, position), (a, b), absent)
            if pair.services:
                found.pairs.append(pair)
        return found

    def _concern(self, header: tuple[int, int]) -> tuple[str, ...] | None:
        """What is not declared of two segments that may be of different systems; None if they do not matter."""
        key = self._alike[header[0]], self._alike[header[1]]
        if key not in self._concerns:
            self._concerns[key] = self._judged(*(self._segments[end] for end in header))
        return self._concerns[key]

    def _judged(self, a: Segment, b: Segment) -> tuple[str, ...] | None:
        if self._on(a) & self._on(b):
            return None
        applies = self._where(self._scope, a, b)
        if applies is False:
            return None
        missing = self._where.missing(self._scope, a, b) if applies is UNKNOWN else ()
        return (*missing, *(() if self._on(a) and self._on(b) else ("segment.system",)))

    def _uncovered(self, at: tuple[int, int], groups: tuple[int, int], absent: tuple[str, ...]) -> Pair:
        """What passes between two groups uncovered."""
        (via, position), passing = at, self._passing
        origins, targets = (self._groups.members[group] for group in groups)
        systems = self._on(self._segments[origins[0]]), self._on(self._segments[targets[0]])
        certain, doubtful, missing = NONE, NONE, dict.fromkeys(absent)
        for demand in self._records.demands(*systems, passing.network.devices[via].id, self._wanted):
            closed = frozenset(passing.gateways[other] for other in demand.closed)
            through = passing.through(via, position, (origins[0], targets[0]), demand.services, closed)
            unsure = through if absent else services.intersection(through, demand.doubtful)
            doubtful = services.union(doubtful, unsure)
            certain = services.union(certain, services.difference(through, unsure))
            missing |= dict.fromkeys(demand.missing if unsure else ())
        first, second = (tuple(self._segments[number] for number in side) for side in (origins, targets))
        return Pair(first, second, systems, certain, doubtful, tuple(missing))
