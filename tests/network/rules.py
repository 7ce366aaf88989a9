"""Rules bound to the real checks, as a pack binds them, and asked about an inventory."""

import json
from typing import Any

from secaudit.checks import CHECKS
from secaudit.documents import check, parse
from secaudit.findings.finding import FindingState
from secaudit.model import Inventory
from secaudit.network import connect
from secaudit.packs.binding import bind
from secaudit.policy import Answer, Rule, Scope, Violation, Vocabularies
from tests.network.building import AS_OF

WORDS = {"vi": "Lời", "en": "Words"}
QUALIFIES = (
    "device.kind in ['security_gateway', 'data_diode'] && device.approval.in_force && device.approval.level >= to.level"
)
WAYPOINT = {"from": "segment.trust == 'untrusted'", "to": "segment.level >= 3", "through": QUALIFIES}


def rule(check_name: str, parameters: dict[str, Any], as_of: str = AS_OF, message: str = "{via}") -> Rule:
    """A rule with these parameters and nothing else of note."""
    content = {
        "id": "TST-01",
        "name": "test",
        "title": WORDS,
        "severity": "high",
        "basis": "ORG",
        "confidence": "high",
        "rationale": WORDS,
        "remediation": WORDS,
        "check": check_name,
        "with": parameters,
        "message": {"vi": message, "en": message},
        "examples": _EXAMPLES,
    }
    document = parse("TST-01-test.yaml", json.dumps(content).encode())
    check(document, "rule")
    return bind(document, "test", CHECKS, Vocabularies({}, None), as_of)


_EXAMPLES = [
    {"pass": "nothing", "inventory": {"secaudit": 1}},
    {"fail": "something", "inventory": {"secaudit": 1}, "finds": ["it"]},
]
_WAYPOINT_RULE = rule("waypoint", WAYPOINT)


def ask(asked: Rule, inventory: Inventory, as_of: str = AS_OF) -> Answer:
    """What a rule's check sees of an inventory."""
    return asked.check.run(Scope(inventory, as_of, connect(inventory, as_of)))


def unguarded(inventory: Inventory) -> tuple[Violation, ...]:
    """The violations of the waypoint rule from untrusted networks to level 3 and above."""
    return ask(_WAYPOINT_RULE, inventory).violations


def told(violations: tuple[Violation, ...], state: FindingState = "fail") -> dict[str, list[str]]:
    """Each cause by its device, with the segments it exposes."""
    return {
        violation.subject: [target.id for target in violation.evidence.exposed]
        for violation in violations
        if violation.state == state
    }


def path_of(violation: Violation) -> list[str]:
    """The witness path as ids."""
    return [hop.id for hop in violation.evidence.path]
