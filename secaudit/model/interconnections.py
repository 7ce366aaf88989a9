"""Interconnections: who may exchange what with whom."""

from typing import Literal

from secaudit.model.approval import Decision, RiskAssessment
from secaudit.model.noun import Noun, Part


class Agreement(Part, frozen=True, gc=False, kw_only=True):
    """The written agreement between the owners."""

    number: str | None = None
    date: str | None = None
    parties: tuple[str, ...] | None = None


class Interconnection(Noun, frozen=True, gc=False, kw_only=True):
    """The administrative record that two systems may exchange data."""

    between: tuple[str, str]
    via: str | None = None
    services: tuple[str, ...] | None = None
    information: tuple[str, ...] | None = None
    exchange: Literal["continuous", "periodic", "on_request"] | None = None
    agreement: Agreement | None = None
    approval: Decision | None = None
    risk_assessment: RiskAssessment | None = None
    since: str | None = None
