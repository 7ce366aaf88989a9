"""How far the segments that are worth guarding are from the nearest untrusted network."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from secaudit.findings.dossier import Exposure
from secaudit.findings.evidence import Hop
from secaudit.findings.report import Report

MOST_LISTED = 100
MOST_HOPS = 40
MOST_UNREACHED = 60


@dataclass(frozen=True, slots=True)
class Row:
    """Segments behind the same gateways, and the way to the first: each hop with whether it is a gateway that counts."""

    crossings: int
    through: tuple[str, ...]
    segments: tuple[Exposure, ...]
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
        tuple(_rows(reached[:MOST_LISTED])), len(surplus), surplus[0].crossings if surplus else None,
        tuple(unreached[:MOST_UNREACHED]), len(unreached[MOST_UNREACHED:]),
    )  # fmt: skip


def _need(exposure: Exposure) -> tuple[int, int, str]:
    return exposure.crossings or 0, -(exposure.segment.level or 0), exposure.segment.id


def _rows(found: Iterable[Exposure]) -> Iterator[Row]:
    """What is behind the same gateways in the same order, together; the way told is the shortest of them."""
    behind: dict[tuple[str, ...], list[Exposure]] = {}
    for exposure in found:
        behind.setdefault(exposure.through, []).append(exposure)
    for through, same in behind.items():
        hops, left = _way(min(same, key=lambda one: (len(one.path), one.segment.id)))
        yield Row(same[0].crossings or 0, through, tuple(same), hops, left)


def _way(exposure: Exposure) -> tuple[tuple[tuple[Hop, bool], ...], int]:
    """The hops of a way, and how many more there are. A gateway counts where the way first passes it."""
    left = list(exposure.through)
    hops = []
    for hop in exposure.path[:MOST_HOPS]:
        counts = hop.id in left
        if counts:
            left.remove(hop.id)
        hops.append((hop, counts))
    return tuple(hops), len(exposure.path[MOST_HOPS:])
