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
_ORDER: tuple[Basis, ...] = ("LAW", "STD", "INTL")


class Clause(Struct, frozen=True, gc=False, kw_only=True):
    """A clause by the name under which it is cited; `not_served` says why no rule can serve it."""

    id: str
    subject: Words
    source: Words
    confidence: Confidence
    not_served: Words | None = None


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
    not_served: Words | None = None


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
    if twice := _twice(documents):
        raise PolicyError(twice)
    found = [_instrument(content) for document in documents for content in document.content["instruments"]]
    return tuple(sorted(found, key=lambda instrument: _ORDER.index(instrument.basis)))


def _instrument(content: Mapping[str, Any]) -> Instrument:
    span = content.get("in_force", {})
    return Instrument(
        id=content["id"], title=Words(**content["title"]), basis=content["basis"], source=Words(**content["source"]),
        confidence=content["confidence"], clauses=tuple(_clause(clause, content) for clause in content["clauses"]),
        since=span.get("from"), until=span.get("until"), note=_words(content, "note"),
        not_served=_words(content, "not_served"),
    )  # fmt: skip


def _clause(content: Mapping[str, Any], instrument: Mapping[str, Any]) -> Clause:
    return Clause(
        id=content["id"], subject=Words(**content["subject"]),
        source=Words(**content.get("source", instrument["source"])),
        confidence=content.get("confidence", instrument["confidence"]), not_served=_words(content, "not_served"),
    )  # fmt: skip


def _words(content: Mapping[str, Any], key: str) -> Words | None:
    return Words(**content[key]) if key in content else None


def _twice(documents: Sequence[Document]) -> list[Problem]:
    problems = []
    known: set[tuple[str, str]] = set()
    for document in documents:
        for route, instrument, clause in _names(document):
            if (instrument, clause) in known:
                told = f"{f'{clause} of {instrument}' if clause else instrument} is in the table already"
                problems.append(document.problem(route, told))
            known.add((instrument, clause))
    return problems


def _names(document: Document) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """Where each instrument and each clause is named; an instrument itself is the clause without a name."""
    for row, instrument in enumerate(document.content["instruments"]):
        yield ("instruments", row, "id"), instrument["id"], ""
        for place, clause in enumerate(instrument["clauses"]):
            yield ("instruments", row, "clauses", place, "id"), instrument["id"], clause["id"]
