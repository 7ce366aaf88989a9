"""secaudit path: how one place reaches another, or that it does not."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, options
from secaudit.errors import InputError

if TYPE_CHECKING:
    from secaudit.findings.evidence import Hop
    from secaudit.findings.words import Language
    from secaudit.model import Inventory


@click.command()
@click.argument("origin", metavar="FROM")
@click.argument("goal", metavar="TO")
@options.inventories
@click.option("--avoid", multiple=True, metavar="ID", help="A device that is taken out; repeatable.")
@options.as_of
@options.language
@click.option("--json", "as_json", is_flag=True, help="As JSON: {from, to, reaches, complete, path: [hop]}.")
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    origin: str,
    goal: str,
    inventories: tuple[Path, ...],
    avoid: tuple[str, ...],
    as_of: str,
    lang: "Language",
    *,
    as_json: bool,
) -> int:
    """Show how FROM reaches TO by any number of steps, hop by hop.

    FROM and TO name a segment, network or system, zone:NAME, or an address block.

    Example: secaudit path internet secret-lan inventories/ministry
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)

    reading = pipeline.read_inventory(options.request(inventories, as_of))
    way = _way(reading.inventory, as_of, (origin, goal), avoid)
    if as_json:
        path = [_plain(hop) for hop in way or ()]
        answer = {"from": origin, "to": goal, "reaches": way is not None, "complete": not reading.skipped, "path": path}
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
    elif way is None:
        console.tell([f"{origin} không tới được {goal}" if lang == "vi" else f"{origin} does not reach {goal}"])
    else:
        console.tell(_told(hop, lang) for hop in way)
    return console.tell_skipped(reading.skipped)


def _way(inventory: "Inventory", as_of: str, ends: tuple[str, str], avoid: tuple[str, ...]) -> "tuple[Hop, ...] | None":
    from secaudit.network import connect, find_way  # noqa: PLC0415  (heavy)

    try:
        return find_way(connect(inventory, as_of), inventory, *ends, avoid)
    except InputError as error:  # it was the command line that named something that is not there
        problem = error.problems[0]
        raise click.UsageError(f"{problem.message}; {problem.help}") from error


def _told(hop: "Hop", lang: "Language") -> str:
    arrow = "  → " if hop.kind != "segment" else ""
    level = f" [{hop.level}]" if hop.level is not None else ""
    detail = f" ({hop.detail.of(lang)})" if hop.detail else ""
    return f"{arrow}{hop.id}{level}{detail}  {hop.source}"


def _plain(hop: "Hop") -> dict[str, object]:
    return {
        "kind": hop.kind, "id": hop.id, "level": hop.level, "file": hop.source.file, "line": hop.source.line,
        "detail": hop.detail.en if hop.detail else None,
    }  # fmt: skip
