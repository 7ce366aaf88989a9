"""secaudit level: the computed level of systems, with the reasons."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from secaudit.cli import console, exit_codes, hints, options
from secaudit.errors import InputError, Problem
from secaudit.findings.dates import day

if TYPE_CHECKING:
    from secaudit.findings.card import Citation
    from secaudit.findings.words import Language
    from secaudit.levels import Change, Determination, Table
    from secaudit.model import System


@click.command()
@options.inventories
@click.option("--system", "wanted", multiple=True, metavar="ID", help="Only this system; repeatable.")
@options.rules
@options.as_of
@options.language
def command(
    inventories: tuple[Path, ...], wanted: tuple[str, ...], packs: tuple[Path, ...], as_of: str, lang: "Language"
) -> int:
    """Compute the level of systems from their facts and say which criteria give it.

    Example: secaudit level inventories/ministry --system doc-flow
    """
    from secaudit import pipeline  # noqa: PLC0415  (heavy)
    from secaudit.levels import determine, what_if  # noqa: PLC0415

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
        console.tell(_told(systems[name], determination, table, lang))
        console.tell(_changes(what_if(systems[name], table), lang))
    return exit_codes.worst(console.tell_skipped(reading.skipped), exit_codes.INCOMPLETE if is_open else exit_codes.OK)


def _told(system: "System", determination: "Determination", table: "Table", lang: "Language") -> Iterator[str]:
    vietnamese = lang == "vi"
    computed = str(determination.level or f"{determination.at_least}..{determination.at_most}")
    declared = "?" if system.level is None else str(system.level)
    words = ("kê khai", "theo tiêu chí", "chờ") if vietnamese else ("declared", "by criteria", "waits for")
    besides = list(_besides(system, determination, table, lang))
    yield f"{system.id}: {words[0]} {declared}, {words[1]} {computed}{''.join(told for told, _ in besides)}"
    of = f" {table.instrument}" if table.instrument else ""
    for criterion in determination.matched:
        yield f"  {criterion.level}  {criterion.clause}{of}  {criterion.title.of(lang)}"
    for _, lines in besides:
        yield from lines
    for wait in determination.open:
        yield f"  {wait.criterion.level}? {wait.criterion.clause}{of}  {words[2]}: {', '.join(wait.missing)}"


def _besides(
    system: "System", determination: "Determination", table: "Table", lang: "Language"
) -> Iterator[tuple[str, list[str]]]:
    """What asks for a level besides the criteria: for the first line where it asks for a higher one, and lines of its own."""
    vi = lang == "vi"
    parts = [part for part in system.components or () if part.level is not None]
    highest = max((part.level or 0 for part in parts), default=0)
    if parts:
        head = (
            f", {'theo thành phần' if vi else 'by its components'} {highest}"
            if highest > determination.at_least
            else ""
        )
        word = "thành phần" if vi else "component"
        yield head, [f"  {part.level}  {word} {part.id}{_by(table.components, lang)}" for part in parts]
    risk = system.risk_assessment
    if risk is not None and (risk.recommended_level or 0) > determination.at_least:
        word = f"đánh giá rủi ro ngày {day(risk.date, lang)}" if vi else f"risk assessment of {risk.date}"
        head = f", {'theo đánh giá rủi ro' if vi else 'by its risk'} {risk.recommended_level}"
        yield head, [f"  {risk.recommended_level}  {word}{_by(table.risk, lang)}"]


def _by(cite: "Citation | None", lang: "Language") -> str:
    from secaudit.reporters import labels  # noqa: PLC0415  (heavy)

    return "" if cite is None else f"  ({labels.citation(cite, lang)})"


def _changes(changes: Sequence["Change"], lang: "Language") -> Iterator[str]:
    """What each undeclared fact would settle, and which declared one would change the level."""
    words = {"vi": ("nếu kê khai", "nếu đổi thành", "thì cấp độ"), "en": ("if declared", "if it became", "then level")}
    declared_as, changed_to, then = words[lang]
    for change in changes:
        level = str(change.at_least) if change.at_least == change.at_most else f"{change.at_least}..{change.at_most}"
        clauses = ", ".join(criterion.clause for criterion in change.criteria) or "-"
        values = " | ".join(change.values)
        yield f"  ~  {change.fact} {changed_to if change.declared else declared_as} {values}: {then} {level}  ({clauses})"
