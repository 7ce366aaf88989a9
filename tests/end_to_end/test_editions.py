"""Editions on the command line: several readers, one run."""

import json

import pytest

from tests.end_to_end.product import audit, run, write

INVENTORY = """secaudit: 1
units:
  - {id: north, name: Phương Bắc}
  - {id: south, name: Phương Nam}
systems:
  - {id: ledger-n, name: Sổ cái, owner: north, level: 2, status: operating}
  - {id: ledger-s, name: Sổ quỹ, owner: south, level: 4, status: operating}
"""


@pytest.fixture
def folder(tmp_path):
    return write(tmp_path, {"inv/all.yaml": INVENTORY})


def test_one_run_writes_an_edition_for_each_reader(folder):
    audit("inv", "--edition", "full", "--edition", "unit:north", "--edition", "statistics",
          "--report", "json={edition}.json", "--report", "html={edition}.html", cwd=folder)  # fmt: skip
    told = {name: (folder / f"{name}.json").read_text("utf-8") for name in ("full", "unit-north", "statistics")}

    assert [("ledger-n" in text, "ledger-s" in text) for text in told.values()] == [
        (True, True),
        (True, False),
        (False, False),
    ]
    assert [(json.loads(text)["edition"] or {}).get("kind") for text in told.values()] == [None, "unit", "statistics"]
    assert "Sổ quỹ" not in (folder / "unit-north.html").read_text("utf-8")


def test_the_same_editions_come_from_a_saved_result(folder):
    audit("inv", "--report", "json=full.json", cwd=folder)
    audit("inv", "--edition", "unit:south", "--report", "json=a.json", cwd=folder)
    run("report", "full.json", "--edition", "unit:south", "--report", "json=b.json", cwd=folder)

    assert (folder / "a.json").read_bytes() == (folder / "b.json").read_bytes()


def test_a_ceiling_holds_on_standard_output_too(folder):
    outcome = audit("inv", "--ceiling", "level=3", cwd=folder)

    assert "ledger-n" in outcome.out
    assert "ledger-s" not in outcome.out + outcome.err


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--edition", "full", "--edition", "statistics", "--report", "html=one.html"), "2 editions cannot go to"),
        (
            ("--edition", "unit:a/b", "--edition", "unit:a b", "--report", "html={edition}.html"),
            "two reports cannot go to",
        ),
        (("--edition", "everything"), "no edition 'everything'"),
        (("--edition", "unit:"), "no edition 'unit:'"),
        (("--edition", "unit:west"), "no unit 'west'"),
        (("--ceiling", "level=9"), "no ceiling"),
        (("--ceiling", "colour=red"), "level=N or secrecy=S"),
        (("--ceiling", "level=2", "--ceiling", "level=3"), "given twice"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_written(folder, arguments, hint):
    outcome = audit("inv", *arguments, cwd=folder)

    assert outcome.code == 2
    assert hint in outcome.err
    assert sorted(path.name for path in folder.iterdir()) == ["inv"]


def test_an_edition_of_an_edition_is_refused(folder):
    audit("inv", "--edition", "statistics", "--report", "json=part.json", cwd=folder)
    outcome = run("report", "part.json", "--edition", "unit:north", cwd=folder)

    assert (outcome.code, "an edition already" in outcome.err) == (2, True)


def test_a_report_is_a_folder_of_pages(folder):
    outcome = audit("inv", "--split-by", "unit", "--report", "html=pages/", cwd=folder)

    assert sorted(path.name for path in (folder / "pages").iterdir()) == [
        "index.html",
        "unit-north.html",
        "unit-south.html",
    ]
    assert "html report: pages/" in outcome.err


@pytest.mark.parametrize(
    "arguments",
    [("--report", "html=pages/"), ("--split-by", "unit", "--report", "html=one.html"),
     ("--split-by", "unit", "--report", "json=pages/")],
)  # fmt: skip
def test_a_folder_is_for_pages_only(folder, arguments):
    outcome = audit("inv", *arguments, cwd=folder)

    assert outcome.code == 2
    assert "html=FOLDER/" in outcome.err
    assert sorted(path.name for path in folder.iterdir()) == ["inv"]
