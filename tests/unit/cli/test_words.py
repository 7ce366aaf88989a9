"""Small things of the command line: days, parameters, hints, bases."""

from datetime import UTC, datetime
from pathlib import Path

import click
import pytest

from secaudit.cli import audit, hints, options, schema
from secaudit.documents import SCHEMAS


@pytest.mark.parametrize(
    ("word", "known", "told"),
    [
        ("audti", ["audit", "init"], "; did you mean 'audit'?"),
        ("APR-1", ["APR-01", "APR-10", "GWP-07"], "; did you mean 'APR-01' or 'APR-10'?"),
        ("zzz", ["audit"], ""),
        ("", ["audit"], ""),
        ("x", [], ""),
    ],
)
def test_hints(word, known, told):
    assert hints.near(word, known) == told


@pytest.mark.parametrize("day", ["2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31"])
def test_a_day(day):
    assert options._day(None, None, day) == day


@pytest.mark.parametrize(
    "day",
    [
        "",
        "today",
        "22/11/2026",
        "2026-2-3",
        "20261122",
        "2026-W47-7",
        "2026-02-29",
        "2026-11-22T00:00",
        " 2026-11-22",
        "10000-01-01",
    ],
)
def test_no_day(day):
    with pytest.raises(click.BadParameter, match="YYYY-MM-DD"):
        options._day(None, None, day)


@pytest.mark.parametrize(("hour", "day"), [(16, "2026-11-22"), (17, "2026-11-23")])
def test_today_is_today_in_viet_nam(monkeypatch, hour, day):
    class Clock(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime(2026, 11, 22, hour, tzinfo=UTC).astimezone(tz)

    monkeypatch.setattr(options, "datetime", Clock)

    assert options._day(None, None, None) == day


def test_parameters_are_whole_numbers_or_texts():
    assert audit._parameters(None, None, ("a=3", "b=-3", "c=x", "d=", "e=a=b", "f=3.5")) == {
        "a": 3, "b": -3, "c": "x", "d": "", "e": "a=b", "f": "3.5",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a=--3", "a=\u00b2", "a=-", "a=\u0663", "a=" + "9" * 5000])
def test_what_only_looks_like_a_number_is_a_text(text):
    assert audit._parameters(None, None, (text,)) == {"a": text[2:]}


@pytest.mark.parametrize("text", ["a", "=3", ""])
def test_a_parameter_has_a_name(text):
    with pytest.raises(click.BadParameter, match="NAME=VALUE"):
        audit._parameters(None, None, (text,))


def test_the_base_is_the_repository_or_the_folder_that_holds_all(tmp_path):
    (tmp_path / "repo/.git").mkdir(parents=True)
    (tmp_path / "repo/inventories/one").mkdir(parents=True)

    assert options._base([tmp_path / "repo/inventories/one"]) == tmp_path / "repo"
    assert options._base([tmp_path / "repo"]) == tmp_path / "repo"
    assert options._base([tmp_path / "a/b", tmp_path / "a/c/d"]) == tmp_path / "a"
    assert options._base([tmp_path / "repo", tmp_path / "repo/inventories"]) == tmp_path / "repo"
    assert options._base([tmp_path / "repo", tmp_path / "other"]) == tmp_path
    assert options._base([]) == Path("/")


@pytest.mark.parametrize("name", ["a.yaml", "A.YML", "reports/../a.txt", "link.txt"])
def test_what_may_be_an_inventory_is_not_written_over(tmp_path, monkeypatch, name):
    monkeypatch.chdir(tmp_path)
    Path("reports").mkdir()
    Path("a.txt").touch()
    Path("link.txt").symlink_to("a.txt")

    with pytest.raises(click.UsageError):
        options.spare(name, [Path("a.txt")])
    options.spare("-", [Path("a.txt")])
    options.spare("b.json", [Path("a.txt")])


def test_every_schema_can_be_printed_and_help_names_it():
    assert sorted(schema.NAMES) == sorted(SCHEMAS)
    assert all(name in schema.command.help for name in (*SCHEMAS, "result", *schema.ANSWERS))
