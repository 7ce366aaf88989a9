"""The context of the chapters that tell of things one by one, of time and of the report itself."""

from collections.abc import Callable
from dataclasses import replace
from itertools import islice
from typing import Any

from markupsafe import Markup, escape

from secaudit.findings.controls import ControlRow
from secaudit.findings.dates import day
from secaudit.findings.report import Report
from secaudit.findings.words import Language, Words
from secaudit.reporters import editions, identity, labels
from secaudit.reporters.html import against, ahead, field_words, form08
from secaudit.reporters.html.chapter_words import CHAPTER
from secaudit.reporters.html.chapters import APPENDICES, OF_THINGS, Chapter, Entry, chapters
from secaudit.reporters.html.gateway_pages import GatewayPage, gateway_pages
from secaudit.reporters.html.pages import MOST_PAGES, SystemPage, system_pages
from secaudit.reporters.html.part import Part
from secaudit.reporters.html.shelf import Shelf
from secaudit.reporters.html.view import Anchors, Layout
from secaudit.reporters.html.words import PAGE
from secaudit.reporters.safety import visible

# Every finding stands in full in its own chapter; pages and comparison only point there.
MOST_FOUND = 30
MOST_CHANGES = 300


class Links:
    """Links to the pages about things; a thing without a page is told by its id."""

    def __init__(self, shown: set[tuple[str, str]]) -> None:
        """Know which things have a page."""
        self._shown = shown
        self._anchors = Anchors()

    def anchor(self, kind: str, ident: str) -> str:
        """The name of the page about a thing."""
        return f"d-{self._anchors(f'{kind}.{ident}')}"

    def thing(self, kind: str, ident: str, text: str | None = None) -> Markup:
        """A thing by its id or another text, as a link if there is a page about it."""
        told = escape(visible(text or ident))
        if (kind, ident) not in self._shown:
            return told
        return Markup(f'<a href="#{escape(self.anchor(kind, ident))}">{told}</a>')  # noqa: S704  (both are escaped)

    def subject(self, text: str) -> Markup:
        """What a finding is about (`system:doc-flow`), as a link if there is a page about it."""
        kind, _, ident = text.partition(":")
        return self.thing(kind, ident, text)


def context(report: Report, language: Language, layout: Layout, part: Part) -> dict[str, Any]:
    """What the templates of those chapters are given."""
    shelf = Shelf(report, language)
    most = min(part.paper.most_things if part.paper else MOST_PAGES, layout.most)
    systems, gateways = system_pages(report, shelf, most), gateway_pages(report, shelf, most)
    if part.paper:
        systems, gateways = _with_findings(systems, gateways)
    links = Links(
        {*(("system", page.row.id) for page in systems), *(("gateway", page.dossier.id) for page in gateways)}
    )
    due_rows, due_left = ahead.due_together(report.due or ())
    found = chapters(_within(layout, systems, gateways, links, language), _left_out(report) | part.without)
    return {
        "chapters": found,
        "title": lambda key: _title(found[key], language),
        "report_number": identity.number(report),
        "system_pages": systems, "gateway_pages": gateways, "most_pages": most,
        "gateways_in_all": sum(report.tells_of(gateway.source.file) for gateway in shelf.of_kind("gateway")),
        "systems_in_all": sum(report.tells_of(row.source) for row in report.systems),
        "of_numbers": _is_of_numbers(report),
        "edition": editions.told(report.edition, language),
        "unit_link": _unit_links(layout, part, here="findings" in found),
        "anchor": links.anchor, "thing": links.thing, "subject_link": links.subject,
        "ahead": ahead.ahead(report, shelf), "most_ahead": ahead.MOST_ITEMS, "soon": ahead.SOON,
        "due_rows": due_rows, "due_left": due_left, "most_found": MOST_FOUND, "most_changes": MOST_CHANGES, "waiver_lines": ahead.waivers(report),
        "days_over": lambda until: -(ahead.days_left(until, report.as_of) or 0),
        "lapsed_answers": sum(1 for row in report.systems for control in row.controls if control.lapsed),
        "change": against.change(report),
        "form08_rows": islice(form08.rows(report, shelf), layout.most),
        "form08_count": sum(row.status != "retired" for row in report.systems),
        "rule_part": lambda part: labels.word(PARTS_OF_A_RULE, part, language),
        "value_word": lambda text: field_words.value(text, language),
        "look_of": LOOKS.__getitem__,
        "control_line": _control_lines(report, shelf),
    }  # fmt: skip


