"""Questions that are no audit: the level of a system, the way from here to there, what a rule may name."""

from collections.abc import Iterator, Sequence

from secaudit.expressions import Named
from secaudit.findings.evidence import Hop
from secaudit.levels import Determination, determine
from secaudit.model import KINDS, System
from secaudit.network import connect, find_way
from secaudit.pipeline.audit import load
from secaudit.pipeline.reading import read_inventory
from secaudit.pipeline.request import Request
from secaudit.policy import Vocabularies


def levels(request: Request) -> Iterator[tuple[System, Determination]]:
    """Every system with the level that the criteria in force give it."""
    table = load(request).table
    for system in read_inventory(request).inventory.systems:
        yield system, determine(system, table)


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
