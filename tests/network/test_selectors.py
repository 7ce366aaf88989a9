"""What the names in a gateway's policy mean."""

from typing import Any

import pytest

from secaudit.network import addresses
from secaudit.network.selectors import ANYWHERE, Selection, Selectors
from tests.network.building import deny, inventory_of, permit
from tests.network.relations import forwarded, holding_of

CONTENT = {
    "networks": [{"id": "ours"}, {"id": "theirs"}, {"id": "empty"}],
    "systems": [{"id": "archive"}],
    "segments": [
        {"id": "a", "network": "ours", "zone": "dmz", "cidrs": ["10.0.0.0/24"]},
        {
            "id": "b",
            "network": "ours",
            "zone": "server",
            "system": "archive",
            "cidrs": ["10.0.1.0/24", "fd00:1::/64"],
        },
        {"id": "c", "network": "theirs", "zone": "dmz"},
        {"id": "d", "cidrs": ["10.0.2.0/25", "10.0.2.128/25"]},
    ],
}
INVENTORY = inventory_of(CONTENT)
INDEX = {segment.id: number for number, segment in enumerate(INVENTORY.segments)}


def select(selector: str | tuple[str, ...]) -> Selection:
    return Selectors(INVENTORY, INDEX).resolve(selector)


def named(selector: str | tuple[str, ...]) -> tuple[str, str]:
    """The segments that a selector covers wholly, and those it may cover."""
    found = select(selector)
    return tuple("".join(INVENTORY.segments[one].id for one in sorted(part)) for part in (found.wholly, found.partly))  # type: ignore[return-value]


@pytest.mark.parametrize(
    ("selector", "wholly"),
    [
        ("a", "a"),
        ("segment:a", "a"),
        ("ours", "ab"),
        ("network:ours", "ab"),
        ("network:empty", ""),
        ("zone:dmz", "ac"),
        ("zone:ot", ""),
        ("archive", "b"),
        ("system:archive", "b"),
    ],
)
def test_a_name_means_the_segments_it_names_and_no_other_that_says_what_it_is(selector: str, wholly: str) -> None:
    assert (named(selector)[0], set(named(selector)[1]) - {"d"}) == (wholly, set())


@pytest.mark.parametrize(
    ("selector", "wholly", "partly"),
    [
        ("10.0.0.0/24", "a", "c"),
        ("10.0.0.0/25", "", "ac"),
        ("10.0.0.7/32", "", "ac"),
        ("10.0.0.7", "", "ac"),
        ("10.0.0.7/24", "a", "c"),
        ("10.0.0.0/16", "ad", "bc"),
        ("10.0.1.0/24", "", "bc"),
        ("10.0.2.0/24", "d", "c"),
        ("10.0.2.0/25", "", "cd"),
        ("10.9.0.0/16", "", "c"),
        ("0.0.0.0/0", "ad", "bc"),
        ("fd00:1::/64", "", "bc"),
        ("fd00::/16", "", "bc"),
        ("::/0", "", "bc"),
    ],
)
def test_an_address_block_covers_what_lies_in_it_and_may_cover_what_overlaps_or_is_not_declared(
    selector: str, wholly: str, partly: str
) -> None:
    assert named(selector) == (wholly, partly)


def test_a_list_names_what_each_of_it_names() -> None:
    assert named(("a", "zone:server")) == ("ab", "d")


def test_blocks_of_both_versions_cover_a_segment_only_together_and_so_stay_in_part() -> None:
    assert named(("10.0.1.0/24", "fd00:1::/64")) == ("", "bc")


def test_any_in_a_list_is_any() -> None:
    assert select(("a", "any")).is_any


def test_any_matches_and_covers_everything() -> None:
    everything = select("any")
    assert all(everything.must_match(one) and everything.may_match(one) for one in INDEX.values())
    assert everything.covers(select("any"))
    assert everything.covers(select("zone:dmz"))


def test_nothing_less_than_any_covers_any() -> None:
    assert not select(("a", "b", "c", "d")).covers(select("any"))


def test_what_is_covered_in_part_is_not_covered() -> None:
    assert select("10.0.0.0/24").may_match(INDEX["c"])
    assert not select("10.0.0.0/24").must_match(INDEX["c"])
    assert select("zone:dmz").covers(select("10.0.0.0/24"))
    assert not select("10.0.0.0/24").covers(select("zone:dmz"))


def test_an_id_that_two_kinds_share_is_settled_by_its_prefix() -> None:
    twins = inventory_of({"networks": [{"id": "x"}], "segments": [{"id": "x"}, {"id": "y", "network": "x"}]})
    resolve = Selectors(twins, {"x": 0, "y": 1}).resolve
    assert resolve("segment:x").wholly == {0}
    assert resolve("network:x").wholly == {1}


def test_addresses_tell_what_of_a_segment_is_named_only_where_it_is_not_named_whole() -> None:
    both = select(("a", "10.0.0.0/25"))

    assert (both.cuts(INDEX["a"]), select("10.0.0.0/25").cuts(INDEX["a"])) == (False, True)


def test_a_run_of_addresses_is_named_not_perhaps_or_certainly() -> None:
    half, run, other = select("10.0.0.0/25"), addresses.parse("10.0.0.0/26"), addresses.parse("10.0.0.128/25")

    assert [half.match(INDEX["a"], one) for one in (run, other, None)] == [2, 0, 1]
    assert [select("10.0.0.0/24").match(INDEX["a"], one) for one in (run, None)] == [2, 2]
    assert [half.match(INDEX["d"], one) for one in (run, None)] == [0, 0]
    assert [LEVELLED.resolve("level:3").match(number, run) for number in (0, 1, 2)] == [2, 1, 0]


