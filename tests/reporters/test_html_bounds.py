"""A page about a very large inventory tells the worst one by one, counts the rest, and says so."""

import re

import pytest
from msgspec.structs import replace

from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.html import view
from tests.reporters.builders import big_report, full_report
from tests.reporters.pages import Page

MANY = big_report(400)


def _page(most: int, language: str = "en") -> str:
    return REPORTERS["html"](MANY, RenderOptions(language=language, most=most))  # type: ignore[arg-type]


@pytest.mark.parametrize("most", [0, 1, 7, 100, 399])
def test_no_more_than_the_bound_are_told_and_the_others_are_counted(most: int) -> None:
    text = _page(most)
    Page(text)

    assert len(re.findall(r' id="f-[0-9a-f]{12}"', text)) == most
    assert f"{400 - most} of 400 are only counted" in " ".join(re.sub("<[^>]*>", "", text).split())
    assert (
        sum(int(count) for count in re.findall(r"([0-9]+) of [0-9]+ findings here are only counted", text))
        == 400 - most
    )


def test_within_the_bound_nothing_is_said_to_be_left_out() -> None:
    assert "only counted" not in _page(400)


def test_the_worst_are_told_first() -> None:
    layout = view.Layout(MANY, "en", 50)
    told = [item.finding for unit in layout.units for group in unit.groups for item in group.items]

    assert {finding.severity for finding in told} == {"critical"}
    assert sum(unit.count for unit in layout.units) + sum(group.count for group in layout.unknown) == 400


def test_what_is_only_counted_is_not_linked_to() -> None:
    text = _page(3)
    anchors = {one.attributes["id"] for one in Page(text).elements if "id" in one.attributes}

    assert set(re.findall(r'href="#([^"]*)"', text)) <= anchors


def test_long_tables_are_cut_aloud() -> None:
    text = " ".join(
        re.sub("<[^>]*>", "", REPORTERS["html"](full_report(), RenderOptions(language="en", most=1))).split()
    )

    assert "4 of 5 rows are not listed" in text  # the register
    assert "3 of 4 rows are not listed" in text  # form 08: without the retired one
    assert "1 of 2 rows are not listed" in text  # the files


def test_ten_thousand_findings_with_days_stay_below_five_megabytes() -> None:
    report = big_report(10_000)
    verdicts = tuple(replace(one, first_seen="2026-07-15", fix_by="2026-10-31") for one in report.verdicts)
    text = REPORTERS["html"](replace(report, verdicts=verdicts), RenderOptions(language="vi"))
    assert len(text.encode()) < 5_000_000
    assert "· phát hiện 15/07/2026 · hạn 31/10/2026 ✖" in text
