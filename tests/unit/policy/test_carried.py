"""What a segment keeps, and what is only reached through it."""

import pytest

from secaudit.expressions import UNKNOWN
from secaudit.policy.carried import OF_SEGMENT
from tests.builders import scope

SYSTEMS = """
systems:
  - {id: command, level: 4, segments: [office, core], components: [{id: app, segment: core, level: 3, environment: test}]}
  - {id: records, level: 2, segments: [core, office]}
  - {id: old, status: retired, level: 5, segments: [core]}
"""


def _of(field: str, segment: str, systems: str = SYSTEMS) -> object:
    built = scope(
        f"{systems}segments:\n  - {{id: core, zone: server, level: 2}}\n  - {{id: office, zone: internal, level: 1}}\n"
    )
    compute = OF_SEGMENT[field].compute
    assert compute is not None
    return compute(built, built.by_id["segment"][segment])


@pytest.mark.parametrize(
    ("field", "segment", "value"),
    [
        ("systems_here", "core", ("command", "records")),
        ("level_carried", "core", 3),
        ("carried_above", "core", ("command/app (3)",)),
        ("level_carried", "office", 0),
        ("carried_above", "office", ()),
        ("environments", "core", ("test",)),
        ("environments", "office", UNKNOWN),
    ],
)
def test_a_component_counts_by_its_own_level_and_a_shared_zone_keeps_nothing(field, segment, value):
    assert _of(field, segment) == value


def test_an_undeclared_level_of_what_is_kept_is_unknown():
    assert _of("level_carried", "core", "systems: [{id: records, segments: [core]}]\n") is UNKNOWN


@pytest.mark.parametrize(
    ("facts", "degree"),
    [
        ("information: [state_secret], secrecy: toi_mat", "toi_mat"),
        ("information: [state_secret]", "mat"),
        ("information: [state_secret], secrecy: none", "mat"),
        ("information: [private], secrecy: mat", "mat"),
        ("secrecy: tuyet_mat", "tuyet_mat"),
        ("information: [private]", "none"),
    ],
)
def test_a_segment_carries_the_highest_secrecy_of_the_systems_it_keeps(facts, degree):
    systems = f"""
systems:
  - {{id: drafts, segments: [core], facts: {{{facts}}}}}
  - {{id: papers, segments: [office], facts: {{secrecy: tuyet_mat}}}}
  - {{id: plain, segments: [core]}}
"""
    assert _of("secrecy_carried", "core", systems) == degree
    assert _of("secrecy_carried", "office", systems) == "none"
