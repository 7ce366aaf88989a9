"""Causes account for all that is exposed, in every relation and direction, past any guards."""

from collections.abc import Collection
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Asked, Closed, Group, Question, Ways, causes
from tests.builders import scope
from tests.network.building import ids, network_of, numbers, permit, segments_of, shut
from tests.network.drawing import Content, contents, crowded


@settings(max_examples=150, deadline=None, derandomize=True)
@given(crowded() | contents(), st.sampled_from(["reaches", "informs", "forwards"]), st.booleans(), st.data())
def test_causes_account_for_all_that_is_exposed_and_without_them_nothing_is(
    content: Content, relation: Any, is_inward: bool, data: st.DataObject
):
    network = network_of({"units": [], "links": [], "hosts": [], **content})
    outside = sorted(data.draw(st.sets(st.sampled_from(range(len(network.segments))), min_size=1, max_size=2)))
    inside = [segment for segment in range(len(network.segments)) if segment not in outside]
    groups = [
        Group(tuple(protected), Closed(bytes(data.draw(st.booleans()) for _ in network.devices)))
        for protected in (inside[::2], inside[1::2])
    ]
    asked = Asked(relation)

    found = causes(Question(network, frozenset(outside), is_inward, asked), groups)

    def exposed(group: Group, repaired: Collection[int]) -> list[int]:
        ends = (outside, group.protected) if is_inward else (group.protected, outside)
        ways = Ways(network, *ends, group.guards.but(repaired=repaired), asked)
        return ways.reached if is_inward else ways.reaching

    assert {end for cause in found for end in cause.exposed} == {end for group in groups for end in exposed(group, ())}
    assert not any(exposed(group, {cause.via for cause in found}) for group in groups)
    for cause in found:
        seen = network.answering if relation == "informs" else network
        ends = seen.tails[cause.way[0].arc], seen.heads[cause.way[-1].arc]
        assert ends[0 if is_inward else 1] in outside
        assert ends[1 if is_inward else 0] in cause.exposed
        assert cause.via in [seen.vias[step.arc] for step in cause.way]


def test_a_single_conversation_may_come_by_another_segment_outside():
    # far reaches the vault by way of near only; near itself is let into the core, and not into the vault
    network = network_of(
        {
            "segments": segments_of("far", "near", "middle", "core", "vault"),
            "gateways": [
                {"id": "gw1", "segments": ["middle", "core"],
                 "policy": [permit("middle", "core"), permit("near", "core")]},
                {"id": "gw2", "segments": ["middle", "vault"],
                 "policy": [permit("middle", "vault"), permit("far", "vault")]},
            ],
            "links": [
                {"id": "cable", "between": ["far", "near"]},
                {"id": "line", "between": ["near", "middle"], "one_way": {"from": "near", "to": "middle"}},
            ],
        }
    )  # fmt: skip
    question = Question(network, frozenset(numbers(network, ("far", "near"))), asked=Asked("forwards"))

    found = causes(question, [Group(numbers(network, ("core", "vault")), Closed(shut(network, ())))])

    assert {network.devices[cause.via].id: ids(network, cause.exposed) for cause in found} == {
        "line": ["core", "vault"]
    }


def test_a_device_exposes_to_a_single_conversation_only_what_that_gets_to_by_it():
    network = network_of(
        {
            "segments": segments_of("out", "m", "t"),
            "gateways": [{"id": "fw", "segments": ["m", "t"], "policy": [permit("m", "t")]}],
            "links": [
                {"id": f"to-{name}", "between": ["out", name], "one_way": {"from": "out", "to": name}} for name in "mt"
            ],
        }
    )
    group = Group(numbers(network, ("m", "t")), Closed(shut(network, ())))
    told = {}
    for relation in ("forwards", "reaches"):
        question = Question(network, frozenset(numbers(network, ("out",))), asked=Asked(relation))
        found = causes(question, [group])
        told[relation] = {network.devices[cause.via].id: ids(network, cause.exposed) for cause in found}

    assert told == {
        "forwards": {"to-m": ["m"], "to-t": ["t"]},
        "reaches": {"to-m": ["m", "t"], "to-t": ["t"]},
    }


