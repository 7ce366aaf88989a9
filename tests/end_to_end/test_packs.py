"""Packs on the command line: the law of the day, and what an organisation lays over it."""

import json
import shutil

import pytest

from tests.end_to_end.product import OPERATING, ROOT, run, write

TEMPLATE = ROOT / "rules" / "org-template"


@pytest.fixture
def place(tmp_path):
    copy = shutil.copytree(TEMPLATE, tmp_path / "acme")
    for file in copy.glob("*.yaml"):
        text = (
            file.read_text(encoding="utf-8").replace("id: org-template", "id: acme").replace("<điều, khoản>", "Điều 3")
        )
        for word in ("<số hiệu do đơn vị cung cấp>", "<tên văn bản do đơn vị cung cấp>", "<title in English>"):
            text = text.replace(word, "12/QĐ-ACME")
        file.write_text(text, encoding="utf-8")
    return write(tmp_path, {"a.yaml": OPERATING})


def _audit(place, day: str, *more: str) -> dict:
    result = run("audit", "a.yaml", "--as-of", day, "--report", "json=-", *more, cwd=place)
    assert result.code == 1, result.err
    return json.loads(result.out)


def test_a_private_pack_is_laid_over_the_law_of_the_day_and_told(place):
    for day, national in (("2025-12-01", "vn-2016"), ("2026-11-22", "vn-2026")):
        report = _audit(place, day, "--pack", "acme")

        assert [pack["id"] for pack in report["packs"]] == [national, "acme"]
        assert all(len(pack["digest"]) == 64 for pack in report["packs"])
        assert report["options"]["gateway_approval_months"] == "12"
        assert {"ORG-01", "APR-01"} <= {finding["rule"] for finding in report["findings"]}


def test_the_organisations_citation_is_told_as_its_own(place):
    rules = {rule["id"]: rule for rule in _audit(place, "2026-11-22", "--pack", "acme")["rules"]}

    assert {"instrument": "12/QĐ-ACME", "basis": "ORG"}.items() <= rules["GWA-01"]["cites"][-1].items()
    assert rules["GWA-01"]["cites"][0]["basis"] != "ORG"


def test_the_command_line_decides_over_the_private_pack(place):
    report = _audit(place, "2026-11-22", "--pack", "acme", "--param", "gateway_approval_months=9")

    assert report["options"]["gateway_approval_months"] == "9"


def test_a_shipped_pack_may_be_named_by_its_id_and_a_folder_of_that_name_by_its_path(place):
    shutil.copytree(TEMPLATE.parent / "vn-2026", place / "vn-2026")
    (place / "vn-2026" / "APR-01-operating-without-approval.yaml").unlink()

    by_id = _audit(place, "2026-11-22", "--pack", "vn-2026")
    by_path = _audit(place, "2026-11-22", "--pack", "./vn-2026")

    assert "APR-01" in {rule["id"] for rule in by_id["rules"]}
    assert "APR-01" not in {rule["id"] for rule in by_path["rules"]}


def test_the_examples_of_a_shipped_pack_are_run_by_its_id(place):
    result = run("rules", "test", "vn-2016", cwd=place)

    assert (result.code, result.err) == (0, "")
    assert " 0 do not" in result.out
