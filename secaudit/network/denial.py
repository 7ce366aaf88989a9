"""Why a device stops a conversation, with the entry of its policy that does."""

from typing import NamedTuple

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.findings.words import Words
from secaudit.network import services as service_sets
from secaudit.network.network import Network
from secaudit.network.parts import WHOLE, Ends, described
from secaudit.network.policies import Policy
from secaudit.network.services import Services


class Header(NamedTuple):
    """Who opens a conversation, for what, and from which address to which where policies tell addresses apart."""

    origin: int
    services: Services
    ends: Ends = WHOLE


_CLOSED = Words(vi="coi như đóng theo câu hỏi", en="closed by the question")
_ONE_WAY = Words(vi="một chiều, không cho qua theo hướng này", en="one way, and not in this direction")
_ATTESTED = Words(vi="đã xác nhận không chuyển tiếp", en="attested not to forward")


class Stop(Struct, frozen=True):
    """A device, the conversation that it stops (who opens it, with whom), why, and where that is declared.

    `ends` are the addresses that the conversation is between, where policies tell addresses apart.
    """

    via: int
    origin: int
    target: int
    reason: Words
    source: Source
    ends: Ends = WHOLE


def stop(network: Network, via: int, target: int, header: Header, *, is_closed: bool) -> Stop:
    """Why a device stops a conversation with a target. It is known that it does."""
    origin, services, ends = header
    device, policy = network.devices[via], network.policies[via]
    if is_closed:
        return Stop(via, origin, target, _CLOSED, device.source)
    if policy is None:
        return Stop(via, origin, target, _ONE_WAY if device.one_way else _ATTESTED, device.source)
    passing = policy.permitted(origin, target, ends)
    if service_sets.intersection(passing, services):  # of the gateways only a diode refuses what it permits
        return Stop(via, origin, target, _ONE_WAY, device.source)
    entry = denying(policy, origin, target, services, ends)
    source = device.policy[entry].source if device.policy and entry is not None else device.source
    return Stop(via, origin, target, _located(_reason(passing, entry, services), ends), source, ends)


def denying(policy: Policy, origin: int, target: int, services: Services, ends: Ends = WHOLE) -> int | None:
    """The number of the first entry that denies some of the services for a header; None for the default."""
    rest = services
    for entry in policy.entries:
        if entry.within(origin, target, ends)[1]:
            if not entry.is_permit and service_sets.intersection(rest, entry.services):
                return entry.number
            rest = service_sets.difference(rest, entry.services)
    return None


def _reason(passing: Services, entry: int | None, arriving: Services) -> Words:
    if entry is not None:
        return Words(vi=f"bị chặn bởi mục chính sách {entry + 1}", en=f"denied by policy entry {entry + 1}")
    if passing:
        passes, comes = service_sets.describe(passing), service_sets.describe(arriving)
        return Words(
            vi=f"mặc định chặn (chỉ cho qua {passes}, mà đến đây chỉ có {comes})",
            en=f"default deny (only {passes} may pass, and what comes is {comes})",
        )
    return Words(vi="mặc định chặn", en="default deny")


def _located(reason: Words, ends: Ends) -> Words:
    """A reason with the addresses for which it holds, if policies tell some apart."""
    origin, target = (described(run) if run is not None else None for run in ends)
    vi = (f", từ {origin}" if origin else "") + (f", đến {target}" if target else "")
    en = (f", from {origin}" if origin else "") + (f", to {target}" if target else "")
    return Words(vi=reason.vi + vi, en=reason.en + en)
