"""The verbs a rule may name.

"I look at the scope and say what I saw, with evidence. Somebody else says how bad it is."
"""

from collections.abc import Mapping

from secaudit.checks.adjacency import adjacency
from secaudit.checks.attested import attested
from secaudit.checks.bridge import bridge
from secaudit.checks.controls import controls
from secaudit.checks.declared_but_blocked import declared_but_blocked
from secaudit.checks.every import every
from secaudit.checks.one_way import one_way
from secaudit.checks.permitted_but_undeclared import permitted_but_undeclared
from secaudit.checks.redundancy import redundancy
from secaudit.checks.shared_substrate import shared_substrate
from secaudit.checks.unique import unique
from secaudit.checks.waypoint import separation, waypoint
from secaudit.policy import CheckFactory

CHECKS: Mapping[str, CheckFactory] = {
    "adjacency": adjacency,
    "attested": attested,
    "bridge": bridge,
    "controls": controls,
    "declared_but_blocked": declared_but_blocked,
    "every": every,
    "one_way": one_way,
    "permitted_but_undeclared": permitted_but_undeclared,
    "redundancy": redundancy,
    "separation": separation,
    "shared_substrate": shared_substrate,
    "unique": unique,
    "waypoint": waypoint,
}
