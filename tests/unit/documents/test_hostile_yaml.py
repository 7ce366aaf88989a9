"""Texts that kill, stall or fool other readers: all of them are refused, at once and politely."""

import time
from collections.abc import Iterator

import pytest

from secaudit.documents import parse, problems, reader
from secaudit.documents.builder import MAX_DEPTH, MAX_SCALAR
from secaudit.documents.libyaml import MAX_EVENTS
from secaudit.errors import InputError

LAUGHS = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
MERGES = "a: &a {k: 1}\n" + "".join(
    f"{b}: &{b} {{<<: [{', '.join(['*' + a] * 9)}]}}\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "brackets": ("a: " + "[" * 100_000, "nested more than 32 deep"),
    "braces": ("{a: " * 100_000, "nested more than 32 deep"),
    "dashes": ("a:\n  " + "- " * 100_000, "nested more than 32 deep"),
    "questions": ("? " * 100_000, "a key must be a word"),
    "indents": ("".join(" " * i + "a:\n" for i in range(1_000)), "nested more than 32 deep"),
    "billion laughs": (LAUGHS, "anchors"),
    "merge bomb": (MERGES, "anchors"),
    "merge without anchors": ("a: {<<: [{b: 1}, {b: 2}]}", "merge keys"),
    "recursive alias": ("a: &a [*a]", "anchors"),
    "python object": ("a: !!python/object/apply:os.system [id]", "tags"),
    "escaped surrogate": ('a: "\\ud800"', "an escape that stands for no character"),
    "escaped NUL": ('a: "\\0"', "control character"),
    "raw NUL": ("a: \0", "control character"),
    "raw bell": ("a: \a", "control character"),
    "raw delete": ("a: \x7f", "control character"),
    "C1 control": ("a: \x9b31m", "control character"),
    "noncharacter": ('a: "\\uffff"', "control character"),
    "long key": ("? " + "k" * 70_000 + "\n: 1", "70,000 characters"),
    "long text": ("a: " + "v" * (MAX_SCALAR + 1), "65,537 characters"),
    "long quoted text": ('a: "' + "v" * (MAX_SCALAR + 1) + '"', "65,537 characters"),
}


@pytest.fixture(autouse=True)
def quickly() -> Iterator[None]:
    start = time.monotonic()
    yield
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_refused(name: str) -> None:
    text, words = HOSTILE[name]
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        parse("f.yaml", text.encode())
    assert words in caught.value.problems[0].message
    assert caught.value.problems[0].line
    assert time.monotonic() - start < 2


def test_depth_is_counted_exactly() -> None:
    deepest = "a: " + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1)
    assert parse("f.yaml", deepest.encode()).content
    with pytest.raises(InputError, match="nested more than"):
        parse("f.yaml", deepest.replace("[]", "[[]]").encode())


def test_the_longest_text_is_read() -> None:
    assert len(parse("f.yaml", b"a: " + b"v" * MAX_SCALAR).content["a"]) == MAX_SCALAR


def test_a_number_too_long_for_python_is_text() -> None:
    assert parse("f.yaml", b"a: " + b"9" * 4301).content["a"] == "9" * 4301


def test_too_many_bytes_are_not_even_scanned() -> None:
    with pytest.raises(InputError, match="at most 20,000,000 are read"):
        parse("f.yaml", b"a" * (reader.MAX_BYTES + 1))


def test_too_many_values_are_refused() -> None:
    with pytest.raises(InputError, match="more than 2,000,000 values"):
        parse("f.yaml", b"a: [" + b"x," * MAX_EVENTS + b"]")


def test_a_million_mistakes_are_explained_in_bounded_time() -> None:
    document = parse("f.yaml", b"secaudit: 1\nsystems: [" + b"1," * 200_000 + b"]")
    found = problems(document, "inventory")
    assert len(found) == 201
    assert found[-1].message == "and at least 1800 more problems in this file"


def test_many_unknown_keys_are_explained_in_bounded_time() -> None:
    text = "secaudit: 1\n" + "".join(f"k{i}: 1\n" for i in range(100_000))
    assert len(problems(parse("f.yaml", text.encode()), "inventory")) == 201


def test_a_long_list_with_one_odd_item_is_compared_in_bounded_time() -> None:
    # Cannot be sorted, and then jsonschema compares every item with every other one.
    items = ",".join(f"10.{i >> 8}.{i & 255}.0/24" for i in range(60_000))
    document = parse("f.yaml", f"secaudit: 1\nsegments: [{{id: a, cidrs: [{items}, 5]}}]".encode())
    start = time.monotonic()
    assert len(problems(document, "inventory")) == 1
    assert time.monotonic() - start < 10


def test_many_long_lists_are_explained_in_bounded_time() -> None:
    long_list = ",".join(f"{i}.0.0.0/8" for i in range(60))
    segments = "".join(f"- {{id: s{i}, cidrs: [{long_list}, wrong]}}\n" for i in range(1_000))
    start = time.monotonic()
    assert len(problems(parse("f.yaml", f"secaudit: 1\nsegments:\n{segments}".encode()), "inventory")) == 201
    assert time.monotonic() - start < 10


def test_a_long_wrong_word_is_not_repeated_in_full() -> None:
    document = parse("f.yaml", b"secaudit: 1\nsystems: [{id: a, status: " + b"x" * 60_000 + b"}]")
    assert len(problems(document, "inventory")[0].message) < 300
