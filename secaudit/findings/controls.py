"""Controls: what a level requires, and how each system stands to it."""

from typing import Literal

from msgspec import Struct

from secaudit.findings.card import Basis, Confidence
from secaudit.findings.words import Language, Words

ControlKind = Literal["declared", "measured", "attested"]
ControlVerdict = Literal["pass", "fail", "unknown", "not_applicable"]


_STATES = {
    "yes_with_evidence": "có, kèm minh chứng", "yes": "có", "partial": "một phần", "planned": "mới có kế hoạch", "no": "không",
    "not_applicable": "không áp dụng",
}  # fmt: skip


def state_word(state: str, language: Language) -> str:
    """A declared state in a sentence; an English one shows the word of the format itself."""
    return _STATES.get(state, state) if language == "vi" else state


class Requirement(Struct, frozen=True, gc=False, kw_only=True):
    """What one clause asks of systems of one level. No level inherits the clause of another.

    `valid_months`: for how long an answer counts; None where it need not be dated.
    """

    level: int
    instrument: str
    clause: str
    basis: Basis
    confidence: Confidence
    text: Words
    valid_months: int | None = None


class ControlCard(Struct, frozen=True, gc=False, kw_only=True):
    """A control of a pack's catalogue.

    `kind`: `declared` by the state that the inventory gives, `measured` from other fields of it,
    `attested` by a dated answer.
    """

    id: str
    pack: str
    title: Words
    topic: str
    kind: ControlKind
    requirements: tuple[Requirement, ...]

    def at(self, level: int | None) -> Requirement | None:
        """What a level requires; None if it does not."""
        return next((found for found in self.requirements if found.level == level), None)


class ControlRow(Struct, frozen=True, gc=False, kw_only=True):
    """How one system stands to one control that its level requires.

    `state` is what was declared or answered, None if nothing was; `evidence` the paper that an answer
    names, or the values that were measured; `answered` the day of the answer; `lapsed` the day from
    which it does not count any more.
    """

    pack: str
    control: str
    clause: str
    kind: ControlKind
    state: str | None = None
    verdict: ControlVerdict
    evidence: str | None = None
    answered: str | None = None
    lapsed: str | None = None
