"""What the user may choose about how a report is told. Nothing here changes what it says."""

from dataclasses import dataclass

from secaudit.findings.words import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """The language of the text, and whether the terminal shows colours (text only)."""

    language: Language = "vi"
    color: bool = False
