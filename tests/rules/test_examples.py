"""Every example of every shipped rule finds exactly what it says, neither more nor less."""

from pathlib import Path

import pytest

from secaudit import packs, pipeline

CASES = list(pipeline.try_examples(packs.shipped()))


@pytest.mark.parametrize(
    ("rule", "example", "difference"),
    CASES,
    ids=[f"{rule.card.id}-{example.expects}-{number}" for number, (rule, example, _) in enumerate(CASES)],
)
def test_an_example_finds_exactly_what_it_says(rule, example, difference):
    assert difference == "", f"{rule.card.source}: {example.title.en}"


def test_there_are_examples():
    assert len(CASES) >= 3 * 30


def test_a_wrong_example_is_told(tmp_path):
    pack = next(folder for folder in packs.shipped() if folder.name == "vn-2026")
    copy = tmp_path / pack.name
    copy.mkdir()
    for file in pack.iterdir():
        text = file.read_text(encoding="utf-8")
        (copy / file.name).write_text(
            text.replace("  - pass:", "  - fail:", 1) if file.name.startswith("APR-01") else text, encoding="utf-8"
        )

    told = [
        difference
        for rule, _, difference in pipeline.try_examples([Path(copy)])
        if rule.card.id == "APR-01" and difference
    ]

    assert len(told) == 1
    assert told[0].startswith("expected fail")
