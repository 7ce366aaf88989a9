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


def _policy(target: str) -> str:
    return f"gateways: [{{id: g, segments: [a, b], policy: [{{from: a, to: '{target}', action: permit}}]}}]"


def _permits(target: str) -> str:
    return f"gateways: [{{id: g, segments: [a, b], approval: {{permits: [{{from: a, to: [b, '{target}']}}]}}}}]"


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
        (
            "gateways: [{id: d, kind: data_diode, segments: [a, b, c], one_way: {from: a, to: b}}]",
            "'d' is one-way and joins 3 segments (a one-way device joins two",
        ),
        (
            "segments: [{id: d, cidrs: [10.0.0.0/24, 10.0.1.0/24, 10.0.0.128/25]}]",
            "lies within '10.0.0.0/24' of the same",
        ),
        ("segments: [{id: d, cidrs: ['fd00::/48', 10.0.0.0/8, 'fd00:0:0:1::/64']}]", "lies within 'fd00::/48'"),
        ("systems: [{id: s, approval: {permits: []}}]", "system 's' has 'permits' in its approval (only a gateway"),
        ("hosts: [{id: h, segments: [a], approval: {permits: []}}]", "host 'h' has 'permits'"),
        (_policy("zone:dnz"), "there is no zone 'dnz' (did you mean 'dmz'?)"),
        (_policy("level:6"), "there is no level '6' (it is one of 0, 1, 2, 3, 4, 5)"),
        (_policy("10.0.0.7/24"), "'10.0.0.7/24' is an address and not a block (write '10.0.0.0/24' or '10.0.0.7')"),
        (_policy("10.0.0.0/255.255.255.0"), "has a mask for a length (write '10.0.0.0/24')"),
        (_permits("bb"), "'bb' is no segment, network, system or address block (did you mean 'b'?)"),
        (_permits("level:"), "there is no level ''"),
        (_permits("network:n"), "there is no network 'n'"),
    ],
)
def test_what_cannot_be_is_refused_when_it_is_read(body, message):
    found = _problems("segments: [{id: a}, {id: b}, {id: c}]", body)

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


def test_so_many_mistakes_are_told_and_that_there_are_more():
    def told(count: int) -> list[str]:
        return _problems("segments:\n" + "".join(f"  - {{id: s{number}, network: gone}}\n" for number in range(count)))

    assert len(told(200)) == 200
    assert len(told(201)) == 201
    assert "file0.yaml: only the first 200 mistakes are told (repair these, then ask again)" in told(201)
    assert len(told(1000)) == 201
