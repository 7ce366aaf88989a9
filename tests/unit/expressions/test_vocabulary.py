"""What a caller may declare."""

import pytest

from secaudit.expressions import DYN, INT, STRING, Field, Function, ListOf, MapOf, Record, Vocabulary, compile_text
from tests.unit.expressions.nouns import ENV, VOCABULARY, system


def function(name: str) -> Function:
    return Function(name=name, parameters=(), result=INT, call=lambda: 1)


@pytest.mark.parametrize("name", ["true", "false", "null", "self", "in", "has", "package"])
def test_a_word_of_the_language_is_no_name(name: str) -> None:
    with pytest.raises(ValueError, match=name):
        Vocabulary(variables={name: DYN})
    with pytest.raises(ValueError, match=name):
        Vocabulary(functions={name: function(name)})


def test_no_name_means_two_things() -> None:
    record = Record("thing", {"a": Field(attribute="a")})
    for given in ({"variables": {"a": DYN}}, {"constants": {"a": 1}}):
        with pytest.raises(ValueError, match="two things"):
            Vocabulary(subject=record, **given)  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="two things"):
        Vocabulary(variables={"a": DYN}, constants={"a": 1})
    with pytest.raises(ValueError, match="built in"):
        Vocabulary(functions={"size": function("size")})


@pytest.mark.parametrize("attribute", ["", "a b", "a.b", "__class__", "class", "a()", "1"])
def test_an_attribute_is_a_plain_name(attribute: str) -> None:
    with pytest.raises(ValueError, match="attribute"):
        Field(attribute=attribute)


def test_a_field_may_live_in_another_attribute() -> None:
    class Way:
        from_ = "a"

    record = Record("way", {"from": Field(attribute="from_", shape=STRING)})
    assert compile_text("self.from == 'a' && has(self.from)", Vocabulary(subject=record))(None, Way()) is True
    assert compile_text("from == 'a'", Vocabulary(subject=record)).reads == {"from"}


def test_constants_are_known_when_a_text_is_compiled() -> None:
    def ask(text: str) -> object:
        return compile_text(text, VOCABULARY)(ENV, system(), None, None)

    assert ask("parameters.gateway_approval_months == 24 && as_of > '2026'") is True
    assert ask("'a' in parameters.kinds && parameters.kinds.size() == 2") is True
    assert ask("parameters.exists(k, k == 'kinds')") is True


def test_names_are_listed() -> None:
    names = {entry.name: entry for entry in VOCABULARY.names()}
    assert names["approval.in_force"].shape == "bool"
    assert names["approval.in_force"].doc == "valid at as_of"
    assert names["components"].shape == "list(component)"
    assert names["components.level"].shape == "int"
    assert names["controls"].shape == "map(string, string)"
    assert names["to"].shape == "component"
    assert names["age_months"].shape == "age_months(string) -> int"
    assert names["as_of"].shape == "constant"


def test_a_record_that_holds_itself_is_listed_once() -> None:
    fields = {"name": Field(attribute="name", shape=STRING)}
    unit = Record("unit", fields)
    fields["parent"] = Field(attribute="parent", shape=unit)
    fields["parts"] = Field(attribute="parts", shape=MapOf(ListOf(unit)))
    names = [entry.name for entry in Vocabulary(variables={"unit": unit}).names()]
    assert names == ["unit", "unit.name", "unit.parent", "unit.parts"]


def test_no_subject() -> None:
    with pytest.raises(Exception, match="'devise' is not known here; did you mean 'device'"):
        compile_text("devise.a", Vocabulary(variables={"device": DYN}))
