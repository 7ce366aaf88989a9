"""A report in, boxes and wires of its zone map out: what is drawn, and how far it is drawn together.

Boxes are the leaves of the nesting site > zone > segment > system. The finest grain that keeps them
under the limit is taken; violations are never drawn together with what is in order.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from secaudit.findings.dossier import Dossier
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report
from secaudit.reporters.html import collation

MOST_BOXES = 150
MOST_WIRES = 60

Grain = Literal["system", "segment", "zone", "site"]
# Site, zone, segment: the last ones are None where the grain is coarser.
Key = tuple[str | None, str | None, str | None]
Span = tuple[str, frozenset[Key]]

# From the outside inwards.
ZONES = (
    "external", "perimeter", "dmz", "wan", "wireless", "internal", "server", "database", "management",
    "device_management", "ot",
)  # fmt: skip
_OTHERS: Key = ("", "", "")


@dataclass(frozen=True, slots=True)
class Box:
    """A leaf: its segments and the systems in them, of which `nested` are drawn.

    `violated`: a violation lies here or ends here; `inside` are those that no line can show.
    """

    key: Key
    segments: tuple[Dossier, ...]
    systems: tuple[str, ...] = ()
    nested: tuple[str, ...] = ()
    violated: bool = False
    inside: tuple[Finding, ...] = ()

    @property
    def levels(self) -> tuple[int, ...]:
        """The declared levels of its segments."""
        return tuple(sorted({segment.level for segment in self.segments if segment.level is not None}))


@dataclass(frozen=True, slots=True)
class Wire:
    """Devices of one kind that join the same boxes; `touched` are the ends between which the violation is."""

    kind: str
    devices: tuple[Dossier, ...]
    ends: frozenset[Key]
    findings: tuple[Finding, ...] = ()
    touched: frozenset[Key] = frozenset()


@dataclass(frozen=True, slots=True)
class Terrain:
    """What is drawn. `wires_left` and `within` count what is not: surplus wires, devices inside of one zone or box."""

    grain: Grain
    boxes: tuple[Box, ...]
    wires: tuple[Wire, ...]
    wires_left: int
    within: int
    others: int

    @property
    def segments(self) -> int:
        """How many segments the boxes stand for."""
        return sum(len(box.segments) for box in self.boxes)


def order(key: Key) -> tuple[object, ...]:
    """Boxes by site, then from the outside inwards, then by segment; what is not declared comes last."""
    site, zone, segment = key
    rank = ZONES.index(zone) if zone in ZONES else len(ZONES)
    return key == _OTHERS, site is None, collation.key(site or ""), rank, zone or "", segment or ""


def is_rest(key: Key) -> bool:
    """Whether a box stands for all the sites that have none of their own."""
    return key == _OTHERS


def survey(report: Report) -> Terrain:
    """What of a report's network is drawn; linear in its size."""
    segments = tuple(dossier for dossier in report.dossiers if dossier.kind == "segment")
    devices = tuple(dossier for dossier in report.dossiers if dossier.kind in {"gateway", "link", "host"})
    causes = _Causes(report)
    grain = _grain(segments)
    keys = {segment.id: _key(segment, grain) for segment in segments}
    others = _merge_sites(keys, causes) if grain == "site" else 0
    wires, within = _wires(devices, keys, causes)
    inside = _inside(devices, keys, causes)
    violated = {*inside, *(end for wire in wires for end in wire.touched)}
    members: dict[Key, list[Dossier]] = {}
    for segment in segments:
        members.setdefault(keys[segment.id], []).append(segment)
    boxes = tuple(
        _box(key, members[key], violated=key in violated, inside=inside.get(key, ()), grain=grain)
        for key in sorted(members, key=order)
    )
    return Terrain(grain, boxes, tuple(wires[:MOST_WIRES]), len(wires[MOST_WIRES:]), within, others)


