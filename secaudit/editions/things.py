"""Everything that a report names, as things with a kind and an id: what an edition shows or withholds."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from secaudit.findings.baseline import Known
from secaudit.findings.certificate import Certificate
from secaudit.findings.dossier import Dossier
from secaudit.findings.due import Due
from secaudit.findings.evidence import Hop
from secaudit.findings.finding import Finding
from secaudit.findings.report import Report

Key = tuple[str, str]

# Kinds of which an id without its kind is, in the order in which it is tried.
_BARE = ("segment", "gateway", "link", "host", "network", "system", "unit", "interconnection", "attestation")
_JOINED = "+"


@dataclass(slots=True)
class Things:
    """The things of a report: whose they are, what is declared of them, and all keys that occur at all."""

    dossiers: dict[Key, Dossier] = field(default_factory=dict)
    owners: dict[Key, str | None] = field(default_factory=dict)
    names: dict[Key, set[str]] = field(default_factory=dict)

    def note(self, key: Key, name: str | None = None) -> None:
        """Remember that a thing occurs, and what it is called."""
        known = self.names.setdefault(key, set())
        if name is not None:
            known.add(name)

    def bare(self, ident: str) -> Key:
        """The thing that an id without a kind means; of several kinds the first."""
        return next(((kind, ident) for kind in _BARE if (kind, ident) in self.names), ("thing", ident))


def things(report: Report) -> Things:
    """All things that a report names."""
    found = Things()
    for dossier in report.dossiers:
        key = (dossier.kind, dossier.id)
        found.dossiers[key], found.owners[key] = dossier, dossier.owner
        found.note(key, dossier.name)
    for row in report.systems:
        found.owners.setdefault(("system", row.id), row.owner)
        found.note(("system", row.id), row.name)
    for unit in report.units:
        if unit.id:
            found.note(("unit", unit.id), unit.name)
    for key in _mentioned(report, found):
        found.note(key)
    for verdict in report.verdicts:
        key = subject(verdict.finding.subject)
        if verdict.finding.name is not None and _JOINED not in key[1]:
            found.note(key, verdict.finding.name)
    return found


def subject(text: str) -> Key:
    """`system:doc-flow` as a thing; a text without a kind is of the kind `thing`."""
    kind, colon, ident = text.partition(":")
    return (kind, ident) if colon else ("thing", text)


def of_finding(finding: Finding) -> Iterator[Key]:
    """Every thing that a finding is about or that its proof shows."""
    yield from of_subject(finding.subject, finding.subjects)
    yield from map(subject, finding.subjects)
    yield from ((hop.kind, hop.id) for hop in finding.evidence.path)
    yield from (("segment", target.id) for target in finding.evidence.exposed)


def of_subject(text: str, parts: Iterable[str] = ()) -> Iterator[Key]:
    """The things of a subject, which may be several of one kind joined by `+`."""
    kind, ident = subject(text)
    if _JOINED in ident and text not in parts:
        yield from ((kind, part) for part in ident.split(_JOINED))
    else:
        yield kind, ident


def _mentioned(report: Report, found: Things) -> Iterator[Key]:
    for dossier in report.dossiers:
        yield from ((related.role.removesuffix("s"), ident) for related in dossier.related for ident in related.ids)
    for owner in [*found.owners.values(), *(verdict.finding.owner for verdict in report.verdicts)]:
        if owner:
            yield "unit", owner
    for verdict in report.verdicts:
        yield from of_finding(verdict.finding)
    for exposure in report.exposures:
        yield from ((hop.kind, hop.id) for hop in _hops(exposure.segment, exposure.path))
        yield from (found.bare(ident) for ident in exposure.through)
    yield from _in_lists(report, found)


def _hops(first: Hop, rest: Iterable[Hop]) -> Iterator[Hop]:
    yield first
    yield from rest


def _in_lists(report: Report, found: Things) -> Iterator[Key]:
    for certificate in report.certificates:
        yield from (found.bare(ident) for ident in _in_certificate(certificate))
    for waiver in report.waivers:
        yield "waiver", waiver.id
        yield from of_subject(waiver.subject)
    for verdict in report.verdicts:
        if verdict.waiver is not None:
            yield "waiver", verdict.waiver
    for item in report.due or ():
        yield from of_due(item)
    for changed in (report.earlier.exposures or ()) if report.earlier else ():
        yield "segment", changed.segment
    for known in report.absent or ():
        yield from of_known(known, found)
    yield from (("file", card.name) for card in report.files)
    yield from (("file", skip.name) for skip in report.skipped)


def of_due(item: Due) -> Iterator[Key]:
    """The things that a coming finding names."""
    yield from of_subject(item.subject)
    if item.owner:
        yield "unit", item.owner
    if item.waiver is not None:
        yield "waiver", item.waiver


def of_known(known: Known, found: Things) -> Iterator[Key]:
    """The things that an earlier finding names; its witness tells ids only."""
    yield from of_subject(known.subject)
    yield from (found.bare(ident) for ident in known.witness)


def _in_certificate(certificate: Certificate) -> Iterator[str]:
    yield from certificate.origins
    yield from certificate.goals
    yield from certificate.guards
    yield from certificate.limited_guards
    yield from certificate.guarding_segments


def by_kind(keys: Iterable[Key]) -> Mapping[str, int]:
    """How many things of each kind."""
    counts: dict[str, int] = {}
    for kind, _ in keys:
        counts[kind] = counts.get(kind, 0) + 1
    return dict(sorted(counts.items()))
