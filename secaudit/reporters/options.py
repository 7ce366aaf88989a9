"""What the user may choose about how a report is told. Nothing here changes what it says."""

from dataclasses import dataclass

from secaudit.findings.words import Language

# So many findings, systems or files a page tells one by one; the others it counts, and says so.
MOST = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class RenderOptions:
    """The language of the text, whether the terminal shows colours (text only), and how long lists get (html only)."""

    language: Language = "vi"
    color: bool = False
    most: int = MOST
