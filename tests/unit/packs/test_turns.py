"""For which days what was loaded for one is the same."""

import pytest

from secaudit.packs.turns import Span, span

PACK = {"in_force": {"from": "2026-08-19"}}
RULE = {
    "cites": [{"in_force": {"until": "2026-12-31"}}, {"in_force": {"from": "2027-07-01"}}, {}],
    "name": "2026-12-01",
}


@pytest.mark.parametrize(
    ("day", "days"),
    [
        ("2026-08-18", Span("", "2026-08-19")),
        ("2026-08-19", Span("2026-08-19", "2027-01-01")),
        ("2026-12-31", Span("2026-08-19", "2027-01-01")),
        ("2027-01-01", Span("2027-01-01", "2027-07-01")),
        ("2027-07-01", Span("2027-07-01", None)),
    ],
)
def test_what_begins_turns_on_its_day_and_what_ends_on_the_day_after(day: str, days: Span) -> None:
    assert span([PACK, RULE], (), day) == days


def test_the_last_day_of_a_parameter_is_a_day_like_those_before_it() -> None:
    values = ("2026-12-31", 24, "high", ("2026-12-25",))
    assert span([], values, "2026-12-31") == Span("", "2027-01-01")
    assert span([], values, "2027-01-01") == Span("2027-01-01", None)


def test_a_span_without_an_end_holds_every_later_day() -> None:
    assert "9999-12-31" in Span("2026-01-01", None)
    assert "2025-12-31" not in Span("2026-01-01", None)
    assert "2026-02-01" not in Span("2026-01-01", "2026-02-01")
