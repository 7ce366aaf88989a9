"""The lean classes that libyaml's parser is lent while it parses for us, and that it gives back."""

from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from msgspec import Struct
from yaml import _yaml as parser_module

from secaudit.documents import builder, lean_events, libyaml, parse, positions
from secaudit.errors import InputError

NAMES = tuple(each.__name__ for each in lean_events.CLASSES)


def in_place() -> dict[str, type]:
    return {name: getattr(parser_module, name) for name in NAMES}


@pytest.fixture(autouse=True)
def ordinary_before_and_after() -> Iterator[None]:
    own = {name: getattr(yaml, name) for name in NAMES}
    assert in_place() == own
    yield
    assert in_place() == own


def test_the_parser_at_hand_fills_them_and_ours_look_for_them() -> None:
    lent = {each.__name__: each for each in lean_events.CLASSES}
    assert libyaml.accepted(lean_events.CLASSES) == lent
    for module in (libyaml, builder, positions):
        assert {name: getattr(module, name) for name in NAMES} == lent


def test_the_parser_has_its_own_back_after_a_text() -> None:
    assert parse("f.yaml", b"a: {b: [1, two]}").content == {"a": {"b": [1, "two"]}}
    assert [type(event).__module__ for event in yaml.parse("a: [b]", yaml.CLoader)] == ["yaml.events"] * 10


@pytest.mark.parametrize("text", [b"a: [1", b"a: &x 1", b"a: 1\na: 2", b"a: \x01", b"[a]", b"a: " + b"[" * 200, b""])
def test_the_parser_has_its_own_back_after_a_mistake(text: bytes) -> None:
    with pytest.raises(InputError):
        parse("f.yaml", text)
    assert in_place()["ScalarEvent"] is yaml.ScalarEvent


def test_the_parser_has_its_own_back_when_nobody_reads_on() -> None:
    with libyaml.events(b"a: 1", 100) as stream:
        next(stream)
        assert in_place()["ScalarEvent"] is lean_events.ScalarEvent
        with libyaml.events(b"b: 2", 100) as inner:
            assert len(list(inner)) == 8
        assert in_place()["ScalarEvent"] is lean_events.ScalarEvent
    assert in_place()["ScalarEvent"] is yaml.ScalarEvent


class TooFew(Struct):
    anchor: Any


class Swapped(Struct):
    tag: Any
    anchor: Any
    implicit: Any
    value: Any
    start_mark: Any
    end_mark: Any
    style: Any


class Refusing(Struct):
    def __post_init__(self) -> None:
        raise SystemError


@pytest.mark.parametrize("odd", [TooFew, Swapped, Refusing])
def test_a_parser_that_does_not_play_along_keeps_its_own(odd: type) -> None:
    named = type("ScalarEvent", (odd,), {})
    assert libyaml.accepted([named]) == {}


def test_a_parser_that_looks_nowhere_keeps_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(libyaml, "parser_module", type("Elsewhere", (), in_place()))
    assert libyaml.accepted(lean_events.CLASSES) == {}
    monkeypatch.setattr(libyaml, "parser_module", object())
    assert libyaml.accepted(lean_events.CLASSES) == {}
