"""The register: which system counts as one with an approved level."""

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.levels import register
from secaudit.model.content import covers
from tests.builders import DAY, inventory

TABLE = packs.load((), CHECKS, as_of=DAY).table
BOUND = covers(
    "system", inventory("systems: [{id: a, kind: internal, level: 2, facts: {information: [private]}}]").systems[0]
)


@pytest.mark.parametrize(
    ("level", "approval", "counts"),
    [
        (2, "level: 2, decision: {date: 2026-05-10}", True),
        (2, f"level: 2, decision: {{date: 2026-05-10}}, covers: '{BOUND}'", True),
        (2, f"level: 2, decision: {{date: 2026-05-10}}, covers: 'sha256:{'0' * 64}'", False),
        (3, f"level: 3, decision: {{date: 2026-05-10}}, covers: '{BOUND}'", False),
        (3, "level: 2, decision: {date: 2026-05-10}", False),
        (2, "level: 2, decision: {date: 2026-11-23}", False),
        (2, "level: 2, decision: {date: 2026-05-10}, until: 2026-11-21", False),
    ],
)
def test_a_level_counts_as_approved_while_the_approval_stands_for_what_is_there(level, approval, counts):
    text = (
        f"systems: [{{id: a, kind: internal, level: {level}, facts: {{information: [private]}}, "
        f"approval: {{status: approved, {approval}}}}}]"
    )
    assert [row.approved for row in register(inventory(text), TABLE, DAY)] == [counts]
