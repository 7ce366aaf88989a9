"""A private pack sets values, cites its own documents and adds rules; it changes no shipped file."""

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.errors import PolicyError
from tests.builders import DAY, rule_text, scope

HEAD = 'id: acme\ntitle: {vi: Riêng, en: Own}\nversion: "1"\n'
GOOD = rule_text('check: every\nwith: {of: system, assert: "level >= 1"}\n')
DATES = "parameters:\n  last_day: {title: {vi: a, en: b}, type: date, default: 2026-12-31, minimum: 2026-07-01, maximum: 2027-06-30}\n"
DAYS = "parameters:\n  days: {title: {vi: a, en: b}, type: dates, default: [2026-09-02, 2026-09-01]}\n"
TEXT = "parameters:\n  code: {title: {vi: a, en: b}, type: string, default: none}\n"
DEADLINE = rule_text("""\
    check: every
    with: {of: system, assert: "level >= 1"}
    deadline: {parameter: last_day, severity: {1: high, 4: critical}}
    """)


def _pack(folder, pack: str = "", name: str = "acme", **files: str):
    """A private pack; `citations="..."` is `citations.yaml`, `rule` its only rule."""
    (folder / name).mkdir()
    (folder / name / "pack.yaml").write_text(HEAD.replace("acme", name) + pack, encoding="utf-8")
    for file, text in files.items():
        called = "TST-01-test-rule.yaml" if file == "rule" else f"{file}.yaml"
        (folder / name / called).write_text(text, encoding="utf-8")
    return folder / name


def _load(*folders, as_of: str = DAY, **parameters: int | str):
    return packs.load(folders, CHECKS, as_of=as_of, parameters=parameters)


def _told(*folders, **parameters: int | str) -> str:
    with pytest.raises(PolicyError) as caught:
        _load(*folders, **parameters)
    return "\n".join(f"{problem.where}: {problem.message} {problem.help}" for problem in caught.value.problems)


def test_a_value_holds_where_the_shipped_pack_declares_the_parameter(tmp_path):
    folder = _pack(tmp_path, "parameter_values: {gateway_approval_months: 6}\n")

    assert _load(folder).parameters["gateway_approval_months"] == 6
    assert _load(folder, gateway_approval_months=9).parameters["gateway_approval_months"] == 9


def test_of_two_packs_the_one_that_is_named_later_decides(tmp_path):
    one = _pack(tmp_path, "parameter_values: {gateway_approval_months: 6}\n")
    two = _pack(tmp_path, "parameter_values: {gateway_approval_months: 7}\n", "below")

    assert _load(one, two).parameters["gateway_approval_months"] == 7
    assert _load(two, one).parameters["gateway_approval_months"] == 6


@pytest.mark.parametrize(
    ("pack", "told"),
    [
        ("parameter_values: {gateway_aproval_months: 6}\n", "did you mean 'gateway_approval_months'?"),
        ("parameter_values: {gateway_approval_months: 0}\n", "must lie from 1 to 120"),
        ("parameter_values: {gateway_approval_months: six}\n", "must be a whole number"),
        (DATES + "parameter_values: {last_day: 2026-02-30}\n", "must be a date as YYYY-MM-DD"),
        (DATES + "parameter_values: {last_day: 20261231}\n", "must be a date as YYYY-MM-DD"),
        (DATES + "parameter_values: {last_day: 2027-07-01}\n", "must lie from 2026-07-01 to 2027-06-30"),
    ],
)
def test_a_value_that_cannot_be_is_told_in_its_place(tmp_path, pack, told):
    message = _told(_pack(tmp_path, pack))

    assert message.startswith(f"acme/pack.yaml:{4 + pack.count(chr(10)) - 1}:")
    assert told in message


@pytest.mark.parametrize("value", ["2026-13-01", "tomorrow", "2026-1-1", 20261231])
def test_a_value_of_the_command_line_that_is_no_date_is_told(tmp_path, value):
    assert "parameters: last_day is" in _told(_pack(tmp_path, DATES), last_day=value)


