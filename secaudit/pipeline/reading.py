"""Read and build, file by file; then merge. Everything before the merge is pure and could run anywhere."""

from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from secaudit import engine, intake
from secaudit.documents import Document, FileEntry, Text, read, walk
from secaudit.engine import Outcome
from secaudit.errors import InputError, Problem, UnreadableError
from secaudit.findings.report import FileCard, SkipCard
from secaudit.levels import Determination
from secaudit.model import KINDS, Inventory
from secaudit.pipeline.request import Request
from secaudit.policy import Rule, Scope

Progress = Callable[[int, int], None]


class Reading(Struct, frozen=True):
    """What was read: the inventory, the files it came from, what was skipped, and what local rules saw.

    `determined` are the levels of systems that local rules asked for.
    """

    inventory: Inventory
    files: tuple[FileCard, ...]
    skipped: tuple[SkipCard, ...]
    local: tuple[Outcome, ...] = ()
    determined: dict[str, Determination] = {}


def read_inventory(request: Request, progress: Progress | None = None, rules: Sequence[Rule] = ()) -> Reading:
    """Read and build file by file, showing each to the local rules; then merge.

    A file that cannot be opened is skipped and told. Raises InputError with all mistakes of all files.
    """
    found = walk(request.roots, base=request.base)
    if not found.files and not found.skipped:
        raise InputError(Problem(name, 0, 0, "no inventory file (*.yaml) is here", "") for name in request.names)
    pieces: list[tuple[Text, Inventory]] = []
    outcomes: list[Outcome] = []
    determined: dict[str, Determination] = {}
    problems: list[Problem] = []
    skipped = [SkipCard(name=skip.name, reason=skip.reason, message=skip.message) for skip in found.skipped]
    for number, entry in enumerate(found.files):
        if progress is not None:
            progress(number, len(found.files))
        document = _document(entry, skipped, problems)
        if document is not None:
            fragment = intake.fragment(document)
            scope = Scope(fragment, request.as_of)
            outcomes.append(engine.evaluate(rules, scope))
            determined |= scope.determined
            pieces.append((document.text, fragment))
    if problems:
        raise InputError([*problems, *told(skipped)])
    try:
        inventory = intake.build(pieces)
    except InputError as error:
        raise InputError([*error.problems, *told(skipped)]) from error
    return Reading(
        inventory=inventory,
        files=tuple(sorted((_file(text) for text, _ in pieces), key=lambda card: card.name)),
        skipped=tuple(sorted(skipped, key=lambda card: card.name)),
        local=tuple(outcomes),
        determined=determined,
    )


def told(skipped: Iterable[SkipCard]) -> list[Problem]:
    """What was skipped, as problems: whoever cannot be audited should know that something was left out."""
    return [Problem(skip.name, 0, 0, f"was skipped: {skip.message}", "") for skip in skipped]


def counts(inventory: Inventory) -> dict[str, int]:
    """How many of each kind are declared."""
    return {f"{kind}s": len(inventory.of(kind)) for kind in KINDS}


def _document(entry: FileEntry, skipped: list[SkipCard], problems: list[Problem]) -> Document | None:
    """A file read and checked; what is wrong with it goes to one of the two lists."""
    try:
        return read(entry, "inventory")
    except UnreadableError as error:
        skipped.append(SkipCard(name=entry.name, reason="unreadable", message=error.problems[0].message))
    except InputError as error:
        problems += error.problems
    return None


def _file(text: Text) -> FileCard:
    return FileCard(name=text.name, sha256=text.digest, size=len(text.data))
