"""The commands about the law, as whoever answers for the rules uses them."""

import json

import pytest

from tests.end_to_end.product import DAY, PACK, ROOT, run, write


def _coverage(*arguments: str) -> str:
    result = run("rules", "coverage", "--as-of", DAY, *arguments, cwd=ROOT)
    assert (result.code, result.err) == (0, ""), result
    return result.out


def test_coverage_tells_of_each_clause_what_serves_it_or_why_nothing_can():
    lines = _coverage().splitlines()

    at = lines.index("NĐ 331/2026/NĐ-CP: Decree on the cybersecurity of information systems (from 2026-08-19)")
    served = lines.index("  Điều 18.4: Where the specialised unit operates the system, another unit or an independent council appraises", at)  # fmt: skip
    assert lines[served + 1].strip().split(", ")[-1] == "vn-2026/APR-04"
    excused = lines.index("  Điều 37: Approval before the investment decision is encouraged", at)
    assert lines[excused + 1] == "      cannot be served: A permission or encouragement, not a duty"


def test_coverage_marks_what_is_derived_and_what_is_not_sure():
    told = _coverage()

    assert "vn-2026/GWP-07 (derived from)" in told
    assert "  mục 6.12.2.6: Level 4: dedicated management network, not connected to the Internet [to be checked against the original]" in told  # fmt: skip


def test_coverage_ends_with_counts_that_add_up():
    last = _coverage().splitlines()[-1]

    numbers = [int(word) for word in last.replace(",", "").replace(":", "").split() if word.isdigit()]
    assert last.startswith(f"{numbers[0]} instruments, {numbers[1]} clauses: ")
    assert numbers[1] == sum(numbers[2:])


def test_coverage_speaks_vietnamese():
    told = _coverage("--lang", "vi")

    assert "không phục vụ được: Nghĩa vụ, thẩm quyền của cơ quan nhà nước" in told
    assert "điều khoản" in told.splitlines()[-1]


def test_coverage_shows_the_gaps_alone():
    told = _coverage("--open", "--pack", "vn-2026")

    assert "cannot be served" not in "\n".join(told.splitlines()[:-1])
    gaps = sum(line.strip() == "open gap" for line in told.splitlines())
    assert gaps > 100  # what the other packs serve
    assert f", {gaps} open gap" in told.splitlines()[-1]


def test_all_packs_together_leave_no_gap():
    told = _coverage("--open").splitlines()

    assert len(told) == 1
    assert told[0].endswith(", 0 open gap")


def test_coverage_as_json_has_every_clause_with_its_state():
    answer = json.loads(_coverage("--format", "json"))

    assert answer["format"] == "secaudit.coverage/v1"
    assert set(answer) == {"format", "counts", "instruments", "not_in_the_table"}
    clauses = {(of["id"], clause["id"]): clause for of in answer["instruments"] for clause in of["clauses"]}
    assert len(clauses) == sum(answer["counts"].values())
    served = clauses["NĐ 331/2026/NĐ-CP", "Điều 18.4"]
    assert (served["state"], served["confidence"]) == ("served", "high")
    assert {"kind": "rule", "pack": "vn-2026", "id": "APR-04", "clause": "Điều 18.4", "basis": "LAW", "confidence": "high"} in served["by"]  # fmt: skip
    assert {clause["state"] for clause in clauses.values()} == {"served", "derived", "excused"}
    permitted = clauses["NĐ 331/2026/NĐ-CP", "Điều 37"]["not_served"]
    assert permitted == {
        "reason": "permission", "vi": "Cho phép hoặc khuyến khích, không bắt buộc",
        "en": "A permission or encouragement, not a duty",
    }  # fmt: skip


def test_a_pack_of_ones_own_is_held_against_the_table(tmp_path):
    pack = write(tmp_path / "mine", {path.name: path.read_text(encoding="utf-8") for path in PACK.iterdir()})
    rule = next(path for path in pack.iterdir() if path.name.startswith("SEV-01"))
    cited = 'cites: [{instrument: "NĐ 331/2026/NĐ-CP", clause: Điều 99, basis: LAW, in_force: {from: 2026-08-19}}]\n'
    rule.write_text(rule.read_text(encoding="utf-8") + cited, encoding="utf-8")

    result = run("rules", "coverage", "--rules", pack, "--as-of", DAY, cwd=tmp_path)

    assert result.code == 1
    assert "citations that the table does not hold: 1" in result.out
    assert "SEV-01: the table does not hold 'Điều 99' of NĐ 331/2026/NĐ-CP" in result.out


DOCUMENT = "text\n<!-- index -->\nold\n<!-- /index -->\n"


def test_index_renews_a_document_once(tmp_path):
    write(tmp_path, {"a.md": DOCUMENT})

    assert run("rules", "index", "--check", "a.md", cwd=tmp_path).code == 1
    assert (tmp_path / "a.md").read_text(encoding="utf-8") == DOCUMENT
    first = run("rules", "index", "a.md", cwd=tmp_path)
    assert (first.code, first.err) == (0, "a.md is now up to date\n")
    assert "[APR-01](vn-2026/APR-01-operating-without-approval.yaml)" in (tmp_path / "a.md").read_text(encoding="utf-8")
    assert run("rules", "index", "--check", "a.md", cwd=tmp_path).code == 0


def test_index_prints_the_table_when_no_document_is_named(tmp_path):
    assert run("rules", "index", cwd=tmp_path).out.startswith("### ")


@pytest.mark.parametrize("name", ["plain.md", "absent.md", "binary.md"])
def test_index_refuses_what_it_cannot_renew(tmp_path, name):
    write(tmp_path, {"plain.md": "no marks\n"})
    (tmp_path / "binary.md").write_bytes(b"\xff\xfe<!-- index -->")

    result = run("rules", "index", name, cwd=tmp_path)

    assert result.code == 2
    assert name in result.err
    assert "bug" not in result.err