def test_a_list_of_days_may_be_a_list_or_a_text_and_is_kept_in_order(tmp_path):
    folder = _pack(tmp_path, DAYS)

    assert _load(folder).parameters["days"] == ("2026-09-01", "2026-09-02")
    assert _load(folder, days="2027-01-01, 2026-09-02,").parameters["days"] == ("2026-09-02", "2027-01-01")
    assert _load(folder, days="").parameters["days"] == ()
    given = _pack(tmp_path, "parameter_values: {days: [2026-04-30]}\n", "given")
    assert _load(folder, given).parameters["days"] == ("2026-04-30",)


@pytest.mark.parametrize("value", ["2026-09-31", "2026-09-01 2026-09-02", "tomorrow", 20260901])
def test_a_list_of_days_holds_days(tmp_path, value):
    assert "days holds" in _told(_pack(tmp_path, DAYS), days=value)


@pytest.mark.parametrize(
    ("given", "days"), [({}, 2), ({"public_holidays": ""}, 4), ({"public_holidays": "2026-09-03"}, 3)]
)
def test_working_days_leave_out_the_public_holidays_of_the_packs(tmp_path, given, days):
    asked = "working_days('2026-08-31', '2026-09-04')"
    rule = rule_text(f'check: every\nwith: {{of: system, assert: "{asked} == {days}"}}\n')
    rules = _load(_pack(tmp_path, rule=rule), **given).rules
    [own] = [found for found in rules if found.card.id == "TST-01"]

    assert own.check.run(scope("systems: [{id: one}]\n")).passed == 1


def test_a_bound_may_stand_alone(tmp_path):
    folder = _pack(tmp_path, "parameters:\n  n: {title: {vi: a, en: b}, type: int, default: 5, minimum: 3}\n")

    assert _load(folder, n=10**9).parameters["n"] == 10**9
    assert "n is 2, but it must be 3 or more" in _told(folder, n=2)


def test_a_text_that_looks_like_a_number_stays_a_text(tmp_path):
    assert _load(_pack(tmp_path, TEXT), code=7).parameters["code"] == "7"


def test_a_parameter_is_declared_once_or_twice_alike(tmp_path):
    one, two = _pack(tmp_path, TEXT), _pack(tmp_path, TEXT, "twin")
    other = _pack(tmp_path, TEXT.replace("default: none", "default: other"), "other")

    assert _load(one, two).parameters["code"] == "none"
    assert "other/pack.yaml:5:9: code is declared differently in acme/pack.yaml" in _told(one, other)


def test_citations_are_added_after_those_of_the_rule_and_are_the_organisations_own(tmp_path):
    cites = 'APR-01: [{instrument: QĐ 12/QĐ-QK, clause: "Điều 3"}]\n'

    def cites_of(*folders):
        return next(rule for rule in _load(*folders).rules if rule.card.id == "APR-01").card.cites

    before, after = cites_of(), cites_of(_pack(tmp_path, citations=cites))
    assert after[:-1] == before
    assert (after[-1].instrument, after[-1].clause, after[-1].basis) == ("QĐ 12/QĐ-QK", "Điều 3", "ORG")


def test_an_added_citation_has_its_day_too(tmp_path):
    cites = 'APR-01: [{instrument: QĐ 12/QĐ-QK, clause: "Điều 3", in_force: {from: 2026-11-23}}]\n'
    folder = _pack(tmp_path, citations=cites)

    def instruments(day: str) -> set[str]:
        return {cite.instrument for rule in _load(folder, as_of=day).rules for cite in rule.card.cites}

    assert "QĐ 12/QĐ-QK" not in instruments("2026-11-22")
    assert "QĐ 12/QĐ-QK" in instruments("2026-11-23")


@pytest.mark.parametrize(
    ("citations", "told"),
    [
        ('APR-01x: [{instrument: QĐ 12, clause: "3"}]\n', "there is no rule 'APR-01x'; did you mean 'APR-01'?"),
        ('APR-01: [{instrument: QĐ 12, clause: "3", basis: LAW}]\n', "basis"),
        ("APR-01: []\n", "APR-01 needs at least one item"),
        ('APR-01: [{instrument: "<số hiệu do đơn vị cung cấp>", clause: "3"}]\n', "is left to be filled in"),
    ],
)
def test_citations_that_cannot_be_are_told_in_their_place(tmp_path, citations, told):
    message = _told(_pack(tmp_path, citations=citations))

    assert message.startswith("acme/citations.yaml:1:")
    assert told in message


