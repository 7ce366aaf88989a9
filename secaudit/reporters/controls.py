"""Controls as plain data for the native result, and as words for people."""

from collections import Counter
from collections.abc import Iterable, Mapping
from itertools import groupby
from operator import itemgetter
from typing import Any

from secaudit.findings.controls import ControlCard, ControlRow, Requirement, state_word
from secaudit.findings.dates import day
from secaudit.findings.report import SystemRow
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels

_OF_GROUP = ("pack", "verdict", "state", "evidence", "answered", "lapsed")


def card(control: ControlCard) -> dict[str, Any]:
    """A control of a catalogue, with the clause of each level that requires it."""
    return {
        "id": control.id, "pack": control.pack, "title": {"vi": control.title.vi, "en": control.title.en},
        "topic": control.topic, "kind": control.kind,
        "requirements": [_requirement(requirement) for requirement in control.requirements],
    }  # fmt: skip


def _requirement(requirement: Requirement) -> dict[str, Any]:
    return {
        "level": requirement.level, "instrument": requirement.instrument, "clause": requirement.clause,
        "basis": requirement.basis, "confidence": requirement.confidence,
        "text": {"vi": requirement.text.vi, "en": requirement.text.en}, "valid_months": requirement.valid_months,
    }  # fmt: skip


def row(found: ControlRow) -> dict[str, Any]:
    """How a system stands to a control, by itself."""
    return {
        "pack": found.pack, "control": found.control, "clause": found.clause, "kind": found.kind, "state": found.state,
        "verdict": found.verdict, "evidence": found.evidence, "answered": found.answered, "lapsed": found.lapsed,
    }  # fmt: skip


def groups(rows: Iterable[ControlRow]) -> list[dict[str, Any]]:
    """How a system stands to all of its controls: those that stand alike are told together.

    Clause and kind are those of the catalogue at the system's declared level.
    """
    found: dict[tuple[Any, ...], list[str]] = {}
    for one in rows:
        found.setdefault(tuple(getattr(one, name) for name in _OF_GROUP), []).append(one.control)
    return [dict(zip(_OF_GROUP, key, strict=True)) | {"controls": ids} for key, ids in found.items()]


def told(rows: Iterable[ControlRow], cards: Mapping[tuple[str, str], ControlCard], language: Language) -> str:
    """The controls of a finding in words: title, state and clause of each, then whose clauses they are, with marks."""
    said = [(_whose(one, cards, language), _told(one, cards.get((one.pack, one.control)), language)) for one in rows]
    return "; ".join(
        f"{'; '.join(text for _, text in same)} · {whose}" for whose, same in groupby(said, key=itemgetter(0))
    )


def cited(found: ControlRow, cards: Mapping[tuple[str, str], ControlCard], language: Language) -> str:
    """The clause of a control with its instrument and its marks, as a citation stands anywhere else."""
    return f"{found.clause} {_whose(found, cards, language)}"


def counts(systems: Iterable[SystemRow]) -> Mapping[tuple[str, str], Counter[str]]:
    """For each control, how many systems that need it stand how to it; retired systems do not count."""
    found: dict[tuple[str, str], Counter[str]] = {}
    for system in systems:
        if system.status != "retired":
            for one in system.controls:
                found.setdefault((one.pack, one.control), Counter())[one.verdict] += 1
    return found


def _told(found: ControlRow, control: ControlCard | None, language: Language) -> str:
    title = control.title.of(language) if control else found.control
    undeclared = Words(vi="chưa kê khai", en="not declared").of(language)
    said = found.evidence if found.kind == "measured" else state_word(found.state or "", language)
    lapsed = Words(vi=f", hết giá trị từ ngày {day(found.lapsed, 'vi')}", en=f", lapsed on {found.lapsed}").of(language)
    return f"{title}: {said or undeclared}{lapsed if found.lapsed else ''} ({found.clause})"


def _whose(found: ControlRow, cards: Mapping[tuple[str, str], ControlCard], language: Language) -> str:
    """The instrument of a clause with the marks of a citation; a clause that no catalogue explains is not checked."""
    control = cards.get((found.pack, found.control))
    required = next((one for one in control.requirements if one.clause == found.clause), None) if control else None
    if required is None:
        return f"[{labels.word(labels.CONFIDENCE, 'low', language)}]"
    marks = [] if required.basis == "LAW" else [labels.word(labels.BASIS, required.basis, language)]
    if required.confidence != "high":
        marks.append(labels.word(labels.CONFIDENCE, required.confidence, language))
    return f"{required.instrument} [{'; '.join(marks)}]" if marks else required.instrument
