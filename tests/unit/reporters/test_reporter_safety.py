"""Deceptive characters become visible; all other text stays as it is."""

import json
import sys
from unicodedata import category

import pytest
from hypothesis import given
from hypothesis import strategies as st

from secaudit.reporters.encoding import dump
from secaudit.reporters.safety import one_line, terminal, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31m", "a\\x1b[31m"),
        ("a\x00b", "a\\x00b"),
        ("a\x9b2J", "a\\x9b2J"),
        ("a\u202eb", "a\\u202eb"),
        ("a\u200bb", "a\\u200bb"),
        ("a\U000e0041", "a\\U000e0041"),
        ("a\ud800", "a\\ud800"),
        ("a\r\nb\tc", "a\\x0d\\x0ab\\x09c"),
        ("Sở Nội vụ Đà Nẵng → ◀ 日本", "Sở Nội vụ Đà Nẵng → ◀ 日本"),
    ],
)
def test_terminal(text: str, shown: str) -> None:
    assert terminal(text) == shown


def test_a_page_keeps_line_breaks_and_nothing_else() -> None:
    assert visible("a\n\tb\rc") == "a\n\tb\\x0dc"


def test_one_line_folds_white_space() -> None:
    assert one_line(" a\n  b\x1b ") == "a b\\x1b"


def test_every_control_format_and_surrogate_character_is_shown() -> None:
    hidden = [
        f"U+{code:04X}" for code in range(sys.maxunicode + 1)
        if category(chr(code)) in {"Cc", "Cf", "Cs", "Zl", "Zp", "Co"} and terminal(chr(code)) == chr(code)
    ]  # fmt: skip
    assert hidden == []


def test_no_letter_digit_or_sign_of_vietnamese_is_touched() -> None:
    text = "".join(chr(code) for code in [*range(0x20, 0x7F), *range(0xC0, 0x250), *range(0x1EA0, 0x1F00)])
    assert terminal(text) == text


@given(st.text())
def test_shown_text_can_be_printed_and_shown_again(text: str) -> None:
    shown = terminal(text)
    shown.encode("utf-8")
    assert terminal(shown) == shown
    assert "\n" not in shown


@given(st.recursive(st.text(st.characters(codec=None)) | st.integers() | st.none(),
                    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=8))  # fmt: skip
def test_dump_loses_nothing(value: object) -> None:
    text = dump(value)
    assert json.loads(text.encode("utf-8")) == value
    assert terminal(text.replace("\n", "")) == text.replace("\n", "")
