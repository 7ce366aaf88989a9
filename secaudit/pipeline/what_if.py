"""What a change would bring: the inventory is rebuilt with it, and both are asked the same questions."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Literal, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from secaudit import engine
from secaudit.documents.source import Source
from secaudit.findings.finding import Finding, order
from secaudit.model import Approval, Gateway, Host, Inventory, Link, PolicyEntry, Segment
from secaudit.network import connect
from secaudit.network.selection import NotKnownError
from secaudit.packs import Rulebook
from secaudit.pipeline.audit import load
from secaudit.pipeline.questions import By, Situation, matrices
from secaudit.policy import Scope

COMPARED: tuple[By, ...] = ("network", "level")
Thing = TypeVar("Thing", Gateway, Link, Host)


class Change(Struct, frozen=True, kw_only=True):
    """Devices to take out, gateways and hosts that forward everything, links to add, approvals to revoke."""

    remove: tuple[str, ...] = ()
    compromise: tuple[str, ...] = ()
    add: tuple[tuple[str, str], ...] = ()
    revoke: tuple[str, ...] = ()


class PairChange(Struct, frozen=True):
    """Two groups and how many pairs of their segments reach each other before and after."""

    by: By
    origin: str | None
    goal: str | None
    before: int
    after: int

    @property
    def kind(self) -> Literal["gained", "lost", "more", "fewer"]:
        """Whether the groups begin or cease to reach each other, or only more or fewer of their segments do."""
        if not self.before:
            return "gained"
        if not self.after:
            return "lost"
        return "more" if self.after > self.before else "fewer"


class FindingChange(Struct, frozen=True):
    """A finding as it was and as it would be; one of them may be none."""

    before: Finding | None
    after: Finding | None

    @property
    def kind(self) -> Literal["gained", "lost", "changed"]:
        """Whether it appears, disappears, or is another one under the same fingerprint."""
        if self.before is None:
            return "gained"
        return "lost" if self.after is None else "changed"


class Consequence(Struct, frozen=True):
    """What a change brings: pairs of groups and findings that are not as they were."""

    pairs: tuple[PairChange, ...]
    findings: tuple[FindingChange, ...]


def what_if(situation: Situation, change: Change) -> Consequence:
    """Compare a situation with the same after a change. Raises NotKnownError for what is not there."""
    inventory = rebuilt(situation.inventory, change)
    after = replace(situation, inventory=inventory, network=connect(inventory, situation.request.as_of))
    book = load(situation.request)
    return Consequence(
        tuple(_pairs(situation, after)),
        tuple(_findings(_audited(book, situation.scope), _audited(book, after.scope))),
    )


# -- the change --------------------------------------------------------------------------------------------


def rebuilt(inventory: Inventory, change: Change) -> Inventory:
    """The inventory after a change. Records about what is taken out stay: they are on paper."""
    devices = (*inventory.gateways, *inventory.links, *inventory.hosts)
    _check(change.remove, "device", [device.id for device in devices])
    passing = [device.id for device in (*inventory.gateways, *inventory.hosts)]
    _check(change.compromise, "gateway or host", passing)
    _check(change.revoke, "gateway", [gateway.id for gateway in inventory.gateways])
    segments = {segment.id: segment for segment in inventory.segments}
    _check([end for pair in change.add for end in pair], "segment", segments)
    return replace(
        inventory,
        gateways=_left((_gateway(gateway, change) for gateway in inventory.gateways), change.remove),
        links=_left((*inventory.links, *_added(change, segments, {device.id for device in devices})), change.remove),
        hosts=_left((_host(host, change) for host in inventory.hosts), change.remove),
    )


def _check(words: Iterable[str], what: str, known: Collection[str]) -> None:
    for word in words:
        if word not in known:
            raise NotKnownError(f"there is no {what} {word!r}", word, known)


def _left(things: Iterable[Thing], removed: Collection[str]) -> tuple[Thing, ...]:
    return tuple(sorted((thing for thing in things if thing.id not in removed), key=lambda thing: thing.id))


def _gateway(gateway: Gateway, change: Change) -> Gateway:
    if gateway.id in change.compromise:
        everything = PolicyEntry(source=gateway.source, from_=("any",), to=("any",), action="permit")
        kind = "firewall" if gateway.kind == "data_diode" else gateway.kind
        gateway = replace(gateway, policy=(everything,), one_way=None, kind=kind)
    if gateway.id in change.revoke:
        gateway = replace(gateway, approval=replace(gateway.approval or Approval(), status="drafting"))
    return gateway


def _host(host: Host, change: Change) -> Host:
    return replace(host, forwarding=None) if host.id in change.compromise else host


def _added(change: Change, segments: Mapping[str, Segment], taken: Collection[str]) -> Iterator[Link]:
    for number, (one, other) in enumerate(change.add, 1):
        name = f"added-{number}"
        while name in taken:
            name += "-"
        yield Link(id=name, source=Source("--add", number, 1), owner=segments[one].owner, between=(one, other))


# -- the comparison ----------------------------------------------------------------------------------------


def _audited(book: Rulebook, scope: Scope) -> Mapping[str, Finding]:
    return {finding.fingerprint: finding for finding in engine.evaluate(book.rules, scope).findings}


def _findings(before: Mapping[str, Finding], after: Mapping[str, Finding]) -> list[FindingChange]:
    changes = [
        FindingChange(before.get(name), after.get(name))
        for name in {*before, *after}
        if name not in before or name not in after or _seen(before[name]) != _seen(after[name])
    ]
    return sorted(changes, key=lambda change: order(change.after or change.before))  # type: ignore[arg-type]


def _seen(finding: Finding) -> tuple[object, ...]:
    """What makes a finding another one to its reader: its state, its weight, and what is exposed."""
    return finding.state, finding.severity, finding.evidence.exposed


def _pairs(before: Situation, after: Situation) -> Iterator[PairChange]:
    compared = zip(matrices(before, COMPARED, "reaches"), matrices(after, COMPARED, "reaches"), strict=True)
    for by, ((groups, first), (_, second)) in zip(COMPARED, compared, strict=True):
        for row, origin in enumerate(groups.names):
            for column, goal in enumerate(groups.names):
                counts = first.pairs[row][column], second.pairs[row][column]
                if counts[0] != counts[1]:
                    yield PairChange(by, origin, goal, *counts)
