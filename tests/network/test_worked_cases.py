"""The ten worked cases of `semantics.md` section 7, through the real check, from YAML text.

The question: every way from an untrusted network to a segment of level 3 or more passes an approved gateway
whose approval is at least the segment's level.
"""

from secaudit.model import Inventory
from tests.network.building import AS_OF, inventory_of_texts
from tests.network.rules import WAYPOINT, ask, path_of, rule, told, unguarded

HEAD = """
secaudit: 1
units: [{id: it}]
networks:
  - {id: internet, trust: untrusted}
  - {id: ours, trust: own}
"""
CHAIN = """
segments:
  - {id: outside, network: internet, zone: external, level: 0}
  - {id: dmz, network: ours, zone: dmz, level: 2, secrecy: none}
  - {id: core, network: ours, zone: server, level: 4, secrecy: mat}
"""
FW = "  - {id: fw, kind: firewall, segments: [outside, dmz], policy: [%s]}\n"
LETS_IN = FW % "{from: outside, to: dmz, services: [tcp/443], action: permit}"
LETS_OUT = FW % "{from: dmz, to: outside, services: [tcp/443], action: permit}"
GW = """
  - id: gw
    kind: security_gateway
    segments: [dmz, core]
    approval: {status: approved, level: %s, decision: {date: 2026-01-05}, until: %s}
    policy: [{from: dmz, to: core, services: [tcp/443], action: permit}]
"""
APPROVED_GW = GW % (4, AS_OF)
LAPTOP = "hosts: [{id: laptop, segments: [dmz, core]%s}]\n"


def inventory(*parts: str) -> Inventory:
    return inventory_of_texts(HEAD + "".join(parts))


def chain(firewall: str, gateway: str, rest: str = "") -> Inventory:
    return inventory(CHAIN, "gateways:\n", firewall, gateway, rest)


def test_case_1_every_way_passes_the_approved_gateway() -> None:
    assert unguarded(chain(LETS_IN, APPROVED_GW)) == ()


def test_case_2_a_laptop_on_both_sides_is_the_cause() -> None:
    found = unguarded(chain(LETS_IN, APPROVED_GW, LAPTOP % ""))
    assert told(found) == {"laptop": ["core"]}
    assert path_of(found[0]) == ["outside", "fw", "dmz", "laptop", "core"]
    assert [hop.id for hop in found[0].evidence.path if hop.offending] == ["laptop"]


def test_case_3_the_laptop_attested_not_to_forward_is_no_way() -> None:
    attested = chain(LETS_IN, APPROVED_GW, LAPTOP % f", forwarding: {{state: off, attested: {AS_OF}, by: it}}")
    assert unguarded(attested) == ()


def test_case_3_the_bridge_check_still_reports_the_laptop_where_the_secrecy_differs() -> None:
    attested = chain(LETS_IN, APPROVED_GW, LAPTOP % f", forwarding: {{state: off, attested: {AS_OF}, by: it}}")
    found = ask(rule("bridge", {"of": "host", "differ": "secrecy"}), attested)
    assert [(violation.subject, violation.state) for violation in found.violations] == [("laptop", "fail")]


def test_case_4_a_gateway_approved_for_level_3_is_itself_the_cause_before_level_4() -> None:
    found = unguarded(chain(LETS_IN, GW % (3, AS_OF)))
    assert told(found) == {"gw": ["core"]}
    assert found[0].evidence.repair is not None
    assert "4" in found[0].evidence.repair.en


def test_case_5_a_gateway_whose_approval_ended_the_day_before_is_itself_the_cause() -> None:
    assert told(unguarded(chain(LETS_IN, GW % (4, "2026-11-21")))) == {"gw": ["core"]}


def test_case_6_nothing_gets_in_without_a_permit_entry() -> None:
    assert unguarded(chain(LETS_OUT, APPROVED_GW, LAPTOP % "")) == ()


def test_case_7_the_way_around_a_diode_is_the_link_behind_it() -> None:
    found = unguarded(
        inventory("""
segments:
  - {id: outside, network: internet, zone: external, level: 0}
  - {id: office, network: ours, zone: internal, level: 2}
  - {id: archive, network: ours, zone: database, level: 5}
  - {id: core, network: ours, zone: server, level: 4}
gateways:
  - id: fw
    kind: firewall
    segments: [outside, office]
    policy: [{from: outside, to: office, action: permit}]
  - id: diode
    kind: data_diode
    segments: [core, archive]
    one_way: {from: core, to: archive}
    approval: {status: approved, level: 5, decision: {date: 2026-01-05}}
links:
  - {id: shortcut, between: [archive, office]}
""")
    )
    assert told(found) == {"shortcut": ["archive"]}
    assert path_of(found[0]) == ["outside", "fw", "office", "shortcut", "archive"]


