"""The registry, options and the small words."""

import subprocess
import sys

import pytest

from secaudit.cli.reports import FORMATS
from secaudit.findings.card import Citation
from secaudit.findings.dates import day
from secaudit.reporters import REPORTERS
from secaudit.reporters.labels import BASIS, CONFIDENCE, SEVERITY, citation, level, word
from secaudit.reporters.tables import TABLES


def test_the_formats() -> None:
    assert [*REPORTERS, *TABLES] == list(FORMATS)


def test_template_engine_is_imported_only_for_html() -> None:
    program = (
        "import sys\n"
        "from secaudit.reporters import REPORTERS, RenderOptions\n"
        "from tests.reporters.builders import full_report\n"
        "for name in ('text', 'json', 'sarif'): REPORTERS[name](full_report(), RenderOptions())\n"
        "assert 'jinja2' not in sys.modules\n"
        "REPORTERS['html'](full_report(), RenderOptions())\n"
        "assert 'jinja2' in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("2026-11-22", "22/11/2026", "2026-11-22"),
        ("soon", "soon", "soon"),
        ("2026-11-22T00", "2026-11-22T00", "2026-11-22T00"),
        (None, "", ""),
    ],
)
def test_dates(text: str | None, vi: str, en: str) -> None:
    assert (day(text, "vi"), day(text, "en")) == (vi, en)


def test_unknown_word_speaks_for_itself() -> None:
    assert word(SEVERITY, "catastrophic", "vi") == "catastrophic"
    assert level(None, "en") == "level not declared"


def test_only_checked_law_is_cited_without_a_mark() -> None:
    bare = []
    for basis in BASIS:
        for confidence in CONFIDENCE:
            cite = Citation(instrument="I", clause="C", basis=basis, confidence=confidence)  # type: ignore[arg-type]
            if citation(cite, "vi") == "C I":
                bare.append((basis, confidence))
    assert bare == [("LAW", "high")]
    derived = Citation(instrument="I", clause="C", basis="DERIVED", confidence="medium")
    assert citation(derived, "vi") == "suy ra từ C I [cần đối chiếu bản gốc]"
