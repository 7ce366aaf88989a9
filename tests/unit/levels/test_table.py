"""A table of criteria: read in any order, kept highest level first, refused where an expression is wrong."""

import pytest

from secaudit.documents import check, parse
from secaudit.errors import PolicyError
from secaudit.findings.words import Words
from secaudit.levels import Table, determine, read_table
from secaudit.model import Facts, System

HEAD = "id: t\ntitle: {vi: Bảng, en: Table}\nlevels:\n"


def _criterion(name: str, when: str) -> str:
    return f'      - {{id: {name}, clause: "Điều {name}", title: {{vi: Tiêu chí {name}, en: Criterion {name}}}, when: "{when}"}}\n'


def _level(level: int, *criteria: str) -> str:
    return f"  - level: {level}\n    criteria:\n{''.join(criteria)}"


def _read(*levels: str) -> Table:
    document = parse("levels.yaml", (HEAD + "".join(levels)).encode())
    check(document, "levels")
    return read_table(document)


SECRET, ONLINE, SHARED = "'state_secret' in information", "online_service", "kind == 'infrastructure'"
LEVELS = (
    _level(2, _criterion("b2", ONLINE), _criterion("a2", SHARED)),
    _level(4, _criterion("d4", SECRET)),
    _level(3, _criterion("c3", ONLINE + " && strategic"), _criterion("b3", SHARED)),
)


def _determine(kind: str | None = "internal", **facts: object):
    system = System(id="s", source=("a.yaml", 1, 1), kind=kind, facts=Facts(**facts))
    found = determine(system, _read(*LEVELS))
    matched = [criterion.id for criterion in found.matched]
    return (found.at_least, found.at_most), matched, [(wait.criterion.id, wait.missing) for wait in found.open]


def test_criteria_are_kept_highest_level_first_and_then_by_id():
    table = _read(*LEVELS)

    assert [criterion.id for criterion in table.criteria] == ["d4", "b3", "c3", "a2", "b2"]
    assert (table.id, table.title) == ("t", Words(vi="Bảng", en="Table"))


def test_a_criterion_says_its_level_its_clause_and_its_words():
    first = _read(*LEVELS).criteria[0]

    assert (first.level, first.clause, first.title) == (4, "Điều d4", Words(vi="Tiêu chí d4", en="Criterion d4"))


NONE = {"information": ("public",), "online_service": False, "strategic": False}


@pytest.mark.parametrize(
    ("kind", "facts", "levels", "matched", "waiting"),
    [
        ("internal", NONE, (1, 1), [], []),
        # all criteria of the highest level that is met are told, and none below it
        ("infrastructure", NONE | {"online_service": True, "strategic": True}, (3, 3), ["b3", "c3"], []),
        ("internal", NONE | {"online_service": True}, (2, 2), ["b2"], []),
        # what is open at or below the level that is met does not matter
        ("infrastructure", {"information": ("public",)}, (3, 3), ["b3"], []),
        ("internal", {"information": ("state_secret",)}, (4, 4), ["d4"], []),
        # what is open above it does
        ("internal", {"information": ("public",), "online_service": True}, (2, 3), ["b2"], [("c3", ("strategic",))]),
        ("internal", {"online_service": False}, (1, 4), [], [("d4", ("information",))]),
        (
            "internal",
            {"information": ("public",)},
            (1, 3),
            [],
            [("c3", ("online_service", "strategic")), ("b2", ("online_service",))],
        ),
        (None, NONE, (1, 3), [], [("b3", ("kind",)), ("a2", ("kind",))]),
    ],
)
def test_the_highest_level_that_is_met_counts_and_what_is_open_above_it(kind, facts, levels, matched, waiting):
    assert _determine(kind, **facts) == (levels, matched, waiting)


def test_a_level_is_computed_only_once_nothing_above_it_is_open():
    open_, closed = (
        determine(System(id="s", source=("a.yaml", 1, 1), kind="internal", facts=Facts(**facts)), _read(*LEVELS))
        for facts in ({"information": ("public",)}, NONE)
    )

    assert (open_.level, closed.level) == (None, 1)


@pytest.mark.parametrize("place", [(0, 0), (0, 2), (1, 0), (2, 1)])
def test_an_expression_that_cannot_be_bound_is_told_with_its_place(place):
    levels = [
        _level(
            row + 2,
            *(
                _criterion(f"c{row}{column}", "secrecyy == 'mat'" if (row, column) == place else ONLINE)
                for column in range(3)
            ),
        )
        for row in range(3)
    ]
    lines = (HEAD + "".join(levels)).splitlines()
    line = next(number for number, text in enumerate(lines, 1) if "secrecyy" in text)

    with pytest.raises(PolicyError) as caught:
        _read(*levels)

    (problem,) = caught.value.problems
    column = lines[line - 1].index("secrecyy")  # at the quote, counted from 1
    assert (problem.where, "secrecyy" in problem.message) == (f"levels.yaml:{line}:{column}", True)
    assert problem.help
