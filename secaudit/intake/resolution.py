"""Every name is resolved across files, or the places and the nearest names are told."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from secaudit.documents import Text
from secaudit.errors import InputError, Problem
from secaudit.intake import attestations, contradictions, references, selectors
from secaudit.intake.references import Route
from secaudit.intake.selectors import Ids, suggestion
from secaudit.model import KINDS, Inventory, Noun, merge

Piece = tuple[Text, Inventory]
MOST_TOLD = 200
"""To find the nearest name and the place of a mistake takes long; a file may hold any number of them."""


def build(pieces: Sequence[Piece]) -> Inventory:
    """Merge the nouns of all files into one inventory in which every reference leads somewhere.

    Raises InputError with every duplicate id, dangling reference and impossible attachment.
    """
    whole = merge(inventory for _, inventory in pieces)
    ids: Ids = {kind: {noun.id: noun for noun in whole.of(kind)} for kind in KINDS}
    wrong = (problem for text, inventory in pieces for problem in _problems(text, inventory, ids))
    problems = list(islice(wrong, MOST_TOLD))
    if len(problems) == MOST_TOLD and next(wrong, None) is not None:
        told = f"only the first {MOST_TOLD} mistakes are told"
        problems.append(Problem(problems[-1].file, 0, 0, told, "repair these, then ask again"))
    if any(len(ids[kind]) != len(whole.of(kind)) for kind in KINDS):
        problems += _duplicates(pieces)
    if problems:
        raise InputError(problems)
    return whole


def _problems(text: Text, inventory: Inventory, ids: Ids) -> Iterator[Problem]:
    for kind in KINDS:
        for row, noun in enumerate(inventory.of(kind)):
            for route, wanted, name in references.of(kind, noun):
                if name not in ids[wanted]:
                    yield _dangling(text, (f"{kind}s", row, *route), f"{wanted} {name!r}", name, ids[wanted])
    for route, message, advice in (
        *selectors.complaints(inventory.gateways, ids),
        *contradictions.complaints(inventory),
    ):
        yield _problem(text, route, message, advice)
    yield from _of_attestations(text, inventory, ids)


def _of_attestations(text: Text, inventory: Inventory, ids: Ids) -> Iterator[Problem]:
    for row, attestation in enumerate(inventory.attestations):
        for route, message, advice in attestations.complaints(attestation, ids):
            yield _problem(text, ("attestations", row, *route), message, advice)


def _duplicates(pieces: Sequence[Piece]) -> Iterator[Problem]:
    for kind in KINDS:
        first: dict[str, Noun] = {}
        for text, inventory in pieces:
            for row, noun in enumerate(inventory.of(kind)):
                known = first.setdefault(noun.id, noun)
                if known is not noun:
                    message = f"{kind} {noun.id!r} is already declared in {known.source}"
                    yield _problem(text, (f"{kind}s", row, "id"), message, "ids of a kind are unique across all files")


def _dangling(text: Text, route: Route, what: str, name: str, known: Mapping[str, Noun]) -> Problem:
    return _problem(text, route, f"there is no {what}", suggestion(name, known))


def _problem(text: Text, route: Route, message: str, help_text: str) -> Problem:
    line, column = text.position(route)
    return Problem(text.name, line, column, message, help_text)
