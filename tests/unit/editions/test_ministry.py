"""The fictional ministry, as each of its units and others may read of it."""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.editions import Choice, edit
from secaudit.errors import PolicyError
from secaudit.findings.edition import WITHHELD
from secaudit.findings.report import Report
from secaudit.pipeline import Request, audit
from secaudit.reporters import REPORTERS, RenderOptions, score

ROOT = Path(__file__).parents[3]
# Fields that hold names, addresses, places and numbers of papers.
_TELLING = re.compile(r"cidrs|site|note|(.*\.)?(number|reason|summary|person|evidence|by|name)")


@cache
def ministry() -> Report:
    folder = ROOT / "inventories" / "ministry"
    return audit(Request(roots=(folder,), base=ROOT, as_of="2026-11-22", dossiers=True))


@cache
def public() -> str:
    """What every report says: the words of the formats and the rules, without any inventory."""
    empty = dict.fromkeys(
        ("verdicts", "systems", "units", "waivers", "dossiers", "conduits", "exposures", "files", "certificates"), ()
    )
    report = ministry()
    bare = type(report)(
        **{name: getattr(report, name) for name in report.__struct_fields__} | empty | {"scope": ("x",), "options": {}}
    )
    return _said(bare)


def _said(report: Report) -> str:
    languages = {"html": "vi", "sarif": "vi"}
    told = (render(report, RenderOptions(language=languages.get(name, "en"))) for name, render in REPORTERS.items())
    return " ".join(told).casefold()


def _told(secrets: Iterable[str], said: str) -> list[str]:
    """The secrets that are said: as themselves, not as a part of a longer id or word."""
    return [text for text in sorted(secrets) if _occurs(text, said)]


def _occurs(text: str, said: str) -> bool:
    text = text.casefold()
    return text in said and re.search(rf"(?<![\w.-]){re.escape(text)}(?![\w-])", said) is not None


def _texts(report: Report, owned: set[str], *, shown: bool) -> set[str]:
    """Ids, names and telling values of the things whose owner is, or is not, among some units."""
    found: set[str] = set()
    for one in report.dossiers:
        mine = (one.id if one.kind == "unit" else one.owner) in owned
        if mine is shown and one.kind != "attestation":
            found |= {one.id, one.name or one.id}
            found |= {value for field in one.fields if _TELLING.fullmatch(field.field) for value in field.values}
    return found


UNITS = sorted(one.id for one in ministry().dossiers if one.kind == "unit" and one.value("parent") == "ministry")


@given(st.sampled_from(UNITS))
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_a_unit_reads_no_name_address_place_or_paper_of_another(unit: str) -> None:
    report = ministry()
    mine = {unit} | {one.id for one in report.dossiers if one.kind == "unit" and one.value("parent") == unit}
    known = " ".join(_texts(report, mine, shown=True)).casefold() + " " + public()
    secret = {text for text in _texts(report, mine, shown=False) if len(text) > 2 and not _occurs(text, known)}
    said = _said(edit(report, Choice(unit=unit)))

    assert len(secret) > 300
    assert _told(secret, said) == []


def test_statistics_name_nothing() -> None:
    report = ministry()
    secret = {text for text in _texts(report, set(), shown=False) if len(text) > 2 and not _occurs(text, public())}
    said = _said(edit(report, Choice(statistics=True)))

    assert _told(secret, said) == []


@pytest.mark.parametrize("level", [2, 3])
def test_nothing_above_a_level_appears_by_name(level: int) -> None:
    report = ministry()
    high = [one for one in report.dossiers if one.level is not None and one.level > level]
    low = [one for one in report.dossiers if one not in high]
    known = " ".join(value for one in low for value in (one.id, one.name or one.id)).casefold() + " " + public()
    secret = {text for one in high for text in (one.id, one.name or one.id) if not _occurs(text, known)}
    said = _said(edit(report, Choice(level=level)))

    assert secret
    assert _told(secret, said) == []


@pytest.mark.parametrize(
    "choice", [Choice(unit="hq"), Choice(level=2), Choice(secrecy="none"), Choice(statistics=True)]
)
def test_numbers_stay_right(choice: Choice) -> None:
    report = ministry()
    told = edit(report, choice)

    assert score.by_severity(told) == score.by_severity(report)
    assert score.by_state(told) == score.by_state(report)
    assert score.approved(told) == score.approved(report)
    assert (told.counts, told.tallies, len(told.files)) == (report.counts, report.tallies, len(report.files))
    assert sorted(row.level or 0 for row in told.systems) == sorted(row.level or 0 for row in report.systems)
    assert told.edition is not None
    assert all(
        told.edition.shown.get(kind.removesuffix("s"), 0) + told.edition.withheld.get(kind.removesuffix("s"), 0)
        >= count
        for kind, count in report.counts.items()
    )


def test_a_thing_has_one_number_in_all_editions() -> None:
    north, south = (edit(ministry(), Choice(unit=unit)) for unit in ("region-north", "region-south"))
    paths = [
        {(one.rule, hop.id) for one in told.open for hop in one.evidence.path if re.fullmatch(r"segment-\d{4}", hop.id)}
        for told in (north, south)
    ]

    assert paths[0] & paths[1]
    assert edit(ministry(), Choice(unit="region-north")) == north


def test_what_belongs_to_a_unit_is_told_whole() -> None:
    report = ministry()
    told = edit(report, Choice(unit="region-north"))
    mine = {row.id: row for row in report.systems if row.owner == "region-north"}

    assert mine
    assert {row.id: row.name for row in told.systems if row.owner == "region-north"} == {
        ident: row.name for ident, row in mine.items()
    }
    assert WITHHELD not in str([row for row in told.systems if row.owner == "region-north"])


def test_every_id_that_is_told_is_a_shown_one_or_a_number() -> None:
    told = edit(ministry(), Choice(unit="coast-guard"))
    own = {one.id for one in told.dossiers if one.source.file != WITHHELD}
    others = {one.id for one in told.dossiers} - own

    assert own
    assert all(re.fullmatch(r"[a-z]+-\d{4}", ident) for ident in others)


def test_an_unknown_unit_and_an_edition_of_an_edition_are_refused() -> None:
    with pytest.raises(PolicyError, match="no unit"):
        edit(ministry(), Choice(unit="nobody"))
    with pytest.raises(PolicyError, match="an edition already"):
        edit(edit(ministry(), Choice(unit="hq")), Choice(statistics=True))


def test_the_whole_is_given_back_as_it_is() -> None:
    assert edit(ministry(), Choice()) is ministry()
