"""The rows of the register of systems, written without a template.

A ministry has tens of thousands of systems, and a template takes ten times as long for a cell as Python
does. What is data goes through `cell`, which does what the page does with all it prints: deceptive
characters are made visible, the rest is escaped, and what is not declared is a dash.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache

from markupsafe import Markup, escape

from secaudit.findings.dates import day
from secaudit.findings.report import SystemRow
from secaudit.findings.words import Language
from secaudit.reporters import labels
from secaudit.reporters.html.words import PAGE
from secaudit.reporters.safety import visible

NOTHING = "—"
_DAY = re.compile(r"(?:(?<=, )|^)(?:\d{2}/\d{2}/\d{4}|\d{4}-\d{2}-\d{2})(?=,|$)", re.ASCII)

_Cell = Callable[[str | int | None], str]


def rows(
    systems: Sequence[SystemRow], units: Mapping[str, str], criteria: Mapping[str, str], language: Language
) -> Iterator[Markup]:
    """One row of the table a system; `units` are the names of units by id, `criteria` the words for what gave a level."""
    often: _Cell = cache(cell)  # for what few systems have alone
    yes, no = (
        cell(f"{labels.SYMBOLS[symbol]} {PAGE[word].of(language)}")
        for symbol, word in (("pass", "yes"), ("critical", "no"))
    )

    def word(key: str | None) -> str:
        return often(None if key is None else labels.word(labels.REGISTER, key, language))

    def computed(row: SystemRow) -> str:
        if row.level_computed is not None:
            return often(row.level_computed)
        return often(PAGE["range"].of(language).format(low=row.level_at_least, high=row.level_at_most))

    for row in systems:
        name = f"{cell(row.name)}<br><i>{cell(row.id)}</i>" if row.name else cell(row.id)
        owner = None if row.owner is None else units.get(row.owner, row.owner)
        decision = f"<br>{cell(row.decision)}" if row.decision else ""
        date = f"<br>{dated(often(day(row.decision_date, language)))}" if row.decision_date else ""
        yield Markup(  # noqa: S704  (all of it is ours or went through `cell`)
            f'<tr><th scope="row">{name}</th><td>{often(owner)}</td><td>{word(row.status)}</td>'
            f'<td>{word(row.kind)}</td><td class="num">{often(row.level)}</td>'
            f'<td class="num">{often(row.level_approved)}</td>\n'
            f'<td class="num">{computed(row)}</td><td>{often("; ".join(criteria.get(one, one) for one in row.criteria) or None)}</td>\n'
            f"<td>{word(row.approval_status)}{decision}{date}</td><td>{word(row.plan_status)}</td>\n"
            f'<td>{yes if row.approved else no}</td><td class="at">{_place(row.source)}</td></tr>\n'
        )


def _place(source: str) -> str:
    """A file and line that is broken before the name of the file if anywhere."""
    folder, slash, name = source.rpartition("/")
    return f"{cell(folder + slash)}<wbr>{cell(name)}"


def cell(value: str | int | None) -> str:
    """A value as a cell prints it."""
    if value is None:
        return NOTHING
    return str(escape(visible(value))) if isinstance(value, str) else str(value)


def dated(text: str) -> str:
    """A cell that `cell` made, with every date in its list kept on one line."""
    return _DAY.sub(lambda found: f'<span class="day">{found[0]}</span>', text)
