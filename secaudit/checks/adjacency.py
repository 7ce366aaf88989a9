"""Neighbouring segments that must not touch freely are joined by a device that qualifies."""

from secaudit.expressions import Predicate
from secaudit.findings.evidence import Evidence, Exposed, exposing
from secaudit.findings.finding import FindingState
from secaudit.network import Network
from secaudit.policy import Answer, Binding, Check, Scope, Violation


def adjacency(binding: Binding) -> Check:
    """Bind the check: `where` over the neighbours `a` and `b`, `through` over `device`, `a` and `b`."""
    binding.only("where", "through")
    return _Adjacency(
        binding.predicate("where", binding.vocabulary(a="segment", b="segment")),
        binding.predicate("through", binding.vocabulary(device="device", a="segment", b="segment"), default="false"),
    )


class _Adjacency:
    is_local = False

    def __init__(self, where: Predicate, through: Predicate) -> None:
        self._where = where
        self._through = through

    def run(self, scope: Scope) -> Answer:
        network = scope.network
        bad: dict[int, dict[FindingState, list[int]]] = {}
        judged: set[int] = set()
        for arc, via in enumerate(network.vias):
            a, b = network.segments[network.tails[arc]], network.segments[network.heads[arc]]
            applies = self._where(scope, a, b)
            if applies is False:
                continue
            judged.add(via)
            qualifies = self._through(scope, network.devices[via], a, b)
            if qualifies is not True:
                state: FindingState = "fail" if applies is True and qualifies is False else "unknown"
                bad.setdefault(via, {}).setdefault(state, []).append(arc)
        violations = tuple(_violation(network, via, arcs) for via, arcs in sorted(bad.items()))
        return Answer(
            violations=violations, passed=len(judged) - len(bad), not_applicable=len(network.devices) - len(judged)
        )


def _violation(network: Network, via: int, arcs_by_state: dict[FindingState, list[int]]) -> Violation:
    state: FindingState = "fail" if "fail" in arcs_by_state else "unknown"
    arcs = arcs_by_state[state]
    device = network.devices[via]
    ends = sorted({end for arc in arcs for end in (network.tails[arc], network.heads[arc])})
    levels = [level for end in ends if (level := network.segments[end].level) is not None]
    exposed, count = exposing(Exposed(id=network.segments[end].id, level=network.segments[end].level) for end in ends)
    first = network.hops((arcs[0],), offending=(via,))
    return Violation(
        kind=device.type, subject=device.id, subjects=(f"{device.type}:{device.id}",), state=state, name=device.name,
        level=max(levels, default=None), owner=device.owner, source=device.source,
        evidence=Evidence(path=first, exposed=exposed, exposed_count=count),
        facts={"via": device.id, "from": first[0].id, "to": first[-1].id, "count": str(len(ends))},
    )  # fmt: skip