@pytest.mark.parametrize("relation", ["forwards", "reaches", "informs"])
def test_what_two_devices_expose_each_alone_is_told_of_both(relation: Any):
    ends = [("out", "m"), ("out", "n"), ("m", "t"), ("n", "t")]
    links = [{"id": f"{one}-{end}", "between": [one, end], "one_way": {"from": one, "to": end}} for one, end in ends]
    network = network_of({"segments": segments_of("out", "m", "n", "t"), "links": links})
    question = Question(network, frozenset(numbers(network, ("out",))), asked=Asked(relation))

    found = causes(question, [Group(numbers(network, ("m", "n", "t")), Closed(shut(network, ())))])

    assert {network.devices[cause.via].id: ids(network, cause.exposed) for cause in found} == {
        "out-m": ["m", "t"],
        "out-n": ["n", "t"],
    }


@pytest.mark.parametrize(
    ("groups", "shown"),
    [
        (("d", "b"), ["cable"]),
        (("b", "d"), ["cable"]),
        (("c", "d"), ["cable", "line-c"]),
        (("d", "c"), ["cable", "line-c"]),
    ],
)
def test_of_the_ways_by_one_cause_a_shortest_is_shown_and_of_those_the_first_by_name(groups, shown):
    network = network_of(
        {
            "networks": [{"id": "theirs", "trust": "untrusted"}, {"id": "ours"}],
            "segments": [
                {"id": "out", "network": "theirs"},
                *({"id": name, "network": "ours"} for name in "bcd"),
            ],
            "links": [
                {"id": name, "between": [one, end], "one_way": {"from": one, "to": end}}
                for name, one, end in [("cable", "out", "b"), ("line-c", "b", "c"), ("line-d", "b", "d")]
            ],
        }
    )
    question, closed = Question(network, frozenset(numbers(network, ("out",)))), Closed(shut(network, ()))

    (cause,) = causes(question, [Group(numbers(network, (name,)), closed) for name in groups])

    assert [network.devices[network.vias[step.arc]].id for step in cause.way] == shown


def test_of_devices_in_a_row_each_is_told_with_what_lies_behind_it_and_not_behind_others():
    # In each half, what starts at a leaves by pass only, and whoever holds in gets to a over line (see test_causes.py).
    halves = "12"
    network = network_of(
        {
            "segments": segments_of("out", *(name + half for name in ("in", "far", "a") for half in halves)),
            "gateways": [
                {"id": f"pass{half}", "segments": [f"in{half}", f"far{half}", "out"],
                 "policy": [permit(f"a{half}", "out")]}
                for half in halves
            ],
            "hosts": [{"id": f"host{half}", "segments": [f"far{half}", f"a{half}"]} for half in halves],
            "links": [
                *({"id": f"line{half}", "between": [f"in{half}", f"far{half}"]} for half in halves),
                *({"id": f"short{half}", "between": [f"in{half}", "out"],
                   "one_way": {"from": f"in{half}", "to": "out"}} for half in halves),
            ],
        }
    )  # fmt: skip
    question = Question(network, frozenset(numbers(network, ("out",))), inward=False)

    found = causes(question, [Group(numbers(network, ("in1", "in2")), Closed(shut(network, ())))])

    assert {network.devices[cause.via].id: ids(network, cause.exposed) for cause in found} == {
        "line1": ["in1"], "line2": ["in2"], "short1": ["in1"], "short2": ["in2"],
    }  # fmt: skip


@pytest.mark.parametrize("relation", ["forwards", "reaches", "informs"])
def test_what_a_proxy_takes_over_is_cut_at_the_boundary_before_it(relation: Any):
    # door itself is not let in to: the conversation is meant for core, and the proxy takes it over on its way
    text = """\
    networks: [{id: net, trust: untrusted}, {id: lan, trust: own}]
    segments: [{id: outside, network: net}, {id: core, network: lan}, {id: door, network: lan}, {id: spare, network: net}]
    gateways:
      - {id: fw, kind: firewall, segments: [outside, spare, door], policy: [{from: any, to: core, action: permit}]}
      - {id: proxy, kind: proxy, segments: [core, door]}
    """
    network = scope(text).network
    protected = numbers(network, ("core", "door"))
    question = Question(network, frozenset(numbers(network, ("outside",))), asked=Asked(relation))

    found = causes(question, [Group(protected, Closed(shut(network, ())))])

    assert [network.devices[cause.via].id for cause in found] == ["fw"]
