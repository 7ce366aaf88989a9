"""What becomes due or void when: the inventory as it is now, audited for days to come.

Every rule whose answer may depend on the day is asked for the first of each step of a month; where an answer differs
between two of them the day is found by halving. A finding that would come and go within one step is not seen.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec.structs import replace

from secaudit import engine, triage
from secaudit.documents import read
from secaudit.findings.due import Due
from secaudit.findings.report import Verdict
from secaudit.model import Inventory
from secaudit.network import connect
from secaudit.pipeline.audit import load
from secaudit.pipeline.reading import read_inventory
from secaudit.pipeline.request import Request
from secaudit.policy import Scope

_STEP_DAYS = 30
Progress = Callable[[int, int], None]
_Open = Mapping[str, Verdict]


def calendar(request: Request, months: int, progress: Progress | None = None) -> tuple[Due, ...]:
    """What is not wrong on the day of the request and will be, within so many months, earliest first.

    Raises InputError or PolicyError if nothing can be audited.
    """
    reading = read_inventory(request)
    days = _Days(request, reading.inventory)
    start = date.fromisoformat(request.as_of)
    steps = [start + timedelta(days=number * _STEP_DAYS) for number in range(months * 30 // _STEP_DAYS + 1)]
    seen = set(days.open(start))
    found: list[Due] = []
    for number, (before, after) in enumerate(pairwise(steps)):
        if progress is not None:
            progress(number, len(steps))
        for due in days.between(before, after):
            if due.fingerprint not in seen:
                seen.add(due.fingerprint)
                found.append(due)
    return tuple(sorted(found, key=lambda due: (due.date, due.rule, due.subject, due.fingerprint)))


class _Days:
    """One inventory on many days; what was open on a day is asked once for each rule."""

    def __init__(self, request: Request, inventory: Inventory) -> None:
        self._request = request
        self._inventory = inventory
        self._waivers = [read(path, "waivers") for path in request.waivers]
        self._known: dict[date, _Open] = {}

    def open(self, day: date, only: Collection[str] | None = None) -> _Open:
        """The findings that are open on a day, by fingerprint; all dated rules are asked unless some are named."""
        if only is None and day in self._known:
            return self._known[day]
        request = replace(self._request, as_of=day.isoformat())
        rules = [rule for rule in load(request, only).rules if rule.dated or only is not None]
        scope = Scope(self._inventory, request.as_of, connect(self._inventory, request.as_of))
        waivers = triage.read_waivers(self._waivers, request.as_of)
        verdicts = triage.decide(engine.evaluate(rules, scope).findings, waivers)
        found = {verdict.finding.fingerprint: verdict for verdict in verdicts if verdict.status == "open"}
        if only is None:
            self._known[day] = found
        return found

    def between(self, before: date, after: date) -> Iterator[Due]:
        """What is open on the later day and not on the earlier one, each with its first day."""
        then = self.open(before)
        new = {name: verdict for name, verdict in self.open(after).items() if name not in then}
        if new:
            yield from self._halve(before, after, new)

    def _halve(self, before: date, after: date, new: _Open) -> Iterator[Due]:
        """The first days of findings that come after one day and are there on another."""
        if (after - before).days <= 1:
            yield from (_due(after, verdict) for verdict in new.values())
            return
        middle = before + timedelta(days=(after - before).days // 2)
        there = self.open(middle, {verdict.finding.rule for verdict in new.values()})
        early = {name: there[name] for name in new if name in there}
        late = {name: verdict for name, verdict in new.items() if name not in there}
        if early:
            yield from self._halve(before, middle, early)
        if late:
            yield from self._halve(middle, after, late)


def _due(day: date, verdict: Verdict) -> Due:
    finding = verdict.finding
    return Due(
        date=day.isoformat(), fingerprint=finding.fingerprint, rule=finding.rule, state=finding.state,
        severity=finding.severity, subject=finding.subject, name=finding.name, owner=finding.owner,
        message=finding.message, source=finding.source, waiver=verdict.waiver,
    )  # fmt: skip


def next_failure(dues: Sequence[Due]) -> str | None:
    """The next day on which the inventory becomes worse without anybody doing anything; None if none is in sight."""
    return min((due.date for due in dues), default=None)
