"""What will be wrong, and from when, if nobody does anything."""

from msgspec import Struct

from secaudit.documents.source import Source
from secaudit.findings.finding import FindingState
from secaudit.findings.severity import Severity
from secaudit.findings.words import Words


class Due(Struct, frozen=True, gc=False, kw_only=True):
    """A finding that is not there yet: `date` is the first day on which it is.

    `waiver` is the waiver that ends the day before, if that is the reason.
    """

    date: str
    fingerprint: str
    rule: str
    state: FindingState
    severity: Severity
    subject: str
    name: str | None
    owner: str | None
    message: Words
    source: Source
    waiver: str | None = None