class _Causes:
    """The open violations by the thing that is their cause, and the segments on both sides of it."""

    def __init__(self, report: Report) -> None:
        self.findings: dict[tuple[str, str], list[Finding]] = {}
        self._sides: dict[tuple[str, str], set[str]] = {}
        for finding in report.failures:
            self._note(finding)

    def _note(self, finding: Finding) -> None:
        path = finding.evidence.path
        for place, hop in enumerate(path):
            if hop.offending:
                cause = (hop.kind, hop.id)
                known = self.findings.setdefault(cause, [])
                if not known or known[-1] is not finding:
                    known.append(finding)
                near = (*path[max(0, place - 1) : place], *path[place + 1 : place + 2])
                self._sides.setdefault(cause, set()).update(end.id for end in near if end.kind == "segment")

    def of(self, device: Dossier) -> tuple[Finding, ...]:
        """The violations that a thing is the cause of."""
        return tuple(self.findings.get((device.kind, device.id), ()))

    def sides(self, device: Dossier) -> Iterable[str]:
        """The segments between which a thing violates."""
        return self._sides.get((device.kind, device.id), ())

    @property
    def places(self) -> set[str]:
        """Every segment that is a cause or next to one."""
        itself = {ident for kind, ident in self.findings if kind == "segment"}
        return itself.union(*self._sides.values())


def _grain(segments: Sequence[Dossier]) -> Grain:
    if len(segments) + sum(len(segment.ids("systems")) for segment in segments) <= MOST_BOXES:
        return "system"
    if len(segments) <= MOST_BOXES:
        return "segment"
    return "zone" if len({_key(segment, "zone") for segment in segments}) <= MOST_BOXES else "site"


def _key(segment: Dossier, grain: Grain) -> Key:
    site = segment.value("site")
    if grain == "site":
        return site, None, None
    return site, segment.value("zone"), None if grain == "zone" else segment.id


def _merge_sites(keys: dict[str, Key], causes: _Causes) -> int:
    """Give the sites over the limit one box: first the violated ones stay, then the largest. Gives their number."""
    sizes: dict[Key, int] = {}
    for key in keys.values():
        sizes[key] = sizes.get(key, 0) + 1
    violated = {keys[ident] for ident in causes.places if ident in keys}
    kept = sorted(sizes, key=lambda key: (key not in violated, -sizes[key], key[0] is None, key[0] or ""))
    surplus = set(kept[MOST_BOXES - 1 :]) if len(kept) > MOST_BOXES else set()
    keys.update({ident: _OTHERS for ident, key in keys.items() if key in surplus})
    return len(surplus)


def _wires(devices: Sequence[Dossier], keys: Mapping[str, Key], causes: _Causes) -> tuple[list[Wire], int]:
    """The wires, violated first, then those that join most; and how many devices stay within one zone or box."""
    spans: dict[Span, list[Dossier]] = {}
    bad: list[Wire] = []
    within = 0
    for device in devices:
        joined = device.ids("segments")
        ends = frozenset(keys[ident] for ident in joined if ident in keys)
        findings = causes.of(device)
        if len(ends) <= 1:
            within += len(joined) > 1
        elif findings:
            touched = frozenset(keys[ident] for ident in causes.sides(device) if ident in keys) & ends
            bad.append(Wire(device.kind, (device,), ends, findings, touched))
        elif len({key[:2] for key in ends}) > 1:
            spans.setdefault((device.kind, ends), []).append(device)
        else:
            within += 1
    good = [Wire(kind, tuple(same), ends) for (kind, ends), same in spans.items()]
    return [*_ordered(bad), *_ordered(good)], within


def _ordered(wires: Iterable[Wire]) -> list[Wire]:
    return sorted(wires, key=lambda wire: (-len(wire.ends), wire.kind, wire.devices[0].id))


def _inside(devices: Sequence[Dossier], keys: Mapping[str, Key], causes: _Causes) -> dict[Key, list[Finding]]:
    """The violations that no line can show, by the box in which they lie."""
    found: dict[Key, list[Finding]] = {}
    for device in devices:
        caused = causes.of(device)
        ends = {keys[ident] for ident in device.ids("segments") if ident in keys} if caused else set()
        if len(ends) == 1:
            found.setdefault(ends.pop(), []).extend(caused)
    for (kind, ident), findings in causes.findings.items():
        if kind == "segment" and ident in keys:
            found.setdefault(keys[ident], []).extend(findings)
    return {key: findings for key, findings in found.items() if findings}


def _box(key: Key, segments: Sequence[Dossier], *, violated: bool, inside: Sequence[Finding], grain: Grain) -> Box:
    systems = tuple(sorted({system for segment in segments for system in segment.ids("systems")}))
    return Box(key, tuple(segments), systems, systems if grain == "system" else (), violated, tuple(inside))
