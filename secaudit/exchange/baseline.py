"""A baseline, or a saved result taken as one, back into what was known."""

import json
from pathlib import Path

import msgspec

from secaudit.errors import PolicyError, Problem
from secaudit.exchange import saved_result
from secaudit.findings.baseline import Known, known

FORMAT = "secaudit.baseline/v1"


def read_baseline(path: Path) -> tuple[Known, ...]:
    """What was known. Raises PolicyError if the file is neither a baseline nor a saved result."""
    try:
        content = json.loads(path.read_bytes())
        if isinstance(content, dict) and content.get("format") == saved_result.FORMAT:
            return tuple(known(finding) for finding in saved_result.read_result(path).open)
        if not isinstance(content, dict) or content.get("format") != FORMAT:
            raise _problem(path, f"is no baseline: its format is not {FORMAT}")
        return msgspec.convert(content["findings"], tuple[Known, ...])
    except OSError as error:
        raise _problem(path, f"could not be read: {error.strerror or error}") from error
    except (ValueError, KeyError, RecursionError) as error:
        raise _problem(path, f"is no baseline: {error}") from error


def _problem(path: Path, message: str) -> PolicyError:
    return PolicyError([Problem(str(path), 0, 0, message, "write one with 'secaudit baseline write'")])
