"""What the State asks of a system beyond its level: the list of important systems, and cipher for secrets."""

from typing import Literal

from secaudit.model.approval import Decision
from secaudit.model.noun import Part


class NationalSecurity(Part, frozen=True, gc=False, kw_only=True):
    """How far a system has come on the way to the list of systems important to national security.

    `considered`: the test of consequences was made, and the system does not belong on the list.
    """

    status: Literal["none", "considered", "proposed", "listed"] | None = None
    number: str | None = None
    date: str | None = None


class Cryptography(Part, frozen=True, gc=False, kw_only=True):
    """How state secrets at rest are encrypted; `cipher`: by what the Government Cipher Committee supplied."""

    at_rest: Literal["none", "commercial", "cipher"] | None = None
    request: Decision | None = None
