"""No gateway lets pass between two systems what no interconnection record covers.

One violation for each gateway and entry of its policy. A conversation counts if it gets from end to end by way of the
gateway, header by header as `semantics.md` section 3.1 has it, and the entry is the one that lets it pass there.
"""

from collections.abc import Sequence

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.expressions import Predicate
from secaudit.findings.evidence import Evidence, Exposed, Hop, exposing
from secaudit.findings.words import Words
from secaudit.model import PolicyEntry
from secaudit.network import Device, services
from secaudit.network.network import describe
from secaudit.network.policies import UNDECLARED, Entry, Passage
from secaudit.network.services import NONE, Services
from secaudit.policy import Answer, Binding, Check, Scope, Violation
from secaudit.policy.uncovered import Pair, Uncovered

_FACTS = ("subject", "name", "entry", "from", "to", "services", "systems", "count")
_BEYOND = Words(vi="quá nhiều cặp để xét hết", en="too many pairs to follow them all")
MOST_LISTED = 20


def permitted_but_undeclared(binding: Binding) -> Check:
    """Bind the check: `where` over the segments `from` and `to`, `record` over an interconnection, `service`.

    What is absent restricts nothing: every conversation between two systems matters, and every record counts.
    """
    binding.only("where", "record", "service")
    binding.facts(_FACTS, None)
    return _Undeclared(
        where=binding.predicate(
            "where", binding.vocabulary(None, **{"from": "segment", "to": "segment"}), default="true"
        ),
        record=binding.predicate("record", binding.vocabulary("interconnection"), default="true"),
        wanted=binding.read("service", services.parse, default="any"),
    )


class _Undeclared(Struct, frozen=True, kw_only=True):
    where: Predicate
    record: Predicate
    wanted: Services

    @property
    def is_local(self) -> bool:
        return False

    def run(self, scope: Scope) -> Answer:
        uncovered = Uncovered(scope, self.where, self.record, self.wanted)
        violations = []
        passed = not_applicable = 0
        for via, policy in enumerate(scope.passing.network.policies):
            for position, entry in enumerate(policy.entries if policy is not None else ()):
                if not entry.is_permit:
                    continue
                found = uncovered.judge(via, position, entry)
                if found.pairs or not found.is_whole:
                    violations.append(_violation(scope.passing.network.devices[via], entry, found.pairs))
                elif found.is_concerned:
                    passed += 1
                else:
                    not_applicable += 1
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)


def _violation(device: Device, entry: Entry, pairs: Sequence[Pair]) -> Violation:
    """One gateway and entry; without pairs there were too many to find out whether any passes."""
    certain = [pair for pair in pairs if pair.certain] if entry.number != UNDECLARED else []
    shown = sorted(certain or pairs, key=_rank)
    written = device.policy[entry.number] if device.policy and entry.number >= 0 else None
    source = written.source if written is not None else device.source
    told = describe(device, Passage(entry.services, entry.number))
    exposed, count = exposing({Exposed(id=end.id, level=end.level) for pair in shown for end in pair.targets})
    return Violation(
        kind="gateway", subject=device.id, subjects=(f"gateway:{device.id}",), state="fail" if certain else "unknown",
        name=device.name, level=max((end.level for end in exposed if end.level is not None), default=None),
        owner=device.owner, source=source, discriminator=_canonical(entry, written),
        evidence=Evidence(
            path=_path(device, source, told, shown), exposed=exposed, exposed_count=count,
            missing=() if certain else _missing(entry, shown), seen=_seen(shown, is_certain=bool(certain)),
            repair=_repair(device.id),
        ),
        facts=_facts(device, told, shown, is_certain=bool(certain)),
    )  # fmt: skip


def _rank(pair: Pair) -> tuple[int, str, str]:
    return (-(pair.targets[0].level or 0), pair.origins[0].id, pair.targets[0].id)


def _facts(device: Device, told: Words, pairs: Sequence[Pair], *, is_certain: bool) -> dict[str, str | Words | None]:
    passing = NONE
    for pair in pairs:
        passing = services.union(passing, _uncovered(pair, is_certain=is_certain))
    first = pairs[0] if pairs else None
    return {
        "subject": device.id,
        "name": device.name or device.id,
        "entry": told,
        "services": services.describe(passing) if pairs else None,
        "from": first.origins[0].id if first else None,
        "to": first.targets[0].id if first else None,
        "systems": _systems(first) if first else None,
        "count": str(sum(len(pair.origins) * len(pair.targets) for pair in pairs)) if pairs else None,
    }


def _uncovered(pair: Pair, *, is_certain: bool) -> Services:
    return pair.certain if is_certain else pair.services


def _systems(pair: Pair) -> str:
    return " - ".join(", ".join(sorted(systems)) or "?" for systems in pair.systems)


def _seen(pairs: Sequence[Pair], *, is_certain: bool) -> tuple[tuple[str, str], ...]:
    """Conversations that pass uncovered: one of each group, with how many there are, the services and the systems."""
    if not pairs:
        return ((_BEYOND.vi, _BEYOND.en),)
    found = []
    for pair in pairs[:MOST_LISTED]:
        count = len(pair.origins) * len(pair.targets)
        ends = f"{pair.origins[0].id} → {pair.targets[0].id}" + (f" (+{count - 1})" if count > 1 else "")
        found.append((ends, f"{services.describe(_uncovered(pair, is_certain=is_certain))} ({_systems(pair)})"))
    more = len(pairs) - MOST_LISTED
    return (*found, *((("…", f"+{more}"),) if more > 0 else ()))


def _missing(entry: Entry, pairs: Sequence[Pair]) -> tuple[str, ...]:
    fields = dict.fromkeys(("gateway.policy",) if entry.number == UNDECLARED else ())
    for pair in pairs:
        fields |= dict.fromkeys(pair.missing)
    return tuple(fields)


def _path(device: Device, source: Source, told: Words, pairs: Sequence[Pair]) -> tuple[Hop, ...]:
    """The first conversation, if the gateway joins its two ends; else the gateway alone, because more lies between."""
    middle = Hop(
        kind="gateway", id=device.id, name=device.name, level=device.level, source=source, detail=told, offending=True
    )
    for pair in pairs:
        ends = (pair.origins[0], pair.targets[0])
        if all(end.id in device.segments for end in ends):
            first, last = (
                Hop(kind="segment", id=end.id, name=end.name, level=end.level, source=end.source) for end in ends
            )
            return (first, middle, last)
    return ()


def _canonical(entry: Entry, written: PolicyEntry | None) -> str:
    """What tells entries of one gateway apart, wherever they stand in the policy."""
    if written is None:
        return f"rest {entry.number}"
    origin, target = (",".join(sorted(side)) for side in (written.from_, written.to))
    return f"{origin} > {target} : {services.describe(entry.services)}"


def _repair(name: str) -> Words:
    return Words(
        vi=f"Thu hẹp hoặc xóa mục chính sách này trên {name}, hoặc lập hồ sơ kết nối liên thông giữa hai hệ thống, nêu {name} và dịch vụ",
        en=f"Narrow or remove this entry of {name}, or record an interconnection of the two systems that names {name} and the services",
    )
