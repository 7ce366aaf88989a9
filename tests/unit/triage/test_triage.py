from pathlib import Path

import pytest

from secaudit import pipeline
from secaudit.errors import PolicyError
from secaudit.findings.report import Report
from secaudit.pipeline import Request
from tests.builders import DAY, rule_text, write_pack

INVENTORY = "secaudit: 1\nunits: [{id: u}]\nunit: u\nsystems: [{id: a, level: 1}, {id: b, level: 3}]\n"
RULE = rule_text('check: every\nwith: {of: system, assert: "level >= 2"}\n')
WAIVER = """\
secaudit_waivers: 1
waivers:
  - id: w1
    rule: TST-01
    subject: system:a
    reason: Replaced in the spring
    requested_by: it
    approved_by: head
    issued: 2026-01-01
    expires: 2026-11-22
"""


def _audit(folder: Path, waiver: str = WAIVER, as_of: str = DAY, rule: str = RULE) -> Report:
    (folder / "inventory").mkdir(exist_ok=True)
    (folder / "inventory" / "a.yaml").write_text(INVENTORY, encoding="utf-8")
    (folder / "waivers.yaml").write_text(waiver, encoding="utf-8")
    request = Request(
        roots=(folder / "inventory",), base=folder, as_of=as_of, packs=(write_pack(folder / "pack", rule),),
        waivers=(folder / "waivers.yaml",),
    )  # fmt: skip
    return pipeline.audit(request)


def test_a_waiver_counts_up_to_and_including_its_last_day(tmp_path):
    report = _audit(tmp_path)

    assert [(verdict.finding.subject, verdict.status, verdict.waiver) for verdict in report.verdicts] == [
        ("system:a", "waived", "w1")
    ]
    assert report.open == ()
    assert [(tally.failed, tally.waived, tally.passed) for tally in report.tallies] == [(0, 1, 1)]


def test_an_expired_waiver_is_told_and_what_it_waived_is_back(tmp_path):
    report = _audit(tmp_path, as_of="2026-11-23")

    assert {finding.rule for finding in report.open} == {"TST-01", "WVR-01"}
    assert report.waivers[0].state == "expired"
    assert "WVR-01" in {card.id for card in report.cards}


def test_a_waiver_of_tomorrow_does_not_count_today(tmp_path):
    report = _audit(tmp_path, WAIVER.replace("issued: 2026-01-01", "issued: 2026-11-22"), as_of="2026-11-21")

    assert [finding.rule for finding in report.open] == ["TST-01"]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("subject: system:a", "subject: system:b", "matches no finding of TST-01"),
        ("rule: TST-01", "rule: TST-02", "there is no rule 'TST-02'"),
        ("approved_by: head", "approved_by: it", "was approved by who requested it"),
        ("issued: 2026-01-01", "issued: 2027-01-01", "expires before it was issued"),
    ],
)
def test_a_waiver_that_cannot_stand_is_an_error_with_its_place(tmp_path, old, new, told):
    with pytest.raises(PolicyError, match=told) as caught:
        _audit(tmp_path, WAIVER.replace(old, new))

    assert caught.value.problems[0].line > 1


def test_a_rule_may_refuse_to_be_waived(tmp_path):
    with pytest.raises(PolicyError, match="TST-01 cannot be waived"):
        _audit(tmp_path, rule=RULE + "waivable: false\n")
