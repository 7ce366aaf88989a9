"""What one entry of a policy lets pass, and what a network is joined to."""

import pytest

from tests.builders import answer, states

SEGMENTS = """
networks: [{id: net, trust: untrusted}, {id: lan, trust: own}]
segments:
  - {id: out, network: net, zone: external}
  - {id: a, network: lan, zone: server, cidrs: [10.0.1.0/24]}
  - {id: b, network: lan, zone: server, cidrs: [10.0.2.0/24]}
  - {id: c, network: lan, zone: dmz}
"""


def _flows(folder, policy: str, claim: str) -> dict[str, str]:
    body = f'check: every\nwith: {{of: gateway, assert: "!policy.exists(entry, entry.flows.exists(flow, {claim}))"}}\n'
    return states(answer(folder, body, f"{SEGMENTS}\ngateways: [{{id: gw, segments: [a, c], policy: {policy}}}]"))


def _numbers(folder, policy: str) -> dict[str, str]:
    body = 'check: every\nwith: {of: gateway, assert: "policy.all(entry, entry.number < 3)"}\n'
    return states(answer(folder, body, f"{SEGMENTS}\ngateways: [{{id: gw, segments: [a, c], policy: {policy}}}]"))


@pytest.mark.parametrize(
    ("policy", "claim", "found"),
    [
        ("[{from: b, to: out, action: permit}]", "flow.to.trust == 'untrusted'", True),
        ("[{from: any, to: out, action: permit}]", "flow.from.id == 'b'", False),  # not joined
        ("[{from: any, to: out, action: permit}]", "flow.from.id == 'a'", True),
        ("[{from: a, to: any, action: permit}]", "flow.to.id == 'out'", True),
        ("[{from: a, to: any, action: permit}]", "flow.to.id == 'a'", False),
        ("[{from: a, to: out, services: [tcp/20-23], action: permit}]", "'tcp/20-23' in flow.services", True),
        (
            "[{from: a, to: out, services: [tcp/21-22], action: deny}, {from: a, to: out, services: [tcp/20-23], action: permit}]",
            "flow.services == ['tcp/20', 'tcp/23']",
            True,
        ),
        ("[{from: a, to: out, action: deny}, {from: [a, b], to: out, action: permit}]", "flow.from.id == 'a'", False),
        ("[{from: a, to: out, action: deny}, {from: [a, b], to: out, action: permit}]", "flow.from.id == 'b'", True),
        # A part of a segment may be permitted, and is never denied.
        ("[{from: 10.0.1.0/25, to: out, action: permit}]", "flow.from.id == 'a'", True),
        ("[{from: 10.0.1.0/25, to: out, action: permit}]", "flow.from.id == 'b'", False),
    ],
)
def test_the_flows_of_an_entry_are_what_is_left_to_it(tmp_path, policy, claim, found):
    if "deny" in policy:  # the denying entry has flows of its own, which are not asked about
        claim = f"entry.action == 'permit' && {claim}"
    assert _flows(tmp_path, policy, claim) == ({"gw": "fail"} if found else {})


def test_entries_are_numbered_from_one(tmp_path):
    two = "[{from: a, to: c, action: permit}, {from: a, to: c, action: permit}]"
    three = "[{from: a, to: c, action: permit}, {from: a, to: c, action: permit}, {from: a, to: c, action: deny}]"

    assert _numbers(tmp_path / "two", two) == {}
    assert _numbers(tmp_path / "three", three) == {"gw": "fail"}


@pytest.mark.parametrize(
    ("first", "second", "shared"),
    [("tcp/80", "tcp/80", True), ("tcp/20-25", "tcp/23", True), ("tcp", "tcp/23", True), ("udp/23", "tcp/23", False)],
)
def test_services_are_shared_port_by_port(tmp_path, first, second, shared):
    body = f"""check: every\nwith: {{of: system, assert: "share_a_service(['{first}'], ['{second}'])"}}\n"""

    assert states(answer(tmp_path, body, "systems: [{id: x}]")) == ({} if shared else {"x": "fail"})
