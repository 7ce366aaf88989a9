"""A derived fact is never what somebody forgot to declare: the fields behind it are."""

import pytest

from tests.builders import answer

TEXT = """\
networks: [{id: lan}, {id: net, trust: untrusted, kind: internet}]
systems: [{id: a, segments: [one]}, {id: b}, {id: c, segments: [two]}]
segments: [{id: one, network: lan}, {id: two}, {id: three, network: net, site: hq}]
links: [{id: cable, between: [one, three]}]
interconnections: [{id: record, between: [b, c]}]
"""


@pytest.mark.parametrize(
    ("of", "claim", "missing"),
    [
        ("system", "'internet' in connected_networks", {"a": ("kind (lan)",), "b": ("network (two)",), "c": ("network (two)",)}),
        ("system", "'dmz' in zones", {"b": ("segments",)}),
        ("system", "level_computed >= 3", dict.fromkeys("abc", ("facts.information",))),
        ("segment", "trust == 'own'", {"one": ("trust (lan)",), "two": ("network",)}),
        ("segment", "network_kind == 'tslcd'", {"one": ("kind (lan)",), "two": ("network",)}),
        ("network", "size(sites) == 1", {"lan": ("site (one)",)}),
        ("network", "trust == 'own'", {"lan": ("trust",)}),
    ],
)  # fmt: skip
def test_what_a_derived_fact_waits_for_is_named(tmp_path, of, claim, missing):
    found = answer(tmp_path, f'check: every\nwith: {{of: {of}, assert: "{claim}"}}\n', TEXT).violations

    assert {one.subject: one.evidence.missing for one in found if one.state == "unknown"} == missing


UNITS = """\
units: [{id: bo}, {id: cuc, parent: bo, role: owner}, {id: soc, role: specialised_unit, domain: civil}, {id: lab}]
systems:
  - {id: portal, owner: cuc, operator: lab, operations: {monitoring: {connected_to: soc}}}
  - {id: shop, owner: soc, operations: {monitoring: {connected_to: lab}}}
"""


@pytest.mark.parametrize(
    ("claim", "missing"),
    [
        ("unit(owner).domain_computed == 'civil'", {"portal": ("domain (cuc)",)}),
        ("unit(owner).incident_plan.number != ''", {"portal": ("incident_plan (cuc)",), "shop": ("incident_plan (soc)",)}),
        ("unit(operator).domain == 'civil'", {"portal": ("domain (lab)",), "shop": ("operator",)}),
        ("unit(operations.monitoring.connected_to).role != 'owner'", {"shop": ("role (lab)",)}),
    ],
)  # fmt: skip
def test_a_field_of_a_noun_that_is_looked_up_is_named_with_whose_it_is(tmp_path, claim, missing):
    found = answer(tmp_path, f'check: every\nwith: {{of: system, assert: "{claim}"}}\n', UNITS).violations

    assert {one.subject: one.evidence.missing for one in found if one.state == "unknown"} == missing
