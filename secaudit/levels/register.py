"""The register of systems: declared, computed and approved level side by side."""

from collections.abc import Mapping

from secaudit.findings.report import SystemRow
from secaudit.levels.determination import Determination, determine
from secaudit.levels.table import Table
from secaudit.model import Approval, Inventory, System
from secaudit.model.content import changed_parts


def in_force(approval: Approval, as_of: str) -> bool | None:
    """Whether an approval holds on a day: approved, decided by then, and not past its `until`.

    None where the record does not say. A level's approval has no legal expiry; `until` is the
    organisation's own.
    """
    if approval.status is None:
        return None
    if approval.status != "approved" or (approval.until is not None and approval.until < as_of):
        return False
    if approval.decision is None or approval.decision.date is None:
        return None
    return approval.decision.date <= as_of


def register(
    inventory: Inventory, table: Table, as_of: str, known: Mapping[str, Determination] | None = None
) -> tuple[SystemRow, ...]:
    """One row a system, retired ones too, in the inventory's order.

    `known` is what the table gave some systems already, by their ids; the others are determined here.
    """
    known = known or {}
    return tuple(_row(system, known.get(system.id) or determine(system, table), as_of) for system in inventory.systems)


def _row(system: System, computed: Determination, as_of: str) -> SystemRow:
    approval = system.approval if system.approval is not None else Approval()
    decision = approval.decision
    holds = in_force(approval, as_of) is True and approval.level is not None and approval.level == system.level
    changed = approval.covers is not None and bool(changed_parts("system", system, approval.covers))
    return SystemRow(
        id=system.id, name=system.name, owner=system.owner, status=system.status, kind=system.kind,
        level=system.level, level_approved=approval.level, level_computed=computed.level,
        level_at_least=computed.at_least, level_at_most=computed.at_most,
        criteria=tuple(criterion.told for criterion in computed.matched),
        approval_status=approval.status,
        decision=decision.number if decision else None, decision_date=decision.date if decision else None,
        plan_status=system.plan.status if system.plan else None, approved=holds and not changed,
        source=str(system.source),
    )  # fmt: skip
