"""What a spreadsheet opens computes nothing."""

from secaudit.cli.matrix import _csv
from secaudit.network.matrix import Matrix


def test_no_cell_begins_a_formula() -> None:
    names = ["=1+1", "@sum", "-2", "+3", "plain"]
    matrix = Matrix([1] * 5, [[0] * 5 for _ in names])

    rows = [line.split(",") for line in _csv(names, matrix, "zone").splitlines()]

    assert rows[0] == ["zone", "'=1+1", "'@sum", "'-2", "'+3", "plain"]
    assert [row[0] for row in rows[1:]] == rows[0][1:]
