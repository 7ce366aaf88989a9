"""A text in both languages of the report."""

from typing import Literal

from msgspec import Struct

Language = Literal["vi", "en"]


class Words(Struct, frozen=True, gc=False):
    """The same sentence in Vietnamese and in English."""

    vi: str
    en: str

    def of(self, language: Language) -> str:
        """The text in one language."""
        return self.vi if language == "vi" else self.en
