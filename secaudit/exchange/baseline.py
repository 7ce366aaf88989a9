"""A baseline, or a saved result taken as one, back into what was known."""

import json
from pathlib import Path

import msgspec
from msgspec.structs import replace

from secaudit.errors import PolicyError, Problem
from secaudit.exchange import saved_result
from secaudit.findings.baseline import Known, known
from secaudit.findings.report import Report

FORMAT = "secaudit.baseline/v1"


def read_baseline(path: Path) -> tuple[tuple[Known, ...], Report | None]:
    """What was known, and the whole result if the file is one.

    Of a finding without a first day nothing more is known than that it was there on the day of the file.
    Raises PolicyError if the file is neither a baseline nor a whole saved result.
    """
    try:
        content = json.loads(path.read_bytes())
        if isinstance(content, dict) and content.get("format") == saved_result.FORMAT:
            result = saved_result.read_result(path)
            if result.edition is not None:  # it tells other names, so that everything would look new
                raise _problem(path, "is an edition, in which names are withheld: nothing could be found again in it")
            opened = (verdict for verdict in result.verdicts if verdict.status == "open")
            return tuple(known(one.finding, one.first_seen or result.as_of) for one in opened), result
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise _problem(path, f"is no baseline: its format is not {FORMAT}")
        found = msgspec.convert(content["findings"], tuple[Known, ...])
        day = content.get("as_of")
        day = day if isinstance(day, str) else None
        return tuple(replace(one, first_seen=one.first_seen or day) for one in found), None
    except OSError as error:
        raise _problem(path, f"could not be read: {error.strerror or error}") from error
    except (ValueError, KeyError, RecursionError) as error:
        raise _problem(path, f"is no baseline: {error}") from error


def _problem(path: Path, message: str) -> PolicyError:
    return PolicyError([Problem(str(path), 0, 0, message, "write one with 'secaudit baseline write'")])
