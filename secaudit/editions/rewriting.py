"""Findings as an edition tells them: whole where everything they name is shown, else what they say without names."""

from collections.abc import Iterable

from msgspec.structs import replace

from secaudit.editions.canonical import canonical
from secaudit.editions.things import of_finding, of_subject
from secaudit.editions.veil import Veil
from secaudit.findings.baseline import Known
from secaudit.findings.due import Due
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import Finding, fingerprint, order
from secaudit.findings.report import Verdict
from secaudit.findings.words import Words

_NO_TITLE = Words("Nội dung được giữ lại", "The text is withheld")


def verdicts(found: Iterable[Verdict], veil: Veil) -> tuple[tuple[Verdict, ...], dict[str, str]]:
    """The verdicts in their order by new names, and the new fingerprint of each old one.

    A fingerprint can be guessed at: it is a hash of ids. It stays only where it follows from what is shown;
    a new one follows from the edition alone.
    """
    told = sorted(((_verdict(verdict, veil), verdict.finding.fingerprint) for verdict in found), key=_place)
    counts: dict[tuple[str, ...], int] = {}
    again: dict[str, str] = {}
    rows: list[Verdict] = []
    for verdict, old in told:
        finding = verdict.finding
        name = (finding.rule, *finding.subjects)
        counts[name] = counts.get(name, 0) + 1
        new = finding.fingerprint or fingerprint(finding.rule, finding.subjects, f"edition-{counts[name]}")
        again[old] = new
        rows.append(replace(verdict, finding=replace(finding, fingerprint=new)))
    return tuple(sorted(rows, key=lambda verdict: order(verdict.finding))), again


def _place(told: tuple[Verdict, str]) -> tuple[object, ...]:
    return (*order(told[0].finding), canonical(told[0]))


def _verdict(verdict: Verdict, veil: Veil) -> Verdict:
    waiver = None if verdict.waiver is None else veil.ident("waiver", verdict.waiver)
    told = replace(verdict, finding=finding(verdict.finding, veil), waiver=waiver)
    mine = veil.sees(of_subject(verdict.finding.subject, verdict.finding.subjects))
    return told if mine else replace(told, first_seen=None, fix_by=None)


def finding(found: Finding, veil: Veil) -> Finding:
    """A finding; its fingerprint is empty where it has to be made anew."""
    whole = veil.sees(of_finding(found))
    mine = veil.sees(of_subject(found.subject, found.subjects))
    message = veil.text.words(found.message) if whole else veil.title(found.rule) or _NO_TITLE
    return replace(
        found, subject=veil.subject(found.subject), subjects=tuple(sorted(veil.subject(one) for one in found.subjects)),
        name=_text(found.name, veil) if mine else None, owner=veil.unit(found.owner), message=message,
        source=veil.source(found.source, seen=mine), evidence=_evidence(found.evidence, veil, whole=whole, mine=mine),
        fingerprint=found.fingerprint if whole and _follows(found) else "",
    )  # fmt: skip


def _follows(found: Finding) -> bool:
    """Whether a fingerprint says no more than the finding does."""
    controls = "+".join(sorted(row.control for row in found.evidence.controls))
    said = ("", "beyond-approval", controls)
    return any(found.fingerprint == fingerprint(found.rule, found.subjects, one) for one in said)


def _evidence(evidence: Evidence, veil: Veil, *, whole: bool, mine: bool) -> Evidence:
    return Evidence(
        path=tuple(veil.hop(hop, seen=whole) for hop in evidence.path), exposed=veil.exposed(evidence.exposed),
        exposed_count=evidence.exposed_count,
        missing=tuple(veil.text(name) for name in evidence.missing) if mine else (),
        seen=tuple((veil.text(field), veil.text(value)) for field, value in evidence.seen) if mine else (),
        controls=tuple(veil.control(row, seen=mine) for row in evidence.controls),
        repair=veil.text.words(evidence.repair) if whole and evidence.repair else None,
    )  # fmt: skip


def due(items: Iterable[Due], veil: Veil, again: dict[str, str]) -> tuple[Due, ...]:
    """What becomes due."""
    told = sorted((_due(item, veil, again) for item in items), key=_of_due)
    return tuple(
        item if item.fingerprint else replace(item, fingerprint=fingerprint(item.rule, (item.subject,), f"due-{number}"))
        for number, item in enumerate(told)
    )  # fmt: skip


def _of_due(item: Due) -> tuple[str, str, str, bytes]:
    return item.date, item.rule, item.subject, canonical(item)


def _due(item: Due, veil: Veil, again: dict[str, str]) -> Due:
    mine = veil.sees(of_subject(item.subject))
    return replace(
        item, subject=veil.subject(item.subject), name=_text(item.name, veil) if mine else None, owner=veil.unit(item.owner),
        message=veil.text.words(item.message) if mine else veil.title(item.rule) or _NO_TITLE,
        source=veil.source(item.source, seen=mine), waiver=None if item.waiver is None else veil.ident("waiver", item.waiver),
        fingerprint=again.get(item.fingerprint, ""),
    )  # fmt: skip


def absent(found: Iterable[Known], veil: Veil) -> tuple[Known, ...]:
    """What an earlier audit found and this one does not; of things that are gone nobody knows whose they were."""
    told = [
        replace(
            known, fingerprint="", first_seen=None, subject=veil.subject(known.subject),
            witness=tuple(veil.bare(ident) for ident in known.witness),
        )
        for known in found
    ]  # fmt: skip
    told.sort(key=lambda known: (known.rule, known.subject, canonical(known)))
    named = [
        replace(known, fingerprint=fingerprint(known.rule, (known.subject,), f"absent-{number}"))
        for number, known in enumerate(told)
    ]
    return tuple(sorted(named, key=lambda known: (known.rule, known.subject, known.fingerprint)))


def _text(text: str | None, veil: Veil) -> str | None:
    return None if text is None else veil.text(text)
