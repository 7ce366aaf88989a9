"""Units: who owns, operates, appraises and approves."""

from typing import Literal

from secaudit.model.noun import Noun, Part

Domain = Literal["civil", "military", "public_security", "cipher"]
UnitRole = Literal["owner", "operator", "specialised_unit", "authority"]


class IssuedDocument(Part, frozen=True, gc=False, kw_only=True):
    """A document with number and date."""

    number: str | None = None
    date: str | None = None


class AnnualReport(Part, frozen=True, gc=False, kw_only=True):
    """The last yearly report: of which year, when it was sent, and to whom."""

    year: int | None = None
    date: str | None = None
    to: str | None = None


class Signing(Part, frozen=True, gc=False, kw_only=True):
    """The certificate with which a unit signs its documents; `paper`: it signs none of them digitally."""

    certificate: Literal["official_duty", "public", "enterprise", "paper"] | None = None
    until: str | None = None
    status_checked: bool | None = None


class Delegation(Part, frozen=True, gc=False, kw_only=True):
    """By which paper an owner delegates duties of protection, to whom, for what and until when."""

    to: str
    number: str | None = None
    date: str | None = None
    until: str | None = None
    scope: str | None = None


class Unit(Noun, frozen=True, gc=False, kw_only=True):
    """An organisation or a part of one.

    `role: authority` is a body that appraises levels 4 and 5; its `domain` says for whom.
    """

    parent: str | None = None
    domain: Domain | None = None
    role: UnitRole | None = None
    person_in_charge: str | None = None
    incident_team: str | None = None
    incident_plan: IssuedDocument | None = None
    annual_report: AnnualReport | None = None
    signing: Signing | None = None
    delegations: tuple[Delegation, ...] | None = None
