"""The way of a datum on one screen: load, read, build, connect, evaluate, decide."""

from collections.abc import Collection, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec.structs import replace

from secaudit import __version__, engine, packs, triage
from secaudit.checks import CHECKS
from secaudit.documents import Document, read
from secaudit.dossiers import conduits, dossiers
from secaudit.engine import Outcome
from secaudit.errors import InputError, PolicyError, Problem
from secaudit.findings.card import CriterionCard, RuleCard
from secaudit.findings.report import Report
from secaudit.levels import register
from secaudit.network import connect
from secaudit.packs import Rulebook
from secaudit.packs.picking import pick
from secaudit.pipeline.questions import Situation, exposure
from secaudit.pipeline.reading import Memory, Progress, Reading, counts, read_inventory, told
from secaudit.pipeline.request import Request
from secaudit.policy import Scope


def audit(request: Request, progress: Progress | None = None) -> Report:
    """Audit inventories. Raises InputError or PolicyError if nothing could be audited."""
    report, _ = audited(request, load(request), progress)
    return report


def audited(
    request: Request, book: Rulebook, progress: Progress | None = None, memory: Memory | None = None
) -> tuple[Report, Scope]:
    """The report, and the scope that the rules were shown; `memory` is for audits by the same rules and day."""
    waivers = [_waivers(path) for path in request.waivers]
    local = [rule for rule in book.rules if rule.check.is_local]
    reading = read_inventory(request, progress, local, memory)
    if not reading.inventory.systems:
        nothing = Problem(request.names[0], 0, 0, "no system is declared: there is nothing to audit", "")
        raise InputError([nothing, *told(reading.skipped)])
    scope = Scope(reading.inventory, request.as_of, connect(reading.inventory, request.as_of))
    outcome = engine.add(
        [*reading.local, engine.evaluate((rule for rule in book.rules if not rule.check.is_local), scope)]
    )
    report = _with_controls(_report(request, book, reading, outcome, waivers), book, scope)
    report = _with_dossiers(report, request, scope) if request.dossiers else report
    if request.earlier is not None:
        report = replace(report, earlier=triage.earlier(request.earlier, report))
    return report, scope


def _with_controls(report: Report, book: Rulebook, scope: Scope) -> Report:
    """The report with how every system stands to what its level requires."""
    if not book.controls:
        return report
    systems = tuple(
        replace(row, controls=tuple(found for catalogue in book.controls for found in catalogue.rows(scope, system)))
        for row, system in zip(report.systems, scope.inventory.systems, strict=True)
    )
    return replace(report, systems=systems, controls=book.control_cards)


def _with_dossiers(report: Report, request: Request, scope: Scope) -> Report:
    exposed = exposure(Situation(request, scope.inventory, scope.network))
    return replace(
        report,
        dossiers=dossiers(scope.inventory),
        conduits=conduits(scope.network, report.open),
        exposures=exposed.rows,
        glossary=packs.shipped_glossary(),
    )


def load(request: Request, only: Collection[str] | None = None) -> Rulebook:
    """The rules in force on the day of the audit that were asked for; with `only` none but those with these ids."""
    book = packs.load(request.packs, CHECKS, as_of=request.as_of, parameters=request.parameters, only=only)
    if only is not None:
        return book
    rules = pick(book.rules, request.select, request.ignore)
    asked = {rule.card.id for rule in rules}
    return replace(book, rules=rules, left_out=tuple(rule.card for rule in book.rules if rule.card.id not in asked))


def _waivers(path: Path) -> Document:
    try:
        return read(path, "waivers")
    except InputError as error:
        raise PolicyError(error.problems) from error


def _report(
    request: Request, book: Rulebook, reading: Reading, outcome: Outcome, waivers: Sequence[Document]
) -> Report:
    cards = tuple(rule.card for rule in book.rules)
    longest = book.parameters.get(triage.LONGEST)
    months = longest if isinstance(longest, int) else triage.LONGEST_MONTHS
    triage.check_waivers(waivers, triage.Asked(outcome.findings, cards, book.left_out, months))
    waiver_cards = triage.read_waivers(waivers, request.as_of)
    expired = triage.about_expired(waiver_cards, outcome.findings)
    asked = (*cards, *book.left_out)
    unasked = triage.about_unasked(reading.inventory, asked, book.control_cards, packs.asked_by_shipped)
    verdicts = triage.decide((*outcome.findings, *expired, *unasked), waiver_cards)
    verdicts, absent = triage.against(verdicts, request.baseline, request.as_of)
    verdicts = triage.with_deadlines(verdicts, cards, waiver_cards, request.as_of, request.fix_within)
    systems = register(reading.inventory, book.table, request.as_of, reading.determined)
    names = {unit.id: unit.name or unit.id for unit in reading.inventory.units}
    manifest = "".join(f"{card.name}\0{card.sha256}\n" for card in reading.files)
    return Report(
        version=__version__, as_of=request.as_of, scope=request.names, packs=book.packs, files=reading.files,
        skipped=reading.skipped, inventory_digest=sha256(manifest.encode()).hexdigest(),
        counts=counts(reading.inventory),
        options=dict(sorted((request.options | {name: _told(value) for name, value in book.parameters.items()}).items())),
        cards=(*cards, *_own_cards(cards[0], expired=bool(expired), unasked=bool(unasked))),
        tallies=triage.waive(outcome.tallies, verdicts), verdicts=verdicts, systems=systems,
        units=triage.score(systems, verdicts, names), waivers=waiver_cards, certificates=outcome.certificates,
        absent=absent,
        criteria=tuple(
            CriterionCard(told=one.told, level=one.level, clause=one.clause, title=one.title)
            for one in book.table.criteria
        ),
    )  # fmt: skip


def _told(value: str | int | tuple[str, ...]) -> str:
    """A parameter as a report shows it."""
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _own_cards(like: RuleCard, *, expired: bool, unasked: bool) -> Iterator[RuleCard]:
    """The cards of the tool's own rules that found something."""
    if unasked:
        yield triage.unasked_card(like)
    if expired:
        yield triage.expired_card(like)