LEVELLED = Selectors(
    inventory_of({"segments": [{"id": "p", "level": 3}, {"id": "q"}, {"id": "r", "level": 2}]}),
    {"p": 0, "q": 1, "r": 2},
)


def test_a_segment_may_be_of_every_level_zone_and_network_that_it_does_not_declare_but_of_no_system() -> None:
    assert (LEVELLED.resolve("level:3").wholly, LEVELLED.resolve("level:3").partly) == ({0}, {1})
    assert named("zone:ot") == ("", "d")
    assert named("ours") == named("network:ours") == ("ab", "d")
    assert named("archive") == named("system:archive") == ("b", "")


LAID_OUT = {
    "systems": [
        {"id": "alone", "segments": ["a"]},
        {"id": "shares", "segments": ["b", "c"]},
        {"id": "parts", "components": [{"id": "db", "segment": "d"}, {"id": "web", "segment": "b"}, {"id": "tape"}]},
        {"id": "twice", "segments": ["e"], "components": [{"id": "api", "segment": "e"}]},
        {"id": "nowhere"},
    ],
    "segments": [{"id": "a"}, {"id": "b"}, {"id": "c", "system": "alone"}, {"id": "d"}, {"id": "e", "system": "twice"}],
}


@pytest.mark.parametrize(
    ("system", "wholly", "partly"),
    [
        ("alone", {"a"}, {"c"}),
        ("shares", set(), {"b", "c"}),
        ("parts", set(), {"b", "d"}),
        ("twice", {"e"}, set()),
        ("nowhere", set(), set()),
    ],
)
def test_a_system_is_wherever_anything_says_it_is_and_alone_where_nothing_else_is(
    system: str, wholly: set[str], partly: set[str]
) -> None:
    inventory = inventory_of(LAID_OUT)
    ids = [segment.id for segment in inventory.segments]
    resolve = Selectors(inventory, {name: number for number, name in enumerate(ids)}).resolve

    for text in (system, f"system:{system}"):
        found = resolve(text)
        assert ({ids[one] for one in found.wholly}, {ids[one] for one in found.partly}) == (wholly, partly)
        assert not found.located


BEYOND = {
    "networks": [{"id": "net", "trust": "untrusted"}, {"id": "them", "trust": "foreign"}, {"id": "us", "trust": "own"}],
    "segments": [
        {"id": "a", "network": "net", "cidrs": ["203.0.113.0/26"]},
        {"id": "b", "network": "net", "cidrs": ["2001:db8::/64"]},
        {"id": "c", "network": "them", "cidrs": ["10.8.0.0/24"]},
        {"id": "d", "network": "us", "cidrs": ["10.1.0.0/24", "198.51.100.0/24"]},
        {"id": "e", "cidrs": ["203.0.113.64/26"]},
    ],
}


@pytest.mark.parametrize(
    ("selector", "wholly", "partly", "located"),
    [
        ("192.0.2.0/24", "", "ace", ""),  # somebody's on the Internet, or another agency's: nobody declares them
        ("192.0.2.7", "", "ace", ""),
        ("2001:db8:1::/64", "", "b", ""),
        ("203.0.113.128/25", "", "ace", ""),
        ("203.0.113.0/24", "ae", "c", ""),
        ("203.0.113.0/25", "ae", "", ""),  # all of them are declared
        ("203.0.113.0/27", "", "a", "a"),
        ("198.51.100.0/24", "", "d", "d"),
        ("198.51.0.0/16", "", "acde", "d"),
        ("10.9.0.0/16", "", "c", ""),  # local addresses of nobody we know: not those of a public network
        ("10.0.0.0/8", "c", "d", "d"),  # more local addresses beside ours are taken to be ours
        ("fd00::/16", "", "", ""),
        ("0.0.0.0/0", "acde", "", ""),
        ("::/0", "b", "", ""),
        ("224.0.0.0/4", "", "c", ""),
    ],
)
def test_addresses_that_no_segment_declares_come_by_way_of_networks_that_are_not_ours(
    selector: str, wholly: str, partly: str, located: str
) -> None:
    inventory = inventory_of(BEYOND)
    ids = [segment.id for segment in inventory.segments]
    found = Selectors(inventory, {name: number for number, name in enumerate(ids)}).resolve(selector)

    told = ["".join(ids[one] for one in sorted(part)) for part in (found.wholly, found.partly, found.located)]
    assert told == [wholly, partly, located]


def test_what_is_neither_a_name_nor_an_address_names_nothing() -> None:
    assert select("nonsense") == Selection()


def test_a_segment_may_be_called_like_a_kind_of_name() -> None:
    zone = Selectors(inventory_of({"segments": [{"id": "zone"}, {"id": "other"}]}), {"zone": 1, "other": 0})

    assert zone.resolve("zone").wholly == {1}


def test_anywhere_is_any() -> None:
    assert ANYWHERE.is_any
    assert select("any") is ANYWHERE


@pytest.mark.parametrize(
    ("policy", "reached"),
    [
        ([deny("a", "level:3"), permit("a", "any")], {"c", "d"}),
        ([permit("a", "level:3")], {"b", "c"}),
        ([permit("a", "level:3"), permit("a", "d", "tcp/1")], {"b", "c"}),
    ],
)
def test_a_segment_that_declares_no_level_may_be_permitted_by_level_and_is_not_denied(
    policy: list[Any], reached: set[str]
) -> None:
    content = {
        "segments": [{"id": "a"}, {"id": "b", "level": 3}, {"id": "c"}, {"id": "d", "level": 2}],
        "gateways": [{"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": policy}],
        "links": [{"id": "l", "between": ["b", "c"]}, {"id": "m", "between": ["c", "d"]}],
    }
    assert {goal for start, goal, _ in forwarded(holding_of(content), ["tcp/443"]) if start == "a"} == reached
