"""One rule document becomes one rule: every word of it is checked before anything is audited."""

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec.structs import replace

from secaudit.documents import Document
from secaudit.documents.source import Source
from secaudit.errors import PolicyError
from secaudit.expressions import ExpressionError, Predicate, Vocabulary, compile_text
from secaudit.expressions.shapes import Shape
from secaudit.findings.card import Citation, Question, RuleCard
from secaudit.findings.severity import Severity
from secaudit.findings.words import Words
from secaudit.model import Kind
from secaudit.packs.examples import examples
from secaudit.policy import Catalogue, CheckFactory, Fact, Rule, Vocabularies, dates
from secaudit.policy.messages import placeholders

T = TypeVar("T")
SHOWN = ("string", "int", "double", "dyn")


def bind(
    document: Document, pack: str, checks: Mapping[str, CheckFactory], vocabularies: Vocabularies, as_of: str
) -> Rule:
    """Bind a valid rule document; raises PolicyError for whatever cannot be bound."""
    content = document.content
    message = Words(**content["message"])
    reader = _Binding(document, vocabularies, pack)
    try:
        reader.placeholders = placeholders(message)
    except ValueError as error:
        raise reader.error(("message",), str(error)) from error
    factory = checks.get(content["check"])
    if factory is None:
        raise reader.error(("check",), f"{content['check']!r} is not a check{_hint(content['check'], checks)}")
    for row, cite in enumerate(content.get("cites", ())):
        if "when" in cite:  # better refused than printed on findings that it does not concern
            raise reader.error(("cites", row, "when"), "a citation cannot depend on the finding yet")
    check = factory(reader)
    reader.refuse_facts_not_asked_for()
    severity = reader.severity(as_of)
    card = replace(_card(document, pack, as_of, severity), question=reader.asked, deadline=reader.deadline)
    return Rule(card=card, message=message, check=check, examples=examples(document), dated=_is_dated(content))


# What an expression must name, or a check be, for the day to matter.
_OF_THE_DAY = re.compile(r"\b(as_of|age_months|age_days|in_force|last_day\w*)\b")
_CHECKS_OF_THE_DAY = frozenset({"attested", "controls", "shared_substrate"})


def _is_dated(content: Mapping[str, Any]) -> bool:
    """Whether the day may bring a finding. A graph is of a day too, but time only closes what a host forwards."""
    told = str([content["with"], content.get("severity"), content.get("facts")])
    return "deadline" in content or content["check"] in _CHECKS_OF_THE_DAY or _OF_THE_DAY.search(told) is not None


