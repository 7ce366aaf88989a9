"""The worksheet of open questions: what is open stands in it, and filling it in closes the questions."""

import json
import re

import pytest

from tests.end_to_end.product import DAY, ROOT, run, write

PACK = ROOT / "rules" / "vn-2026"
UNIT = """\
secaudit: 1
unit: hq
units: [{id: hq}, {id: hq-it}]
controls: {mfa: yes, waf: yes, dbf: yes, nac: yes, anti_ddos: yes, network_av: yes, edr: yes, dlp: yes, siem: yes}
systems:
  - {id: command, name: "Chỉ huy\\n  - question: x", status: operating, level: 4, controls: {digital_signature: not_applicable}}
segments: [{id: command}]
"""
OLD = "attestations: [{question: CTL-06, subject: 'system:command', answer: yes, date: 2024-01-02, by: hq-it, evidence: Công văn 5}]\n"


def _attest(folder, *options: object):
    return run("attest", folder, "--rules", PACK, "--as-of", DAY, *options, cwd=folder)


def _filled(sheet: str) -> str:
    """The worksheet as an officer fills it in."""
    sheet = re.sub(r"answer: +#.*", "answer: yes", sheet)
    sheet = re.sub(r"date: +#.*", f"date: {DAY}", sheet)
    sheet = re.sub(r"# evidence: *", "evidence: Công văn 5", sheet)
    return re.sub(r"by: +#.*", "by: hq-it", sheet)


def _asked(sheet: str) -> list[str]:
    return re.findall(r"^  - question: \"?([\w-]+)", sheet, re.MULTILINE)


def test_the_worksheet_lists_what_is_open(tmp_path):
    found = _attest(write(tmp_path, {"hq.yaml": UNIT}))

    assert found.code == 0
    assert {"CTL-06", "restore_test", "network_diagram", "pam", "digital_signature"} <= set(_asked(found.out))
    assert not {"mfa", "log_retention", "zones"} & set(_asked(found.out))


def test_what_is_filled_in_is_not_asked_again(tmp_path):
    write(tmp_path, {"hq.yaml": UNIT})
    write(tmp_path, {"answers.yaml": _filled(_attest(tmp_path).out)})

    again = _attest(tmp_path)

    assert again.err == ""
    assert _asked(again.out) == []
    assert run("audit", tmp_path, "--rules", PACK, "--as-of", DAY, cwd=tmp_path).out.count("CTL-06") == 0


def test_a_worksheet_without_questions_is_an_inventory(tmp_path):
    write(tmp_path, {"hq.yaml": UNIT})
    write(tmp_path, {"answers.yaml": _filled(_attest(tmp_path).out)})
    write(tmp_path, {"more.yaml": _attest(tmp_path).out})

    assert run("validate", tmp_path, cwd=tmp_path).code == 0


def test_a_form_that_is_not_filled_in_is_refused(tmp_path):
    write(tmp_path, {"hq.yaml": UNIT})
    write(tmp_path, {"answers.yaml": _attest(tmp_path).out})

    found = run("validate", tmp_path, cwd=tmp_path)

    assert found.code == 3
    assert "answer has no value" in found.err


def test_an_answer_that_lapsed_is_asked_again_with_what_was_said(tmp_path):
    found = _attest(write(tmp_path, {"hq.yaml": UNIT + OLD}), "--lang", "vi")

    assert "lần trước: yes 2024-01-02, hết giá trị từ 2025-01-02" in found.out


def test_only_some_kinds_of_things_are_asked_about(tmp_path):
    write(tmp_path, {"hq.yaml": UNIT})

    assert _asked(_attest(tmp_path, "--of", "gateway").out) == []
    of_systems, of_units = (_asked(_attest(tmp_path, "--of", kind).out) for kind in ("system", "unit"))
    assert "CTL-06" in of_systems
    assert of_units == ["DCC-04"]
    assert sorted(of_systems + of_units) == sorted(_asked(_attest(tmp_path).out))


def test_a_name_cannot_write_a_question(tmp_path):
    assert "x" not in _asked(_attest(write(tmp_path, {"hq.yaml": UNIT})).out)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_ministry_has_the_open_questions_that_were_planted(lang, tmp_path):
    found = run(
        "attest", ROOT / "inventories" / "ministry", "--rules", PACK, "--as-of", DAY, "--lang", lang, cwd=tmp_path
    )

    assert _asked(found.out) == ["restore_test", "CTL-06", "network_diagram", "DCC-01"]


def test_the_controls_of_a_level_are_listed(tmp_path):
    found = run("rules", "controls", "--level", "1", "--rules", PACK, "--as-of", DAY, cwd=tmp_path)

    listed = re.findall(r"^\w+", found.out, re.MULTILINE)
    assert listed[:2] == ["mfa", "remote_vpn"]
    assert "waf" not in listed, "level 1 has no web application firewall, and inherits nothing"
    assert "mục 3.6.2.4 TCVN 14423:2026" in found.out


def test_explain_tells_what_a_rule_asks(tmp_path):
    found = run("rules", "explain", "CTL-06", "--lang", "vi", "--rules", PACK, "--as-of", DAY, cwd=tmp_path)

    assert "Hỏi: Phương án bảo đảm an ninh mạng có được thiết kế" in found.out


def test_the_matrix_of_a_system_stands_in_the_result(tmp_path):
    write(tmp_path, {"hq.yaml": UNIT + OLD})
    run("audit", tmp_path, "--rules", PACK, "--as-of", DAY, "-q", "--report", "json=result.json", cwd=tmp_path)
    result = json.loads((tmp_path / "result.json").read_text(encoding="utf-8"))
    required = {one["id"] for one in result["controls"] if any(r["level"] == 4 for r in one["requirements"])}
    groups = result["systems"][0]["controls"]
    verdicts = {ident: group["verdict"] for group in groups for ident in group["controls"]}

    assert verdicts.keys() == required
    assert (verdicts["mfa"], verdicts["pam"], verdicts["log_retention"]) == ("pass", "unknown", "unknown")
