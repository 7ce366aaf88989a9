import pytest

from tests.builders import answer, states

BODY = "check: one_way\nwith: {}\n"
PLACE = "segments: [{id: a, level: 3}, {id: b, level: 4}, {id: c, level: 1}]\n"
DIODE = "{id: d, kind: data_diode, segments: [a, b], one_way: {from: a, to: b}}"
PERMIT = "policy: [{from: a, to: b, action: permit}]"


@pytest.mark.parametrize(
    ("devices", "expected"),
    [
        (f"gateways: [{DIODE}]", {}),
        (f"gateways: [{DIODE}]\nlinks: [{{id: l, between: [b, a]}}]", {"d": "fail"}),
        (f"gateways: [{DIODE}]\nlinks: [{{id: l, between: [b, a], one_way: {{from: a, to: b}}}}]", {}),
        (
            f"gateways: [{DIODE}]\nlinks: [{{id: l, between: [b, a], one_way: {{from: b, to: a}}}}]",
            {"d": "fail", "l": "fail"},
        ),
        (f"gateways: [{DIODE}, {{id: g, segments: [a, b], {PERMIT}}}]", {"d": "fail"}),
        (f"gateways: [{DIODE}, {{id: g, segments: [a, b], policy: []}}]", {}),
        (f"gateways: [{DIODE}]\nlinks: [{{id: l, between: [b, c]}}, {{id: m, between: [c, a]}}]", {"d": "fail"}),
        ("links: [{id: l, between: [a, b], one_way: {from: a, to: b}}]", {}),
        (
            f"gateways: [{{id: f, kind: firewall, segments: [a, b], one_way: {{from: a, to: b}}, {PERMIT}}}]",
            {"f": "fail"},
        ),
        ("hosts: [{id: h, segments: [a, b]}]", {}),
    ],
)
def test_nothing_comes_back_past_what_is_declared_one_way(tmp_path, devices, expected):
    assert states(answer(tmp_path, BODY, PLACE + devices)) == expected


def test_the_way_back_is_shown(tmp_path):
    devices = f"gateways: [{DIODE}]\nlinks: [{{id: l, between: [b, c]}}, {{id: m, between: [c, a]}}]"

    found = answer(tmp_path, BODY, PLACE + devices).violations[0]

    assert [hop.id for hop in found.evidence.path] == ["b", "l", "c", "m", "a"]
    assert found.facts["back"] == "l, m"


def test_what_is_not_declared_of_a_device_that_may_be_meant_is_named(tmp_path):
    text = PLACE + f"gateways: [{{id: f, kind: firewall, segments: [a, b], one_way: {{from: a, to: b}}, {PERMIT}}}]"

    (violation,) = answer(tmp_path, "check: one_way\nwith: {where: device.level >= 3}\n", text).violations

    assert (violation.state, violation.evidence.missing) == ("unknown", ("device.level",))


def test_around_only_leaves_the_device_itself_to_others(tmp_path):
    soft = f"{{id: f, kind: firewall, segments: [a, b], one_way: {{from: a, to: b}}, {PERMIT}}}"
    body = "check: one_way\nwith: {around_only: true}\n"

    assert states(answer(tmp_path, body, PLACE + f"gateways: [{soft}]")) == {}
    assert states(answer(tmp_path, body, PLACE + f"gateways: [{soft}]\nlinks: [{{id: l, between: [b, a]}}]")) == {
        "f": "fail"
    }


def test_every_device_is_counted_once(tmp_path):
    text = PLACE + (
        f"gateways: [{DIODE}, {{id: f, kind: firewall, segments: [a, b], policy: []}}]\n"
        "links:\n"
        "  - {id: l, between: [b, c], one_way: {from: b, to: c}}\n"
        "  - {id: m, between: [c, b]}\n"
        "  - {id: n, between: [a, c], one_way: {from: a, to: c}}\n"
    )

    found = answer(tmp_path, BODY, text)

    assert (states(found), found.passed, found.not_applicable) == ({"l": "fail"}, 2, 2)


@pytest.mark.parametrize(("levels", "expected"), [(("", ", level: 2"), 2), ((", level: 2", ""), 2), (("", ""), None)])
def test_the_level_is_the_highest_that_is_declared(tmp_path, levels, expected):
    one, other = levels
    text = f"segments: [{{id: a{one}}}, {{id: b{other}}}]\ngateways: [{{id: f, kind: firewall, segments: [a, b], one_way: {{from: a, to: b}}, {PERMIT}}}]"

    (violation,) = answer(tmp_path, BODY, text).violations

    assert violation.level == expected
