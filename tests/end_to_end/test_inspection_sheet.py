"""The sheet for a visit on site: printed from the report, filled in with a pen, typed back, and known to the next audit."""

import html
import json
import re

import pytest

from tests.end_to_end.product import ROOT, run, write

TEMPLATE = ROOT / "rules" / "org-template"
INVENTORY = """secaudit: 1
units: [{id: hq, name: Cơ quan}, {id: inspectors, name: Đoàn kiểm tra}]
systems: [{id: ledger, owner: hq, level: 2, status: operating}]
segments: [{id: office, zone: internal, level: 2}, {id: vault, zone: server, level: 2}]
gateways:
  - {id: core-gw, name: Cổng lõi, owner: hq, kind: firewall, segments: [office, vault], default: deny,
     approval: {status: approved, level: 2, decision: {number: 40/QĐ, date: 2026-05-10, by: hq}}}
"""
FROM_PAPER = "Phiếu 07; sê-ri FGT-0042; tập luật sha256:9f2c; niêm phong 118; cáp N-12, N-13; đã xem 40/QĐ"


@pytest.fixture
def place(tmp_path):
    pack = {
        f"acme/{file.name}": re.sub(r"<[^>]*>", "Điều 3", file.read_text("utf-8")).replace(
            "id: org-template", "id: acme"
        )
        for file in TEMPLATE.glob("*.yaml")
    }
    return write(tmp_path, {"inv/all.yaml": INVENTORY} | pack)


def _audit(place, name):
    report = ("--report", f"json={name}.json", "--report", f"html={name}.html", "--lang", "vi")
    outcome = run("audit", "inv", "--pack", "acme", "--as-of", "2026-11-22", "-q", "--exit-zero", *report, cwd=place)
    assert outcome.code == 0, outcome.err
    page = (place / f"{name}.html").read_text("utf-8")
    return json.loads((place / f"{name}.json").read_text("utf-8")), page[page.index('id="d-gateway.core-gw"') :]


def _states(result):
    return {(one["rule"], one["state"]) for one in result["findings"] if one["subject"] == "gateway:core-gw"}


def test_what_was_seen_on_site_comes_back_and_counts(place):
    result, page = _audit(place, "before")
    assert ("ORG-02", "unknown") in _states(result)
    for what in (
        "Số sê-ri",
        "Số niêm phong",
        "Mã băm tập luật trên thiết bị",
        "Nhãn cáp",
        "Quyết định phê duyệt cổng: 40/QĐ",
    ):
        assert what in page

    form = html.unescape(re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)[1])
    assert "Nêu số phiếu, số sê-ri, mã băm tập luật, số niêm phong" in form
    typed = re.sub(r"answer: .*", "answer: yes", form)
    typed = re.sub(r"date: .*", "date: 2026-11-20", typed)
    typed = re.sub(r"by: .*", "by: inspectors", typed)
    typed = typed.replace("# evidence: ", f"evidence: {json.dumps(FROM_PAPER, ensure_ascii=False)}")
    write(place, {"inv/visit.yaml": typed})

    result, page = _audit(place, "after")
    assert "ORG-02" not in {rule for rule, _ in _states(result)}
    assert next(one for one in result["tallies"] if one["rule"] == "ORG-02")["pass"] == 1
    assert FROM_PAPER in json.dumps(result["dossiers"], ensure_ascii=False)


def test_what_differed_on_site_is_a_finding(place):
    _, page = _audit(place, "before")
    form = html.unescape(re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)[1])
    typed = re.sub(r"answer: .*", "answer: no", form)
    typed = re.sub(r"by: .*", "by: inspectors", re.sub(r"date: .*", "date: 2026-11-20", typed))
    write(place, {"inv/visit.yaml": typed})

    assert ("ORG-02", "fail") in _states(_audit(place, "after")[0])


def test_a_sheet_that_was_not_filled_in_is_refused(place):
    _, page = _audit(place, "before")
    write(
        place, {"inv/visit.yaml": html.unescape(re.search(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)[1])}
    )

    assert run("audit", "inv", "--pack", "acme", "--as-of", "2026-11-22", cwd=place).code == 3
