"""The exact relations on networks of middle size against an answer-set program (`answers.py`)."""

from typing import Any

import pytest

from secaudit.network.exact import Informing
from tests.network.building import AS_OF, network_of
from tests.network.medium import drawn
from tests.network.relations import forwarded, held, holding_of

pytest.importorskip("clingo", reason="clingo is not installed (extra `test`)")
pytestmark = pytest.mark.once

PLAIN = [(15, 1150), (18, 1181), (21, 1212), (24, 1243), (28, 1284), (32, 1325), (40, 1406)]
# The last two turn conversations back at a proxy.
WITH_PROXIES = [(15, 1151), (15, 1152), (18, 1181), (18, 1182), (21, 1211), (24, 1241), (27, 1275), (40, 40)]


# Larger networks declare all addresses: those of a segment that declares none are cut by every block anywhere.
SMALL = 21


# Small enough for a program that carries every header twice, once where nothing is one-way.
INFORMED = [
    (15, 1150, False),
    (18, 1181, False),
    (13, 2008, True),
    (15, 2003, True),
    (18, 2003, True),
    (18, 2004, True),
]


def located(segment: dict[str, Any], number: int) -> dict[str, Any]:
    return {"cidrs": [f"10.200.{number}.0/24"]} | segment


def medium(size: int, seed: int, *, proxies: bool) -> dict[str, Any]:
    content = drawn(seed, size, proxies=proxies)
    if size > SMALL:
        content["segments"] = [located(segment, number) for number, segment in enumerate(content["segments"])]
    return content


@pytest.mark.parametrize(
    ("size", "seed", "proxies"),
    [*((*case, False) for case in PLAIN), *((*case, True) for case in WITH_PROXIES)],
)
def test_what_is_forwarded_and_held_is_what_the_answer_set_program_says(size: int, seed: int, proxies: bool) -> None:
    from tests.network.answers import Answers

    content = medium(size, seed, proxies=proxies)
    answers, holding = Answers(content, AS_OF), holding_of(content)
    assert forwarded(holding, answers.services) == answers.forwards
    assert held(holding) == answers.reaches


@pytest.mark.parametrize(("size", "seed", "proxies"), INFORMED)
def test_whom_information_gets_to_is_what_the_answer_set_program_says(size: int, seed: int, proxies: bool) -> None:
    from tests.network.answers import Answers

    content = medium(size, seed, proxies=proxies)
    network = network_of(content).answering
    informing = Informing(network, range(size), bytes(len(network.devices)))
    answers = Answers(content, AS_OF, informs=True)

    assert held(informing) == answers.informs
    assert answers.reaches < answers.informs


def test_the_networks_are_neither_open_nor_shut() -> None:
    for size, seed in PLAIN:
        reached = held(holding_of(drawn(seed, size, proxies=False)))
        assert size * 2 < len(reached) < size * size
