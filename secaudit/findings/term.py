"""A term of the reports, in both languages."""

from msgspec import Struct

from secaudit.findings.words import Words


class Term(Struct, frozen=True, gc=False, kw_only=True):
    """A term, what it means, where it is defined, and the Vietnamese words that are not used instead of it."""

    vi: str
    en: str
    meaning: Words
    source: Words | None = None
    rejected: tuple[str, ...] = ()
