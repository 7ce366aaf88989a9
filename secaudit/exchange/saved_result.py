"""A saved result (`secaudit.result/v1`) back into the report that it was.

The inverse of the JSON reporter, held so by a round trip in the tests. A result may come from anywhere: its size is
bounded, every value is checked against the type of its noun, and keys that this version does not know are passed by.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, cast

import msgspec

from secaudit.errors import InputError, Problem
from secaudit.exchange import saved_controls
from secaudit.findings.baseline import Known
from secaudit.findings.card import CriterionCard, RuleCard
from secaudit.findings.certificate import Certificate
from secaudit.findings.controls import ControlCard
from secaudit.findings.dossier import Conduit, Declared, Dossier, Exposure, Related
from secaudit.findings.due import Due
from secaudit.findings.earlier import Earlier
from secaudit.findings.edition import Edition
from secaudit.findings.report import (
    FileCard,
    PackCard,
    Report,
    SkipCard,
    SystemRow,
    Tally,
    UnitRow,
    Verdict,
    WaiverCard,
)
from secaudit.findings.term import Term

FORMAT = "secaudit.result/v1"
MOST_BYTES = 1 << 30

T = TypeVar("T")
_Json = dict[str, Any]


def read_result(path: Path) -> Report:
    """The report that was saved. Raises InputError if the file cannot be read or is no such result."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise _problem(path, f"is larger than {MOST_BYTES >> 20} MB")
        content = json.loads(path.read_bytes())
        return _report(_checked(content, path))
    except OSError as error:
        raise _problem(path, f"could not be read: {error.strerror or error}") from error
    except (KeyError, TypeError, AttributeError, msgspec.ValidationError) as error:
        raise _problem(path, f"is no complete result: {type(error).__name__}: {error}") from error
    except (ValueError, RecursionError) as error:
        raise _problem(path, f"is no JSON: {error}") from error


def _problem(path: Path, message: str) -> InputError:
    return InputError([Problem(str(path), 0, 0, message, "name a file that 'secaudit audit --report json=FILE' wrote")])


def _checked(content: Any, path: Path) -> _Json:  # noqa: ANN401  (whatever the file holds)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _problem(path, f"is not in the format {FORMAT}")
    return content


def _report(content: _Json) -> Report:
    inventory = content["inventory"]
    controls = _all(ControlCard, content.get("controls", ()))
    return Report(
        version=_as(str, content["tool"]["version"]), as_of=_as(str, content["as_of"]),
        scope=_as(tuple[str, ...], content["scope"]), packs=_all(PackCard, content["packs"]),
        files=_all(FileCard, inventory["files"]), skipped=_all(SkipCard, inventory["skipped"]),
        inventory_digest=_as(str, inventory["digest"]), counts=_as(dict[str, int], inventory["counts"]),
        options=_as(dict[str, str], content["options"]), cards=_all(RuleCard, content["rules"]),
        tallies=tuple(_tally(item) for item in content["tallies"]),
        verdicts=tuple(_verdict(item) for item in content["findings"]),
        systems=tuple(_system(item, controls) for item in content["systems"]), controls=controls,
        units=tuple(_unit(item) for item in content["units"]), waivers=_all(WaiverCard, content["waivers"]),
        certificates=_all(Certificate, content["certificates"]),
        dossiers=tuple(_dossier(item) for item in content.get("dossiers", ())),
        due=None if content.get("due") is None else _all(Due, content["due"]),
        absent=None if content.get("absent") is None else _all(Known, content["absent"]),
        edition=None if content.get("edition") is None else _as(Edition, content["edition"]),
        conduits=_all(Conduit, content.get("conduits", ())), exposures=_all(Exposure, content.get("exposures", ())),
        earlier=None if content.get("earlier") is None else _as(Earlier, content["earlier"]),
        glossary=_all(Term, content.get("glossary", ())), criteria=_all(CriterionCard, content.get("criteria", ())),
    )  # fmt: skip


def _as(wanted: Callable[..., T], value: object) -> T:
    """A plain value as a type or noun; a place is written as an object and held as a row of three."""
    return cast("T", msgspec.convert(_with_places(value), wanted, str_keys=True))


def _all(wanted: type[T], values: object) -> tuple[T, ...]:
    return msgspec.convert(_with_places(values), tuple[wanted, ...], str_keys=True)  # type: ignore[valid-type]


def _with_places(value: Any) -> Any:  # noqa: ANN401  (plain data of any shape)
    if isinstance(value, dict):
        if value.keys() == {"file", "line", "column"}:
            return [value["file"], value["line"], value["column"]]
        return {key: _with_places(item) for key, item in value.items()}
    return [_with_places(item) for item in value] if isinstance(value, list | tuple) else value


def _tally(item: _Json) -> Tally:
    return _as(Tally, item | {"passed": item["pass"], "failed": item["fail"]})


def _verdict(item: _Json) -> Verdict:
    evidence = item["evidence"]
    seen = [[pair["field"], pair["value"]] for pair in evidence["seen"]]
    finding = item | {"evidence": evidence | {"seen": seen}}
    told = {"finding": finding, "status": item["status"], "waiver": item["waiver"], "baseline": item.get("baseline")}
    told |= {name: item.get(name) for name in ("first_seen", "fix_by")}
    return _as(Verdict, told)


def _system(item: _Json, controls: Sequence[ControlCard]) -> SystemRow:
    level, approval = item["level"], item["approval"]
    flat = {
        "level": level["declared"], "level_approved": level["approved"], "level_computed": level["computed"],
        "level_at_least": level["at_least"], "level_at_most": level["at_most"], "criteria": level["criteria"],
        "approval_status": approval["status"], "decision": approval["decision"], "decision_date": approval["date"],
    }  # fmt: skip
    rows = saved_controls.rows(item.get("controls", ()), _as(int | None, level["declared"]), controls)  # type: ignore[arg-type]
    return msgspec.structs.replace(_as(SystemRow, item | flat | {"controls": ()}), controls=rows)


def _unit(item: _Json) -> UnitRow:
    return _as(UnitRow, item | {"approved": item["systems_approved"]})


def _dossier(item: _Json) -> Dossier:
    fields: Mapping[str, Any] = item["fields"]
    related: Mapping[str, Any] = item["related"]
    plain = _as(Dossier, {key: value for key, value in item.items() if key not in {"fields", "related"}})
    return msgspec.structs.replace(
        plain,
        fields=tuple(Declared(name, _as(tuple[str, ...], values)) for name, values in fields.items()),
        related=tuple(Related(role, _as(tuple[str, ...], ids)) for role, ids in related.items()),
    )  # fmt: skip