def test_a_citation_for_a_rule_of_the_other_framework_waits_for_its_day(tmp_path):
    cites = 'OPS-06: [{instrument: QĐ 12, clause: "3"}]\nGWP-05: [{instrument: QĐ 12, clause: "4"}]\n'
    folder = _pack(tmp_path, citations=cites)

    def cited(day: str) -> set[str]:
        rules = _load(folder, as_of=day).rules
        return {cite.clause for rule in rules for cite in rule.card.cites if cite.instrument == "QĐ 12"}

    assert cited("2025-12-01") == {"3"}
    assert "4" in cited("2026-11-22")


def test_a_private_pack_adds_rules_to_those_of_the_day(tmp_path):
    book = _load(_pack(tmp_path, rule=GOOD))

    assert {"TST-01", "APR-01"} <= {rule.card.id for rule in book.rules}
    assert [(card.id, card.rules) for card in book.packs if card.id == "acme"] == [("acme", 1)]


def test_a_private_rule_cannot_take_the_id_of_a_shipped_one(tmp_path):
    folder = _pack(tmp_path)
    (folder / "APR-01-test-rule.yaml").write_text(GOOD.replace("TST-01", "APR-01"), encoding="utf-8")

    assert "rule APR-01 is already in vn-2026/APR-01" in _told(folder)


def test_the_digest_of_a_private_pack_covers_its_values_and_citations(tmp_path):
    folder = _pack(tmp_path, citations='APR-01: [{instrument: QĐ 12, clause: "3"}]\n')

    def digest() -> str:
        return next(card.digest for card in _load(folder).packs if card.id == "acme")

    before = digest()
    (folder / "citations.yaml").write_text('APR-01: [{instrument: QĐ 12, clause: "4"}]\n', encoding="utf-8")
    assert digest() != before


def test_after_its_deadline_a_rule_has_another_severity(tmp_path):
    folder = _pack(tmp_path, DATES, rule=DEADLINE)

    def severity(day: str, **parameters: str):
        rules = _load(folder, as_of=day, **parameters).rules
        return next(rule for rule in rules if rule.card.id == "TST-01").card.severity

    assert severity("2026-12-31") == "high"
    assert severity("2027-01-01") == {1: "high", 4: "critical"}
    assert severity("2027-01-01", last_day="2027-01-01") == "high"


def test_a_deadline_that_no_pack_declares_is_told(tmp_path):
    message = _told(_pack(tmp_path, DATES, rule=DEADLINE.replace("last_day", "lst_day")))

    assert "'lst_day' is not a parameter; did you mean 'last_day'?" in message
    assert message.startswith("acme/TST-01-test-rule.yaml:")


@pytest.mark.parametrize("declared", ["type: int, default: 24", "type: string, default: soon"])
def test_a_deadline_that_is_no_date_is_told(tmp_path, declared):
    parameters = f"parameters: {{last_day: {{title: {{vi: a, en: b}}, {declared}}}}}\n"

    assert "last_day is not a date" in _told(_pack(tmp_path, parameters, rule=DEADLINE))


def test_the_template_is_refused_until_it_is_filled_in():
    template = next(folder for folder in packs.shipped() if folder.name == "org-template")

    told = _told(template)

    assert "org-template/citations.yaml:" in told
    assert "org-template/pack.yaml:" in told
    assert "org-template/ORG-01-overdue-own-inspection.yaml:" in told


def test_the_template_works_once_it_is_filled_in(tmp_path):
    template = next(folder for folder in packs.shipped() if folder.name == "org-template")
    copy = tmp_path / "acme"
    copy.mkdir()
    for file in template.glob("*.yaml"):
        text = file.read_text(encoding="utf-8").replace("<số hiệu do đơn vị cung cấp>", "QĐ 12/QĐ-QK")
        text = text.replace("<điều, khoản>", "Điều 3").replace("<tên văn bản do đơn vị cung cấp>", "Quy chế")
        (copy / file.name).write_text(text.replace("<title in English>", "Regulation"), encoding="utf-8")

    book = _load(copy)

    assert book.parameters["gateway_approval_months"] == 12
    assert {"GWA-01", "GWA-07", "ORG-01", "ORG-02"} == {
        rule.card.id for rule in book.rules for cite in rule.card.cites if cite.instrument == "QĐ 12/QĐ-QK"
    }
