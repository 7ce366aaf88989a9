"""Why there is no way: the devices told are a cut, each denies what it is told to deny, and openings open."""

from collections.abc import Collection, Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network
from secaudit.network import services as service_sets
from secaudit.network.denial import denying
from secaudit.network.prevention import Prevention
from secaudit.network.ways import Asked, Closed, Ways
from tests.network.building import deny, network_of, permit, segments_of
from tests.network.drawing import Content, contents, crowded

DRAWN = st.one_of(contents(), crowded())
RELATIONS = st.sampled_from(["reaches", "forwards", "informs"])
SERVICES = st.sampled_from(["any", "tcp/443", "udp/53"])
some = settings(max_examples=150, deadline=None, derandomize=True)


def _whole(content: Content) -> Content:
    return {"units": [], "links": [], "hosts": [], **content}


def _asked(relation: Any, service: str) -> Asked:
    return Asked(relation, service_sets.parse(service))


def _prevented(network: Network, asked: Asked) -> Iterator[tuple[int, int, Prevention]]:
    closed = Closed(bytes(len(network.devices)))
    for source in range(len(network.segments)):
        for target in range(len(network.segments)):
            if source != target and not Ways(network, [source], [target], closed, asked).reached:
                yield source, target, Prevention(network, [source], [target], closed, asked)


def _is_wired(network: Network, source: int, target: int, without: Collection[int]) -> bool:
    """Whether any chain of devices joins two segments, whatever the devices let pass."""
    seen, ahead = {source}, [source]
    while ahead:
        here = ahead.pop()
        for via, device in enumerate(network.devices):
            joined = {network.index[name] for name in device.segments}
            if via not in without and here in joined:
                ahead += joined - seen
                seen |= joined
    return target in seen


@some
@given(DRAWN, RELATIONS, SERVICES)
def test_every_chain_of_devices_passes_one_that_is_told(drawn: Content, relation: str, service: str) -> None:
    network = network_of(_whole(drawn))

    for source, target, prevention in _prevented(network, _asked(relation, service)):
        told = {stop.via for stop in prevention.stops}
        assert not _is_wired(network, source, target, told)
        assert bool(told) == _is_wired(network, source, target, ())


@some
@given(DRAWN, RELATIONS, SERVICES)
def test_what_is_told_to_be_denied_is_denied(drawn: Content, relation: str, service: str) -> None:
    network = network_of(_whole(drawn))
    asked = _asked(relation, service)

    for source, target, prevention in _prevented(network, asked):
        for stop in prevention.stops:
            assert stop.target == target
            own = {network.index[name] for via in network.proxies for name in network.devices[via].segments}
            assert stop.origin in own | ({source} if relation == "forwards" else set(prevention.held))
            policy, device = network.policies[stop.via], network.devices[stop.via]
            if policy is None or (device.kind == "data_diode" and stop.reason.en.startswith("one way")):
                continue
            assert policy.permitted(stop.origin, stop.target, stop.ends) != asked.services
            entry = next((e for e in device.policy or () if e.source == stop.source), None)
            assert entry is None or entry.action == "deny"


@some
@given(DRAWN, RELATIONS)
def test_openings_are_the_devices_that_would_open_it_if_they_forwarded_everything(
    drawn: Content, relation: str
) -> None:
    content = _whole(drawn)
    network = network_of(content)
    asked = _asked(relation, "any")

    for source, target, prevention in _prevented(network, asked):
        opened = {network.devices[via].id for via, _ in prevention.openings}
        assert opened == {
            device["id"]
            for kind in ("gateways", "links", "hosts")
            for device in content[kind]
            if _would_open(content, kind, device, (source, target), asked)
        }


def _would_open(content: Content, kind: str, device: Any, ends: tuple[int, int], asked: Asked) -> bool:
    """The inventory written anew, with a plain device in place of the one: a firewall that has no policy at all."""
    kept = ("id", "between", "segments")
    plain = {key: value for key, value in device.items() if key in kept} | (
        {"kind": "firewall"} if kind == "gateways" else {}
    )
    others = [other for other in content[kind] if other is not device]
    network = network_of({**content, kind: [*others, plain]})
    return bool(Ways(network, [ends[0]], [ends[1]], Closed(bytes(len(network.devices))), asked).reached)


CHAIN = {
    "segments": segments_of("a", "b", "c"),
    "gateways": [
        {"id": "g1", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("a", ["b", "c"], "tcp/443")]},
        {
            "id": "g2",
            "kind": "firewall",
            "segments": ["b", "c"],
            "policy": [deny("a", "c"), permit("a", "c", "tcp/22")],
        },
    ],
}


