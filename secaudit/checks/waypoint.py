"""Every way from A to B passes a device, or a segment, that qualifies."""

from collections.abc import Mapping, Sequence
from heapq import nsmallest

from msgspec import Struct

from secaudit.expressions import UNKNOWN, Predicate
from secaudit.findings.certificate import Certificate
from secaudit.findings.evidence import MOST_EXPOSED, Evidence, Exposed
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.network import Asked, Cause, Closed, Device, Group, Network, Question, causes
from secaudit.network.services import describe, parse
from secaudit.network.steps import Way
from secaudit.policy import Answer, Binding, Check, Scope, Violation
from secaudit.policy.absent import absent


def waypoint(binding: Binding) -> Check:
    """Bind the check: `from`, `to`, `through` a device or `through_segment`, `relation`, `both_ways`."""
    binding.only("from", "to", "through", "through_segment", "relation", "service", "both_ways")
    binding.facts(("via", "from", "to", "count", "level"), None)
    return _Waypoint(
        origin=binding.predicate("from", binding.vocabulary(segment="segment")),
        goal=binding.predicate("to", binding.vocabulary(segment="segment")),
        through=binding.predicate("through", binding.vocabulary(device="device", to="segment"), default="false"),
        by_way_of=binding.predicate("through_segment", binding.vocabulary(segment="segment"), default="false"),
        asked=Asked(
            binding.text("relation", default="reaches", choices=("forwards", "reaches", "informs")),  # type: ignore[arg-type]
            binding.read("service", parse, default="any"),
        ),
        both_ways=binding.flag("both_ways"),
        may_qualify=binding.has("through"),
    )


def separation(binding: Binding) -> Check:
    """Bind the check that there is no way at all: `from`, `to`, `relation`, `both_ways`."""
    binding.only("from", "to", "relation", "service", "both_ways")
    return waypoint(binding)


class _Side(Struct, frozen=True):
    """Segments that a predicate names for certain, and those for which it is unknown."""

    certain: frozenset[int]
    possible: frozenset[int]


class _Found(Struct, frozen=True):
    """A cause, and the undeclared fields on which it rests; none if it is certain."""

    cause: Cause
    missing: tuple[str, ...] = ()
    state: FindingState = "fail"


class _Waypoint(Struct, frozen=True, kw_only=True):
    origin: Predicate
    goal: Predicate
    through: Predicate
    by_way_of: Predicate
    asked: Asked
    both_ways: bool
    may_qualify: bool

    @property
    def is_local(self) -> bool:
        return False

    def run(self, scope: Scope) -> Answer:
        origins, goals = _side(scope, self.origin), _side(scope, self.goal)
        if not origins.possible or not goals.possible:
            return Answer(not_applicable=len(goals.possible))
        case = _Case(self, scope, origins, goals)
        violations = tuple(self._violation(case.seen, one) for one in case.judge(both_ways=self.both_ways))
        inward = case.certificates(inward=True)
        outward = case.certificates(inward=False) if self.both_ways else ()
        proved = {name for certificate in inward for name in certificate.goals}
        if self.both_ways:
            proved &= {name for certificate in outward for name in certificate.origins}
        return Answer(violations=violations, passed=len(proved), certificates=(*inward, *outward))

    def _violation(self, network: Network, found: _Found) -> Violation:
        cause = found.cause
        device, is_beyond = network.devices[cause.via], cause.via in network.beyond
        exposed, count = _listed(network, cause), len(cause.exposed)
        hops = network.tell(cause.way, offending=(cause.via,))
        level = exposed[0].level if exposed else None
        return Violation(
            kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",), state=found.state,
            name=device.name, level=level, owner=device.owner, source=device.source,
            evidence=Evidence(
                path=hops, exposed=exposed, exposed_count=count, missing=found.missing,
                repair=_to_agree(device) if is_beyond else _repair(device, level, may_qualify=self.may_qualify),
            ),
            discriminator="beyond-approval" if is_beyond else "",
            facts={
                "via": device.id, "from": hops[0].id, "to": hops[-1].id, "count": str(count),
                "level": None if level is None else str(level),
            },
        )  # fmt: skip


