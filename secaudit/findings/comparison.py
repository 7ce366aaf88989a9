"""Two results side by side: what a change of an inventory, of the rules or of the day has brought."""

from typing import Literal

from msgspec import Struct

from secaudit.findings.earlier import ChangedRule
from secaudit.findings.evidence import Hop
from secaudit.findings.report import SystemRow, Verdict, WaiverCard

FindingChange = Literal["severity", "state", "status", "witness", "exposed", "level", "owner"]


class ChangedFinding(Struct, frozen=True, gc=False, kw_only=True):
    """A finding that is still there and is not as it was; `what` names the differences."""

    before: Verdict
    after: Verdict
    what: tuple[FindingChange, ...]


class ChangedField(Struct, frozen=True, gc=False, kw_only=True):
    """A field of a thing before and after; None: not declared."""

    field: str
    before: tuple[str, ...] | None
    after: tuple[str, ...] | None


class ChangedThing(Struct, frozen=True, gc=False, kw_only=True):
    """A thing of the inventory that was added, removed or changed field by field."""

    kind: str
    id: str
    name: str | None
    change: Literal["added", "removed", "changed"]
    fields: tuple[ChangedField, ...] = ()


class ChangedReach(Struct, frozen=True, gc=False, kw_only=True):
    """How many pairs of segments reach each other from one group to another, before and after.

    `by` is how segments are grouped (level, zone, network); `witness` is a way that is gained, or was lost.
    """

    by: str
    origin: str | None
    target: str | None
    before: int
    after: int
    witness: tuple[Hop, ...] = ()


class VoidedApproval(Struct, frozen=True, gc=False, kw_only=True):
    """An approval that no longer stands for what is there: `parts` of the description changed after it.

    Without parts the approval itself has ended, was withdrawn or is gone.
    """

    kind: str
    id: str
    name: str | None
    decision: str | None
    parts: tuple[str, ...]


class ChangedLevel(Struct, frozen=True, gc=False, kw_only=True):
    """A system of which the declared, approved or computed level is not what it was."""

    before: SystemRow
    after: SystemRow


class ChangedWaiver(Struct, frozen=True, gc=False, kw_only=True):
    """A waiver that came, went or changed its state; or that ends soon (`days_left`)."""

    before: WaiverCard | None
    after: WaiverCard | None
    days_left: int | None = None


class Side(Struct, frozen=True, gc=False, kw_only=True):
    """Which result stands on one side: its name, day and packs, and whether it is complete."""

    name: str
    as_of: str
    version: str
    inventory_digest: str
    packs: tuple[tuple[str, str], ...]
    complete: bool
    open: int


class Comparison(Struct, frozen=True, gc=False, kw_only=True):
    """All differences, each list in a fixed order. Lines, file names and words play no part.

    `by_rules`: fingerprints among `new` and `fixed` whose rule was added, removed or changed, so that the
    inventory is not the reason. `reach` is None where reachability was not compared.
    """

    old: Side
    new_side: Side
    new: tuple[Verdict, ...]
    fixed: tuple[Verdict, ...]
    changed: tuple[ChangedFinding, ...]
    persisting: int
    by_rules: tuple[str, ...]
    things: tuple[ChangedThing, ...]
    reach: tuple[ChangedReach, ...] | None
    voided: tuple[VoidedApproval, ...]
    levels: tuple[ChangedLevel, ...]
    waivers: tuple[ChangedWaiver, ...]
    rules: tuple[ChangedRule, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing that anybody judges by has changed."""
        lists = (self.new, self.fixed, self.changed, self.things, self.reach, self.voided, self.levels, self.rules)
        return not any(lists) and not any(waiver.days_left is None for waiver in self.waivers)
