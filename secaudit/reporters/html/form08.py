"""Systems in the twelve columns of form 08 of Decree 331/2026, written without a template as the register is."""

from collections.abc import Iterator

from markupsafe import Markup

from secaudit.findings.dossier import Dossier
from secaudit.findings.report import Report, SystemRow
from secaudit.reporters import labels
from secaudit.reporters.html.register import NOTHING, cell, dated
from secaudit.reporters.html.shelf import Shelf

# The inventory does not ask for what is expected. These columns are left to the pen.
_PEN = ""


def rows(report: Report, shelf: Shelf) -> Iterator[Markup]:
    """One row of the table a system that is in use or being made; retired ones are not reported."""
    living = (row for row in report.systems if row.status != "retired")
    for number, row in enumerate(living, 1):
        dossier = shelf.dossiers.get(("system", row.id))
        columns = [dated(cell(column)) if column != _PEN else _PEN for column in _columns(row, dossier, shelf)]
        yield Markup(  # noqa: S704  (all of it is ours or went through `cell`)
            f'<tr><td class="num">{number}</td><th scope="row">{cell(row.name or row.id)}</th>'
            f"<td>{'</td><td>'.join(columns)}</td></tr>\n"
        )


def _columns(row: SystemRow, dossier: Dossier | None, shelf: Shelf) -> list[str | None]:
    """The ten columns after number and name: owner, operator, level, approval, plan, inspection."""

    def told(*fields: str) -> str | None:
        if dossier is None:
            return None
        declared = ((field, dossier.values(field)) for field in fields)
        return ", ".join(shelf.text(field, values) for field, values in declared if values) or None

    def word(key: str | None) -> str | None:
        return None if key is None else labels.word(labels.REGISTER, key, shelf.language)

    decision = told("approval.decision.number", "approval.decision.date", "approval.decision.by")
    return [
        shelf.unit(row.owner), told("operator"), None if row.level is None else str(row.level), word(row.approval_status),
        decision or row.decision, told("approval.regulation.number", "approval.regulation.date"),
        NOTHING if row.approval_status == "approved" else _PEN, word(row.plan_status),
        NOTHING if row.plan_status == "complete" else _PEN,
        told("operations.last_inspection.date", "operations.last_inspection.by"),
    ]  # fmt: skip
