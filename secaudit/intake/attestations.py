"""What the subject of an attestation names, and what is wrong with one that names nothing.

Whether anybody asks the question is not known here: that depends on the rules of the day.
"""

from collections.abc import Iterator

from secaudit.intake.selectors import Complaint, Ids, suggestion
from secaudit.model import KINDS, Attestation, Kind

_ATTESTED: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind != "attestation")


def complaints(attestation: Attestation, ids: Ids) -> Iterator[Complaint]:
    """What is wrong with the subject of an attestation, and with its dates."""
    prefix, colon, name = attestation.subject.rpartition(":")
    if colon:
        yield from _of_kind(prefix, name, ids)
    else:
        yield from _of_any_kind(name, ids)
    if attestation.until is not None and attestation.until < attestation.date:
        yield ("until",), "this attestation ends before it was given", "correct one of the two dates"


def _of_kind(prefix: str, name: str, ids: Ids) -> Iterator[Complaint]:
    if prefix not in _ATTESTED:
        yield ("subject",), f"there is no kind {prefix!r}", f"write one of {', '.join(_ATTESTED)}, or the id alone"
    elif name not in ids[prefix]:
        yield ("subject",), f"there is no {prefix} {name!r}", suggestion(name, ids[prefix])


def _of_any_kind(name: str, ids: Ids) -> Iterator[Complaint]:
    kinds = [kind for kind in _ATTESTED if name in ids[kind]]
    if len(kinds) > 1:
        choices = " or ".join(f"'{kind}:{name}'" for kind in kinds)
        yield ("subject",), f"{name!r} is the id of a {' and of a '.join(kinds)}", f"write {choices}"
    elif not kinds:
        known = [other for kind in _ATTESTED for other in ids[kind]]
        yield ("subject",), f"nothing has the id {name!r}", suggestion(name, known)
