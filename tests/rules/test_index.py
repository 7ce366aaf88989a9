"""The generated tables of the documents of the rules are up to date, and are made as they say."""

from pathlib import Path

import pytest

from secaudit import packs
from secaudit.findings.term import Term
from secaudit.findings.words import Words
from secaudit.packs.glossary import shipped_glossary
from secaudit.packs.index import index, renewed, terms
from tests.builders import rule_text, write_pack

RULES = Path(__file__).parents[2] / "rules"


@pytest.mark.parametrize("name", ["README.md", "GLOSSARY.md"])
def test_a_generated_document_is_up_to_date(name):
    text = (RULES / name).read_text(encoding="utf-8")
    parts = {"index": index(packs.shipped()), "glossary": terms(shipped_glossary())}

    assert renewed(text, parts) == text, f"run: secaudit rules index rules/{name}"


def test_the_index_links_to_every_rule_of_every_pack():
    told = index(packs.shipped())
    files = [file for pack in packs.shipped() for file in pack.glob("*-*.yaml")]

    assert len(files) > 50
    assert [file.name for file in files if f"]({file.parent.name}/{file.name})" not in told and "retired:" not in file.read_text(encoding="utf-8")] == []  # fmt: skip


def test_a_row_says_what_a_rule_is(tmp_path):
    body = 'applies_from: 3\ncheck: every\nwith: {of: system, assert: "true"}\n'
    pack = write_pack(tmp_path / "pack", rule_text(body, severity="{3: medium, 4: high}"))

    rows = [line for line in index([pack]).splitlines() if line.startswith("| [")]

    link, flaw = "[TST-01](pack/TST-01-test-rule.yaml)", "A rule to test with / Quy tắc thử"
    assert rows == [f"| {link} | test-rule | {flaw} | medium, high from 4 | 3 | ORG | high | `every` |"]


def test_no_text_ends_a_cell_or_a_line():
    term = Term(vi="a|b", en="c\nd", meaning=Words("x | y", "z"))

    assert terms([term]).splitlines()[2:] == ["| a&#124;b | c d | z / x &#124; y |  |"]


def test_only_what_stands_between_the_marks_is_replaced():
    text = "before\n<!-- index -->\nold\n<!-- /index -->\nafter <!-- index --> here\n"

    assert renewed(text, {"index": r"new \1 \n", "glossary": "g"}) == text.replace("old", r"new \1 \n")


def test_a_document_without_marks_is_refused():
    with pytest.raises(ValueError, match="<!-- index --> or <!-- glossary -->"):
        renewed("text", {"index": "i", "glossary": "g"})
