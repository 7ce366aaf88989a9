"""Packs in, rules bound to their checks out: everything that is wrong is told at once."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from msgspec import Struct

from secaudit.documents import Document
from secaudit.errors import PolicyError, Problem, SecauditError
from secaudit.findings.card import RuleCard
from secaudit.findings.controls import ControlCard
from secaudit.findings.report import PackCard
from secaudit.levels import Table
from secaudit.packs import citations, parameters
from secaudit.packs.binding import bind, is_in_force
from secaudit.packs.controls import read_catalogue
from secaudit.packs.crossmap import Crossmap, shipped_crossmap, with_equivalents
from secaudit.packs.folder import Folder
from secaudit.packs.inheritance import whole
from secaudit.packs.parameters import Parameters, Value
from secaudit.packs.selection import Selection
from secaudit.packs.turns import Span, span
from secaudit.policy import Catalogue, CheckFactory, Rule, Vocabularies


class Rulebook(Struct, frozen=True, kw_only=True):
    """Everything an audit asks: the rules of all packs used, their cards, and the criteria of levels.

    `left_out` are the cards of rules in force that nobody wanted asked. `days` are those for which
    the same would be loaded, so that the rules may be asked for each of them.
    """

    rules: tuple[Rule, ...]
    left_out: tuple[RuleCard, ...] = ()
    packs: tuple[PackCard, ...]
    table: Table
    controls: tuple[Catalogue, ...] = ()
    parameters: Mapping[str, Value]
    days: Span

    @property
    def control_cards(self) -> tuple[ControlCard, ...]:
        """The controls of all packs used."""
        return tuple(card for catalogue in self.controls for card in catalogue.cards)


def load(  # noqa: PLR0913  (named, and most callers name two)
    folders: Sequence[Path],
    checks: Mapping[str, CheckFactory],
    *,
    as_of: str,
    parameters: Parameters | None = None,
    in_force_only: bool = True,
    only: Collection[str] | None = None,
) -> Rulebook:
    """Load packs for a day. Raises PolicyError with all that is wrong, before anything is audited.

    Without `folders` the shipped packs of the day are used; `selection.py` says how named ones are added. A rule none
    of whose citations is in force on the day is not asked. Without `in_force_only` the named packs and all their rules
    are taken whether or not they are in force or filled in (for their examples). With `only` no other rules than those
    with these ids are read.
    """
    selection = Selection(folders, as_of, in_force_only=in_force_only)
    reading = _Reading(selection, checks, as_of, parameters or {})
    rules = reading.rules(only)
    if in_force_only:
        reading.refuse_unfilled()
    if reading.problems:
        raise PolicyError(reading.problems)
    return Rulebook(
        rules=tuple(sorted(reading.cited(rules), key=lambda rule: rule.card.id)),
        packs=tuple(pack.card(rules) for pack in selection.packs),
        table=reading.table,
        controls=reading.controls,
        parameters=reading.values,
        days=reading.days(),
    )


class _Reading:
    """The rules of the packs of an audit, and all that is wrong with them."""

    def __init__(self, selection: Selection, checks: Mapping[str, CheckFactory], as_of: str, given: Parameters) -> None:
        self._selection = selection
        self._checks = checks
        self._as_of = as_of
        self._today_only = selection.in_force_only
        self.problems: list[Problem] = []
        self.values = parameters.values(selection.packs, given)
        self.table = self._table()
        self._catalogues: list[Document] = []
        self._vocabularies = Vocabularies(self.values, self.table)
        self.controls = tuple(self._controls())
        self._more = [found for pack in selection.packs if (found := pack.citations()) is not None]
        self._written: list[Document] = []

    def _table(self) -> Table:
        found = [(pack, table) for pack in self._selection.packs if (table := pack.table()) is not None]
        (_, first), *others = found
        for pack, _ in others:
            told = f"pack {found[0][0].id} has criteria of levels, too; an audit knows one table"
            self.problems.append(pack.document.problem(("levels",), told))
        return first

    def _controls(self) -> Iterator[Catalogue]:
        """The catalogues; a broken one is told by itself, because every rule that asks for controls stands on it."""
        for pack in self._selection.packs:
            document = pack.controls()
            if document is not None:
                self._catalogues.append(document)
                found = read_catalogue(document, pack.id, self._vocabularies.of("system"), self._as_of)
                self._vocabularies.catalogues[pack.id] = found
                if not self._today_only or is_in_force(document.content, self._as_of):
                    yield found

    def rules(self, only: Collection[str] | None) -> list[Rule]:
        """Every rule of every pack that could be bound; a file begins with the id of its rule."""
        wanted = None if only is None else tuple(f"{rule}-" for rule in only)
        rules = [rule for pack in self._selection.packs for rule in self._of_pack(pack, wanted)]
        self.problems += _twice(rules)
        return rules

    def _of_pack(self, pack: Folder, wanted: tuple[str, ...] | None) -> Iterator[Rule]:
        for name in pack.rules():
            if wanted is not None and not name.startswith(wanted):
                continue
            try:
                document = whole(pack.written(name), self._selection.pack, pack)
                if document.content.get("retired"):
                    continue
                self._written.append(document)
                self.problems += _misnamed(document, name)
                rule = bind(document, pack.id, self._checks, self._vocabularies, self._as_of)
                if "theme" in document.content:
                    rule = with_equivalents(rule, document, self._themes, self._as_of)
            except SecauditError as error:
                self.problems += error.problems
                continue
            if rule.card.cites or not (self._today_only and document.content.get("cites")):
                yield rule

    @cached_property
    def _themes(self) -> Crossmap:
        return shipped_crossmap()

    def days(self) -> Span:
        """The days around this one for which the same would be loaded."""
        packs = (pack.content for pack in self._selection.considered)
        read = (document.content for document in (*self._written, *self._more, *self._catalogues))
        return span((*packs, *read), self.values.values(), self._as_of)

    def refuse_unfilled(self) -> None:
        """Tell what a template left to be filled in."""
        for document in (*(pack.document for pack in self._selection.packs), *self._more):
            self.problems += citations.unfilled(document)
        for document in self._written:
            self.problems += citations.unfilled(document, "cites")

    def cited(self, rules: Sequence[Rule]) -> Sequence[Rule]:
        """The rules with the citations that packs add to them."""
        known = self._selection.all_rule_ids() if self._more else frozenset()
        for document in self._more:
            rules = citations.add(rules, document, known, self._as_of)
        return rules


def _misnamed(document: Document, name: str) -> list[Problem]:
    wanted = f"{document.content['id']}-{document.content['name']}.yaml"
    return [] if name == wanted else [document.problem(("id",), f"the file must be called {wanted!r}")]


def _twice(rules: Sequence[Rule]) -> list[Problem]:
    first: dict[str, Rule] = {}
    problems = []
    for rule in rules:
        known = first.setdefault(rule.card.id, rule)
        if known is not rule:
            source = rule.card.source
            message = f"rule {rule.card.id} is already in {known.card.source}"
            problems.append(Problem(source.file, source.line, source.column, message, ""))
    return problems
