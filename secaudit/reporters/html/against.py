"""This audit beside an earlier one: what is new, changed, as it was, and no longer found."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from secaudit.findings.baseline import Known
from secaudit.findings.earlier import ChangedRule
from secaudit.findings.report import Report, Verdict

_OF_CITATIONS = frozenset({"cites", "equivalents", "basis", "confidence"})


@dataclass(frozen=True, slots=True)
class Change:
    """`absent` was found by rules that were asked again, `unasked` by rules that were not: no proof of repair.

    What is `by_rules` is so at least because its rule has changed; the inventory may be as it was.
    """

    new: tuple[Verdict, ...]
    updated: tuple[Verdict, ...]
    unchanged: int
    unchanged_by_rule: Mapping[str, int]
    absent: tuple[Known, ...]
    unasked: tuple[Known, ...]
    new_by_rules: tuple[Verdict, ...]
    absent_by_rules: tuple[Known, ...]


def _judges_otherwise(rule: ChangedRule) -> bool:
    """Whether a rule may find something else than before; other citations find the same."""
    return rule.change != "changed" or not _OF_CITATIONS.issuperset(rule.what)


def change(report: Report) -> Change | None:
    """What has changed; None if there is no earlier audit to compare with."""
    if report.absent is None:
        return None
    asked = {card.id for card in report.cards}
    other = {rule.rule for rule in report.earlier.rules if _judges_otherwise(rule)} if report.earlier else set()
    new = [verdict for verdict in report.verdicts if verdict.baseline == "new"]
    gone = [known for known in report.absent if known.rule in asked]
    same = Counter(verdict.finding.rule for verdict in report.verdicts if verdict.baseline == "unchanged")
    return Change(
        new=tuple(verdict for verdict in new if verdict.finding.rule not in other),
        new_by_rules=tuple(verdict for verdict in new if verdict.finding.rule in other),
        updated=tuple(verdict for verdict in report.verdicts if verdict.baseline == "updated"),
        unchanged=same.total(), unchanged_by_rule=dict(sorted(same.items())),
        absent=tuple(known for known in gone if known.rule not in other),
        absent_by_rules=tuple(known for known in gone if known.rule in other),
        unasked=tuple(known for known in report.absent if known.rule not in asked),
    )  # fmt: skip
