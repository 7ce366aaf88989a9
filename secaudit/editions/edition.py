"""A report in, an edition of it out."""

from hashlib import sha256
from typing import get_args

import msgspec
from msgspec.structs import replace

from secaudit.editions import circles, listing, rewriting, statistics
from secaudit.editions.canonical import canonical
from secaudit.editions.pseudonyms import pseudonyms
from secaudit.editions.things import Key, Things, by_kind, things
from secaudit.editions.veil import NOWHERE, Veil
from secaudit.errors import PolicyError, Problem
from secaudit.findings.edition import WITHHELD, Edition
from secaudit.findings.report import Report
from secaudit.findings.severity import Severity

_PLAIN_OPTION = frozenset(get_args(Severity))
_COUNTED = (
    "system",
    "gateway",
    "segment",
    "network",
    "unit",
    "link",
    "host",
    "interconnection",
    "attestation",
    "waiver",
    "file",
)


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """Which edition is wanted: everything or one unit's things or statistics, up to a level and a secrecy."""

    unit: str | None = None
    statistics: bool = False
    level: int | None = None
    secrecy: str | None = None

    @property
    def is_whole(self) -> bool:
        """Whether nothing is to be withheld."""
        return self == Choice()


def edit(report: Report, choice: Choice) -> Report:
    """The edition of a report. Raises PolicyError if it has no such unit, or is an edition already."""
    if choice.is_whole:
        return report
    if report.edition is not None:
        raise _refusal("the result is an edition already", "make editions from the full result")
    found = things(report)
    shown = _shown(report, found, choice)
    veil = Veil(report, found, shown, pseudonyms(report, found.names))
    told = _withheld(report, veil)
    if choice.statistics:
        told = statistics.only(told)
    return _sealed(replace(told, edition=_edition(choice, veil)))


def _shown(report: Report, found: Things, choice: Choice) -> frozenset[Key]:
    if choice.statistics:
        return frozenset()
    shown = frozenset(found.names)
    if choice.unit is not None:
        if ("unit", choice.unit) not in found.names:
            raise _refusal(f"there is no unit {choice.unit!r} in the result", "name a unit by its id")
        shown = circles.of_unit(found, choice.unit)
    if choice.level is not None or choice.secrecy is not None:
        shown &= circles.below(report, found, choice.level, choice.secrecy)
    return shown


def _refusal(message: str, cure: str) -> PolicyError:
    return PolicyError([Problem("--edition", 0, 0, message, cure)])


def _withheld(report: Report, veil: Veil) -> Report:
    told, again = rewriting.verdicts(report.verdicts, veil)
    return replace(
        report, verdicts=told, scope=(WITHHELD,) * len(report.scope),
        options={name: _option(value) for name, value in report.options.items()},
        cards=tuple(replace(card, source=NOWHERE) for card in report.cards),
        files=tuple(sorted((listing.file(card, veil) for card in report.files), key=lambda card: card.name)),
        skipped=tuple(sorted((listing.skip(card, veil) for card in report.skipped), key=lambda card: card.name)),
        systems=tuple(sorted((listing.system(row, veil) for row in report.systems), key=lambda row: row.id)),
        units=tuple(sorted((listing.unit(row, veil) for row in report.units), key=listing.rank)),
        waivers=tuple(sorted((listing.waiver(card, veil) for card in report.waivers), key=lambda card: card.id)),
        due=None if report.due is None else rewriting.due(report.due, veil, again),
        absent=None if report.absent is None else rewriting.absent(report.absent, veil),
        earlier=None if report.earlier is None else listing.earlier(report.earlier, veil),
        **_plan(report, veil, again),
    )  # fmt: skip


def _plan(report: Report, veil: Veil, again: dict[str, str]) -> dict[str, object]:
    """What is told of the things and the network."""
    kinds = {kind: place for place, kind in enumerate(dict.fromkeys(one.kind for one in report.dossiers))}
    exposures = sorted(
        (listing.exposure(one, veil) for one in report.exposures),
        key=lambda one: (one.crossings is None, one.crossings or 0, -(one.segment.level or 0), one.segment.id),
    )
    return {
        "dossiers": tuple(
            sorted((listing.dossier(one, veil) for one in report.dossiers), key=lambda one: (kinds[one.kind], one.id))
        ),
        "conduits": tuple(listing.conduit(one, veil, again) for one in report.conduits),
        "exposures": tuple(exposures),
        "certificates": tuple(sorted((listing.certificate(one, veil) for one in report.certificates), key=canonical)),
    }


def _option(value: str) -> str:
    """Numbers, days and codes of rules are told; a file or a name is not."""
    parts = [half.strip() for part in value.split(",") for half in part.split("=")]
    plain = all(part in _PLAIN_OPTION or part.replace("-", "").isdigit() or part == "ALL" for part in parts)
    return value if plain else WITHHELD


def _edition(choice: Choice, veil: Veil) -> Edition:
    counted = [key for key in veil.things.names if key[0] in _COUNTED]
    shown = veil.shown | {("file", name) for name in veil.whole_files}
    names = veil.things.names.get(("unit", choice.unit or ""), set())
    return Edition(
        kind="statistics" if choice.statistics else "unit" if choice.unit is not None else "full",
        unit=choice.unit, unit_name=min(names, default=None), level=choice.level, secrecy=choice.secrecy,
        shown=dict(by_kind(key for key in counted if key in shown)),
        withheld=dict(by_kind(key for key in counted if key not in shown)),
    )  # fmt: skip


def _sealed(told: Report) -> Report:
    """The digest of an inventory could be guessed at; an edition has one over what it tells itself."""
    bare = replace(told, inventory_digest="", cards=())
    return replace(told, inventory_digest=sha256(canonical(bare)).hexdigest())