def _told(network: Network, source: str, target: str, asked: Asked, *closed: str) -> list[tuple[str, str, str, int]]:
    shut = Closed(bytes(device.id in closed for device in network.devices))
    prevention = Prevention(network, [network.index[source]], [network.index[target]], shut, asked)
    return [
        (
            network.devices[stop.via].id,
            network.segments[stop.origin].id,
            stop.reason.en,
            stop.source.line,
        )
        for stop in prevention.stops
    ]


def test_the_entry_that_denies_is_named_with_its_line() -> None:
    network = network_of(CHAIN)
    entry = network.devices[1].policy[0]

    assert _told(network, "a", "c", Asked("forwards")) == [("g2", "a", "denied by policy entry 1", entry.source.line)]


def test_what_passes_and_what_comes_are_told_where_they_miss_each_other() -> None:
    gateways = [CHAIN["gateways"][0], {**CHAIN["gateways"][1], "policy": [permit("a", "c", "tcp/22")]}]
    told = _told(network_of({**CHAIN, "gateways": gateways}), "a", "c", Asked("forwards"))

    assert [reason for _, _, reason, _ in told] == ["default deny (only tcp/22 may pass, and what comes is tcp/443)"]


@pytest.mark.parametrize(
    ("device", "reason"),
    [
        ({"links": [{"id": "x", "between": ["a", "b"], "one_way": {"from": "b", "to": "a"}}]}, "one way"),
        (
            {
                "hosts": [
                    {
                        "id": "x",
                        "segments": ["a", "b"],
                        "forwarding": {"state": "off", "attested": "2026-01-01", "by": "it"},
                    }
                ]
            },
            "attested",
        ),
        ({"gateways": [{"id": "x", "kind": "firewall", "segments": ["a", "b"], "policy": []}]}, "default deny"),
    ],
)
def test_each_kind_of_device_says_why_nothing_passes(device: Content, reason: str) -> None:
    network = network_of({"units": [{"id": "it"}], "segments": segments_of("a", "b"), **device})

    ((name, origin, told, _),) = _told(network, "a", "b", Asked())

    assert (name, origin) == ("x", "a")
    assert told.startswith(reason)


def test_a_device_that_the_question_closes_is_told_as_that() -> None:
    network = network_of({"segments": segments_of("a", "b"), "links": [{"id": "x", "between": ["a", "b"]}]})

    assert [reason for _, _, reason, _ in _told(network, "a", "b", Asked(), "x")] == ["closed by the question"]


def test_what_a_gateway_lets_into_a_dead_end_is_stopped_by_what_is_wired_there() -> None:
    off = {"state": "off", "attested": "2026-01-01", "by": "it"}
    network = network_of(
        {
            "units": [{"id": "it"}],
            "segments": segments_of("a", "b", "c"),
            "gateways": [{"id": "gw", "segments": ["a", "b"], "policy": [permit("a", "c")]}],
            "hosts": [{"id": "pc", "segments": ["b", "c"], "forwarding": off}],
        }
    )

    ((name, origin, reason, _),) = _told(network, "a", "c", Asked())

    assert (name, origin, reason) == ("pc", "a", "attested not to forward")


@pytest.mark.parametrize(
    ("entries", "service", "expected"),
    [
        # what is about others says nothing here
        ([deny("x", "c"), deny("a", "x"), deny("a", "c")], "any", 2),
        # a permit that takes a part is no denial, and what it takes is not denied any more
        ([permit("a", "c", "tcp/443"), deny("a", "c", "tcp/443"), deny("a", "c", "tcp")], "tcp", 2),
        ([permit("a", "c", "tcp/443"), deny("a", "c", "tcp")], "tcp/443", None),
        ([deny("a", "c", "udp"), deny("a", "c", "tcp")], "tcp/22", 1),
        ([deny("a", "c", "tcp/22"), deny("a", "c", "tcp")], "tcp", 0),
        ([], "any", None),
    ],
)
def test_the_first_entry_that_denies_some_of_it_is_found(entries: Any, service: str, expected: int | None) -> None:
    network = network_of(
        {
            "segments": segments_of("a", "c", "x"),
            "gateways": [{"id": "g", "segments": ["a", "c"], "policy": [*entries, deny("x", "x")]}],
        }
    )
    policy = network.policies[0]
    assert policy is not None

    assert denying(policy, 0, 1, service_sets.parse(service)) == expected


