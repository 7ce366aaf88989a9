"""What single conversations pass (`passing.py`), example by example: ways round, proxies on the way, parts, limits."""

from typing import Any

import pytest

from secaudit.network import passing as network_passing
from secaudit.network.naming import Talk
from secaudit.network.parts import WHOLE
from secaudit.network.passing import Passing
from secaudit.network.services import ANY, NONE, Services, parse, union
from tests.network.building import deny, network_of, permit

WEB = parse("tcp/443")
SSH = parse("tcp/22")
OPEN = permit("any", "any")


def _gateway(name: str, ends: str, *policy: Any, kind: str = "firewall") -> dict[str, Any]:
    return {"id": name, "kind": kind, "segments": ends.split(), "policy": list(policy)}


def _passing(*gateways: Any, links: Any = (), cidrs: dict[str, str] | None = None) -> Passing:
    joined = [*(gateway["segments"] for gateway in gateways), *(link["between"] for link in links)]
    names = sorted({name for ends in joined for name in ends})
    segments = [{"id": name} | ({"cidrs": [cidrs[name]]} if cidrs and name in cidrs else {}) for name in names]
    return Passing(network_of({"segments": segments, "gateways": list(gateways), "links": list(links)}))


def _header(passing: Passing, header: str) -> tuple[int, int]:
    origin, target = (passing.network.index[name] for name in header.split())
    return origin, target


def _forwards(passing: Passing, header: str, closed: str = "") -> Services:
    return passing.forwards(*_header(passing, header), closed={passing.gateways[name] for name in closed.split()})


def _through(passing: Passing, name: str, header: str, position: int = 0, wanted: Services = ANY) -> Services:
    return passing.through(passing.gateways[name], position, _header(passing, header), wanted)


def _decides(passing: Passing, name: str, header: str, position: int) -> bool:
    return passing.decides(passing.gateways[name], position, _header(passing, header))


def _one_way(origin: str, target: str) -> dict[str, Any]:
    return {"id": f"{origin}{target}", "between": [origin, target], "one_way": {"from": origin, "to": target}}


# From end to end


def test_a_one_way_link_lets_pass_in_its_direction_only():
    passing = _passing(links=[_one_way("a", "b")])

    assert (_forwards(passing, "a b"), _forwards(passing, "b a")) == (ANY, NONE)


def test_a_diode_without_a_policy_lets_everything_pass_in_its_direction_only():
    diode = {"id": "d", "kind": "data_diode", "segments": ["a", "b"], "one_way": {"from": "a", "to": "b"}}
    passing = _passing(diode, _gateway("p", "b c", permit("any", "c"), kind="proxy"))

    assert [_forwards(passing, header) for header in ("a b", "b a", "a c", "c a")] == [ANY, NONE, ANY, NONE]
    assert (_through(passing, "d", "a c"), passing.relevant_proxies(*_header(passing, "b a"))) == (ANY, [])


def test_what_gets_to_a_place_by_several_ways_is_taken_together():
    first, second = _gateway("g", "a b", permit("a", "c", "tcp/443")), _gateway("h", "a b", permit("a", "c", "tcp/22"))
    last = _gateway("i", "b c", permit("a", "c", "tcp"))

    assert _forwards(_passing(first, second, last), "a c") == union(SSH, WEB)


def test_a_gateway_that_is_closed_lets_nothing_pass_even_if_it_permits_everything():
    passing = _passing(_gateway("g", "a b", OPEN), _gateway("h", "a b", permit("a", "b", "tcp/443")))

    assert _forwards(passing, "a b") == ANY
    assert _forwards(passing, "a b", closed="g") == WEB
    assert _forwards(passing, "a b", closed="g h") == NONE


def test_a_gateway_that_permits_everything_is_no_proxy_beside_one():
    passing = _passing(_gateway("g", "a b", OPEN), _gateway("p", "b c", permit("a", "c"), kind="proxy"))

    assert (_forwards(passing, "a c"), _forwards(passing, "c a")) == (ANY, NONE)
    assert passing.relevant_proxies(*_header(passing, "a c")) == [passing.gateways["p"]]
    assert [passing.relevant_proxies(*_header(passing, header)) for header in ("c a", "a b", "b c")] == [[], [], []]


def test_a_place_that_is_shut_is_not_entered():
    passing = _passing(_gateway("g", "a b", OPEN), _gateway("h", "b c", OPEN))
    (a, c), (b, _) = _header(passing, "a c"), _header(passing, "b c")

    assert set(passing.carried(Talk(a, c), {passing.place_of[a]: WEB}, (), (passing.place_of[b],))) == {
        passing.place_of[a]
    }


# Address by address

HALF, OTHER = "10.0.2.0/25", "10.0.2.128/25"


