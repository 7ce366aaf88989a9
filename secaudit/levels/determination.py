"""The level that the criteria give, and why (Decree 331/2026 Article 8.2: the highest that is met)."""

from msgspec import Struct
from msgspec.structs import replace

from secaudit.expressions import UNKNOWN
from secaudit.levels.table import Criterion, Table
from secaudit.model import Facts, System

LOWEST = 1
_NOTHING_DECLARED = Facts()


class Open(Struct, frozen=True):
    """A criterion that could not be judged, and the undeclared facts it waits for."""

    criterion: Criterion
    missing: tuple[str, ...]


class Determination(Struct, frozen=True, kw_only=True):
    """What is known of a computed level.

    `at_least` is the highest level whose criteria are met, `at_most` the highest that undeclared facts
    could still give. `matched` are the criteria met at `at_least`, `open` those above it that wait.
    """

    at_least: int
    at_most: int
    matched: tuple[Criterion, ...]
    open: tuple[Open, ...]

    @property
    def level(self) -> int | None:
        """The computed level, or None as long as undeclared facts leave it open."""
        return self.at_least if self.at_least == self.at_most else None


def determine(system: System, table: Table) -> Determination:
    """Compute the level of a system from its facts; what was declared or approved plays no part."""
    facts = _facts(system)
    matched: list[Criterion] = []
    waiting: list[Criterion] = []
    for criterion in table.criteria:  # highest first
        if matched and criterion.level < matched[0].level:
            break
        answer = criterion.holds(None, facts, system.kind)
        if answer is UNKNOWN:
            waiting.append(criterion)
        elif answer:
            matched.append(criterion)
    at_least = matched[0].level if matched else LOWEST
    above = [criterion for criterion in waiting if criterion.level > at_least]
    return Determination(
        at_least=at_least,
        at_most=max((criterion.level for criterion in above), default=at_least),
        matched=tuple(matched),
        open=tuple(Open(criterion, criterion.holds.missing(None, facts, system.kind)) for criterion in above),
    )


def _facts(system: System) -> Facts:
    """The declared facts; whoever declares a degree of secrecy processes state secrets, whatever else is written."""
    facts = system.facts if system.facts is not None else _NOTHING_DECLARED
    known = facts.information or ()
    if facts.secrecy in (None, "none") or "state_secret" in known:
        return facts
    return replace(facts, information=(*known, "state_secret"))
