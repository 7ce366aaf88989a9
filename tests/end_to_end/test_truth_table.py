"""How a run ends, for every way to ask and everything there is: one table, which the README of the commands tells."""

import json

import pytest

from tests.end_to_end.product import OPERATING, PLANNED, audit, write

BROKEN = "secaudit: 1\nsystems: [\n"
UNKNOWN = "secaudit: 1\nsystems:\n  - {id: portal, level: 3}\n"
WAIVER = {"id": "w-1", "rule": "SEV-01", "subject": "system:portal", "reason": "x", "requested_by": "a", "approved_by": "b",
          "issued": "2026-01-02"}  # fmt: skip
KNOWN = "--baseline", "known.json", "--fail-on-new"

# What there is, how it is asked, and the exit code: 0 nothing, 1 findings, 2 wrong question, 3 incomplete.
TABLE = [
    ("clean", (), 0),
    ("clean", ("--fail-on", "info"), 0),
    ("clean", KNOWN, 0),
    ("finding", (), 1),
    ("finding", ("--fail-on", "critical"), 0),
    ("finding", ("--exit-zero",), 0),
    ("finding", KNOWN, 0),
    ("finding", (*KNOWN, "--exit-zero"), 0),
    ("second", KNOWN, 1),
    ("second", (*KNOWN, "--exit-zero"), 0),
    ("second", (*KNOWN, "--fail-on", "critical"), 0),
    ("finding", ("--fail-on-new",), 2),
    ("finding", ("--fail-on", "dreadful"), 2),
    ("finding", ("--baseline", "nowhere.json"), 2),
    ("finding", ("--exit-zero", "--fail-on-new"), 2),
    ("waived", (), 0),
    ("waived", ("--fail-on", "info"), 0),
    ("expired", (), 1),
    ("expired", ("--exit-zero",), 0),
    ("expired", KNOWN, 1),  # the finding is known, the one about the waiver is not
    ("unmatched", (), 2),
    ("unmatched", ("--exit-zero",), 2),
    ("broken", (), 3),
    ("broken", ("--exit-zero",), 3),
    ("broken", KNOWN, 3),
    ("skipped", (), 3),
    ("skipped", ("--exit-zero",), 3),
    ("skipped", KNOWN, 3),
    ("skipped and waived", (), 3),
]


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = write(tmp_path_factory.mktemp("table"), {
        "clean/a.yaml": PLANNED, "finding/a.yaml": OPERATING, "broken/a.yaml": BROKEN, "skipped/a.yaml": OPERATING,
        "second/a.yaml": OPERATING + "  - {id: mail, level: 3, status: operating}\n",
        "waived.yaml": _waivers(expires="2026-12-31"), "expired.yaml": _waivers(expires="2026-11-21"),
        "unmatched.yaml": _waivers(expires="2026-12-31", subject="system:other"),
    })  # fmt: skip
    (folder / "skipped/link.yaml").symlink_to("a.yaml")
    assert audit("finding", "-q", "--report", "baseline=known.json", cwd=folder).code == 1
    return folder


def _waivers(**changes):
    return json.dumps({"secaudit_waivers": 1, "waivers": [WAIVER | changes]})


@pytest.mark.parametrize(("what", "how", "code"), TABLE, ids=[f"{what} {' '.join(how)}" for what, how, _ in TABLE])
def test_a_run_ends_as_the_table_says(place, what, how, code):
    folder, _, waiver = what.partition(" and ")
    waiver = waiver or (folder if folder in {"waived", "expired", "unmatched"} else "")
    if waiver:
        how = (*how, "--waivers", f"{waiver}.yaml")
    folder = folder if (place / folder).is_dir() else "finding"
    assert audit(folder, "-q", *how, cwd=place).code == code
