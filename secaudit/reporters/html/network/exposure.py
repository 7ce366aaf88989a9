"""How far the segments that are worth guarding are from the nearest untrusted network."""

from dataclasses import dataclass

from secaudit.findings.dossier import Exposure
from secaudit.findings.evidence import Hop
from secaudit.findings.report import Report

MOST_LISTED = 100
MOST_HOPS = 40
MOST_UNREACHED = 60


@dataclass(frozen=True, slots=True)
class Row:
    """A segment and the way to it: each hop with whether it is an approved gateway that counts."""

    exposure: Exposure
    hops: tuple[tuple[Hop, bool], ...]
    hops_left: int


@dataclass(frozen=True, slots=True)
class Exposures:
    """Most exposed first. `left` are not listed and have `low` gateways or more; `unreached` have no way to them."""

    rows: tuple[Row, ...]
    left: int
    low: int | None
    unreached: tuple[Exposure, ...]
    unreached_left: int

    @property
    def unreached_count(self) -> int:
        """How many segments no untrusted network leads to."""
        return len(self.unreached) + self.unreached_left


def exposures(report: Report) -> Exposures:
    """The segments in order, the list cut where it gets long."""
    reached = sorted((found for found in report.exposures if found.crossings is not None), key=_need)
    unreached = sorted((found for found in report.exposures if found.crossings is None), key=_need)
    surplus = reached[MOST_LISTED:]
    return Exposures(
        tuple(_row(found) for found in reached[:MOST_LISTED]), len(surplus), surplus[0].crossings if surplus else None,
        tuple(unreached[:MOST_UNREACHED]), len(unreached[MOST_UNREACHED:]),
    )  # fmt: skip


def _need(exposure: Exposure) -> tuple[int, int, str]:
    return exposure.crossings or 0, -(exposure.segment.level or 0), exposure.segment.id


def _row(exposure: Exposure) -> Row:
    """A gateway counts where the way first passes it."""
    left = list(exposure.through)
    hops = []
    for hop in exposure.path[:MOST_HOPS]:
        counts = hop.id in left
        if counts:
            left.remove(hop.id)
        hops.append((hop, counts))
    return Row(exposure, tuple(hops), len(exposure.path[MOST_HOPS:]))
