"""The page about mutation testing names what is there, and its table adds up; the faults are what they are called."""

import ast
from collections import Counter

import pytest

from tests.mutation.accepted import accepted, table
from tests.mutation.mutants import mutants
from tests.mutation.targets import ROOT, TARGETS, TESTS
from tests.mutation.trials import Trial, chosen


def _functions(module: str) -> set[str]:
    def walk(node: ast.AST, within: str):
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.FunctionDef | ast.ClassDef):
                yield f"{within}{child.name}"
                yield from walk(child, f"{within}{child.name}.")

    return {"", *walk(ast.parse((ROOT / module).read_text(encoding="utf-8")), "")}


def test_every_survivor_that_is_argued_for_is_in_a_module_and_function_that_exist():
    assert [name for name in accepted() if name[0] not in TARGETS or name[1] not in _functions(name[0])] == []


def test_no_survivor_is_argued_for_twice():
    assert [name for name, times in Counter(accepted()).items() if times > 1] == []


def test_targets_and_tests_exist():
    paths = [*TARGETS, *(path.removeprefix("--ignore=") for path in TESTS)]

    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_table_has_every_target_and_adds_up():
    found = table()

    assert sorted(found) == sorted(TARGETS)
    assert [row for row in found.values() if row[0] != sum(row[1:])] == []


def test_every_survivor_of_the_table_is_argued_for():
    listed = Counter(name[0] for name in accepted())

    assert {target: row[3] for target, row in table().items()} == {target: listed[target] for target in TARGETS}


@pytest.mark.parametrize(
    ("line", "faults"),
    [
        ("a < b", {"a <= b", "a >= b", "None"}),
        ("a and not b", {"a or not b", "not b", "a", "b", "None"}),
        ("[x for x in a if b(x)]", {"not b(x)", "True", "None"}),
        ("sorted(a, key=b) + 1", {"sorted(a, key=b) - 1", "list(a)", "nothing", "2", "None"}),
        ("f'{a} is wrong'", {"None"}),
    ],
)
def test_a_fault_is_what_a_careless_hand_writes(tmp_path, line, faults):
    (tmp_path / "module.py").write_text(
        f'"""Text."""\n\n\ndef f(a: int = b) -> None:\n    """Text."""\n    return {line}\n'
    )

    _, made = mutants(tmp_path, "module.py")

    assert {mutant.after.removeprefix("return ") for mutant in made} == faults
    assert {mutant.function for mutant in made} == {"f"}


def test_a_fault_is_planted_in_the_tree_and_nothing_else_is_changed(tmp_path):
    (tmp_path / "module.py").write_text("def f(a, b):\n    return g(a < 3, k=b)\n")
    texts = []
    for number in range(len(mutants(tmp_path, "module.py")[1])):
        tree, made = mutants(tmp_path, "module.py")
        made[number].plant()
        texts.append(ast.unparse(ast.fix_missing_locations(tree)).splitlines()[1].strip())

    assert sorted(texts) == [
        "return None", "return g(a < 3)", "return g(a < 4, k=b)", "return g(a <= 3, k=b)", "return g(a >= 3, k=b)",
    ]  # fmt: skip


def test_the_quickest_tests_are_tried_whatever_killed_lately_and_those_that_kill_much_come_first():
    trials = [Trial(bool, name, seconds) for name, seconds in (("slow", 9), ("quick", 1), ("late", 5), ("handy", 2))]

    names = [trial.name for trial in chosen(trials, {"handy": 3, "slow": 9}, ["late"], budget=2)]

    assert names == ["late", "handy", "quick"]
