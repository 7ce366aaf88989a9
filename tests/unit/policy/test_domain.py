"""The domain by which the law applies to a unit."""

import pytest

from secaudit.expressions import UNKNOWN
from secaudit.policy.relations import OF_UNIT
from tests.builders import scope

UNITS = """
units:
  - {id: ministry, domain: military}
  - {id: command, parent: ministry}
  - {id: regiment, parent: command}
  - {id: yard, parent: command, domain: civil}
  - {id: shop, parent: yard}
  - {id: alone}
  - {id: below, parent: alone}
  - {id: round, parent: trip}
  - {id: trip, parent: round}
"""


@pytest.mark.parametrize(
    ("unit", "domain"),
    [
        ("ministry", "military"),
        ("regiment", "military"),
        ("yard", "civil"),
        ("shop", "civil"),
        ("alone", UNKNOWN),
        ("below", UNKNOWN),
        ("round", UNKNOWN),
    ],
)
def test_a_unit_belongs_to_the_domain_that_it_or_the_nearest_unit_above_it_declares(unit, domain):
    built = scope(UNITS)
    compute = OF_UNIT["domain_computed"].compute
    assert compute is not None
    assert compute(built, built.by_id["unit"][unit]) == domain


@pytest.mark.parametrize(
    ("unit", "above"),
    [
        ("ministry", ()),
        ("regiment", ("command", "ministry")),
        ("shop", ("yard", "command", "ministry")),
        ("round", ("trip",)),
    ],
)
def test_above_a_unit_are_its_parents_nearest_first_and_a_circle_ends(unit, above):
    built = scope(UNITS)
    compute = OF_UNIT["above"].compute
    assert compute is not None
    assert compute(built, built.by_id["unit"][unit]) == above
