"""Zone by zone, what leads from one into the other."""

from collections.abc import Iterable

from secaudit.findings.dossier import Conduit
from secaudit.findings.finding import Finding
from secaudit.network import Network

_Cell = tuple[str | None, str | None]


def conduits(network: Network, findings: Iterable[Finding]) -> tuple[Conduit, ...]:
    """The pairs of different zones that some device joins, or that a finding's cause crosses; linear."""
    guarded: dict[_Cell, set[int]] = {}
    open_: dict[_Cell, set[int]] = {}
    zones = [segment.zone for segment in network.segments]
    for tail, head, via in zip(network.tails, network.heads, network.vias, strict=True):
        if zones[tail] != zones[head] and not network.devices[via].is_inside:
            kind = guarded if network.devices[via].type == "gateway" else open_
            kind.setdefault((zones[tail], zones[head]), set()).add(via)
    violated = _violated(network, findings)
    return tuple(
        Conduit(
            origin=cell[0], target=cell[1], gateways=len(guarded.get(cell, ())), unfiltered=len(open_.get(cell, ())),
            violations=tuple(sorted(violated.get(cell, ()))),
        )
        for cell in sorted({*guarded, *open_, *violated}, key=lambda pair: tuple((zone is None, zone or "") for zone in pair))
    )  # fmt: skip


def _violated(network: Network, findings: Iterable[Finding]) -> dict[_Cell, set[str]]:
    """The zones on both sides of the hop that is the cause, for each open finding with a witness path."""
    found: dict[_Cell, set[str]] = {}
    for finding in findings:
        path = finding.evidence.path
        for before, hop, after in zip(path, path[1:], path[2:], strict=False):
            if hop.offending and before.id in network.index and after.id in network.index:
                cell = tuple(network.segments[network.index[end.id]].zone for end in (before, after))
                found.setdefault(cell, set()).add(finding.fingerprint)  # type: ignore[arg-type]
    return found
