import pytest

from secaudit.errors import InputError
from tests.builders import inventory


def _problems(*files: str) -> list[str]:
    with pytest.raises(InputError) as caught:
        inventory(*files)
    return [f"{problem.where}: {problem.message} ({problem.help})" for problem in caught.value.problems]


def test_a_dangling_reference_names_the_place_and_the_nearest_id():
    assert _problems("networks: [{id: tslcd}]\nsegments:\n  - id: a\n    network: tslc\n") == [
        "file0.yaml:5:14: there is no network 'tslc' (did you mean 'tslcd'?)"
    ]


def test_a_duplicate_id_names_both_places():
    assert _problems("systems:\n  - id: a\n", "systems:\n  - id: a\n") == [
        "file1.yaml:3:9: system 'a' is already declared in file0.yaml:3 (ids of a kind are unique across all files)"
    ]


def test_references_across_files_are_resolved():
    built = inventory("segments: [{id: a, network: n}]", "networks: [{id: n}]")

    assert built.segments[0].network == "n"


def test_all_problems_of_all_files_are_told_at_once():
    assert len(_problems("segments: [{id: a, network: x}, {id: b, system: y}]", "hosts: [{id: h, segments: [z]}]")) == 3


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (
            "gateways: [{id: g, segments: [a, b], policy: [{from: nowhere, to: b, action: permit}]}]",
            "'nowhere' is no segment, network",
        ),
        (
            "gateways: [{id: g, segments: [a, b], policy: [{from: 'system:x', to: b, action: permit}]}]",
            "there is no system 'x'",
        ),
        (
            "systems: [{id: a}]\ngateways: [{id: g, segments: [a, b], policy: [{from: a, to: b, action: permit}]}]",
            "'a' is the id of a segment and of a system",
        ),
        (
            "links: [{id: l, between: [a, b], one_way: {from: a, to: c}}]",
            "'l' is one-way to 'c', which it does not join",
        ),
        ("links: [{id: l, between: [a, b], one_way: {from: a, to: a}}]", "'l' is one-way from 'a' to itself"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_read(body, message):
    found = _problems("segments: [{id: a}, {id: b}, {id: c}]\n" + body)

    assert len(found) == 1
    assert message in found[0]


def test_the_unit_of_a_file_owns_what_names_no_owner():
    built = inventory("unit: u\nunits: [{id: u}, {id: v}]\nsystems: [{id: a}, {id: b, owner: v}]")

    assert [system.owner for system in built.systems] == ["u", "v"]


def test_files_and_their_order_mean_nothing():
    first, second = "systems: [{id: b}, {id: a}]", "networks: [{id: n}]"

    forward, backward = inventory(first, second), inventory(second, first)

    assert [noun.id for noun in forward.systems] == [noun.id for noun in backward.systems] == ["a", "b"]


def test_a_policy_entry_knows_its_line():
    built = inventory(
        "segments: [{id: a}, {id: b}]\ngateways:\n  - id: g\n    segments: [a, b]\n    policy:\n      - {from: a, to: b, action: permit}\n"
    )

    assert str(built.gateways[0].policy[0].source) == "file0.yaml:7"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("systems: [{id: s, remote_access: {from: [home]}}]", "there is no network 'home'"),
        ("systems: [{id: s, remote_access: {via: jump}}]", "there is no gateway 'jump'"),
        ("systems: [{id: s, approval: {dossier: {connected_systems: [t]}}}]", "there is no system 't'"),
        (
            "segments: [{id: a}, {id: b}]\ngateways: [{id: g, segments: [a, b], acceptance: {by: u}}]",
            "there is no unit 'u'",
        ),
        (
            "segments: [{id: a}, {id: b}]\ngateways: [{id: g, segments: [a, b], acceptance: {supervised_by: u}}]",
            "there is no unit 'u'",
        ),
    ],
)
def test_the_records_of_acceptance_remote_access_and_dossiers_lead_somewhere(body, message):
    assert [message in problem for problem in _problems(body)] == [True]
