"""Which segments an entry of a gateway's policy names."""

from bisect import bisect_right
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain

from msgspec import Struct

from secaudit.model import Inventory
from secaudit.network import addresses
from secaudit.network.addresses import Block, Blocks
from secaudit.network.parts import covers, united

LOCAL = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
    "224.0.0.0/3", "::/8", "fc00::/7", "fe80::/10", "ff00::/8",
)  # fmt: skip
"""Blocks that no public network routes, or that address many at once."""


class Selection(Struct, frozen=True, gc=False):
    """What a selector names: `any`, or segments that it covers wholly and segments that it may cover.

    A segment that a CIDR covers in part, on which several systems lie, or that does not declare what is asked for
    (addresses, network, zone, level) is in `partly`: such a segment, judged as a whole, may be permitted by the
    entry and is never denied by it. So is a segment of a network that is not ours, by way of which addresses come
    that no segment declares. What of a segment in `located` is named, its addresses tell: those that lie in the
    `blocks`.
    """

    is_any: bool = False
    wholly: frozenset[int] = frozenset()
    partly: frozenset[int] = frozenset()
    located: frozenset[int] = frozenset()
    blocks: tuple[Block, ...] = ()

    @property
    def possible(self) -> frozenset[int]:
        """Segments from which or to which the entry may let something pass."""
        return self.wholly | self.partly

    def may_match(self, segment: int) -> bool:
        """Whether traffic of the segment may fall under the entry."""
        return self.is_any or segment in self.wholly or segment in self.partly

    def must_match(self, segment: int) -> bool:
        """Whether all traffic of the segment falls under the entry."""
        return self.is_any or segment in self.wholly

    def cuts(self, segment: int) -> bool:
        """Whether the addresses of the segment tell what of it the entry names."""
        return segment in self.located and segment not in self.wholly

    def match(self, segment: int, run: Block | None) -> int:
        """Whether a run of addresses of the segment falls under the entry: 0 no, 1 perhaps, 2 certainly."""
        if self.must_match(segment):
            return 2
        if run is None or segment not in self.located:
            return int(self.may_match(segment))
        return 2 * covers(self.blocks, run)

    def covers(self, other: "Selection") -> bool:
        """Whether all that the other selection may name falls under this one."""
        return self.is_any or (not other.is_any and other.possible <= self.wholly)


ANYWHERE = Selection(is_any=True)