@pytest.mark.parametrize(
    ("c", "kind", "parts"), [("10.0.2.0/24", "firewall", 2), (None, "firewall", 1), ("10.0.2.0/24", "proxy", 1)]
)
def test_a_header_is_taken_apart_unless_addresses_are_not_declared_or_a_proxy_may_take_it_over(c, kind, parts):
    cidrs = {"a": "10.0.1.0/24", "b": "10.0.9.0/24"} | ({"c": c} if c else {})
    first = _gateway("g", "a b", permit("a", HALF))
    passing = _passing(first, _gateway("h", "b c", permit("a", OTHER), kind=kind), cidrs=cidrs)
    header = _header(passing, "a c")

    talks = passing.talks(header)

    assert len(talks) == parts
    assert (talks == (Talk(*header),)) == (parts == 1)
    assert (passing.forwards(*header) == NONE) == (parts == 2)  # no address gets past both


def test_a_header_is_taken_apart_by_gateways_that_may_let_it_pass_and_by_whoever_is_asked_about():
    cidrs = {"a": "10.0.1.0/24", "b": "10.0.9.0/24", "c": "10.0.2.0/24"}
    remote = _gateway("h", "b c", deny("b", HALF), permit("b", "c"))
    passing = _passing(_gateway("g", "a b", OPEN), remote, cidrs=cidrs)
    header = _header(passing, "a c")

    assert passing.talks(header) == (Talk(*header),)
    assert len(passing.talks(header, passing.gateways["h"])) == 2
    assert len(passing.talks(_header(passing, "b c"))) == 2


# By way of one gateway and entry


def test_an_entry_decides_nothing_where_earlier_ones_settle_every_part():
    cidrs = {"a": "10.0.1.0/24", "c": "10.0.2.0/24"}
    passing = _passing(_gateway("g", "a c", deny("a", HALF), deny("a", OTHER), permit("a", "c")), cidrs=cidrs)

    assert [_decides(passing, "g", "a c", position) for position in range(3)] == [True, True, False]
    assert _decides(passing, "g", "c a", 2) is False


def test_an_entry_decides_nothing_between_segments_that_nothing_parts():
    passing = _passing(_gateway("g", "a b", OPEN), links=[{"id": "l", "between": ["a", "b"]}])

    assert (_decides(passing, "g", "a b", 0), _through(passing, "g", "a b")) == (False, NONE)
    assert Talk(0, 1).ends == WHOLE


def test_a_way_over_a_gateway_counts_though_another_leads_round_it():
    over = (_gateway("g", "a b", permit("a", "c", "tcp/443")), _gateway("h", "b c", permit("a", "c")))
    passing = _passing(*over, _gateway("i", "a c", permit("a", "c")))

    assert _through(passing, "g", "a c") == WEB
    assert _through(passing, "h", "a c") == WEB
    assert _through(passing, "i", "a c") == ANY


def _there_and_back(last: Any) -> Passing:
    """From a to t by way of x; g lies on a loop that begins and ends at x. A gateway comes before g in the numbers."""
    ring = (_gateway("f", "x p", permit("a", "t")), _gateway("g", "p q", permit("a", "t")))
    back = (_gateway("h", "q x", permit("a", "t")), _gateway("i", "a x", permit("a", "t")))
    gateways = (*ring, *back, *([last] if last["id"] == "j" else ()))
    return _passing(*gateways, links=[] if last["id"] == "j" else [last])


@pytest.mark.parametrize("last", [_gateway("j", "x t", permit("a", "t")), _one_way("x", "t")], ids=["gateway", "link"])
def test_a_way_that_must_pass_a_place_twice_is_none(last):
    passing = _there_and_back(last)

    assert [_through(passing, name, "a t") for name in "fghi"] == [NONE, NONE, NONE, ANY]
    assert passing.gateways["g"] == 1  # a link has no number that a gateway could have


def test_where_the_search_for_a_way_gives_in_what_may_pass_is_taken_to_pass(monkeypatch):
    monkeypatch.setattr(network_passing, "_LOOKED_AT", 2)
    passing = _there_and_back(_gateway("j", "x t", permit("a", "t", "tcp/443")))

    assert _through(passing, "g", "a t") == WEB


def test_what_a_proxy_behind_a_gateway_brings_on_has_passed_the_gateway_though_another_way_leads_round_both():
    near = _gateway("g", "a m", permit("a", "c", "tcp/443"))
    proxy = _gateway("p", "m c", permit("a", "c"), kind="proxy")
    around = _gateway("i", "a c", permit("a", "c"))

    assert _through(_passing(near, proxy, around), "g", "a c") == WEB
    assert _through(_passing(near, proxy), "g", "a c") == WEB
