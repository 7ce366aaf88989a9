"""What recurs while a system is in operation, and what happened to it."""

from secaudit.model.noun import Part


class Inspection(Part, frozen=True, gc=False, kw_only=True):
    """Something that was held on a day (an inspection, a review, a training) and who held it."""

    date: str | None = None
    by: str | None = None


class Assessment(Part, frozen=True, gc=False, kw_only=True):
    """An inspection or a readiness assessment; `standard`: the one by which it was held."""

    date: str | None = None
    by: str | None = None
    standard: str | None = None


class Scan(Part, frozen=True, gc=False, kw_only=True):
    """A scan or test of a day; `unfixed`: what it found and is not repaired yet."""

    date: str | None = None
    by: str | None = None
    unfixed: int | None = None


class Monitoring(Part, frozen=True, gc=False, kw_only=True):
    """The unit whose monitoring centre watches the system."""

    connected_to: str | None = None


class Incident(Part, frozen=True, gc=False, kw_only=True):
    """An incident; the hours run from its detection to the first notice and to the report of its cause."""

    detected: str
    serious: bool | None = None
    notice_hours: int | None = None
    cause_hours: int | None = None
    reported_to: str | None = None


class Operations(Part, frozen=True, gc=False, kw_only=True):
    """What recurs while a system is in operation; an empty list of incidents says that there were none."""

    log_retention_months: int | None = None
    last_inspection: Assessment | None = None
    last_effectiveness_review: Inspection | None = None
    last_exercise: Inspection | None = None
    monitoring: Monitoring | None = None
    last_log_review: Inspection | None = None
    last_account_review: Inspection | None = None
    last_device_scan: Inspection | None = None
    last_vulnerability_scan: Scan | None = None
    last_external_pentest: Scan | None = None
    last_internal_pentest: Scan | None = None
    last_awareness_training: Inspection | None = None
    last_role_training: Inspection | None = None
    incidents: tuple[Incident, ...] | None = None