def _proxies(names: str, *last: Any) -> Network:
    """Two proxies one after the other, and then a firewall."""
    a, b, c, d = names
    return network_of(
        {
            "segments": segments_of(*"abcd"),
            "gateways": [
                {"id": "p1", "kind": "proxy", "segments": [a, b], "policy": [permit(a, d)]},
                {"id": "p2", "kind": "proxy", "segments": [b, c], "policy": [permit([a, b], d, "tcp/443")]},
                {"id": "fw", "kind": "firewall", "segments": [c, d], "policy": [*last]},
            ],
        }
    )


@pytest.mark.parametrize("relation", ["forwards", "reaches"])
@pytest.mark.parametrize("names", ["abcd", "dcba", "bdac"])
def test_what_the_second_of_two_proxies_opens_is_what_is_stopped(relation: Any, names: str) -> None:
    a, b, c, d = names
    plain = _proxies(names, permit(c, d, "tcp/22"))
    named = _proxies(names, deny(c, d, "tcp/443"), permit(b, d, "tcp/443"))

    ((via, origin, reason, _),) = _told(plain, a, d, Asked(relation))
    assert (via, origin) == ("fw", c)
    assert reason == "default deny (only tcp/22 may pass, and what comes is tcp/443)"
    ((via, origin, reason, _),) = _told(named, a, d, Asked(relation))
    assert (via, origin, reason) == ("fw", c, "denied by policy entry 1")


def test_what_is_nearest_to_the_target_is_told_first() -> None:
    network = network_of(
        {
            "segments": segments_of("a", "b", "c", "t"),
            "gateways": [
                {"id": "near", "segments": ["a", "t"], "policy": []},
                {"id": "far", "segments": ["a", "b"], "policy": []},
                {"id": "afar", "segments": ["a", "c"], "policy": []},
            ],
            "links": [{"id": "bt", "between": ["b", "t"]}, {"id": "ct", "between": ["c", "b"]}],
        }
    )

    assert [via for via, *_ in _told(network, "a", "t", Asked())] == ["near", "far", "afar"]


def test_of_several_targets_a_device_is_told_for_the_one_that_it_is_nearest_to() -> None:
    content = {
        "segments": segments_of("a", "b", "t", "u"),
        "gateways": [
            {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("x", "x")]},
            {"id": "h", "kind": "firewall", "segments": ["b", "t"], "policy": []},
            {"id": "i", "kind": "firewall", "segments": ["a", "u"], "policy": [deny("a", "t")]},
        ],
        "links": [{"id": "ub", "between": ["u", "b"]}],
        "systems": [{"id": "x"}],
    }
    network = network_of(content)
    shut = Closed(bytes(len(network.devices)))
    prevention = Prevention(network, [0], [2, 3], shut, Asked())

    told = [(network.devices[stop.via].id, network.segments[stop.target].id) for stop in prevention.stops]

    assert told == [("i", "u"), ("g", "t")]  # the first of several as near
    assert prevention.held == [0]
    backward = Prevention(network, [0], [3, 2], shut, Asked())
    assert backward.stops == prevention.stops


ONE_WAY = {"kind": "data_diode", "segments": ["a", "b"], "policy": [permit("any", "any")]}


@pytest.mark.parametrize(
    ("gateway", "reason"),
    [
        (ONE_WAY | {"one_way": {"from": "b", "to": "a"}}, "one way, and not in this direction"),
        (ONE_WAY | {"kind": "firewall", "one_way": {"from": "b", "to": "a"}, "policy": []}, "default deny"),
    ],
)
def test_a_diode_is_told_to_be_one_way_and_a_firewall_is_not(gateway: Content, reason: str) -> None:
    network = network_of({"segments": segments_of("a", "b"), "gateways": [{"id": "g", **gateway}]})

    assert [told[:3] for told in _told(network, "a", "b", Asked())] == [("g", "a", reason)]


def test_what_a_diode_lets_into_a_dead_end_is_stopped_behind_it() -> None:
    """A diode hands on to its far side only, and only from its near one."""
    off = {"state": "off", "attested": "2026-01-01", "by": "it"}
    network = network_of(
        {
            "units": [{"id": "it"}],
            "segments": segments_of("a", "b", "c"),
            "gateways": [{"id": "d", **ONE_WAY, "policy": [permit("a", "c")], "one_way": {"from": "a", "to": "b"}}],
            "hosts": [{"id": "pc", "segments": ["b", "c"], "forwarding": off}],
        }
    )

    assert [told[:3] for told in _told(network, "a", "c", Asked())] == [("pc", "a", "attested not to forward")]