class _Case:
    """One rule and one scope: who is outside, what is protected, and what guards it."""

    def __init__(self, check: _Waypoint, scope: Scope, origins: _Side, goals: _Side) -> None:
        self._check = check
        self._scope = scope
        self._is_known = origins.certain == origins.possible and goals.certain == goals.possible
        self._strict = self._groups(goals.possible, benefit=False)
        self._lenient = self._strict if self._is_known else self._groups(goals.certain, benefit=True)
        self._strict_questions = self._questions(origins.possible)
        self._lenient_questions = self._strict_questions if self._is_known else self._questions(origins.certain)

    @property
    def seen(self) -> Network:
        """The network in which the ways are told."""
        return self._strict_questions[True].seen

    def _questions(self, outside: frozenset[int]) -> dict[bool, Question]:
        network, asked = self._scope.split_network, self._check.asked
        return {inward: Question(network, outside, inward, asked) for inward in (True, False)}

    def judge(self, *, both_ways: bool) -> list[_Found]:
        """The causes that are certain, and those that rest on something undeclared, by number of the device."""
        certain = _gathered(self._lenient_questions, self._lenient, frozenset(), both_ways=both_ways)
        found = [_Found(cause) for cause, _ in certain]
        if not self._is_known:
            repaired = frozenset(cause.via for cause, _ in certain)
            rest = _gathered(self._strict_questions, self._strict, repaired, both_ways=both_ways)
            found += [_Found(cause, self._missing(cause.way, inward=inward), "unknown") for cause, inward in rest]
        return sorted(found, key=lambda one: one.cause.via)

    def _missing(self, way: Way, *, inward: bool) -> tuple[str, ...]:
        """What is not declared of a way: whether it leads from outside to what is protected, and past every guard."""
        check, scope, network = self._check, self._scope, self.seen
        devices = [network.devices[network.vias[step.arc]] for step in way]
        places = [network.tails[way[0].arc], *(network.heads[step.arc] for step in way)]
        stations = [network.segments[place] for place in places]
        outside, protected = (stations[0], stations[-1]) if inward else (stations[-1], stations[0])
        found = [*absent(check.origin, scope, segment=outside), *absent(check.goal, scope, segment=protected)]
        for device in devices:
            if device.type == "gateway":
                found += absent(check.through, scope, device=device, to=protected)
        for station in stations:
            found += absent(check.by_way_of, scope, segment=station)
        return tuple(dict.fromkeys(found))

    def certificates(self, *, inward: bool) -> tuple[Certificate, ...]:
        """For all that is isolated, the guards that stand between."""
        return tuple(self._certificate(self._strict_questions[inward], group) for group in self._strict)

    def _certificate(self, question: Question, group: Group) -> Certificate:
        segments = question.network.segments
        outside = tuple(segments[number].id for number in sorted(question.outside))
        reached = set(question.exposed(question.ways(group, ())))
        protected = tuple(segments[number].id for number in group.protected if number not in reached)
        shut = group.guards.segments or ()
        guards = question.guards(group)
        limited = frozenset(question.network.beyond.values())
        return Certificate(
            relation=question.asked.relation, service=describe(question.asked.services),
            origins=outside if question.inward else protected, goals=protected if question.inward else outside,
            guards=tuple(sorted(question.network.devices[via].id for via in guards if via not in limited)),
            limited_guards=tuple(sorted(question.network.devices[via].id for via in guards if via in limited)),
            guarding_segments=tuple(segments[number].id for number, closed in enumerate(shut) if closed),
        )  # fmt: skip

    def _groups(self, targets: frozenset[int], *, benefit: bool) -> Sequence[Group]:
        """Targets by what qualifies for them, lowest level first; `benefit`: the unknown qualifies."""
        network = self._scope.split_network
        shut = bytes(self._counts(self._check.by_way_of, segment, benefit=benefit) for segment in network.segments)
        by_guards: dict[bytes, list[int]] = {}
        for one, members in _by_key(network, targets, self._check.through):
            target = network.segments[one]
            qualify = bytearray(
                device.type == "gateway" and self._counts(self._check.through, device, target, benefit=benefit)
                for device in network.devices
            )
            for double, via in network.beyond.items():  # it stands open exactly where the gateway itself guards
                qualify[double] = not qualify[via]
            guards = bytes(qualify)
            by_guards.setdefault(guards, []).extend(members)
        groups = [Group(tuple(sorted(members)), Closed(guards, shut)) for guards, members in by_guards.items()]
        return sorted(groups, key=lambda group: (_lowest(network, group.protected), group.protected))

    def _counts(self, predicate: Predicate, *values: object, benefit: bool) -> bool:
        answer = predicate(self._scope, *values)
        if answer is UNKNOWN:
            self._is_known = False
            return benefit
        return answer is True


