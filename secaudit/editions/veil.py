"""What is shown and what is not, as one object that everything is held before."""

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import get_args

from secaudit.documents.source import Source
from secaudit.editions.blackening import Blackening, is_address
from secaudit.editions.things import Key, Things, of_subject
from secaudit.findings.controls import ControlRow
from secaudit.findings.dossier import Dossier
from secaudit.findings.edition import WITHHELD
from secaudit.findings.evidence import Exposed, Hop
from secaudit.findings.report import Report
from secaudit.findings.words import Words
from secaudit.model.approval import ApprovalStatus
from secaudit.model.systems import ControlState, Secrecy, SystemKind, SystemStatus
from secaudit.model.topology import Zone

NOWHERE = Source(WITHHELD, 0, 0)
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Words of the format, which say nothing about who uses them.
_WORDS = frozenset({
    word for words in (ApprovalStatus, ControlState, Secrecy, SystemKind, SystemStatus, Zone) for word in get_args(words)
} | {"none", "partial", "complete", "not_applicable", "yes", "no"})  # fmt: skip
# Fields whose values are kinds of things, not names; what they hold is no secret in the text of another.
_KINDS = re.compile(
    r"(.*\.)?(kind|status|level|action|services|functions|media|medium|encryption|direction|secrecy|zone|trust|role|domain|"
    r"default|fail_mode|answer|state|items|version|hardware|mfa|vpn|administration|council)|facts\..*|controls\..*|question"
)
_NUMBER = re.compile(r"-?[0-9]{1,12}")
_SELECTOR = re.compile(r"any|(zone|level):\w+")


