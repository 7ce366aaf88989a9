"""Records of who decided what, when: the approval of a level or of a gateway."""

from typing import Literal

from secaudit.model.noun import Part

ApprovalStatus = Literal["drafting", "submitted", "appraised", "approved"]
RiskLevel = Literal["low", "medium", "high", "very_high"]


class Decision(Part, frozen=True, gc=False, kw_only=True):
    """A signed decision."""

    number: str | None = None
    date: str | None = None
    by: str | None = None


class Appraisal(Part, frozen=True, gc=False, kw_only=True):
    """The written opinion on a proposed level; `council`: by an independent appraisal council.

    A dossier is `submitted`, perhaps `returned` as not valid, and `received` once it is complete.
    """

    by: str | None = None
    submitted: str | None = None
    returned: str | None = None
    received: str | None = None
    date: str | None = None
    number: str | None = None
    council: bool | None = None


class Dossier(Part, frozen=True, gc=False, kw_only=True):
    """The proposal file: its version, the items it holds, the connected systems and the segments that it names."""

    version: int | None = None
    items: tuple[str, ...] | None = None
    connected_systems: tuple[str, ...] | None = None
    segments: tuple[str, ...] | None = None


class Regulation(Part, frozen=True, gc=False, kw_only=True):
    """The security regulation (quy che) of a system."""

    number: str | None = None
    date: str | None = None


class ApprovedFlow(Part, frozen=True, gc=False, kw_only=True, rename={"from_": "from"}):
    """Conversations that an approval covers: who may open them with whom; without services, for any.

    Selectors are those of a policy. One selector is a list of one.
    """

    from_: tuple[str, ...]
    to: tuple[str, ...]
    services: tuple[str, ...] | None = None


class Approval(Part, frozen=True, gc=False, kw_only=True):
    """How far the approval of a level (of a system or a gateway) has come, until when it holds and what for.

    `permits`: the conversations for which a gateway is approved; not declared, all that it lets pass.
    """

    status: ApprovalStatus | None = None
    level: int | None = None
    decision: Decision | None = None
    appraisal: Appraisal | None = None
    dossier: Dossier | None = None
    regulation: Regulation | None = None
    until: str | None = None
    permits: tuple[ApprovedFlow, ...] | None = None
    covers: str | None = None


class Acceptance(Part, frozen=True, gc=False, kw_only=True):
    """That something was tested and taken into use: who accepted it, and who supervised the work."""

    date: str | None = None
    by: str | None = None
    supervised_by: str | None = None


class RiskAssessment(Part, frozen=True, gc=False, kw_only=True):
    """A dated risk assessment; `level` is the risk, `recommended_level` the security level it asks for.

    `requested`: the last request of a competent body to assess the risk.
    """

    date: str | None = None
    level: RiskLevel | None = None
    requested: Decision | None = None
    recommended_level: int | None = None
    proposal: Decision | None = None


class Change(Part, frozen=True, gc=False, kw_only=True):
    """The last major change of a system or a gateway."""

    date: str | None = None
    kind: str | None = None
    summary: str | None = None