def _gathered(
    questions: Mapping[bool, Question], groups: Sequence[Group], repaired: frozenset[int], *, both_ways: bool
) -> list[tuple[Cause, bool]]:
    """The causes inward and outward, each device once: with the way in (true) if there is one, else the way out."""
    found = {cause.via: (cause, True) for cause in causes(questions[True], groups, repaired)}
    if both_ways:
        for cause in causes(questions[False], groups, repaired, tuple(found)):
            known, inward = found.get(cause.via, (cause, False))
            exposed = tuple(sorted({*known.exposed, *cause.exposed}))
            found[cause.via] = Cause(cause.via, known.way, exposed), inward
    return list(found.values())


def _side(scope: Scope, predicate: Predicate) -> _Side:
    ask = predicate.over(len(scope.network.segments))
    answers = [ask(scope, segment) for segment in scope.network.segments]
    certain = frozenset(number for number, answer in enumerate(answers) if answer is True)
    return _Side(certain, certain | {number for number, answer in enumerate(answers) if answer is UNKNOWN})


def _by_key(network: Network, targets: frozenset[int], through: Predicate) -> list[tuple[int, list[int]]]:
    """Targets that look alike to `through`, with one to stand for all: only what it reads of `to` counts."""
    fields = sorted(path.removeprefix("to.") for path in through.reads if path.startswith("to."))
    simple = all(field in ("level", "zone", "network", "secrecy", "system", "site") for field in fields)
    groups: dict[tuple[object, ...], list[int]] = {}
    for target in sorted(targets):
        key = tuple(getattr(network.segments[target], field) for field in fields) if simple else (target,)
        groups.setdefault(key, []).append(target)
    return [(members[0], members) for members in groups.values()]


def _listed(network: Network, cause: Cause) -> tuple[Exposed, ...]:
    """The first of what a cause exposes, highest level first; it may be a large part of the network."""
    segments, count = network.segments, len(network.segments)
    first = nsmallest(MOST_EXPOSED, cause.exposed, key=lambda number: number - count * (segments[number].level or 0))
    return tuple(Exposed(id=segments[number].id, level=segments[number].level) for number in first)


def _lowest(network: Network, targets: tuple[int, ...]) -> int:
    return min((network.segments[target].level or 0 for target in targets), default=0)


def _to_agree(device: Device) -> Words:
    name = device.id
    return Words(
        vi=f"Bổ sung phê duyệt của {name} cho những gì chính sách cho qua, hoặc giới hạn chính sách trong phạm vi được duyệt",
        en=f"Extend the approval of {name} to what its policy permits, or limit the policy to what is approved",
    )


def _repair(device: Device, level: int | None, *, may_qualify: bool) -> Words:
    name = device.id
    if device.is_inside:
        return Words(
            vi="Trong mạng không phải của mình không có gì để sửa: đặt phân đoạn cần bảo vệ vào mạng của mình, hoặc kê khai hai mạng nếu chúng không thông nhau",
            en="Nothing can be repaired in a network that is not ours: move what is protected into one of ours, or declare two networks if they do not meet",
        )
    if device.type == "link":
        return Words(vi=f"Gỡ bỏ liên kết {name}", en=f"Remove the link {name}")
    if device.type == "host":
        return Words(
            vi=f"Rút {name} khỏi một trong các phân đoạn, hoặc tắt chuyển tiếp và lập biên bản xác nhận",
            en=f"Detach {name} from one of the segments, or turn forwarding off and have it attested",
        )
    if not may_qualify:
        return Words(vi=f"Chặn đường này tại {name}", en=f"Close this way at {name}")
    return Words(
        vi=f"Đưa {name} đạt điều kiện (loại thiết bị, phê duyệt còn hiệu lực, cấp độ ít nhất {level}) hoặc chặn đường này",
        en=f"Make {name} qualify (kind, approval in force, level at least {level}), or close this way",
    )
