"""A last key that nobody asks for is not read; whatever only looks like one is."""

from pathlib import Path

import pytest

from secaudit.documents import check, parse
from secaudit.errors import InputError
from secaudit.packs.selection import shipped

RULE = b"id: A-1\ntitle: one\nexamples:\n  - pass: yes\n  - fail: no\n"


def test_the_last_key_is_left_out_and_said_to_be() -> None:
    document = parse("a.yaml", RULE, leave="examples")

    assert document.content == {"id": "A-1", "title": "one"}
    assert document.left_out == {"examples"}
    assert (document.text.data, document.text.digest) == (RULE, parse("a.yaml", RULE).text.digest)
    assert document.text.position(("examples", 1)) == (5, 5)


@pytest.mark.parametrize(
    "text",
    [
        RULE + b"check: every\n",
        RULE + b"'check': every\n",
        b"id: A-1\ntitle: 'one\nexamples:\n  two'\n",
        b'id: A-1\ntitle: "one\nexamples: two"\n',
        b"id: A-1\ntitle: [one,\nexamples: ]\n",
        b"id: A-1\nexamples:two: 1\n",
        b"id: A-1\ntitle: |\n  examples:\n  no key\n",
        b"id: A-1\ntitle: {\n examples: 1}\n",
    ],
)
def test_what_is_not_last_or_no_key_is_read(text: bytes) -> None:
    document = parse("a.yaml", text, leave="examples")

    assert document.left_out == frozenset()
    assert document.content == parse("a.yaml", text).content


@pytest.mark.parametrize("more", [b"---\nid: B\n", b"--- x\n", b"...\nx\n", b"\tx\n", b"id: twice\n"])
def test_what_follows_the_key_is_still_refused(more: bytes) -> None:
    with pytest.raises(InputError):
        parse("a.yaml", RULE + more, leave="examples")


def test_a_list_that_is_not_indented_belongs_to_its_key() -> None:
    text = b"id: A-1\nexamples:\n- pass: yes\n# a remark\n\n- fail: no\n"

    assert parse("a.yaml", text, leave="examples").content == {"id": "A-1"}


def test_a_mistake_before_the_key_is_told_at_its_place() -> None:
    with pytest.raises(InputError) as raised:
        parse("a.yaml", b"id: A\nid: B\nexamples: []\n", leave="examples")
    assert raised.value.problems[0].line == 2


def test_a_schema_does_not_ask_for_what_was_left_out_and_for_nothing_less() -> None:
    with pytest.raises(InputError) as whole:
        check(parse("a.yaml", b"id: A-1\nname: x\n"), "rule")
    with pytest.raises(InputError) as part:
        check(parse("a.yaml", b"id: A-1\nname: x\nexamples: []\n", leave="examples"), "rule")

    told, asked = ({problem.message for problem in raised.value.problems} for raised in (whole, part))
    assert told - asked == {"examples is missing in this file"}
    assert asked


def test_every_shipped_rule_is_the_same_with_its_examples_left_out() -> None:
    left = 0
    for file in (file for pack in shipped() for file in sorted(Path(pack).glob("*.yaml"))):
        data = file.read_bytes()
        whole, part = parse(file.name, data), parse(file.name, data, leave="examples")
        assert part.content == {key: value for key, value in whole.content.items() if key not in part.left_out}
        left += bool(part.left_out)
    assert left > 100
