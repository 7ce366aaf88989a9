"""No single device cuts one segment off from others, or no single physical direction."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from msgspec import Struct

from secaudit.expressions import UNKNOWN, Predicate
from secaudit.findings.evidence import Evidence, Exposed, Hop, exposing
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.network import Device, Network, Part, Track, Tree
from secaudit.policy import Answer, Binding, Check, Scope, Violation


def redundancy(binding: Binding) -> Check:
    """Bind the check: `from`, `to`, `spare` over `device`, `physical`.

    Each segment of `to` that is joined with segments of `from` must stay so when any one device is gone. One that
    may be of `from` itself is looked at from those that cannot be of `to`, and is at best not known. A
    device that is `spare` has its stand-in within (a pair told as one) and cuts nothing. With `physical` the
    lines alone are looked at: at least two, in two physical directions, so that the loss of all lines of one
    direction cuts nothing off. A way without a line of a declared direction proves no direction.
    """
    binding.only("from", "to", "spare", "physical")
    binding.facts(("via", "from", "to", "count", "level", "direction"), None)
    vocabulary = binding.vocabulary(segment="segment")
    return _Redundancy(
        origin=binding.predicate("from", vocabulary),
        goal=binding.predicate("to", vocabulary),
        spare=binding.predicate("spare", binding.vocabulary(device="device"), default="false"),
        physical=binding.flag("physical"),
    )


class _Told(Struct, frozen=True):
    """A segment that one device or direction cuts off, and what is not declared where it only may do so."""

    via: int
    target: int
    track: Track
    missing: tuple[str, ...] | None = None

    @property
    def state(self) -> FindingState:
        return "fail" if self.missing is None else "unknown"


class _Redundancy(Struct, frozen=True, kw_only=True):
    origin: Predicate
    goal: Predicate
    spare: Predicate
    physical: bool

    @property
    def is_local(self) -> bool:
        return False

    def run(self, scope: Scope) -> Answer:
        told: list[_Told] = []
        targets = joined = 0
        for sides in _questions(scope, self.origin, self.goal):
            targets += len(sides.loose.targets)
            joined += len(sides.joined)
            if sides.joined:
                told += _by_line(sides) if self.physical else self._by_device(sides)
        causes: dict[int, list[_Told]] = {}
        for one in told:
            causes.setdefault(one.via, []).append(one)
        return Answer(
            violations=tuple(self._violation(scope.network, causes[via]) for via in sorted(causes)),
            passed=joined - len({one.target for one in told}),
            not_applicable=targets - joined,
        )

    def _by_device(self, sides: "_Sides") -> Iterator[_Told]:
        scope, devices = sides.scope, sides.network.devices
        spare = [self.spare(scope, device) for device in devices]
        spared = bytes(answer is True for answer in spare)
        loose, sure = sides.loose.cuts(spared), sides.sure.cuts(spared)
        for target in sides.joined:
            track = sides.tree.track(target)
            for via in loose.get(target, ()):
                missing = self.spare.missing(scope, devices[via]) if spare[via] is UNKNOWN else ()
                yield _Told(via, target, track, (*missing, *sides.open(target)) or None)
            if target not in loose or target in sides.sure_tree:
                more = [via for via in sure.get(target, ()) if via not in loose.get(target, ())]
                yield from _if_sure(sides, target, more)

    def _violation(self, network: Network, told: Sequence[_Told]) -> Violation:
        state: FindingState = "fail" if any(one.state == "fail" for one in told) else "unknown"
        worst = [one for one in told if one.state == state]
        segments = {network.segments[one.target].id: one for one in worst}
        exposed, count = exposing(
            Exposed(id=name, level=network.segments[one.target].level) for name, one in segments.items()
        )
        first, device = segments[exposed[0].id], network.devices[worst[0].via]
        missing = tuple(dict.fromkeys(field for one in worst for field in one.missing or ()))
        hops, level = _hops(network, first), exposed[0].level
        return Violation(
            kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",), state=state, name=device.name,
            level=level, owner=device.owner, source=device.source,
            evidence=Evidence(
                path=hops, exposed=exposed, exposed_count=count, missing=missing,
                seen=tuple(_directions(network, first.track)) if self.physical else (), repair=_repair(device, physical=self.physical),
            ),
            facts={
                "via": device.id, "from": hops[0].id, "to": hops[-1].id, "count": str(count),
                "level": None if level is None else str(level), "direction": device.direction,
            },
        )  # fmt: skip


_Answers = Mapping[int, object]


class _Sides:
    """The part of the network between two sides: as it is at best, and as it is for certain."""

    def __init__(self, scope: Scope, asked: tuple[Predicate, Predicate], origins: _Answers, goals: _Answers) -> None:
        self.scope = scope
        self.network = scope.network
        self._origin, self._goal = asked
        self._certain = [number for number, answer in origins.items() if answer is True]
        self._uncertain_goals = frozenset(number for number, answer in goals.items() if answer is not True)
        self._doubts = _doubts(scope)
        # What lies inside a network that is not ours is no device that stands alone, and nothing to count on.
        insides = bytes(device.is_inside for device in self.network.devices)
        self.loose = Part(self.network, origins, goals, insides)
        shut = bytes(via in self._doubts or is_inside for via, is_inside in enumerate(insides))
        is_sure = not self._doubts and len(self._certain) == len(origins)
        self.sure = self.loose if is_sure else Part(self.network, self._certain, goals, shut)

    @cached_property
    def tree(self) -> Tree:
        """Tracks at best, from segments that are origins for certain wherever there is one."""
        return self.loose.tree()

    @cached_property
    def sure_tree(self) -> Tree:
        return self.sure.tree()

    @cached_property
    def joined(self) -> list[int]:
        return [target for target in self.loose.targets if target in self.tree]

    @cached_property
    def _from_certain(self) -> Tree:
        return self.loose.tree(starts=self._certain)

    def open(self, target: int) -> tuple[str, ...]:
        """What is not declared that decides whether the target is one, and joined with the other side."""
        missing = self._origin.missing(self.scope, self.network.segments[target])
        if target in self._uncertain_goals:
            missing += self._goal.missing(self.scope, self.network.segments[target])
        if target not in self._from_certain:
            missing += self._of_origin(self.tree.track(target))
        return missing

    def reasons(self, track: Track) -> tuple[str, ...]:
        """What is not declared on a track: who forwards, and whether it begins on the other side."""
        found = tuple(self._doubts[via] for _, via, _ in track if via in self._doubts)
        return found + self._of_origin(track)

    def _of_origin(self, track: Track) -> tuple[str, ...]:
        return self._origin.missing(self.scope, self.network.segments[track[0][0]])

    def doubtful(self, track: Track) -> int:
        """The device of a track that is in doubt, or else the first."""
        return next((via for _, via, _ in track if via in self._doubts), track[0][1])


def _questions(scope: Scope, origin: Predicate, goal: Predicate) -> Iterator[_Sides]:
    """What is asked of the targets that are no origins, and of those that may be: these are joined with the others."""
    origins, goals = _answers(scope, origin), _answers(scope, goal)
    yield _Sides(scope, (origin, goal), origins, {number: goals[number] for number in goals if number not in origins})
    either = {number: goals[number] for number in goals if origins.get(number) is UNKNOWN}
    if either:
        others = {number: answer for number, answer in origins.items() if number not in either}
        yield _Sides(scope, (origin, goal), others, either)


def _answers(scope: Scope, predicate: Predicate) -> dict[int, object]:
    """The segments that a predicate names, for certain (True) or not."""
    answers = ((number, predicate(scope, segment)) for number, segment in enumerate(scope.network.segments))
    return {number: answer for number, answer in answers if answer is True or answer is UNKNOWN}


def _doubts(scope: Scope) -> dict[int, str]:
    """The devices that are taken to forward because nothing is declared, and what is missing."""
    found = {}
    for via, device in enumerate(scope.network.devices):
        policy = scope.network.policies[via]
        if device.type == "host":
            forwarding = scope.by_id["host"][device.id].forwarding  # type: ignore[attr-defined]
            if forwarding is None or forwarding.state is None:
                found[via] = "host.forwarding"
        elif policy is not None and not policy.is_declared:
            found[via] = "gateway.policy"
    return found


def _if_sure(sides: _Sides, target: int, cuts: Sequence[int]) -> Iterator[_Told]:
    """Where nothing cuts a target off at best: what does so once only what is declared counts."""
    if target not in sides.sure_tree:
        track = sides.tree.track(target)
        yield _Told(sides.doubtful(track), target, track, sides.reasons(track))
        return
    for via in cuts:
        closed = bytes(number == via for number in range(len(sides.network.devices)))
        around = sides.loose.tree(closed).track(target)
        yield _Told(via, target, sides.sure_tree.track(target), (*sides.reasons(around), *sides.open(target)))


def _by_line(sides: _Sides) -> Iterator[_Told]:
    """Lines that stand alone, directions that do, and ways of which the direction is not known."""
    devices = sides.network.devices
    lines = sides.loose.cuts(bytes(device.type != "link" for device in devices))
    told = set(lines)
    for target, vias in lines.items():
        track, missing = sides.tree.track(target), sides.open(target)
        yield from (_Told(via, target, track, missing or None) for via in vias)
    directions = sorted({direction for via in sides.loose.vias if (direction := devices[via].direction) is not None})
    for direction in directions:
        tree = sides.loose.tree(_of_direction(sides.network, direction))
        for target in sides.joined:
            if target not in told and target not in tree:
                told.add(target)
                track = sides.tree.track(target)
                nearest = next(via for _, via, _ in reversed(track) if devices[via].direction == direction)
                yield _Told(nearest, target, track, sides.open(target) or None)
    yield from _undeclared(sides, directions, told)


def _undeclared(sides: _Sides, directions: Sequence[str], told: set[int]) -> Iterator[_Told]:
    """Targets for which two directions are neither shown nor excluded."""
    devices = sides.network.devices
    wanted: Sequence[str | None] = directions or [None]
    for direction in wanted:
        shown = sides.sure.by_line(direction)
        tree = sides.loose.tree(_of_direction(sides.network, direction))
        for target in sides.joined:
            if target in told or target in shown:
                continue
            told.add(target)
            track = tree.track(target)
            lines = [via for _, via, _ in track if devices[via].type == "link"]
            undeclared = [via for via in lines if devices[via].direction is None]
            missing = sides.reasons(track) if lines and not undeclared else ("link.direction", *sides.reasons(track))
            yield _Told(undeclared[-1] if undeclared else sides.doubtful(track), target, track, missing)


def _of_direction(network: Network, direction: str | None) -> bytes:
    return bytes(direction is not None and device.direction == direction for device in network.devices)


def _hops(network: Network, told: _Told) -> tuple[Hop, ...]:
    hops = [network.station(told.track[0][0])]
    for _, via, end in told.track:
        device = network.devices[via]
        hops.append(
            Hop(
                kind=device.type, id=device.id, name=device.name, level=device.level, source=device.source,
                offending=via == told.via,
            )
        )  # fmt: skip
        hops.append(network.station(end))
    return tuple(hops)


def _directions(network: Network, track: Track) -> Iterable[tuple[str, str]]:
    devices = (network.devices[via] for _, via, _ in track)
    return ((device.id, device.direction or "-") for device in devices if device.type == "link")


def _repair(device: Device, *, physical: bool) -> Words:
    name = device.id
    if physical:
        return Words(
            vi=f"Bổ sung đường truyền thứ hai theo hướng vật lý khác với {name} và kê khai hướng (direction) của từng đường",
            en=f"Add a second line in another physical direction than {name}, and declare the direction of each line",
        )
    if device.type == "link":
        return Words(vi=f"Bổ sung đường thứ hai song song với {name}", en=f"Add a second line beside {name}")
    return Words(
        vi=f"Đặt thiết bị thứ hai song song với {name}, hoặc lắp dự phòng nóng cho {name} và kê khai",
        en=f"Put a second device beside {name}, or give {name} a hot standby and declare it",
    )
