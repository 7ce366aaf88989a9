"""No two subjects share a value, or have addresses that overlap."""

from collections.abc import Iterable, Iterator, Mapping

from secaudit.expressions import UNKNOWN, EvaluationError, Predicate
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import FindingState
from secaudit.model import KINDS, Kind, Noun
from secaudit.network.addresses import parse
from secaudit.policy import Answer, Binding, Check, Scope, Violation


def unique(binding: Binding) -> Check:
    """Bind the check: `of` a kind, `where`, `value` (a text or a list), `compare`: equal or cidr."""
    binding.only("of", "where", "value", "compare")
    binding.facts(("subject", "others", "value"), None)
    kind: Kind = binding.text("of", choices=KINDS)  # type: ignore[assignment]
    vocabulary = binding.vocabulary(kind)
    return _Unique(
        kind,
        binding.predicate("where", vocabulary, default="true"),
        binding.predicate("value", vocabulary),
        by_address=binding.text("compare", default="equal", choices=("equal", "cidr")) == "cidr",
    )


class _Unique:
    is_local = False

    def __init__(self, kind: Kind, where: Predicate, value: Predicate, *, by_address: bool) -> None:
        self._kind = kind
        self._where = where
        self._value = value
        self._by_address = by_address

    def run(self, scope: Scope) -> Answer:
        values: dict[str, tuple[str, ...]] = {}
        certain: dict[str, tuple[str, ...]] = {}
        violations = []
        nouns = {noun.id: noun for noun in scope.inventory.of(self._kind)}
        not_applicable = 0
        for noun in nouns.values():
            try:
                applies, value = self._where(scope, noun), self._value(scope, noun)
            except EvaluationError as error:
                violations.append(self._single(noun, Evidence(seen=(("error", str(error)),)), "error"))
                continue
            if applies is False:
                not_applicable += 1
            elif value is UNKNOWN or value is None:
                violations.append(self._single(noun, Evidence(missing=self._value.missing(scope, noun)), "unknown"))
            else:
                values[noun.id] = tuple(value) if isinstance(value, (list, tuple)) else (str(value),)
                if applies is True:
                    certain[noun.id] = values[noun.id]
        groups = self._groups(values)
        sure = {name for group in self._groups(certain) for name in group}
        states: list[FindingState] = ["fail" if sure.intersection(group) else "unknown" for group in groups]
        violations += [self._shared(group, nouns, values, state) for group, state in zip(groups, states, strict=True)]
        passed = len(values) - sum(len(group) for group in groups)
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)

    def _groups(self, values: Mapping[str, tuple[str, ...]]) -> list[tuple[str, ...]]:
        return _groups(_overlaps(values) if self._by_address else _equals(values))

    def _single(self, noun: Noun, evidence: Evidence, state: FindingState) -> Violation:
        return Violation(
            kind=self._kind, subject=noun.id, subjects=(f"{self._kind}:{noun.id}",), state=state, name=noun.name,
            level=getattr(noun, "level", None), owner=noun.owner, source=noun.source, evidence=evidence,
            facts={"subject": noun.id, "others": None, "value": None},
        )  # fmt: skip

    def _shared(
        self,
        group: tuple[str, ...],
        nouns: Mapping[str, Noun],
        values: Mapping[str, tuple[str, ...]],
        state: FindingState,
    ) -> Violation:
        first = nouns[group[0]]
        levels = [level for name in group if (level := getattr(nouns[name], "level", None)) is not None]
        others = [f"{name} ({nouns[name].source})" for name in group[1:]]
        return Violation(
            kind=self._kind, subject="+".join(group), subjects=tuple(f"{self._kind}:{name}" for name in group), state=state,
            level=max(levels, default=None), owner=first.owner, source=first.source,
            evidence=Evidence(seen=tuple((name, ", ".join(values[name])) for name in group)),
            facts={"subject": group[0], "others": ", ".join(others), "value": ", ".join(values[group[0]])},
        )  # fmt: skip


def _equals(values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    first: dict[str, str] = {}
    for name, texts in values.items():
        for text in texts:
            if first.setdefault(text, name) != name:
                yield first[text], name


def _overlaps(values: Mapping[str, tuple[str, ...]]) -> Iterator[tuple[str, str]]:
    """Pairs of subjects with a common address: a sweep over the sorted blocks."""
    blocks = sorted((parse(text), name) for name, texts in values.items() for text in texts)
    reach: tuple[int, int, str] | None = None  # family, last address so far, whose
    for (family, first, last), name in blocks:
        if reach is not None and reach[0] == family and first <= reach[1]:
            if reach[2] != name:
                yield reach[2], name
            reach = (family, last, name) if last > reach[1] else reach
        else:
            reach = (family, last, name)


def _groups(pairs: Iterable[tuple[str, str]]) -> list[tuple[str, ...]]:
    """Subjects that are joined by pairs, directly or through others."""
    member: dict[str, set[str]] = {}
    for first, second in pairs:
        joined = member.get(first, {first}) | member.get(second, {second})
        for name in joined:
            member[name] = joined
    return sorted({tuple(sorted(group)) for group in member.values()})
