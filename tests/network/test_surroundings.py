"""Who may come to a gateway and go on from it, and which pairs of segments an entry may be about: example by example."""

from typing import Any

import pytest

from secaudit.network.groups import Groups
from secaudit.network.passing import Passing
from secaudit.network.services import ANY
from secaudit.network.surroundings import Surroundings
from tests.network.building import network_of, permit

OPEN = permit("any", "any")
DIODE = {"id": "d", "kind": "data_diode", "segments": ["a", "b"], "one_way": {"from": "a", "to": "b"}}


def _gateway(name: str, ends: str, *policy: Any, kind: str = "firewall") -> dict[str, Any]:
    return {"id": name, "kind": kind, "segments": ends.split(), "policy": list(policy)}


def _passing(*gateways: Any, links: Any = ()) -> Passing:
    joined = [*(gateway["segments"] for gateway in gateways), *(link["between"] for link in links)]
    segments = [{"id": name} for name in sorted({name for ends in joined for name in ends})]
    return Passing(network_of({"segments": segments, "gateways": list(gateways), "links": list(links)}))


def _names(passing: Passing, places: frozenset[int]) -> set[str]:
    return {passing.network.segments[member].id for place in places for member in passing.members[place]}


def _behind(passing: Passing, name: str, origin: str) -> set[str]:
    found = Surroundings(passing).behind(passing.gateways[name], passing.network.index[origin])
    return _names(passing, found)


def _before(passing: Passing, name: str, target: str) -> set[str]:
    found = Surroundings(passing).before(passing.gateways[name], passing.network.index[target])
    return _names(passing, found)


def _sides(passing: Passing, name: str) -> tuple[set[str], bool]:
    places, are_behind = Surroundings(passing).sides(passing.gateways[name])
    return _names(passing, places), are_behind


def _pairs(passing: Passing, name: str, origins: str = "", targets: str = "", position: int = 0) -> set[str]:
    """The pairs that are tried, if some segments matter as origins and some as targets (all, if none is named)."""
    names = [segment.id for segment in passing.network.segments]
    groups = Groups(passing, names, *([not wanted or one in wanted for one in names] for wanted in (origins, targets)))
    via = passing.gateways[name]
    policy = passing.network.policies[via]
    assert policy is not None
    return {"".join(names[end] for end in pair) for pair in groups.pairs(via, policy.entries[position])}


CHAIN = (_gateway("g", "a b", OPEN), _gateway("h", "b c", permit("a", "c")), _gateway("i", "c e", permit("b", "e")))


def test_what_lies_behind_a_gateway_is_led_to_by_those_that_name_the_origin_or_anybody():
    passing = _passing(*CHAIN, _gateway("j", "c f", OPEN))

    assert _behind(passing, "g", "a") == {"a", "b", "c", "f"}
    assert _behind(passing, "g", "b") == {"a", "b"}
    assert _behind(passing, "g", "e") == {"a", "b"}


def test_what_lies_before_a_gateway_is_led_from_by_those_that_name_the_target_or_anybody():
    passing = _passing(*CHAIN, _gateway("j", "c f", OPEN))

    assert _before(passing, "i", "e") == {"c", "f"}
    assert _before(passing, "i", "f") == {"c", "f"}
    assert _before(passing, "h", "c") == {"a", "b"}
    assert _before(passing, "j", "c") == {"c", "f", "b", "a"}


def test_the_side_on_which_less_lies_is_told():
    more = _gateway("g", "b c", OPEN), _gateway("h", "b e", OPEN)

    assert _sides(_passing(DIODE, *more), "d") == ({"a"}, False)
    turned = DIODE | {"one_way": {"from": "b", "to": "a"}}
    assert _sides(_passing(turned, *more), "d") == ({"a"}, True)


@pytest.mark.parametrize("kind", ["proxy", "jump_host"])
def test_what_a_proxy_opens_anew_leads_on_and_whoever_asks_it_comes_to_it(kind):
    proxy = _gateway("p", "b c", OPEN, kind=kind)
    further = _gateway("h", "c e", permit("c", "f")), _gateway("i", "e f", permit("c", "f"))
    passing = _passing(_gateway("g", "a b", permit("a", "b")), proxy, *further)

    assert _behind(passing, "p", "a") == {"b", "c", "e", "f"}
    assert _before(passing, "p", "f") == {"a", "b", "c"}
    assert _behind(passing, "g", "a") == {"b", "c", "e", "f"}


def _turning_back() -> Passing:
    """A proxy at c, beyond b; what it opens from there passes b again, and a gateway to e that names nobody else."""
    proxy = _gateway("p", "c f", permit("a", "e"), kind="proxy")
    return _passing(
        _gateway("g", "a b", permit("a", "any")), _gateway("h", "b c", permit("a", "e"), permit("c", "e")), proxy,
        _gateway("i", "b e", permit("c", "e")),
    )  # fmt: skip


def test_what_a_proxy_opens_may_lead_back_and_past_a_gateway_that_was_met_before_it():
    passing = _turning_back()
    via, header = passing.gateways["g"], (passing.network.index["a"], passing.network.index["e"])

    assert passing.through(via, 0, header, ANY) == ANY
    assert "e" in _behind(passing, "g", "a")
    assert "ae" in _pairs(passing, "g")


def test_an_entry_is_about_whoever_it_names_and_matters_as_that_end():
    gateway = _gateway("g", "a b", permit("a", "b"), permit("a", "any"), permit("any", "b"), OPEN)
    passing = _passing(gateway, DIODE | {"id": "d", "segments": ["b", "c"], "one_way": {"from": "b", "to": "c"}})

    def pairs(origins: str = "", targets: str = "") -> list[set[str]]:
        return [{pair for pair in _pairs(passing, "g", origins, targets, at) if pair[0] != pair[1]} for at in range(4)]

    both = {"ab", "ac", "ba", "bc"}
    assert pairs() == [{"ab"}, {"ab", "ac"}, {"ab"}, both]
    assert pairs("a", "c") == [set(), {"ac"}, set(), {"ac"}]
    assert pairs("b", "a") == [set(), set(), set(), {"ba"}]
    assert pairs("a", "b") == [{"ab"}, {"ab"}, {"ab"}, {"ab"}]


def test_of_anybody_the_pairs_are_the_same_from_whichever_side_they_are_begun():
    more = [{"id": f"l{name}", "between": ["b", name], "one_way": {"from": "b", "to": name}} for name in "ef"]
    turned = [link | {"one_way": {"from": link["between"][1], "to": "b"}} for link in more]

    assert _pairs(_passing(DIODE, links=more), "d", "a", "bef") == {"ab", "ae", "af"}
    back = DIODE | {"one_way": {"from": "b", "to": "a"}}
    assert _pairs(_passing(back, links=turned), "d", "bef", "a") == {"ba", "ea", "fa"}
    assert _pairs(_passing(back, links=turned), "d", "b", "a") == {"ba"}
    assert _pairs(_passing(back, links=turned), "d", "a", "") == set()
