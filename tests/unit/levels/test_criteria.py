"""The tables of criteria say what the decrees say: row by row, in three values, and no row less would do."""

from functools import cache

import pytest
import yaml

from secaudit import packs
from secaudit.documents import check, parse
from secaudit.levels import Table, determine, read_table
from secaudit.levels.determination import Determination
from tests.unit.levels.mutants import mutants
from tests.unit.levels.readings import DECREE_85, DECREE_331, corpus, level_by, system

PACKS = {path.name: path for path in packs.shipped()}
DECREES = {"vn-2026": DECREE_331, "vn-2016": DECREE_85}
BOTH = pytest.mark.parametrize("pack", DECREES)
WITHOUT_EFFECT = {
    "D331-12.1: 'state_secret' at 83 lost": "a system with state secrets meets 13.1, above",
    "D85-8.1: 'state_secret' at 83 lost": "a system with state secrets meets 9.1, above",
}
"""Changes that change no answer, and why."""


@cache
def text(pack: str) -> str:
    return (PACKS[pack] / "levels.yaml").read_text(encoding="utf-8")


def table(content: str) -> Table:
    document = parse("levels.yaml", content.encode())
    check(document, "levels")
    return read_table(document)


@cache
def expected(pack: str) -> tuple[tuple[object, ...], ...]:
    return tuple((system(held), level_by(DECREES[pack], held)) for held in corpus())


def answer(found: Determination) -> tuple[int, int, tuple[str, ...], tuple[str, ...]]:
    met = tuple(sorted(criterion.id for criterion in found.matched))
    still = tuple(sorted(wait.criterion.id for wait in found.open))
    return found.at_least, found.at_most, met, still


def differs(pack: str, changed: Table) -> bool:
    return any(answer(determine(one, changed)) != wanted for one, wanted in expected(pack))


@BOTH
def test_the_table_answers_as_the_decree_does(pack):
    read = table(text(pack))

    assert [(one, wanted) for one, wanted in expected(pack) if answer(determine(one, read)) != wanted] == []


@BOTH
def test_no_row_is_dead_and_every_row_above_the_lowest_can_be_left_open(pack):
    answers = [wanted for _, wanted in expected(pack)]
    reading = DECREES[pack]
    lowest = {name for name, (level, _) in reading.items() if level == 1}

    assert {met[0] for _, _, met, _ in answers if len(met) == 1} == set(reading)
    assert {name for _, _, _, still in answers for name in still} == set(reading) - lowest


@BOTH
def test_no_change_of_the_table_goes_unnoticed(pack):
    """Rows dropped or moved, bounds and words changed, conditions turned: each gives an answer that the decree does not."""
    unnoticed = {name for name, content in mutants(yaml.safe_load(text(pack))) if not differs(pack, table(content))}

    assert unnoticed == {name for name in WITHOUT_EFFECT if name.partition("-")[0] in next(iter(DECREES[pack]))}
