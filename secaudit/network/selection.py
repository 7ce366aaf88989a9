"""Which segments a word of the command line means: a segment, zone, network, system, unit, host or address block."""

from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from secaudit.model import Inventory
from secaudit.network import addresses
from secaudit.network.network import Network
from secaudit.network.selectors import Selectors

_KINDS = ("segment", "network", "system", "unit", "host", "zone")
_PLAIN = _KINDS[:-1]  # a zone is always written zone:NAME, as in a policy


class NotKnownError(LookupError):
    """A word names nothing, or more than one thing; `known` is what it may have meant."""

    def __init__(self, message: str, word: str, known: Iterable[str] = ()) -> None:
        """The message is a sentence without its end."""
        super().__init__(message)
        self.word = word
        self.known = tuple(known)


class Named(Struct, frozen=True):
    """What a word names: segments by number, and those without addresses that may lie in a block, too."""

    text: str
    segments: frozenset[int]
    undeclared: frozenset[int] = frozenset()


class Names:
    """The words that name segments of an inventory."""

    def __init__(self, inventory: Inventory, network: Network) -> None:
        """Nothing is looked up until it is asked for."""
        self._inventory = inventory
        self._network = network

    def find(self, text: str) -> Named:
        """What a word names. Raises NotKnownError if that is nothing, or may be several things."""
        if text == "any":
            return Named(text, frozenset(range(len(self._network.segments))))
        prefix, colon, name = text.partition(":")
        if colon and prefix in _KINDS:
            members = self._groups[prefix].get(name)
            if members is None:
                raise NotKnownError(f"there is no {prefix} {name!r}", name, self._groups[prefix])
            return self._some(text, members)
        found = {kind: self._groups[kind][text] for kind in _PLAIN if text in self._groups[kind]}
        if len(set(found.values())) > 1:
            ways = " or ".join(f"{kind}:{text}" for kind in found)
            raise NotKnownError(f"{text!r} is the name of several things; write {ways}", text)
        return self._some(text, next(iter(found.values()))) if found else self._addresses(text)

    def devices(self, text: str) -> frozenset[int]:
        """The numbers of the devices with an id. Raises NotKnownError if there is none."""
        found = frozenset(number for number, device in enumerate(self._network.devices) if device.id == text)
        if not found:
            raise NotKnownError(f"there is no device {text!r}", text, (device.id for device in self._network.devices))
        return found

    def _some(self, text: str, members: frozenset[int]) -> Named:
        if not members:
            raise NotKnownError(f"{text!r} has no segment", text)
        return Named(text, members)

    def _addresses(self, text: str) -> Named:
        if not _is_block(text):
            known = [name for kind in _PLAIN for name in self._groups[kind]]
            zones = [f"zone:{name}" for name in self._groups["zone"]]
            raise NotKnownError(f"{text!r} names no segment", text, [*known, *zones])
        selection = Selectors(self._inventory, self._network.index).resolve(text)
        silent = frozenset(number for number, segment in enumerate(self._network.segments) if not segment.cidrs)
        if selection.possible <= silent:
            raise NotKnownError(f"no segment declares an address of {text!r} ({len(silent)} declare none at all)", text)
        return Named(text, selection.possible - silent, silent)

    @cached_property
    def _groups(self) -> Mapping[str, Mapping[str, frozenset[int]]]:
        inventory = self._inventory
        segments = [(segment.id, segment) for segment in inventory.segments]
        return {
            "segment": {name: frozenset([self._network.index[name]]) for name, _ in segments},
            "network": self._group(
                ((segment.network, name) for name, segment in segments), (noun.id for noun in inventory.networks)
            ),
            "system": self._systems,
            "unit": self._group(self._owned(), (noun.id for noun in inventory.units)),
            "host": {host.id: self._numbers(host.segments) for host in inventory.hosts},
            "zone": self._group((segment.zone, name) for name, segment in segments),
        }

    def _group(
        self, pairs: Iterable[tuple[str | None, str]], declared: Iterable[str] = ()
    ) -> Mapping[str, frozenset[int]]:
        groups: dict[str, set[str]] = {name: set() for name in declared}
        for group, segment in pairs:
            if group is not None:
                groups.setdefault(group, set()).add(segment)
        return {name: self._numbers(members) for name, members in groups.items()}

    def _numbers(self, names: Collection[str]) -> frozenset[int]:
        return frozenset(self._network.index[name] for name in names)

    @cached_property
    def _systems(self) -> Mapping[str, frozenset[int]]:
        """The segments that name a system or hold its components; only if it has none, those that it shares."""
        own: dict[str, set[str]] = {system.id: set() for system in self._inventory.systems}
        for segment in self._inventory.segments:
            if segment.system is not None:
                own.setdefault(segment.system, set()).add(segment.id)
        for system in self._inventory.systems:
            own[system.id].update(part.segment for part in system.components or () if part.segment)
            own[system.id] = own[system.id] or set(system.segments or ())
        return {name: self._numbers(members) for name, members in own.items()}

    def _owned(self) -> Iterable[tuple[str | None, str]]:
        """Segments with the unit that owns them, and with the one that owns their system."""
        owners = {system.id: system.owner for system in self._inventory.systems}
        for segment in self._inventory.segments:
            yield segment.owner, segment.id
            yield owners.get(segment.system or ""), segment.id


def _is_block(text: str) -> bool:
    try:
        addresses.parse(text)
    except ValueError:
        return False
    return True
