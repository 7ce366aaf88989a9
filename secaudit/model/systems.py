"""Information systems and what their level is computed from."""

from typing import Literal

from secaudit.model.approval import Approval, Change, Decision, RiskAssessment
from secaudit.model.noun import Noun, Part
from secaudit.model.operations import Assessment, Operations
from secaudit.model.state_security import Cryptography, NationalSecurity

SystemStatus = Literal["planned", "building", "operating", "retired"]
SystemKind = Literal["internal", "public_service", "infrastructure", "industrial_control", "other"]
Hosting = Literal["own", "data_centre", "cloud"]
Secrecy = Literal["none", "mat", "toi_mat", "tuyet_mat"]
Environment = Literal["production", "test", "development"]
ControlState = Literal["yes_with_evidence", "yes", "partial", "planned", "no", "not_applicable"]


class PersonalData(Part, frozen=True, gc=False, kw_only=True):
    """How many people's data a system holds."""

    basic_subjects: int | None = None
    sensitive_subjects: int | None = None


class Facts(Part, frozen=True, gc=False, kw_only=True):
    """What the level of a system is computed from (Decree 331/2026 Articles 9 to 15)."""

    information: tuple[str, ...] | None = None
    secrecy: Secrecy | None = None
    defence_security: bool | None = None
    damage: Literal["none", "harm", "serious", "especially_serious"] | None = None
    strategic: bool | None = None
    online_service: bool | None = None
    conditional_business: bool | None = None
    administrative_procedures: bool | None = None
    personal_data: PersonalData | None = None
    infrastructure_scope: (
        Literal["none", "agency", "ministry", "sector", "province", "nationwide", "international"] | None
    ) = None
    national_egovernment: bool | None = None
    continuous_24x7: bool | None = None
    central_national_data: bool | None = None
    works_class: Literal["none", "IV", "III", "II", "I", "special"] | None = None


class Plan(Part, frozen=True, gc=False, kw_only=True):
    """How far the approved security plan is implemented."""

    status: Literal["none", "partial", "complete"] | None = None
    completed: str | None = None


class Component(Part, frozen=True, gc=False, kw_only=True):
    """A part of a system that lies on a segment and may have a level of its own."""

    id: str
    kind: str | None = None
    name: str | None = None
    segment: str | None = None
    environment: Environment | None = None
    level: int | None = None


class RemoteAccess(Part, frozen=True, gc=False, kw_only=True, rename={"from_": "from"}):
    """How people reach a system from other networks; `administration`: also to administer it."""

    from_: tuple[str, ...] | None = None
    via: str | None = None
    vpn: bool | None = None
    mfa: bool | None = None
    administration: bool | None = None


class System(Noun, frozen=True, gc=False, kw_only=True):
    """An information system with one owner; its declared, approved and computed level stay apart."""

    operator: str | None = None
    operators: tuple[str, ...] | None = None
    status: SystemStatus | None = None
    kind: SystemKind | None = None
    function: str | None = None
    facts: Facts | None = None
    level: int | None = None
    approval: Approval | None = None
    plan: Plan | None = None
    readiness: Assessment | None = None
    national_security: NationalSecurity | None = None
    certificate: Decision | None = None
    building_since: str | None = None
    operating_since: str | None = None
    hosting: Hosting | None = None
    electronic_archive: bool | None = None
    last_change: Change | None = None
    risk_assessment: RiskAssessment | None = None
    controls: dict[str, ControlState] | None = None
    cryptography: Cryptography | None = None
    operations: Operations | None = None
    remote_access: RemoteAccess | None = None
    components: tuple[Component, ...] | None = None
    segments: tuple[str, ...] | None = None
