"""The exact relations on networks of middle size against an answer-set program (`answers.py`).

Seeds that meet a known gap (`test_known_gaps.py`) are left out.
"""

import pytest

from tests.network.building import AS_OF
from tests.network.medium import drawn
from tests.network.relations import forwarded, held, holding_of

pytest.importorskip("clingo", reason="clingo is not installed (extra `test`)")
pytestmark = pytest.mark.once

PLAIN = [(15, 0), (18, 1), (21, 2), (24, 3), (28, 4), (32, 5), (40, 6)]
WITH_PROXIES = [(15, 1), (15, 2), (18, 1), (18, 2), (21, 1), (24, 1), (27, 1), (30, 1)]


@pytest.mark.parametrize(
    ("size", "seed", "proxies"),
    [*((size, seed, False) for size, seed in PLAIN), *((size, seed, True) for size, seed in WITH_PROXIES)],
)
def test_what_is_forwarded_and_held_is_what_the_answer_set_program_says(size: int, seed: int, proxies: bool) -> None:
    from tests.network.answers import Answers

    content = drawn(1000 + seed + size * 10, size, proxies=proxies)
    answers, holding = Answers(content, AS_OF), holding_of(content)
    assert forwarded(holding, answers.services) == answers.forwards
    assert held(holding) == answers.reaches


def test_the_networks_are_neither_open_nor_shut() -> None:
    for size, seed in PLAIN:
        reached = held(holding_of(drawn(1000 + seed + size * 10, size, proxies=False)))
        assert size * 2 < len(reached) < size * size
