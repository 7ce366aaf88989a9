"""What is made when it is looked at is equal to the tuple of it, and told as one."""

import pytest

from secaudit.editions.canonical import canonical
from secaudit.findings.later import Later, Named


def test_it_is_the_tuple_of_its_items() -> None:
    later = Later(lambda: (number * number for number in range(4)))

    assert list(later) == [0, 1, 4, 9]
    assert list(later) == [0, 1, 4, 9]
    assert later == (0, 1, 4, 9)
    assert later == Later(lambda: [0, 1, 4, 9])
    assert later != (0, 1, 4)
    assert later != [0, 1, 4, 9]
    assert (later[1], later[-1], later[1:3], len(later), 4 in later) == (1, 9, (1, 4), 4, True)
    assert (hash(later), repr(later)) == (hash((0, 1, 4, 9)), "(0, 1, 4, 9)")


def test_nothing_is_made_before() -> None:
    made: list[str] = []

    def make() -> list[str]:
        made.append("made")
        return ["a"]

    named = Named(make, lambda name: (name, name))
    assert named.pick("b") == ("b", "b")
    assert not made
    assert tuple(iter(named)) == ("a",)
    assert made == ["made"]


def test_it_is_written_as_the_list_of_its_items() -> None:
    assert canonical({"a": Later(lambda: ["x"])}) == b'{"a":["x"]}'
    assert canonical({"a": Later(lambda: ["\udcff"])}) == canonical({"a": ["\udcff"]})
    with pytest.raises(TypeError, match="object"):
        canonical({"a": object()})
