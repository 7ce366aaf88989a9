"""What was seen that proves a finding."""

from collections.abc import Iterable
from typing import Literal

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.findings.controls import ControlRow
from secaudit.findings.words import Words


class Hop(Struct, frozen=True, gc=False, kw_only=True):
    """One station of a witness path: a segment, or the gateway, link or host that leads to the next.

    `detail` says what makes it passable (`policy entry 2: tcp/443`, `policy not declared`),
    `source` is where that was declared; `offending` marks the hop that is the cause.
    """

    kind: Literal["segment", "gateway", "link", "host"]
    id: str
    name: str | None = None
    level: int | None = None
    source: Source
    detail: Words | None = None
    offending: bool = False


MOST_EXPOSED = 100


class Exposed(Struct, frozen=True, gc=False, kw_only=True):
    """A segment that is exposed through the cause, with its level."""

    id: str
    level: int | None = None


class Evidence(Struct, frozen=True, gc=False, kw_only=True):
    """The proof of a finding.

    `path`: the witness path, hop by hop (empty where the proof is the subject itself);
    `exposed`: the first hundred targets behind the cause, highest level first; `exposed_count`: how many
    there are in all;
    `missing`: the fields that are not declared and made the answer unknown;
    `seen`: the values that decided, as `(field, value)`;
    `controls`: the controls of a system that are not met or not known, with what is known of each;
    `repair`: the smallest change after which the violation is gone.
    """

    path: tuple[Hop, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    exposed_count: int = 0
    missing: tuple[str, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    controls: tuple[ControlRow, ...] = ()
    repair: Words | None = None


def exposing(targets: Iterable[Exposed]) -> tuple[tuple[Exposed, ...], int]:
    """The targets to be listed, highest level first, and how many there are."""
    ordered = sorted(targets, key=lambda target: (-(target.level or 0), target.id))
    return tuple(ordered[:MOST_EXPOSED]), len(ordered)
