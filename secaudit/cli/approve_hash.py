"""secaudit approve-hash: what `approval.covers` is to hold for what is approved as it is written now."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, exit_codes, hints, options

if TYPE_CHECKING:
    from secaudit.model import Inventory, Kind, Noun

_NO_DATE = "9999-12-31"
_KINDS: tuple["Kind", ...] = ("system", "gateway")


@click.command()
@click.argument("wanted", metavar="SYSTEM|GATEWAY")
@options.inventories
def command(wanted: str, inventories: tuple[Path, ...]) -> int:
    """Print the line that binds an approval to the description that was approved.

    Put it under `approval:` of the system or gateway on the day of the decision; from then on APR-15 and GWA-10
    name every part that is changed without a new approval. Exit code 1 if it does not hold for what is there now.

    Example: secaudit approve-hash doc-flow inventories/ministry
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.model.content import changed_parts, covers  # noqa: PLC0415

    reading = pipeline.read_inventory(options.request(inventories, _NO_DATE))
    kind, noun = _found(reading.inventory, wanted)
    console.tell([f"covers: {covers(kind, noun)}"])
    approved = noun.approval.covers if noun.approval is not None else None  # type: ignore[attr-defined]
    changed = changed_parts(kind, noun, approved) if approved is not None else ()
    if changed:
        console.say(f"{noun.source}: changed since it was approved: {', '.join(changed)}")
    skipped = console.tell_skipped(reading.skipped)
    return exit_codes.worst(exit_codes.FINDINGS if changed else exit_codes.OK, skipped)


def _found(inventory: "Inventory", wanted: str) -> tuple["Kind", "Noun"]:
    """The system or gateway with an id, or with `system:` or `gateway:` before it."""
    prefix, colon, name = wanted.rpartition(":")
    known = {(kind, noun.id): noun for kind in _KINDS for noun in inventory.of(kind)}
    found = [(kind, noun) for (kind, ident), noun in known.items() if ident == name and (not colon or kind == prefix)]
    if not found:
        raise click.UsageError(f"there is no system or gateway {wanted!r}{hints.near(name, [key[1] for key in known])}")
    if len(found) > 1:
        raise click.UsageError(f"{wanted!r} is a system and a gateway; write system:{name} or gateway:{name}")
    return found[0]
