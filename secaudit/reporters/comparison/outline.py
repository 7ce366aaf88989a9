"""What a comparison says, in the order in which a reviewer wants to know it, as plain lines."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from secaudit.findings.comparison import (
    ChangedFinding,
    ChangedLevel,
    ChangedReach,
    ChangedThing,
    ChangedWaiver,
    Comparison,
    VoidedApproval,
)
from secaudit.findings.dates import day
from secaudit.findings.report import Verdict
from secaudit.findings.words import Language, Words
from secaudit.reporters import labels

_FIELDS = 8  # of one thing; all of them are in the JSON
_UNDECLARED = Words("chưa kê khai", "not declared")
_BY = {
    "level": Words("cấp độ", "level"), "zone": Words("vùng", "zone"), "network": Words("mạng", "network"),
}  # fmt: skip
_WHAT = {
    "severity": Words("mức độ", "severity"), "state": Words("kết luận", "state"), "status": Words("trạng thái", "status"),
    "witness": Words("đường đi", "witness path"), "exposed": Words("phạm vi bị lộ", "exposed targets"),
    "level": Words("cấp độ", "level"), "owner": Words("đơn vị", "owner"),
}  # fmt: skip
_CHANGE = {
    "added": Words("thêm", "added"), "removed": Words("bỏ", "removed"), "changed": Words("sửa", "changed"),
}  # fmt: skip


class Section(Struct, frozen=True):
    """A heading with its lines; a section without lines is not told."""

    title: str
    lines: Sequence[str]


def headline(comparison: Comparison, language: Language) -> str:
    """One sentence: what the change voids, opens, lets lapse, breaks and heals."""
    told = [*_counted(len(comparison.voided), _VOIDS, language), *_ways(comparison, language)]
    for number, words in (
        (len(comparison.new), _BRINGS), (len(comparison.changed), _CHANGES), (len(comparison.fixed), _HEALS),
    ):  # fmt: skip
        told += _counted(number, words, language)
    told += (_lapse(waiver, language) for waiver in comparison.waivers if waiver.days_left is not None and waiver.after)
    if not told:
        quiet = _NOTHING if comparison.is_empty else _HARMLESS
        return quiet.of(language)
    return f"{_THIS_CHANGE.of(language)} {', '.join(told)}."


_NOTHING = Words("Không có gì thay đổi.", "Nothing has changed.")
_HARMLESS = Words("Thay đổi này không ảnh hưởng đến kết quả.", "This change brings, heals and opens nothing.")
_THIS_CHANGE = Words("Thay đổi này", "This change")
# One and many, which differ in English only.
_VOIDS = (
    Words("làm mất hiệu lực {n} phê duyệt", "voids {n} approval"),
    Words("làm mất hiệu lực {n} phê duyệt", "voids {n} approvals"),
)
_BRINGS = (
    Words("gây ra {n} phát hiện mới", "brings {n} new finding"),
    Words("gây ra {n} phát hiện mới", "brings {n} new findings"),
)
_CHANGES = (
    Words("thay đổi {n} phát hiện", "changes {n} finding"),
    Words("thay đổi {n} phát hiện", "changes {n} findings"),
)
_HEALS = (Words("khắc phục {n} phát hiện", "heals {n} finding"), Words("khắc phục {n} phát hiện", "heals {n} findings"))
_OPENS = Words(
    "mở đường từ {by} {origin} đến {by} {target}{through}", "opens a way from {by} {origin} to {by} {target}{through}"
)
_CLOSES = Words(
    "đóng mọi đường từ {by} {origin} đến {by} {target}", "closes every way from {by} {origin} to {by} {target}"
)
_THROUGH = Words(" qua {device}", " through {device}")
_LAPSES = Words("để miễn áp dụng {id} hết hạn sau {n} ngày", "lets waiver {id} lapse in {n} days")
_WAYS = 3


def _counted(number: int, words: tuple[Words, Words], language: Language) -> Iterator[str]:
    if number:
        yield words[number > 1].of(language).format(n=number)


def _ways(comparison: Comparison, language: Language) -> Iterator[str]:
    """Directions between levels that are opened or closed; between networks and zones where no level tells them."""
    changes = [change for change in comparison.reach or () if 0 in {change.before, change.after}]
    by = next((name for name in ("level", "network", "zone") if any(change.by == name for change in changes)), None)
    chosen = [change for change in changes if change.by == by]
    touched = {thing.id for thing in comparison.things}
    for change in chosen[:_WAYS]:
        device = _device(change, touched)
        through = _THROUGH.of(language).format(device=device) if device else ""
        words = _CLOSES if change.before else _OPENS
        ends = {
            "origin": change.origin or _UNDECLARED.of(language),
            "target": change.target or _UNDECLARED.of(language),
        }
        yield words.of(language).format(by=_BY[change.by].of(language), through=through, **ends)
    if len(chosen) > _WAYS:
        yield f"(+{len(chosen) - _WAYS})"


def _device(change: ChangedReach, touched: set[str]) -> str | None:
    """The device of the witness that was touched; else its last."""
    devices = [hop.id for hop in change.witness if hop.kind != "segment"]
    return next((device for device in devices if device in touched), devices[-1] if devices else None)


def _lapse(waiver: ChangedWaiver, language: Language) -> str:
    assert waiver.after is not None  # noqa: S101  (the caller has looked)
    return _LAPSES.of(language).format(id=waiver.after.id, n=waiver.days_left)


def sections(comparison: Comparison, language: Language) -> Iterator[Section]:
    """Every list of the comparison that is not empty, most urgent first."""
    by_rules = frozenset(comparison.by_rules)
    named: Iterable[tuple[Words, Iterable[str]]] = (
        (Words("Chưa đầy đủ", "Incomplete"), _incomplete(comparison, language)),
        (Words("Phê duyệt mất hiệu lực", "Approvals voided"), (_voided(item, language) for item in comparison.voided)),
        (
            Words("Kết nối được mở hoặc đóng", "Reachability"),
            (_reach(item, language) for item in comparison.reach or ()),
        ),
        (Words("Phát hiện mới", "New findings"), (_verdict(item, by_rules, language) for item in comparison.new)),
        (Words("Phát hiện thay đổi", "Changed findings"), (_changed(item, language) for item in comparison.changed)),
        (
            Words("Phát hiện đã khắc phục", "Fixed findings"),
            (_verdict(item, by_rules, language) for item in comparison.fixed),
        ),
        (Words("Cấp độ", "Levels"), (_level(item, language) for item in comparison.levels)),
        (Words("Miễn áp dụng", "Waivers"), (_waiver(item, language) for item in comparison.waivers)),
        (Words("Quy tắc", "Rules"), _rules(comparison, language)),
        (Words("Đối tượng kê khai", "Inventory"), (_thing(item, language) for item in comparison.things)),
    )
    for title, lines in named:
        found = tuple(lines)
        if found:
            yield Section(title.of(language), found)


def _incomplete(comparison: Comparison, language: Language) -> Iterator[str]:
    for side in (comparison.old, comparison.new_side):
        if not side.complete:
            words = Words(
                "{name}: kết quả chưa đầy đủ, so sánh có thể thiếu", "{name}: incomplete, so this comparison may be"
            )
            yield words.of(language).format(name=side.name)
    if comparison.reach is None:
        yield Words(
            "không so sánh được khả năng kết nối: một bên là kết quả đã lưu",
            "reachability was not compared: one side is a saved result",
        ).of(language)


def _voided(item: VoidedApproval, language: Language) -> str:
    name = f"{labels.word(labels.KIND, item.kind, language)} {item.id}"
    number = item.decision or "?"
    if not item.parts:
        words = Words("{name}: quyết định {number} không còn hiệu lực", "{name}: decision {number} no longer stands")
    else:
        words = Words(
            "{name}: đã sửa {parts} sau quyết định {number}", "{name}: {parts} changed after decision {number}"
        )
    return words.of(language).format(name=name, number=number, parts=", ".join(item.parts))


def _reach(item: ChangedReach, language: Language) -> str:
    ends = (item.origin or _UNDECLARED.of(language), item.target or _UNDECLARED.of(language))
    text = f"{_BY[item.by].of(language)} {ends[0]} → {ends[1]}: {item.before} → {item.after}"
    return f"{text}  ({' > '.join(hop.id for hop in item.witness)})" if item.witness else text


def _verdict(item: Verdict, by_rules: frozenset[str], language: Language) -> str:
    finding = item.finding
    failed = finding.state == "fail"
    table, key = (labels.SEVERITY, finding.severity) if failed else (labels.STATE, finding.state)
    text = f"{labels.SYMBOLS[key]} {labels.word(table, key, language)} {finding.rule} {finding.message.of(language)}"
    if item.status == "waived":
        text = f"{text} [{labels.word(labels.STATE, 'waived', language)}]"
    if finding.fingerprint in by_rules:
        text = f"{text} [{Words('do quy tắc thay đổi', 'the rule has changed').of(language)}]"
    return f"{text} ({finding.source.file}:{finding.source.line})"


def _changed(item: ChangedFinding, language: Language) -> str:
    what = ", ".join(_WHAT[name].of(language) for name in item.what)
    return f"{item.after.finding.rule} {item.after.finding.subject}: {what}"


def _level(item: ChangedLevel, language: Language) -> str:
    names = Words("kê khai {0}→{1}, phê duyệt {2}→{3}, theo tiêu chí {4}→{5}",
                  "declared {0}→{1}, approved {2}→{3}, computed {4}→{5}")  # fmt: skip
    was, now = item.before, item.after
    pairs = (was.level, now.level, was.level_approved, now.level_approved, was.level_computed, now.level_computed)
    return f"{now.id}: {names.of(language).format(*('?' if one is None else one for one in pairs))}"


def _waiver(item: ChangedWaiver, language: Language) -> str:
    card = item.after or item.before
    assert card is not None  # noqa: S101  (a change has at least one side)
    state = labels.word(labels.WAIVER_STATE, card.state, language)
    if item.after is None:
        state = _CHANGE["removed"].of(language)
    until = Words("đến {day}", "until {day}").of(language).format(day=day(card.expires, language))
    left = Words(", còn {n} ngày", ", {n} days left").of(language).format(n=item.days_left)
    return f"{card.id} ({card.rule} {card.subject}): {state}, {until}{'' if item.days_left is None else left}"


def _rules(comparison: Comparison, language: Language) -> Iterator[str]:
    for rule in comparison.rules:
        yield f"{rule.rule}: {_CHANGE[rule.change].of(language)} {', '.join(rule.what)}".rstrip()


def _thing(item: ChangedThing, language: Language) -> str:
    name = f"{labels.word(labels.KIND, item.kind, language)} {item.id}: {_CHANGE[item.change].of(language)}"
    fields = [f"{field.field}: {_told(field.before)} → {_told(field.after)}" for field in item.fields[:_FIELDS]]
    more = [f"(+{len(item.fields) - _FIELDS})"] if len(item.fields) > _FIELDS else []
    return f"{name} {'; '.join([*fields, *more])}".rstrip()


def _told(values: tuple[str, ...] | None) -> str:
    return "?" if values is None else ", ".join(values)
