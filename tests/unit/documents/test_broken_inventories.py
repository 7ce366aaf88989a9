"""Every mistake shown in `inventories/broken/`, and what is said of it."""

from pathlib import Path

import pytest
from syrupy.assertion import SnapshotAssertion

from secaudit import intake
from secaudit.documents import read, walk
from secaudit.errors import InputError

FOLDER = Path(__file__).parents[3] / "inventories" / "broken"
LEFT_TO_INTAKE = {
    "ambiguous-selector", "approval-of-nothing", "dangling-reference", "diode-of-three", "direction-elsewhere",
    "direction-to-itself", "duplicate-id", "host-on-itself", "overlapping-addresses", "selector-of-nothing",
}  # fmt: skip
FILES = {Path(entry.name).stem: entry for entry in walk([FOLDER], base=FOLDER).files}


def test_there_is_nothing_else_in_the_folder() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{name}.yaml" for name in FILES} | {"README.md"}


def test_every_file_says_its_mistake_and_is_in_the_table() -> None:
    table = (FOLDER / "README.md").read_text(encoding="utf-8")
    for name, entry in FILES.items():
        sentence = entry.read().decode("latin-1").splitlines()[0].removeprefix("# ")
        assert f"| [{name}.yaml]({name}.yaml) | {sentence.encode('latin-1').decode()} |" in table


@pytest.mark.parametrize("name", sorted(set(FILES) - LEFT_TO_INTAKE))
def test_the_mistake_is_told(name: str, snapshot: SnapshotAssertion) -> None:
    with pytest.raises(InputError) as caught:
        read(FILES[name], "inventory")
    told = "\n".join(f"{p.where}: {p.message}\n    {p.help}".rstrip() for p in caught.value.problems)
    assert told == snapshot


@pytest.mark.parametrize("name", sorted(LEFT_TO_INTAKE))
def test_what_only_the_whole_can_tell_is_told_by_the_intake(name: str, snapshot: SnapshotAssertion) -> None:
    document = read(FILES[name], "inventory")
    with pytest.raises(InputError) as caught:
        intake.build([(document.text, intake.fragment(document))])
    told = "\n".join(f"{p.where}: {p.message}\n    {p.help}".rstrip() for p in caught.value.problems)
    assert told == snapshot
