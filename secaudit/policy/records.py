"""Which interconnection records cover a conversation between two systems at a gateway.

A record covers the services that it names, in both directions, at the gateway that it names and on ways that pass
that gateway. What it does not name is not known, and neither is what it covers then; but whatever its services are,
it covers nothing on a way around its gateway.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, reduce

from msgspec import Struct

from secaudit.expressions import UNKNOWN
from secaudit.model.interconnections import Interconnection
from secaudit.network import services as service_sets
from secaudit.network.services import NONE, Services
from secaudit.policy.scope import Scope

Systems = frozenset[str]


class Demand(Struct, frozen=True, gc=False):
    """Services that no record covers at a gateway, on ways that keep clear of other gateways.

    Where fields are `missing`, it is for want of them not known whether a record covers them.
    """

    services: Services
    closed: frozenset[str] = frozenset()
    missing: tuple[str, ...] = ()


class Records:
    """The records of an inventory by the systems between which they are."""

    def __init__(self, scope: Scope, counts: Callable[[Interconnection], object]) -> None:
        """`counts` answers for a record whether it covers anything on the day: true, false or unknown."""
        self._scope = scope
        self._counts = counts
        self._known: dict[tuple[Systems, Systems], tuple[Interconnection, ...]] = {}

    def demands(self, first: Systems, second: Systems, gateway: str, wanted: Services) -> Iterator[Demand]:
        """What must not pass a gateway between segments of some systems, because no record covers it there.

        First what is certain, on ways around every gateway that a record names; then what is not known. The latter
        may ask for conversations of the former again.
        """
        here, elsewhere = list[Services](), list[tuple[str, Services]]()
        perhaps_here, perhaps_elsewhere = list[Services](), list[tuple[str, Services]]()
        missing = dict[str, None]()
        for record in self._between(first, second):
            named, absent = service_sets.parse_all(record.services), self._absent(record)
            missing |= dict.fromkeys(absent)
            if record.via in (None, gateway):
                (perhaps_here if absent else here).append(named)
            else:
                (perhaps_elsewhere if absent else elsewhere).append((record.via, named))
        rest = service_sets.difference(wanted, _all(here))
        certain = service_sets.difference(rest, _all(perhaps_here))
        doubtful = service_sets.intersection(rest, _all([*perhaps_here, *(named for _, named in perhaps_elsewhere)]))
        for closed, piece in _pieces(certain, [*elsewhere, *perhaps_elsewhere]).items():
            yield Demand(piece, closed)
        for closed, piece in _pieces(doubtful, elsewhere).items():
            yield Demand(piece, closed, tuple(missing))

    def _absent(self, record: Interconnection) -> tuple[str, ...]:
        """The fields without which it is not known what a record covers."""
        fields = [f"interconnection.{name}" for name in ("via", "services") if getattr(record, name) is None]
        return (*fields, *(("interconnection",) if self._answers[record.id] is UNKNOWN else ()))

    def _between(self, first: Systems, second: Systems) -> tuple[Interconnection, ...]:
        found = self._known.get((first, second))
        if found is None:
            records = {
                record.id: record
                for one in first
                for other, between in self._by_systems.get(one, {}).items()
                if other in second
                for record in between
            }
            found = self._known[first, second] = tuple(records[name] for name in sorted(records))
        return found

    @cached_property
    def _answers(self) -> Mapping[str, object]:
        return {record.id: self._counts(record) for record in self._scope.inventory.interconnections}

    @cached_property
    def _by_systems(self) -> Mapping[str, Mapping[str, list[Interconnection]]]:
        found: dict[str, dict[str, list[Interconnection]]] = {}
        for record in self._scope.inventory.interconnections:
            if self._answers[record.id] is not False:
                one, other = record.between
                found.setdefault(one, {}).setdefault(other, []).append(record)
                if one != other:
                    found.setdefault(other, {}).setdefault(one, []).append(record)
        return found


def _all(sets: Iterable[Services]) -> Services:
    return reduce(service_sets.union, sets, NONE)


def _pieces(rest: Services, elsewhere: Iterable[tuple[str, Services]]) -> Mapping[frozenset[str], Services]:
    """Services by the gateways that a record for them names."""
    pieces: dict[frozenset[str], Services] = {frozenset(): rest} if rest else {}
    for via, named in elsewhere:
        split: dict[frozenset[str], Services] = {}
        for closed, piece in pieces.items():
            for gateways, part in (
                (closed | {via}, service_sets.intersection(piece, named)),
                (closed, service_sets.difference(piece, named)),
            ):
                if part:
                    split[gateways] = service_sets.union(split.get(gateways, NONE), part)
        pieces = split
    return pieces
