"""Small networks with proxies, filters and plain lines: exactly which steps lie on some way, and which do not.

What is expected is written out, and an answer-set program that knows the plain inventory only (`used.py`) says the same.
"""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from secaudit.network.exact import RELATIONS
from tests.network.building import AS_OF, network_of, numbers, permit, segments_of

pytest.importorskip("clingo", reason="clingo is not installed (extra `test`)")

Content = dict[str, Any]
Steps = Callable[[Content, str, str, str], set[str]]


def _network(names: str, *gateways: Content, links: tuple[Content, ...] = ()) -> Content:
    return {"units": [], "hosts": [], "links": list(links), "segments": segments_of(*names), "gateways": list(gateways)}


def _filter(name: str, joined: str, *policy: Content) -> Content:
    return {"id": name, "kind": "firewall", "segments": list(joined), "policy": list(policy)}


def _proxy(name: str, joined: str, *policy: Content) -> Content:
    return _filter(name, joined, *policy) | {"kind": "proxy"}


def _line(name: str, joined: str, *, one_way: bool = False) -> Content:
    a, b = tuple(joined)
    return {"id": name, "between": [a, b]} | ({"one_way": {"from": a, "to": b}} if one_way else {})


def _steps(content: Content, relation: str, sources: str, targets: str) -> set[str]:
    """The steps on ways, each told as from where, by what and to where; `<` where an answer takes it."""
    from tests.network.used import told, used

    network = network_of(content)
    network = network.answering if relation == "informs" else network
    holding = RELATIONS[relation](network, range(len(network.segments)), bytes(len(network.devices)))
    found = told(network, holding.used(holding.spread(numbers(network, sources)), numbers(network, targets)))
    there = told(network, range(len(network.tails)))

    assert found == there & used(content, AS_OF, relation, sources, targets)  # type: ignore[arg-type]

    return {f"{head} <{device} {tail}" if back else f"{tail} {device}> {head}" for back, tail, head, device in found}


def _mirrored_steps(content: Content, relation: str, source: str, target: str) -> set[str]:
    names = [segment["id"] for segment in content["segments"]]
    other = dict(zip(names, reversed(names), strict=True))
    found = _steps(_renamed(content, other), relation, other[source], other[target])
    return {" ".join(other.get(word, word) for word in step.split()) for step in found}


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    """Plain data with other names of segments; devices are named otherwise than segments."""
    if isinstance(value, dict):
        return {key: _renamed(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_renamed(inner, names) for inner in value]
    return names.get(value, value)


def _told(steps: str) -> set[str]:
    return set(filter(None, steps.split(", ")))


ASKED = _network(
    "adst",
    _filter("f", "ad", permit("a", "d", "tcp/443")),
    _proxy("p", "ds", permit("a", "t", "tcp/443", "udp/53")),
    _filter("g", "st", permit("s", "t")),
)
IN_THE_WAY = _network(
    "amst",
    _filter("f", "am", permit("a", "t", "tcp/443")),
    _proxy("p", "ms", permit("a", "t", "tcp/443", "udp/53")),
    _filter("g", "st", permit("s", "t")),
)
IN_A_ROW = _network(
    "abct",
    _proxy("p", "ab", permit("a", "t")),
    _proxy("q", "bc", permit("b", "t")),
    _proxy("r", "ct", permit("c", "t")),
)
SHARED = _network(
    "adehst",
    _filter("f", "ah", permit("a", "d")),
    _proxy("p", "des", permit("a", "t"), permit("e", "t")),
    _filter("g", "st", permit("s", "t")),
    links=(_line("l", "dh"),),
)
IN_PART = _network(
    "abdst",
    _filter("f", "ad", permit("a", "d", "tcp/443")),
    _proxy("p", "ds", permit("a", "any", "tcp/443", "udp/53")),
    _filter("g", "st", permit("s", "t", "udp/53")),
    _filter("h", "bs", permit("s", "b", "tcp/443")),
)


CHOICE = _network(
    "abcdst",  # what lies aside comes first, and nobody gets to `b`
    _filter("f", "cd", permit("c", "d")),
    _proxy("p", "dsb", permit("c", "t")),
    _filter("g", "st", permit("s", "t")),
    _filter("h", "sa", permit("s", "a"), permit("d", "a")),
    _filter("i", "da", permit("d", "a")),
)
FILTERS = _network(
    "abcdt",
    _filter("f", "abc", permit("a", "t")),
    _filter("g", "bc", permit("a", "t")),
    _filter("h", "bd", permit("a", "t")),
    _filter("i", "dt", permit("a", "t")),
)
BESIDE = _network(
    "abct",
    _filter("f", "ab", permit("a", "t")),
    _filter("g", "bc", permit("a", "t")),
    _filter("h", "bc", permit("a", "b")),
    _filter("i", "ct", permit("a", "t")),
    links=(_line("l", "bc"),),
)


@pytest.fixture(params=["in order", "mirrored"])
def steps(request: pytest.FixtureRequest) -> Steps:
    """What lies on ways; the same with the names of segments in the opposite order, and so with other numbers."""
    return _steps if request.param == "in order" else _mirrored_steps


@pytest.mark.parametrize(
    ("content", "ends", "expected"),
    [
        (ASKED, "at", "a f> d, d p> s, s g> t"),
        (IN_THE_WAY, "at", "a f> m, m p> s, s g> t"),
        (IN_A_ROW, "at", "a p> b, b q> c, c r> t"),
        (IN_A_ROW, "bt", "b q> c, c r> t"),
        (SHARED, "at", "a f> h, d l> h, d p> s, h l> d, s g> t, e p> s"),
        (SHARED, "et", "s g> t, e p> s"),
        (IN_PART, "at", ""),
        (IN_PART, "ab", "a f> d, d p> s, s h> b"),
        (CHOICE, "ct", "c f> d, d p> s, s g> t"),
        (FILTERS, "at", "a f> b, a f> c, b g> c, c g> b, b h> d, d h> b, d i> t"),
        (BESIDE, "at", "a f> b, b l> c, c l> b, b g> c, c g> b, c i> t"),
    ],
)
def test_a_conversation_goes_over_filters_that_permit_it_and_proxies_that_open_it_anew(
    steps: Steps, content: Content, ends: str, expected: str
) -> None:
    source, target = tuple(ends)

    assert steps(content, "forwards", source, target) == _told(expected)
    assert steps(content, "forwards", target, source) == set()


def test_who_is_held_opens_what_the_one_who_came_there_could_not(steps: Steps) -> None:
    assert steps(IN_PART, "reaches", "a", "t") == _told("a f> d, d p> s, s g> t")
    assert steps(IN_PART, "reaches", "t", "a") == set()


def test_information_goes_back_where_it_was_asked_for(steps: Steps) -> None:
    both = _told("a f> d, d <f a, d p> s, s <p d, s g> t, t <g s")

    assert steps(ASKED, "informs", "a", "t") == both
    assert steps(ASKED, "informs", "t", "a") == both
