"""The context of the charts on the scoreboards: level pyramid, stacked bars, what becomes due."""

from typing import Any

from secaudit.findings.report import Report
from secaudit.findings.words import Language
from secaudit.reporters.html import agenda, levels, stacks


def context(report: Report, language: Language) -> dict[str, Any]:
    """What the templates of the charts are given."""
    found, plan = levels.rows(report), agenda.agenda(report)
    return {
        "chart": {key: words.of(language) for key, words in {**levels.WORDS, **agenda.WORDS}.items()},
        "level_rows": found,
        "level_panels": levels.panels(report),
        "pyramid": levels.pyramid(found, levels.panels(report), language),
        "tally_bar": stacks.tally_bar,
        "unit_bar": stacks.unit_bar,
        "most_open": stacks.most_open(report.units),
        "sample": stacks.sample,
        "agenda": plan,
        "agenda_drawing": agenda.draw(plan.months, language) if plan.months else None,
        "month_name": lambda month: agenda.month_name(month, language),
    }