def test_what_a_diode_refuses_does_not_get_behind_it() -> None:
    off = {"state": "off", "attested": "2026-01-01", "by": "it"}
    network = network_of(
        {
            "units": [{"id": "it"}],
            "segments": segments_of("a", "b", "c"),
            "gateways": [{"id": "d", **ONE_WAY, "one_way": {"from": "b", "to": "a"}}],
            "hosts": [{"id": "pc", "segments": ["b", "c"], "forwarding": off}],
        }
    )

    assert [told[:3] for told in _told(network, "a", "c", Asked())] == [
        ("d", "a", "one way, and not in this direction")
    ]


TWO = {
    "segments": segments_of("a", "b", "c", "y", "z"),
    "gateways": [
        {"id": "g1", "segments": ["a", "b"], "policy": [permit("a", "b")]},
        {"id": "g2", "segments": ["b", "c"], "policy": [permit("z", "c")]},
        {"id": "g3", "segments": ["a", "c"], "policy": [deny("any", "any")]},
        {"id": "g4", "segments": ["a", "z"], "policy": [deny("any", "any")]},
        {"id": "g5", "segments": ["c", "y"], "policy": [deny("any", "any")]},
    ],
}


def _openings(monkeypatch: pytest.MonkeyPatch, most: int, *closed: str) -> tuple[list[str], bool]:
    monkeypatch.setattr("secaudit.network.prevention.TRIED", most)
    network = network_of(TWO)
    shut = Closed(bytes(device.id in closed for device in network.devices))
    prevention = Prevention(network, [0], [2], shut, Asked())
    return [network.devices[via].id for via, _ in prevention.openings], prevention.is_complete


def test_gateways_of_the_cut_are_tried_first_and_it_is_told_whether_all_were(monkeypatch: pytest.MonkeyPatch) -> None:
    # g1, g4 and g5 stand where something may lead on, but open nothing; g2 and g3 are the cut
    assert _openings(monkeypatch, 5) == (["g2", "g3"], True)
    assert _openings(monkeypatch, 4) == (["g2", "g3"], False)
    assert _openings(monkeypatch, 1) == (["g2"], False)


def test_a_gateway_that_the_question_closes_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    assert _openings(monkeypatch, 1, "g2") == (["g3"], True)
    assert _openings(monkeypatch, 1, "g1") == (["g3"], True)  # and nothing comes to g2 or g5 any more


def test_it_is_told_whether_every_target_was_explained(monkeypatch: pytest.MonkeyPatch) -> None:
    network = network_of(
        {
            "segments": segments_of("a", "t", "u"),
            "gateways": [
                {"id": "g", "segments": ["a", "t"], "policy": [deny("a", "t")]},
                {"id": "h", "segments": ["a", "u"], "policy": [deny("a", "u", "tcp")]},
            ],
        }
    )

    def told(most: int) -> tuple[list[str], bool]:
        monkeypatch.setattr("secaudit.network.prevention.EXPLAINED", most)
        prevention = Prevention(network, [0], [1, 2], Closed(bytes(2)), Asked())
        return [network.devices[stop.via].id for stop in prevention.stops], prevention.is_complete

    assert told(2) == (["g", "h"], True)
    assert told(1) == (["g"], False)


def test_who_opens_a_conversation_is_a_source_even_if_others_look_alike_to_every_policy() -> None:
    network = network_of(
        {
            "segments": segments_of("a", "b", "s"),
            "gateways": [{"id": "g", "segments": ["a", "b"], "policy": []}],
            "links": [{"id": "l", "between": ["s", "a"]}],
        }
    )

    assert [told[:2] for told in _told(network, "s", "b", Asked("forwards"))] == [("g", "s")]
    assert [told[:2] for told in _told(network, "s", "b", Asked())] == [("g", "a")]


@pytest.mark.parametrize("ends", [["a", "b", "t", "u"], ["u", "t", "b", "a"]])
def test_of_what_looks_alike_the_first_is_told_however_it_is_listed(ends: list[str]) -> None:
    network = network_of(
        {
            "segments": segments_of("a", "b", "t", "u"),
            "gateways": [{"id": "g", "segments": ends, "policy": []}],
            "links": [{"id": "l", "between": ["b", "a"]}],
        }
    )
    prevention = Prevention(network, [1], [3, 2], Closed(bytes(2)), Asked())

    assert [(stop.origin, stop.target) for stop in prevention.stops] == [(0, 2)]
    assert prevention.held == [0, 1]
