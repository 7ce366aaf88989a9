"""Header by header (`passing.py`) the same is forwarded as class by class, whatever is closed; and entry by entry."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.network import Network
from secaudit.network.exact import Holding
from secaudit.network.groups import Groups
from secaudit.network.passing import Passing
from secaudit.network.services import ANY, difference, intersection
from tests.network.building import network_of
from tests.network.drawing import Content, contents, crowded
from tests.network.relations import passed

some = settings(max_examples=150, deadline=None, derandomize=True)


def _drawn(content: Content) -> Network:
    return network_of({"units": [], "links": [], "hosts": [], **content})


def _pairs(network: Network) -> Iterator[tuple[int, int]]:
    numbers = range(len(network.segments))
    return ((a, b) for a in numbers for b in numbers if a != b)


def _is_by_whole(network: Network) -> bool:
    """Whether policies name segments in part and headers are not taken apart: a proxy, or no addresses, forbid it."""
    is_by_address = any(policy is not None and policy.is_by_address for policy in network.policies)
    return is_by_address and (bool(network.proxies) or not all(segment.cidrs for segment in network.segments))


@some
@given(crowded() | contents(), st.sets(st.integers(0, 2), max_size=2))
def test_a_header_passes_alone_what_it_passes_among_all_others(content: Content, shut: set[int]) -> None:
    network = _drawn(content)
    passing = Passing(network)
    closed = {via for via in shut if via in passing.gateways.values()}
    closed_vias = bytes(via in closed for via in range(len(network.devices)))
    holding = Holding(network, range(len(network.segments)), closed_vias)

    for origin, target in _pairs(network):
        found, exact = passing.forwards(origin, target, closed=closed), passed(holding, origin, target)
        assert not difference(exact, found)
        assert _is_by_whole(network) or not difference(found, exact)


@some
@given(crowded() | contents())
def test_what_passes_only_by_way_of_a_gateway_is_let_pass_by_one_of_its_entries(content: Content) -> None:
    network = _drawn(content)
    passing = Passing(network)
    pairs = list(_pairs(network))

    for via, policy in enumerate(passing.network.policies):
        if policy is None:
            continue
        for header in pairs:
            lost = difference(passing.forwards(*header), passing.forwards(*header, closed={via}))
            if lost:
                headers = pairs if passing.proxies else [header]  # a proxy is asked, and opens anew, with others
                told = [
                    passing.through(via, position, one, ANY)
                    for position, entry in enumerate(policy.entries)
                    if entry.is_permit
                    for one in headers
                ]
                for services in told:
                    lost = difference(lost, services)
                assert not lost


@some
@given(crowded() | contents())
def test_what_an_entry_lets_pass_is_forwarded(content: Content) -> None:
    network = _drawn(content)
    passing = Passing(network)

    for via, policy in enumerate(passing.network.policies):
        for position, entry in enumerate(policy.entries if policy is not None else ()):
            for header in _pairs(network) if entry.is_permit else ():
                through = passing.through(via, position, header, ANY)
                assert intersection(through, entry.services) == through
                assert not difference(through, passing.forwards(*header))


@some
@given(crowded() | contents())
def test_every_pair_to_which_an_entry_lets_something_pass_is_among_those_that_are_tried(content: Content) -> None:
    network = _drawn(content)
    passing, every = Passing(network), [True] * len(network.segments)
    groups = Groups(passing, list(range(len(network.segments))), every, every)

    for via, policy in enumerate(passing.network.policies):
        for position, entry in enumerate(policy.entries if policy is not None else ()):
            tried = set(groups.pairs(via, entry)) if entry.is_permit else set()
            for header in _pairs(network) if entry.is_permit else ():
                assert header in tried or not passing.through(via, position, header, ANY)


@some
@given(crowded() | contents())
def test_nothing_is_led_through_by_an_entry_that_decides_nothing_of_it(content: Content) -> None:
    network = _drawn(content)
    passing = Passing(network)
    for via, policy in enumerate(passing.network.policies):
        for position in range(len(policy.entries) if policy is not None else 0):
            for header in _pairs(network):
                assert passing.decides(via, position, header) or not passing.through(via, position, header, ANY)
