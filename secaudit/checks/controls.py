"""Each system has the controls that the catalogue requires of its level."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from secaudit.expressions import UNKNOWN, EvaluationError, Predicate
from secaudit.findings.controls import ControlRow, state_word
from secaudit.findings.dates import day
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import FindingState
from secaudit.findings.words import Language, Words
from secaudit.model import System
from secaudit.policy import Answer, Binding, Catalogue, Check, Fact, Scope, Violation
from secaudit.policy.messages import UNDECLARED

_OFFERED = ("subject", "name", "level", "owner", "missing", "count", "required")
_SHOWN = 6


def controls(binding: Binding) -> Check:
    """Bind the check: `of: system`, `where` (absent: all), and `topics`, `ids` or neither (all), without `except`.

    One violation a system, which lists the controls that are not there and those that are not known.
    """
    binding.only("of", "where", "topics", "ids", "except")
    binding.text("of", choices=("system",))
    vocabulary = binding.vocabulary("system")
    catalogue = binding.controls()
    return _Controls(
        catalogue=catalogue,
        wanted=_wanted(binding, catalogue),
        applies_from=binding.applies_from,
        where=binding.predicate("where", vocabulary, default="true"),
        facts=binding.facts(_OFFERED, vocabulary),
    )


def _wanted(binding: Binding, catalogue: Catalogue) -> frozenset[str]:
    topics = tuple(sorted({card.topic for card in catalogue.cards}))
    ids = tuple(card.id for card in catalogue.cards)
    wanted = set(ids)
    if binding.has("topics"):
        chosen = binding.words("topics", choices=topics)
        wanted = {card.id for card in catalogue.cards if card.topic in chosen}
    if binding.has("ids"):
        wanted = set(binding.words("ids", choices=ids)) | (wanted if binding.has("topics") else set())
    return frozenset(wanted - set(binding.words("except", choices=ids) if binding.has("except") else ()))


class _Controls(Struct, frozen=True, kw_only=True):
    catalogue: Catalogue
    wanted: frozenset[str]
    applies_from: int
    where: Predicate
    facts: Mapping[str, Fact]

    @property
    def is_local(self) -> bool:
        """Answers may stand in any file."""
        return False

    def run(self, scope: Scope) -> Answer:
        passed = not_applicable = 0
        violations = []
        for system in scope.inventory.systems:
            try:
                applies = self._applies(scope, system)
            except EvaluationError as error:
                evidence = Evidence(seen=(("error", str(error)),))
                violations.append(self._violation(scope, system, "error", (), evidence))
                continue
            if applies is False:
                not_applicable += 1
                continue
            rows = [row for row in self.catalogue.rows(scope, system) if row.control in self.wanted]
            open_rows = tuple(row for row in rows if row.verdict in ("fail", "unknown"))
            if open_rows or system.level is None:
                violations.append(self._open(scope, system, rows, open_rows))
            elif rows:
                passed += 1
            else:
                not_applicable += 1
        return Answer(violations=tuple(violations), passed=passed, not_applicable=not_applicable)

    def _applies(self, scope: Scope, system: System) -> object:
        if system.level is not None and system.level < self.applies_from:
            return False
        return self.where(scope, system)

    def _open(
        self, scope: Scope, system: System, rows: Sequence[ControlRow], open_rows: tuple[ControlRow, ...]
    ) -> Violation:
        unsure = self.where(scope, system) is UNKNOWN
        failed = any(row.verdict == "fail" for row in open_rows)
        state: FindingState = "fail" if failed and not unsure else "unknown"
        undeclared = () if system.level is not None else ("level",)
        missing = tuple(
            f"{'attestations' if row.kind == 'attested' else 'controls'}.{row.control}"
            for row in open_rows
            if row.verdict == "unknown" and row.kind != "measured"
        )
        measured = tuple(
            field
            for row in open_rows
            if row.verdict == "unknown" and row.kind == "measured"
            for field in self.catalogue.missing(row.control, scope, system)
        )
        fields = tuple(dict.fromkeys((*undeclared, *self.where.missing(scope, system), *missing, *measured)))
        told = (("required", str(len(rows))), ("met", str(sum(row.verdict == "pass" for row in rows))))
        return self._violation(scope, system, state, open_rows, Evidence(controls=open_rows, missing=fields, seen=told))

    def _violation(
        self, scope: Scope, system: System, state: FindingState, open_rows: tuple[ControlRow, ...], evidence: Evidence
    ) -> Violation:
        facts: dict[str, str | Words | None] = {
            "subject": system.id, "name": system.name or system.id, "owner": system.owner,
            "level": None if system.level is None else str(system.level), "count": str(len(open_rows)),
            "required": dict(evidence.seen).get("required"), "missing": self._told(open_rows),
        }  # fmt: skip
        facts |= {name: fact.of(scope, system) for name, fact in self.facts.items()}
        return Violation(
            kind="system", subject=system.id, subjects=(f"system:{system.id}",), state=state, name=system.name,
            level=system.level, owner=system.owner, source=system.source, evidence=evidence, facts=facts,
            discriminator="+".join(sorted(row.control for row in open_rows)),
        )  # fmt: skip

    def _told(self, rows: Sequence[ControlRow]) -> Words | None:
        """The first of the controls, worst first, each with its state."""
        if not rows:
            return None
        ordered = sorted(rows, key=lambda row: row.verdict != "fail")
        more = len(rows) - _SHOWN
        return Words(
            vi="; ".join(self._one(row, "vi") for row in ordered[:_SHOWN]) + (f" và {more} nữa" if more > 0 else ""),
            en="; ".join(self._one(row, "en") for row in ordered[:_SHOWN]) + (f" and {more} more" if more > 0 else ""),
        )

    def _one(self, row: ControlRow, language: Language) -> str:
        title = getattr(self.catalogue.by_id[row.control].card.title, language)
        return f"{title} ({_state(row, language)})"


def _state(row: ControlRow, language: Language) -> str:
    if row.lapsed is not None and row.verdict == "unknown":
        return f"{'hết giá trị từ ngày' if language == 'vi' else 'lapsed on'} {day(row.lapsed, language)}"
    if row.kind == "measured" and row.evidence is not None and row.verdict == "fail":
        return row.evidence
    return UNDECLARED.of(language) if row.state is None else state_word(row.state, language)
