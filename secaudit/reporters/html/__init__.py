"""One self-contained page for the inspector: on screen or paper, offline, complete without its script.

What is data goes through autoescape, and through `safety.visible` before that, wherever a template prints it:
no template has to think of it. The register of systems, by far the longest table, does the same on its own.
The policy in the page's head allows our one script and one style sheet by their hashes, and nothing else.
"""

from base64 import b64encode
from functools import cache
from hashlib import sha256
from types import SimpleNamespace
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from secaudit.findings.dates import day
from secaudit.findings.report import Report
from secaudit.findings.severity import SEVERITIES
from secaudit.findings.words import Language
from secaudit.reporters import controls, labels, score
from secaudit.reporters.html import book, charts, network, register, running, view
from secaudit.reporters.html.chapter_words import CHAPTER
from secaudit.reporters.html.part import WHOLE, Part
from secaudit.reporters.html.press import environment, packaged
from secaudit.reporters.html.svg import bar
from secaudit.reporters.html.words import PAGE
from secaudit.reporters.options import RenderOptions


def render(report: Report, options: RenderOptions) -> str:
    """The whole report as one HTML file."""
    return rendered(report, options, WHOLE)


def rendered(report: Report, options: RenderOptions, part: Part) -> str:
    """A part of the report as one HTML file."""
    page = _environment().get_template("report.html.j2")
    return page.render(_context(report, options, part)) + "\n"


@cache
def _environment() -> Environment:
    made = environment()
    made.filters["fill"] = _fill
    return made


class Said(SimpleNamespace):
    """What the page itself says, as `say.title` and `say["title"]`. Jinja2 finds an attribute sooner than a key."""

    def __getitem__(self, key: str) -> str:
        """A phrase by a name that a template puts together."""
        return str(getattr(self, key))


def _fill(pattern: str, **values: object) -> str:
    """A phrase of ours with its numbers or names filled in; it is escaped like any text."""
    return pattern.format(**values)


def _style(line: str) -> str:
    return packaged("report.css") + packaged("chapters.css") + packaged("paper.css") + running.style(line)


def _policy(script: str, style: str) -> str:
    return (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"


def _layout(report: Report, options: RenderOptions, part: Part) -> view.Layout:
    """The findings, one by one unless there are pages for them."""
    if not part.leaves:
        layout = view.Layout(report, options.language, options.most)
        if part.paper:
            layout.leave_counted()
        return layout
    files = {
        verdict.finding.fingerprint[: view.ANCHOR]: part.leaves[verdict.finding.owner or None].file
        for verdict in report.verdicts
    }
    return view.Layout(report, options.language, 0, files)


def _context(report: Report, options: RenderOptions, part: Part) -> dict[str, Any]:
    language, most = options.language, options.most
    line = running.line(report, language, on_paper=part.paper is not None)
    script, style = packaged("report.js"), _style(line)
    layout = _layout(report, options, part)
    units = {unit.id: unit.name for unit in report.units}
    known = {(card.pack, card.id): card for card in report.controls}
    criteria = {one.told: f"{one.clause}: {one.title.of(language)}" for one in report.criteria}
    return {
        "report": report,
        "language": language,
        "say": Said(**{key: words.of(language) for key, words in {**PAGE, **CHAPTER}.items()}),
        "policy": _policy(script, style),
        # Ours, from the package: with `running.style` the only texts that are not escaped, besides the drawings.
        "script": Markup(script),  # noqa: S704
        "style": Markup(style),  # noqa: S704
        "layout": layout,
        "most": most,
        "running_line": line,
        "part": part,
        "leaves": tuple(part.leaves.values()),
        "network": network.chapter(report, language),
        "cards": {card.id: card for card in report.cards},
        "tallies": {tally.rule: tally for tally in report.tallies},
        "register_rows": register.rows(report.systems[:most], units, criteria, language),
        "criterion_word": lambda told: criteria.get(told, told),
        "control_counts": controls.counts(report.systems),
        "rule_anchor": view.Anchors(),
        "bar": bar,
        # Not `none`: Jinja2 prints a constant before it asks `finalize`.
        "nothing": register.NOTHING,
        "extent": view.extent,
        "symbol": labels.SYMBOLS.__getitem__,
        "controls_told": lambda rows: controls.told(rows, known, language),
        **_scores(report),
        **_worded(language),
        **book.context(report, language, layout, part),
        **charts.context(report, language),
    }


def _scores(report: Report) -> dict[str, Any]:
    """The numbers that sum a report up."""
    good, total = score.approved(report)
    return {
        "ranked": view.ranked(report.units),
        "gaps": view.largest_gaps(report.tallies),
        "severities": tuple(reversed(SEVERITIES)),
        "by_severity": score.by_severity(report),
        "by_state": score.by_state(report),
        "approved": good,
        "systems": total,
        "verdict": _verdict(report),
    }


def _worded(language: Language) -> dict[str, Any]:
    """The small functions that need the language."""
    tables = {
        "severity_word": labels.SEVERITY, "state_word": labels.STATE, "basis_word": labels.BASIS,
        "confidence_word": labels.CONFIDENCE, "waiver_word": labels.WAIVER_STATE, "count_word": labels.COUNT,
        "control_kind": labels.CONTROL_KIND, "kind_word": labels.KIND,
    }  # fmt: skip
    return {
        **{name: lambda key, table=table: labels.word(table, key, language) for name, table in tables.items()},
        "level_word": lambda level: labels.level(level, language),
        "zone_word": lambda zone: network.zone_word(zone, language),
        "secrecy_word": lambda secrecy: network.secrecy_word(secrecy, language),
        "citation": lambda cite: labels.citation(cite, language),
        "day": lambda text: day(text, language) or None,
        "number": lambda count: labels.number(count, language),
        "remark": lambda text: labels.note(text, language),
    }


def _verdict(report: Report) -> tuple[str, str, int]:
    """Which sentence sums the report up: its look, its phrase, the number in it."""
    states = score.by_state(report)
    if states["fail"]:
        return "fail", "verdict_fail", states["fail"]
    if states["unknown"] or states["error"]:
        return "unknown", "verdict_unknown", states["unknown"] + states["error"]
    if not report.is_complete:
        return "unknown", "verdict_incomplete", 0
    return "pass", "verdict_pass", 0
