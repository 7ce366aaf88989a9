"""The instruments and clauses that rules may cite, and how sure we are of each."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from secaudit.documents import Document, read, walk
from secaudit.errors import PolicyError, Problem, SecauditError
from secaudit.findings.card import Basis, Confidence
from secaudit.findings.words import Words
from secaudit.packs.selection import shelf

FOLDER = "instruments"
Route = tuple[str | int, ...]
Reasons = Mapping[str, Words]
_ORDER: tuple[Basis, ...] = ("LAW", "STD", "INTL")


class NotServed(Struct, frozen=True, gc=False, kw_only=True):
    """Why no rule can serve a clause: the name of a reason of the closed list, and its sentence with what is added."""

    reason: str
    words: Words


class Clause(Struct, frozen=True, gc=False, kw_only=True):
    """A clause by the name under which it is cited; `not_served` says why no rule can serve it."""

    id: str
    subject: Words
    source: Words
    confidence: Confidence
    not_served: NotServed | None = None


class Instrument(Struct, frozen=True, gc=False, kw_only=True):
    """A law, decree, circular or standard with every clause of it that is known.

    `since` and `until` are the first and last day in force, None where they are not known.
    """

    id: str
    title: Words
    basis: Basis
    source: Words
    confidence: Confidence
    clauses: tuple[Clause, ...]
    since: str | None = None
    until: str | None = None
    note: Words | None = None
    not_served: NotServed | None = None


def shipped_instruments() -> tuple[Instrument, ...]:
    """The table that comes with secaudit."""
    return read_instruments(shelf() / FOLDER)


def read_instruments(folder: Path) -> tuple[Instrument, ...]:
    """The table in a folder: laws, then standards, then what is foreign, each in the order of the files.

    Raises PolicyError for a file that is not valid and for an instrument or clause that is there twice.
    """
    files = walk([folder], base=folder.parent)
    if files.skipped:
        raise PolicyError(Problem(skip.name, 0, 0, skip.message, "") for skip in files.skipped)
    try:
        documents = [read(entry, "instruments") for entry in files.files]
    except SecauditError as error:
        raise PolicyError(error.problems) from error
    reasons = {name: Words(**words) for document in documents for name, words in _reasons(document).items()}
    if wrong := [*_twice(documents), *_unknown(documents, reasons)]:
        raise PolicyError(wrong)
    found = [
        _instrument(content, reasons) for document in documents for content in document.content.get("instruments", ())
    ]
    return tuple(sorted(found, key=lambda instrument: _ORDER.index(instrument.basis)))


def _instrument(content: Mapping[str, Any], reasons: Reasons) -> Instrument:
    span = content.get("in_force", {})
    return Instrument(
        id=content["id"], title=Words(**content["title"]), basis=content["basis"], source=Words(**content["source"]),
        confidence=content["confidence"],
        clauses=tuple(_clause(clause, content, reasons) for clause in content["clauses"]),
        since=span.get("from"), until=span.get("until"), note=_words(content, "note"),
        not_served=_not_served(content, reasons),
    )  # fmt: skip


def _clause(content: Mapping[str, Any], instrument: Mapping[str, Any], reasons: Reasons) -> Clause:
    return Clause(
        id=content["id"], subject=Words(**content["subject"]),
        source=Words(**content.get("source", instrument["source"])),
        confidence=content.get("confidence", instrument["confidence"]), not_served=_not_served(content, reasons),
    )  # fmt: skip


def _not_served(content: Mapping[str, Any], reasons: Reasons) -> NotServed | None:
    if (told := content.get("not_served")) is None:
        return None
    words, note = reasons[told["reason"]], _words(told, "note")
    if note is not None:
        words = Words(vi=f"{words.vi}: {note.vi}", en=f"{words.en}: {note.en}")
    return NotServed(reason=told["reason"], words=words)


def _words(content: Mapping[str, Any], key: str) -> Words | None:
    return Words(**content[key]) if key in content else None


def _twice(documents: Sequence[Document]) -> list[Problem]:
    problems = []
    known: set[tuple[str, str]] = set()
    for document in documents:
        for route, instrument, clause in (*_names(document), *_named_reasons(document)):
            if (instrument, clause) in known:
                told = f"{f'{clause} of {instrument}' if clause else instrument} is in the table already"
                problems.append(document.problem(route, told))
            known.add((instrument, clause))
    return problems


def _unknown(documents: Sequence[Document], reasons: Reasons) -> Iterator[Problem]:
    """Reasons that clauses and instruments name and the closed list does not hold."""
    for document in documents:
        for route, content in _entries(document):
            told = content.get("not_served")
            if told is not None and told["reason"] not in reasons:
                yield document.problem((*route, "not_served", "reason"), f"no reason is called {told['reason']!r}")


def _names(document: Document) -> Iterator[tuple[Route, str, str]]:
    """Where each instrument and each clause is named; an instrument itself is the clause without a name."""
    instrument = ""
    for route, content in _entries(document):
        of_clause = "clauses" in route
        instrument = instrument if of_clause else content["id"]
        yield (*route, "id"), instrument, content["id"] if of_clause else ""


def _named_reasons(document: Document) -> Iterator[tuple[Route, str, str]]:
    for name in _reasons(document):
        yield ("reasons", name), f"the reason {name}", ""


def _entries(document: Document) -> Iterator[tuple[Route, Mapping[str, Any]]]:
    """Each instrument, followed by its clauses, and where it stands."""
    for row, instrument in enumerate(document.content.get("instruments", ())):
        yield ("instruments", row), instrument
        for place, clause in enumerate(instrument["clauses"]):
            yield ("instruments", row, "clauses", place), clause


def _reasons(document: Document) -> Mapping[str, Mapping[str, str]]:
    reasons: Mapping[str, Mapping[str, str]] = document.content.get("reasons", {})
    return reasons
