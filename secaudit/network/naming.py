"""Which gateways permit something from a segment or to it, and by which entry.

Every device that judges is spelled out: a gateway that permits the rest, or whose policy is not declared, has an
entry that says so; its number is `DEFAULT`, `UNDECLARED`, or `NO_ENTRY` for a diode without a policy.
"""

from typing import NamedTuple

from secaudit.network import services as service_sets
from secaudit.network.network import Network
from secaudit.network.parts import WHOLE, Ends
from secaudit.network.policies import DEFAULT, NO_ENTRY, UNDECLARED, Entry, Policy
from secaudit.network.selectors import ANYWHERE, Selection
from secaudit.network.services import ANY, Services


class Talk(NamedTuple):
    """The header of a conversation: who opens it, with whom, and from which addresses to which, if they are told apart."""

    origin: int
    target: int
    ends: Ends = WHOLE


class Naming:
    """Which gateways permit something from a segment, or to it."""

    def __init__(self, network: Network, side: str) -> None:
        """`side` is `origin` or `target`."""
        by_selection: dict[Selection, set[int]] = {}
        for via, policy in enumerate(network.policies):
            for entry in policy.entries if policy is not None else ():
                if entry.is_permit:
                    by_selection.setdefault(getattr(entry, side), set()).add(via)
        self.everyone = frozenset(by_selection.pop(ANYWHERE, ()))
        self._sets = list(by_selection.values())
        self._numbers: dict[int, list[int]] = {}
        for number, selection in enumerate(by_selection):
            for segment in selection.possible:
                self._numbers.setdefault(segment, []).append(number)
        self._known: dict[int, frozenset[int]] = {}

    def one(self, segment: int) -> frozenset[int]:
        """The gateways that name a segment other than by `any`."""
        found = self._known.get(segment)
        if found is None:
            sets = (self._sets[number] for number in self._numbers.get(segment, ()))
            found = self._known[segment] = frozenset().union(*sets)
        return found


def fired(policy: Policy, position: int, talk: Talk) -> Services:
    """The services for which an entry is the one that decides about a header, as far as what is before it goes."""
    rest, _ = policy.entries[position].within(*talk)
    for earlier in policy.entries[:position] if rest else ():
        named, settles = earlier.within(*talk)
        if settles:
            rest = service_sets.difference(rest, named)
    return rest


def spelled_out(network: Network) -> Network:
    """The network with an entry for whatever gateways let pass without one."""
    policies = [_spelled_out(network, via, policy) for via, policy in enumerate(network.policies)]
    spelled = Network(segments=network.segments, devices=network.devices, policies=policies, index=network.index)
    spelled.tails, spelled.heads, spelled.vias = network.tails, network.heads, network.vias
    return spelled


def _spelled_out(network: Network, via: int, policy: Policy | None) -> Policy | None:
    if policy is None:
        if network.devices[via].type != "gateway":
            return None
        return Policy(entries=(_everything(NO_ENTRY),), permit_rest=False, is_declared=True, is_proxy=False)
    if not policy.permit_rest:
        return policy
    rest = _everything(DEFAULT if policy.is_declared else UNDECLARED)
    return Policy(
        entries=(*policy.entries, rest), permit_rest=False, is_declared=policy.is_declared, is_proxy=policy.is_proxy
    )


def _everything(number: int) -> Entry:
    return Entry(number, is_permit=True, origin=ANYWHERE, target=ANYWHERE, services=ANY)
