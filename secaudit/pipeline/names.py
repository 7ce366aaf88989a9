"""What the expressions of a rule may name."""

from collections.abc import Iterator, Sequence

from secaudit.expressions import Named
from secaudit.model import KINDS
from secaudit.pipeline.audit import load
from secaudit.pipeline.request import Request
from secaudit.policy import Vocabularies


def vocabulary(request: Request) -> Iterator[tuple[str, Sequence[Named]]]:
    """What the expressions of a rule may name, by the kind of subject."""
    book = load(request)
    vocabularies = Vocabularies(book.parameters, book.table)
    for kind in KINDS:
        yield kind, vocabularies.of(kind).names()
    yield "device (in bridge, adjacency, waypoint)", vocabularies.of(device="device").names()