class Selectors:
    """Resolves selectors over the segments of an inventory; each text is resolved once."""

    def __init__(self, inventory: Inventory, index: Mapping[str, int]) -> None:
        """`index` gives each segment's number."""
        self._inventory = inventory
        self._segments = inventory.segments
        self._index = index
        self._known: dict[str | tuple[str, ...], Selection] = {}

    def resolve(self, selector: str | tuple[str, ...]) -> Selection:
        """The selection that a selector, or a list of them, names."""
        found = self._known.get(selector)
        if found is None:
            made = self._resolve(selector) if isinstance(selector, str) else self._together(selector)
            found = self._known[selector] = made
        return found

    def _together(self, selectors: tuple[str, ...]) -> Selection:
        parts = [self.resolve(part) for part in selectors]
        if len(parts) == 1:
            return parts[0]
        if any(part.is_any for part in parts):
            return ANYWHERE
        return Selection(
            wholly=frozenset().union(*(part.wholly for part in parts)),
            partly=frozenset().union(*(part.partly for part in parts)),
            located=frozenset()
            .union(*(part.located for part in parts))
            .difference(*(part.partly - part.located for part in parts)),
            blocks=united(tuple(block for part in parts for block in part.blocks)),
        )

    def _resolve(self, text: str) -> Selection:
        if text == "any":
            return ANYWHERE
        prefix, _, name = text.rpartition(":")
        if not prefix:
            kinds = ("segment", "network", "system")
            prefix = next((kind for kind in kinds if name in self._known_names[kind]), "")
        if prefix == "system":
            return self._systems.get(name, Selection())
        return self._group(prefix, name) if prefix in self._groups else self._addresses(text)

    @cached_property
    def _known_names(self) -> Mapping[str, Collection[str]]:
        """What a name without a prefix may be the name of."""
        networks = {network.id for network in self._inventory.networks}
        return {"segment": self._index, "network": networks, "system": self._systems}

    def _group(self, prefix: str, name: str) -> Selection:
        """The segments that share a property, and those that do not declare it."""
        members = self._groups[prefix]
        return Selection(wholly=members.get(name, frozenset()), partly=members.get(None, frozenset()))

    @cached_property
    def _groups(self) -> Mapping[str, Mapping[str | None, frozenset[int]]]:
        segments = self._segments
        return {
            "segment": _gathered(segment.id for segment in segments),
            "network": _gathered(segment.network for segment in segments),
            "zone": _gathered(segment.zone for segment in segments),
            "level": _gathered(None if segment.level is None else str(segment.level) for segment in segments),
        }

    @cached_property
    def _systems(self) -> Mapping[str, Selection]:
        """The segments that are a system's own, and those that it shares or on which only a part of it lies."""
        own = dict[str, set[int]]()
        possible = dict[str, set[int]]()
        for number, segment in enumerate(self._segments):
            if segment.system is not None:
                own.setdefault(segment.system, set()).add(number)
        for system in self._inventory.systems:
            own.setdefault(system.id, set()).update(self._index[name] for name in system.segments or ())
            parts = (part.segment for part in system.components or () if part.segment is not None)
            possible[system.id] = {self._index[name] for name in parts}
        for name, members in own.items():
            possible[name] = possible.get(name, set()) | members
        shared = {number for number, count in Counter(chain(*possible.values())).items() if count > 1}
        return {
            name: Selection(wholly=frozenset(own[name] - shared), partly=frozenset(members - (own[name] - shared)))
            for name, members in possible.items()
        }

    def _addresses(self, text: str) -> Selection:
        try:
            wanted = addresses.parse(text)
        except ValueError:
            return Selection()
        touched = self._blocks.touching(wanted)
        wholly = frozenset(number for number in touched if self._lies_in(number, wanted))
        located = self._without_addresses | (touched - wholly)
        partly = located | self._beyond(wanted, touched)
        return Selection(wholly=wholly, partly=partly, located=located, blocks=(wanted,))

    def _beyond(self, wanted: Block, touched: Collection[int]) -> frozenset[int]:
        """The segments by way of which addresses come that no segment declares: those of networks that are not ours.

        Local addresses come over no public network; those of another agency's network are its own, as far as the
        block is of none that we know.
        """
        if _is_within(self._declared, wanted):
            return frozenset()
        public, foreign = not _is_within(self._declared_or_local, wanted), not touched
        if not (public or foreign):
            return frozenset()
        return frozenset(
            number
            for number, trust, families in self._outside
            if wanted[0] in families and number not in touched and (public or (foreign and trust == "foreign"))
        )

    @cached_property
    def _outside(self) -> Sequence[tuple[int, str | None, frozenset[int]]]:
        """Segments that are not known to be ours, with the trust of their network and the versions of IP they have."""
        trust_of = {network.id: network.trust for network in self._inventory.networks}
        trusts = [trust_of.get(segment.network or "") for segment in self._segments]
        return [
            (number, trusts[number], frozenset(addresses.parse(cidr)[0] for cidr in segment.cidrs))
            for number, segment in enumerate(self._segments)
            if segment.cidrs and trusts[number] != "own"
        ]

    @cached_property
    def _declared(self) -> tuple[Block, ...]:
        return united(tuple(addresses.parse(cidr) for segment in self._segments for cidr in segment.cidrs or ()))

    @cached_property
    def _declared_or_local(self) -> tuple[Block, ...]:
        return united((*self._declared, *map(addresses.parse, LOCAL)))

    def _lies_in(self, number: int, wanted: Block) -> bool:
        blocks = [addresses.parse(cidr) for cidr in self._segments[number].cidrs or ()]
        return all(block[0] == wanted[0] and wanted[1] <= block[1] and block[2] <= wanted[2] for block in blocks)

    @cached_property
    def _blocks(self) -> Blocks:
        return Blocks(
            (addresses.parse(cidr), number)
            for number, segment in enumerate(self._segments)
            for cidr in segment.cidrs or ()
        )

    @cached_property
    def _without_addresses(self) -> frozenset[int]:
        return frozenset(number for number, segment in enumerate(self._segments) if not segment.cidrs)


def _gathered(names: Iterable[str | None]) -> Mapping[str | None, frozenset[int]]:
    """The numbers under each name; None for what is not declared."""
    groups: dict[str | None, set[int]] = {}
    for number, name in enumerate(names):
        groups.setdefault(name, set()).add(number)
    return {name: frozenset(members) for name, members in groups.items()}


def _is_within(runs: Sequence[Block], wanted: Block) -> bool:
    """Whether all of a block lies in one of some runs in order, none of which touches another."""
    place = bisect_right(runs, (wanted[0], wanted[1], wanted[2])) - 1
    return any(covers((run,), wanted) for run in runs[max(place, 0) : place + 2])
