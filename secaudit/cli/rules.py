"""secaudit rules: the rules in force, what they say, and whether their examples hold."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, controls, exit_codes, hints, law, options

if TYPE_CHECKING:
    from secaudit.findings.severity import Severity
    from secaudit.findings.words import Language
    from secaudit.policy import Rule

_HEADINGS = {
    "vi": ("Mức độ", "Vì sao", "Khắc phục", "Hỏi", "Căn cứ", "Đối chiếu", "Ví dụ"),
    "en": ("Severity", "Why", "Remedy", "Asks", "Cites", "Compare", "Examples"),
}


@click.group(name="rules", cls=hints.Group)
def command() -> None:
    """List, explain and test rules."""


command.add_command(controls.command)
command.add_command(law.coverage)
command.add_command(law.index)


def _book(packs: tuple[Path, ...], day: str) -> "tuple[Rule, ...]":
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    return pipeline.load(options.request((), day, packs)).rules


@command.command(name="list")
@options.rules
@options.as_of
@options.language
def listing(packs: tuple[Path, ...], as_of: str, lang: "Language") -> int:
    """List the rules in force, one a line: id, severity, basis, title."""
    for rule in _book(packs, as_of):
        card = rule.card
        severity = card.severity if isinstance(card.severity, str) else "/".join(dict.fromkeys(card.severity.values()))
        console.tell([f"{card.id:8} {severity:16} {card.basis:8} {card.title.of(lang)}"])
    return exit_codes.OK


@command.command()
@click.argument("rule_id", metavar="ID")
@options.rules
@options.as_of
@options.language
def explain(rule_id: str, packs: tuple[Path, ...], as_of: str, lang: "Language") -> int:
    """Print what a rule says, by which clause and how sure we are, with its examples."""
    rules = {rule.card.id: rule for rule in _book(packs, as_of)}
    rule = rules.get(rule_id) or rules.get(rule_id.upper())
    if rule is None:
        raise click.UsageError(f"there is no rule {rule_id!r}{hints.near(rule_id.upper(), rules)}")
    console.tell(_card(rule, lang))
    return exit_codes.OK


def _card(rule: "Rule", lang: "Language") -> Iterator[str]:
    from secaudit.reporters import labels  # noqa: PLC0415

    card = rule.card
    severity, why, remedy, asked, cites, compare, examples = _HEADINGS[lang]
    yield f"{card.id} {card.name} ({card.pack})"
    yield card.title.of(lang)
    yield ""
    yield f"{severity}: {_severity(card.severity, lang)}"
    yield f"{why}: {card.rationale.of(lang)}"
    yield f"{remedy}: {card.remediation.of(lang)}"
    if card.question is not None:
        yield f"{asked}: {card.question.text.of(lang)} ({labels.word(labels.KIND, card.question.of, lang)})"
    yield f"{cites}:"
    yield from (f"  {labels.citation(cite, lang)}" for cite in card.cites)
    if card.equivalents:
        yield f"{compare}:"
        yield from (f"  {labels.citation(cite, lang)}" for cite in card.equivalents)
    yield f"{examples}:"
    for example in rule.examples:
        yield f"  {labels.word(labels.STATE, example.expects, lang)}: {example.title.of(lang)}"


def _severity(severity: "Severity | Mapping[int, Severity]", lang: "Language") -> str:
    """One word, or `High, Critical (level 3 and up)` where it grows with the level."""
    from secaudit.reporters import labels  # noqa: PLC0415

    if isinstance(severity, str):
        return labels.word(labels.SEVERITY, severity, lang)
    first, *rest = sorted(severity.items())
    words = [labels.word(labels.SEVERITY, first[1], lang)]
    words += [f"{labels.word(labels.SEVERITY, word, lang)} ({labels.level(level, lang)}+)" for level, word in rest]
    return ", ".join(words)


@command.command()
@click.argument("folders", nargs=-1, callback=options.packs, metavar="[PACK]...")
def test(folders: tuple[Path, ...]) -> int:
    """Run every example of the rules in PACK, a folder or the id of a shipped pack (default: all that are shipped)."""
    from secaudit import packs, pipeline  # noqa: PLC0415  (heavy)

    run = failed = 0
    for rule, example, difference in pipeline.try_examples(
        [options.absolute(folder) for folder in folders] or packs.shipped()
    ):
        run += 1
        if difference:
            failed += 1
            console.tell([f"{rule.card.source}: {rule.card.id} '{example.expects}: {example.title.en}': {difference}"])
    console.tell([f"{run - failed} examples hold, {failed} do not"])
    return exit_codes.FINDINGS if failed or not run else exit_codes.OK


@command.command()
@options.rules
@options.as_of
def functions(packs: tuple[Path, ...], as_of: str) -> int:
    """List what the expressions of a rule may name: fields, derived facts, functions."""
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    for title, names in pipeline.vocabulary(options.request((), as_of, packs)):
        console.tell(["", title])
        console.tell(f"  {name.name:40} {name.shape:24} {name.doc}".rstrip() for name in names)
    return exit_codes.OK
