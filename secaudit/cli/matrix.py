"""secaudit matrix: which groups of segments reach which."""

import csv
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, options
from secaudit.cli.asking import asking, print_json

if TYPE_CHECKING:
    from secaudit.findings.words import Language
    from secaudit.network.matrix import Matrix
    from secaudit.network.ways import Relation
    from secaudit.pipeline.questions import By, Groups

_MOST = 2000  # groups; a million cells and more help nobody
_WIDEST = 160  # characters of a table on a terminal
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what makes a spreadsheet compute a cell


@click.command()
@options.inventories
@click.option("--by", type=click.Choice(["segment", "zone", "network", "level", "unit"]), required=True,
              help="What a row and a column stand for.")  # fmt: skip
@click.option("--relation", type=click.Choice(["reaches", "forwards", "informs"]), default="reaches", show_default=True,
              help="reaches: by any number of conversations; forwards: by one, with the services; informs: by "
              "conversations and their answers.")  # fmt: skip
@click.option("--format", "form", type=click.Choice(["text", "csv", "json"]), default="text", show_default=True,
              help="How to write it.")  # fmt: skip
@options.as_of
@options.language
def command(  # noqa: PLR0913, PLR0917  (one argument an option)
    inventories: tuple[Path, ...], by: "By", relation: "Relation", form: str, as_of: str, lang: "Language"
) -> int:  # fmt: skip
    """Tabulate which groups reach which: a row reaches a column.

    Counted are pairs of segments, or with forwards the services that get through between any of them.

    Example: secaudit matrix inventories/ministry --by network
    """
    with asking(inventories, as_of) as situation:
        from secaudit.pipeline.questions import groups, matrices  # noqa: PLC0415  (heavy)

        count = len(groups(situation, by).names)
        if count > _MOST:
            raise click.UsageError(f"--by {by} gives {count} groups, more than {_MOST}; choose a coarser one")
        found, matrix = matrices(situation, [by], relation)[0]
    if form == "json":
        cells = list(_cells(found, matrix, relation))
        print_json("matrix", situation, {
            "by": by, "relation": relation, "groups": list(found.names), "sizes": list(matrix.sizes), "cells": cells,
        })  # fmt: skip
    elif form == "csv":
        console.tell(_csv(_names(found, lang), matrix, by).splitlines())
    else:
        console.tell(_text(_names(found, lang), matrix, relation, lang))
    return console.tell_skipped(situation.skipped)


def _names(groups: "Groups", lang: "Language") -> list[str]:
    undeclared = "(chưa kê khai)" if lang == "vi" else "(not declared)"
    return [undeclared if name is None else name for name in groups.names]


def _cells(groups: "Groups", matrix: "Matrix", relation: str) -> Iterator[dict[str, object]]:
    for row, origin in enumerate(groups.names):
        for column, goal in enumerate(groups.names):
            pairs = matrix.pairs[row][column]
            of = matrix.possible(row, column)
            cell: dict[str, object] = {"from": origin, "to": goal, relation: pairs > 0, "pairs": pairs, "of": of}
            if matrix.services is not None:
                cell["services"] = _services(matrix, row, column).split(", ") if pairs else []
            yield cell


def _services(matrix: "Matrix", row: int, column: int) -> str:
    from secaudit.network.services import describe  # noqa: PLC0415  (heavy)

    found = matrix.services[row][column] if matrix.services is not None else ()
    return describe(found) if found else ""


def _csv(names: Sequence[str], matrix: "Matrix", by: str) -> str:
    """A grid: 0 or nothing is no. No cell begins with what a spreadsheet would compute."""
    goal = io.StringIO()
    writer = csv.writer(goal, lineterminator="\n")
    writer.writerow([by, *map(_safe, names)])
    for row, name in enumerate(names):
        counts = matrix.pairs[row]
        services = [_services(matrix, row, column) for column in range(len(names))]
        writer.writerow([_safe(name), *(counts if matrix.services is None else map(_safe, services))])
    return goal.getvalue()


def _safe(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _text(names: Sequence[str], matrix: "Matrix", relation: str, lang: "Language") -> Iterator[str]:
    widths = [max(len(name), *(len(str(line[column])) for line in matrix.pairs)) for column, name in enumerate(names)]
    first = max(map(len, names), default=0)
    if relation != "forwards" and first + sum(widths) + 2 * len(widths) <= _WIDEST:
        yield _HEADS[relation][lang == "vi"]
        yield " " * first + "".join(f"  {name:>{width}}" for name, width in zip(names, widths, strict=True))
        for name, line in zip(names, matrix.pairs, strict=True):
            yield f"{name:{first}}" + "".join(
                f"  {count or '.':>{width}}" for count, width in zip(line, widths, strict=True)
            )
        return
    yield from _list(names, matrix, lang)


_HEADS = {
    "reaches": ("rows reach columns: pairs of segments", "hàng tới được cột: số cặp phân đoạn"),
    "informs": ("rows inform columns: pairs of segments", "hàng truyền được thông tin tới cột: số cặp phân đoạn"),
}


def _list(names: Sequence[str], matrix: "Matrix", lang: "Language") -> Iterator[str]:
    """One line a pair of groups that are related, with how many of their pairs of segments are."""
    related = 0
    for row, origin in enumerate(names):
        for column, goal in enumerate(names):
            if matrix.pairs[row][column]:
                related += 1
                share = f"{matrix.pairs[row][column]}/{matrix.possible(row, column)}"
                services = _services(matrix, row, column)
                yield f"{origin} → {goal}  {share}{'  ' if services else ''}{services}"
    rest = len(names) ** 2 - related
    yield f"{rest} cặp nhóm khác: không" if lang == "vi" else f"{rest} other pairs of groups: no"
