"""Where one conversation is stopped, example by example: which of the devices that are wired between is told, and why."""

from typing import Any

import pytest

from secaudit.network.obstacles import Obstacles
from secaudit.network.passing import Passing
from secaudit.network.services import ANY, NONE
from tests.network.building import AS_OF, deny, network_of, permit

OPEN = permit("any", "any")
OFF = {"forwarding": {"state": "off", "attested": AS_OF, "by": "it"}}


def _gateway(name: str, ends: str, *policy: Any, kind: str = "firewall", **more: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "segments": ends.split(), "policy": list(policy)} | more


def _host(name: str, ends: str) -> dict[str, Any]:
    return {"id": name, "segments": ends.split()} | OFF


def _stop(*devices: Any, headers: str = "a c", links: Any = ()) -> tuple[str, str, str] | None:
    """The device that stops the first of some conversations that is stopped, why, and which conversation it is."""
    names = sorted({name for device in (*devices, *links) for name in device.get("segments") or device["between"]})
    content = {"units": [{"id": "it"}], "segments": [{"id": name} for name in names], "links": list(links)}
    content["gateways"] = [device for device in devices if "policy" in device or "kind" in device]
    content["hosts"] = [device for device in devices if "forwarding" in device]
    passing = Passing(network_of(content))
    network = passing.network
    asked = [tuple(network.index[name] for name in header.split()) for header in headers.split(",")]
    assert all(passing.forwards(origin, target) == NONE for origin, target in asked)
    halt = Obstacles(passing).first([(origin, target) for origin, target in asked], ANY)
    if halt is None:
        return None
    ends = "".join(network.segments[end].id for end in (halt.origin, halt.target))
    return network.devices[halt.via].id, halt.reason.en, ends


def test_behind_a_device_that_would_let_it_pass_the_next_is_told_that_does_not():
    open_to_all, for_the_two = _gateway("g", "a b", OPEN), _gateway("g", "a b x", permit("a", "c", "tcp/1"))

    for gateway in (open_to_all, for_the_two):  # the latter leads nowhere, as nothing forwards behind it
        assert _stop(gateway, _host("h", "b c")) == ("h", "attested not to forward", "ac")
        assert _stop(gateway, _host("h", "b e"), _host("i", "e c")) == ("h", "attested not to forward", "ac")


def test_a_proxy_that_does_not_permit_a_conversation_denies_it_and_one_that_does_opens_it_anew():
    beyond = _gateway("h", "b c")

    assert _stop(_gateway("p", "a b", kind="proxy"), beyond) == ("p", "default deny", "ac")
    assert _stop(_gateway("p", "a b", deny("a", "c"), kind="proxy"), beyond) == (
        "p", "denied by policy entry 1", "ac",
    )  # fmt: skip
    assert _stop(_gateway("p", "a b", OPEN, kind="proxy"), beyond) == (
        "p", "opens it anew, and that is stopped beyond", "ac",
    )  # fmt: skip


@pytest.mark.parametrize("policy", [[OPEN], []])
def test_a_diode_stops_what_comes_from_behind_whatever_its_policy_permits(policy):
    diode = _gateway("d", "a c", *policy, kind="data_diode", one_way={"from": "c", "to": "a"})

    assert _stop(diode) == ("d", "one way, and not in this direction" if policy else "default deny", "ac")


def test_a_diode_without_a_policy_or_a_one_way_link_stops_what_comes_from_behind():
    link = {"id": "l", "between": ["a", "c"], "one_way": {"from": "c", "to": "a"}}
    diode = {"id": "d", "kind": "data_diode", "segments": ["a", "c"], "one_way": {"from": "c", "to": "a"}}

    assert _stop(links=[link]) == ("l", "one way, and not in this direction", "ac")
    assert _stop(diode) == ("d", "one way, and not in this direction", "ac")


def test_of_several_devices_at_a_place_one_on_a_shortest_wire_is_told():
    dead_ends = [_gateway(f"e{number}", f"c x{number}") for number in range(3)]
    longer = [_gateway("f1", "a m"), _gateway("f2", "m c")]

    assert _stop(*dead_ends, *longer, _gateway("g", "a n c")) == ("g", "default deny", "ac")
    assert _stop(*dead_ends, *longer) == ("f1", "default deny", "ac")


def test_the_first_conversation_whose_ends_are_wired_together_is_told():
    gateways = _gateway("g", "a b"), _gateway("h", "c e")

    assert _stop(*gateways, headers="a c,c e,a b") == ("h", "default deny", "ce")
    assert _stop(*gateways, headers="a c,b e") is None
