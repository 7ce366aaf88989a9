"""Questions about ways, as the command asks them."""

from typing import Any

import pytest

from secaudit.expressions import ExpressionError
from secaudit.pipeline.paths import PathAnswer, PathQuestion, path
from tests.network.building import APPROVED, Content, permit, segments_of
from tests.unit.network_questions.asked import situation_of

# One approved gateway, one that is not, and a detour over two links.
PARALLEL: Content = {
    "segments": segments_of("a", "m", "b"),
    "gateways": [
        {"id": "gw", "kind": "security_gateway", "segments": ["a", "b"], "approval": APPROVED, "policy": [permit("a", "b", "tcp/443")]},
        {"id": "fw", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("a", "b", "tcp/22")]},
    ],
    "links": [{"id": "one", "between": ["a", "m"]}, {"id": "two", "between": ["m", "b"]}],
}  # fmt: skip
# Remote entries: the quick relation would say that a reaches c.
REMOTE: Content = {
    "segments": segments_of("a", "x", "b", "c"),
    "gateways": [
        {"id": "g1", "segments": ["a", "b"], "policy": [permit("x", "c")]},
        {"id": "g2", "segments": ["b", "c"], "policy": [permit("x", "c")]},
        {"id": "g3", "segments": ["x", "a"], "policy": []},
    ],
}
STEPS: Content = {
    "segments": segments_of("a", "b", "c"),
    "gateways": [
        {"id": "g1", "segments": ["a", "b"], "policy": [permit("a", "b", "tcp/22")]},
        {"id": "g2", "segments": ["b", "c"], "policy": [permit("b", "c", "tcp/443")]},
    ],
}


def _ask(content: Content, origin: str, goal: str, **rest: Any) -> PathAnswer:
    return path(situation_of(content), PathQuestion(origin=origin, goal=goal, **rest))


def _devices(answer: PathAnswer) -> list[list[str]]:
    return [[hop.id for hop in way if hop.kind != "segment"] for way in answer.ways]


def test_all_ways_that_differ_in_a_device_are_found_shortest_first() -> None:
    assert _devices(_ask(PARALLEL, "a", "b", wanted=10)) == [["fw"], ["gw"], ["one", "two"]]
    assert len(_ask(PARALLEL, "a", "b", wanted=2).ways) == 2


def test_what_is_avoided_is_not_taken() -> None:
    assert _devices(_ask(PARALLEL, "a", "b", avoid=("gw", "two"), wanted=10)) == [["fw"]]


def test_through_leaves_only_ways_past_no_gateway_that_qualifies() -> None:
    assert _devices(_ask(PARALLEL, "a", "b", through="device.kind == 'security_gateway'", wanted=9)) == [
        ["fw"],
        ["one", "two"],
    ]
    answer = _ask(PARALLEL, "a", "b", through="device.kind in ['firewall', 'security_gateway']", avoid=("one",))
    assert answer.why_not is not None
    assert {(halt.device.id, halt.device.detail.en) for halt in answer.why_not.stops if halt.device.detail} == {
        ("gw", "closed by the question"), ("fw", "closed by the question"), ("one", "closed by the question"),
    }  # fmt: skip


def test_what_is_not_declared_does_not_qualify_and_is_told() -> None:
    answer = _ask(PARALLEL, "a", "b", through="device.approval.in_force", avoid=("one",), wanted=9)

    assert (_devices(answer), answer.unclear) == ([["fw"]], ("fw",))


def test_an_expression_that_is_none_is_refused() -> None:
    with pytest.raises(ExpressionError):
        _ask(PARALLEL, "a", "b", through="device.knid == 1")


def test_the_answer_is_exact() -> None:
    answer = _ask(REMOTE, "a", "c")

    assert (answer.ways, answer.reached) == ((), ())
    assert answer.why_not is not None
    assert [halt.device.id for halt in answer.why_not.stops] == ["g1"]
    assert [hop.id for hop, _ in answer.why_not.openings] == ["g3"]  # whoever holds x may go on to c


def test_by_several_conversations_or_by_one() -> None:
    assert _devices(_ask(STEPS, "a", "c")) == [["g1", "g2"]]

    answer = _ask(STEPS, "a", "c", relation="forwards")

    assert answer.why_not is not None
    assert [(halt.device.id, halt.origin, halt.target) for halt in answer.why_not.stops] == [("g1", "a", "c")]
    assert answer.why_not.held == ("a", "b")


def test_for_one_service_only() -> None:
    assert _devices(_ask(PARALLEL, "a", "b", service="tcp/22", wanted=9)) == [["fw"], ["one", "two"]]
    assert _ask(STEPS, "a", "c", service="tcp/22").ways == ()


def test_the_single_gateway_that_would_open_it_is_named() -> None:
    answer = _ask(STEPS, "b", "a")

    assert answer.why_not is not None
    assert [hop.id for hop, _ in answer.why_not.openings] == ["g1"]


def test_a_place_reaches_itself() -> None:
    answer = _ask(STEPS, "a", "a")

    assert ([[hop.id for hop in way] for way in answer.ways], answer.reached) == ([["a"]], ("a",))


def test_of_several_targets_those_that_are_reached_are_named() -> None:
    answer = _ask({**STEPS, "segments": [*STEPS["segments"], {"id": "island"}]}, "b", "any")

    assert answer.reached == ("b", "c")
    assert answer.goal == ("a", "b", "c", "island")
    assert _devices(answer) == [["g2"]]


# A question that is answered, then a diode.
ANSWERED: Content = {
    "segments": segments_of("a", "b", "c"),
    "gateways": [
        {"id": "fw", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("a", "b", "tcp/443")]},
        {"id": "diode", "kind": "data_diode", "segments": ["b", "c"], "one_way": {"from": "b", "to": "c"}},
    ],
}


def test_information_gets_back_by_answers_and_a_hop_says_which() -> None:
    answer = _ask(ANSWERED, "b", "a", relation="informs")

    assert [hop.id for hop in answer.ways[0]] == ["b", "fw", "a"]
    assert answer.ways[0][1].detail is not None
    assert answer.ways[0][1].detail.en == "answers a → b"
    assert not _ask(ANSWERED, "b", "a").ways
    assert [hop.id for hop in _ask(ANSWERED, "a", "c", relation="informs").ways[0]] == ["a", "fw", "b", "diode", "c"]
    assert not _ask(ANSWERED, "b", "a", relation="informs", service="tcp/22").ways


def test_what_a_diode_stops_is_told_of_information_too_and_what_would_open_it() -> None:
    why = _ask(ANSWERED, "c", "a", relation="informs").why_not

    assert why is not None
    assert [(halt.device.id, halt.origin, halt.target) for halt in why.stops] == [("diode", "c", "a")]
    assert why.held == ("c",)
    assert [hop.id for hop, _ in why.openings] == ["diode"]
