"""Ways through the network, step by step."""

from msgspec import Struct

from secaudit.network.parts import WHOLE, Ends
from secaudit.network.services import Services


class Step(Struct, frozen=True, gc=False):
    """An arc of a way, and the header that takes it: who opened the conversation, with whom, for what.

    `ends` are the addresses of the two, where policies tell addresses of their segments apart.
    """

    arc: int
    origin: int
    target: int
    services: Services
    ends: Ends = WHOLE


Way = tuple[Step, ...]
