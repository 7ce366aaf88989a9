"""Neighbouring segments that must not touch freely are joined by a device that qualifies."""

from collections.abc import Mapping

from secaudit.expressions import Predicate
from secaudit.findings.evidence import Evidence, Exposed, exposing
from secaudit.findings.finding import FindingState
from secaudit.policy import Answer, Binding, Check, Fact, Scope, Violation
from secaudit.policy.absent import absent


def adjacency(binding: Binding) -> Check:
    """Bind the check: `where` over the neighbours `a` and `b`, `through` over `device`, `a` and `b`.

    Facts of a message are about the first pair of neighbours for which the device does not qualify.
    """
    binding.only("where", "through")
    vocabulary = binding.vocabulary(device="device", a="segment", b="segment")
    return _Adjacency(
        binding.predicate("where", binding.vocabulary(a="segment", b="segment")),
        binding.predicate("through", vocabulary, default="false"),
        binding.facts(("via", "from", "to", "count"), vocabulary),
    )


class _Adjacency:
    is_local = False

    def __init__(self, where: Predicate, through: Predicate, facts: Mapping[str, Fact]) -> None:
        self._where = where
        self._through = through
        self._facts = facts

    def run(self, scope: Scope) -> Answer:
        network = scope.network
        segments, where = network.segments, self._where.over(len(network.segments))
        bad: dict[int, dict[FindingState, list[int]]] = {}
        judged: set[int] = set()
        for arc, (tail, head, via) in enumerate(zip(network.tails, network.heads, network.vias, strict=True)):
            a, b = segments[tail], segments[head]
            applies = not network.devices[via].is_inside and where(scope, a, b)
            if applies is False:
                continue
            judged.add(via)
            qualifies = self._through(scope, network.devices[via], a, b)
            if qualifies is not True:
                state: FindingState = "fail" if applies is True and qualifies is False else "unknown"
                bad.setdefault(via, {}).setdefault(state, []).append(arc)
        violations = tuple(self._violation(scope, via, arcs) for via, arcs in sorted(bad.items()))
        return Answer(
            violations=violations, passed=len(judged) - len(bad), not_applicable=len(network.devices) - len(judged)
        )

    def _violation(self, scope: Scope, via: int, arcs_by_state: dict[FindingState, list[int]]) -> Violation:
        network = scope.network
        state: FindingState = "fail" if "fail" in arcs_by_state else "unknown"
        arcs = arcs_by_state[state]
        device = network.devices[via]
        ends = sorted({end for arc in arcs for end in (network.tails[arc], network.heads[arc])})
        levels = [level for end in ends if (level := network.segments[end].level) is not None]
        exposed, count = exposing(
            Exposed(id=network.segments[end].id, level=network.segments[end].level) for end in ends
        )
        first = network.hops((arcs[0],), offending=(via,))
        a, b = network.segments[network.tails[arcs[0]]], network.segments[network.heads[arcs[0]]]
        missing = (*absent(self._where, scope, a=a, b=b), *absent(self._through, scope, device=device, a=a, b=b))
        facts = {name: fact.of(scope, device, a, b) for name, fact in self._facts.items()}
        return Violation(
            kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",), state=state, name=device.name,
            level=max(levels, default=None), owner=device.owner, source=device.source,
            evidence=Evidence(path=first, exposed=exposed, exposed_count=count, missing=missing),
            facts=facts | {"via": device.id, "from": first[0].id, "to": first[-1].id, "count": str(len(ends))},
        )  # fmt: skip
