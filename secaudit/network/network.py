"""The inventory as a graph: segments joined by arcs, each by way of a device."""

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from functools import cached_property

from secaudit.findings.evidence import Hop
from secaudit.findings.words import Words
from secaudit.model import Segment
from secaudit.network import services as service_sets
from secaudit.network.device import Device
from secaudit.network.division import pairs_of
from secaudit.network.parts import WHOLE, Ends, described
from secaudit.network.policies import DEFAULT, UNDECLARED, Passage, Policy
from secaudit.network.services import Services
from secaudit.network.steps import Step, Way

Path = tuple[int, ...]
_CROWDED = Words(
    vi="(phân đoạn bị chính sách chia thành quá nhiều phần: xét như một khối)",
    en="(policies name a segment in too many parts: judged as a whole)",
)


class _Few(dict[int, list[int]]):
    """The arcs at some segments; there are none at the others."""

    def __missing__(self, segment: int) -> Sequence[int]:
        return ()


_Incidence = Sequence[Sequence[int]] | _Few


class Network:
    """A directed multigraph, frozen once it is built. Segments, devices and arcs are numbers.

    Arc `k` says: an initiator in segment `tails[k]` may open a conversation with a responder in
    `heads[k]` through device `vias[k]` for `services[k]`; `entries[k]` is the policy entry that permits
    it. Where `direct[k]` is false it carries only conversations between other segments on their way.
    `policies` has the policy of each device, None for those that have none. `beyond` names devices that
    stand for another one a second time, with what that lets pass beyond its approval; there are none
    unless the network is split (`construction.split`).
    """

    def __init__(
        self,
        *,
        segments: Sequence[Segment],
        devices: Sequence[Device],
        policies: Sequence[Policy | None],
        index: Mapping[str, int],
        beyond: Mapping[int, int] | None = None,
    ) -> None:
        """Begin without arcs; `index` numbers the segments by id."""
        self.segments = segments
        self.devices = devices
        self.policies = policies
        self.index = index
        self.beyond = beyond or {}
        self.tails: list[int] = []
        self.heads: list[int] = []
        self.vias: list[int] = []
        self.services: list[Services] = []
        self.entries: list[int] = []
        self.direct: list[bool] = []
        self.questions: int | None = None
        self.answers: dict[int, int] = {}

    def add(self, tail: int, head: int, via: int, passage: Passage) -> None:
        """Add an arc, while the network is being built."""
        self.tails.append(tail)
        self.heads.append(head)
        self.vias.append(via)
        self.services.append(passage.services)
        self.entries.append(passage.entry)
        self.direct.append(passage.is_direct)

    @cached_property
    def answering(self) -> "Network":
        """The network with an arc back for every arc that carries answers (`semantics.md` section 3.3).

        Arcs keep their numbers; the answers to arc `k` go over arc `answers[k]`. Only a one-way device or
        link carries nothing back.
        """
        both = Network(
            segments=self.segments, devices=self.devices, policies=self.policies, index=self.index, beyond=self.beyond
        )
        for source, goal in (
            (self.tails, both.tails),
            (self.heads, both.heads),
            (self.vias, both.vias),
            (self.services, both.services),
            (self.entries, both.entries),
            (self.direct, both.direct),
        ):
            goal.extend(source)  # type: ignore[arg-type]
        both.questions = len(self.tails)
        for arc in self.two_way:
            both.answers[arc] = len(both.tails)
            passage = Passage(self.services[arc], self.entries[arc], self.direct[arc])
            both.add(self.heads[arc], self.tails[arc], self.vias[arc], passage)
        return both

    @cached_property
    def is_direct(self) -> bool:
        """Whether every arc carries conversations of its own two ends."""
        return all(self.direct)

    def within(self, arcs: Iterable[int]) -> "Network":
        """The same network for whoever walks it, with no arcs but these; everything keeps its number."""
        part = copy(self)
        out, into, kept = _Few(), _Few(), sorted(arcs)
        for arc in kept:
            out.setdefault(self.tails[arc], []).append(arc)
            into.setdefault(self.heads[arc], []).append(arc)
        part.out, part.into, part.is_direct = out, into, all(self.direct[arc] for arc in kept)
        if self.questions is not None:
            part.answering = part
        return part

    @cached_property
    def proxies(self) -> Sequence[int]:
        """The devices that end a conversation and open it anew, whether or not an arc leads past them."""
        return [via for via, policy in enumerate(self.policies) if policy is not None and policy.is_proxy]

    @cached_property
    def two_way(self) -> Sequence[int]:
        """The arcs whose conversations are answered."""
        return [arc for arc, via in enumerate(self.vias) if not self.devices[via].is_one_way]

    @cached_property
    def out(self) -> "_Incidence":
        """The arcs that leave each segment."""
        return self._incidence(self.tails)

    @cached_property
    def into(self) -> "_Incidence":
        """The arcs that enter each segment."""
        return self._incidence(self.heads)

    def _incidence(self, ends: Sequence[int]) -> Sequence[Sequence[int]]:
        arcs: list[list[int]] = [[] for _ in self.segments]
        for arc, end in enumerate(ends):
            arcs[end].append(arc)
        return arcs

    def hops(self, path: Path, offending: Iterable[int] = ()) -> tuple[Hop, ...]:
        """A path of arcs as stations, each arc taken by a conversation of its own two ends."""
        return self.tell(tuple(self.alone(arc) for arc in path), offending)

    def alone(self, arc: int) -> Step:
        """An arc taken by a conversation of its own two ends; an answer is to the one that was asked."""
        if self.questions is not None and arc >= self.questions:
            return Step(arc, self.heads[arc], self.tails[arc], self.services[arc])
        ends = self.passing(self.vias[arc], self.tails[arc], self.heads[arc], self.services[arc])
        return Step(arc, self.tails[arc], self.heads[arc], self.services[arc], ends)

    def passing(self, via: int, origin: int, target: int, wanted: Services) -> Ends:
        """Addresses of two segments between which a device lets some of the wanted services pass, if it names any.

        Of parts that all stop, the first are told; nothing is told where they are too many to try.
        """
        policy = self.policies[via]
        if policy is None or not policy.is_by_address:
            return WHOLE
        pairs = pairs_of((policy,), (origin, target), self.segments)
        passing = (pair for pair in pairs if policy.passage(origin, target, wanted, pair).services)
        return next(passing, pairs[0])

    def tell(self, way: Way, offending: Iterable[int] = ()) -> tuple[Hop, ...]:
        """A way as stations: segment, device, segment, ...; devices in `offending` are the cause."""
        guilty = frozenset(offending)
        if not way:
            return ()
        stations = [self.station(self.tails[way[0].arc])]
        for step in way:
            is_guilty = self.vias[step.arc] in guilty
            stations += (self._device_hop(step, offending=is_guilty), self.station(self.heads[step.arc]))
        return tuple(stations)

    def station(self, number: int) -> Hop:
        """A segment as a station of a path."""
        segment = self.segments[number]
        return Hop(kind="segment", id=segment.id, name=segment.name, level=segment.level, source=segment.source)

    def _device_hop(self, step: Step, *, offending: bool) -> Hop:
        via = self.vias[step.arc]
        device, policy = self.devices[via], self.policies[via]
        passage = (
            policy.passage(step.origin, step.target, step.services, step.ends)
            if policy is not None
            else Passage(step.services)
        )
        source = device.policy[passage.entry].source if device.policy and passage.entry >= 0 else device.source
        detail = describe(device, passage)
        header = " → ".join(
            self.segments[end].id + (f" ({described(run)})" if run is not None else "")
            for end, run in zip((step.origin, step.target), step.ends, strict=True)
        )
        if self.questions is not None and step.arc >= self.questions:
            return Hop(
                kind=device.type, id=device.id, name=device.name, level=device.level, source=source, offending=offending,
                detail=Words(vi=f"trả lời phiên {header}", en=f"answers {header}"),
            )  # fmt: skip
        own = (step.origin, step.target, *step.ends) == (self.tails[step.arc], self.heads[step.arc], *WHOLE)
        if policy is not None and not own:
            detail = Words(vi=f"{detail.vi}, cho phiên {header}", en=f"{detail.en}, for {header}")
        if policy is not None and policy.is_by_address and policy.is_whole(step.origin, step.target, step.ends):
            detail = Words(vi=f"{detail.vi} {_CROWDED.vi}", en=f"{detail.en} {_CROWDED.en}")
        if via in self.beyond:
            detail = Words(vi=f"{detail.vi}, ngoài phạm vi được duyệt", en=f"{detail.en}, beyond its approval")
        return Hop(
            kind=device.type, id=device.id, name=device.name, level=device.level, source=source,
            detail=detail, offending=offending,
        )  # fmt: skip


