"""One word for one thing, in both languages."""

from pathlib import Path

from secaudit.documents import read
from secaudit.errors import PolicyError, SecauditError
from secaudit.findings.term import Term
from secaudit.findings.words import Words
from secaudit.packs.selection import shelf

FILE = "glossary.yaml"


def shipped_glossary() -> tuple[Term, ...]:
    """The glossary that comes with secaudit."""
    return read_glossary(shelf() / FILE)


def read_glossary(file: Path) -> tuple[Term, ...]:
    """The terms of a file, in its order. Raises PolicyError if it is not valid."""
    try:
        document = read(file, "glossary")
    except SecauditError as error:
        raise PolicyError(error.problems) from error
    return tuple(
        Term(
            vi=content["vi"], en=content["en"], meaning=Words(**content["meaning"]),
            source=Words(**content["source"]) if "source" in content else None,
            rejected=tuple(content.get("rejected", ())),
        )
        for content in document.content["terms"]
    )  # fmt: skip
