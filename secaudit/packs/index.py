"""The generated tables of `rules/README.md` and `rules/GLOSSARY.md`."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from secaudit.findings.term import Term
from secaudit.packs.citing import rules
from secaudit.packs.folder import Folder

_HEAD = (
    "| Rule | Name | Title | Severity | From level | Basis | Confidence | Check |",
    "| - | - | - | - | - | - | - | - |",
)
_TERMS = ("| Tiếng Việt | English | Meaning | Not |", "| - | - | - | - |")


def index(folders: Sequence[Path]) -> str:
    """A table of rules for each pack, in Markdown; links are relative to the folder that holds the packs.

    Raises PolicyError for a file that is not valid, and for a rule that inherits from a pack that is not named.
    """
    packs = {pack.id: pack for pack in map(Folder, folders)}
    lines: list[str] = []
    for pack in packs.values():
        rows = [_rule(rule.content, Path(rule.text.name)) for rule in rules(pack, packs.get)]
        title = pack.content["title"]
        lines += [f"### {pack.id}", "", f"{title['en']} / {title['vi']}. {len(rows)} rules.", "", *_HEAD, *rows, ""]
    return "\n".join(lines).rstrip()


def terms(glossary: Sequence[Term]) -> str:
    """The glossary as one table in Markdown."""
    return "\n".join((*_TERMS, *(_term(term) for term in glossary)))


def renewed(text: str, parts: Mapping[str, str]) -> str:
    """A document with what stands between `<!-- name -->` and `<!-- /name -->` replaced, for every name it has.

    Raises ValueError if it has none of the names.
    """
    found = [name for name in parts if _marked(name).search(text)]
    if not found:
        raise ValueError(f"there is no {' or '.join(f'<!-- {name} -->' for name in parts)} in it")
    for name in found:
        text = _marked(name).sub(f"<!-- {name} -->\n{parts[name]}\n<!-- /{name} -->".replace("\\", r"\\"), text)
    return text


def _marked(name: str) -> re.Pattern[str]:
    return re.compile(f"<!-- {name} -->\n.*?<!-- /{name} -->", re.DOTALL)


def _rule(rule: Mapping[str, Any], file: Path) -> str:
    title = rule["title"]
    cells = (
        f"[{rule['id']}]({file.parent.name}/{file.name})", rule["name"], f"{title['en']} / {title['vi']}",
        _severity(rule["severity"]), str(rule.get("applies_from", 1)), rule["basis"], rule["confidence"],
        f"`{rule['check']}`",
    )  # fmt: skip
    return _row(cells)


def _severity(severity: str | Mapping[str, str]) -> str:
    """`high`, or `medium, high from 3`."""
    if isinstance(severity, str):
        return severity
    first, *others = sorted(severity.items())
    return ", ".join([first[1], *(f"{word} from {level}" for level, word in others)])


def _term(term: Term) -> str:
    return _row((term.vi, term.en, f"{term.meaning.en} / {term.meaning.vi}", ", ".join(term.rejected)))


def _row(cells: Sequence[str]) -> str:
    """No text may end a cell or a line of the table."""
    return f"| {' | '.join(' '.join(cell.split()).replace('|', '&#124;') for cell in cells)} |"
