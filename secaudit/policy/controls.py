"""The controls of a pack, and how a system stands to those that its level requires."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from secaudit.expressions import UNKNOWN, EvaluationError, Predicate
from secaudit.findings.controls import ControlCard, ControlRow, ControlVerdict
from secaudit.model import Attestation, System
from secaudit.policy.answers import NEVER, Answered, answered
from secaudit.policy.facts import shown
from secaudit.policy.scope import Scope

_OF_STATE: Mapping[str | None, ControlVerdict] = {
    "yes": "pass", "yes_with_evidence": "pass", "partial": "fail", "planned": "fail", "no": "fail",
    "not_applicable": "unknown", None: "unknown",
}  # fmt: skip


class Measure(Struct, frozen=True):
    """What measures a control, and what to show of it."""

    holds: Predicate
    readings: tuple[tuple[str, Predicate], ...]

    def of(self, scope: Scope, system: System) -> tuple[ControlVerdict, str | None]:
        """The verdict on a system, and the values that decided."""
        try:
            holds = self.holds(scope, system)
        except EvaluationError as error:
            return "unknown", str(error)
        if holds is UNKNOWN:
            return "unknown", None
        seen = ((path, shown(reading, scope, system)) for path, reading in self.readings)
        told = ", ".join(f"{path} = {value}" for path, value in seen if value is not None)
        return "pass" if holds is True else "fail", told or None


class Control(Struct, frozen=True):
    """A control: what the report tells of it, and the measure at each level if it is measured."""

    card: ControlCard
    measures: Mapping[int, Measure]


class Catalogue:
    """The controls of one pack. Rows that are equal are made once: most of a large inventory is."""

    def __init__(self, pack: str, controls: Sequence[Control]) -> None:
        """Take the controls in the order in which they are told."""
        self.pack = pack
        self.controls = tuple(controls)
        self.by_id = {control.card.id: control for control in controls}
        self._required: dict[int | None, tuple[Control, ...]] = {}
        self._plain: dict[tuple[str, int | None, str | None, str | None], ControlRow] = {}

    @property
    def cards(self) -> tuple[ControlCard, ...]:
        """What the report tells of the controls."""
        return tuple(control.card for control in self.controls)

    def required(self, level: int | None) -> tuple[Control, ...]:
        """The controls that a level requires."""
        known = self._required.get(level)
        if known is None:
            known = self._required[level] = tuple(one for one in self.controls if one.card.at(level))
        return known

    def missing(self, control: str, scope: Scope, system: System) -> tuple[str, ...]:
        """The fields for which a measured control of a system waits; to find them costs more than to measure."""
        measure = self.by_id[control].measures.get(system.level or 0)
        try:
            return measure.holds.missing(scope, system) if measure else ()
        except EvaluationError:
            return ()

    def rows(self, scope: Scope, system: System) -> tuple[ControlRow, ...]:
        """How a system stands to every control that its level requires; computed once for a scope."""
        key = (self.pack, system.id)
        known = scope.controlled.get(key)
        if known is None:
            given = scope.answers.get(("system", system.id), {})
            states = system.controls or {}
            known = scope.controlled[key] = tuple(
                self._measured(control, scope, system)
                if control.measures
                else self._declared(control, system.level, states.get(control.card.id), given, scope.as_of)
                for control in self.required(system.level)
            )
        return known

    def _declared(
        self,
        control: Control,
        level: int | None,
        state: str | None,
        given: Mapping[str, tuple[Attestation, ...]],
        as_of: str,
    ) -> ControlRow:
        card = control.card
        attestations = given.get(card.id)
        if attestations:
            return _answered(card, level, state, answered(attestations, as_of, _valid_months(card, level)))
        key = (card.id, level, state, None)
        plain = self._plain.get(key)
        if plain is None:
            plain = self._plain[key] = _answered(card, level, state, NEVER)
        return plain

    def _measured(self, control: Control, scope: Scope, system: System) -> ControlRow:
        card, level = control.card, system.level
        verdict, evidence = control.measures[level or 0].of(scope, system)
        key = (card.id, level, verdict, evidence)
        found = self._plain.get(key)
        if found is None:
            found = self._plain[key] = ControlRow(
                pack=card.pack, control=card.id, clause=_clause(card, level), kind=card.kind, verdict=verdict,
                evidence=evidence,
            )  # fmt: skip
        return found


def _answered(card: ControlCard, level: int | None, state: str | None, answer: Answered) -> ControlRow:
    given = answer.attestation
    return ControlRow(
        pack=card.pack, control=card.id, clause=_clause(card, level), kind=card.kind, state=_state(state, answer),
        verdict=_verdict(card, state, answer), evidence=given.evidence if given else None,
        answered=given.date if given else None, lapsed=answer.lapsed,
    )  # fmt: skip


def _valid_months(card: ControlCard, level: int | None) -> int | None:
    requirement = card.at(level)
    return requirement.valid_months if requirement else None


def _clause(card: ControlCard, level: int | None) -> str:
    requirement = card.at(level)
    return requirement.clause if requirement else ""


def _state(state: str | None, answer: Answered) -> str | None:
    """What to show: the answer that decides, else what is declared."""
    given = answer.attestation
    if given is None or _OF_STATE[state] == "fail":
        return state
    return given.answer if answer.standing == "holds" or state is None else state


def _verdict(card: ControlCard, state: str | None, answer: Answered) -> ControlVerdict:
    """The worse of what is declared and what is attested; who says nothing does not make it better.

    A declared state has no date and no paper: it is enough for a declared control only, and that
    something does not apply has to be attested, with evidence.
    """
    declared, attested = _OF_STATE[state], answer.verdict
    if "fail" in (declared, attested):
        return "fail"
    if attested in ("pass", "not_applicable") or card.kind == "attested":
        return "pass" if attested == "not_applicable" and declared == "pass" else attested
    return declared
