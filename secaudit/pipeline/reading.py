"""Read and build, file by file; then merge. Everything before the merge is pure and could run anywhere."""

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256

from msgspec import Struct

from secaudit import engine, intake
from secaudit.documents import FileEntry, Text, check, parse, walk
from secaudit.engine import Outcome
from secaudit.errors import InputError, Problem, UnreadableError
from secaudit.findings.report import FileCard, SkipCard
from secaudit.levels import Determination
from secaudit.model import KINDS, Inventory
from secaudit.pipeline.request import Request
from secaudit.policy import Rule, Scope

Progress = Callable[[int, int], None]


class Piece(Struct, frozen=True):
    """What one file gave: its text, its nouns, what local rules saw in them and the levels that they asked for."""

    text: Text
    fragment: Inventory
    outcome: Outcome
    determined: dict[str, Determination]


# Pieces by name and content of their file. It holds for one day and one set of rules only.
Memory = dict[tuple[str, str], Piece]


class Reading(Struct, frozen=True):
    """What was read: the inventory, the files it came from, what was skipped, and what local rules saw.

    `determined` are the levels of systems that local rules asked for.
    """

    inventory: Inventory
    files: tuple[FileCard, ...]
    skipped: tuple[SkipCard, ...]
    local: tuple[Outcome, ...] = ()
    determined: dict[str, Determination] = {}


def read_inventory(
    request: Request, progress: Progress | None = None, rules: Sequence[Rule] = (), memory: Memory | None = None
) -> Reading:
    """Read and build file by file, showing each to the local rules; then merge.

    What is in the memory is not read again, and what is read is kept there. A file that cannot be opened is skipped and told. Raises InputError with all mistakes of all files.
    """
    found = walk(request.roots, base=request.base)
    if not found.files and not found.skipped:
        raise InputError(Problem(name, 0, 0, "no inventory file (*.yaml) is here", "") for name in request.names)
    pieces: list[Piece] = []
    problems: list[Problem] = []
    skipped = [SkipCard(name=skip.name, reason=skip.reason, message=skip.message) for skip in found.skipped]
    for number, entry in enumerate(found.files):
        if progress is not None:
            progress(number, len(found.files))
        try:
            pieces.append(_piece(entry, request.as_of, rules, {} if memory is None else memory))
        except UnreadableError as error:
            skipped.append(SkipCard(name=entry.name, reason="unreadable", message=error.problems[0].message))
        except InputError as error:
            problems += error.problems
    if problems:
        raise InputError([*problems, *told(skipped)])
    try:
        inventory = intake.build([(piece.text, piece.fragment) for piece in pieces])
    except InputError as error:
        raise InputError([*error.problems, *told(skipped)]) from error
    return Reading(
        inventory=inventory,
        files=tuple(sorted((_file(piece.text) for piece in pieces), key=lambda card: card.name)),
        skipped=tuple(sorted(skipped, key=lambda card: card.name)),
        local=tuple(piece.outcome for piece in pieces),
        determined={name: level for piece in pieces for name, level in piece.determined.items()},
    )


def told(skipped: Iterable[SkipCard]) -> list[Problem]:
    """What was skipped, as problems: whoever cannot be audited should know that something was left out."""
    return [Problem(skip.name, 0, 0, f"was skipped: {skip.message}", "") for skip in skipped]


def counts(inventory: Inventory) -> dict[str, int]:
    """How many of each kind are declared."""
    return {f"{kind}s": len(inventory.of(kind)) for kind in KINDS}


def _piece(entry: FileEntry, as_of: str, rules: Sequence[Rule], memory: Memory) -> Piece:
    """A file read, checked, built and judged, or what is remembered of the same file with the same content."""
    data = entry.read()
    key = (entry.name, sha256(data).hexdigest())
    if key not in memory:
        document = parse(entry.name, data)
        check(document, "inventory")
        fragment = intake.fragment(document)
        scope = Scope(fragment, as_of)
        outcome = engine.evaluate(rules, scope)
        memory[key] = Piece(document.text, fragment, outcome, scope.determined)
    return memory[key]


def _file(text: Text) -> FileCard:
    return FileCard(name=text.name, sha256=text.digest, size=len(text.data))
