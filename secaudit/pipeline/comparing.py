"""Two inventories, or two saved results, audited by the same rules for the same day and laid side by side."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from secaudit.dossiers import dossiers
from secaudit.errors import InputError, Problem
from secaudit.findings.comparison import ChangedReach, Comparison
from secaudit.findings.evidence import Hop
from secaudit.findings.report import Report
from secaudit.model import KINDS, Inventory
from secaudit.network import Device, Network, services
from secaudit.network.matrix import Matrix
from secaudit.network.ways import Asked, Closed, Ways
from secaudit.packs import Rulebook
from secaudit.pipeline.audit import audited, load
from secaudit.pipeline.questions import By, Groups, Situation, matrices
from secaudit.pipeline.reading import Memory, Progress
from secaudit.pipeline.request import Request
from secaudit.policy import Scope
from secaudit.triage.comparison import compare

COMPARED: tuple[By, ...] = ("level", "zone", "network")
MOST_WITNESSES = 50

Side = Request | Report


def difference(
    old: Side, new: Side, names: tuple[str, str], progress: Progress | None = None
) -> tuple[Comparison, Report, Report]:
    """What differs, and both reports. Reachability is compared where both sides are inventories.

    Raises InputError or PolicyError if a side cannot be audited.
    """
    _refuse_editions((old, new), names)
    audits = _Audits(progress)
    before, old_scope = audits.of(old)
    after, new_scope = audits.of(new)
    reach = None
    if isinstance(old, Request) and isinstance(new, Request) and old_scope is not None and new_scope is not None:
        shared = _shared(old_scope.inventory, new_scope.inventory)
        before, after = _with_dossiers(before, old_scope, shared), _with_dossiers(after, new_scope, shared)
        reach = tuple(_reach(_situation(old, old_scope), _situation(new, new_scope)))
    elif old_scope is not None:
        before = _with_dossiers(before, old_scope)
    elif new_scope is not None:
        after = _with_dossiers(after, new_scope)
    return compare(before, after, names, reach), before, after


def _refuse_editions(sides: Sequence[Side], names: Sequence[str]) -> None:
    """An edition tells other names and ids, so that whatever it holds would look new and the rest repaired."""
    told = "this result is an edition, in which names are withheld: there is nothing to compare it with"
    hint = "compare full results (--report json=FILE without --edition or --ceiling)"
    editions = [
        name for side, name in zip(sides, names, strict=True) if isinstance(side, Report) and side.edition is not None
    ]
    if editions:
        raise InputError(Problem(name, 0, 0, told, hint) for name in editions)


class _Audits:
    """Audits that share their rules, and what they read, wherever they are of one day and by the same rules."""

    def __init__(self, progress: Progress | None) -> None:
        self._progress = progress
        self._known: dict[tuple[object, ...], tuple[Rulebook, Memory]] = {}

    def of(self, side: Side) -> tuple[Report, Scope | None]:
        if isinstance(side, Report):
            return side, None
        key = (side.as_of, side.packs, tuple(sorted(side.parameters.items())), side.select, side.ignore)
        if key not in self._known:
            self._known[key] = (load(side), {})
        book, memory = self._known[key]
        return audited(side, book, self._progress, memory)


def _shared(old: Inventory, new: Inventory) -> frozenset[int]:
    """The nouns of files that both sides hold: one object in both, so that nobody need look into it."""
    before = {id(noun) for kind in KINDS for noun in old.of(kind)}
    return frozenset(before.intersection(id(noun) for kind in KINDS for noun in new.of(kind)))


def _with_dossiers(report: Report, scope: Scope, shared: frozenset[int] = frozenset()) -> Report:
    """The report with the dossiers of what may differ."""
    own = {f"{kind}s": tuple(noun for noun in scope.inventory.of(kind) if id(noun) not in shared) for kind in KINDS}
    return replace(report, dossiers=dossiers(Inventory(**own)))  # type: ignore[arg-type]


def _situation(request: Request, scope: Scope) -> Situation:
    return Situation(request, scope.inventory, scope.network)


def _reach(before: Situation, after: Situation) -> Iterator[ChangedReach]:
    if _topology(before.network) == _topology(after.network):
        return
    witnesses = MOST_WITNESSES
    first, second = matrices(before, COMPARED, "reaches"), matrices(after, COMPARED, "reaches")
    for by, (old_groups, old), (new_groups, new) in zip(COMPARED, first, second, strict=True):
        names = sorted({*old_groups.names, *new_groups.names}, key=lambda name: (name is None, name or ""))
        for origin in names:
            for target in names:
                counts = _pairs(old_groups, old, origin, target), _pairs(new_groups, new, origin, target)
                if counts[0] == counts[1]:
                    continue
                witness: tuple[Hop, ...] = ()
                if 0 in counts and witnesses:
                    witnesses -= 1
                    there, groups = (after, new_groups) if counts[1] else (before, old_groups)
                    witness = _witness(there.network, groups, origin, target)
                yield ChangedReach(
                    by=by, origin=origin, target=target, before=counts[0], after=counts[1], witness=witness
                )


def _topology(network: Network) -> tuple[object, ...]:
    """All that reachability depends on: the groups of segments, and what devices let pass."""
    segments = [
        (segment.id, segment.level, segment.zone, segment.network, segment.cidrs, segment.system)
        for segment in network.segments
    ]
    devices = [
        (device.id, device.kind, device.segments, device.default, device.one_way, device.forwards, _policy(device))
        for device in network.devices
    ]
    return segments, devices


def _policy(device: Device) -> object:
    """A policy without its places; not declared is not empty."""
    if device.policy is None:
        return None
    return [(entry.from_, entry.to, entry.services, entry.action) for entry in device.policy]


def _pairs(groups: Groups, matrix: Matrix, origin: str | None, target: str | None) -> int:
    if origin not in groups.names or target not in groups.names:
        return 0
    return matrix.pairs[groups.names.index(origin)][groups.names.index(target)]


def _witness(network: Network, groups: Groups, origin: str | None, target: str | None) -> tuple[Hop, ...]:
    starts, ends = _members(groups, origin), _members(groups, target)
    ways = Ways(network, starts, ends - starts, Closed(bytes(len(network.devices))), Asked("reaches", services.ANY))
    return network.tell(ways.shortest()) if ways.reached else ()


def _members(groups: Groups, name: str | None) -> frozenset[int]:
    place: Sequence[int] = [number for number, known in enumerate(groups.names) if known == name]
    return frozenset(segment for segment, group in enumerate(groups.group_of) if group in place)
