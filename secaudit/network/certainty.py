"""What passes for certain, where an entry of a policy may only perhaps be about a segment.

`Passing` answers with all that may pass. Where a segment does not declare what a policy asks for (addresses, zone,
level, network), one that several systems share is named by one of them, or a header has too many parts to be told
apart, that is more than what certainly does.
"""

from collections.abc import Collection, Iterator
from functools import cached_property

from msgspec.structs import replace

from secaudit.network.network import Network
from secaudit.network.parts import WHOLE
from secaudit.network.passing import Passing
from secaudit.network.policies import Entry, Policy
from secaudit.network.selectors import Selection
from secaudit.network.services import Services


class Certainty:
    """The conversations of a network that pass whatever is not declared comes to."""

    def __init__(self, passing: Passing) -> None:
        """`passing` knows what may pass."""
        self._passing = passing
        policies = passing.network.policies
        self._vague = frozenset(via for via, policy in enumerate(policies) if policy is not None and _is_vague(policy))
        self._always = passing.origins.everyone & passing.targets.everyone & self._vague

    def doubts(self, origin: int, target: int) -> frozenset[int]:
        """The segments of a header that a gateway may only perhaps name: with none, what may pass does pass.

        Beyond a proxy there are other headers: there both segments are doubtful as soon as anything is anywhere.
        """
        if not self._vague:
            return frozenset()
        if self._passing.relevant_proxies(origin, target):
            return frozenset((origin, target))
        asked = self._passing.named(origin, target) & self._vague | self._always
        return frozenset(self._doubtful(asked, origin, target)) if asked else frozenset()

    def _doubtful(self, asked: frozenset[int], origin: int, target: int) -> Iterator[int]:
        judging = [policy for via in asked if (policy := self._passing.network.policies[via]) is not None]
        settled = self._settled(judging, (origin, target))
        for entry in (entry for policy in judging for entry in policy.entries):
            if entry.origin.may_match(origin) and entry.target.may_match(target):
                for side, end in ((entry.origin, origin), (entry.target, target)):
                    if not side.must_match(end) and not (side.cuts(end) and entry.is_permit in settled):
                        yield end

    def _settled(self, judging: Collection[Policy], header: tuple[int, int]) -> Collection[bool]:
        """Whether declared addresses settle what permits (True) and denials (False) by address come to.

        Where a header has too many parts to be told apart, what one gateway permits to a part still gets to it.
        """
        if not all(self._passing.network.segments[end].cidrs for end in header):
            return ()
        if self._passing.talks(header)[0].ends != WHOLE:
            return (True, False)
        return (True,) if sum(_cuts(policy, header) for policy in judging) == 1 else ()

    def forwards(self, origin: int, target: int, wanted: Services) -> Services:
        """Of the wanted services those that get from an origin to a target for certain, and perhaps not all of them."""
        return self._least.forwards(origin, target, wanted)

    @cached_property
    def _least(self) -> Passing:
        """The network with policies that permit no more than is certain."""
        network = self._passing.network
        policies = [None if policy is None else _narrowed(policy) for policy in network.policies]
        least = Network(segments=network.segments, devices=network.devices, policies=policies, index=network.index)
        least.tails, least.heads, least.vias = network.tails, network.heads, network.vias
        return Passing(least)


def _is_vague(policy: Policy) -> bool:
    """Whether an entry names any segment perhaps or in part."""
    return any(entry.origin.partly or entry.target.partly for entry in policy.entries)


def _cuts(policy: Policy, header: tuple[int, int]) -> bool:
    """Whether an entry names a part of the addresses of a segment of a header."""
    origin, target = header
    return any(entry.origin.cuts(origin) or entry.target.cuts(target) for entry in policy.entries)


def _narrowed(policy: Policy) -> Policy:
    """The policy that permits what it may be about never, and denies it always."""
    return replace(policy, entries=tuple(map(_narrowed_entry, policy.entries)))


def _narrowed_entry(entry: Entry) -> Entry:
    origin, target = (_certain(side, is_permit=entry.is_permit) for side in (entry.origin, entry.target))
    return replace(entry, origin=origin, target=target)


def _certain(side: Selection, *, is_permit: bool) -> Selection:
    return Selection(is_any=side.is_any, wholly=side.wholly if is_permit else side.possible)
