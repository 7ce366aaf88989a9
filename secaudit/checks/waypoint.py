"""Every way from A to B passes a device, or a segment, that qualifies."""

from collections.abc import Sequence

from msgspec import Struct

from secaudit.expressions import UNKNOWN, Predicate
from secaudit.findings.evidence import Evidence, Exposed
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.network import Cause, Group, Network, causes
from secaudit.policy import Answer, Binding, Check, Scope, Violation


def waypoint(binding: Binding) -> Check:
    """Bind the check: `from`, `to`, `through` a device or `through_segment`, `relation`, `both_ways`."""
    binding.only("from", "to", "through", "through_segment", "relation", "both_ways")
    return _Waypoint(
        origin=binding.predicate("from", binding.vocabulary(segment="segment")),
        goal=binding.predicate("to", binding.vocabulary(segment="segment")),
        through=binding.predicate("through", binding.vocabulary(device="device", to="segment"), default="false"),
        by_way_of=binding.predicate("through_segment", binding.vocabulary(segment="segment"), default="false"),
        relation=binding.text("relation", default="reaches", choices=("reaches",)),
        both_ways=binding.flag("both_ways"),
    )


def separation(binding: Binding) -> Check:
    """Bind the check that there is no way at all: `from`, `to`, `relation`, `both_ways`."""
    binding.only("from", "to", "relation", "both_ways")
    return waypoint(binding)


class _Side(Struct, frozen=True):
    """Segments that a predicate names for certain, and those for which it is unknown."""

    certain: frozenset[int]
    possible: frozenset[int]


class _Waypoint(Struct, frozen=True, kw_only=True):
    origin: Predicate
    goal: Predicate
    through: Predicate
    by_way_of: Predicate
    relation: str
    both_ways: bool

    @property
    def is_local(self) -> bool:
        return False

    def run(self, scope: Scope) -> Answer:
        origins, goals = _side(scope, self.origin), _side(scope, self.goal)
        if not origins.possible or not goals.possible:
            return Answer(not_applicable=len(goals.possible))
        found = self._judge(scope, origins, goals)
        if self.both_ways:
            found += self._judge(scope, goals, origins)
        violations = tuple(_violation(scope.network, cause, state) for cause, state in _by_device(found))
        exposed = {target for cause, _ in found for target in cause.exposed}
        return Answer(violations=violations, passed=len(goals.possible - exposed))

    def _judge(self, scope: Scope, origins: _Side, goals: _Side) -> list[tuple[Cause, FindingState]]:
        """The causes that are certain, and those that rest on something undeclared."""
        network = scope.network
        certain = causes(network, origins.certain, self._groups(scope, goals.certain, benefit=True))
        repaired = {cause.via for cause in certain}
        possible = causes(network, origins.possible, self._groups(scope, goals.possible, benefit=False, closed=repaired))
        return [(cause, "fail") for cause in certain] + [(cause, "unknown") for cause in possible]

    def _groups(
        self, scope: Scope, targets: frozenset[int], *, benefit: bool, closed: frozenset[int] | set[int] = frozenset()
    ) -> Sequence[Group]:
        """Targets by what qualifies for them, lowest level first; `benefit`: the unknown qualifies."""
        network = scope.network
        shut_segments = bytes(_counts(self.by_way_of(scope, segment), benefit=benefit) for segment in network.segments)
        by_guards: dict[bytes, list[int]] = {}
        for level, members in _by_key(network, targets, self.through):
            guards = bytearray(
                device.type == "gateway" and _counts(self.through(scope, device, network.segments[level]), benefit=benefit)
                for device in network.devices
            )
            for via in closed:
                guards[via] = True
            by_guards.setdefault(bytes(guards), []).extend(members)
        groups = [Group(tuple(sorted(members)), guards, shut_segments) for guards, members in by_guards.items()]
        return sorted(groups, key=lambda group: (_lowest(network, group.targets), group.targets))


def _by_device(found: Sequence[tuple[Cause, FindingState]]) -> list[tuple[Cause, FindingState]]:
    """One cause a device, certain before unknown; what both ways expose is told together."""
    merged: dict[int, tuple[Cause, FindingState]] = {}
    for cause, state in sorted(found, key=lambda item: (item[1] != "fail", item[0].via)):
        if cause.via in merged:
            first, first_state = merged[cause.via]
            exposed = tuple(sorted({*first.exposed, *cause.exposed}))
            merged[cause.via] = (Cause(cause.via, first.path, exposed), first_state)
        else:
            merged[cause.via] = (cause, state)
    return [merged[via] for via in sorted(merged)]


def _side(scope: Scope, predicate: Predicate) -> _Side:
    answers = [predicate(scope, segment) for segment in scope.network.segments]
    certain = frozenset(number for number, answer in enumerate(answers) if answer is True)
    return _Side(certain, certain | {number for number, answer in enumerate(answers) if answer is UNKNOWN})


def _counts(answer: object, *, benefit: bool) -> bool:
    return answer is True or (benefit and answer is UNKNOWN)


def _by_key(network: Network, targets: frozenset[int], through: Predicate) -> list[tuple[int, list[int]]]:
    """Targets that look alike to `through`, with one to stand for all: only what it reads of `to` counts."""
    fields = sorted(path.removeprefix("to.") for path in through.reads if path.startswith("to."))
    simple = all(field in ("level", "zone", "network", "secrecy", "system", "site") for field in fields)
    groups: dict[tuple[object, ...], list[int]] = {}
    for target in sorted(targets):
        key = tuple(getattr(network.segments[target], field) for field in fields) if simple else (target,)
        groups.setdefault(key, []).append(target)
    return [(members[0], members) for members in groups.values()]


def _lowest(network: Network, targets: tuple[int, ...]) -> int:
    return min((network.segments[target].level or 0 for target in targets), default=0)


def _violation(network: Network, cause: Cause, state: FindingState) -> Violation:
    device = network.devices[cause.via]
    exposed = sorted(
        (Exposed(id=network.segments[target].id, level=network.segments[target].level) for target in cause.exposed),
        key=lambda target: (-(target.level or 0), target.id),
    )
    hops = network.hops(cause.path, offending=(cause.via,))
    level = exposed[0].level if exposed else None
    return Violation(
        kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",), state=state, name=device.name,
        level=level, owner=device.owner, source=device.source,
        evidence=Evidence(path=hops, exposed=tuple(exposed), repair=_repair(device.type, device.id, level)),
        facts={
            "via": device.id, "from": hops[0].id, "to": hops[-1].id, "count": str(len(exposed)),
            "level": None if level is None else str(level),
        },
    )  # fmt: skip


def _repair(kind: str, name: str, level: int | None) -> Words:
    if kind == "gateway":
        return Words(
            vi=f"Đưa {name} đạt điều kiện (loại thiết bị, phê duyệt còn hiệu lực, cấp độ ít nhất {level}) hoặc cắt đường này",
            en=f"Make {name} qualify (kind, approval in force, level at least {level}), or close this way",
        )
    if kind == "host":
        return Words(
            vi=f"Rút {name} khỏi một trong các phân đoạn, hoặc tắt chuyển tiếp và lập biên bản xác nhận",
            en=f"Detach {name} from one of the segments, or turn forwarding off and have it attested",
        )
    return Words(vi=f"Gỡ bỏ liên kết {name}", en=f"Remove the link {name}")
