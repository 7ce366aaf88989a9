"""The strict reader: what a scalar means, what is refused, and where it says so."""

import hashlib

import pytest

from secaudit.documents import Node, parse
from secaudit.errors import InputError, Problem


def read(text: str) -> dict:
    return parse("f.yaml", text.encode()).content


def refusal(text: str | bytes) -> Problem:
    with pytest.raises(InputError) as caught:
        parse("f.yaml", text if isinstance(text, bytes) else text.encode())
    (problem,) = caught.value.problems
    assert problem.file == "f.yaml"
    assert problem.help
    return problem


@pytest.mark.parametrize("written", ["null", "Null", "NULL", "~", ""])
def test_null_is_null_and_so_is_nothing(written: str) -> None:
    assert read(f"key: {written}") == {"key": None}


@pytest.mark.parametrize(
    ("written", "value"),
    [("true", True), ("True", True), ("TRUE", True), ("false", False), ("False", False), ("FALSE", False)],
)
def test_true_and_false_are_truth_values(written: str, value: bool) -> None:
    assert read(f"key: {written}")["key"] is value


@pytest.mark.parametrize(
    ("written", "value"), [("0", 0), ("7", 7), ("-3", -3), ("+3", 3), ("-0", 0), ("9" * 18, int("9" * 18))]
)
def test_decimal_digits_are_a_whole_number(written: str, value: int) -> None:
    found = read(f"key: {written}")["key"]
    assert found == value
    assert type(found) is int


@pytest.mark.parametrize(
    "written",
    ["no", "yes", "on", "off", "y", "nULL", "2026-03-02", "22:22", "1_000", "0x1F", "0o17", "017", "007", "1.10",
     "1e3", ".inf", ".nan", "-", "+", "9" * 19, "9" * 4301, "1.2.3.4", "10.0.0.0/8", "=", "tRuE", "١٢"],
)  # fmt: skip
def test_everything_else_is_text_as_it_was_written(written: str) -> None:
    assert read(f"key: x{written}")["key"] == f"x{written}"
    if written != "-":
        assert read(f"key: {written}")["key"] == written


@pytest.mark.parametrize("written", ["'true'", '"true"'])
def test_quotes_make_text(written: str) -> None:
    assert read(f"key: {written}")["key"] == "true"
    assert read("key: '7'")["key"] == "7"
    assert read("key: ''")["key"] == ""
    assert read("key: |\n  7\n")["key"] == "7\n"


def test_keys_are_always_text() -> None:
    assert read("1: a\ntrue: b\nnull: c\n'4': d") == {"1": "a", "true": "b", "null": "c", "4": "d"}


def test_keys_are_composed_and_values_are_left_as_they_are() -> None:
    decomposed = "te\u0302n"
    assert read(f"{decomposed}: {decomposed}") == {"t\u00ean": decomposed}


def test_mappings_know_where_they_begin() -> None:
    content = read("a:\n  b: 1\nc:\n  - d: 2\n  -   {e: 3}\n")
    assert (content.line, content.column) == (1, 1)
    assert (content["a"].line, content["a"].column) == (2, 3)
    assert [(item.line, item.column) for item in content["c"]] == [(4, 5), (5, 7)]
    assert all(isinstance(item, Node) for item in content["c"])


def test_the_text_carries_the_hash_of_what_was_parsed() -> None:
    data = b"a: 1\n"
    text = parse("dir/f.yaml", data).text
    assert (text.name, text.data, text.digest) == ("dir/f.yaml", data, hashlib.sha256(data).hexdigest())


def test_a_byte_order_mark_is_tolerated_at_the_beginning_only() -> None:
    document = parse("f.yaml", b"\xef\xbb\xbfa: 1\nb: {c: 2}\n")
    assert document.content == {"a": 1, "b": {"c": 2}}
    assert document.text.position(("a",), key=True) == (1, 1)
    assert (refusal("a: 1\n\ufeffb: 2").line, refusal("a: 1\n\ufeffb: 2").column) == (2, 1)


def test_a_single_document_may_be_marked_as_such() -> None:
    assert read("---\na: 1\n...\n") == {"a": 1}


