"""A report as a folder: a front page with the numbers, the network and the registers, and a page for each unit.

Every page needs nothing but itself. Links between them are relative, so that a folder may be moved or zipped.
"""

import re
from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from secaudit.findings.report import Report, Verdict
from secaudit.reporters.html import rendered
from secaudit.reporters.html.part import Leaf, Part
from secaudit.reporters.options import RenderOptions

FRONT = "index.html"
_NOT_IN_A_FILE_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_LONGEST = 60
_ON_THE_FRONT = frozenset(
    {"summary", "scoreboards", "network", "units", "comparison", "form08", "files", "verification"}
)
_ON_A_LEAF = frozenset({"findings", "unknown", "systems", "gateways"})


def render(report: Report, options: RenderOptions) -> dict[str, str]:
    """The pages by the names of their files; the front page first."""
    verdicts: dict[str | None, list[Verdict]] = {}
    for verdict in report.verdicts:
        verdicts.setdefault(verdict.finding.owner or None, []).append(verdict)
    leaves = dict(_leaves(report, verdicts))
    pages = {FRONT: rendered(report, options, Part(without=_ON_A_LEAF, leaves=leaves))}
    for unit, leaf in leaves.items():
        part = Part(without=_ON_THE_FRONT, front=FRONT, name=leaf.name)
        pages[leaf.file] = rendered(_of_unit(report, unit, verdicts.get(unit, ())), options, part)
    return pages


def _leaves(report: Report, verdicts: dict[str | None, list[Verdict]]) -> Iterator[tuple[str | None, Leaf]]:
    names = {unit.id: unit.name for unit in report.units if unit.id}
    systems: dict[str | None, int] = {}
    for row in report.systems:
        systems[row.owner or None] = systems.get(row.owner or None, 0) + 1
    taken: set[str] = {FRONT}
    for unit in sorted({*verdicts, *systems}, key=lambda ident: (ident is None, ident or "")):
        states = [one.finding.state for one in verdicts.get(unit, ()) if one.status == "open"]
        unknown = states.count("unknown")
        name = None if unit is None else names.get(unit, unit)
        yield unit, Leaf(_file(unit, taken), name, systems.get(unit, 0), len(states) - unknown, unknown)


def _file(unit: str | None, taken: set[str]) -> str:
    """A file name of harmless signs that no other page has, not even where capitals are not told apart."""
    stem = "no-unit" if unit is None else f"unit-{_NOT_IN_A_FILE_NAME.sub('-', unit)[:_LONGEST]}"
    name, number = f"{stem}.html", 1
    while name.casefold() in taken:
        number += 1
        name = f"{stem}-{number}.html"
    taken.add(name.casefold())
    return name


def _of_unit(report: Report, unit: str | None, verdicts: Iterable[Verdict]) -> Report:
    """What a unit owns, with what it is joined with. Waivers and numbers of rules are those of the whole report."""
    mine = [one for one in report.dossiers if (one.owner or None) == unit]
    near = {(related.role.removesuffix("s"), ident) for one in mine for related in one.related for ident in related.ids}
    owned = {(one.kind, one.id) for one in mine}
    return replace(
        report, verdicts=tuple(verdicts), systems=tuple(row for row in report.systems if (row.owner or None) == unit),
        dossiers=tuple(
            one for one in report.dossiers
            if (one.kind, one.id) in owned or (one.kind != "gateway" and (one.kind, one.id) in near) or one.kind == "unit"
        ),
        conduits=(), exposures=(), certificates=(), due=None, absent=None,
    )  # fmt: skip
