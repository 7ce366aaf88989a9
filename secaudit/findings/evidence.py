"""What was seen that proves a finding."""

from typing import Literal

from msgspec import Struct

from secaudit.documents.source import Source
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


class Exposed(Struct, frozen=True, gc=False, kw_only=True):
    """A segment that is exposed through the cause, with its level."""

    id: str
    level: int | None = None


class Evidence(Struct, frozen=True, gc=False, kw_only=True):
    """The proof of a finding.

    `path`: the witness path, hop by hop (empty where the proof is the subject itself);
    `exposed`: the targets behind the cause, highest level first;
    `missing`: the fields that are not declared and made the answer unknown;
    `seen`: the values that decided, as `(field, value)`;
    `repair`: the smallest change after which the violation is gone.
    """

    path: tuple[Hop, ...] = ()
    exposed: tuple[Exposed, ...] = ()
    missing: tuple[str, ...] = ()
    seen: tuple[tuple[str, str], ...] = ()
    repair: Words | None = None
