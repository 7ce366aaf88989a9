"""No hypervisor, storage, backup, management or identity host carries segments of different levels unapproved.

Who holds such a host holds all that stands on it, whatever the gateways say and whether it forwards or not.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from secaudit.expressions import UNKNOWN, Predicate
from secaudit.findings.evidence import Evidence, Exposed, Hop, exposing
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Words
from secaudit.levels import in_force
from secaudit.model import Host, Segment
from secaudit.policy import Answer, Binding, Check, Scope, Violation

_SUBSTRATE = "kind in ['hypervisor', 'storage', 'backup', 'management', 'identity']"

_FACTS = ("subject", "name", "kind", "count", "from", "to", "level", "lowest")


def shared_substrate(binding: Binding) -> Check:
    """Bind the check: `where` over the host (absent: the kinds of substrate), `gap` in levels (absent: 1).

    A host stands under the segments that it is attached to, and under those of components of its name in
    any system. Segments whose levels differ by `gap` or more share it only if its approval is in force on the
    day of the audit, for the highest level among them. An approval that is not declared is none.
    """
    binding.only("where", "gap")
    binding.facts(_FACTS, None)
    return _SharedSubstrate(
        where=binding.predicate("where", binding.vocabulary("host"), default=_SUBSTRATE),
        gap=binding.read("gap", _levels, default="1"),
        applies_from=binding.applies_from,
    )


def _levels(text: str) -> int:
    if text not in ("1", "2", "3", "4"):
        raise ValueError(f"{text!r} is not a difference of levels, from '1' to '4'")
    return int(text)


class _SharedSubstrate(Struct, frozen=True, kw_only=True):
    where: Predicate
    gap: int
    applies_from: int

    @property
    def is_local(self) -> bool:
        return False

    def run(self, scope: Scope) -> Answer:
        by_component = _segments_by_component(scope)
        violations = []
        passed = not_applicable = 0
        for host in scope.inventory.hosts:
            names = sorted({*host.segments, *by_component.get(host.id, ())})
            segments: list[Segment] = [scope.by_id["segment"][name] for name in names]  # type: ignore[misc]
            answer = self._judge(scope, host, segments)
            if answer == "outside":
                not_applicable += 1
            elif answer == "passed":
                passed += 1
            else:
                violations.append(_violation(host, segments, answer))
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)

    def _judge(
        self, scope: Scope, host: Host, segments: list[Segment]
    ) -> Literal["passed", "outside"] | tuple[str, ...]:
        """Whether a host is in order or outside of the rule; else what is missing, nothing if it is certain."""
        applies = self.where(scope, host)
        levels = [segment.level for segment in segments if segment.level is not None]
        undeclared = len(levels) < len(segments)
        highest = max(levels, default=0)
        if applies is False or len(segments) < 2 or (highest < self.applies_from and not undeclared):  # noqa: PLR2004
            return "outside"
        differ = bool(levels) and highest - min(levels) >= self.gap
        if not differ and not undeclared:
            return "passed"
        approved = _approved(host, highest, scope.as_of)
        if approved is True and not undeclared:
            return "passed"
        certain = differ and applies is True and approved is False and highest >= self.applies_from
        return () if certain else (
            *(self.where.missing(scope, host) if applies is UNKNOWN else ()),
            *(("segment.level",) if undeclared else ()),
            *(("host.approval",) if approved is None else ()),
        )  # fmt: skip


def _approved(host: Host, level: int, as_of: str) -> bool | None:
    """Whether a host is approved for a level on a day; None where its approval does not say."""
    if host.approval is None:
        return False
    holds = in_force(host.approval, as_of)
    if holds is False or (host.approval.level is not None and host.approval.level < level):
        return False
    return None if host.approval.level is None else holds


def _segments_by_component(scope: Scope) -> Mapping[str, set[str]]:
    """The segments of the components of all systems, by the component's id."""
    found: dict[str, set[str]] = {}
    for system in scope.inventory.systems:
        for part in system.components or ():
            if part.segment is not None:
                found.setdefault(part.id, set()).add(part.segment)
    return found


def _violation(host: Host, segments: list[Segment], missing: tuple[str, ...]) -> Violation:
    ordered = sorted(segments, key=lambda segment: (-(segment.level or 0), segment.id))
    hops = [
        Hop(kind="segment", id=segment.id, name=segment.name, level=segment.level, source=segment.source)
        for segment in (ordered[0], *ordered[:0:-1])
    ]
    middle = Hop(kind="host", id=host.id, name=host.name, source=host.source, offending=True)
    exposed, count = exposing(Exposed(id=segment.id, level=segment.level) for segment in segments)
    state: FindingState = "unknown" if missing else "fail"
    level, lowest = ordered[0].level, ordered[-1].level
    name = host.id
    return Violation(
        kind="host", subject=name, subjects=(f"host:{name}",), state=state, name=host.name, level=level,
        owner=host.owner, source=host.source,
        evidence=Evidence(
            path=(hops[0], middle, *hops[1:]), exposed=exposed, exposed_count=count, missing=missing,
            seen=tuple((segment.id, "-" if segment.level is None else str(segment.level)) for segment in ordered),
            repair=Words(
                vi=f"Tách {name} cho từng cấp độ, hoặc phê duyệt {name} ở cấp độ ít nhất {level}",
                en=f"Give each level a host of its own in place of {name}, or have {name} approved for level {level} at least",
            ),
        ),
        facts={
            "subject": name, "name": host.name or name, "kind": host.kind, "count": str(count),
            "from": hops[0].id, "to": hops[1].id,
            "level": None if level is None else str(level), "lowest": None if lowest is None else str(lowest),
        },
    )  # fmt: skip
