"""A baseline, `secaudit.baseline/v1`: the open findings, as far as a later audit needs them to tell what is new.

Sorted by rule and subject, a line each, so that a change of it can be reviewed.
"""

import json
from typing import Any

from secaudit.findings.baseline import Known, known
from secaudit.findings.report import Report
from secaudit.reporters.options import RenderOptions
from secaudit.reporters.safety import replaced

FORMAT = "secaudit.baseline/v1"


def render(report: Report, options: RenderOptions) -> str:  # noqa: ARG001 - every reporter has this form
    """The open findings of a report; waived ones are decided already and are not in it."""
    opened = (verdict for verdict in report.verdicts if verdict.status == "open")
    found = (known(verdict.finding, verdict.first_seen or report.as_of) for verdict in opened)
    rows = sorted(found, key=lambda one: (one.rule, one.subject, one.fingerprint))
    lines = ",\n".join(f"    {_line(row)}" for row in rows)
    head = f'"format": "{FORMAT}",\n  "as_of": {_text(report.as_of)}'
    return f'{{\n  {head},\n  "findings": [\n{lines}\n  ]\n}}\n' if rows else f'{{\n  {head},\n  "findings": []\n}}\n'


def _line(row: Known) -> str:
    content: dict[str, Any] = {field: getattr(row, field) for field in row.__struct_fields__}
    return _text(content)


def _text(value: object) -> str:
    written = json.dumps(value, ensure_ascii=False, allow_nan=False)
    return replaced(written, lambda character: json.dumps(character)[1:-1])
