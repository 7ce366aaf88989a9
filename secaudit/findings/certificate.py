"""What proves that something is isolated: the devices without which it would not be."""

from msgspec import Struct


class Certificate(Struct, frozen=True, gc=False, kw_only=True):
    """No way leads from `origins` to `goals` past `guards`, and past `guarding_segments`.

    All are ids: segments, gateways, segments. `relation` and `service` say what is meant by a way. Who
    wants to check it removes the guards from the inventory and looks for a way. Without guards there is
    no way at all.
    """

    rule: str = ""
    relation: str
    service: str
    origins: tuple[str, ...]
    goals: tuple[str, ...]
    guards: tuple[str, ...]
    guarding_segments: tuple[str, ...] = ()
