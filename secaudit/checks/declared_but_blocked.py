"""Every interconnection record has a permitted way: something gets through between its two systems.

A service gets through if one segment of a system may open a conversation for it with one of the other, in either
direction and by whatever way (`semantics.md` sections 3.1 and 7, case 6).
"""

from collections.abc import Iterator, Sequence
from itertools import islice, product

from msgspec import Struct

from secaudit.expressions import UNKNOWN, Predicate
from secaudit.findings.evidence import Evidence, Hop
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.model import System
from secaudit.model.interconnections import Interconnection
from secaudit.network import services
from secaudit.network.certainty import Certainty
from secaudit.network.denial import Stop
from secaudit.network.obstacles import Obstacles
from secaudit.network.services import NONE, Services
from secaudit.policy import Answer, Binding, Check, Scope, Violation

_FACTS = ("subject", "name", "first", "second", "via", "services", "blocked", "stopped")
_NOT_ASKED = Words(vi="ở nơi chưa xét: quá nhiều hồ sơ bị chặn", en="where was not asked: too many records are blocked")
_NOWHERE = Words(vi="hai bên không được nối với nhau", en="the two sides are not joined at all")
_FIELDS = ("zone", "level", "network")
MOST_LISTED = 20
_PAIRS_EXPLAINED = 50
RECORDS_EXPLAINED = 300
MOST_TRIED = 2_000
"""Pairs of segments of two systems that are tried; if nothing is found then, it is not known."""


def declared_but_blocked(binding: Binding) -> Check:
    """Bind the check: `where` over the interconnection; absent, every record is asked about."""
    binding.only("where")
    binding.facts(_FACTS, None)
    return _Blocked(binding.predicate("where", binding.vocabulary("interconnection"), default="true"))


class _Blocked(Struct, frozen=True):
    where: Predicate

    @property
    def is_local(self) -> bool:
        return False

    def run(self, scope: Scope) -> Answer:
        violations: list[Violation] = []
        obstacles, certainty = Obstacles(scope.passing), Certainty(scope.passing)
        passed = not_applicable = 0
        for record in scope.inventory.interconnections:
            applies = self.where(scope, record)
            if applies is False:
                not_applicable += 1
                continue
            case = _Case(scope, record, certainty)
            undeclared = self.where.missing(scope, record) if applies is UNKNOWN else ()
            if not case.blocked:
                passed += 1
            else:
                told = len(violations) < RECORDS_EXPLAINED
                violations.append(case.violation(undeclared, obstacles if told else None))
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)


