"""The way of a datum on one screen: read, build, connect, load, evaluate, decide.

"I am a list of steps. I have no opinion."
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from msgspec import Struct

from secaudit import __version__, engine, intake, packs, triage
from secaudit.checks import CHECKS
from secaudit.documents import Document, FileEntry, Skip, Text, check, read, walk
from secaudit.engine import Outcome
from secaudit.errors import InputError, PolicyError, Problem, SecauditError
from secaudit.expressions import Named
from secaudit.findings.evidence import Hop
from secaudit.findings.report import FileCard, Report, SkipCard
from secaudit.levels import Determination, determine, register
from secaudit.model import KINDS, Inventory, System
from secaudit.network import connect, find_way
from secaudit.packs import Rulebook
from secaudit.policy import Example, Rule, Scope, Vocabularies

Progress = Callable[[int, int], None]
DAY_OF_EXAMPLES = "2026-11-22"


class Request(Struct, frozen=True, kw_only=True):
    """What to audit, by which rules, as of which day (ISO date).

    `roots` are files and folders below `base`, to which names in the result are relative.
    """

    roots: tuple[Path, ...]
    base: Path
    as_of: str
    packs: tuple[Path, ...] = ()
    waivers: tuple[Path, ...] = ()
    parameters: dict[str, str | int] = {}
    options: dict[str, str] = {}


class Reading(Struct, frozen=True):
    """What was read: the inventory, the files it came from, what was skipped, and what local rules saw."""

    inventory: Inventory
    files: tuple[FileCard, ...]
    skipped: tuple[SkipCard, ...]
    local: tuple[Outcome, ...] = ()


def audit(request: Request, progress: Progress | None = None) -> Report:
    """Audit inventories. Raises InputError or PolicyError if nothing could be audited."""
    book = load(request)
    waivers = [_waivers(path) for path in request.waivers]
    local, whole = _by_reach(book.rules)
    reading = read_inventory(request, progress, local)
    if not reading.inventory.systems:
        raise InputError([Problem(_names(request)[0], 0, 0, "no system is declared: there is nothing to audit", "")])
    scope = Scope(reading.inventory, request.as_of, connect(reading.inventory, request.as_of))
    outcome = engine.add([*reading.local, engine.evaluate(whole, scope)])
    return _report(request, book, reading, outcome, waivers)


def read_inventory(request: Request, progress: Progress | None = None, rules: Sequence[Rule] = ()) -> Reading:
    """Read and build file by file, showing each to the local rules; then merge."""
    found = walk(request.roots, base=request.base)
    if not found.files and not found.skipped:
        raise InputError(Problem(name, 0, 0, "no inventory file (*.yaml) is here", "") for name in _names(request))
    pieces: list[tuple[Text, Inventory]] = []
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    skipped: list[Skip] = list(found.skipped)
    for number, entry in enumerate(found.files):
        if progress is not None:
            progress(number, len(found.files))
        document = _document(entry, skipped, problems)
        if document is not None:
            fragment = intake.fragment(document)
            outcomes.append(engine.evaluate(rules, Scope(fragment, request.as_of)))
            pieces.append((document.text, fragment))
    if problems:
        raise InputError(problems)
    return Reading(
        inventory=intake.build(pieces),
        files=tuple(sorted((_file(text) for text, _ in pieces), key=lambda card: card.name)),
        skipped=tuple(sorted((SkipCard(name=s.name, reason=s.reason, message=s.message) for s in skipped), key=lambda s: s.name)),
        local=tuple(outcomes),
    )


def load(request: Request) -> Rulebook:
    """The rules in force on the day of the audit."""
    return packs.load(request.packs or packs.shipped(), CHECKS, as_of=request.as_of, parameters=request.parameters)


def levels(request: Request) -> Iterator[tuple[System, Determination]]:
    """Every system with the level that the criteria in force give it."""
    table = load(request).table
    for system in read_inventory(request).inventory.systems:
        yield system, determine(system, table)


def try_examples(folders: Sequence[Path]) -> Iterator[tuple[Rule, Example, str]]:
    """Run every example of the rules in some folders; the text says what differs, or nothing."""
    settings = {(example.as_of, tuple(sorted(example.parameters.items()))) for _, example in _examples(folders, None, {})}
    for as_of, parameters in sorted(settings, key=str):
        for rule, example in _examples(folders, as_of, dict(parameters)):
            if (example.as_of, tuple(sorted(example.parameters.items()))) == (as_of, parameters):
                yield rule, example, _difference(rule, example, as_of or DAY_OF_EXAMPLES)


def way(request: Request, origin: str, goal: str, avoid: Sequence[str] = ()) -> tuple[Hop, ...] | None:
    """A shortest way from one place to another, hop by hop; None if there is none."""
    inventory = read_inventory(request).inventory
    return find_way(connect(inventory, request.as_of), inventory, origin, goal, avoid)


def vocabulary(request: Request) -> Iterator[tuple[str, Sequence[Named]]]:
    """What the expressions of a rule may name, by the kind of subject."""
    book = load(request)
    vocabularies = Vocabularies(request.as_of, book.parameters, book.table)
    for kind in KINDS:
        yield kind, vocabularies.of(kind).names()
    yield "device (in bridge, adjacency, waypoint)", vocabularies.of(device="device").names()


def counts(inventory: Inventory) -> dict[str, int]:
    """How many of each kind are declared."""
    return {f"{kind}s": len(inventory.of(kind)) for kind in KINDS}


def _examples(folders: Sequence[Path], as_of: str | None, parameters: dict[str, str | int]) -> Iterator[tuple[Rule, Example]]:
    book = packs.load(folders, CHECKS, as_of=as_of or DAY_OF_EXAMPLES, parameters=parameters, in_force_only=False)
    for rule in book.rules:
        for example in rule.examples:
            yield rule, example


def _difference(rule: Rule, example: Example, as_of: str) -> str:
    """What a rule finds in an example against what the example says, both ways."""
    try:
        check(example.document, "inventory")
        inventory = intake.build([(example.document.text, intake.fragment(example.document))])
    except SecauditError as error:
        return str(error)
    scope = Scope(inventory, as_of, connect(inventory, as_of))
    found = engine.evaluate([rule], scope).findings
    names = sorted(finding.subject.partition(":")[2] for finding in found)
    states = {finding.state for finding in found}
    wanted = set() if example.expects == "pass" else {example.expects}
    if names == sorted(example.finds) and states == wanted:
        return ""
    return f"expected {example.expects} {sorted(example.finds)}, found {'/'.join(sorted(states)) or 'pass'} {names}"


def _by_reach(rules: Iterable[Rule]) -> tuple[list[Rule], list[Rule]]:
    listed = list(rules)
    return [rule for rule in listed if rule.check.is_local], [rule for rule in listed if not rule.check.is_local]


def _document(entry: FileEntry, skipped: list[Skip], problems: list[Problem]) -> Document | None:
    """A file read and checked; what is wrong with it goes to one of the two lists."""
    try:
        return read(entry, "inventory")
    except InputError as error:
        problems += error.problems
    except OSError as error:
        message = f"could not be read: {error.strerror or error}"
        skipped.append(Skip(name=entry.name, reason="unreadable", message=message))
    return None


def _waivers(path: Path) -> Document:
    try:
        return read(path, "waivers")
    except InputError as error:
        raise PolicyError(error.problems) from error


def _report(
    request: Request, book: Rulebook, reading: Reading, outcome: Outcome, waivers: Sequence[Document]
) -> Report:
    cards = tuple(rule.card for rule in book.rules)
    triage.check_waivers(waivers, outcome.findings, cards)
    waiver_cards = triage.read_waivers(waivers, request.as_of)
    expired = triage.about_expired(waiver_cards, outcome.findings)
    verdicts = triage.decide((*outcome.findings, *expired), waiver_cards)
    systems = register(reading.inventory, book.table, request.as_of)
    names = {unit.id: unit.name or unit.id for unit in reading.inventory.units}
    manifest = "".join(f"{card.name}\0{card.sha256}\n" for card in reading.files)
    return Report(
        version=__version__, as_of=request.as_of, scope=_names(request), packs=book.packs, files=reading.files,
        skipped=reading.skipped, inventory_digest=sha256(manifest.encode()).hexdigest(),
        counts=counts(reading.inventory),
        options=request.options | {name: str(value) for name, value in sorted(book.parameters.items())},
        cards=(*cards, triage.expired_card(cards[0])) if expired else cards,
        tallies=triage.waive(outcome.tallies, verdicts), verdicts=verdicts, systems=systems,
        units=triage.score(systems, verdicts, names), waivers=waiver_cards,
    )  # fmt: skip


def _file(text: Text) -> FileCard:
    return FileCard(name=text.name, sha256=text.digest, size=len(text.data))


def _names(request: Request) -> tuple[str, ...]:
    return tuple(Path(os.path.relpath(root, request.base)).as_posix() for root in request.roots)
