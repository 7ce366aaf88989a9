"""What the attestations about one question and one subject come to on a day."""

from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

from secaudit.findings.dates import day
from secaudit.findings.words import Words
from secaudit.model import Attestation
from secaudit.policy import dates

Standing = Literal["holds", "unproven", "lapsed", "early", "never"]
_WORST = ("no", "partial", "not_applicable", "yes")
_SAID = {"no": "không", "partial": "một phần", "not_applicable": "không áp dụng", "yes": "có"}


class Answered(Struct, frozen=True, gc=False):
    """The answer that counts, if there is one, and whether it still does.

    `early`: the only answers are dated after the day. `unproven`: it names nothing that shows it. `lapsed` is the day from which the answer does not
    count any more. A `no` or `partial` never lapses: it stands until somebody answers otherwise.
    """

    standing: Standing
    attestation: Attestation | None = None
    lapsed: str | None = None

    @property
    def verdict(self) -> Literal["pass", "fail", "unknown", "not_applicable"]:
        """What the answer is worth; that something does not apply is believed only with evidence."""
        given = self.attestation
        if given is None or self.standing != "holds":
            return "unknown"
        if given.answer == "not_applicable":
            return "not_applicable" if given.evidence else "unknown"
        return "pass" if given.answer == "yes" else "fail"


NEVER = Answered("never")


def answered(given: Sequence[Attestation], as_of: str, valid_months: int | None) -> Answered:
    """What counts of the attestations about one question: the latest by the day, the worst if two are.

    A `yes` or `not_applicable` counts through its `until`, and until `valid_months` months have passed
    since its date, whichever comes first.
    """
    if not given:
        return NEVER
    known = [one for one in given if one.date <= as_of]
    if not known:
        return Answered("early", min(given, key=_order))
    latest = max(known, key=_order)
    if latest.answer in ("no", "partial"):
        return Answered("holds", latest)
    lapsed = min(_ends(latest, valid_months), default=None)
    if lapsed is not None and lapsed <= as_of:
        return Answered("lapsed", latest, lapsed)
    return Answered("holds", latest)


def _order(one: Attestation) -> tuple[str, int, str]:
    return one.date, -_WORST.index(one.answer), one.id


def _ends(one: Attestation, valid_months: int | None) -> Iterable[str]:
    """The first days on which an answer does not count any more."""
    if one.until is not None:
        yield dates.day_after(one.until)
    if valid_months is not None:
        yield dates.months_after(one.date, valid_months)


def told(answer: Answered) -> Words:
    """What to say of an answer: `never answered`, `lapsed on 2026-05-01 (yes on 2025-05-01)`."""
    given = answer.attestation
    if given is None:
        return Words(vi="chưa được trả lời", en="never answered")
    said = Words(
        vi=f"{_SAID[given.answer]}, ngày {day(given.date, 'vi')}, {given.by}",
        en=f"{given.answer} {given.date}, {given.by}",
    )
    if answer.standing == "early":
        return Words(
            vi=f"trả lời đề ngày sau ngày kiểm tra ({said.vi})", en=f"answered after the day of the audit ({said.en})"
        )
    if answer.standing == "lapsed":
        return Words(
            vi=f"hết giá trị từ ngày {day(answer.lapsed, 'vi')} ({said.vi})",
            en=f"lapsed on {answer.lapsed} ({said.en})",
        )
    if answer.standing == "unproven":
        return Words(
            vi=f"trả lời mà không nêu căn cứ ({said.vi})", en=f"answered without naming the evidence ({said.en})"
        )
    if answer.verdict == "unknown":
        return Words(
            vi=f"ghi không áp dụng mà không có căn cứ ({said.vi})", en=f"not applicable, without evidence ({said.en})"
        )
    return Words(vi=f"trả lời: {said.vi}", en=f"answered {said.en}")
