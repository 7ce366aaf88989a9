"""Blocks of addresses, against the library that everybody uses."""

from ipaddress import ip_network

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network.addresses import Blocks, parse

some = settings(max_examples=200, derandomize=True, deadline=None, database=None)
FOUR = st.builds("10.{}.{}.{}/{}".format, *[st.sampled_from([0, 1, 128, 255])] * 3, st.integers(8, 32))
SIX = st.builds("fd00::{:x}:{:x}/{}".format, *[st.sampled_from([0, 1, 255])] * 2, st.integers(90, 128))


def _by_library(text: str) -> tuple[int, int, int]:
    block = ip_network(text, strict=False)
    return block.version, int(block.network_address), int(block.broadcast_address)


@pytest.mark.parametrize(
    "text",
    [
        "10.1.1.7",
        "10.1.1.7/24",
        "10.1.1.7/32",
        "0.0.0.0/0",
        "255.255.255.255",
        "::/0",
        "::1",
        "fd00::7/64",
        "fd00::7/128",
    ],
)
def test_a_block_is_family_first_and_last(text: str) -> None:
    assert parse(text) == _by_library(text)


@pytest.mark.parametrize(
    "text", ["", "dmz", "10.0.0", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/", "10.0.0.0/x", "::/129", "::/-1", "1::2::3"]
)
def test_what_is_no_block_is_refused(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)


def test_a_refusal_names_the_text() -> None:
    for text in ("10.0.0.0/33", "dmz"):
        with pytest.raises(ValueError, match=f"'{text}' is no address block"):
            parse(text)


@some
@given(st.lists(st.one_of(FOUR, SIX), max_size=8), st.one_of(FOUR, SIX))
def test_owners_touch_a_block_if_they_share_an_address_with_it(owned: list[str], wanted: str) -> None:
    blocks = Blocks((parse(text), owner) for owner, text in enumerate(owned))
    family, first, last = _by_library(wanted)

    shared = {
        owner
        for owner, (other, low, high) in enumerate(map(_by_library, owned))
        if other == family and low <= last and first <= high
    }
    assert blocks.touching(parse(wanted)) == shared


@pytest.mark.parametrize(
    ("owned", "wanted"),
    [
        ("0.0.0.0/32", "0.0.0.0/8"),
        ("::/128", "::/8"),
        ("10.0.0.255/32", "10.0.0.0/24"),
        ("255.255.255.255", "0.0.0.0/0"),
        ("0.0.0.0/0", "255.255.255.255"),
        ("::/0", "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
        ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", "::/0"),
    ],
)
def test_the_first_and_the_last_address_count(owned: str, wanted: str) -> None:
    assert Blocks([(parse(owned), 7)]).touching(parse(wanted)) == {7}


def test_addresses_of_two_families_never_touch() -> None:
    assert Blocks([(parse("::/0"), 1)]).touching(parse("0.0.0.0/0")) == set()


def test_a_block_may_have_several_owners() -> None:
    assert Blocks([(parse("10.0.0.0/8"), 1), (parse("10.0.0.0/8"), 2)]).touching(parse("10.1.1.1")) == {1, 2}
