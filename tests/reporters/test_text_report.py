"""The terminal report: worst first, no walls, nothing hidden, no character that acts."""

import re
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from secaudit.findings.report import Verdict
from secaudit.reporters import REPORTERS, RenderOptions
from tests.reporters.builders import big_report, clean_report, finding, full_report, with_every_text
from tests.reporters.payload import FORBIDDEN, PAYLOAD


def _text(report: Any, **options: Any) -> str:
    return REPORTERS["text"](report, RenderOptions(**options))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_snapshot(language: str, snapshot: SnapshotAssertion) -> None:
    assert _text(full_report(), language=language) == snapshot


def test_snapshot_in_colour(snapshot: SnapshotAssertion) -> None:
    assert _text(full_report(), language="en", color=True) == snapshot


def test_colour_adds_nothing_but_paint() -> None:
    painted = _text(full_report(), color=True)
    assert re.sub(r"\x1b\[[0-9;]*m", "", painted) == _text(full_report())
    assert "\x1b" not in _text(full_report())


def test_cause_is_marked_at_its_hop() -> None:
    marked = [line for line in _text(full_report(), language="en").splitlines() if "◀ cause" in line]
    assert len(marked) == 1
    assert "laptop-07" in marked[0]


def test_every_skip_is_told_and_so_is_a_rule_that_failed() -> None:
    text = _text(full_report(), language="en")
    assert "THIS RESULT IS INCOMPLETE" in text
    assert "secret.yaml: unreadable: permission denied" in text
    assert "no answer of rule LOG-02" in text


def test_clean_report_says_that_it_is_complete() -> None:
    text = _text(clean_report(), language="en")
    assert "Nothing was found." in text
    assert "Complete:" in text
    assert "INCOMPLETE" not in text


def test_many_findings_make_no_wall() -> None:
    text = _text(big_report(10_000), language="en")
    assert len(text.splitlines()) < 400
    assert "more of APR-01" in text
    assert "more; see the report" in text


def test_folding_counts_across_severities_and_loses_none() -> None:
    verdicts = tuple(
        Verdict(finding=finding("APR-01", f"system:s{n:02d}", severity=severity), status="open")
        for severity in ("high", "medium") for n in range(8)
    )  # fmt: skip
    text = _text(full_report(verdicts=verdicts), language="en")
    shown = text.count("does not meet APR-01")
    assert shown == 10
    assert "and 6 more of APR-01" in text


def test_rule_without_a_card_is_still_told() -> None:
    report = full_report(cards=(), waivers=())
    assert "GWP-01" in _text(report)
    assert "W-2026-01" in _text(report)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_of_the_inventory_acts_on_the_terminal(language: str) -> None:
    clean, attacked = full_report(), with_every_text(full_report(), lambda text: text + PAYLOAD)
    text = _text(attacked, language=language)
    assert not set(FORBIDDEN) & set(text)
    assert "\\x1b[31m" in text
    assert "\\u202e" in text
    # A line break in a name forges no line; the one more is a file or rule name on a line of its own.
    assert len(text.splitlines()) == len(_text(clean, language=language).splitlines())
