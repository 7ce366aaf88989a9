"""Attestations: what a person answers where an inventory cannot."""

from typing import Literal

from secaudit.model.noun import Noun

Answer = Literal["yes", "no", "partial", "not_applicable"]


class Attestation(Noun, frozen=True, gc=False, kw_only=True):
    """The dated answer of a unit to the question of a rule or a control about one subject.

    `subject` is an id, or `kind:id` where several kinds have it. Intake makes the id where none is
    written: `question@subject@date`, which no written id can be.
    """

    id: str = ""
    question: str
    subject: str
    answer: Answer
    date: str
    by: str
    person: str | None = None
    evidence: str | None = None
    until: str | None = None
