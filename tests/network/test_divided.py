"""Addresses as runs, and how a space is cut: example by example."""

import pytest

from secaudit.model import Segment
from secaudit.network.addresses import parse
from secaudit.network.parts import Part, affordable, covers, described, divide, space_of, united
from tests.network.building import network_of


def _segment(*cidrs: str) -> Segment:
    return network_of({"segments": [{"id": "a"} | ({"cidrs": list(cidrs)} if cidrs else {})]}).segments[0]


def test_a_segment_that_declares_no_addresses_may_have_any():
    assert space_of(_segment()) == (parse("0.0.0.0/0"), parse("::/0"))
    assert space_of(_segment("10.0.0.0/25", "10.0.0.128/25", "fd00::/64")) == (parse("10.0.0.0/24"), parse("fd00::/64"))


@pytest.mark.parametrize(
    ("run", "told"),
    [
        ((4, 0, 0), "0.0.0.0"), ((4, 0, (1 << 32) - 1), "0.0.0.0/0"), ((4, 4, 7), "0.0.0.4/30"), ((4, 2, 3), "0.0.0.2/31"),
        ((4, 3, 5), "0.0.0.3-0.0.0.5"), ((4, 2, 5), "0.0.0.2-0.0.0.5"), ((4, 6, 11), "0.0.0.6-0.0.0.11"),
        ((6, 0, 0), "::"), ((6, 0, (1 << 128) - 1), "::/0"), ((6, 256, 511), "::100/120"), ((6, 1, 2), "::1-::2"),
    ],
)  # fmt: skip
def test_a_run_is_told_as_a_block_where_it_is_one(run, told):
    assert described(run) == told


@pytest.mark.parametrize(
    ("blocks", "run", "expected"),
    [
        ([(4, 5, 10)], (4, 5, 10), True), ([(4, 5, 10)], (4, 6, 9), True), ([(4, 0, 1), (4, 5, 10)], (4, 6, 6), True),
        ([(6, 5, 10)], (4, 6, 9), False), ([(4, 5, 10)], (4, 1, 7), False), ([(4, 5, 10)], (4, 7, 11), False),
        ([(4, 5, 10)], (4, 1, 12), False), ([], (4, 1, 1), False),
    ],
)  # fmt: skip
def test_a_run_is_covered_if_it_lies_in_one_block(blocks, run, expected):
    assert covers(blocks, run) is expected


@pytest.mark.parametrize(
    ("blocks", "runs"),
    [
        (((4, 5, 9), (4, 0, 4)), ((4, 0, 9),)), (((4, 0, 5), (4, 5, 9)), ((4, 0, 9),)), (((4, 0, 9), (4, 3, 4)), ((4, 0, 9),)),
        (((4, 0, 4), (4, 6, 9)), ((4, 0, 4), (4, 6, 9))), (((4, 0, 4), (6, 5, 9)), ((4, 0, 4), (6, 5, 9))),
        (((4, 0, 1), (4, 2, 3), (4, 4, 5)), ((4, 0, 5),)), ((), ()),
    ],
)  # fmt: skip
def test_blocks_that_touch_are_one_run(blocks, runs):
    assert united(blocks) == runs


V4, BOTH = frozenset((4,)), frozenset((4, 6))


def _cut(space, selections, most=9):
    return divide(space, selections, most)


def test_a_space_is_cut_where_a_selection_begins_and_after_it_has_ended():
    found = _cut(((4, 0, 9),), {0: ((4, 2, 4),), 1: ((4, 4, 6),)})

    assert found == (
        Part((4, 0, 1), V4, frozenset()), Part((4, 2, 3), V4, frozenset((0,))), Part((4, 4, 4), V4, frozenset((0, 1))),
        Part((4, 5, 6), V4, frozenset((1,))),
    )  # fmt: skip


def test_what_the_same_selections_name_is_one_part_whatever_lies_between():
    found = _cut(((4, 0, 3), (4, 6, 9), (6, 0, 9)), {7: ((4, 0, 1), (4, 8, 20), (6, 0, 20))})

    assert found == (Part((4, 0, 1), BOTH, frozenset((7,))), Part((4, 2, 3), V4, frozenset()))


def test_selections_that_reach_beyond_a_space_or_lie_elsewhere_cut_it_only_where_they_end_in_it():
    assert _cut(((4, 5, 9),), {0: ((4, 0, 20),)}) == (Part((4, 5, 9), V4, frozenset((0,))),)
    assert _cut(((4, 5, 9),), {0: ((4, 0, 4), (4, 10, 20))}) == (Part((4, 5, 9), V4, frozenset()),)
    assert _cut(((4, 5, 9),), {0: ((6, 5, 9),)}) == (Part((4, 5, 9), V4, frozenset()),)
    assert _cut(((4, 5, 9),), {0: ((4, 0, 5), (4, 9, 9))}) == (
        Part((4, 5, 5), V4, frozenset((0,))), Part((4, 6, 8), V4, frozenset()),
    )  # fmt: skip


def test_a_space_is_not_cut_into_more_parts_than_are_allowed():
    selections = {0: ((4, 2, 4),), 1: ((4, 4, 6),)}

    assert _cut(((4, 0, 9),), selections, 3) is None
    assert len(_cut(((4, 0, 9),), selections, 4) or ()) == 4


@pytest.mark.parametrize(("budget", "kept"), [(0, ""), (1, ""), (2, "ab"), (6, "ab"), (7, "abc"), (9, "abc")])
def test_the_cheapest_are_afforded_and_all_or_none_of_those_that_cost_the_same(budget, kept):
    assert affordable({"c": 5, "a": 1, "b": 1}, budget) == frozenset(kept)
