"""The public conformance cases of CEL (google/cel-spec), as far as the language is supported.

Every case is either run or listed in `LEFT_OUT` with its reason, and both are counted.
"""

from fnmatch import fnmatchcase
from pathlib import Path

import pytest

from secaudit.expressions import DYN, ClosedMap, ExpressionError, Vocabulary, compile_text
from tests.unit.expressions.textproto import Message, read

ROOT = Path(__file__).resolve().parents[3]
FOLDER = next(
    (p / "shared/data/cel-conformance" for p in ROOT.parents if (p / "shared/data/cel-conformance").is_dir()), None
)
pytestmark = pytest.mark.skipif(FOLDER is None, reason="the conformance files of CEL are not on this machine")

RUN, NOT_RUN = 362, 193
LEFT_OUT: dict[str, tuple[str, ...]] = {
    "unsigned numbers are not supported: an inventory has no values that need them": (
        "basic/self_eval_*/self_eval_uint*",
        "fields/map_fields/map_key_uint64",
        "fields/map_fields/map_key_string",
        "fields/map_fields/map_key_mixed_*",
        "fields/map_fields/map_value_uint64",
        "fields/map_fields/map_value_list",
        "fields/qualified_identifier_resolution/map_value_repeat_key_heterogeneous",
        "fields/in/mixed_numbers_and_keys_*",
        "integer_math/int64_math/unary_minus_no_overload",
        "integer_math/int64_math/uint64_*",
        "integer_math/uint64_math/*",
        "lists/index/zero_based_uint",
        "lists/in/singleton",
        "lists/in/last",
        "lists/in/uint_in_*",
        "lists/in/*_in_uints",
        "parse/nest/funcall",
    ),
    "bytes are not supported: an inventory holds texts": (
        "basic/self_eval_*/self_eval_bytes*",
        "fields/map_fields/map_bad_key_type*",
        "fields/map_fields/map_value_bytes",
        "parse/bytes_literals/*",
        "string/size/bytes*",
        "string/bytes_concat/*",
    ),
    "no regular expressions of a user: one of them could hang an audit": ("string/matches/*",),
    "protobuf messages: the language has records of its own (white space and comments: see test_parser.py)": (
        "parse/nest/message_literal",
        "parse/repeat/message_literal",
        "parse/repeat/select",
        "parse/struct_field_names/*",
        "parse/whitespace/*",
        "parse/comments/*",
    ),
    "names with dots in them (protobuf packages)": (
        "fields/qualified_identifier_resolution/qualified_ident*",
        "fields/qualified_identifier_resolution/map_field_select",
        "fields/qualified_identifier_resolution/ident_with_longest_prefix_check",
        "fields/qualified_identifier_resolution/list_field_select_unsupported",
    ),
    "a name or function that is not known is refused when a rule is loaded, even where it could be absorbed": (
        "basic/variables/unbound_is_runtime_error",
        "basic/functions/unbound_is_runtime_error",
        "parse/receiver_function_names/*",
    ),
    "an operand of && or || that is certainly no truth value is refused when a rule is loaded": (
        "logic/AND/short_circuit_type_*",
        "logic/OR/short_circuit_type_*",
    ),
    "a vocabulary refuses a variable called true, false or null (see test_vocabulary.py)": ("basic/reserved_const/*",),
}


def _cases() -> list[tuple[str, Message]]:
    if FOLDER is None:
        return []
    return [
        (f"{path.stem}/{section['name'][0].decode()}/{test['name'][0].decode()}", test)
        for path in sorted(FOLDER.glob("*.textproto"))
        for section in read(path)["section"]
        for test in section["test"]
    ]


CASES = _cases()


def _reason(name: str) -> str | None:
    return next((why for why, patterns in LEFT_OUT.items() if any(fnmatchcase(name, p) for p in patterns)), None)


def _value(message: Message) -> object:
    (kind, (value, *_)), *_ = message.items()
    if kind in ("int64_value", "bool_value"):
        return value
    if kind == "double_value":
        return float(value)
    if kind == "string_value":
        return value.decode() if isinstance(value, bytes) else value
    if kind == "null_value":
        return None
    if kind == "list_value":
        return [_value(entry) for entry in value.get("values", [])]
    assert kind == "map_value", kind
    return ClosedMap((_value(e["key"][0]), _value(e["value"][0])) for e in value.get("entries", []))


def _same(found: object, wanted: object) -> bool:
    if isinstance(wanted, list):
        return isinstance(found, list | tuple) and len(found) == len(wanted) and all(map(_same, found, wanted))
    return type(found) is type(wanted) and found == wanted


@pytest.mark.parametrize(("name", "test"), [pytest.param(n, t, id=n) for n, t in CASES if _reason(n) is None])
def test_case(name: str, test: Message) -> None:
    bound = {b["key"][0].decode(): _value(b["value"][0]["value"][0]) for b in test.get("bindings", [])}
    text = test["expr"][0].decode()
    vocabulary = Vocabulary(variables=dict.fromkeys(bound, DYN))
    if "eval_error" in test:
        with pytest.raises(ExpressionError) as raised:
            compile_text(text, vocabulary)(None, *bound.values())
        # A case must not pass because its subject is left out.
        assert "not supported" not in raised.value.message
        assert "left out" not in raised.value.message
        return
    predicate = compile_text(text, vocabulary)
    wanted = _value(test["value"][0])
    for found in (predicate(None, *bound.values()), predicate.reference(None, *bound.values())):
        assert _same(found, wanted), (found, wanted)


def test_every_case_is_run_or_listed() -> None:
    listed = [name for name, _ in CASES if _reason(name)]
    unused = [p for ps in LEFT_OUT.values() for p in ps if not any(fnmatchcase(name, p) for name, _ in CASES)]
    assert unused == []
    assert (len(CASES) - len(listed), len(listed)) == (RUN, NOT_RUN)
