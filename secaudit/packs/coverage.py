"""Clauses on one side, what cites them on the other: what is served, and which citations the table does not hold."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct

from secaudit.errors import Problem
from secaudit.packs.citing import Citing
from secaudit.packs.clauses import clauses
from secaudit.packs.instruments import Clause, Instrument

State = Literal["served", "derived", "excused", "open"]
STATES: tuple[State, ...] = ("served", "derived", "excused", "open")
_SURE = ("low", "medium", "high")


class Line(Struct, frozen=True, gc=False):
    """One clause and everything that serves it."""

    clause: Clause
    by: tuple[Citing, ...]

    @property
    def state(self) -> State:
        """`served`, `derived` if only inferences cite it, `excused` if it says why none can, or an `open` gap."""
        if any(cite.basis != "DERIVED" for cite in self.by):
            return "served"
        if self.by:
            return "derived"
        return "excused" if self.clause.not_served else "open"


class Chapter(Struct, frozen=True, gc=False):
    """One instrument, clause by clause."""

    instrument: Instrument
    lines: tuple[Line, ...]


def coverage(table: Sequence[Instrument], found: Sequence[Citing]) -> tuple[Chapter, ...]:
    """Each clause of the table with what cites it, in the table's order; text that cannot be read serves nothing."""
    by: dict[tuple[str, str], list[Citing]] = {}
    for cite in found:
        for clause in _named(cite):
            by.setdefault((cite.instrument, clause), []).append(cite)
    return tuple(
        Chapter(
            instrument,
            tuple(Line(clause, tuple(by.get((instrument.id, clause.id), ()))) for clause in instrument.clauses),
        )
        for instrument in table
    )


def mistakes(table: Sequence[Instrument], found: Sequence[Citing]) -> tuple[Problem, ...]:
    """Whatever packs cite and the table does not hold, in the order of the files.

    An organisation's own documents (`ORG`) stand in no table of ours.
    """
    known = {instrument.id: instrument for instrument in table}
    held = {instrument.id: {clause.id: clause for clause in instrument.clauses} for instrument in table}
    return tuple(
        Problem(cite.source.file, cite.source.line, cite.source.column, f"{cite.id}: {told}", "")
        for cite in found
        for told in _against(cite, known.get(cite.instrument), held.get(cite.instrument, {}))
    )


def _named(cite: Citing) -> tuple[str, ...]:
    try:
        return clauses(cite.clause)
    except ValueError:
        return ()


def _against(cite: Citing, instrument: Instrument | None, held: Mapping[str, Clause]) -> Iterator[str]:
    if instrument is None:
        if cite.basis != "ORG":
            yield f"the table does not hold {cite.instrument!r}"
        return
    if cite.basis in ("LAW", "STD", "INTL") and cite.basis != instrument.basis:
        yield f"{cite.instrument} is {instrument.basis}, but it is cited as {cite.basis}"
    yield from _days(cite, instrument)
    try:
        named = clauses(cite.clause)
    except ValueError as error:
        yield str(error)
        return
    for name in named:
        yield from _clause(cite, name, held.get(name))


def _clause(cite: Citing, name: str, clause: Clause | None) -> Iterator[str]:
    if clause is None:
        yield f"the table does not hold {name!r} of {cite.instrument}"
        return
    if _SURE.index(cite.confidence) > _SURE.index(clause.confidence):
        yield f"{name} of {cite.instrument} is cited with confidence {cite.confidence}, above {clause.confidence}"
    if clause.not_served is not None:
        yield f"{name} of {cite.instrument} is cited, but the table gives a reason why no rule can serve it"


def _days(cite: Citing, instrument: Instrument) -> Iterator[str]:
    if instrument.since and (cite.since is None or cite.since < instrument.since):
        yield f"{cite.instrument} is in force from {instrument.since}, but cited from {cite.since or 'ever'}"
    if instrument.until and (cite.until is None or cite.until > instrument.until):
        yield f"{cite.instrument} is in force until {instrument.until}, but cited until {cite.until or 'ever'}"