def _unit_links(layout: Layout, part: Part, *, here: bool) -> Callable[[str, str], Markup]:
    """A unit's name, as a link to its findings if there are any here, or to its page."""
    places = {unit.id or "": f"#u-{number}" for number, unit in enumerate(layout.units, 1)} if here else {}
    places = {unit or "": leaf.file for unit, leaf in part.leaves.items()} or places

    def link(ident: str, name: str) -> Markup:
        told = escape(visible(name))
        if ident not in places:
            return told
        return Markup('<a href="{}">{}</a>').format(places[ident], told)

    return link


def _with_findings(
    systems: tuple[SystemPage, ...], gateways: tuple[GatewayPage, ...]
) -> tuple[tuple[SystemPage, ...], tuple[GatewayPage, ...]]:
    """What is printed: things with findings, and of them what is looked at on site."""
    return (
        tuple(replace(page, facts=(), rest=(), questions="") for page in systems if page.findings),
        tuple(replace(page, rest=()) for page in gateways if page.findings),
    )


def _is_of_numbers(report: Report) -> bool:
    return report.edition is not None and report.edition.kind == "statistics"


def _left_out(report: Report) -> frozenset[str]:
    return frozenset((*(OF_THINGS if _is_of_numbers(report) else ()), *(() if report.glossary else ("glossary",))))


def _control_lines(report: Report, shelf: Shelf) -> Callable[[ControlRow], str]:
    """A control that is met in one phrase: its title, and what is known of it."""
    titles = {(card.pack, card.id): card.title.of(shelf.language) for card in report.controls}

    def told(row: ControlRow) -> str:
        known = [] if row.evidence is None else [row.evidence]
        known += [day(one, shelf.language) for one in (row.answered,) if one]
        title = titles.get((row.pack, row.control), row.control)
        return f"{title} ({', '.join(known)})" if known else title

    return told


PARTS_OF_A_RULE = {
    "severity": Words("mức độ", "severity"), "basis": Words("cơ sở", "basis"), "confidence": Words("độ tin cậy", "confidence"),
    "check": Words("phép kiểm tra", "check"), "cites": Words("căn cứ", "citations"),
    "equivalents": Words("đối chiếu", "equivalents"), "applies_from": Words("cấp độ áp dụng", "level it applies from"),
    "waivable": Words("miễn áp dụng", "whether it may be waived"), "question": Words("câu hỏi", "question"),
    "deadline": Words("thời hạn", "deadline"), "name": Words("tên", "name"),
}  # fmt: skip
LOOKS = {
    "missing": "critical", "unknown": "unknown", "evidenced": "pass", "measured": "pass", "declared": "low", "not_asked": "info",
}  # fmt: skip


def _within(
    layout: Layout, systems: tuple[SystemPage, ...], gateways: tuple[GatewayPage, ...], links: Links, language: Language
) -> dict[str, list[Entry]]:
    """The places within the chapters: units, systems, gateways."""
    nobody = PAGE["no_owner"].of(language)
    return {
        "findings": [Entry(f"u-{place}", unit.name or nobody) for place, unit in enumerate(layout.units, 1)],
        "systems": [Entry(links.anchor("system", page.row.id), page.row.name or page.row.id) for page in systems],
        "gateways": [
            Entry(links.anchor("gateway", page.dossier.id), page.dossier.name or page.dossier.id) for page in gateways
        ],
    }


def _title(chapter: Chapter, language: Language) -> str:
    words = PAGE.get(chapter.key) or CHAPTER[chapter.key]
    lead = f"{CHAPTER['appendix'].of(language)}\u00a0" if chapter.key in APPENDICES else ""
    return f"{lead}{chapter.number}. {words.of(language)}"
