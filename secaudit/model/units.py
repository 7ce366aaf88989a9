"""Units: who owns, operates, appraises and approves."""

from typing import Literal

from secaudit.model.noun import Noun

Domain = Literal["civil", "military", "public_security", "cipher"]
UnitRole = Literal["owner", "operator", "specialised_unit", "authority"]


class Unit(Noun, frozen=True, gc=False, kw_only=True):
    """An organisation or a part of one.

    `role: authority` is a body that appraises levels 4 and 5; its `domain` says for whom.
    """

    parent: str | None = None
    domain: Domain | None = None
    role: UnitRole | None = None
