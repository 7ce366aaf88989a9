"""What a word of the command line means."""

import pytest

from secaudit.network.selection import Named, Names, NotKnownError
from tests.network.building import Content
from tests.unit.network_questions.asked import situation_of

CONTENT: Content = {
    "units": [{"id": "hq"}, {"id": "north"}, {"id": "south"}],
    "networks": [{"id": "wan"}, {"id": "lan"}, {"id": "empty"}],
    "systems": [
        {"id": "mail", "owner": "hq", "level": 2, "segments": ["shared"]},
        {"id": "web", "owner": "north", "level": 2, "segments": ["shared"]},
        {"id": "app", "level": 2, "components": [{"id": "part", "segment": "far"}], "segments": ["shared"]},
        {"id": "hq-x", "level": 2},
    ],
    "segments": [
        {"id": "a", "network": "wan", "zone": "dmz", "system": "mail", "cidrs": ["10.0.0.0/24"]},
        {"id": "b", "network": "wan", "zone": "server", "owner": "north", "cidrs": ["10.0.1.0/24"]},
        {"id": "shared", "network": "lan", "zone": "dmz", "cidrs": ["10.0.2.0/24"]},
        {"id": "far", "network": "lan", "zone": "server"},
    ],
    "hosts": [{"id": "laptop", "segments": ["a", "far"]}, {"id": "wan", "segments": ["far"]}],
}


@pytest.fixture(scope="module")
def names() -> Names:
    situation = situation_of(CONTENT)
    return Names(situation.inventory, situation.network)


def _ids(found: Named) -> str:
    return " ".join(sorted(["a", "b", "far", "shared"][number] for number in found.segments))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a", "a"),
        ("segment:a", "a"),
        ("any", "a b far shared"),
        ("lan", "far shared"),
        ("network:wan", "a b"),
        ("host:wan", "far"),
        ("zone:dmz", "a shared"),
        ("mail", "a"),  # its own; not those that it shares
        ("web", "shared"),  # it has none of its own
        ("app", "far"),  # where its component lies
        ("hq", "a"),  # by way of a system
        ("unit:north", "b"),  # by itself
        ("laptop", "a far"),
        ("10.0.1.7", "b"),
        ("10.0.0.0/23", "a b"),
    ],
)
def test_a_word_names_segments(names: Names, text: str, expected: str) -> None:
    assert _ids(names.find(text)) == expected


def test_segments_without_addresses_are_left_out_of_a_block_and_told(names: Names) -> None:
    found = names.find("10.0.1.0/24")

    assert found.undeclared == {2}
    assert names.find("a").undeclared == frozenset()


@pytest.mark.parametrize(
    ("text", "message", "known"),
    [
        ("wan", "network:wan or host:wan", ""),
        ("laptpo", "names no segment", "laptop"),
        ("dmz", "names no segment", "zone:dmz"),
        ("zone:dnz", "there is no zone 'dnz'", "dmz"),
        ("unit:nroth", "there is no unit 'nroth'", "north"),
        ("south", "'south' has no segment", ""),
        ("empty", "'empty' has no segment", ""),
        ("192.168.0.0/16", "no segment declares an address", ""),
        ("10.0.0.0/33", "names no segment", ""),
        ("2001:db8::/32", "no segment declares an address of '2001:db8::/32' .1 declare none", ""),
        ("host", "'host' names no segment", "laptop"),  # a kind, but of what?
        ("planet:mars", "'planet:mars' names no segment", ""),
        ("level:2", "'level:2' names no segment", ""),  # a word of policies
    ],
)
def test_a_word_that_names_nothing_or_several_things_is_refused(
    names: Names, text: str, message: str, known: str
) -> None:
    with pytest.raises(NotKnownError, match=message) as caught:
        names.find(text)

    assert not known or known in caught.value.known


def test_a_refusal_keeps_the_word_that_is_not_known(names: Names) -> None:
    for text, word in (("zone:dnz", "dnz"), ("laptpo", "laptpo"), ("wan", "wan"), ("192.168.0.1", "192.168.0.1")):
        with pytest.raises(NotKnownError) as caught:
            names.find(text)
        assert caught.value.word == word


def test_devices_are_found_by_id_and_what_is_none_is_refused(names: Names) -> None:
    assert names.devices("laptop") == {0}
    with pytest.raises(NotKnownError, match="there is no device 'lapdog'") as caught:
        names.devices("lapdog")
    assert (caught.value.word, caught.value.known) == ("lapdog", ("laptop",))


def test_a_component_that_lies_nowhere_and_a_segment_of_no_system_change_nothing() -> None:
    situation = situation_of(
        {
            "units": [{"id": "hq"}],
            "systems": [{"id": "s", "owner": "hq", "components": [{"id": "p"}, {"id": "q", "segment": "a"}]}],
            "segments": [{"id": "a"}, {"id": "b"}, {"id": "c", "system": "s"}],
        }
    )
    names = Names(situation.inventory, situation.network)

    assert names.find("s").segments == {0, 2}
    assert names.find("hq").segments == {2}
