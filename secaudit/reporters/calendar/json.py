"""The calendar as JSON, `secaudit.calendar/v1`."""

from typing import Any

from secaudit.findings.due import Due
from secaudit.reporters.calendar import Calendar
from secaudit.reporters.encoding import dump
from secaudit.reporters.options import RenderOptions

FORMAT = "secaudit.calendar/v1"


def render(calendar: Calendar, options: RenderOptions) -> str:  # noqa: ARG001 - every reporter has this form
    """Everything, in both languages."""
    return dump({
        "format": FORMAT, "as_of": calendar.as_of, "months": calendar.months, "scope": list(calendar.scope),
        "next": calendar.due[0].date if calendar.due else None, "due": [_due(due) for due in calendar.due],
    })  # fmt: skip


def _due(due: Due) -> dict[str, Any]:
    return {
        "date": due.date, "fingerprint": due.fingerprint, "rule": due.rule, "state": due.state, "severity": due.severity,
        "subject": due.subject, "name": due.name, "owner": due.owner,
        "message": {"vi": due.message.vi, "en": due.message.en},
        "source": {"file": due.source.file, "line": due.source.line, "column": due.source.column}, "waiver": due.waiver,
    }  # fmt: skip
