"""Waivers: dated, justified, approved decisions to live with a finding, or with one cause of findings."""

from collections.abc import Iterable, Sequence
from typing import Any

from secaudit.documents import Document
from secaudit.findings.finding import Finding
from secaudit.findings.report import WaiverCard


def read_waivers(documents: Sequence[Document], as_of: str) -> tuple[WaiverCard, ...]:
    """The waivers of valid documents, with their state on a day (`expires` is the last day that counts)."""
    cards = [_card(content, as_of) for document in documents for content in document.content["waivers"]]
    return tuple(sorted(cards, key=lambda card: card.id))


def named(finding: Finding, *, by_cause: bool) -> tuple[str, ...]:
    """What a waiver of a finding may name: its subject, or a device that is its cause."""
    if not by_cause:
        return (finding.subject,)
    causes = (f"{hop.kind}:{hop.id}" for hop in finding.evidence.path if hop.offending)
    return tuple(dict.fromkeys((finding.subject, *causes)))


class Bearing:
    """Which waivers bear on a finding; found by what they name, because there may be many of both."""

    def __init__(self, waivers: Iterable[WaiverCard]) -> None:
        """Active waivers go before others, then by id."""
        self._by_name: dict[tuple[str, str, bool], list[WaiverCard]] = {}
        for waiver in sorted(waivers, key=lambda card: (card.state != "active", card.id)):
            self._by_name.setdefault((waiver.rule, waiver.subject, waiver.by_cause), []).append(waiver)

    def on(self, finding: Finding) -> tuple[WaiverCard, ...]:
        """The waivers about a finding, those that are active first."""
        found = [
            waiver
            for by_cause in (False, True)
            for name in named(finding, by_cause=by_cause)
            for waiver in self._by_name.get((finding.rule, name, by_cause), ())
        ]
        return tuple(sorted(found, key=lambda card: card.state != "active"))


def _card(content: Any, as_of: str) -> WaiverCard:  # noqa: ANN401  (valid plain data)
    state = "expired" if content["expires"] < as_of else "not_yet" if content["issued"] > as_of else "active"
    return WaiverCard(
        id=content["id"], rule=content["rule"], subject=content.get("subject") or content["cause"],
        by_cause="cause" in content, controls=tuple(content.get("controls", ())), ticket=content.get("ticket"),
        reason=content["reason"], approved_by=content["approved_by"], requested_by=content.get("requested_by"),
        decision=content.get("decision"), issued=content["issued"], expires=content["expires"], state=state,  # type: ignore[arg-type]
    )  # fmt: skip
