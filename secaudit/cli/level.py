"""secaudit level: the computed level of systems, with the reasons."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import exit_codes, options

if TYPE_CHECKING:
    from secaudit.levels import Determination
    from secaudit.model import System


@click.command()
@options.inventories
@click.option("--system", "wanted", multiple=True, metavar="ID", help="Only this system; repeatable.")
@options.rules
@options.as_of
@options.language
def command(inventories: tuple[Path, ...], wanted: tuple[str, ...], packs: tuple[Path, ...], as_of: str, lang: str) -> int:
    """Compute the level of systems from their facts and say which criteria give it.

    Example: secaudit level inventories/ministry --system doc-flow
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    found = dict.fromkeys(wanted, False)
    is_open = False
    for system, determination in pipeline.levels(options.request(inventories, as_of, packs)):
        if not wanted or system.id in found:
            found[system.id] = True
            is_open |= determination.level is None
            click.echo(_told(system, determination, lang))
    missing = [name for name in wanted if not found[name]]
    if missing:
        raise click.UsageError(f"there is no system {missing[0]!r}")
    return exit_codes.INCOMPLETE if is_open else exit_codes.OK


def _told(system: "System", determination: "Determination", lang: str) -> str:
    from secaudit.reporters.safety import terminal  # noqa: PLC0415

    vietnamese = lang == "vi"
    computed = str(determination.level or f"{determination.at_least}..{determination.at_most}")
    declared = "?" if system.level is None else str(system.level)
    words = ("khai báo", "theo tiêu chí", "chờ") if vietnamese else ("declared", "by criteria", "waits for")
    lines = [f"{system.id}: {words[0]} {declared}, {words[1]} {computed}"]
    lines += [f"  {criterion.level}  {criterion.clause}  {criterion.title.of(lang)}" for criterion in determination.matched]  # type: ignore[arg-type]
    lines += [
        f"  {wait.criterion.level}? {wait.criterion.clause}  {words[2]}: {', '.join(wait.missing)}" for wait in determination.open
    ]
    return "\n".join(terminal(line) for line in lines)
