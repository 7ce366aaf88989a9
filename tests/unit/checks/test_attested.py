"""The check `attested`: a yes counts while it is fresh, and nothing else is a pass."""

import pytest

from secaudit.engine import evaluate
from secaudit.errors import PolicyError
from tests.builders import answer, load, rule, rule_text, scope, states, write_pack

CHECK = """\
check: attested
with:
  of: system
  where: "status == 'operating'"
  question: {vi: Có tách không, en: Is it kept apart}
  valid_months: 12
"""
SYSTEMS = "units: [{id: it}]\nsystems: [{id: a, status: operating}]\n"


def _given(*fields: str) -> str:
    shown = (one.replace("yes,", "yes, evidence: Công văn 5,") for one in fields)
    rows = "".join(f"  - {{question: TST-01, subject: a, by: it, {one}}}\n" for one in shown)
    return f"{SYSTEMS}attestations:\n{rows}" if rows else SYSTEMS


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        ((), "unknown"),
        (("answer: yes, date: 2026-10-01",), None),
        (("answer: no, date: 2026-10-01",), "fail"),
        (("answer: partial, date: 2026-10-01",), "fail"),
        (("answer: yes, date: 2026-11-22",), None),
        (("answer: yes, date: 2026-11-23",), "unknown"),
        (("answer: no, date: 2026-11-23",), "unknown"),
        (("answer: yes, date: 2025-11-23",), None),
        (("answer: yes, date: 2025-11-22",), "unknown"),
        (("answer: yes, date: 2026-10-01, until: 2026-11-22",), None),
        (("answer: yes, date: 2026-10-01, until: 2026-11-21",), "unknown"),
        (("answer: yes, date: 2025-01-01, until: 2030-01-01",), "unknown"),
        (("answer: no, date: 2020-01-01",), "fail"),
        (("answer: no, date: 2026-10-01, until: 2026-10-02",), "fail"),
        (("answer: not_applicable, date: 2026-10-01, evidence: Công văn 5",), None),
        (("answer: not_applicable, date: 2026-10-01",), "unknown"),
        (("answer: not_applicable, date: 2025-10-01, evidence: Công văn 5",), "unknown"),
        (("answer: no, date: 2026-09-01", "answer: yes, date: 2026-10-01"), None),
        (("answer: yes, date: 2026-09-01", "answer: no, date: 2026-10-01"), "fail"),
        (("answer: yes, date: 2026-10-01", "answer: no, date: 2026-12-01"), None),
        (("id: x, answer: yes, date: 2026-10-01", "id: w, answer: no, date: 2026-10-01"), "fail"),
    ],
)
def test_only_a_fresh_yes_passes(tmp_path, fields, wanted):
    assert states(answer(tmp_path, CHECK, _given(*fields))) == ({"a": wanted} if wanted else {})


def test_what_does_not_apply_is_not_counted_as_passed(tmp_path):
    found = answer(tmp_path, CHECK, _given("answer: not_applicable, date: 2026-10-01, evidence: Công văn 5"))

    assert (found.passed, found.not_applicable) == (0, 1)


def test_an_answer_to_another_question_or_about_another_thing_is_none(tmp_path):
    other = f"""{SYSTEMS}segments: [{{id: a}}]
attestations:
  - {{question: TST-02, subject: 'system:a', answer: yes, date: 2026-10-01, by: it}}
  - {{question: TST-01, subject: 'segment:a', answer: yes, date: 2026-10-01, by: it}}
"""

    assert states(answer(tmp_path, CHECK, other)) == {"a": "unknown"}


def test_a_system_that_may_not_be_concerned_passes_with_a_yes_and_never_fails(tmp_path):
    unsure = "units: [{id: it}]\nsystems: [{id: a}, {id: b}, {id: c, status: retired}]\nattestations:\n"
    given = "".join(
        f"  - {{question: TST-01, subject: {name}, answer: {said}, date: 2026-10-01, by: it, evidence: Công văn 5}}\n"
        for name, said in (("a", "yes"), ("b", "no"))
    )
    found = answer(tmp_path, CHECK, unsure + given)

    assert states(found) == {"b": "unknown"}
    assert found.violations[0].evidence.missing == ("status",)
    assert (found.passed, found.not_applicable) == (1, 1)


