import pytest

from tests.builders import answer, states

BODY = """\
check: separation
with: {from: "segment.id == 'low'", to: "segment.id == 'high'", relation: %s, service: "%s"}
"""
PLACE = """\
networks: [{id: lan, trust: own}]
segments: [{id: low, network: lan, level: 1}, {id: mid, network: lan, level: 2}, {id: high, network: lan, level: 3}]
"""
ASKS = (
    "gateways: [{id: g, segments: [low, high], policy: [{from: high, to: low, services: [tcp/443], action: permit}]}]"
)
DIODE = "gateways: [{id: g, kind: data_diode, segments: [low, high], one_way: {from: high, to: low}}]"
STEPS = """\
gateways:
  - {id: f, segments: [low, mid], policy: [{from: low, to: mid, services: [tcp/22], action: permit}]}
  - {id: g, segments: [mid, high], policy: [{from: mid, to: high, services: [tcp/443], action: permit}]}
"""


@pytest.mark.parametrize(
    ("relation", "service", "devices", "expected"),
    [
        ("reaches", "any", ASKS, {}),
        ("informs", "any", ASKS, {"g": "fail"}),
        ("informs", "any", DIODE, {}),
        ("informs", "any", "links: [{id: g, between: [high, low], one_way: {from: high, to: low}}]", {}),
        ("informs", "any", "links: [{id: g, between: [high, low]}]", {"g": "fail"}),
        ("reaches", "any", STEPS, {"g": "fail"}),
        ("forwards", "any", STEPS, {}),
        ("reaches", "tcp/443", STEPS, {}),
        ("forwards", "any", STEPS.replace("from: mid, to: high", "from: low, to: high"), {}),
        ("forwards", "any", STEPS.replace("from: low, to: mid", "from: any, to: any"), {}),
    ],
)
def test_each_relation_sees_what_it_means(tmp_path, relation, service, devices, expected):
    assert states(answer(tmp_path, BODY % (relation, service), PLACE + devices)) == expected


def test_a_single_conversation_may_pass_two_gateways_that_both_permit_it(tmp_path):
    devices = """\
gateways:
  - {id: f, segments: [low, mid], policy: [{from: low, to: high, services: [tcp/1-500], action: permit}]}
  - {id: g, segments: [mid, high], policy: [{from: low, to: high, services: [tcp/443-900], action: permit}]}
"""

    found = answer(tmp_path / "a", BODY % ("forwards", "any"), PLACE + devices)

    assert states(found) in ({"f": "fail"}, {"g": "fail"})
    assert "for low → high" in found.violations[0].evidence.path[1].detail.en
    assert states(answer(tmp_path / "b", BODY % ("forwards", "tcp/80"), PLACE + devices)) == {}


def test_the_way_of_information_tells_who_asks(tmp_path):
    found = answer(tmp_path, BODY % ("informs", "any"), PLACE + ASKS)

    assert [hop.id for hop in found.violations[0].evidence.path] == ["low", "g", "high"]
    assert found.violations[0].evidence.path[1].detail.en == "answers high → low"
