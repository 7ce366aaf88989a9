"""What a policy makes of segments that it names in part, by their addresses: told, and taken as certain or not."""

from typing import Any
from unittest.mock import patch

import pytest

from secaudit.network import Closed, Ways
from secaudit.network.addresses import parse
from secaudit.network.classes import Classes
from secaudit.network.policies import Policy
from tests.network.building import deny, network_of, permit
from tests.network.relations import held, holding_of

SEGMENTS = [
    {"id": "a", "cidrs": ["10.0.0.0/24"]},
    {"id": "b", "cidrs": ["10.0.1.0/24"]},
    {"id": "c", "cidrs": ["10.0.2.0/24"]},
]


def judged(*policy: dict[str, Any], default: str = "deny") -> tuple[Policy, dict[str, int]]:
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b", "c"], "policy": list(policy), "default": default}
    network = network_of({"segments": SEGMENTS, "gateways": [gateway]})
    found = network.policies[0]
    assert found is not None
    return found, dict(network.index)


@pytest.mark.parametrize(
    ("sides", "ends", "is_whole"),
    [
        ("ab", (None, None), True),
        ("ab", ("10.0.0.0/25", None), True),
        ("ab", (None, "10.0.1.0/25"), True),
        ("ab", ("10.0.0.0/25", "10.0.1.0/25"), False),
        ("cb", (None, "10.0.1.0/25"), False),
        ("ac", ("10.0.0.0/25", None), False),
        ("ba", (None, None), False),
    ],
)
def test_a_segment_is_judged_as_a_whole_if_it_is_named_in_part_and_no_part_of_it_is_told(
    sides: str, ends: tuple[str | None, str | None], is_whole: bool
) -> None:
    policy, index = judged(permit("10.0.0.0/25", "c"), permit("c", "10.0.1.0/25"))
    first, second = (parse(text) if text is not None else None for text in ends)
    assert policy.is_whole(index[sides[0]], index[sides[1]], (first, second)) is is_whole


HALF, OTHER_HALF = "10.0.0.0/25", "10.0.0.128/25"


@pytest.mark.parametrize(
    ("policy", "default", "is_certain"),
    [
        ([permit("a", "b")], "deny", True),
        ([permit(HALF, "b")], "deny", False),
        ([permit("a", "10.0.1.0/25")], "deny", False),
        ([permit("c", "b"), permit("a", "c")], "deny", False),
        ([deny(HALF, "b"), permit("a", "b")], "deny", False),
        ([deny(HALF, "b", "tcp/1"), permit("a", "b", "tcp/1-2")], "deny", True),
        ([deny("a", "b", "tcp/1"), permit("a", "b", "tcp/1")], "deny", False),
        ([permit(HALF, "b", "tcp/1"), deny("a", "b", "tcp/1")], "deny", False),
        ([permit(HALF, "b"), deny(OTHER_HALF, "b", "tcp")], "permit", True),
        ([deny(HALF, "b"), permit(OTHER_HALF, "b")], "permit", False),
        ([deny("a", "b")], "permit", False),
        ([deny("c", "b")], "permit", True),
    ],
)
def test_something_passes_for_certain_if_it_does_whatever_half_of_a_segment_the_entries_name(
    policy: list[dict[str, Any]], default: str, is_certain: bool
) -> None:
    found, index = judged(*policy, default=default)
    assert found.is_certain(index["a"], index["b"]) is is_certain


@pytest.mark.parametrize("half", ["10.0.0.0/25", "10.0.0.128/25", "10.0.1.0/25", "10.0.1.128/25"])
def test_a_permit_of_a_whole_segment_holds_for_the_half_that_nothing_denies(half: str) -> None:
    gateway = {"id": "g", "segments": ["a", "b"], "policy": [deny("a", half), deny(half, "b"), permit("a", "b")]}
    content = {"segments": SEGMENTS[:2], "gateways": [gateway]}

    assert held(holding_of(content)) == {("a", "a"), ("a", "b"), ("b", "b")}
    assert holding_of(content).classes.crowded == frozenset()


def test_the_one_address_that_is_let_through_is_shown_however_many_others_are_named() -> None:
    blocks = [f"10.0.0.{number}/28" for number in range(0, 256, 16)]
    first, last = [permit(block, "c") for block in blocks], permit(blocks[12], "b")
    network = network_of(
        {
            "segments": [*SEGMENTS, {"id": "m", "cidrs": ["10.0.3.0/24"]}],
            "gateways": [
                {"id": "g", "segments": ["a", "m"], "policy": [*first, last]},
                {"id": "h", "segments": ["m", "b"], "policy": [last]},
            ],
        }
    )

    way = Ways(network, [network.index["a"]], [network.index["b"]], Closed(bytes(2))).shortest()

    assert [step.ends for step in way] == [(parse(blocks[12]), None)] * 2


@pytest.mark.parametrize(("services", "is_crowded"), [(1, False), (2, False), (3, True), (9, True)])
def test_the_more_services_are_told_apart_the_fewer_parts_may_be(services: int, is_crowded: bool) -> None:
    named = [permit("10.0.0.0/26", "b", "any"), permit("b", "10.0.0.64/26", "any")]
    policy = named + [permit("b", "a", f"tcp/{number}") for number in range(1, services)]
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": policy}
    network = network_of({"segments": SEGMENTS[:2], "gateways": [gateway]})

    with patch("secaudit.network.classes.MOST_LABELLED", 5):  # three parts, two of them beyond the first
        classes = Classes(network, range(2), range(len(network.tails)))

    assert classes.crowded == ({network.index["a"]} if is_crowded else frozenset())