def test_levels_below_are_outside(tmp_path):
    body = f"applies_from: 4\n{CHECK}"

    assert answer(tmp_path, body, "systems: [{id: a, level: 3, status: operating}]").not_applicable == 1


def test_a_no_does_not_fail_while_the_level_is_not_declared(tmp_path):
    found = answer(tmp_path, f"applies_from: 4\n{CHECK}", _given("answer: no, date: 2026-10-01"))

    assert states(found) == {"a": "unknown"}
    assert found.violations[0].evidence.missing == ("level",)


def test_how_long_an_answer_counts_may_depend_on_the_subject_and_on_parameters(tmp_path):
    body = CHECK.replace("12", '"level >= 4 ? 6 : parameters.months"')
    inventory = """
    units: [{id: it}]
    systems: [{id: a, status: operating, level: 4}, {id: b, status: operating, level: 3}, {id: c, status: operating}]
    attestations:
      - {question: TST-01, subject: a, answer: yes, date: 2026-01-01, by: it, evidence: Công văn 5}
      - {question: TST-01, subject: b, answer: yes, date: 2026-01-01, by: it, evidence: Công văn 5}
      - {question: TST-01, subject: c, answer: yes, date: 2026-01-01, by: it, evidence: Công văn 5}
    """

    assert states(answer(tmp_path, body, inventory)) == {"a": "unknown", "c": "unknown"}


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ((), "never answered"),
        (("answer: yes, date: 2025-03-31",), "lapsed on 2026-03-31 (yes 2025-03-31, it)"),
        (("answer: yes, date: 2026-01-31, until: 2026-02-28",), "lapsed on 2026-03-01 (yes 2026-01-31, it)"),
        (("answer: yes, date: 2027-01-01",), "answered after the day of the audit (yes 2027-01-01, it)"),
        (("answer: partial, date: 2026-10-01",), "answered partial 2026-10-01, it"),
        (
            ("answer: not_applicable, date: 2026-10-01",),
            "not applicable, without evidence (not_applicable 2026-10-01, it)",
        ),
    ],
)
def test_the_message_says_which(tmp_path, fields, told):
    bound = rule(tmp_path, CHECK, vi="{answer}", en="{answer}")
    message = evaluate([bound], scope(_given(*fields))).findings[0].message

    assert message.en.removeprefix("Could not be determined: ") == told
    assert message.vi


def test_the_question_stands_on_the_card(tmp_path):
    card = rule(tmp_path, CHECK).card

    assert (card.question.of, card.question.text.vi) == ("system", "Có tách không")


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (("question: {vi: Có tách không, en: Is it kept apart}", "question: Is it"), "both languages"),
        ((", en: Is it kept apart}", "}"), "both languages"),
        (("valid_months: 12", "valid_months: true"), "a whole number or an expression"),
        (("valid_months: 12", "valid_months: \"'x'\""), "gives string, but a whole number is wanted"),
        (("valid_months: 12", "valid_months: parameters.moths"), "moths"),
        (("of: system", "of: attestation"), "must be one of"),
        (("valid_months: 12", "valid_month: 12"), "did you mean 'valid_months'?"),
    ],
)
def test_a_mistake_is_told_when_the_pack_is_loaded(tmp_path, change, told):
    with pytest.raises(PolicyError, match=r"(?s).*") as caught:
        load(write_pack(tmp_path / "pack", rule_text(CHECK.replace(*change))))

    assert told in caught.value.problems[0].message


def test_a_yes_that_names_no_evidence_leaves_the_question_open(tmp_path):
    bare = f"{SYSTEMS}attestations: [{{question: TST-01, subject: a, answer: yes, date: 2026-10-01, by: it}}]\n"
    bound = rule(tmp_path, CHECK, vi="{answer}", en="{answer}")
    finding = evaluate([bound], scope(bare)).findings[0]

    assert finding.state == "unknown"
    assert finding.message.en.endswith("answered without naming the evidence (yes 2026-10-01, it)")
    assert finding.message.vi.endswith("trả lời mà không nêu căn cứ (có, ngày 01/10/2026, it)")
