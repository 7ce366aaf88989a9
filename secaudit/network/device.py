"""Whatever joins segments: a gateway, a link or a host, seen alike."""

from typing import Literal

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.model import Approval, Gateway, Host, Link, Network, PolicyEntry
from secaudit.model.topology import GatewayKind, OneWay

INSIDE = "inside"
DeviceType = Literal["gateway", "link", "host"]


class Device(Struct, frozen=True, gc=False, kw_only=True):
    """A gateway, link or host as the network sees it.

    A link or host is its own kind and has no functions: it is known not to be a gateway, which is more than
    *not declared*.
    """

    type: DeviceType
    id: str
    name: str | None = None
    owner: str | None = None
    kind: GatewayKind | str | None = None
    level: int | None = None
    approval: Approval | None = None
    functions: tuple[str, ...] | None = None
    default: str | None = None
    fail_mode: str | None = None
    medium: str | None = None
    carrier: str | None = None
    direction: str | None = None
    encryption: str | None = None
    one_way: OneWay | None = None
    segments: tuple[str, ...]
    policy: tuple[PolicyEntry, ...] | None = None
    forwards: bool = True
    source: Source

    @property
    def is_inside(self) -> bool:
        """Whether it stands for what joins the segments of a network that is not ours: no device, and nobody's to cut."""
        return self.kind == INSIDE

    @property
    def is_one_way(self) -> bool:
        """Whether it carries nothing back, not even answers: a diode, or a link declared one-way."""
        return self.kind == "data_diode" or (self.type == "link" and self.one_way is not None)


def of_gateway(gateway: Gateway) -> Device:
    """A gateway as a device."""
    return Device(
        type="gateway", id=gateway.id, name=gateway.name, owner=gateway.owner, kind=gateway.kind, level=gateway.level,
        approval=gateway.approval, functions=gateway.functions, default=gateway.default, fail_mode=gateway.fail_mode,
        one_way=gateway.one_way, segments=gateway.segments, policy=gateway.policy, source=gateway.source,
    )  # fmt: skip


def of_link(link: Link) -> Device:
    """A link as a device that forwards everything."""
    return Device(
        type="link", id=link.id, name=link.name, owner=link.owner, kind="link", functions=(),
        medium=link.medium, carrier=link.carrier, direction=link.direction,
        encryption=link.encryption, one_way=link.one_way, segments=link.between, source=link.source,
    )  # fmt: skip


def of_network(network: Network, segments: tuple[str, ...]) -> Device:
    """What joins the segments of a network that is not ours. It is told as a link, `network:` and the network's id."""
    return Device(
        type="link", id=f"network:{network.id}", name=network.name, kind=INSIDE, functions=(), segments=segments,
        source=network.source,
    )  # fmt: skip


def of_host(host: Host, as_of: str) -> Device:
    """A host as a device; it forwards unless somebody attested otherwise by the day of the audit."""
    off = host.forwarding
    attested = off is not None and off.state == "off" and off.by is not None and off.attested is not None
    return Device(
        type="host", id=host.id, name=host.name, owner=host.owner, kind="host", functions=(), segments=host.segments,
        forwards=not (attested and off.attested <= as_of), source=host.source,  # type: ignore[union-attr, operator]
    )  # fmt: skip
