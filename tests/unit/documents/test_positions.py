"""Positions on demand agree with an independent scan, and cost one scan for many paths."""

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit.documents import embedded, parse
from secaudit.documents.place import Path

TEXT = """\
# a comment
secaudit: 1
systems:
  - id: a
    facts: {information: [private, personal], secrecy: none}
    nothing:
  - {id: b,
     level: 3}
"""
PLACES = [
    ((), (2, 1), (2, 1)),
    (("secaudit",), (2, 1), (2, 11)),
    (("systems",), (3, 1), (4, 3)),
    (("systems", 0), (4, 5), (4, 5)),
    (("systems", 0, "id"), (4, 5), (4, 9)),
    (("systems", 0, "facts"), (5, 5), (5, 12)),
    (("systems", 0, "facts", "information", 1), (5, 36), (5, 36)),
    (("systems", 0, "facts", "secrecy"), (5, 47), (5, 56)),
    (("systems", 0, "nothing"), (6, 5), (6, 13)),
    (("systems", 1), (7, 5), (7, 5)),
    (("systems", 1, "level"), (8, 6), (8, 13)),
]
ABSENT = [
    (("units",), ()),
    (("systems", 2), ("systems",)),
    (("systems", 0, "level"), ("systems", 0)),
    (("systems", 0, "level", 3, "x"), ("systems", 0)),
    (("secaudit", "x"), ("secaudit",)),
    (("systems", "0"), ("systems",)),
    ((0,), ()),
]


@pytest.mark.parametrize(("path", "key", "value"), PLACES)
def test_keys_and_values_are_found(path: Path, key: tuple[int, int], value: tuple[int, int]) -> None:
    text = parse("f.yaml", TEXT.encode()).text
    assert text.position(path) == value
    assert text.position(path, key=True) == key


@pytest.mark.parametrize(("path", "ancestor"), ABSENT)
def test_what_is_absent_is_where_it_would_be(path: Path, ancestor: Path) -> None:
    text = parse("f.yaml", TEXT.encode()).text
    assert text.position(path) == text.position(ancestor)
    assert text.position(path, key=True) == text.position(ancestor, key=True)


def test_many_places_are_found_in_one_scan() -> None:
    text = parse("f.yaml", TEXT.encode()).text
    wanted = [path for path, _, _ in PLACES] + [path for path, _ in ABSENT]
    found = text.places(wanted)
    assert {path: place.value for path, place in found.items()} == {p: text.position(p) for p in wanted}


def test_keys_are_found_however_they_are_spelt() -> None:
    text = parse("f.yaml", "x: 1\nte\u0302n: 2\n".encode()).text
    assert text.position(("t\u00ean",)) == (2, 7)


def test_an_embedded_document_keeps_its_places() -> None:
    document = parse("rule.yaml", b"examples:\n  - inventory:\n      secaudit: 1\n      units: []\n")
    inner = embedded(document, ("examples", 0, "inventory"))
    assert inner.content == {"secaudit": 1, "units": []}
    assert inner.text.name == "rule.yaml"
    assert inner.text.position(("units",), key=True) == (4, 7)
    assert inner.text.position(("absent",)) == (3, 7)
    assert inner.text.position(()) == (inner.content.line, inner.content.column)
    with pytest.raises(TypeError):
        embedded(document, ("examples",))


words = st.text(st.characters(codec="utf-8", exclude_categories=("C", "Z"), exclude_characters="\x85"), max_size=8)
data = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**18) + 1, 10**18 - 1) | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words.filter(bool), inner, max_size=4),
    max_leaves=25,
)


def emit(value: object, style: bool) -> bytes:
    """Plain words for null, truth and numbers; every text in quotes, as a careful program writes it."""

    class Quoting(yaml.SafeDumper):
        pass

    quoted = yaml.SafeDumper.represent_str
    Quoting.add_representer(str, lambda dumper, text: dumper.represent_scalar(quoted(dumper, text).tag, text, '"'))
    Quoting.ignore_aliases = lambda *_: True  # type: ignore[method-assign,assignment]
    return yaml.dump(value, Dumper=Quoting, default_flow_style=style, allow_unicode=True, sort_keys=False).encode()


def normal(value: object) -> object:
    import unicodedata

    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", k): normal(v) for k, v in value.items()}
    return [normal(v) for v in value] if isinstance(value, list) else value


def unambiguous(value: object) -> bool:
    import unicodedata

    if isinstance(value, dict):
        keys = {unicodedata.normalize("NFC", key) for key in value}
        return len(keys) == len(value) and "<<" not in keys and all(map(unambiguous, value.values()))
    return all(map(unambiguous, value)) if isinstance(value, list) else True


mappings = st.dictionaries(words.filter(bool), data, min_size=1, max_size=4).filter(unambiguous)


@settings(derandomize=True, deadline=None)
@given(mappings, st.booleans())
def test_what_was_written_is_read(value: dict[str, object], flow: bool) -> None:
    assert parse("f.yaml", emit(value, flow)).content == normal(value)


def composed(node: yaml.Node, path: Path, key: yaml.Node | None) -> dict[Path, tuple[tuple[int, int], tuple[int, int]]]:
    """Independent of ours: PyYAML's pure parser composes the whole tree, and we read its marks."""
    import unicodedata

    def at(one: yaml.Node) -> tuple[int, int]:
        return one.start_mark.line + 1, one.start_mark.column + 1

    found = {path: (at(key or node), at(node))}
    if isinstance(node, yaml.MappingNode):
        for name, child in node.value:
            found |= composed(child, (*path, unicodedata.normalize("NFC", name.value)), name)
    elif isinstance(node, yaml.SequenceNode):
        for index, child in enumerate(node.value):
            found |= composed(child, (*path, index), None)
    return found


@settings(derandomize=True, deadline=None)
@given(mappings, st.booleans())
def test_positions_agree_with_an_independent_scan(value: dict[str, object], flow: bool) -> None:
    written = emit(value, flow)
    expected = composed(yaml.compose(written, Loader=yaml.SafeLoader), (), None)
    found = parse("f.yaml", written).text.places(expected)
    assert {path: (place.key, place.value) for path, place in found.items()} == expected
