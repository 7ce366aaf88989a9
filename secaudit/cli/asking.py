"""What the commands that ask the network have in common: reading it, and telling a word that it does not know."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import hints, options

if TYPE_CHECKING:
    from secaudit.findings.evidence import Hop
    from secaudit.findings.words import Language
    from secaudit.pipeline.questions import Situation

as_json = click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="As JSON; secaudit schema NAME prints its form, secaudit/cli/README.md describes it.",
)

_NAMED = 8


@contextmanager
def asking(inventories: tuple[Path, ...], day: str, packs: tuple[Path, ...] = ()) -> "Iterator[Situation]":
    """The network of inventories, to be asked; what the command line names and is not there is wrong usage."""
    from secaudit.expressions import ExpressionError  # noqa: PLC0415  (heavy)
    from secaudit.network.selection import NotKnownError  # noqa: PLC0415
    from secaudit.pipeline.questions import situation  # noqa: PLC0415

    found = situation(options.request(inventories, day, packs))
    try:
        yield found
    except NotKnownError as error:
        raise click.UsageError(f"{error}{hints.near(error.word, error.known)}") from error
    except ExpressionError as error:
        raise click.UsageError(f"--through: {error}") from error


def print_json(form: str, situation: "Situation", answer: Mapping[str, object]) -> None:
    """An answer as JSON, with the name of its form, the day, and whether everything was read."""
    head = {"format": f"secaudit.{form}/v1", "as_of": situation.request.as_of, "complete": not situation.skipped}
    click.echo(json.dumps(head | dict(answer), ensure_ascii=False, indent=2))


def plain(hop: "Hop") -> dict[str, object]:
    """A station as JSON."""
    return {
        "kind": hop.kind, "id": hop.id, "level": hop.level, "file": hop.source.file, "line": hop.source.line,
        "detail": hop.detail.en if hop.detail else None,
    }  # fmt: skip


def told(hop: "Hop", lang: "Language") -> str:
    """A station as a line: segments at the left, devices behind an arrow."""
    arrow = "  → " if hop.kind != "segment" else ""
    level = f" [{hop.level}]" if hop.level is not None else ""
    detail = f" ({hop.detail.of(lang)})" if hop.detail else ""
    return f"{arrow}{hop.id}{level}{detail}  {hop.source}"


def listed(names: Iterable[str], lang: "Language") -> str:
    """Some names, and how many there are besides."""
    every = list(names)
    rest = len(every) - _NAMED
    if rest <= 1:  # one more is as short as its number
        return ", ".join(every)
    return f"{', '.join(every[:_NAMED])} {f'và {rest} nữa' if lang == 'vi' else f'and {rest} more'}"
