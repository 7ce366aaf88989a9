"""secaudit rules controls: what each level requires."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, exit_codes, options

if TYPE_CHECKING:
    from secaudit.findings.controls import ControlCard
    from secaudit.findings.words import Language


@click.command(name="controls")
@click.option("--level", type=click.IntRange(1, 5), metavar="1..5", help="Only what this level requires.")
@options.rules
@options.as_of
@options.language
def command(level: int | None, packs: tuple[Path, ...], as_of: str, lang: "Language") -> int:
    """List the controls that the levels require: id, how it is known, title, and the clause of each level."""
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    for card in pipeline.load(options.request((), as_of, packs)).control_cards:
        console.tell(_told(card, level, lang))
    return exit_codes.OK


def _told(card: "ControlCard", level: int | None, lang: "Language") -> Iterator[str]:
    wanted = [requirement for requirement in card.requirements if level in (None, requirement.level)]
    if wanted:
        yield f"{card.id:20} {card.kind:9} {card.title.of(lang)}"
    for requirement in wanted:
        months = (
            f", {requirement.valid_months} {'tháng' if lang == 'vi' else 'months'}" if requirement.valid_months else ""
        )
        yield f"    {requirement.level}  {requirement.clause} {requirement.instrument}{months}: {requirement.text.of(lang)}"
