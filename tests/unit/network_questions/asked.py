"""Situations built from plain data, to be asked."""

from pathlib import Path

from secaudit.network import connect
from secaudit.pipeline import Request
from secaudit.pipeline.questions import Situation
from tests.network.building import AS_OF, Content, inventory_of

PACK = Path(__file__).parents[3] / "rules" / "vn-2026"


def situation_of(*contents: Content) -> Situation:
    """The situation of some files, each given as plain data, under the shipped rules."""
    inventory = inventory_of(*contents)
    request = Request(roots=(), base=Path("/"), as_of=AS_OF, packs=(PACK,))
    return Situation(request, inventory, connect(inventory, AS_OF))
