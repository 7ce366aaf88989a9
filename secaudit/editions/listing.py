"""The lists of a report as an edition tells them: systems, units, files, waivers, things, certificates."""

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from secaudit.documents.source import Source
from secaudit.editions.canonical import canonical
from secaudit.editions.things import of_subject
from secaudit.editions.veil import NOWHERE, Veil
from secaudit.findings.certificate import Certificate
from secaudit.findings.dossier import Conduit, Declared, Dossier, Exposure, Related
from secaudit.findings.earlier import Earlier
from secaudit.findings.edition import WITHHELD
from secaudit.findings.report import FileCard, SkipCard, SystemRow, UnitRow, WaiverCard

NO_DIGEST = "0" * 64
# What is told of a thing that is withheld: where it stands in the plan, which is a word of the format.
_PLAN = ("zone",)


def system(row: SystemRow, veil: Veil) -> SystemRow:
    """A line of the register; of one that is withheld numbers and words of the format only."""
    mine = ("system", row.id) in veil.shown

    def told(text: str | None) -> str | None:
        return None if text is None else veil.text(text) if mine else veil.plain(text)

    file, _, line = row.source.rpartition(":")
    place = veil.source(Source(file, int(line) if line.isdecimal() else 0, 0), seen=mine)
    return replace(
        row, id=veil.ident("system", row.id), name=told(row.name) if mine else None, owner=veil.unit(row.owner),
        status=told(row.status), kind=told(row.kind), criteria=row.criteria if mine else (),
        approval_status=told(row.approval_status), decision=told(row.decision) if mine else _bar(row.decision),
        decision_date=told(row.decision_date), plan_status=told(row.plan_status),
        source=WITHHELD if place is NOWHERE else f"{place.file}:{place.line}",
        controls=tuple(veil.control(control, seen=mine) for control in row.controls),
    )  # fmt: skip


def _bar(text: str | None) -> str | None:
    return None if text is None else WITHHELD


def unit(row: UnitRow, veil: Veil) -> UnitRow:
    """A unit's score."""
    told = veil.unit(row.id) or ""
    return replace(row, id=told, name=veil.text(row.name) if told == row.id else told)


def rank(row: UnitRow) -> tuple[float, int, int, str]:
    """The order of units, as it is without an edition."""
    share = row.approved / row.systems if row.systems else 1.0
    return share, -row.open.get("critical", 0), -row.open.get("high", 0), row.id


def waiver(card: WaiverCard, veil: Veil) -> WaiverCard:
    """A waiver; of one that is withheld its rule, its days and its state."""
    mine = ("waiver", card.id) in veil.shown

    def told(text: str | None) -> str | None:
        return None if text is None else veil.text(text) if mine else WITHHELD

    return replace(
        card, id=veil.ident("waiver", card.id), subject=veil.subject(card.subject), reason=told(card.reason) or "",
        approved_by=told(card.approved_by) or "", requested_by=told(card.requested_by), decision=told(card.decision),
        issued=card.issued if mine else veil.plain(card.issued), expires=card.expires if mine else veil.plain(card.expires),
        controls=tuple(told(text) or "" for text in card.controls), ticket=told(card.ticket),
    )  # fmt: skip


def sees_waiver(card: WaiverCard, veil: Veil) -> bool:
    """Whether a waiver is about what is shown."""
    return veil.sees(of_subject(card.subject))


def file(card: FileCard, veil: Veil) -> FileCard:
    """A file that was read; name, digest and size tell what is in it."""
    whole = card.name in veil.whole_files
    return FileCard(
        name=veil.file(card.name), sha256=card.sha256 if whole else NO_DIGEST, size=card.size if whole else 0
    )


def skip(card: SkipCard, veil: Veil) -> SkipCard:
    """A file that was not read: nobody knows what is in it."""
    return SkipCard(name=veil.ident("file", card.name), reason=card.reason, message=WITHHELD)


def dossier(found: Dossier, veil: Veil) -> Dossier:
    """A thing as it was declared; of one that is withheld only what it is joined with."""
    mine = (found.kind, found.id) in veil.shown
    related = tuple(
        Related(one.role, tuple(sorted(veil.ident(one.role.removesuffix("s"), ident) for ident in one.ids)))
        for one in found.related
    )
    return Dossier(
        kind=found.kind, id=veil.ident(found.kind, found.id), name=veil.text(found.name) if mine and found.name else None,
        level=found.level, owner=veil.unit(found.owner), source=veil.source(found.source, seen=mine), related=related,
        fields=tuple(_field(one, veil) for one in found.fields) if mine else tuple(_plan(found, veil)),
    )  # fmt: skip


def _field(declared: Declared, veil: Veil) -> Declared:
    return Declared(veil.text(declared.field), tuple(veil.text(value) for value in declared.values))


def _plan(found: Dossier, veil: Veil) -> Iterable[Declared]:
    for name in _PLAN:
        values = tuple(veil.plain(value) or "" for value in found.values(name))
        if values:
            yield Declared(name, values)
    if found.kind == "segment" and found.values("site"):
        yield Declared("site", (WITHHELD,))


def conduit(found: Conduit, veil: Veil, again: Mapping[str, str]) -> Conduit:
    """Two zones and what leads from one into the other; zones are words of the format."""
    violations = tuple(sorted(again[old] for old in found.violations if old in again))
    return replace(found, origin=veil.plain(found.origin), target=veil.plain(found.target), violations=violations)


def exposure(found: Exposure, veil: Veil) -> Exposure:
    """How exposed a segment is."""
    whole = veil.sees((hop.kind, hop.id) for hop in (found.segment, *found.path))
    return Exposure(
        segment=veil.hop(found.segment, seen=whole), secrecy=veil.plain(found.secrecy), crossings=found.crossings,
        through=tuple(veil.bare(ident) for ident in found.through),
        path=tuple(veil.hop(hop, seen=whole) for hop in found.path),
    )  # fmt: skip


def earlier(found: Earlier, veil: Veil) -> Earlier:
    """What has changed since the earlier audit; rules and packs are the same for everybody."""
    exposures = None if found.exposures is None else [
        replace(one, segment=veil.ident("segment", one.segment)) for one in found.exposures
    ]  # fmt: skip
    conduits = None if found.conduits is None else [
        replace(one, origin=veil.plain(one.origin), target=veil.plain(one.target)) for one in found.conduits
    ]  # fmt: skip
    return replace(
        found,
        exposures=None if exposures is None else tuple(sorted(exposures, key=lambda one: one.segment)),
        conduits=None if conduits is None else tuple(sorted(conduits, key=canonical)),
    )


def certificate(found: Certificate, veil: Veil) -> Certificate:
    """What proves isolation."""

    def told(idents: Iterable[str]) -> tuple[str, ...]:
        return tuple(sorted(veil.bare(ident) for ident in idents))

    return replace(
        found, service=veil.text(found.service), origins=told(found.origins), goals=told(found.goals),
        guards=told(found.guards), limited_guards=told(found.limited_guards), guarding_segments=told(found.guarding_segments),
    )  # fmt: skip
