"""A finding keeps its name however its inventory is written down: other files, another order, other white space."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

from secaudit.pipeline import Request, audit

MINISTRY = Path(__file__).parents[2] / "inventories/ministry"
# Rules of every kind of check; all of them would only take longer.
RULES = ("APR-01", "GWP", "ZON-06", "DET-01", "GWA", "CTL-01")


def _names(folder: Path) -> dict[str, tuple[str, str]]:
    """The findings by fingerprint, with what they are about and how bad they are."""
    report = audit(Request(roots=(folder,), base=folder, as_of="2026-11-22", select=RULES))
    found = (verdict.finding for verdict in report.verdicts)
    return {one.fingerprint: (one.subject, one.severity) for one in found}


@pytest.fixture(scope="module")
def known() -> dict[str, tuple[str, str]]:
    return _names(MINISTRY)


@pytest.fixture(scope="module")
def contents() -> list[dict[str, Any]]:
    return [yaml.load(file.read_text("utf-8"), yaml.BaseLoader) for file in sorted(MINISTRY.glob("*.yaml"))]


def _typed(value: Any) -> Any:
    """Texts that the inventory means as numbers or truth values, as JSON writes them."""
    if isinstance(value, dict):
        return {key: _typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_typed(item) for item in value]
    if value in {"true", "false"}:
        return value == "true"
    return int(value) if value.isdecimal() and (value == "0" or not value.startswith("0")) else value


@pytest.mark.once
@pytest.mark.parametrize("seed", range(6))
def test_files_order_and_layout_say_nothing(
    known: dict[str, tuple[str, str]], contents: list[dict[str, Any]], tmp_path: Path, seed: int
) -> None:
    random = Random(seed)
    folder = tmp_path
    for number, content in enumerate(random.sample(contents, len(contents))):
        top = {key: content[key] for key in content if not isinstance(content[key], list)}
        lists = [key for key in content if isinstance(content[key], list)]
        random.shuffle(lists)
        half = random.randrange(len(lists) + 1)
        for part, keys in enumerate((lists[:half], lists[half:])):
            if not keys:
                continue
            shuffled = {key: random.sample(content[key], len(content[key])) for key in keys}
            text = json.dumps(
                _typed(top | shuffled), indent=random.choice([None, 1, 4]), ensure_ascii=random.random() < 0.5
            )
            place = folder / random.choice(["", "a", "b/c"])
            place.mkdir(parents=True, exist_ok=True)
            comment = "# " + "x" * random.randrange(40) + "\n" if random.random() < 0.5 else ""
            (place / f"{random.randrange(10**6)}-{number}-{part}.yaml").write_text(f"{comment}{text}\n", "utf-8")
    assert _names(folder) == known
