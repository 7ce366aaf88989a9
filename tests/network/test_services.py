"""Sets of services: exact arithmetic on protocol and port."""

import socket
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import services
from secaudit.network.services import (
    ANY,
    NONE,
    Services,
    describe,
    difference,
    intersection,
    parse,
    parse_all,
    union,
)

TEXTS = [
    "any",
    "tcp",
    "udp",
    "icmp",
    "tcp/0",
    "tcp/443",
    "tcp/444",
    "tcp/400-500",
    "tcp/65535",
    "udp/0",
    "udp/0-65535",
]
some = settings(max_examples=150, derandomize=True, deadline=None, database=None)
sets = st.lists(st.sampled_from(TEXTS), max_size=4).map(lambda texts: parse_all(tuple(texts)))


def test_not_declared_is_any_and_an_empty_list_is_nothing() -> None:
    assert parse_all(None) == ANY
    assert parse_all(()) == NONE


def test_a_protocol_is_all_of_its_ports() -> None:
    assert parse("tcp") == parse("tcp/0-65535")


def test_a_range_holds_both_of_its_ends() -> None:
    assert intersection(parse("tcp/400-500"), parse("tcp/400")) == parse("tcp/400")
    assert intersection(parse("tcp/400-500"), parse("tcp/500")) == parse("tcp/500")
    assert intersection(parse("tcp/400-500"), parse("tcp/399")) == NONE
    assert intersection(parse("tcp/400-500"), parse("tcp/501")) == NONE


def test_a_range_of_one_port_is_that_port() -> None:
    assert parse("tcp/80-80") == parse("tcp/80")


def test_the_last_port_of_one_protocol_and_the_first_of_the_next_are_apart() -> None:
    assert intersection(parse("tcp/65535"), parse("udp/0")) == NONE
    assert difference(parse("tcp"), parse("tcp/65535")) == parse("tcp/0-65534")
    assert describe(union(parse("tcp/65535"), parse("udp/0"))) == "tcp/65535, udp/0"


def test_ranges_that_touch_become_one() -> None:
    assert union(parse("tcp/1-10"), parse("tcp/11-20")) == parse("tcp/1-20")


def test_a_hole_in_the_middle_leaves_two_pieces() -> None:
    assert describe(difference(parse("tcp/1-10"), parse("tcp/5"))) == "tcp/1-4, tcp/6-10"


@pytest.mark.parametrize("text", ["http", "tcp/", "tcp/x", "tcp/65536", "tcp/-1", "tcp/5-4", "TCP/443", "", "6/443"])
def test_what_is_no_service_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


@pytest.mark.parametrize("text", ["any", "tcp", "icmp", "tcp/443", "udp/5000-5100"])
def test_a_set_is_described_as_it_is_written(text: str) -> None:
    assert describe(parse(text)) == text


def test_a_description_says_which_ports_of_a_protocol_are_left_out() -> None:
    said = describe(difference(ANY, parse("tcp/443"))).split(", ")
    assert "tcp/0-442" in said
    assert "tcp/444-65535" in said


def test_nothing_is_described_as_none() -> None:
    assert describe(NONE) == "none"


def test_what_has_no_name_is_described_by_its_number() -> None:
    assert describe(((99 * 65_536, 99 * 65_536 + 65_535),)) == "ip-99"


@some
@given(sets, sets)
def test_sets_are_sorted_and_their_intervals_never_touch(left: Services, right: Services) -> None:
    for found in (union(left, right), difference(left, right), intersection(left, right)):
        assert all(low <= high for low, high in found)
        assert all(one[1] < two[0] for one, two in pairwise(found))


@some
@given(sets, sets, st.sampled_from(TEXTS[3:]))
def test_a_service_is_in_the_result_as_in_any_arithmetic_of_sets(left: Services, right: Services, text: str) -> None:
    one = parse(text)[0][0]
    assert holds(union(left, right), one) == (holds(left, one) or holds(right, one))
    assert holds(intersection(left, right), one) == (holds(left, one) and holds(right, one))
    assert holds(difference(left, right), one) == (holds(left, one) and not holds(right, one))


@some
@given(sets, sets)
def test_equal_sets_are_written_alike(left: Services, right: Services) -> None:
    assert union(left, right) == union(right, left)
    assert union(difference(left, right), intersection(left, right)) == left
    assert union(left, ANY) == ANY == union(ANY, left)
    assert difference(left, ANY) == NONE


def holds(found: services.Services, one: int) -> bool:
    return any(low <= one <= high for low, high in found)


@pytest.mark.parametrize("name", ["icmp", "igmp", "tcp", "udp", "gre", "esp", "ah", "icmpv6", "sctp"])
def test_protocols_have_the_numbers_that_the_system_gives_them(name: str) -> None:
    number = getattr(socket, f"IPPROTO_{name.upper()}")

    assert parse(name) == ((number * 65_536, number * 65_536 + 65_535),)


def test_ospf_is_protocol_89() -> None:
    assert parse("ospf") == ((89 * 65_536, 90 * 65_536 - 1),)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ((6, 0), (6, 65_535), "tcp"),
        ((6, 0), (7, 65_535), "tcp-ip-7"),
        ((6, 1), (6, 65_535), "tcp/1-65535"),
        ((6, 0), (6, 65_534), "tcp/0-65534"),
        ((6, 0), (6, 0), "tcp/0"),
        ((6, 5), (7, 65_535), "tcp/5-65535, ip-7"),
        ((6, 0), (7, 3), "tcp, ip-7/0-3"),
        ((6, 5), (7, 3), "tcp/5-65535, ip-7/0-3"),
        ((6, 5), (8, 3), "tcp/5-65535, ip-7, ip-8/0-3"),
        ((6, 5), (9, 3), "tcp/5-65535, ip-7-ip-8, ip-9/0-3"),
        ((16, 5), (17, 0), "ip-16/5-65535, udp/0"),
    ],
)
def test_an_interval_is_told_by_protocols(first: tuple[int, int], last: tuple[int, int], said: str) -> None:
    (low, begin), (high, end) = first, last

    assert describe(((low * 65_536 + begin, high * 65_536 + end),)) == said


def test_a_refusal_names_the_protocols_and_the_limits() -> None:
    with pytest.raises(ValueError, match=r"'http' is not a protocol \(icmp, igmp, tcp, "):
        parse("http/80")
    with pytest.raises(ValueError, match="'70000' is not a port or a range of ports from 0 to 65535"):
        parse("tcp/70000")


def test_a_union_is_sorted_whatever_comes_first() -> None:
    low, high = parse("tcp/1"), parse("udp/53")

    assert union(high, low) == union(low, high) == (*low, *high)
    assert union(union(high, low), parse("tcp/2")) == (*parse("tcp/1-2"), *high)
    assert union(high, NONE) == high == union(NONE, high) == union(high, high)
