"""What an earlier result tells besides its findings: other rules, and another network."""

from typing import Literal

from msgspec import Struct


class ChangedRule(Struct, frozen=True, gc=False, kw_only=True):
    """A rule that was added, removed or changed (`what`: severity, check, citations and so on)."""

    rule: str
    change: Literal["added", "removed", "changed"]
    what: tuple[str, ...] = ()


class ChangedPack(Struct, frozen=True, gc=False, kw_only=True):
    """A rule pack whose version or content is another, or that is there on one side only (None)."""

    id: str
    before: str | None
    after: str | None


class ChangedExposure(Struct, frozen=True, gc=False, kw_only=True):
    """How many approved gateways at least stand before a segment worth guarding; None: no way leads to it."""

    segment: str
    level: int | None
    before: int | None
    after: int | None


class ChangedConduit(Struct, frozen=True, gc=False, kw_only=True):
    """Devices that lead from one zone into another (None: not declared), gateways and unfiltered ones."""

    origin: str | None
    target: str | None
    gateways: tuple[int, int]
    unfiltered: tuple[int, int]


class Earlier(Struct, frozen=True, gc=False, kw_only=True):
    """The earlier result and what has changed since; `exposures` and `conduits` are None if one side does not tell."""

    as_of: str
    version: str
    packs: tuple[ChangedPack, ...] = ()
    rules: tuple[ChangedRule, ...] = ()
    exposures: tuple[ChangedExposure, ...] | None = None
    conduits: tuple[ChangedConduit, ...] | None = None
