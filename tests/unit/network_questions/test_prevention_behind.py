"""What stops a conversation that one gateway has let pass already: at which device, and for which addresses."""

from typing import Any

import pytest

from secaudit.network import Network
from secaudit.network.denial import Stop
from secaudit.network.prevention import Prevention
from secaudit.network.ways import Asked, Closed
from tests.network.building import Content, deny, network_of, permit, segments_of

OFF = {"state": "off", "attested": "2026-01-01", "by": "it"}
HALVES = ["10.0.0.0/25", "10.0.0.128/25"]


def _stops(network: Network, source: str, target: str, relation: Any = "reaches") -> list[tuple[str, Stop]]:
    shut = Closed(bytes(len(network.devices)))
    prevention = Prevention(network, [network.index[source]], [network.index[target]], shut, Asked(relation))
    return [(network.devices[stop.via].id, stop) for stop in prevention.stops]


def _dead_end(gateway: Content, *cidrs: str, others: tuple[Content, ...] = ()) -> Network:
    """A gateway from a to b, and a host between b and c that does not forward."""
    names = (
        {"a": ["10.1.0.0/24"], "b": ["10.2.0.0/24"], "c": list(cidrs), "x": ["10.3.0.0/24"]}
        if cidrs
        else dict.fromkeys("abc")
    )
    return network_of(
        {
            "units": [{"id": "it"}],
            "segments": [{"id": name} | ({"cidrs": own} if own else {}) for name, own in names.items()],
            "gateways": [{"id": "g", "segments": ["a", "b"]} | gateway, *others],
            "hosts": [{"id": "pc", "segments": ["b", "c"], "forwarding": OFF}],
        }
    )


@pytest.mark.parametrize(
    "gateway",
    [
        {"kind": "firewall", "one_way": {"from": "b", "to": "a"}, "policy": [permit("a", "c")]},
        {"kind": "firewall", "policy": [permit("a", "c")]},
    ],
)
def test_a_firewall_that_is_called_one_way_hands_on_like_any_other(gateway: Content) -> None:
    assert [name for name, _ in _stops(_dead_end(gateway), "a", "c")] == ["pc"]


@pytest.mark.parametrize("half", HALVES)
@pytest.mark.parametrize("relation", ["reaches", "forwards"])
def test_what_passes_for_some_addresses_is_stopped_behind_the_gateway(half: str, relation: Any) -> None:
    other = {"id": "k", "kind": "firewall", "segments": ["a", "x"], "policy": [permit("a", "x"), deny("a", half)]}
    network = _dead_end({"kind": "firewall", "policy": [permit("a", half)]}, "10.0.0.0/24", others=(other,))

    assert [name for name, _ in _stops(network, "a", "c", relation)] == ["pc"]


@pytest.mark.parametrize(("comes", "passes"), [HALVES, HALVES[::-1]])
def test_a_refusal_is_told_for_the_addresses_that_come_so_far(comes: str, passes: str) -> None:
    network = network_of(
        {
            "segments": [
                {"id": "a", "cidrs": ["10.1.0.0/24"]},
                {"id": "b", "cidrs": ["10.2.0.0/24"]},
                {"id": "c", "cidrs": ["10.0.0.0/24"]},
            ],
            "gateways": [
                {"id": "g", "kind": "firewall", "segments": ["a", "b"], "policy": [permit("a", comes)]},
                {"id": "h", "kind": "firewall", "segments": ["b", "c"], "policy": [permit("a", passes)]},
            ],
        }
    )

    ((name, stop),) = _stops(network, "a", "c", "forwards")

    assert (name, stop.reason.en) == ("h", f"default deny, to {comes}")


@pytest.mark.parametrize("names", ["abcd", "dcba", "bdac", "cabd"])
def test_what_two_proxies_hand_on_is_stopped_behind_them_whatever_the_numbers(names: str) -> None:
    a, b, c, d = names
    network = network_of(
        {
            "segments": segments_of(*"abcd"),
            "gateways": [
                {"id": "p1", "kind": "proxy", "segments": [a, b], "policy": [permit(a, d)]},
                {"id": "p2", "kind": "proxy", "segments": [b, c], "policy": [permit([a, b], d)]},
                {"id": "fw", "kind": "firewall", "segments": [c, d], "policy": []},
            ],
        }
    )

    ((name, stop),) = _stops(network, a, d, "forwards")

    assert (name, network.segments[stop.origin].id, stop.reason.en) == ("fw", c, "default deny")


def test_what_one_proxy_hands_to_another_is_followed_though_that_has_taken_over_something_already() -> None:
    network = network_of(
        {
            "segments": segments_of("archive", "asks", "between", "behind"),
            "gateways": [
                {"id": "fw", "kind": "firewall", "segments": ["behind", "archive"], "policy": []},
                {"id": "p1", "kind": "proxy", "segments": ["asks", "between"], "policy": [permit("asks", "archive")]},
                {
                    "id": "p2",
                    "kind": "proxy",
                    "segments": ["asks", "between", "behind"],
                    "policy": [permit("asks", "behind"), permit("between", "archive")],
                },
            ],
        }
    )

    ((name, stop),) = _stops(network, "asks", "archive", "forwards")

    assert (name, network.segments[stop.origin].id) == ("fw", "behind")
