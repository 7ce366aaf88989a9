"""secaudit rules: the rules in force, what they say, and whether their examples hold."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import exit_codes, hints, options

if TYPE_CHECKING:
    from secaudit.policy import Rule


@click.group(name="rules", cls=hints.Group)
def command() -> None:
    """List, explain and test rules."""


def _book(packs: tuple[Path, ...], day: str) -> "tuple[Rule, ...]":
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    return pipeline.load(options.request((), day, packs)).rules


@command.command(name="list")
@options.rules
@options.as_of
@options.language
def listing(packs: tuple[Path, ...], as_of: str, lang: str) -> int:
    """List the rules in force, one a line: id, severity, basis, title."""
    for rule in _book(packs, as_of):
        card = rule.card
        severity = card.severity if isinstance(card.severity, str) else "/".join(dict.fromkeys(card.severity.values()))
        click.echo(f"{card.id:8} {severity:16} {card.basis:8} {card.title.of(lang)}")  # type: ignore[arg-type]
    return exit_codes.OK


@command.command()
@click.argument("rule_id", metavar="ID")
@options.rules
@options.as_of
@options.language
def explain(rule_id: str, packs: tuple[Path, ...], as_of: str, lang: str) -> int:
    """Print what a rule says, by which clause and how sure we are, with its examples."""
    rules = {rule.card.id: rule for rule in _book(packs, as_of)}
    if rule_id not in rules:
        raise click.UsageError(f"there is no rule {rule_id!r}{hints.near(rule_id.upper(), rules)}")
    click.echo(_card(rules[rule_id], lang))
    return exit_codes.OK


def _card(rule: "Rule", lang: str) -> str:
    card = rule.card
    cites = [f"  {cite.instrument}, {cite.clause} [{cite.basis}, {cite.confidence}]" for cite in card.cites]
    examples = [f"  {example.expects}: {example.title}" for example in rule.examples]
    words = {
        "vi": ("Mức độ", "Vì sao", "Khắc phục", "Căn cứ", "Ví dụ"),
        "en": ("Severity", "Why", "Remedy", "Cites", "Examples"),
    }[lang]
    return "\n".join(
        [
            f"{card.id} {card.name} ({card.pack})", card.title.of(lang), "",  # type: ignore[arg-type]
            f"{words[0]}: {card.severity}", f"{words[1]}: {card.rationale.of(lang)}",  # type: ignore[arg-type]
            f"{words[2]}: {card.remediation.of(lang)}", f"{words[3]}:", *cites, f"{words[4]}:", *examples,  # type: ignore[arg-type]
        ]
    )  # fmt: skip


@command.command()
@click.argument("folders", nargs=-1, type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="[DIR]...")
def test(folders: tuple[Path, ...]) -> int:
    """Run every example of the rules in DIR (default: the shipped packs)."""
    from secaudit import packs, pipeline  # noqa: PLC0415  (heavy)

    run = failed = 0
    for rule, example, difference in pipeline.try_examples(
        [folder.absolute() for folder in folders] or packs.shipped()
    ):
        run += 1
        if difference:
            failed += 1
            click.echo(f"{rule.card.source}: {rule.card.id} '{example.expects}: {example.title}': {difference}")
    click.echo(f"{run - failed} examples hold, {failed} do not")
    return exit_codes.FINDINGS if failed or not run else exit_codes.OK


@command.command()
@options.rules
@options.as_of
def functions(packs: tuple[Path, ...], as_of: str) -> int:
    """List what the expressions of a rule may name: fields, derived facts, functions."""
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    for title, names in pipeline.vocabulary(options.request((), as_of, packs)):
        click.echo(f"\n{title}")
        for name in names:
            click.echo(f"  {name.name:40} {name.shape:24} {name.doc}".rstrip())
    return exit_codes.OK
