"""Which areas lie beyond a step: those of what hangs there and behind, and no others; all of them towards a proxy."""

from typing import Any
from unittest.mock import patch

import pytest

from secaudit.network import Network
from secaudit.network.areas import Areas
from secaudit.network.conversations import Conversations
from secaudit.network.exact import Holding
from tests.network.building import network_of, permit

OPEN = permit("any", "any")


def _gateway(name: str, ends: str, *policy: Any, kind: str = "firewall") -> dict[str, Any]:
    return {"id": name.lower(), "kind": kind, "segments": ends.split(), "policy": list(policy) or [OPEN]}


def _areas(gateways: Any, links: Any, size: int) -> tuple[Areas, Conversations, Network]:
    joined = [*(gateway["segments"] for gateway in gateways), *(link["between"] for link in links)]
    names = sorted({name for ends in joined for name in ends})
    network = network_of(
        {"segments": [{"id": name} for name in names], "gateways": list(gateways), "links": list(links)}
    )
    talk = Holding(network, range(len(names)), bytes(len(network.devices))).talk
    with patch("secaudit.network.areas.SIZE", size):
        return Areas(talk), talk, network


def _spots(*gateways: Any) -> dict[str, tuple[int, int]]:
    """Where each segment is, in areas of one class each."""
    areas, talk, network = _areas(gateways, (), 1)
    return {network.segments[talk.classes.members[number][0]].id: spot for number, spot in areas.spot.items()}


def _beyond(*gateways: Any, links: Any = (), size: int = 1) -> dict[str, str]:
    """For each step from a segment or gateway to one beside it, the segments in the areas that lie that way."""
    areas, talk, network = _areas(gateways, links, size)

    def told(node: int) -> str:
        if node < 0:
            return network.devices[-1 - node].id.upper()
        return next(one.id for number, one in enumerate(network.segments) if talk.classes.place_of[number] == node)

    def within(bits: int) -> str:
        numbers = [number for number, (area, _) in areas.spot.items() if bits >> area & 1]
        return "".join(sorted(network.segments[talk.classes.members[number][0]].id for number in numbers))

    return {f"{told(node)}{told(end)}": within(bits) for (node, end), bits in areas.beyond.items()}


# a, d and f hang at one gateway each; b, c and e are junctions
CHAIN = (_gateway("G", "a b"), _gateway("H", "b c d"), _gateway("I", "c e"), _gateway("J", "e f"))


def test_beyond_a_step_lies_what_hangs_at_the_gateway_and_all_behind_it():
    assert _beyond(*CHAIN) == {
        "bG": "a", "Gb": "bcdef", "bH": "cdef", "Hb": "ab", "Hc": "cef", "cH": "abd", "cI": "ef", "Ic": "abcd",
        "Ie": "ef", "eI": "abcd", "eJ": "f", "Je": "abcde",
    }  # fmt: skip


@pytest.mark.parametrize("size", [2, 3, 4, 6, 64])
def test_of_larger_areas_those_lie_beyond_a_step_in_which_anything_does(size):
    alone, together = _beyond(*CHAIN), _beyond(*CHAIN, size=size)
    order = [found for _, found in sorted((spot, name) for name, spot in _spots(*CHAIN).items())]
    areas = [set(order[first : first + size]) for first in range(0, 6, size)]

    assert {step: set(found) for step, found in together.items()} == {
        step: set().union(*(area for area in areas if area & set(found))) for step, found in alone.items()
    }


def test_in_a_ring_everything_lies_either_way_but_for_what_is_at_the_place_itself():
    found = _beyond(*CHAIN, _gateway("K", "e b"))

    assert {step: found[step] for step in ("bH", "Hb", "cI", "Ic", "eK", "Kb", "bG", "Je")} == {
        "bH": "cdef", "Hb": "abcef", "cI": "abdef", "Ic": "abcdef", "eK": "abcd", "Kb": "abcdef", "bG": "a", "Je": "abcde",
    }  # fmt: skip


def test_a_one_way_link_leads_on_without_a_gateway():
    found = _beyond(*CHAIN[:2], links=[{"id": "l", "between": ["c", "x"], "one_way": {"from": "c", "to": "x"}}])

    assert (found["cx"], found["Hc"], found["bG"], found["bH"]) == ("x", "cx", "a", "cdx")


def test_towards_a_proxy_lies_everything_and_away_from_it_what_is_there():
    found = _beyond(*CHAIN, _gateway("P", "e x", kind="proxy"))

    assert (found["bH"], found["Hc"], found["cI"], found["Ie"]) == ("abcdefx",) * 4
    assert (found["bG"], found["Hb"], found["cH"], found["Ic"]) == ("a", "ab", "abd", "abcd")


def test_whichever_of_several_proxies_lies_that_way_everything_does():
    found = _beyond(*CHAIN, _gateway("P", "b x", kind="proxy"), _gateway("Q", "e y", kind="proxy"))

    towards = ("Gb", "bH", "Hb", "Hc", "cH", "cI", "Ic", "Ie", "eI", "Je")
    assert {found[step] for step in towards} == {"abcdefxy"}
    assert found["bG"] == "a"


def test_steps_that_lead_one_way_only_have_what_is_beyond_on_either_side():
    ends = ("a b", "b c", "c e")
    found = _beyond(*(_gateway(name, pair, permit(*pair.split())) for name, pair in zip("GHI", ends, strict=True)))

    assert found == {"Gb": "bce", "bG": "a", "bH": "ce", "Hb": "ab", "Hc": "ce", "cH": "ab", "cI": "e", "Ic": "abc"}
