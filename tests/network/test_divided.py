"""Addresses as runs, and how a space is cut: example by example."""

import pytest

from secaudit.model import Segment
from secaudit.network.addresses import parse
from secaudit.network.classes import Classes
from secaudit.network.division import pairs_of
from secaudit.network.parts import WHOLE, Part, affordable, covers, described, divide, space_of, united
from tests.network.building import network_of, permit
from tests.network.relations import forwarded, holding_of


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


@pytest.mark.parametrize(("most", "crowded"), [(0, "bc"), (1, "c"), (3, "c"), (4, ""), (1024, "")])
def test_no_more_parts_are_made_than_are_allowed_beyond_one_for_each_segment(most, crowded, monkeypatch):
    monkeypatch.setattr("secaudit.network.classes.MOST_MORE", most)
    blocks = ["10.0.1.0/25", *(f"10.0.2.{number}/26" for number in (0, 64, 128))]  # two parts of b, four of c
    segments = [{"id": name, "cidrs": [f"10.0.{number}.0/24"]} for number, name in enumerate("abc")]
    gateway = {
        "id": "g",
        "segments": ["a", "b", "c"],
        "policy": [permit("a", block, f"tcp/{at}") for at, block in enumerate(blocks, 1)],
    }
    network = network_of({"segments": segments, "gateways": [gateway]})

    classes = Classes(network, range(3), range(len(network.tails)))

    assert "".join(network.segments[number].id for number in sorted(classes.crowded)) == crowded
    assert len(classes.places) == 3 + (0 if "b" in crowded else 1) + (0 if "c" in crowded else 3)


def _pairs(policy, a, b, most=99):
    segments = [{"id": name, "cidrs": cidrs} for name, cidrs in (("a", a), ("b", b))]
    network = network_of({"segments": segments, "gateways": [{"id": "g", "segments": ["a", "b"], "policy": policy}]})
    policies = [policy for policy in network.policies if policy is not None]
    return pairs_of(policies, (0, 1), network.segments, most)


def _run(cidr):
    return parse(cidr)


LOW, HIGH = "10.0.1.0/25", "10.0.1.128/25"


def test_pairs_of_parts_are_those_that_policies_tell_apart_and_none_is_left_out():
    whole, halves = ["10.0.0.0/24"], ["10.0.1.0/24"]

    assert _pairs([permit("a", "b")], whole, halves) == [WHOLE]
    assert _pairs([permit("a", "10.0.1.0/24"), permit("a", "10.0.0.0/16")], whole, halves) == [WHOLE]
    assert _pairs([permit("a", [LOW, HIGH])], whole, halves) == [(None, _run("10.0.1.0/24"))]
    assert _pairs([permit([LOW, HIGH], "b")], halves, whole) == [(_run("10.0.1.0/24"), None)]
    assert _pairs([permit("a", LOW)], whole, halves) == [(None, _run(LOW)), (None, _run(HIGH))]
    assert _pairs([permit(LOW, "a")], halves, whole) == [(_run(LOW), None), (_run(HIGH), None)]
    assert _pairs([permit("10.0.0.0/25", "b"), permit("a", LOW)], whole, halves, 4) == [
        (_run(f"10.0.0.{left}/25"), _run(right)) for left in (0, 128) for right in (LOW, HIGH)
    ]
    assert _pairs([permit("10.0.0.0/25", "b"), permit("a", LOW)], whole, halves, 3) == (WHOLE,)


def test_parts_of_different_versions_make_no_pair_unless_the_segments_have_none_in_common():
    both, six = ["10.0.1.0/24", "fd00:1::/64"], ["fd00:2::/64"]

    assert _pairs([permit("any", "fd00:1::/64")], ["10.0.0.0/24"], both) == [(None, _run("10.0.1.0/24"))]
    assert _pairs([permit("any", "fd00:2::/65")], ["10.0.0.0/24"], six) == [
        (None, _run("fd00:2::/65")), (None, _run("fd00:2:0:0:8000::/65")),
    ]  # fmt: skip


@pytest.mark.parametrize("first", ["b", "c"])
def test_segments_of_one_place_that_are_cut_otherwise_are_told_apart(first):
    """In one of two joined segments the two policies name the same addresses, in the other they name different ones."""
    other = "c" if first == "b" else "b"
    cidrs = {"a": "10.0.0.0/24", "m": "10.0.9.0/24", first: "10.0.1.0/24", other: "10.0.2.0/24"}
    near, far = ["10.0.1.0/25", "10.0.2.0/25"], ["10.0.1.0/26", "10.0.2.128/25"]
    network = {
        "segments": [{"id": name, "cidrs": [cidr]} for name, cidr in sorted(cidrs.items())],
        "gateways": [
            {"id": "g", "segments": ["a", "m"], "policy": [permit("a", near)]},
            {"id": "h", "segments": ["m", "b"], "policy": [permit("a", far)]},
        ],
        "links": [{"id": "l", "between": ["b", "c"]}],
    }

    found = {target for origin, target, _ in forwarded(holding_of(network), ["tcp/1"]) if origin == "a"}

    assert found == {first}


def test_segments_of_very_many_parts_make_one_pair():
    wide, narrow = ["10.1.0.0/23"], ["10.0.0.0/24"]
    single = [f"10.1.{number // 256}.{number % 256}" for number in range(300)]

    assert _pairs([permit(address, "b", f"tcp/{at}") for at, address in enumerate(single, 1)], wide, narrow, 999) == (
        WHOLE,
    )
    assert _pairs([permit("a", address, f"tcp/{at}") for at, address in enumerate(single, 1)], narrow, wide, 999) == (
        WHOLE,
    )
    assert (
        len(_pairs([permit("a", address, f"tcp/{at}") for at, address in enumerate(single[:9], 1)], narrow, wide)) == 10
    )


@pytest.mark.parametrize(("work", "pairs"), [(1, 1), (2, 2), (3, 2)])
def test_a_segment_is_cut_as_long_as_its_blocks_by_those_that_cut_it_are_little_work(work, pairs, monkeypatch):
    monkeypatch.setattr("secaudit.network.division.MOST_WORK", work)

    assert len(_pairs([permit("a", LOW), permit("a", HIGH)], ["10.0.0.0/24"], ["10.0.1.0/24"])) == pairs
