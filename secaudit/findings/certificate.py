"""What proves that something is isolated: the devices without which it would not be."""

from msgspec import Struct


class Certificate(Struct, frozen=True, gc=False, kw_only=True):
    """No way leads from `origins` to `goals` past `guards`, past `limited_guards` and past `guarding_segments`.

    All are ids: of segments and gateways. `relation` and `service` say what is meant by a way. Who wants to
    check it removes the guards from the inventory and looks for a way. A limited guard is not removed: it
    guards what its `approval.permits` names, so that is denied to it before its policy. Without guards there
    is no way at all.
    """

    rule: str = ""
    relation: str
    service: str
    origins: tuple[str, ...]
    goals: tuple[str, ...]
    guards: tuple[str, ...]
    limited_guards: tuple[str, ...] = ()
    guarding_segments: tuple[str, ...] = ()
