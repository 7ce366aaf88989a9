"""A gateway, link or host as a device: everything that is declared of it is there."""

import pytest

from secaudit.model.topology import OneWay
from secaudit.network.device import of_gateway, of_host, of_link
from tests.network.building import APPROVED, AS_OF, inventory_of, permit, segments_of

HEAD = {"units": [{"id": "it"}], "segments": segments_of("a", "b")}


def test_a_gateway_keeps_all_that_is_declared() -> None:
    declared = {
        "id": "g", "name": "Cổng", "owner": "it", "kind": "firewall", "level": 3, "approval": APPROVED,
        "functions": ["firewall", "ids"], "default": "permit", "fail_mode": "closed",
        "one_way": {"from": "a", "to": "b"}, "segments": ["a", "b"], "policy": [permit("a", "b")],
    }  # fmt: skip
    (gateway,) = inventory_of({**HEAD, "gateways": [declared]}).gateways

    device = of_gateway(gateway)

    assert (device.type, device.id, device.name, device.owner) == ("gateway", "g", "Cổng", "it")
    assert (device.kind, device.level, device.default, device.fail_mode) == ("firewall", 3, "permit", "closed")
    assert (device.functions, device.segments) == (("firewall", "ids"), ("a", "b"))
    assert (device.one_way, device.approval) == (OneWay(from_="a", to="b"), gateway.approval)
    assert (device.policy, device.source, device.forwards) == (gateway.policy, gateway.source, True)


def test_a_link_keeps_all_that_is_declared_and_is_known_to_be_no_gateway() -> None:
    declared = {
        "id": "l", "name": "Cáp", "owner": "it", "medium": "fibre", "carrier": "VNPT", "direction": "north",
        "encryption": "none", "one_way": {"from": "b", "to": "a"}, "between": ["a", "b"],
    }  # fmt: skip
    (link,) = inventory_of({**HEAD, "links": [declared]}).links

    device = of_link(link)

    assert (device.type, device.kind, device.functions) == ("link", "link", ())
    assert (device.id, device.name, device.owner) == ("l", "Cáp", "it")
    assert (device.medium, device.carrier, device.direction) == (link.medium, "VNPT", "north")
    assert (device.encryption, device.one_way) == (link.encryption, OneWay(from_="b", to="a"))
    assert None not in (device.medium, device.encryption)
    assert (device.segments, device.source, device.forwards) == (("a", "b"), link.source, True)


def test_a_host_keeps_all_that_is_declared_and_is_known_to_be_no_gateway() -> None:
    (host,) = inventory_of(
        {**HEAD, "hosts": [{"id": "h", "name": "Máy", "owner": "it", "kind": "server", "segments": ["a", "b"]}]}
    ).hosts

    device = of_host(host, AS_OF)

    assert (device.type, device.kind, device.functions) == ("host", "host", ())
    assert (device.id, device.name, device.owner) == ("h", "Máy", "it")
    assert (device.segments, device.source, device.forwards) == (("a", "b"), host.source, True)


OFF = {"state": "off", "attested": AS_OF, "by": "it"}


@pytest.mark.parametrize(
    ("forwarding", "forwards"),
    [
        (OFF, False),
        (OFF | {"attested": "2026-11-21"}, False),
        (OFF | {"attested": "2026-11-23"}, True),
        (OFF | {"state": "on"}, True),
        ({"state": "off", "attested": AS_OF}, True),
        ({"state": "off", "by": "it"}, True),
        ({"attested": AS_OF, "by": "it"}, True),
        ({}, True),
    ],
)
def test_a_host_forwards_unless_somebody_attested_otherwise_by_the_day(
    forwarding: dict[str, str], forwards: bool
) -> None:
    content = {**HEAD, "hosts": [{"id": "h", "segments": ["a", "b"], "forwarding": forwarding}]}

    assert of_host(inventory_of(content).hosts[0], AS_OF).forwards == forwards


ONE_WAY = {"from": "a", "to": "b"}


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ({"links": [{"id": "x", "between": ["a", "b"]}]}, False),
        ({"links": [{"id": "x", "between": ["a", "b"], "one_way": ONE_WAY}]}, True),
        ({"gateways": [{"id": "x", "kind": "data_diode", "segments": ["a", "b"], "one_way": ONE_WAY}]}, True),
        ({"gateways": [{"id": "x", "kind": "firewall", "segments": ["a", "b"], "one_way": ONE_WAY}]}, False),
        ({"gateways": [{"id": "x", "segments": ["a", "b"]}]}, False),
    ],
)
def test_only_a_diode_and_a_link_declared_so_carry_nothing_back(content: dict[str, object], expected: bool) -> None:
    inventory = inventory_of({**HEAD, **content})
    devices = [*map(of_gateway, inventory.gateways), *map(of_link, inventory.links)]

    assert [device.is_one_way for device in devices] == [expected]
