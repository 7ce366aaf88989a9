import pytest

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


def test_days_between_counts_back_too():
    assert dates.days_between("2026-11-22", "2026-11-20") == -2
    assert dates.days_between("2026-11-22", "2026-13-20") is None
