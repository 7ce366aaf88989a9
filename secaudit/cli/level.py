"""secaudit level: the computed level of systems, with the reasons."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, exit_codes, hints, options
from secaudit.errors import InputError, Problem

if TYPE_CHECKING:
    from secaudit.levels import Determination
    from secaudit.model import System


@click.command()
@options.inventories
@click.option("--system", "wanted", multiple=True, metavar="ID", help="Only this system; repeatable.")
@options.rules
@options.as_of
@options.language
def command(
    inventories: tuple[Path, ...], wanted: tuple[str, ...], packs: tuple[Path, ...], as_of: str, lang: str
) -> int:
    """Compute the level of systems from their facts and say which criteria give it.

    Example: secaudit level inventories/ministry --system doc-flow
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.levels import determine  # noqa: PLC0415

    request = options.request(inventories, as_of, packs)
    table = pipeline.load(request).table
    reading = pipeline.read_inventory(request)
    systems = {system.id: system for system in reading.inventory.systems}
    for name in wanted:
        if name not in systems:
            raise click.UsageError(f"there is no system {name!r}{hints.near(name, systems)}")
    if not systems:
        raise InputError([Problem("", 0, 0, "no system is declared: there is no level to compute")])
    is_open = False
    for name in dict.fromkeys(wanted or systems):
        determination = determine(systems[name], table)
        is_open |= determination.level is None
        click.echo(_told(systems[name], determination, lang))
    return exit_codes.worst(console.tell_skipped(reading.skipped), exit_codes.INCOMPLETE if is_open else exit_codes.OK)


def _told(system: "System", determination: "Determination", lang: str) -> str:
    from secaudit.reporters.safety import terminal  # noqa: PLC0415

    vietnamese = lang == "vi"
    computed = str(determination.level or f"{determination.at_least}..{determination.at_most}")
    declared = "?" if system.level is None else str(system.level)
    words = ("khai báo", "theo tiêu chí", "chờ") if vietnamese else ("declared", "by criteria", "waits for")
    lines = [f"{system.id}: {words[0]} {declared}, {words[1]} {computed}"]
    lines += [
        f"  {criterion.level}  {criterion.clause}  {criterion.title.of(lang)}" for criterion in determination.matched
    ]  # type: ignore[arg-type]
    lines += [
        f"  {wait.criterion.level}? {wait.criterion.clause}  {words[2]}: {', '.join(wait.missing)}"
        for wait in determination.open
    ]
    return "\n".join(terminal(line) for line in lines)
