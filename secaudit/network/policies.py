"""A gateway's ordered policy: what it lets pass for a header, and between two of its segments.

A header is who opened the conversation and with whom, whatever lies between (`semantics.md` section 3).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct

from secaudit.network import services
from secaudit.network.device import Device
from secaudit.network.parts import WHOLE, Ends
from secaudit.network.selectors import ANYWHERE, Selection, Selectors
from secaudit.network.services import Services

NO_ENTRY, UNDECLARED, DEFAULT = -1, -2, -3
PROXIES = ("proxy", "jump_host")
Pair = tuple[int, int]


class Entry(Struct, frozen=True, gc=False):
    """One line of a policy, with its selectors resolved."""

    number: int
    is_permit: bool
    origin: Selection
    target: Selection
    services: Services

    def within(self, origin: int, target: int, ends: Ends) -> tuple[Services, bool]:
        """What it is about between parts of two segments, and whether it settles that."""
        match = min(self.origin.match(origin, ends[0]), self.target.match(target, ends[1]))
        return (self.services if match else services.NONE), match > 1


class Policy(Struct, frozen=True):
    """Ordered entries, first match wins, and what happens to the rest.

    A policy that is not declared has no entries and permits the rest: silence is not isolation.
    `is_proxy`: a conversation ends here and a new one starts.
    """

    entries: tuple[Entry, ...]
    permit_rest: bool
    is_declared: bool
    is_proxy: bool

    def permitted(self, origin: int, target: int, ends: Ends = WHOLE) -> Services:
        """The services that pass for a header: never less than what may pass.

        Where the addresses of a segment are covered in part, and no part of it is given in `ends`, a permit counts
        for it and a deny does not.
        """
        return self.passage(origin, target, ends=ends).services

    def passage(self, origin: int, target: int, wanted: Services = services.ANY, ends: Ends = WHOLE) -> "Passage":
        """The wanted services that pass for a header, and the entry that lets the first of them through."""
        permitted, first, rest = services.NONE, NO_ENTRY, wanted
        for entry in self.entries:
            left, right = entry.origin, entry.target  # `may_match`, written out: this runs for every pair of segments
            if not (left.is_any or origin in left.wholly or origin in left.partly):
                continue
            if not (right.is_any or target in right.wholly or target in right.partly):
                continue
            named, settles = (
                entry.services,
                (left.is_any or origin in left.wholly) and (right.is_any or target in right.wholly),
            )
            if not settles and ends != WHOLE:
                named, settles = entry.within(origin, target, ends)
            hit = services.intersection(rest, named)
            if entry.is_permit and hit:
                first = entry.number if first == NO_ENTRY else first
                permitted = services.union(permitted, hit)
            if settles:
                rest = services.difference(rest, named)
        if self.permit_rest:
            last = DEFAULT if self.is_declared else UNDECLARED
            return Passage(services.union(permitted, rest), last if first == NO_ENTRY else first)
        return Passage(permitted, first)

    @property
    def is_by_address(self) -> bool:
        """Whether any entry names segments in part, by their addresses."""
        return any(entry.origin.located or entry.target.located for entry in self.entries)

    def is_whole(self, origin: int, target: int, ends: Ends) -> bool:
        """Whether an entry names either segment in part, and it is not told which part of it is meant."""
        return any(
            (ends[0] is None and entry.origin.cuts(origin)) or (ends[1] is None and entry.target.cuts(target))
            for entry in self.entries
        )

    def is_certain(self, origin: int, target: int) -> bool:
        """Whether something passes for a header, whatever the entries that name a segment in part come to."""
        rest = services.ANY
        for entry in self.entries:
            match = min(entry.origin.match(origin, None), entry.target.match(target, None))
            if match > 1 and entry.is_permit and services.intersection(rest, entry.services):
                return True
            if match and not entry.is_permit:
                rest = services.difference(rest, entry.services)
        return self.permit_rest and bool(rest)


class Passage(Struct, frozen=True, gc=False):
    """The services that pass, and the number of the entry that lets the first of them through.

    `is_direct`: something passes for a conversation between the two neighbours themselves for certain; else
    perhaps only for one on its way from or to remote segments.
    """

    services: Services
    entry: int = NO_ENTRY
    is_direct: bool = True


_OPEN_DIODE = Passage(services.ANY)
_NOTHING = Passage(services.NONE)


def policy_of(device: Device, selectors: Selectors) -> Policy | None:
    """The policy of a gateway; None for what has none: links, hosts, and diodes without a declared one."""
    if device.type != "gateway" or (device.policy is None and device.kind == "data_diode"):
        return None
    entries = [
        Entry(
            number,
            entry.action == "permit",
            selectors.resolve(entry.from_),
            selectors.resolve(entry.to),
            services.parse_all(entry.services),
        )
        for number, entry in enumerate(device.policy or ())
    ]
    return Policy(
        entries=tuple(entries),
        permit_rest=device.default == "permit" or device.policy is None,
        is_declared=device.default == "permit" or device.policy is not None,
        is_proxy=device.kind in PROXIES,
    )


def policy_beyond(device: Device, policy: Policy | None, selectors: Selectors) -> Policy:
    """What a gateway lets pass beyond its approval: its policy, once all that the approval names is denied."""
    approved = [
        Entry(
            NO_ENTRY,
            False,  # noqa: FBT003
            selectors.resolve(flow.from_),
            selectors.resolve(flow.to),
            services.parse_all(flow.services),
        )
        for flow in (device.approval.permits if device.approval is not None else None) or ()
    ]
    return Policy(
        entries=(*approved, *(policy.entries if policy is not None else ())),
        permit_rest=policy is None or policy.permit_rest,
        is_declared=policy is not None and policy.is_declared,
        is_proxy=policy is not None and policy.is_proxy,
    )


def passages(
    policy: Policy | None, pairs: Sequence[Pair], joined: frozenset[int], leads_on: Callable[[int], bool]
) -> Mapping[Pair, Passage]:
    """What a gateway lets pass between pairs of its segments, whatever the header: sound, not exact.

    `leads_on` tells whether a segment has another device, behind which remote segments may lie. An entry
    about remote segments counts for every pair by way of which that traffic may come and go.
    """
    if policy is None:
        return dict.fromkeys(pairs, _OPEN_DIODE)
    likely = pairs if policy.permit_rest else _named(policy.entries, joined)
    found = {pair: policy.passage(*pair) if pair in likely else _NOTHING for pair in pairs}
    if policy.is_by_address:
        doubtful = {pair for pair, passage in found.items() if passage.services and not policy.is_certain(*pair)}
        found |= {pair: Passage(found[pair].services, found[pair].entry, is_direct=False) for pair in doubtful}
    rest = (Entry(DEFAULT, True, ANYWHERE, ANYWHERE, services.ANY),) if policy.permit_rest and policy.entries else ()  # noqa: FBT003
    for pair, passage in _transit((*policy.entries, *rest), joined, pairs, leads_on):
        known = found[pair]
        if known.services:
            found[pair] = Passage(services.union(known.services, passage.services), known.entry, known.is_direct)
        else:
            found[pair] = passage
    return {pair: passage for pair, passage in found.items() if passage.services}


def pairs_of(device: Device, joined: Sequence[int], index: Mapping[str, int]) -> Sequence[Pair]:
    """The ordered pairs of segments between which a gateway can carry anything at all."""
    if device.kind == "data_diode" and device.one_way is not None:
        return [(index[device.one_way.from_], index[device.one_way.to])]
    return [(a, b) for a in joined for b in joined if a != b]


def _transit(
    entries: Sequence[Entry], joined: frozenset[int], pairs: Sequence[Pair], leads_on: Callable[[int], bool]
) -> list[tuple[Pair, Passage]]:
    """What passes between neighbours on its way from or to remote segments."""
    found: list[tuple[Pair, Passage]] = []
    for position, entry in enumerate(entries):
        if not entry.is_permit or not (_is_remote(entry.origin, joined) or _is_remote(entry.target, joined)):
            continue
        rest = entry.services
        for earlier in entries[:position]:
            if earlier.origin.covers(entry.origin) and earlier.target.covers(entry.target):
                rest = services.difference(rest, earlier.services)
        may_pass = _may_pass(entry, joined, leads_on)
        found += ((pair, Passage(rest, entry.number, is_direct=False)) for pair in pairs if may_pass(*pair))
    return found


def _may_pass(entry: Entry, joined: frozenset[int], leads_on: Callable[[int], bool]) -> Callable[[int, int], bool]:
    """Whether a conversation that the entry permits, other than one from a to b, may pass from a to b."""
    ends = frozenset(segment for segment in joined if leads_on(segment))
    afar = ends if _is_remote(entry.origin, joined) else frozenset()
    yonder = ends if _is_remote(entry.target, joined) else frozenset()
    origins, targets = _among(entry.origin, joined), _among(entry.target, joined)
    return lambda a, b: (a in afar and (b in yonder or b in targets)) or (b in yonder and a in origins)


def _named(entries: Iterable[Entry], joined: frozenset[int]) -> frozenset[Pair]:
    """The pairs of a gateway's segments between which some entry permits anything."""
    return frozenset(
        (a, b)
        for entry in entries
        if entry.is_permit
        for a in _among(entry.origin, joined)
        for b in _among(entry.target, joined)
    )


def _among(selection: Selection, joined: frozenset[int]) -> frozenset[int]:
    """Which of a gateway's segments a selection may name."""
    return joined if selection.is_any else joined & selection.wholly | joined & selection.partly


def _is_remote(selection: Selection, joined: frozenset[int]) -> bool:
    return selection.is_any or not (selection.wholly <= joined and selection.partly <= joined)