def describe(device: Device, passage: Passage) -> Words:
    """What lets something through a device, in words."""
    if device.is_inside:
        name = device.name or device.id.partition(":")[2]
        return Words(
            vi=f"bên trong mạng {name}, không phải của mình", en=f"inside the network {name}, which is not ours"
        )
    told = _describe(device, passage)
    if not device.is_one_way or told == _ONE_WAY:
        return told
    return Words(vi=f"{_ONE_WAY.vi}, {told.vi}", en=f"{_ONE_WAY.en}, {told.en}")


_ONE_WAY = Words(vi="một chiều", en="one way")


def _describe(device: Device, passage: Passage) -> Words:
    entry, what = passage.entry, service_sets.describe(passage.services)
    if entry >= 0:
        return Words(vi=f"mục chính sách {entry + 1}: {what}", en=f"policy entry {entry + 1}: {what}")
    if entry == DEFAULT:
        return Words(vi="mặc định cho phép", en="permitted by default")
    if entry == UNDECLARED:
        return Words(
            vi="chưa kê khai chính sách: coi như chuyển tiếp tất cả",
            en="policy not declared: taken to forward everything",
        )
    if device.type == "host":
        return Words(vi="nối nhiều phân đoạn, coi như chuyển tiếp", en="attached to several, taken to forward")
    if device.is_one_way:
        return _ONE_WAY
    return Words(vi="không lọc", en="unfiltered")