BY_WAY_OF_HQ = """
segments:
  - {id: outside, network: internet, zone: external, level: 0}
  - {id: hq, network: ours, zone: internal, level: 2}
  - {id: core, network: ours, zone: server, level: 4}
gateways:
  - {id: fw1, kind: firewall, segments: [outside, hq], policy: [{from: outside, to: hq, action: permit}]}
  - id: fw
    kind: %s
    segments: [hq, core]
    approval: {status: approved, level: 4, decision: {date: 2026-01-05}}
    policy: [{from: hq, to: core, services: [tcp/443], action: permit}]
"""


def test_case_8_what_hq_may_do_whoever_holds_hq_may_do() -> None:
    found = unguarded(inventory(BY_WAY_OF_HQ % "firewall"))
    assert told(found) == {"fw": ["core"]}
    assert path_of(found[0]) == ["outside", "fw1", "hq", "fw", "core"]


def test_case_8_unless_the_firewall_qualifies() -> None:
    assert unguarded(inventory(BY_WAY_OF_HQ % "security_gateway")) == ()


def test_case_9_of_two_gateways_in_parallel_the_one_not_approved_is_the_cause() -> None:
    second = GW.replace("id: gw", "id: gw2").replace("approved", "submitted") % (4, AS_OF)
    assert told(unguarded(chain(LETS_IN, APPROVED_GW + second))) == {"gw2": ["core"]}


def test_case_10_a_thousand_segments_behind_one_rogue_link_are_one_finding() -> None:
    leaves = [f"leaf-{number:04}" for number in range(1000)]
    found = unguarded(
        inventory(
            "segments:\n  - {id: outside, network: internet, zone: external, level: 0}\n",
            *(f"  - {{id: {leaf}, network: ours, zone: server, level: 3}}\n" for leaf in leaves),
            "links:\n  - {id: rogue, between: [outside, leaf-0000]}\n",
            *(f"  - {{id: to-{leaf}, between: [leaf-0000, {leaf}]}}\n" for leaf in leaves[1:]),
        )
    )
    assert told(found) == {"rogue": leaves[:100]}
    assert found[0].evidence.exposed_count == len(leaves)


def test_the_day_decides_whether_an_approval_is_in_force() -> None:
    lapsed = chain(LETS_IN, GW % (4, "2026-11-21"))
    eve = "2026-11-21"
    assert ask(rule("waypoint", WAYPOINT, as_of=eve), lapsed, as_of=eve).violations == ()


def test_a_gateway_without_approval_record_is_an_unknown_and_no_pass() -> None:
    silent = GW.replace("    approval: {status: approved, level: %s, decision: {date: 2026-01-05}, until: %s}\n", "")
    found = unguarded(chain(LETS_IN, silent))
    assert told(found, "unknown") == {"gw": ["core"]}
    assert told(found, "fail") == {}


def test_one_rogue_link_stays_one_cause_for_targets_of_several_levels() -> None:
    found = unguarded(
        inventory("""
segments:
  - {id: outside, network: internet, zone: external, level: 0}
  - {id: office, network: ours, zone: internal, level: 3}
  - {id: vault, network: ours, zone: database, level: 5}
gateways:
  - id: gw
    kind: security_gateway
    segments: [office, vault]
    approval: {status: approved, level: 3, decision: {date: 2026-01-05}}
    policy: [{from: office, to: vault, action: permit}]
links:
  - {id: rogue, between: [outside, office]}
""")
    )
    assert told(found) == {"rogue": ["vault", "office"]}


def test_a_target_behind_two_causes_in_a_row_is_told_with_the_last_of_them() -> None:
    found = unguarded(
        inventory("""
segments:
  - {id: outside, network: internet, zone: external, level: 0}
  - {id: vault, network: ours, zone: database, level: 5}
  - {id: office, network: ours, zone: internal, level: 3}
  - {id: lab, network: ours, zone: internal, level: 1}
gateways:
  - id: gw
    kind: security_gateway
    segments: [office, lab]
    approval: {status: approved, level: 3, decision: {date: 2026-01-05}}
links:
  - {id: inner, between: [vault, office]}
  - {id: outer, between: [outside, vault]}
""")
    )
    assert told(found) == {"inner": ["office"], "outer": ["vault"]}
