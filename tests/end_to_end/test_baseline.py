"""What is known does not fail again; what is new, or worse than it was known to be, does."""

import json

import pytest

from tests.end_to_end.product import OPERATING, PACK, audit, run, write

TWO = OPERATING + "  - {id: mail, level: 3, status: operating}\n"


@pytest.fixture
def place(tmp_path):
    write(tmp_path, {"one.yaml": OPERATING, "two.yaml": TWO})
    assert audit("one.yaml", "-q", "--report", "baseline=known.json", cwd=tmp_path).code == 1
    return tmp_path


def test_what_is_known_does_not_fail_again(place):
    assert audit("one.yaml", "-q", "--baseline", "known.json", "--fail-on-new", cwd=place).code == 0
    assert audit("one.yaml", "-q", "--baseline", "known.json", cwd=place).code == 1


def test_what_is_new_fails(place):
    assert audit("two.yaml", "-q", "--baseline", "known.json", "--fail-on-new", cwd=place).code == 1


def test_an_edition_is_no_baseline(place):
    audit("one.yaml", "-q", "--edition", "statistics", "--report", "json=numbers.json", cwd=place)
    outcome = audit("two.yaml", "-q", "--baseline", "numbers.json", cwd=place)
    assert outcome.code == 2
    assert "is an edition, in which names are withheld" in outcome.err


def test_every_finding_says_whether_it_is_new_and_what_is_gone_is_told(place):
    audit("two.yaml", "-q", "--baseline", "known.json", "--report", "json=r.json", cwd=place)
    result = json.loads((place / "r.json").read_text("utf-8"))
    standing = {finding["subject"]: finding["baseline"] for finding in result["findings"]}
    assert set(standing) == {"system:mail", "system:portal"}
    assert standing["system:portal"] == "unchanged"
    assert standing["system:mail"] == "new"
    audit("two.yaml", "-q", "--report", "baseline=both.json", cwd=place)
    audit("one.yaml", "-q", "--baseline", "both.json", "--report", "json=r.json", cwd=place)
    result = json.loads((place / "r.json").read_text("utf-8"))
    assert {gone["subject"] for gone in result["absent"]} == {"system:mail"}


def test_a_saved_result_serves_as_a_baseline(place):
    audit("one.yaml", "-q", "--report", "json=r.json", cwd=place)
    assert audit("one.yaml", "-q", "--baseline", "r.json", "--fail-on-new", cwd=place).code == 0


def test_a_comment_another_order_and_another_file_leave_everything_known(place):
    moved = "# moved\nsecaudit: 1\nsystems:\n  # here now\n  - status: operating\n    level: 3\n    id: portal\n"
    write(place, {"folder/moved.yaml": moved})
    assert audit("folder/moved.yaml", "-q", "--baseline", "known.json", "--fail-on-new", cwd=place).code == 0


@pytest.mark.parametrize(
    ("content", "told"), [("{}", "is no baseline"), ("[", "is no baseline"), (None, "could not be read")]
)
def test_what_is_no_baseline_is_refused(place, content, told):
    if content is not None:
        (place / "bad.json").write_text(content, "utf-8")
    result = audit("one.yaml", "-q", "--baseline", "bad.json", cwd=place)
    assert result.code == 2
    assert told in result.err


def test_fail_on_new_without_a_baseline_is_a_mistake(place):
    assert audit("one.yaml", "-q", "--fail-on-new", cwd=place).code == 2


def test_exit_zero_hides_findings_and_nothing_else(place):
    assert audit("one.yaml", "-q", "--exit-zero", cwd=place).code == 0
    write(place, {"broken.yaml": "secaudit: 1\nsystems: ["})
    assert audit("one.yaml", "broken.yaml", "-q", "--exit-zero", cwd=place).code == 3


def test_the_command_writes_what_the_report_format_does(place):
    written = run("baseline", "write", "one.yaml", "--pack", PACK, "--as-of", "2026-11-22", cwd=place)
    assert written.code == 0
    assert written.out == (place / "known.json").read_text("utf-8")
