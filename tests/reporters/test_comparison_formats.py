"""Every form of a comparison: text stays text, and the same comparison gives the same bytes."""

import json
from html.parser import HTMLParser
from typing import Any

import pytest

from secaudit.findings.comparison import ChangedReach
from secaudit.reporters.comparison import COMPARERS
from secaudit.reporters.options import RenderOptions
from secaudit.triage.comparison import compare
from tests.reporters.builders import PATH, big_report, clean_report, full_report, with_every_text
from tests.reporters.payload import FORBIDDEN, PAYLOAD


def _comparison(old: Any, new: Any, name: str = "") -> Any:
    reach = (ChangedReach(by="level", origin="3" + name, target=None, before=0, after=2, witness=PATH),)
    return compare(old, new, ("before" + name, "after" + name), reach)


ATTACKED = _comparison(
    with_every_text(clean_report(), lambda text: text + PAYLOAD if text[:4] != "2026" else text),
    with_every_text(full_report(), lambda text: text + PAYLOAD if not text[:1].isdigit() else text), PAYLOAD,
)  # fmt: skip


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.names.update(name for name, _ in attrs)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("form", COMPARERS)
def test_no_text_of_theirs_leaves_its_place(form: str, language: Any) -> None:
    text = COMPARERS[form](ATTACKED, RenderOptions(language=language))
    assert not set(FORBIDDEN) & set(text)
    assert text == COMPARERS[form](ATTACKED, RenderOptions(language=language))
    if form == "html":
        found = _Tags(text)
        assert found.tags == {
            "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "dl", "dt", "dd", "p", "section", "ul",
            "li", "code",
        }  # fmt: skip
        assert not {name for name in found.names if name.startswith("on") or name == "style"}
    if form == "markdown":
        assert "<" not in text
        assert "](" not in text


def test_long_lists_are_counted_and_never_cut_in_silence() -> None:
    found = _comparison(clean_report(), big_report(1500))
    for form in ("text", "markdown", "html"):
        assert "more" in COMPARERS[form](found, RenderOptions(language="en"))
    assert len(json.loads(COMPARERS["json"](found, RenderOptions()))["new"]) == 1500


@pytest.mark.parametrize("form", COMPARERS)
def test_nothing_can_be_told(form: str) -> None:
    assert COMPARERS[form](compare(clean_report(), clean_report(), ("a", "b"), ()), RenderOptions(language="en"))
