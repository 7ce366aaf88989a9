"""An earlier result beside this one: which rules are others, and what the network has gained and lost."""

from collections.abc import Iterator

from secaudit.findings.dossier import Conduit, Exposure
from secaudit.findings.earlier import ChangedConduit, ChangedExposure, ChangedPack, Earlier
from secaudit.findings.report import PackCard, Report
from secaudit.triage.comparison import changed_rules


def earlier(old: Report, new: Report) -> Earlier:
    """What has changed but the findings. An edition has other names, so that its network is not compared."""
    network = bool(old.dossiers and new.dossiers) and old.edition is None
    return Earlier(
        as_of=old.as_of, version=old.version, packs=tuple(_packs(old, new)), rules=changed_rules(old, new),
        exposures=tuple(_exposures(old, new)) if network else None,
        conduits=tuple(_conduits(old, new)) if network else None,
    )  # fmt: skip


def _packs(old: Report, new: Report) -> Iterator[ChangedPack]:
    before, after = ({pack.id: pack for pack in report.packs} for report in (old, new))
    for ident in sorted({*before, *after}):
        was, now = before.get(ident), after.get(ident)
        if was is None or now is None or was.digest != now.digest:
            yield ChangedPack(id=ident, before=_version(was), after=_version(now))


def _version(pack: PackCard | None) -> str | None:
    return None if pack is None else pack.version


def _exposures(old: Report, new: Report) -> Iterator[ChangedExposure]:
    """Segments to which a way was opened or shut, or before which there are more or fewer gateways."""
    before, after = ({one.segment.id: one for one in report.exposures} for report in (old, new))
    for ident in sorted({*before, *after}):
        was, now = _crossings(before.get(ident)), _crossings(after.get(ident))
        if was != now:
            yield ChangedExposure(
                segment=ident, level=(after.get(ident) or before[ident]).segment.level, before=was, after=now
            )


def _crossings(exposure: Exposure | None) -> int | None:
    return None if exposure is None else exposure.crossings


def _conduits(old: Report, new: Report) -> Iterator[ChangedConduit]:
    before, after = ({(one.origin, one.target): one for one in report.conduits} for report in (old, new))
    for pair in sorted({*before, *after}, key=lambda pair: [(zone is None, zone or "") for zone in pair]):
        was, now = _devices(before.get(pair)), _devices(after.get(pair))
        if was != now:
            yield ChangedConduit(origin=pair[0], target=pair[1], gateways=(was[0], now[0]), unfiltered=(was[1], now[1]))


def _devices(conduit: Conduit | None) -> tuple[int, int]:
    return (0, 0) if conduit is None else (conduit.gateways, conduit.unfiltered)