class Veil:
    """Shows things by name if they are in the circle, and all others by pseudonym."""

    def __init__(self, report: Report, things: Things, shown: frozenset[Key], names: Mapping[Key, str]) -> None:
        """Learn from the report which texts belong to what is withheld."""
        self.shown = shown | _shown_waivers(report, shown)
        self.things = things
        self._names = names
        self._titles = {card.id: card.title for card in report.cards}
        self._holds = self._holding(report)
        self.text = Blackening(self._withheld(report), (key[1] for key in self.shown), self._blocks())
        self._files = self._told_files()
        self.whole_files = frozenset(
            name for name, told in self._files.items() if self._holds[name] == {True} and told in name
        )

    def _withheld(self, report: Report) -> dict[str, str]:
        """Every text that is withheld, and what stands for it."""
        hidden = [key for key in self.things.names if key not in self.shown and not self._is_told_file(key)]
        values = set(_of_report(report, self.shown))
        values |= {value for key in hidden for value in _telling(self.things.dossiers.get(key))}
        names = {name for key in self.shown for name in self.things.names.get(key, ())}
        found = dict.fromkeys(values - self._shown_values() - names, WITHHELD)
        for key in hidden:
            found |= dict.fromkeys((self.things.names[key] - names) | {key[1]}, self._names[key])
        return found

    def _shown_values(self) -> set[str]:
        """What a shown thing says of itself; an address in a policy may be another's."""
        values = (value for key in self.shown for value in _telling(self.things.dossiers.get(key)))
        return {value for value in values if not is_address(value)} | set(self._blocks())

    def _blocks(self) -> Iterator[str]:
        """The addresses of segments that are shown."""
        for key in self.shown:
            dossier = self.things.dossiers.get(key)
            yield from dossier.values("cidrs") if dossier else ()

    def _holding(self, report: Report) -> dict[str, set[bool]]:
        """For each file whether something that is shown, and something that is not, is declared in it."""
        holds: dict[str, set[bool]] = {}
        for key, dossier in self.things.dossiers.items():
            holds.setdefault(dossier.source.file, set()).add(key in self.shown)
        for row in report.systems:
            holds.setdefault(row.source.rpartition(":")[0], set()).add(("system", row.id) in self.shown)
        return holds

    def _is_told_file(self, key: Key) -> bool:
        return key[0] == "file" and True in self._holds.get(key[1], ())

    def _told_files(self) -> dict[str, str]:
        """What the files in which something shown is declared are called: without the folder that holds them all."""
        common = posixpath.commonpath([posixpath.dirname(name) for name in self._holds]) if self._holds else ""
        return {name: self._file(name, common) for name, found in self._holds.items() if True in found}

    def _file(self, name: str, common: str) -> str:
        short = name.removeprefix(common).lstrip("/")
        return short if short and self.text(short) == short else self.ident("file", name)

    def sees(self, keys: Iterable[Key]) -> bool:
        """Whether all of these are shown."""
        return all(key in self.shown for key in keys)

    def ident(self, kind: str, ident: str) -> str:
        """A thing's id, or what stands for it."""
        key = (kind, ident)
        return ident if key in self.shown else self._names.get(key, WITHHELD)

    def bare(self, ident: str) -> str:
        """The same for an id without a kind."""
        return self.ident(*self.things.bare(ident))

    def unit(self, ident: str | None) -> str | None:
        """An owner."""
        return self.ident("unit", ident) if ident else ident

    def subject(self, text: str) -> str:
        """A subject: `system:system-0001`."""
        keys = list(of_subject(text))
        kind = keys[0][0]
        idents = "+".join(sorted(self.ident(*key) for key in keys))
        return idents if kind == "thing" else f"{self.kind(kind)}:{idents}"

    def kind(self, kind: str) -> str:
        """The kind of a thing, which is a word of ours."""
        return kind if kind.isascii() and kind.isalpha() and len(kind) <= len("interconnection") else "thing"

    def source(self, source: Source, *, seen: bool) -> Source:
        """A place in a file, if what is declared there is shown."""
        told = self._files.get(source.file)
        return Source(told, source.line, source.column) if seen and told is not None else NOWHERE

    def file(self, name: str) -> str:
        """A file that was read or not."""
        return self._files.get(name) or self.ident("file", name)

    def plain(self, text: str | None) -> str | None:
        """A value of something withheld: a word of the format or a date stays, all else is withheld."""
        if text is None or text in _WORDS or _DATE.fullmatch(text):
            return text
        return WITHHELD

    def hop(self, hop: Hop, *, seen: bool) -> Hop:
        """A hop; how it is passed is told only if the whole way is shown."""
        known = (hop.kind, hop.id) in self.shown
        return Hop(
            kind=hop.kind, id=self.ident(hop.kind, hop.id), name=hop.name if known else None, level=hop.level,
            source=self.source(hop.source, seen=known), offending=hop.offending,
            detail=self.text.words(hop.detail) if hop.detail and seen and known else None,
        )  # fmt: skip

    def exposed(self, targets: Iterable[Exposed]) -> tuple[Exposed, ...]:
        """Exposed segments, in their order by new names."""
        found = [Exposed(id=self.ident("segment", target.id), level=target.level) for target in targets]
        return tuple(sorted(found, key=lambda target: (-(target.level or 0), target.id)))

    def control(self, row: ControlRow, *, seen: bool) -> ControlRow:
        """How a system stands to a control; the papers are shown with the system only."""

        def told(text: str | None) -> str | None:
            return None if text is None else self.text(text) if seen else self.plain(text)

        return ControlRow(
            pack=row.pack, control=row.control, clause=row.clause, kind=row.kind, state=told(row.state), verdict=row.verdict,
            evidence=told(row.evidence), answered=told(row.answered), lapsed=told(row.lapsed),
        )  # fmt: skip

    def title(self, rule: str) -> Words | None:
        """What a rule is about, in place of a message that names what is withheld."""
        return self._titles.get(rule)


def _of_report(report: Report, shown: AbstractSet[Key]) -> Iterator[str]:
    """The free texts of what has no dossier."""
    yield from report.scope
    for skip in report.skipped:
        yield skip.message
    for waiver in report.waivers:
        if ("waiver", waiver.id) not in shown:
            texts = (waiver.reason, waiver.approved_by, waiver.requested_by, waiver.decision, waiver.ticket)
            yield from (text for text in (*texts, *waiver.controls) if text)
    for row in report.systems:
        if ("system", row.id) not in shown and row.decision:
            yield row.decision


def _telling(dossier: Dossier | None) -> Iterator[str]:
    """The values of a dossier that may tell whose it is: names, places, addresses, numbers of papers, free texts."""
    for declared in dossier.fields if dossier else ():
        if not _KINDS.fullmatch(declared.field):
            for value in declared.values:
                if not (
                    _DATE.fullmatch(value) or _NUMBER.fullmatch(value) or _SELECTOR.fullmatch(value) or value in _WORDS
                ):
                    yield value


def _shown_waivers(report: Report, shown: frozenset[Key]) -> frozenset[Key]:
    return frozenset(
        ("waiver", waiver.id) for waiver in report.waivers if all(key in shown for key in of_subject(waiver.subject))
    )
