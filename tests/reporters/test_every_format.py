"""What holds for every format, whatever stands in the report."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.safety import visible
from tests.reporters.builders import clean_report, full_report, with_every_text
from tests.reporters.pages import Page

_REPORT = full_report()


@given(st.text(st.characters(codec=None), max_size=12), st.sampled_from(["vi", "en"]))
@settings(max_examples=25, deadline=None)
def test_any_text_can_be_told_and_stays_text(text: str, language: Any) -> None:
    report = with_every_text(_REPORT, lambda _: text)
    for name, render in REPORTERS.items():
        told = render(report, RenderOptions(language=language))
        assert told.endswith("\n")
        told.encode("utf-8")
        assert visible(told) == told
        if name == "html":
            Page(told)


@pytest.mark.parametrize("name", REPORTERS)
def test_an_empty_report_can_be_told(name: str) -> None:
    report = full_report(
        scope=(), packs=(), files=(), skipped=(), counts={}, options={}, cards=(), tallies=(), verdicts=(), systems=(),
        units=(), waivers=(),
    )  # fmt: skip
    assert REPORTERS[name](report, RenderOptions())


@pytest.mark.parametrize("name", REPORTERS)
def test_waived_and_retired_things_alone_are_no_failure(name: str) -> None:
    verdicts = tuple(verdict for verdict in _REPORT.verdicts if verdict.status == "waived")
    assert REPORTERS[name](full_report(verdicts=verdicts, skipped=()), RenderOptions())
    assert REPORTERS[name](clean_report(), RenderOptions())
