"""JUnit, GitLab Code Quality, GitHub annotations and Markdown: what build servers and code hosts read."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from syrupy.assertion import SnapshotAssertion

from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters import markdown as markdown_module
from tests.reporters.builders import big_report, clean_report, full_report, with_every_text
from tests.reporters.payload import ATTACK, FORBIDDEN, PAYLOAD

FORMATS = ("junit", "gitlab", "github", "markdown")


def _render(name: str, report: Any, language: Any = "en") -> str:
    return REPORTERS[name](report, RenderOptions(language=language))


def _attacked() -> Any:
    return with_every_text(full_report(), lambda text: text + PAYLOAD)


@pytest.fixture(scope="module")
def schema() -> etree.XMLSchema:
    """The schema of Ant's JUnit task lies next to the repository; where it does not, say so instead of passing."""
    for folder in Path(__file__).resolve().parents:
        file = folder / "shared/data/schemas/JUnit.xsd"
        if file.is_file():
            return etree.XMLSchema(etree.parse(str(file)))
    if os.environ.get("CI") == "true":
        pytest.fail("the JUnit schema was not found")
    pytest.skip("the JUnit schema was not found")


def _parsed(text: str) -> Any:
    return etree.fromstring(text.encode(), etree.XMLParser(resolve_entities=False, huge_tree=True))


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_snapshot(name: str, language: str, snapshot: SnapshotAssertion) -> None:
    assert _render(name, full_report(), language) == snapshot


@pytest.mark.parametrize("name", FORMATS)
def test_no_deceptive_character_gets_through(name: str) -> None:
    assert not set(FORBIDDEN) & set(_render(name, _attacked()))


@pytest.mark.parametrize("report", [full_report(), clean_report(), big_report(300)], ids=["full", "clean", "big"])
def test_junit_is_valid_against_the_schema(report: Any, schema: etree.XMLSchema) -> None:
    schema.assertValid(_parsed(_render("junit", report)))


def test_junit_of_an_attacked_report_is_well_formed_and_has_no_element_of_theirs() -> None:
    tags = {element.tag for element in _parsed(_render("junit", _attacked())).iter()}
    assert tags <= {
        "testsuites",
        "testsuite",
        "properties",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
        "system-err",
    }


def test_junit_counts_what_it_holds() -> None:
    root = _parsed(_render("junit", full_report()))
    for suite in root:
        assert int(suite.get("tests")) == len(suite.findall("testcase"))
        assert int(suite.get("failures")) == len(suite.findall("testcase/failure"))
        assert int(suite.get("errors")) == len(suite.findall("testcase/error"))
    kinds = [(case.get("name"), [child.tag for child in case]) for case in root.iter("testcase")]
    assert ("secret.yaml", ["error"]) in kinds
    assert {failure.get("type") for failure in root.iter("failure")} == {"critical", "high", "medium", "unknown"}


def test_gitlab_has_what_a_merge_request_needs() -> None:
    issues = json.loads(_render("gitlab", _attacked()))
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert re.fullmatch("[0-9a-f]{64}", issue["fingerprint"]) or ATTACK[:8] in issue["fingerprint"]
        assert issue["location"]["lines"]["begin"] >= 1
    clean = json.loads(_render("gitlab", full_report()))
    assert len({issue["fingerprint"] for issue in clean}) == len(clean)
    assert "system:archive" not in json.dumps(clean)
    assert json.loads(_render("gitlab", clean_report())) == []


def test_github_shows_the_worst_ten_of_a_kind_and_counts_the_rest() -> None:
    report = big_report(300)
    lines = _render("github", report).splitlines()
    assert sum(line.startswith("::error ") for line in lines) == 10
    assert sum(line.startswith("::warning ") for line in lines) == 10
    assert lines[-1] == "::notice title=secaudit::and 281 more; see the full report"
    severities = [finding.severity for finding in report.open[:10]]
    assert all(severity in {"critical", "high"} for severity in severities)


def test_github_commands_stay_one_line_each() -> None:
    for line in _render("github", _attacked()).splitlines():
        found = re.fullmatch(r"::(error|warning|notice) ((?:file=[^:,]*,line=\d+,)?title=[^:,]*)::(.*)", line)
        assert found, line[:200]


def test_github_says_that_nothing_was_found() -> None:
    assert _render("github", clean_report()) == "::notice title=secaudit::Nothing was found.\n"


def test_markdown_stays_under_its_limit_by_whole_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_module, "MOST_BYTES", 4000)
    text = _render("markdown", big_report(500))
    assert len(text.encode()) < 4000
    rows = [line for line in text.splitlines() if re.match(r"\| [✖▲◆●○?!] ", line) and "Critical | " not in line[:0]]
    told = int(re.search(r"and (\d+) more", text)[1])  # type: ignore[index]
    findings = [row for row in rows if row.count(" | ") == 4]
    assert len(findings) + told == 500
    assert all(row.endswith(" |") for row in findings)


def test_markdown_has_no_markup_of_theirs() -> None:
    text = _render("markdown", _attacked())
    assert "<" not in text
    assert "](" not in text
    assert "http://" not in text
    assert "https://" not in text
    assert "`" not in text


def test_markdown_names_what_was_not_read() -> None:
    assert "**This result is incomplete; not read (1): secret.yaml**" in _render("markdown", full_report())
