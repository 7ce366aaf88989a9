"""Two reports in, what differs out: by fingerprint and by meaning, never by lines."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from secaudit.findings.comparison import (
    ChangedField,
    ChangedFinding,
    ChangedLevel,
    ChangedReach,
    ChangedThing,
    ChangedWaiver,
    Comparison,
    FindingChange,
    Side,
    VoidedApproval,
)
from secaudit.findings.dossier import Dossier
from secaudit.findings.earlier import ChangedRule
from secaudit.findings.finding import order
from secaudit.findings.report import Report, Verdict, WaiverCard
from secaudit.model.content import COVERED

_SOON_DAYS = 30
_OURS = "secaudit"  # the pack of what the tool says by itself, which is there only where it is said
# What a rule says in words, and where it is written down, changes no verdict.
_WORDS_OF_A_RULE = frozenset({"title", "rationale", "remediation", "source", "pack"})
_Key = tuple[str, str]
# A field of a record in a list, such as `components.2.level`; only of a policy does the order say something.
_NUMBERED = re.compile(r"(.+?)\.([0-9]+)\.(.+)")
_ORDERED = frozenset({"policy"})


def compare(
    old: Report, new: Report, names: tuple[str, str], reach: tuple[ChangedReach, ...] | None = None
) -> Comparison:
    """What the new report has that the old one has not, and the other way round; `names` are told."""
    before = {verdict.finding.fingerprint: verdict for verdict in old.verdicts}
    after = {verdict.finding.fingerprint: verdict for verdict in new.verdicts}
    rules = changed_rules(old, new)
    appeared = _ordered(after, before)
    gone = _ordered(before, after)
    touched = {rule.rule for rule in rules}
    return Comparison(
        old=_side(old, names[0]), new_side=_side(new, names[1]), new=appeared, fixed=gone,
        changed=tuple(_changed(before, after)), persisting=len(before.keys() & after.keys()),
        by_rules=tuple(
            verdict.finding.fingerprint for verdict in (*appeared, *gone) if verdict.finding.rule in touched
        ),
        things=tuple(_things(_by_key(old), _by_key(new))), reach=reach, voided=tuple(_voided(old, new)),
        levels=tuple(_levels(old, new)), waivers=tuple(_waivers(old, new)), rules=rules,
    )  # fmt: skip


def _side(report: Report, name: str) -> Side:
    return Side(
        name=name, as_of=report.as_of, version=report.version, inventory_digest=report.inventory_digest,
        packs=tuple((pack.id, pack.digest) for pack in report.packs), complete=report.is_complete, open=len(report.open),
    )  # fmt: skip


# Findings


def _ordered(some: Mapping[str, Verdict], others: Mapping[str, Verdict]) -> tuple[Verdict, ...]:
    """The verdicts whose finding the others have not, in the report's order."""
    found = (verdict for fingerprint, verdict in some.items() if fingerprint not in others)
    return tuple(sorted(found, key=lambda verdict: order(verdict.finding)))


def _changed(before: Mapping[str, Verdict], after: Mapping[str, Verdict]) -> Iterator[ChangedFinding]:
    both = (verdict for fingerprint, verdict in after.items() if fingerprint in before)
    for verdict in sorted(both, key=lambda one: order(one.finding)):
        was = before[verdict.finding.fingerprint]
        what = tuple(_differences(was, verdict))
        if what:
            yield ChangedFinding(before=was, after=verdict, what=what)


def _differences(was: Verdict, now: Verdict) -> Iterator[FindingChange]:
    old, new = was.finding, now.finding
    pairs: tuple[tuple[FindingChange, object, object], ...] = (
        ("severity", old.severity, new.severity),
        ("state", old.state, new.state),
        ("status", was.status, now.status),
        ("witness", [hop.id for hop in old.evidence.path], [hop.id for hop in new.evidence.path]),
        (
            "exposed",
            (old.evidence.exposed, old.evidence.exposed_count),
            (new.evidence.exposed, new.evidence.exposed_count),
        ),
        ("level", old.level, new.level),
        ("owner", old.owner, new.owner),
    )
    yield from (name for name, one, other in pairs if one != other)


# Things of the inventory


def _by_key(report: Report) -> dict[_Key, Dossier]:
    return {(dossier.kind, dossier.id): dossier for dossier in report.dossiers}


def _things(before: Mapping[_Key, Dossier], after: Mapping[_Key, Dossier]) -> Iterator[ChangedThing]:
    for key in sorted({*before, *after}):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            there = now or was
            assert there is not None  # noqa: S101  (one of the two has the key)
            change = "removed" if now is None else "added"
            yield ChangedThing(kind=key[0], id=key[1], name=there.name, change=change)  # type: ignore[arg-type]
        else:
            fields = tuple(_fields(was, now))
            if fields:
                yield ChangedThing(kind=key[0], id=key[1], name=now.name, change="changed", fields=fields)