def test_windows_and_old_line_ends_are_line_ends() -> None:
    assert read("a: 1\r\nb: 2\r\n") == {"a": 1, "b": 2}
    assert refusal(b"a: 1\r\nb: \xe9").line == 2


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "holds nothing"),
        ("# only a comment\n", 1, 1, "holds nothing"),
        ("---\n", 1, 1, "holds nothing"),
        ("\n- a\n", 2, 1, "not with a list"),
        ("just text", 1, 1, "not with plain text"),
        ("a: &x 1", 1, 4, "anchors (`&x`)"),
        ("a: &x {b: 1}", 1, 4, "anchors (`&x`)"),
        ("&x a: 1", 1, 1, "anchors (`&x`)"),
        ("a: 1\nb: *x", 2, 4, "aliases (`*x`)"),
        ("*x : 1", 1, 1, "aliases (`*x`)"),
        ("a: !!int '1'", 1, 4, "tags (`tag:yaml.org,2002:int`)"),
        ("a: !!map {b: 1}", 1, 4, "tags (`tag:yaml.org,2002:map`)"),
        ("a: !local [b]", 1, 4, "tags (`!local`)"),
        ("a: ! b", 1, 4, "tags (`!`)"),
        ("a: !x!y b", 1, 4, "tags"),
        ("a: {b: 1}\n<<: {c: 1}", 2, 1, "merge keys"),
        ("'<<': 1", 1, 1, "merge keys"),
        ("? [a]\n: 1", 1, 3, "a key must be a word"),
        ("{a: 1}: 2", 1, 1, "a key must be a word"),
        ("a: 1\n'': 2", 2, 1, "a key is empty"),
        ("a: 1\n---\nb: 2", 2, 1, "a second document"),
        ("---\n---\n", 2, 1, "a second document"),
        ("%YAML 1.2\n---\na: 1", 1, 1, "directives"),
        ("%TAG ! tag:x,2026:\n---\na: 1", 1, 1, "directives"),
        ('a: "\\0"', 1, 4, "U+0000"),
        ('a: "x\\e[31m"', 1, 4, "U+001B"),
        ('"\\a": 1', 1, 1, "U+0007"),
        ("a: 1\n b: 2", 2, 3, "a `:` where no key can be"),
        ("a: [1", 1, 7, "is not closed (opened in line 1)"),
        ("a: {b: 1", 1, 9, "is not closed (opened in line 1)"),
        ("a: 'b", 1, 6, "is not closed (opened in line 1)"),
        ("a:\n\tb: 1", 2, 1, "tab"),
        ("a: b\nc\nd: 1", 3, 1, "a key without `:`"),
        ("a: @b", 1, 4, "where a value begins"),
        ("a: | b\n c\n", 1, 6, "this is not YAML"),
    ],
)  # fmt: skip
def test_refusals_say_where_and_what(text: str, line: int, column: int, words: str) -> None:
    problem = refusal(text)
    assert words in problem.message
    if words not in {"holds nothing", "is not closed (opened in line 1)", "a key without `:`"}:
        assert (problem.line, problem.column) == (line, column)


def test_duplicate_keys_name_both_lines() -> None:
    problem = refusal("x:\n  - {a: 1}\n  - b: 1\n    c: {a: 2}\n    b: 2\n")
    assert (problem.line, problem.column) == (5, 5)
    assert problem.message == "'b' stands twice in one mapping: in line 3 and in line 5"


def test_keys_that_only_look_the_same_are_duplicates() -> None:
    problem = refusal("t\u00ean: 1\nte\u0302n: 2\n")
    assert problem.message == "'t\u00ean' stands twice in one mapping: in line 1 and in line 2"


def test_the_same_key_in_two_mappings_is_no_duplicate() -> None:
    assert read("a: {k: 1}\nb: {k: 2}\nc: [{k: 1}, {k: 1}]")["b"] == {"k": 2}


@pytest.mark.parametrize(("character", "name"), [("\x85", "U+0085"), ("\u2028", "U+2028"), ("\u2029", "U+2029")])
def test_line_breaks_nobody_sees_are_refused_with_their_line(character: str, name: str) -> None:
    problem = refusal(f"a: 1\nb: x{character}level: 5\n")
    assert (problem.line, problem.column) == (2, 5)
    assert name in problem.message
    assert refusal(f"{character}a: 1").column == 1
    assert refusal(f"a{character}: 1").column == 2


def test_other_encodings_are_refused_with_line_and_column() -> None:
    assert (refusal(b"a: 1\nb: caf\xe9\n").line, refusal(b"a: 1\nb: caf\xe9\n").column) == (2, 7)
    assert "UTF-8" in refusal("a: 1".encode("utf-16")).message
    assert "UTF-8" in refusal(b"a: \xed\xa0\x80").message  # a lone surrogate, as some programs write it


def test_text_from_the_file_is_made_visible_in_messages() -> None:
    assert "\u202e" not in refusal("a\u202eb: 1\na\u202eb: 2").message
    assert "\\u202e" in refusal("a\u202eb: 1\na\u202eb: 2").message
