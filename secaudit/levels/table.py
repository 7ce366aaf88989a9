"""The criteria of a pack: which facts give which level, clause by clause."""

import re
from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from secaudit.documents import Document
from secaudit.errors import PolicyError, Problem
from secaudit.expressions import STRING, ExpressionError, Predicate, Vocabulary, compile_text
from secaudit.expressions.records import Records
from secaudit.findings.card import Citation
from secaudit.findings.words import Words
from secaudit.model import Facts

_NUMBER = re.compile(r"[<>]=?\s*([0-9]{1,9})")


class Criterion(Struct, frozen=True, kw_only=True):
    """One clause: a system whose facts satisfy `holds` has at least this level."""

    id: str
    level: int
    clause: str
    title: Words
    holds: Predicate
    when: str = ""

    @property
    def told(self) -> str:
        """The criterion in a row of the register, in both languages."""
        return f"{self.clause}: {self.title.vi} / {self.title.en}"

    @property
    def numbers(self) -> tuple[int, ...]:
        """The thresholds that the criterion names."""
        return tuple(sorted({int(number) for number in _NUMBER.findall(self.when)}))


class Table(Struct, frozen=True, kw_only=True):
    """The criteria of one instrument, highest level first, and by which clauses a level follows what is no fact.

    `components`: of a system that is made of several; `risk`: of a risk assessment that recommends a higher level.
    """

    id: str
    title: Words
    criteria: tuple[Criterion, ...]
    instrument: str | None = None
    components: Citation | None = None
    risk: Citation | None = None


def read_table(document: Document) -> Table:
    """Bind a valid `levels` document; raises PolicyError for an expression that cannot be."""
    vocabulary = Vocabulary(subject=Records().of(Facts), variables={"kind": STRING}, functions={}, constants={})
    criteria = [
        _criterion(document, (row, place), level["level"], criterion, vocabulary)
        for row, level in enumerate(document.content["levels"])
        for place, criterion in enumerate(level["criteria"])
    ]
    cites, besides = document.content.get("cites", ()), document.content.get("besides", {})
    return Table(
        instrument=cites[0]["instrument"] if cites else None,
        components=_citation(besides.get("components")),
        risk=_citation(besides.get("risk")),
        id=document.content["id"],
        title=Words(**document.content["title"]),
        criteria=tuple(sorted(criteria, key=lambda criterion: (-criterion.level, criterion.id))),
    )


def _citation(cite: Mapping[str, Any] | None) -> Citation | None:
    if cite is None:
        return None
    return Citation(
        instrument=cite["instrument"], clause=cite["clause"], basis=cite.get("basis", "LAW"),
        confidence=cite.get("confidence", "high"), note=cite.get("note"),
    )  # fmt: skip


def _criterion(
    document: Document, place: tuple[int, int], level: int, content: Mapping[str, Any], vocabulary: Vocabulary
) -> Criterion:
    try:
        holds = compile_text(content["when"], vocabulary)
    except ExpressionError as error:
        line, column = document.text.position(("levels", place[0], "criteria", place[1], "when"))
        raise PolicyError([Problem(document.text.name, line, column, str(error), error.excerpt())]) from error
    title = Words(**content["title"])
    return Criterion(
        id=content["id"], level=level, clause=content["clause"], title=title, holds=holds, when=content["when"]
    )
