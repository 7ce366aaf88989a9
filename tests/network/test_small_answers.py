"""All three relations on small networks, proxies and all, against the answer-set program (`answers.py`)."""

from itertools import permutations
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Asked, Closed, Ways
from secaudit.network.exact import Informing
from secaudit.network.services import parse
from tests.network.building import AS_OF, deny, network_of, permit
from tests.network.drawing import Content, contents, crowded
from tests.network.relations import Forwarded, forwarded, held, holding_of

pytest.importorskip("clingo", reason="clingo is not installed (extra `test`)")
some = settings(max_examples=120, deadline=None, derandomize=True)


def _whole(content: Content) -> Content:
    return {"units": [], "links": [], "hosts": [], **content}


@some
@given(crowded() | contents())
def test_what_is_forwarded_and_held_by_way_of_proxies_is_what_the_answer_set_program_says(drawn: Content) -> None:
    from tests.network.answers import Answers

    content = _whole(drawn)
    answers, holding = Answers(content, AS_OF), holding_of(content)

    assert forwarded(holding, answers.services) == answers.forwards
    assert held(holding) == answers.reaches


@some
@given(crowded() | contents())
def test_whom_information_gets_to_by_way_of_proxies_is_what_the_answer_set_program_says(drawn: Content) -> None:
    from tests.network.answers import Answers

    content = _whole(drawn)
    network = network_of(content).answering
    informing = Informing(network, range(len(network.segments)), bytes(len(network.devices)))

    assert held(informing) == Answers(content, AS_OF, informs=True).informs


@some
@given(crowded() | contents())
def test_a_question_about_two_segments_is_answered_as_the_answer_set_program_does(drawn: Content) -> None:
    from tests.network.answers import Answers

    content = _whole(drawn)
    network, answers = network_of(content), Answers(content, AS_OF, informs=True)
    closed, names = Closed(bytes(len(network.devices))), [segment.id for segment in network.segments]
    expected = {
        "reaches": answers.reaches,
        "forwards": {(a, b) for a, b, _ in answers.forwards},
        "informs": answers.informs,
    }

    for relation, pairs in expected.items():
        for a, b in permutations(range(len(names)), 2):
            found = Ways(network, [a], [b], closed, Asked(relation)).reached
            assert (relation, found) == (relation, [b] if (names[a], names[b]) in pairs else [])


@some
@given(crowded() | contents(), st.data())
def test_a_question_about_one_service_is_answered_for_that_service_alone(drawn: Content, data: st.DataObject) -> None:
    from tests.network.answers import Answers

    content = _whole(drawn)
    network, answers = network_of(content), Answers(content, AS_OF, informs=True, alone=True)
    closed, names = Closed(bytes(len(network.devices))), [segment.id for segment in network.segments]
    service = data.draw(st.sampled_from(answers.services))

    for relation, expected in {"forwards": answers.forwards, **answers.alone}.items():
        asked = Asked(relation, parse(service))
        found = {
            (names[a], names[b])
            for a, b in permutations(range(len(names)), 2)
            if Ways(network, [a], [b], closed, asked).reached
        }
        assert (relation, found) == (relation, {(a, b) for a, b, s in expected if s == service and a != b})


@pytest.mark.parametrize("most", [0, 1, 2])
@settings(some, max_examples=60)
@given(drawn=crowded())
def test_where_parts_are_too_many_nothing_is_missed(most: int, drawn: Content) -> None:
    from tests.network.answers import Answers

    content = _whole(drawn)
    with patch("secaudit.network.classes.MOST_MORE", most):
        holding, answers = holding_of(content), Answers(content, AS_OF)
        assert forwarded(holding, answers.services) >= answers.forwards


@pytest.mark.parametrize(
    ("part", "passing"), [("10.0.0.0/25", ("a", "b", "tcp/80")), ("10.0.1.0/25", ("b", "a", "tcp/80"))]
)
def test_of_a_segment_that_is_judged_as_a_whole_permits_of_a_part_count_and_denials_do_not(
    part: str, passing: Forwarded
) -> None:
    ends = [{"id": "a", "cidrs": ["10.0.0.0/24"]}, {"id": "b", "cidrs": ["10.0.1.0/24"]}]
    policy = [deny(part, "any"), deny("any", part), permit(part, "any", "tcp/80"), permit("a", "b", "tcp/443")]
    gateway = {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": policy}
    content = _whole({"segments": ends, "gateways": [gateway]})

    with patch("secaudit.network.classes.MOST_MORE", 0):
        found = forwarded(holding_of(content), ["tcp/80", "tcp/443", "tcp/22"])

    assert found == {("a", "b", "tcp/443"), passing}