def _fields(was: Dossier, now: Dossier) -> Iterator[ChangedField]:
    before, after = _values(was), _values(now)
    for field in sorted({*before, *after}):
        if before.get(field) != after.get(field):
            yield ChangedField(field=field, before=before.get(field), after=after.get(field))


def _values(dossier: Dossier) -> dict[str, tuple[str, ...]]:
    """The fields of a thing; where order says nothing, neither values nor records in a list depend on it."""
    top = {"name": dossier.name, "level": dossier.level, "owner": dossier.owner}
    found: dict[str, tuple[str, ...]] = {field: (str(value),) for field, value in top.items() if value is not None}
    labels = _labels(dossier)
    for declared in dossier.fields:
        place = _NUMBERED.match(declared.field)
        label = labels.get((place[1], place[2])) if place else None
        field = f"{place[1]}.{label}.{place[3]}" if place and label is not None else declared.field
        found[field] = tuple(sorted(declared.values))
    return found


def _labels(dossier: Dossier) -> dict[tuple[str, str], str]:
    """What to call the records of lists whose order says nothing: by their ids, else by their place when sorted."""
    records: dict[str, dict[str, dict[str, tuple[str, ...]]]] = {}
    for declared in dossier.fields:
        place = _NUMBERED.match(declared.field)
        if place and place[1] not in _ORDERED:
            records.setdefault(place[1], {}).setdefault(place[2], {})[place[3]] = tuple(sorted(declared.values))
    labels = {}
    for name, rows in records.items():
        ranked = sorted((sorted(row.items()), number, row) for number, row in rows.items())
        for rank, (_, number, row) in enumerate(ranked, 1):
            labels[name, number] = row.get("id", (str(rank),))[0]
    return labels


# Approvals and levels


def _voided(old: Report, new: Report) -> Iterator[VoidedApproval]:
    """Approvals that stood: gone, ended, or still there for a description that has changed."""
    before, after = _by_key(old), _by_key(new)
    for key, was in sorted(before.items()):
        now = after.get(key)
        if key[0] not in COVERED or now is None or not _stands(was, old.as_of):
            continue
        same = was.value("approval.decision.number") == now.value("approval.decision.number")
        parts = sorted({field.field.partition(".")[0] for field in _fields(was, now)} & COVERED[key[0]])
        if not _stands(now, new.as_of) or (same and parts):
            yield VoidedApproval(
                kind=key[0], id=key[1], name=now.name, decision=was.value("approval.decision.number"),
                parts=tuple(parts) if _stands(now, new.as_of) else (),
            )  # fmt: skip


def _stands(dossier: Dossier, as_of: str) -> bool:
    until, decided = dossier.value("approval.until"), dossier.value("approval.decision.date")
    approved = dossier.value("approval.status") == "approved"
    return approved and (until is None or until >= as_of) and decided is not None and decided <= as_of


def _levels(old: Report, new: Report) -> Iterator[ChangedLevel]:
    before = {row.id: row for row in old.systems}
    for now in sorted(new.systems, key=lambda row: row.id):
        was = before.get(now.id)
        if was is not None and _level(was) != _level(now):
            yield ChangedLevel(before=was, after=now)


def _level(row: object) -> tuple[object, ...]:
    fields = ("level", "level_approved", "level_computed", "level_at_least", "level_at_most", "approved")
    return tuple(getattr(row, field) for field in fields)


# Waivers and rules


def _waivers(old: Report, new: Report) -> Iterator[ChangedWaiver]:
    before = {waiver.id: waiver for waiver in old.waivers}
    after = {waiver.id: waiver for waiver in new.waivers}
    for name in sorted({*before, *after}):
        was, now = before.get(name), after.get(name)
        left = _days_left(now, new.as_of)
        if was != now or left is not None:
            yield ChangedWaiver(before=was, after=now, days_left=left)


def _days_left(waiver: WaiverCard | None, as_of: str) -> int | None:
    """Days until an active waiver ends, if it ends soon."""
    if waiver is None or waiver.state != "active":
        return None
    left = (date.fromisoformat(waiver.expires) - date.fromisoformat(as_of)).days
    return left if left <= _SOON_DAYS else None


def changed_rules(old: Report, new: Report) -> tuple[ChangedRule, ...]:
    """The rules that were added, removed or changed, by their ids; what the tool says by itself is left out."""
    return tuple(_rules(old, new))


def _rules(old: Report, new: Report) -> Iterator[ChangedRule]:
    before = {card.id: card for card in old.cards if card.pack != _OURS}
    after = {card.id: card for card in new.cards if card.pack != _OURS}
    for rule in sorted({*before, *after}):
        was, now = before.get(rule), after.get(rule)
        if was is None or now is None:
            yield ChangedRule(rule=rule, change="removed" if now is None else "added")
        else:
            what = tuple(
                field
                for field in was.__struct_fields__
                if field not in _WORDS_OF_A_RULE and getattr(was, field) != getattr(now, field)
            )
            if what:
                yield ChangedRule(rule=rule, change="changed", what=what)
