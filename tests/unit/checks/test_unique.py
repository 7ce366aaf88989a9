import pytest

from tests.builders import answer, states

CIDRS = 'check: unique\nwith: {of: segment, value: "cidrs", compare: cidr}\n'


def _segments(*blocks: str) -> str:
    items = ", ".join(f"{{id: s{number}, cidrs: [{block}]}}" for number, block in enumerate(blocks))
    return f"segments: [{items}]"


@pytest.mark.parametrize(
    ("blocks", "groups"),
    [
        (("10.0.0.0/24", "10.0.1.0/24"), []),
        (("10.0.0.0/24", "10.0.0.128/25"), ["s0+s1"]),
        (("10.0.0.0/16", "10.0.1.0/24", "10.0.2.0/24"), ["s0+s1+s2"]),
        (("10.0.0.0/24", "10.0.1.0/24", "10.0.1.0/24"), ["s1+s2"]),
        (("10.0.0.0/24", "2001:db8::/32"), []),
        (("10.0.0.0/24, 10.9.0.0/24", "10.9.0.7/32", "10.8.0.0/24"), ["s0+s1"]),
        (("10.0.0.0/8", "10.1.0.0/16", "10.1.0.0/24", "11.0.0.0/24"), ["s0+s1+s2"]),
    ],
)
def test_overlapping_addresses_are_one_violation_a_group(tmp_path, blocks, groups):
    found = answer(tmp_path, CIDRS, _segments(*blocks))

    assert [violation.subject for violation in found.violations] == groups
    assert found.passed == len(blocks) - sum(len(group.split("+")) for group in groups)


def test_a_segment_without_addresses_is_unknown(tmp_path):
    found = answer(tmp_path, CIDRS, "segments: [{id: s0}]")

    assert states(found) == {"s0": "unknown"}


def test_equal_values_are_told_once(tmp_path):
    body = 'check: unique\nwith: {of: system, value: "name"}\n'

    found = answer(tmp_path, body, "systems: [{id: a, name: X}, {id: b, name: X}, {id: c, name: Y}]")

    assert [violation.subjects for violation in found.violations] == [("system:a", "system:b")]
