"""secaudit level: which criteria give a level by which clause, and what else asks for one."""

import pytest

from tests.end_to_end.product import DAY, run, write

INVENTORY = """\
secaudit: 1
systems:
  - id: doc-flow
    level: 2
    kind: internal
    facts: {information: [private], defence_security: false, central_national_data: false}
    components: [{id: web, level: 2}, {id: store, level: 4}, {id: cache}]
    risk_assessment: {date: 2026-05-25, recommended_level: 3}
  - {id: open, kind: internal, facts: {information: [public], central_national_data: false}}
"""


@pytest.fixture
def place(tmp_path):
    write(tmp_path, {"a.yaml": INVENTORY})
    return tmp_path


def test_the_highest_component_and_the_risk_stand_beside_the_criteria_each_by_its_clause(place):
    told = run("level", "a.yaml", "--system", "doc-flow", "--as-of", DAY, cwd=place).out.splitlines()

    assert told[:5] == [
        "doc-flow: declared 2, by criteria 2, by its components 4, by its risk 3",
        "  2  Điều 12.1 NĐ 331/2026/NĐ-CP  Internal, with private or personal information and no state secrets",
        "  2  component web  (derived from Điều 8.2; 7.2.b NĐ 331/2026/NĐ-CP [to be checked against the original])",
        "  4  component store  (derived from Điều 8.2; 7.2.b NĐ 331/2026/NĐ-CP [to be checked against the original])",
        "  3  risk assessment of 2026-05-25  (Điều 10.5 NĐ 331/2026/NĐ-CP)",
    ]


def test_the_old_decree_says_literally_that_the_highest_component_counts_and_nothing_of_risk(place):
    told = run("level", "a.yaml", "--system", "doc-flow", "--as-of", "2025-12-01", "--lang", "vi", cwd=place).out

    assert "  4  thành phần store  (Điều 5.2 NĐ 85/2016/NĐ-CP)\n" in told
    assert "  3  đánh giá rủi ro ngày 25/05/2026\n" in told


def test_what_is_not_known_is_named_with_the_clause_that_waits_for_it(place):
    told = run("level", "a.yaml", "--system", "open", "--as-of", DAY, cwd=place)

    assert "open: declared ?, by criteria 1..5\n" in told.out
    assert "  3? Điều 13.1 NĐ 331/2026/NĐ-CP  waits for: defence_security, damage\n" in told.out
    assert "~  facts.defence_security if declared false: then level 1" in told.out
    assert told.code == 3