class _Binding:
    """The parameters of one rule, read for its check."""

    def __init__(self, document: Document, vocabularies: Vocabularies, pack: str) -> None:
        self._document = document
        self._vocabularies = vocabularies
        self._with: Mapping[str, Any] = document.content["with"]
        self.applies_from: int = document.content.get("applies_from", 1)
        self.rule: str = document.content["id"]
        self.placeholders: frozenset[str] = frozenset()
        self._pack = pack
        self.asked: Question | None = None
        self._own_facts: Mapping[str, Any] = document.content.get("facts", {})
        self._asked_for_facts = False

    def text(self, key: str, *, default: str | None = None, choices: tuple[str, ...] = ()) -> str:
        value = self._with.get(key, default)
        if not isinstance(value, str):
            problem = "is missing" if key not in self._with else "must be a text"
            raise self.error(("with", key), f"parameter {key!r} {problem}")
        if choices and value not in choices:
            raise self.error(("with", key), f"{key} is {value!r}, but it must be one of {', '.join(choices)}")
        return value

    def read(self, key: str, reader: Callable[[str], T], *, default: str) -> T:
        try:
            return reader(self.text(key, default=default))
        except ValueError as error:
            raise self.error(("with", key), f"{key}: {error}") from error

    def has(self, key: str) -> bool:
        return key in self._with

    def flag(self, key: str) -> bool:
        value = self._with.get(key, False)
        if not isinstance(value, bool):
            raise self.error(("with", key), f"{key} must be true or false")
        return value

    def words(self, key: str, *, choices: tuple[str, ...] = ()) -> tuple[str, ...]:
        value = self._with.get(key)
        listed = (value,) if isinstance(value, str) else tuple(value or ())
        if not listed:
            raise self.error(("with", key), f"parameter {key!r} is missing")
        for word in listed:
            if word not in choices:
                raise self.error(("with", key), f"{word!r} in {key} must be one of {', '.join(choices)}")
        return listed

    def controls(self) -> Catalogue:
        catalogues = self._vocabularies.catalogues
        own = catalogues.get(self._pack) or next(iter(catalogues.values()), None)
        if own is None:
            raise self.error(
                ("check",), "there is no controls.yaml in this pack, so that there is no control to ask for"
            )
        return own

    def question(self, kind: Kind) -> None:
        asked = self._with.get("question")
        if not isinstance(asked, Mapping) or sorted(asked) != ["en", "vi"] or not all(map(_is_text, asked.values())):
            raise self.error(("with", "question"), "question must be a text in both languages, vi and en")
        self.asked = Question(of=kind, text=Words(**asked))

    def number(self, key: str, vocabulary: Vocabulary) -> Predicate | None:
        value = self._with.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | str):
            raise self.error(("with", key), f"{key} must be a whole number or an expression")
        found = self._compiled(("with", key), str(value), vocabulary)
        if found.term.shape.kind not in ("int", "dyn"):
            raise self.error(("with", key), f"{key}: gives {found.term.shape}, but a whole number is wanted")
        return found

    def predicate(self, key: str, vocabulary: Vocabulary, *, default: str | None = None) -> Predicate:
        return self._compiled(("with", key), self.text(key, default=default), vocabulary)

    def _compiled(self, path: tuple[str | int, ...], text: str, vocabulary: Vocabulary) -> Predicate:
        try:
            return compile_text(text, vocabulary)
        except ExpressionError as error:
            raise self.error(path, f"{path[1]}: {error}", error.excerpt()) from error

    def vocabulary(self, subject: Kind | None = None, **variables: str) -> Vocabulary:
        return self._vocabularies.of(subject, **variables)

    def facts(self, known: tuple[str, ...], vocabulary: Vocabulary | None) -> Mapping[str, Fact]:
        self._asked_for_facts = vocabulary is not None
        self.refuse_facts_not_asked_for()
        for name in self._own_facts:
            if name in known or (vocabulary is not None and name in _names(vocabulary)):
                raise self.error(("facts", name), f"{{{name}}} already means something in this check")
            if name not in self.placeholders:
                raise self.error(("facts", name), f"{{{name}}} does not stand in the message")
        return {name: self._fact(name, known, vocabulary) for name in sorted(self.placeholders - set(known))}

    @property
    def deadline(self) -> str | None:
        """The last day that the rule names, once its severity was asked for."""
        named: Mapping[str, str] | None = self._document.content.get("deadline")
        return None if named is None else str(self._vocabularies.parameters[named["parameter"]])

    def severity(self, as_of: str) -> Severity | dict[int, Severity]:
        """The severity on a day: after its deadline, the one that the deadline names."""
        content: Mapping[str, Any] = self._document.content
        if deadline := content.get("deadline"):
            known = self._vocabularies.parameters
            last = known.get(deadline["parameter"])
            if last is None:
                told = f"{deadline['parameter']!r} is not a parameter{_hint(deadline['parameter'], known)}"
                raise self.error(("deadline", "parameter"), told)
            if dates.parse(str(last)) is None:
                raise self.error(("deadline", "parameter"), f"{deadline['parameter']} is not a date, but {last!r}")
            content = deadline if as_of > str(last) else content
        severity: Severity | dict[str, Severity] = content["severity"]
        return {int(level): word for level, word in severity.items()} if isinstance(severity, dict) else severity

    def refuse_facts_not_asked_for(self) -> None:
        """Refuse facts of the rule where its check has no subject that they could be about."""
        if self._own_facts and not self._asked_for_facts:
            raise self.error(("facts",), "this check takes no facts of a rule")

    def _fact(self, name: str, known: tuple[str, ...], vocabulary: Vocabulary | None) -> Fact:
        if vocabulary is None:
            offered = ", ".join(f"{{{offer}}}" for offer in known)
            raise self.error(("message",), f"{{{name}}} is not offered by this check; it offers {offered}")
        if name not in self._own_facts:
            try:
                field = compile_text(name, vocabulary)
            except ExpressionError as error:
                raise self.error(("message",), f"{{{name}}}: {error}") from error
            return Fact(field, field)
        text = self._own_facts[name]
        if isinstance(text, str):
            shown = self._shown(("facts", name), text, vocabulary)
            return Fact(shown, shown)
        vi, en = (self._shown(("facts", name, language), text[language], vocabulary) for language in ("vi", "en"))
        return Fact(vi, en)

    def _shown(self, path: tuple[str | int, ...], text: str, vocabulary: Vocabulary) -> Predicate:
        found = self._compiled(path, text, vocabulary)
        shape: Shape = found.term.shape
        element = getattr(shape, "element", shape) if shape.kind == "list" else shape
        if element.kind not in SHOWN:
            raise self.error(path, f"{path[1]}: gives {shape}, but a message shows a text, a number or a list of them")
        return found

    def readings(self, key: str, vocabulary: Vocabulary) -> Mapping[str, Predicate]:
        found = {}
        for path in self.predicate(key, vocabulary).reads:
            try:
                found[path] = compile_text(path, vocabulary)
            except ExpressionError:
                continue  # what a macro's own variable reads has no meaning outside of it
        return found

    def only(self, *keys: str) -> None:
        for key in self._with:
            if key not in keys:
                raise self.error(("with", key), f"{key!r} is not a parameter of this check{_hint(key, keys)}")

    def error(self, path: tuple[str | int, ...], message: str, help_text: str = "") -> PolicyError:
        return PolicyError([self._document.problem(path, message, help_text)])


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _names(vocabulary: Vocabulary) -> frozenset[str]:
    """The names with which a path may begin."""
    fields = vocabulary.subject.fields if vocabulary.subject else ()
    return frozenset((*fields, *vocabulary.values()))


