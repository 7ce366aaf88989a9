"""What an organisation adds to the citations of rules that are already there, and what it forgot to fill in."""

from collections.abc import Collection, Iterator, Sequence
from difflib import get_close_matches

from msgspec.structs import replace

from secaudit.documents import Document
from secaudit.errors import PolicyError, Problem
from secaudit.findings.card import Citation
from secaudit.packs.binding import is_in_force
from secaudit.policy import Rule

Path = tuple[str | int, ...]


def add(rules: Sequence[Rule], document: Document, known: Collection[str], as_of: str) -> tuple[Rule, ...]:
    """The rules, each with the organisation's citations in force on the day after its own.

    `known` are ids of rules that exist but are not asked today; citations of those wait for their day. Raises
    PolicyError for an id that nobody knows.
    """
    ids = {rule.card.id for rule in rules}
    problems = [
        document.problem((rule_id,), f"there is no rule {rule_id!r}{_hint(rule_id, ids)}", key=True)
        for rule_id in document.content
        if rule_id not in ids and rule_id not in known
    ]
    if problems:
        raise PolicyError(problems)
    more = {rule_id: _citations(document, rule_id, as_of) for rule_id in document.content}
    return tuple(
        replace(rule, card=replace(rule.card, cites=rule.card.cites + more.get(rule.card.id, ()))) for rule in rules
    )


def _citations(document: Document, rule_id: str, as_of: str) -> tuple[Citation, ...]:
    return tuple(
        Citation(
            instrument=cite["instrument"], clause=str(cite["clause"]), basis="ORG",
            confidence=cite.get("confidence", "high"), note=cite.get("note"),
        )
        for cite in document.content[rule_id]
        if is_in_force(cite, as_of)
    )  # fmt: skip


def _hint(word: str, known: Collection[str]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else ""


def unfilled(document: Document, *keys: str) -> Iterator[Problem]:
    """A problem for every text of the form `<...>`, which a template leaves to its user, under some keys or all."""
    for key, value in document.content.items():
        if not keys or key in keys:
            for path, text in _texts((key,), value):
                if text.startswith("<") and text.endswith(">"):
                    yield document.problem(path, f"{text} is left to be filled in", "write what your organisation uses")


def _texts(path: Path, value: object) -> Iterator[tuple[Path, str]]:
    if isinstance(value, str):
        yield path, value.strip()
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts((*path, key), inner)
    elif isinstance(value, list):
        for row, inner in enumerate(value):
            yield from _texts((*path, row), inner)
