"""The generated inventories are what the benchmarks say they are: valid, always the same, and mostly in order."""

from pathlib import Path

import pytest

from secaudit import pipeline
from secaudit.findings.report import Report
from tests.benchmarks import generator

SIZE = 300


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Report:
    folder: Path = tmp_path_factory.mktemp("generated")
    generator.write(SIZE, folder)
    return pipeline.audit(pipeline.Request(roots=(folder,), base=folder.parent, as_of=generator.AS_OF))


@pytest.mark.parametrize("size", [generator.SMALLEST, 173, 187, SIZE, 3_300])
def test_an_inventory_has_exactly_the_size_that_was_asked_for(size: int) -> None:
    texts = [text for _, text in generator.files(size)]
    assert sum(line.startswith(("  - {id:", "  - id:")) for text in texts for line in text.splitlines()) == size


def test_a_generated_inventory_is_valid_and_every_reference_resolves(report: Report) -> None:
    assert sum(report.counts.values()) == SIZE
    assert not report.skipped


def test_faults_are_found_but_do_not_dominate(report: Report) -> None:
    judged = sum(tally.passed + tally.failed + tally.unknown for tally in report.tallies)
    found = sum(tally.failed + tally.unknown for tally in report.tallies)
    assert 0 < found < judged * 0.03
    assert not sum(tally.error for tally in report.tallies)


def test_the_same_seed_gives_the_same_bytes_and_another_seed_others() -> None:
    assert list(generator.files(SIZE, seed=7)) == list(generator.files(SIZE, seed=7))
    assert list(generator.files(SIZE, seed=7)) != list(generator.files(SIZE, seed=8))


def test_what_is_too_small_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 110"):
        list(generator.files(109))
