"""secaudit attest: the open questions as a worksheet."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, options
from secaudit.cli.output import STDOUT, write_all

if TYPE_CHECKING:
    from secaudit.findings.words import Language

_KINDS = ("unit", "network", "system", "segment", "gateway", "link", "host", "interconnection")


@click.command()
@options.inventories
@click.option(
    "--of", "kind", type=click.Choice(_KINDS), metavar="KIND", help="Only questions about this kind of thing."
)
@options.rules
@options.as_of
@options.language
def command(
    inventories: tuple[Path, ...], kind: str | None, packs: tuple[Path, ...], as_of: str, lang: "Language"
) -> int:
    """Print what people have to answer because no inventory shows it, as YAML to be filled in.

    A question is open if it was never answered, or so long ago that the answer does not count any more.

    Example: secaudit attest inventories/ministry --of system --lang vi > answers.yaml
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.exchange.worksheet import open_questions, worksheet  # noqa: PLC0415

    report = pipeline.audit(options.request(inventories, as_of, packs))
    write_all([(STDOUT, worksheet(open_questions(report, kind), as_of, lang))])
    return console.tell_skipped(report.skipped)
