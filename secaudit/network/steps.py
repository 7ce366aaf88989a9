"""Ways through the network, step by step."""

from msgspec import Struct

from secaudit.network.services import Services


class Step(Struct, frozen=True, gc=False):
    """An arc of a way, and the header that takes it: who opened the conversation, with whom, for what."""

    arc: int
    origin: int
    target: int
    services: Services


Way = tuple[Step, ...]
