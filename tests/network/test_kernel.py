"""Networks built out of the kernel let through exactly what `forwards` says (`semantics.md` section 6).

For each drawn inventory, every host of every segment opens every sampled conversation with every other, once
by every way that the network has. TCP is compared as connections that are made; where something carries one
way only, as datagrams that arrive, since nothing can answer.
"""

import os
from ipaddress import IPv4Address
from itertools import permutations, product
from typing import Any

import pytest

from tests.network import exact
from tests.network.building import AS_OF
from tests.network.kernel import lab
from tests.network.kernel.inventories import HOSTS, PORTS, drawn
from tests.network.relations import forwarded, holding_of

pytestmark = [pytest.mark.kernel, pytest.mark.once]

WAIT, LONGER = 0.25, 2.0
FAMILIES = {
    "whole": {},
    "one_way": {"one_way": True},
    "in_part": {"in_part": True},
    "undeclared": {"undeclared": True, "in_part": True},
}


def cases(family: str, count: int) -> list[Any]:
    return [pytest.param(drawn(seed, **FAMILIES[family]), id=f"{family}-{seed}") for seed in range(count)]


@pytest.fixture(scope="session")
def kernel() -> None:
    try:
        lab.probe()
    except lab.Missing as missing:
        if os.environ.get("CI") == "true" and not missing.by_kernel:
            pytest.fail(f"no network was built, and CI must build them: {missing}")
        pytest.skip(f"no network was built: {missing}")


def conversations(running: lab.Lab, content: Any) -> dict[tuple[str, str, str, int], list[lab.Probe]]:
    """For each pair of segments and each service that is sampled, the conversations between their hosts."""
    protocols = ("udp",) if "one_way" in str(content) else ("tcp", "udp")
    names = [segment["id"] for segment in content["segments"]]
    return {
        (a, b, protocol, port): [
            (running.address(a, here), running.address(b, there), protocol, port)
            for here, there in product(HOSTS, HOSTS)
        ]
        for a, b in permutations(names, 2)
        for protocol in protocols
        for port in PORTS[protocol]
    }


def through_the_kernel(running: lab.Lab, probes: set[lab.Probe], expected: set[lab.Probe]) -> set[lab.Probe]:
    """The conversations that come through by some way; what is missing is tried once more with more patience."""
    found: set[lab.Probe] = set()
    for wait in (WAIT, LONGER):
        for turn in range(running.rounds):
            ahead = (probes if wait == WAIT else expected) - found
            if ahead:
                running.take_ways(turn)
                found |= running.converse(sorted(ahead), wait)
    return found


def by_brute_force(content: Any, probes: dict[tuple[str, str, str, int], list[lab.Probe]]) -> set[lab.Probe]:
    crossings = list(exact._crossings(content, AS_OF))
    return {
        one
        for (a, b, protocol, port), some in probes.items()
        for one in some
        if exact._arrives(
            content,
            crossings,
            [],
            exact.End(a, IPv4Address(one[0])),
            exact.End(b, IPv4Address(one[1])),
            f"{protocol}/{port}",
        )
    }


def by_the_network(content: Any, asked: Any) -> set[tuple[str, str, str, int]]:
    """The pairs and services that the exact relation forwards."""
    services = {f"{protocol}/{port}": (protocol, port) for _, _, protocol, port in asked}
    return {(a, b, *services[text]) for a, b, text in forwarded(holding_of(content), services)}


def compared(content: Any) -> tuple[set[Any], set[Any]]:
    """What comes through the kernel, by pair and service, and what is forwarded.

    On the way, every single conversation is compared with brute force, address by address.
    """
    with lab.built(content) as running:
        probes = conversations(running, content)
        expected = by_brute_force(content, probes)
        found = through_the_kernel(running, {one for some in probes.values() for one in some}, expected)
    assert found == expected
    return {key for key, some in probes.items() if found & set(some)}, by_the_network(content, probes)


@pytest.mark.parametrize("content", [*cases("whole", 14), *cases("one_way", 8), *cases("in_part", 10)])
def test_the_kernel_lets_through_exactly_what_is_forwarded(kernel: None, content: Any) -> None:
    found, forwarded = compared(content)
    assert found == forwarded


# A segment that declares no addresses may have more of them than the hosts that are built.
@pytest.mark.parametrize("content", cases("undeclared", 6))
def test_nothing_comes_through_the_kernel_that_is_not_forwarded(kernel: None, content: Any) -> None:
    found, forwarded = compared(content)
    assert found <= forwarded
