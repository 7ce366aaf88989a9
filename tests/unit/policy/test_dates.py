from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.policy import dates


@pytest.mark.parametrize(
    ("first", "second", "months"),
    [
        ("2026-01-31", "2026-02-28", 0),
        ("2026-01-31", "2026-03-01", 1),
        ("2024-11-22", "2026-11-22", 24),
        ("2026-11-22", "2026-11-21", 0),
        ("2026-11-22", "2024-11-22", -24),
        ("no", "2026-01-01", None),
    ],
)
def test_months_are_whole(first, second, months):
    assert dates.months_between(first, second) == months


@pytest.mark.parametrize(
    ("first", "second", "days"),
    [
        ("2026-11-20", "2026-11-23", 1),
        ("2026-11-20", "2026-11-20", 0),
        ("2026-11-20", "2026-11-21", 0),
        ("2026-11-16", "2026-11-23", 5),
        ("2026-11-23", "2026-11-20", -1),
        ("2026-11-21", "2026-11-24", 2),
    ],
)
def test_working_days_are_monday_to_friday(first, second, days):
    assert dates.working_days(first, second) == days


def test_holidays_are_no_working_days_unless_they_fall_on_a_weekend():
    holidays = {"2026-09-01", "2026-09-02", "2026-09-05", "no date"}

    assert dates.working_days("2026-08-31", "2026-09-07", holidays) == 3
    assert dates.working_days("2026-09-07", "2026-08-31", holidays) == -3
    assert dates.working_days("2026-09-01", "2026-09-02", holidays) == 0
    assert dates.working_days("2026-09-02", "2026-09-04", holidays) == 2


def test_days_between_counts_back_too():
    assert dates.days_between("2026-11-22", "2026-11-20") == -2
    assert dates.days_between("2026-11-22", "2026-13-20") is None


@given(st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 1, 1)), st.integers(min_value=0, max_value=130))
def test_so_many_months_have_passed_on_that_day_and_not_the_day_before(day, months):
    reached = dates.months_after(day.isoformat(), months)
    before = (date.fromisoformat(reached) - timedelta(days=1)).isoformat()

    assert dates.months_between(day.isoformat(), reached) >= months
    assert months == 0 or dates.months_between(day.isoformat(), before) < months


def test_the_calendar_has_an_end():
    assert dates.months_after("9999-12-01", 1) == "9999-12-31"
    assert dates.day_after("9999-12-31") == "9999-12-31"
    assert dates.day_after("2026-02-28") == "2026-03-01"
    assert (dates.months_after("soon", 1), dates.day_after("soon")) == ("soon", "soon")
