"""What one entry of a gateway's policy lets pass, once the entries before it have decided their part.

`any` as the origin stands for the segments that the gateway joins, because who else may arrive there is a
question about the network and not about the entry; `any` as the target stands for every segment.
"""

from collections.abc import Iterable, Mapping

from msgspec import Struct

from secaudit.expressions import BOOL, INT, STRING, Field, Function, ListOf, Record
from secaudit.model import PolicyEntry, Segment
from secaudit.network import services
from secaudit.network.selectors import Selection
from secaudit.network.services import Services
from secaudit.policy.scope import Scope

_Side = tuple[Selection, Selection, Services]


class Flow(Struct, frozen=True, gc=False, rename={"from_": "from"}):
    """One segment of each kind on either side, and the services of the entry that are left to it."""

    from_: Segment
    to: Segment
    services: tuple[str, ...]


def flows(scope: Scope, entry: PolicyEntry) -> tuple[Flow, ...]:
    """What an entry lets pass; segments that nothing in the policy tells apart are told by one of them."""
    gateway, number = scope.entries[entry.source]
    before = [_side(scope, other) for other in (gateway.policy or ())[: number - 1]]
    origin, target, carried = _side(scope, entry)
    joined = frozenset(scope.numbers[name] for name in gateway.segments)
    origins = _kinds(scope, joined if origin.is_any else origin.possible, [side[0] for side in before])
    targets = _kinds(
        scope, range(len(scope.inventory.segments)) if target.is_any else target.possible, [s[1] for s in before]
    )
    segments = scope.inventory.segments
    return tuple(
        Flow(segments[a], segments[b], tuple(services.describe(left).split(", ")))
        for a in origins
        for b in targets
        if a != b and (left := _left(carried, before, a, b))
    )


def names_nothing(scope: Scope, entry: PolicyEntry) -> bool:
    """Whether an entry can match no conversation, because one of its sides names no segment."""
    sides = (scope.selectors.resolve(entry.from_), scope.selectors.resolve(entry.to))
    return not all(side.is_any or side.possible for side in sides)


def _side(scope: Scope, entry: PolicyEntry) -> _Side:
    resolve = scope.selectors.resolve
    return resolve(entry.from_), resolve(entry.to), services.parse_all(entry.services)


def _kinds(scope: Scope, among: Iterable[int], before: list[Selection]) -> list[int]:
    """One segment for all that are alike in what rules read, and to the entries before."""
    found: dict[object, int] = {}
    for number in sorted(among):
        segment = scope.inventory.segments[number]
        alike = (segment.network, segment.zone, segment.level, segment.secrecy, segment.system)
        found.setdefault((alike, *(selection.must_match(number) for selection in before)), number)
    return list(found.values())


def _left(carried: Services, before: list[_Side], origin: int, target: int) -> Services:
    for from_, to, decided in before:
        if from_.must_match(origin) and to.must_match(target):
            carried = services.difference(carried, decided)
    return carried


def of_entry(flow: Record) -> Mapping[str, Field]:
    """The derived fields of an entry; `flow` gives the record of a flow."""
    return {
        "number": Field(
            shape=INT, compute=lambda scope, entry: scope.entries[entry.source][1],
            doc="Its place in the policy, counted from 1.",
        ),
        "names_nothing": Field(
            shape=BOOL, compute=names_nothing, reads_inventory=True,
            doc="Whether no declared segment can be its source, or none its destination.",
        ),
        "flows": Field(
            shape=ListOf(flow), compute=flows, reads_inventory=True,
            doc="What it lets pass and no earlier entry decides: one segment of each kind on either side, and the services.",
        ),
    }  # fmt: skip


def share_a_service(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    """Whether two lists of services have one in common; a range or a protocol has all its ports."""
    return bool(services.intersection(services.parse_all(tuple(first)), services.parse_all(tuple(second))))


SHARE_A_SERVICE = Function(
    name="share_a_service", parameters=(ListOf(STRING), ListOf(STRING)), result=BOOL, call=share_a_service,
    doc="Whether two lists of services have one in common; a range or a protocol has all its ports.",
)  # fmt: skip