def _hint(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    near = get_close_matches(word, list(known), n=1)
    return f"; did you mean {near[0]!r}?" if near else f" (there are {', '.join(sorted(known))})"


def _card(document: Document, pack: str, as_of: str, severity: Severity | dict[int, Severity]) -> RuleCard:
    content = document.content
    line, column = document.text.position(("id",))
    return RuleCard(
        id=content["id"], name=content["name"], pack=pack, title=Words(**content["title"]), severity=severity,
        basis=content["basis"], confidence=content["confidence"], rationale=Words(**content["rationale"]),
        remediation=Words(**content["remediation"]), check=content["check"],
        cites=tuple(_citation(cite, content) for cite in content.get("cites", ()) if is_in_force(cite, as_of)),
        applies_from=content.get("applies_from", 1), waivable=content.get("waivable", True),
        source=Source(document.text.name, line, column),
    )  # fmt: skip


def _citation(cite: Mapping[str, Any], content: Mapping[str, Any]) -> Citation:
    return Citation(
        instrument=cite["instrument"], clause=str(cite["clause"]), basis=cite.get("basis", content["basis"]),
        confidence=cite.get("confidence", content["confidence"]), note=cite.get("note"),
    )  # fmt: skip


def is_in_force(content: Mapping[str, Any], as_of: str) -> bool:
    """Whether something with an `in_force: {from, until}` holds on a day; without one it always does."""
    span = content.get("in_force") or {}
    return bool(span.get("from", "") <= as_of <= span.get("until", "9999-12-31"))
