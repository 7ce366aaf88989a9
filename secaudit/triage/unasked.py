"""Answers and states that nobody asked for: a mistyped question would otherwise vanish."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from secaudit.findings.card import RuleCard
from secaudit.findings.controls import ControlCard
from secaudit.findings.evidence import Evidence
from secaudit.findings.finding import Finding, fingerprint
from secaudit.findings.words import Words
from secaudit.model import KINDS, Attestation, Inventory, Kind, Noun

UNASKED = "ANS-01"
_PLACES = 10


class _Said(Struct, frozen=True):
    """Something that is answered under a name, and where."""

    name: str
    place: Noun
    kind: str


def about_unasked(
    inventory: Inventory,
    cards: Sequence[RuleCard],
    controls: Sequence[ControlCard],
    elsewhere: Callable[[], Collection[str]] = frozenset,
) -> tuple[Finding, ...]:
    """A finding for each name under which a unit answers, or declares a control, and which nobody asks for.

    Nobody asks: no rule and no control of the packs in use has the id, or it is asked about another kind
    of thing. What packs ask that are not in use today (`elsewhere`, asked for only where it matters) is no
    mistake. Without a catalogue of controls nothing is said about the states of controls.
    """
    questions = {card.id: card.question.of for card in cards if card.question is not None}
    questions |= {card.id: "system" for card in controls if card.kind != "measured"}
    known = {card.id for card in controls}
    said = [*_attested(inventory, questions), *(_declared(inventory, known) if known else ())]
    others = elsewhere() if any(one.name not in questions for one in said) else ()
    grouped: dict[tuple[str, str | None], list[_Said]] = {}
    for one in said:
        if one.name in others and one.name not in questions:
            continue
        grouped.setdefault((one.name, one.place.owner), []).append(one)
    known |= set(questions)
    return tuple(_finding(name, same, _hint(name, questions, known)) for (name, _), same in grouped.items())


def _attested(inventory: Inventory, questions: Mapping[str, str]) -> Iterator[_Said]:
    wanted = sorted(set(questions.values()))
    ids = {kind: {noun.id for noun in inventory.of(kind)} for kind in KINDS if kind in wanted}
    for attestation in inventory.attestations:
        kind = questions.get(attestation.question)
        if kind is None or not _is_about(attestation, kind, ids):
            yield _Said(attestation.question, attestation, "attestation")


def _is_about(attestation: Attestation, kind: str, ids: Mapping[Kind, set[str]]) -> bool:
    prefix, colon, name = attestation.subject.rpartition(":")
    return name in ids[cast("Kind", kind)] and (not colon or prefix == kind)


def _declared(inventory: Inventory, known: set[str]) -> Iterator[_Said]:
    for system in inventory.systems:
        for name in system.controls or ():
            if name not in known:
                yield _Said(name, system, "system")


def _hint(name: str, questions: Mapping[str, str], known: Iterable[str]) -> Words:
    if name in questions:
        return Words(vi=f"; chỉ hỏi về {questions[name]}", en=f"; it is asked about each {questions[name]} only")
    near = get_close_matches(name, sorted(known), n=1)
    return Words(vi=f"; có phải {near[0]}?", en=f"; did you mean {near[0]}?") if near else Words(vi="", en="")


def _finding(name: str, same: Sequence[_Said], hint: Words) -> Finding:
    first = same[0]
    subjects = (f"{first.kind}:{first.place.id}", f"question:{name}")
    return Finding(
        rule=UNASKED, state="fail", severity="low", subject=subjects[0], subjects=subjects, name=first.place.name,
        level=None, owner=first.place.owner, source=first.place.source,
        message=Words(
            vi=f"{name} được trả lời hoặc kê khai {len(same)} lần mà không quy tắc, biện pháp nào hỏi{hint.vi}",
            en=f"{name} is answered or declared {len(same)} times, and no rule or control asks for it{hint.en}",
        ),
        evidence=Evidence(seen=tuple((f"{one.kind}:{one.place.id}", str(one.place.source)) for one in same[:_PLACES])),
        fingerprint=fingerprint(UNASKED, subjects),
    )  # fmt: skip


def unasked_card(like: RuleCard) -> RuleCard:
    """The card of the finding; the rule is the tool's own."""
    return replace(
        like, id=UNASKED, name="unasked-answer", pack="secaudit", severity="low", basis="ORG", confidence="high", cites=(),
        title=Words(vi="Câu trả lời mà không ai hỏi", en="An answer that nobody asked for"),
        rationale=Words(
            vi="Một mã viết sai, hoặc của bộ quy tắc khác, thì câu trả lời không được tính cho quy tắc nào cả.",
            en="Under a mistyped id, or one of another rule pack, an answer counts for no rule at all.",
        ),
        remediation=Words(
            vi="Sửa mã câu hỏi, mã biện pháp hoặc đối tượng; xóa câu trả lời không còn ai hỏi. secaudit attest liệt kê các câu hỏi.",
            en="Correct the id of the question, control or subject, or remove it. secaudit attest lists the questions.",
        ),
        check="attested", applies_from=1, waivable=False, question=None,
    )  # fmt: skip
