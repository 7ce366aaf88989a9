"""Which segments an entry of a gateway's policy names."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from secaudit.model import Inventory, Segment
from secaudit.network import addresses
from secaudit.network.addresses import Block, Blocks
from secaudit.network.parts import covers, united


class Selection(Struct, frozen=True, gc=False):
    """What a selector names: `any`, or segments that it covers wholly and segments that it may cover.

    A segment that a CIDR covers in part, or whose addresses (or level) are not declared, is in `partly`:
    such a segment, judged as a whole, may be permitted by the entry and is never denied by it. What of a segment
    in `located` is named, its addresses tell: those that lie in the `blocks`.
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
        self._segments = inventory.segments
        self._index = index
        self._networks = frozenset(network.id for network in inventory.networks)
        self._known: dict[str, Selection] = {}

    def resolve(self, selector: str | tuple[str, ...]) -> Selection:
        """The selection that a selector, or a list of them, names."""
        if isinstance(selector, str):
            found = self._known.get(selector)
            if found is None:
                found = self._known[selector] = self._resolve(selector)
            return found
        parts = [self.resolve(part) for part in selector]
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
        prefix, colon, name = text.partition(":")
        if colon and prefix in self._groups:
            named = self._groups[prefix].get(name, frozenset())
            return Selection(wholly=named, partly=self._without_level if prefix == "level" else frozenset())
        if text in self._index:
            return Selection(wholly=frozenset((self._index[text],)))
        if text in self._networks:
            return Selection(wholly=self._groups["network"].get(text, frozenset()))
        if text in self._groups["system"]:
            return Selection(wholly=self._groups["system"][text])
        return self._addresses(text)

    @cached_property
    def _groups(self) -> Mapping[str, Mapping[str, frozenset[int]]]:
        return {
            "segment": self._group((segment.id, segment) for segment in self._segments),
            "network": self._group((segment.network, segment) for segment in self._segments),
            "zone": self._group((segment.zone, segment) for segment in self._segments),
            "system": self._group((segment.system, segment) for segment in self._segments),
            "level": self._group((str(segment.level), segment) for segment in self._segments),
        }

    def _group(self, pairs: Iterable[tuple[str | None, Segment]]) -> Mapping[str, frozenset[int]]:
        groups: dict[str, set[int]] = {}
        for name, segment in pairs:
            if name is not None:
                groups.setdefault(name, set()).add(self._index[segment.id])
        return {name: frozenset(members) for name, members in groups.items()}

    def _addresses(self, text: str) -> Selection:
        try:
            wanted = addresses.parse(text)
        except ValueError:
            return Selection()
        touched = self._blocks.touching(wanted)
        wholly = frozenset(number for number in touched if self._lies_in(number, wanted))
        partly = self._without_addresses | (touched - wholly)
        return Selection(wholly=wholly, partly=partly, located=partly, blocks=(wanted,))

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
    def _without_level(self) -> frozenset[int]:
        return frozenset(number for number, segment in enumerate(self._segments) if segment.level is None)

    @cached_property
    def _without_addresses(self) -> frozenset[int]:
        return frozenset(number for number, segment in enumerate(self._segments) if not segment.cidrs)
