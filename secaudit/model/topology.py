"""Networks, segments and the devices, links and hosts that join them."""

from typing import Literal

from secaudit.documents.source import Source
from secaudit.model.approval import Acceptance, Approval, Change
from secaudit.model.noun import Noun, Part
from secaudit.model.operations import Inspection
from secaudit.model.systems import Environment, Secrecy

Trust = Literal["own", "untrusted", "foreign"]
Zone = Literal[
    "dmz", "perimeter", "internal", "server", "database", "management", "device_management",
    "wireless", "wan", "ot", "external",
]  # fmt: skip
GatewayKind = Literal["firewall", "security_gateway", "data_diode", "proxy", "jump_host", "vpn"]


class Network(Noun, frozen=True, gc=False, kw_only=True):
    """A named network under one policy."""

    trust: Trust | None = None
    kind: str | None = None


class Wireless(Part, frozen=True, gc=False, kw_only=True):
    """How wireless access to a segment is protected; `enterprise`: each user or device by itself."""

    authentication: Literal["enterprise", "shared_key", "none"] | None = None
    encryption: Literal["cipher", "strong", "weak", "none"] | None = None


class Segment(Noun, frozen=True, gc=False, kw_only=True):
    """A layer-2/3 broadcast domain. `level` 0: not ours or not levelled; `secrecy`: its ceiling."""

    network: str | None = None
    zone: Zone | None = None
    level: int | None = None
    secrecy: Secrecy | None = None
    system: str | None = None
    cidrs: tuple[str, ...] | None = None
    site: str | None = None
    media: tuple[str, ...] | None = None
    environment: Environment | None = None
    wireless: Wireless | None = None


class OneWay(Part, frozen=True, gc=False, kw_only=True, rename={"from_": "from"}):
    """The only direction in which a one-way device or link carries anything.

    `hardware`: the parts themselves can carry nothing back, whatever is configured.
    """

    from_: str
    to: str
    hardware: bool | None = None


class PolicyEntry(Part, frozen=True, gc=False, kw_only=True, rename={"from_": "from"}):
    """One line of a gateway's ordered policy; the first entry that matches decides.

    A selector is `any`, the id of a segment, network or system, `zone:NAME`, `level:NUMBER`, or a CIDR;
    `segment:ID`, `network:ID` and `system:ID` settle which is meant. One selector is a list of one.
    """

    source: Source
    from_: tuple[str, ...]
    to: tuple[str, ...]
    action: Literal["permit", "deny"]
    services: tuple[str, ...] | None = None
    reason: str | None = None


class Gateway(Noun, frozen=True, gc=False, kw_only=True):
    """A device that joins segments and enforces a policy."""

    kind: GatewayKind | None = None
    operator: str | None = None
    level: int | None = None
    segments: tuple[str, ...]
    approval: Approval | None = None
    acceptance: Acceptance | None = None
    default: Literal["deny", "permit"] | None = None
    fail_mode: Literal["closed", "open"] | None = None
    functions: tuple[str, ...] | None = None
    policy: tuple[PolicyEntry, ...] | None = None
    one_way: OneWay | None = None
    last_change: Change | None = None
    site: str | None = None


class Link(Noun, frozen=True, gc=False, kw_only=True):
    """Joins two segments without a policy."""

    between: tuple[str, str]
    medium: str | None = None
    carrier: str | None = None
    direction: str | None = None
    encryption: Literal["none", "commercial", "cipher"] | None = None
    one_way: OneWay | None = None


class Forwarding(Part, frozen=True, gc=False, kw_only=True):
    """Whether a host passes traffic on, attested when and by whom."""

    state: Literal["on", "off"] | None = None
    attested: str | None = None
    by: str | None = None


class Host(Noun, frozen=True, gc=False, kw_only=True):
    """A computer attached to segments; on two or more it is a bridge unless attested otherwise."""

    kind: str | None = None
    segments: tuple[str, ...]
    forwarding: Forwarding | None = None
    held_secrecy: Secrecy | None = None
    sanitised: Inspection | None = None
    system: str | None = None
    approval: Approval | None = None
