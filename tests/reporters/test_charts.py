"""The charts of the scoreboards: their numbers are those of the tables, their parts stay in their places."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.assertion import SnapshotAssertion

from secaudit.documents.source import Source
from secaudit.findings.due import Due
from secaudit.findings.report import Report, Tally, UnitRow
from secaudit.findings.words import Words
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.html import agenda, levels, stacks
from secaudit.reporters.html.lettering import width
from tests.reporters.builders import SYSTEMS, full_report, with_every_text
from tests.reporters.pages import Page
from tests.reporters.payload import PAYLOAD


def _due(date: str, number: int = 1, severity: Any = "high") -> Due:
    return Due(
        date=date, fingerprint=f"{number:064x}", rule="APR-01", state="fail", severity=severity, name=None, owner=None,
        subject=f"system:s{number}", message=Words("hết hạn", "runs out"), source=Source("a.yaml", 1, 1),
    )  # fmt: skip


def _html(report: Report, language: Any = "en") -> Page:
    told = REPORTERS["html"](report, RenderOptions(language=language))
    return Page(told.replace("</td>", " </td>").replace("</th>", " </th>"))


def _drawn(drawing: Any) -> tuple[Page, int, int]:
    page = Page(str(drawing))
    _, _, across, down = map(int, page.elements[0].attributes["viewbox"].split())
    return page, across, down


def _stay_inside(drawing: Any) -> None:
    page, across, down = _drawn(drawing)
    for rect in page.all("rect"):
        x, y, wide, high = (int(rect.attributes[key]) for key in ("x", "y", "width", "height"))
        assert x >= 0 and y >= 0 and wide > 0 and high > 0
        assert x + wide <= across and y + high <= down
    for text in page.all("text"):
        half = width(text.text, 13) / 2 if "mid" in text.attributes.get("class", "") else 0
        assert int(text.attributes["x"]) - half >= -1
        assert int(text.attributes["x"]) + (half or width(text.text, 13)) <= across + 1
        assert 8 <= int(text.attributes["y"]) <= down


@pytest.mark.parametrize("language", ["vi", "en"])
def test_charts_are_drawn_as_before(language: Any, snapshot: SnapshotAssertion) -> None:
    months = agenda.agenda(full_report(due=(_due("2026-12-01"), _due("2027-02-01", 2, "low")))).months
    drawings = (
        levels.pyramid(levels.rows(full_report()), levels.panels(full_report()), language),
        agenda.draw(months, language),
    )
    assert "\n".join(map(str, drawings)).replace("><", ">\n<") == snapshot


def test_levels_count_every_system_that_is_not_retired_and_what_has_no_level() -> None:
    rows = {row.level: row for row in levels.rows(full_report())}
    assert list(rows) == [5, 4, 3, 2, 1, None]
    active = [row for row in SYSTEMS if row.status != "retired"]
    assert sum(row.declared for row in rows.values()) == len(active) == 4
    assert sum(row.computed for row in rows.values()) == sum(row.approved for row in rows.values()) == 4
    assert (rows[3].declared, rows[3].approved, rows[3].in_force, rows[None].declared) == (2, 1, 1, 1)
    assert sum(row.violations for row in rows.values()) == len(full_report().failures)


def test_a_level_that_we_do_not_know_is_told_too() -> None:
    import msgspec

    odd = (msgspec.structs.replace(SYSTEMS[0], level=7, level_computed=0), *SYSTEMS[1:])
    assert [row.level for row in levels.rows(full_report(systems=odd))] == [5, 4, 3, 2, 1, 7, 0, None]


def test_level_table_says_what_the_pyramid_draws() -> None:
    page = _html(full_report())
    rows = [row.words for row in page.all("tr")]
    assert "3 2 2 1 1/2 1" in rows
    assert "not known 1 1 3 0/1 0" in rows
    drawn = {text.text for svg in page.all("svg", class_="chart") for text in [svg]}
    assert any("Level 5" in text and "Declared" in text and "not known" in text for text in drawn)


@given(st.lists(st.integers(0, 10**9), min_size=6, max_size=6))
@settings(max_examples=200, deadline=None)
def test_parts_of_a_bar_fill_it_and_whatever_is_not_nothing_is_seen(counts: list[int]) -> None:
    passed, failed, unknown, waived, not_applicable, error = counts
    tally = Tally(rule="R", passed=passed, failed=failed, unknown=unknown, waived=waived,
                  not_applicable=not_applicable, error=error)  # fmt: skip
    drawing = stacks.tally_bar(tally)
    if not sum(counts):
        assert drawing == ""
        return
    page, across, _ = _drawn(drawing)
    rects = page.all("rect")
    assert len(rects) == sum(count > 0 for count in counts)
    edge = 0
    for rect in rects:
        assert int(rect.attributes["x"]) == edge
        assert int(rect.attributes["width"]) > 0
        edge += int(rect.attributes["width"])
    assert across * 0.98 <= edge <= across


def test_parts_differ_by_height_and_outline_not_by_colour_alone() -> None:
    shapes = {state: re.findall(r' (?:y|height)="(\d+)"', str(stacks.sample(state))) for state in stacks.STATES}
    assert len({tuple(shape) for shape in shapes.values()}) == len(shapes) - 1
    assert shapes["fail"] == shapes["error"]  # both are failures in full height; the numbers tell which


def test_a_unit_is_measured_against_the_one_with_most() -> None:
    one = UnitRow(id="a", name="A", systems=1, approved=0, open={"critical": 1}, unknown=0)
    most = UnitRow(id="b", name="B", systems=1, approved=0, open={"low": 3}, unknown=1)
    assert stacks.most_open((one, most)) == 4
    page, across, _ = _drawn(stacks.unit_bar(one, 4))
    assert int(page.all("rect")[0].attributes["width"]) == across // 4
    assert stacks.unit_bar(UnitRow(id="c", name="C", systems=0, approved=0, open={}, unknown=0), 0) == ""


def test_agenda_is_by_month_and_says_what_comes_after_and_what_has_no_date() -> None:
    dues = [_due(f"{2027 + n // 12}-{n % 12 + 1:02d}-15", n) for n in range(30)] + [_due("soon", 99)]
    plan = agenda.agenda(full_report(due=tuple(reversed(dues))))
    assert [month.month for month in plan.months[:2]] == ["2027-01", "2027-02"]
    assert (len(plan.months), plan.later, plan.undated, plan.looked_ahead) == (24, 6, 1, True)
    text = _html(full_report(due=tuple(dues))).by_id("main").words
    assert "After that: 6." in text
    assert "Without a readable date: 1." in text


def test_without_looking_ahead_the_ends_of_waivers_are_told() -> None:
    plan = agenda.agenda(full_report())
    assert not plan.looked_ahead
    assert [(m.month, [e.what for e in m.entries]) for m in plan.months] == [
        ("2026-12", ["W-2026-01 APR-01 system:archive"]),
        ("2027-06", ["W-2027-01 LOG-02 system:x"]),
    ]
    assert "2026-12 1 2026-12-31 — W-2026-01 APR-01 system:archive" in {r.words for r in _html(full_report()).all("tr")}


@pytest.mark.parametrize("report", [full_report(due=()), full_report(waivers=())], ids=["due", "waivers"])
def test_nothing_due_is_said(report: Report) -> None:
    assert "Nothing becomes due." in _html(report).by_id("main").words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_charts_stay_inside_whatever_the_numbers(language: Any) -> None:
    many = tuple(_due(f"2027-{n % 12 + 1:02d}-15", n, "critical") for n in range(5000))
    for report in (full_report(), full_report(due=many), full_report(systems=SYSTEMS * 20_000)):
        _stay_inside(levels.pyramid(levels.rows(report), levels.panels(report), language))
        months = agenda.agenda(report).months
        _stay_inside(agenda.draw(months, language))


def test_an_attack_in_every_text_of_what_is_due_stays_text() -> None:
    report = full_report(due=(_due("2027-01-01"), _due("2027-02-01", 2)))
    kept = re.compile(r"[0-9-]{10}")
    attacked = with_every_text(report, lambda text: text if kept.fullmatch(text) else text + PAYLOAD)

    def board(told: Report) -> list[str]:
        tags = _html(told).elements
        start = next(n for n, e in enumerate(tags) if e.attributes.get("id") == "scoreboards")
        return [e.tag for e in tags[start : next(n for n, e in enumerate(tags) if e.attributes.get("id") == "network")]]

    assert board(attacked) == board(report)


def test_what_is_not_there_is_a_dash_and_never_a_word_of_python() -> None:
    for language in ("vi", "en"):
        assert ">None<" not in REPORTERS["html"](full_report(options={}), RenderOptions(language=language))