class _Case:
    """One record, and what of it does not get through, or not for certain."""

    def __init__(self, scope: Scope, record: Interconnection, certainty: Certainty) -> None:
        self._scope = scope
        self._record = record
        self._sides = tuple(scope.segments_of_system.get(system, ()) for system in record.between)
        self._wanted = services.parse_all(record.services)
        self._tried = 0
        self._doubts: set[int] = set()
        blocked, unsure = self._search(certainty)
        self._is_known = bool(blocked) or not unsure
        self.blocked = blocked or unsure

    def _search(self, certainty: Certainty) -> tuple[Services, Services]:
        """The services of which nothing gets through, and those of which nothing does for certain.

        For undeclared services, all of them unless all do.
        """
        first, second = self._sides
        if set(first) & set(second):
            return NONE, NONE
        blocked = unsure = self._wanted
        for header in self._headers():
            self._tried += 1
            passing = self._scope.passing.forwards(*header, unsure)
            blocked = services.difference(blocked, passing)
            if passing and (doubts := certainty.doubts(*header)):
                self._doubts |= doubts
                passing = certainty.forwards(*header, unsure)
            unsure = services.difference(unsure, passing)
            if not unsure or self._tried >= MOST_TRIED:
                break
        return blocked, unsure

    def _headers(self) -> Iterator[tuple[int, int]]:
        """Pairs of segments of the two systems, those first that an entry of the record's gateway may permit."""
        first, second = (self._own_first(side) for side in self._sides)
        tried = set()
        for header in self._likely(first, second):
            if header not in tried:
                tried.add(header)
                yield header
        for a, b in product(first, second):
            yield from (header for header in ((a, b), (b, a)) if header not in tried)

    def _own_first(self, side: Sequence[str]) -> list[int]:
        """Segments on which few systems lie before those that many share."""
        on, numbers = self._scope.systems_on, self._scope.numbers
        return [numbers[name] for name in sorted(side, key=lambda name: (len(on[name]), name))]

    def _likely(self, first: Sequence[int], second: Sequence[int]) -> Iterator[tuple[int, int]]:
        passing = self._scope.passing
        via = passing.gateways.get(self._record.via) if self._record.via else None
        policy = passing.network.policies[via] if via is not None else None
        for entry in policy.entries if policy is not None else ():
            for origins, targets in ((first, second), (second, first)) if entry.is_permit else ():
                ends = [end for end in targets if entry.target.may_match(end)]
                yield from ((start, end) for start in origins if entry.origin.may_match(start) for end in ends)

    def violation(self, undeclared: Sequence[str], obstacles: Obstacles | None) -> Violation:
        """What does not get through, where it is stopped, and what is not known about it."""
        record, missing = self._record, (*undeclared, *self._missing())
        is_certain = not missing and self._tried < MOST_TRIED
        state: FindingState = "fail" if is_certain else "unknown"
        halt, stopped = None, _NOT_ASKED if is_certain else None
        if is_certain and obstacles is not None:
            halt = obstacles.first(islice(self._headers(), _PAIRS_EXPLAINED), self.blocked)
            stopped = self._told(halt)
        levels = [level for system in record.between if (level := self._level(system)) is not None]
        return Violation(
            kind="interconnection", subject=record.id, subjects=(f"interconnection:{record.id}",), state=state,
            name=record.name, level=max(levels, default=None), owner=record.owner, source=record.source,
            evidence=Evidence(missing=missing, path=self._path(halt), seen=self._seen(), repair=self._repair(halt)),
            facts={
                "subject": record.id, "name": record.name or record.id, "first": record.between[0],
                "second": record.between[1], "via": record.via, "stopped": stopped,
                "services": services.describe(self._wanted) if record.services is not None else None,
                "blocked": None if self._is_unnamed else services.describe(self.blocked),
            },
        )  # fmt: skip

    def _missing(self) -> tuple[str, ...]:
        """The fields without which it is not known whether anything is blocked."""
        sides = ("system.segments",) if not all(self._sides) else ()
        doubts = () if self._is_known else self._undeclared()
        return (*sides, *doubts, *(("interconnection.services",) if self._is_unnamed else ()))

    def _undeclared(self) -> tuple[str, ...]:
        """What segments do not declare that policies may name; else the policy, which names parts that nothing tells apart."""
        segments = [self._scope.passing.network.segments[number] for number in self._doubts]
        if not all(segment.cidrs for segment in segments):  # by addresses policies name most
            return ("segment.cidrs",)
        absent = [f"segment.{field}" for field in _FIELDS if any(getattr(one, field) is None for one in segments)]
        return tuple(absent) or ("gateway.policy",)

    @property
    def _is_unnamed(self) -> bool:
        """Whether no services are on record, and some get through."""
        return self._record.services is None and self.blocked != services.ANY

    def _level(self, name: str) -> int | None:
        system = self._scope.by_id["system"].get(name)
        return system.level if isinstance(system, System) else None

    def _told(self, halt: Stop | None) -> Words:
        if halt is None:
            return _NOWHERE
        network = self._scope.passing.network
        name = network.devices[halt.via].id
        header = f"{network.segments[halt.origin].id} → {network.segments[halt.target].id}"
        return Words(
            vi=f"tại {name}, {halt.reason.vi} ({header})",
            en=f"at {name}, {halt.reason.en} ({header})",
        )

    def _path(self, halt: Stop | None) -> tuple[Hop, ...]:
        """The conversation that is stopped, if its ends are those of the device that stops it."""
        if halt is None:
            return ()
        network = self._scope.passing.network
        device = network.devices[halt.via]
        if not {network.segments[end].id for end in (halt.origin, halt.target)} <= set(device.segments):
            return ()
        middle = Hop(
            kind=device.type, id=device.id, name=device.name, level=device.level, source=halt.source,
            detail=halt.reason, offending=True,
        )  # fmt: skip
        return (network.station(halt.origin), middle, network.station(halt.target))

    def _seen(self) -> tuple[tuple[str, str], ...]:
        first, second = (", ".join(side[:MOST_LISTED]) or "-" for side in self._sides)
        return ((self._record.between[0], first), (self._record.between[1], second))

    def _repair(self, halt: Stop | None) -> Words:
        name = self._record.via or (self._scope.passing.network.devices[halt.via].id if halt is not None else None)
        vi, en = (f"tại {name}", f"at {name}") if name is not None else ("giữa hai hệ thống", "between the two systems")
        return Words(
            vi=f"Cho phép các dịch vụ này {vi}, hoặc bỏ chúng khỏi hồ sơ kết nối nếu không còn dùng",
            en=f"Permit these services {en}, or take them out of the record if they are not in use any more",
        )
