"""The fictional ministry: what was planted is found, and nothing else."""

import re
from collections import Counter
from functools import cache
from pathlib import Path

from secaudit.documents import check, parse
from secaudit.findings.report import Report
from secaudit.pipeline import Request, audit

ROOT = Path(__file__).parents[2]
INVENTORIES = ROOT / "inventories"
TODAY = "2026-11-22"
FINDING = re.compile(r"`([A-Z]{3}-\d{2} (?:fail|unknown|error) [^\s`]+)`")


@cache
def report(name: str) -> Report:
    pack = ROOT / "rules" / "vn-2026"
    return audit(Request(roots=(INVENTORIES / name,), base=ROOT, as_of=TODAY, packs=(pack,)))


def found(name: str) -> Counter[str]:
    findings = (verdict.finding for verdict in report(name).verdicts)
    return Counter(f"{finding.rule} {finding.state} {finding.subject}" for finding in findings)


def found_on(day: str, rules: set[str]) -> Counter[str]:
    """What some rules find on another day."""
    later = audit(Request(roots=(INVENTORIES / "ministry",), base=ROOT, as_of=day))
    findings = [verdict.finding for verdict in later.verdicts if verdict.finding.rule in rules]
    return Counter(f"{finding.rule} {finding.state} {finding.subject}" for finding in findings)


def table(heading: str = "Planted faults") -> list[list[str]]:
    """The rows of the table under a heading, planted faults: number, place, what is wrong, findings."""
    text = (INVENTORIES / "ministry" / "README.md").read_text(encoding="utf-8")
    section = text.split(f"\n## {heading}\n")[1].split("\n## ")[0]
    rows = [line.strip("|").split("|") for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows[2:]]


def test_what_was_planted_is_found_and_nothing_else():
    expected = Counter(finding for row in table() for finding in FINDING.findall(row[3]))
    assert found("ministry") - expected == Counter(), "found, and not in the table"
    assert expected - found("ministry") == Counter(), "in the table, and not found"


def test_what_falls_due_on_a_later_day_is_found_then_and_nothing_else_of_its_rule():
    for day, flaw, findings in table("What fails on a later day"):
        expected = Counter(FINDING.findall(findings))
        assert flaw
        assert expected
        found_then = found_on(day, {finding.split()[0] for finding in expected})
        assert found_then - expected == Counter(), "found, and not in the table"
        assert expected - found_then == Counter(), "in the table, and not found"


def test_every_rule_of_the_pack_fails_somewhere_in_the_ministry():
    """An unknown does not exercise a rule: what it says when it fails would be read by nobody."""
    rows = [row[-1] for heading in ("Planted faults", "What fails on a later day") for row in table(heading)]
    failing = {finding.split()[0] for row in rows for finding in FINDING.findall(row) if " fail " in finding}
    assert {tally.rule for tally in report("ministry").tallies} - failing == set()


def test_the_table_is_whole():
    rows = table()
    assert [row[0] for row in rows] == [str(number) for number in range(1, len(rows) + 1)]
    assert len(rows) >= 25
    for number, place, flaw, findings in rows:
        assert flaw, number
        assert FINDING.sub("", findings).replace("<br>", "") == "", number
        assert FINDING.search(findings), number
        file = re.match(r"\[(.+?)\]\(\1\): ", place)
        assert file, number
        text = (INVENTORIES / "ministry" / file[1]).read_text(encoding="utf-8")
        assert f"Fault {number}: {flaw}" in text, f"fault {number} is not marked in {file[1]}"


def test_no_fault_is_marked_that_the_table_does_not_list():
    numbers = {row[0] for row in table()}
    for file in (INVENTORIES / "ministry").glob("*.yaml"):
        assert set(re.findall(r"Fault (\d+):", file.read_text(encoding="utf-8"))) <= numbers, file.name


def test_each_finding_points_into_the_file_that_the_table_names():
    places = {finding: re.match(r"\[(.+?)\]", row[1])[1] for row in table() for finding in FINDING.findall(row[3])}
    for verdict in report("ministry").verdicts:
        finding = verdict.finding
        name = places[f"{finding.rule} {finding.state} {finding.subject}"]
        assert finding.source.file == f"inventories/ministry/{name}", finding.subject


def test_a_rule_fails_in_few_places_and_holds_in_many():
    for tally in report("ministry").tallies:
        assert tally.error == 0, tally.rule
    passed = sum(tally.passed for tally in report("ministry").tallies)
    assert passed > 20 * len(report("ministry").verdicts)


def test_the_ministry_has_the_size_it_says():
    counts = report("ministry").counts
    expected = {
        "units": (30, 50), "networks": (8, 14), "systems": (55, 70), "segments": (140, 200),
        "gateways": (18, 32), "links": (8, 20), "hosts": (12, 20), "interconnections": (12, 24),
        "attestations": (50, 130),
    }  # fmt: skip
    assert counts.keys() == expected.keys()
    for kind, (low, high) in expected.items():
        assert low <= counts[kind] <= high, kind


def test_everything_is_read_and_nothing_is_waived():
    assert report("ministry").is_complete
    assert report("ministry").waivers == ()
    assert report("minimal.yaml").is_complete


def test_the_smallest_inventory_has_no_finding_at_all():
    assert report("minimal.yaml").verdicts == ()
    assert report("minimal.yaml").counts["systems"] == 1
    assert len((INVENTORIES / "minimal.yaml").read_text(encoding="utf-8").splitlines()) <= 70


def test_every_file_says_that_it_is_fictional():
    files = [INVENTORIES / "minimal.yaml", *(INVENTORIES / "ministry").iterdir()]
    assert len(files) > 15
    for file in files:
        assert "fictional" in file.read_text(encoding="utf-8"), file.name


def test_the_format_by_example_is_valid():
    text = (INVENTORIES / "README.md").read_text(encoding="utf-8")
    [example] = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    check(parse("README.md", example.encode()), "inventory")
