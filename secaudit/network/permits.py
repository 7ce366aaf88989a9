"""What every gateway of a network permits, area by area, found once for all origins that it permits alike."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from secaudit.network import services as service_sets
from secaudit.network.areas import SIZE, Areas
from secaudit.network.conversations import Conversations
from secaudit.network.policies import Policy
from secaudit.network.selectors import Selection
from secaudit.network.services import Services

Headers = dict[int, int]
"""For each area the (service, destination) pairs of headers: bit `atom * SIZE + position in the area`."""
_Targets = Mapping[int, int]


class _Line(Struct, frozen=True):
    """An entry as it counts for some origins: whom it may and must name, for which services (`Permits.spread`)."""

    is_permit: bool
    is_certain: bool
    may: _Targets
    must: _Targets
    services: int


class Permitted(Headers):
    """What one gateway permits to some origins: areas are filled in when they are first asked for.

    `areas` are those for which anything may be permitted.
    """

    def __init__(self, permits: "Permits", lines: Sequence[_Line], *, permit_rest: bool) -> None:
        super().__init__()
        self._all = permits.all
        self._lines = lines
        self._permit_rest = permit_rest
        named = (area for line in lines if line.is_permit for area in line.may)
        self.areas = permits.areas.every if permit_rest else bits_of(named)

    def __missing__(self, area: int) -> int:
        permitted, rest = 0, self._all
        for line in self._lines:
            if line.is_permit and area in line.may:
                permitted |= rest & line.may[area] * line.services
            if line.is_certain and area in line.must:
                rest &= ~(line.must[area] * line.services)
        self[area] = permitted | rest if self._permit_rest else permitted
        return self[area]

    def passing(self, headers: Headers, wanted: int) -> Headers:
        """Which headers to some areas are permitted."""
        if wanted.bit_count() < len(headers):
            return {
                area: bits for area in numbers_of(wanted) if area in headers and (bits := headers[area] & self[area])
            }
        return {area: bits for area, some in headers.items() if wanted >> area & 1 and (bits := some & self[area])}


class Permits:
    """The policies of all gateways, as they count for the classes of some conversations."""

    def __init__(self, talk: Conversations, areas: Areas) -> None:
        """`areas` are those of the conversations."""
        self.areas = areas
        self.all = (1 << SIZE * len(talk.atoms)) - 1
        self._talk = talk
        self._spread: dict[Services, int] = {}
        self._named: dict[Selection, tuple[int, int]] = {}
        self._targets: dict[Selection, tuple[_Targets, _Targets]] = {}

    def spread(self, services: Services) -> int:
        """A bit for each atom that lies in the services: times a set of destinations, the headers to these."""
        if services not in self._spread:
            atoms = enumerate(self._talk.atoms)
            self._spread[services] = sum(
                1 << number * SIZE for number, atom in atoms if service_sets.intersection(atom, services)
            )
        return self._spread[services]

    def of(self, via: int, origin: int) -> Permitted:
        """What a gateway permits for conversations from an end."""
        rest, some = self._patterns[via]
        return some.get(origin, rest)

    @cached_property
    def _patterns(self) -> Mapping[int, tuple[Permitted, Mapping[int, Permitted]]]:
        """For each policy, what it permits to most origins and what to each of the others."""
        found = {}
        for via, policy in self._talk.classes.policies.items():
            parts = self._alike(policy)
            most = max(parts, key=lambda lines: parts[lines].bit_count())
            permits = {lines: self._permits(policy, lines) for lines in parts}
            some = {number: permits[lines] for lines in parts if lines != most for number in numbers_of(parts[lines])}
            found[via] = permits[most], some
        return found

    def _alike(self, policy: Policy) -> Mapping[tuple[int, ...], int]:
        """The origins that the entries of a policy cannot tell apart, by twice the entry, plus one if it is certain."""
        parts: dict[tuple[int, ...], int] = {(): (1 << self._talk.width) - 1}
        for number, entry in enumerate(policy.entries):
            may, must = self._classes(entry.origin)
            split: dict[tuple[int, ...], int] = {}
            for lines, origins in parts.items():
                split[lines] = origins & ~may
                split[*lines, 2 * number] = origins & may & ~must
                split[*lines, 2 * number + 1] = origins & must
            parts = {lines: origins for lines, origins in split.items() if origins}
        return parts

    def _classes(self, selection: Selection) -> tuple[int, int]:
        if selection not in self._named:
            self._named[selection] = self._talk.classes.may(selection), self._talk.classes.must(selection)
        return self._named[selection]

    def _permits(self, policy: Policy, pattern: Sequence[int]) -> Permitted:
        lines = []
        for number in pattern:
            entry = policy.entries[number // 2]
            may, must = self._spots(entry.target)
            lines.append(_Line(entry.is_permit, bool(number % 2), may, must, self.spread(entry.services)))
        return Permitted(self, lines, permit_rest=policy.permit_rest)

    def _spots(self, target: Selection) -> tuple[_Targets, _Targets]:
        if target not in self._targets:
            may, must = self._classes(target)
            self._targets[target] = self.areas.of(numbers_of(may)), self.areas.of(numbers_of(must))
        return self._targets[target]


def bits_of(numbers: Iterable[int]) -> int:
    """A set of numbers as a whole number with a bit each."""
    found = 0
    for number in numbers:
        found |= 1 << number
    return found


def numbers_of(bits: int) -> Iterator[int]:
    """The numbers of a set, ascending."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
