"""Attestations as they are written: who they are about, and what a file says of the controls of its systems."""

import pytest

from secaudit.errors import InputError
from tests.builders import inventory

PLACES = "units: [{id: it}]\nsystems: [{id: doc}, {id: core}]\nsegments: [{id: core}]\n"


def _attested(fields: str, **more: str) -> str:
    rest = {"question": "CTL-06", "answer": "yes", "date": "2026-10-01", "by": "it"} | more
    written = ", ".join(f"{key}: {value}" for key, value in rest.items())
    return f"{PLACES}attestations: [{{{fields}, {written}}}]"


def _problem(text: str) -> str:
    with pytest.raises(InputError) as caught:
        inventory(text)
    return " | ".join(f"{problem.line} {problem.message} ({problem.help})" for problem in caught.value.problems)


def test_an_attestation_without_an_id_is_named_by_what_it_says():
    assert [one.id for one in inventory(_attested("subject: doc")).attestations] == ["CTL-06@doc@2026-10-01"]
    assert [one.id for one in inventory(_attested("id: mine, subject: doc")).attestations] == ["mine"]


def test_the_unit_of_the_file_owns_the_attestation():
    assert inventory("unit: it\n" + _attested("subject: doc")).attestations[0].owner == "it"


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        ("dox", "nothing has the id 'dox' (did you mean 'doc'?)"),
        ("system:dox", "there is no system 'dox' (did you mean 'doc'?)"),
        ("sistem:doc", "there is no kind 'sistem'"),
        ("core", "'core' is the id of a system and of a segment (write 'system:core' or 'segment:core')"),
    ],
)
def test_a_subject_that_names_nothing_or_two_things_is_refused(subject, told):
    assert told in _problem(_attested(f"subject: '{subject}'"))


def test_a_kind_settles_which_subject_is_meant():
    assert len(inventory(_attested("subject: 'segment:core'")).attestations) == 1


def test_who_answers_must_be_a_unit():
    assert "there is no unit 'itt' (did you mean 'it'?)" in _problem(_attested("subject: doc", by="itt"))


def test_an_attestation_cannot_end_before_it_was_given():
    assert "ends before it was given" in _problem(_attested("subject: doc", until="2026-09-30"))
    assert inventory(_attested("subject: doc", until="2026-10-01")).attestations


def test_the_same_answer_of_the_same_day_twice_is_refused():
    twice = "{question: CTL-06, subject: doc, answer: %s, date: 2026-10-01, by: it}"

    assert "is already declared" in _problem(f"{PLACES}attestations: [{twice % 'yes'}, {twice % 'no'}]")


@pytest.mark.parametrize(("key", "value"), [("answer", "maybe"), ("date", "2026-13-01"), ("by", "''")])
def test_a_wrong_word_is_refused_by_the_schema(key, value):
    assert _problem(_attested("subject: doc", **{key: value}))


def test_a_form_that_is_not_filled_in_is_refused():
    assert "answer has no value" in _problem(_attested("subject: doc", answer=""))


def test_the_controls_of_a_file_hold_for_its_systems_unless_they_say_otherwise():
    built = inventory(
        "controls: {mfa: yes, waf: planned}\nsystems: [{id: a, controls: {waf: yes, siem: no}}, {id: b}]",
        "systems: [{id: c}]",
    )

    assert [system.controls for system in built.systems] == [
        {"mfa": "yes", "waf": "yes", "siem": "no"},
        {"mfa": "yes", "waf": "planned"},
        None,
    ]


def test_a_system_keeps_its_place_when_it_takes_the_controls_of_the_file():
    assert inventory("controls: {mfa: yes}\nsystems:\n  - id: a").systems[0].source.line == 4


def test_the_defaults_of_a_file_fill_in_what_its_systems_and_segments_do_not_say():
    defaults = "defaults: {system: {national_security: {status: considered}, approval: {dossier: {segments: [s]}}}, segment: {environment: production}}\n"
    built = inventory(
        defaults + "systems:\n  - {id: a, approval: {status: approved, dossier: {version: 2}}}\n"
        "  - {id: b, national_security: {status: listed}, approval: {dossier: {segments: [t]}}}\n"
        "segments: [{id: s}, {id: t, environment: test}]",
        "systems: [{id: c}]",
    )
    first, second, third = built.systems

    assert (first.approval.status, first.approval.dossier.version) == ("approved", 2)
    assert (first.approval.dossier.segments, second.approval.dossier.segments) == (("s",), ("t",))
    assert (first.national_security.status, second.national_security.status) == ("considered", "listed")
    assert (first.source.line, third.national_security) == (4, None)
    assert [segment.environment for segment in built.segments] == ["production", "test"]


def test_a_default_that_leads_nowhere_is_told():
    with pytest.raises(InputError, match="no segment 'z'"):
        inventory("defaults: {system: {approval: {dossier: {segments: [z]}}}}\nsystems: [{id: a}]")
