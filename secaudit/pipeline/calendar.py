"""What becomes due or void when: the inventory as it is now, audited for days to come.

Every rule whose answer may depend on the day is asked for the first of each step of a month; where an answer differs
between two of them the day is found by halving. A finding that would come and go within one step is not seen.
"""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from secaudit import engine, triage
from secaudit.documents import read
from secaudit.findings.due import Due
from secaudit.findings.report import SkipCard, Verdict
from secaudit.findings.severity import RANK
from secaudit.model import Inventory
from secaudit.network import connect, turns
from secaudit.packs import Rulebook
from secaudit.pipeline.audit import load
from secaudit.pipeline.reading import read_inventory
from secaudit.pipeline.request import Request
from secaudit.policy import Scope

_STEP_DAYS = 30
Progress = Callable[[int, int], None]
_Open = Mapping[str, Verdict]


class Agenda(Struct, frozen=True):
    """What becomes due, earliest first, and what was not read, so that more may."""

    due: tuple[Due, ...]
    skipped: tuple[SkipCard, ...]


def calendar(request: Request, months: int, progress: Progress | None = None) -> Agenda:
    """What is not wrong on the day of the request, or less so, and will be within so many months, earliest first.

    Raises InputError or PolicyError if nothing can be audited.
    """
    reading = read_inventory(request)
    days = _Days(request, reading.inventory)
    steps = list(_steps(date.fromisoformat(request.as_of), months))
    worst = {fingerprint: _weight(verdict) for fingerprint, verdict in days.open(steps[0]).items()}
    found: list[Due] = []
    for number, (before, after) in enumerate(pairwise(steps)):
        if progress is not None:
            progress(number, len(steps))
        for due in sorted(days.between(before, after), key=lambda due: due.date):
            weight = (due.state != "unknown", RANK[due.severity])
            if weight > worst.get(due.fingerprint, _NOTHING):
                worst[due.fingerprint] = weight
                found.append(due)
    dues = sorted(found, key=lambda due: (due.date, due.rule, due.subject, due.fingerprint))
    return Agenda(tuple(dues), reading.skipped)


def _steps(start: date, months: int) -> Iterator[date]:
    """The day itself, days one step apart, and the last day of so many months."""
    whole = start.month - 1 + months
    year, month = start.year + whole // 12, whole % 12 + 1
    last = date(year, month, min(start.day, monthrange(year, month)[1]))
    day = start
    while day < last:
        yield day
        day += timedelta(days=_STEP_DAYS)
    yield last


_Weight = tuple[bool, int]  # certain, and how heavy
_NOTHING: _Weight = (False, -1)


def _weight(verdict: Verdict) -> _Weight:
    return verdict.finding.state != "unknown", RANK[verdict.finding.severity]


class _Days:
    """One inventory on many days; what was open on a day is asked once for each rule.

    Rules, network and what a scope remembers are kept as long as no day is reached that may change them.
    """

    def __init__(self, request: Request, inventory: Inventory) -> None:
        self._request = request
        self._waivers = [read(path, "waivers") for path in request.waivers]
        self._known: dict[date, _Open] = {}
        self._books: list[Rulebook] = []
        self._scopes: dict[str, Scope] = {}
        self._inventory = inventory
        self._turns = turns(inventory)

    def open(self, day: date, only: Collection[str] | None = None) -> _Open:
        """The findings that are open on a day, by fingerprint; all dated rules are asked unless some are named."""
        if only is None and day in self._known:
            return self._known[day]
        as_of = day.isoformat()
        rules = (rule for rule in self._book(as_of).rules if rule.dated and (only is None or rule.card.id in only))
        waivers = triage.read_waivers(self._waivers, as_of)
        verdicts = triage.decide(engine.evaluate(rules, self._scope(as_of)).findings, waivers)
        found = {verdict.finding.fingerprint: verdict for verdict in verdicts if verdict.status == "open"}
        if only is None:
            self._known[day] = found
        return found

    def _book(self, as_of: str) -> Rulebook:
        """The rules of a day; they are loaded anew only where a pack, a citation or a deadline begins or ends before."""
        found = next((book for book in self._books if as_of in book.days), None)
        if found is None:
            found = load(replace(self._request, as_of=as_of))
            self._books.append(found)
        return found

    def _scope(self, as_of: str) -> Scope:
        """The inventory as it is on a day."""
        since = max((turn for turn in self._turns if turn <= as_of), default="")
        known = self._scopes.get(since)
        if known is None:
            known = Scope(self._inventory, as_of, connect(self._inventory, as_of))
        scope = self._scopes[since] = known.on(as_of, known.network)
        return scope

    def between(self, before: date, after: date) -> Iterator[Due]:
        """What is open on the later day and not on the earlier one, or less so, each with its first day."""
        then = {name: _weight(verdict) for name, verdict in self.open(before).items()}
        new = {
            name: verdict for name, verdict in self.open(after).items() if _weight(verdict) > then.get(name, _NOTHING)
        }
        if new:
            yield from self._halve(before, after, new)

    def _halve(self, before: date, after: date, new: _Open) -> Iterator[Due]:
        """The first days of findings that come after one day and are there on another."""
        if (after - before).days <= 1:
            yield from (_due(after, verdict) for verdict in new.values())
            return
        middle = before + timedelta(days=(after - before).days // 2)
        there = self.open(middle, {verdict.finding.rule for verdict in new.values()})
        early = {name: there[name] for name in new if name in there and _weight(there[name]) >= _weight(new[name])}
        late = {name: verdict for name, verdict in new.items() if name not in early}
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
