"""No text that an edition withholds occurs in any format, however it is written there."""

import base64
import json
import re
from hashlib import md5, sha1, sha256
from html import unescape
from io import BytesIO
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.editions import Choice, edit
from secaudit.findings.finding import fingerprint
from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.tables import TABLES
from tests.unit.editions.worlds import NOBODY, World, world

ALL = {**REPORTERS, **TABLES}
FORMATS = sorted(ALL)


def leaks(report: Report, secrets: set[str], formats: list[str]) -> list[tuple[str, str]]:
    """Every format with the secrets that can be read out of it."""
    found = []
    for name in formats:
        for language in ("vi", "en"):
            told = _read(ALL[name](report, RenderOptions(language=language)))
            spoken = "\n".join({told, told[::-1], unescape(told), unquote(told), _unescaped(told)}).casefold()
            found += [(name, secret) for secret in sorted(secrets) if secret.casefold() in spoken]
    return found


def _read(told: str | bytes) -> str:
    """A text as it is; of an archive all that is in it."""
    if isinstance(told, str):
        return told
    if told[:2] != b"PK":
        return told.decode("utf-8")
    with ZipFile(BytesIO(told)) as archive:
        return "\n".join(f"{name} {archive.read(name).decode()}" for name in archive.namelist())


def _unescaped(text: str) -> str:
    return re.sub(r"\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})", lambda one: chr(int(one[1] or one[2], 16)), text)


def below(unit: int, parents: list[int | None]) -> set[int]:
    """A unit and its subordinate units."""
    found = {unit}
    for _ in parents:
        found |= {number for number, parent in enumerate(parents) if parent in found}
    return found


def secrets(made: World, shown: set[int]) -> set[str]:
    """What belongs to units that are not shown, and to nobody."""
    return {marker for unit, markers in made.markers.items() if unit not in shown for marker in markers}


@st.composite
def drawn(draw: st.DrawFn) -> tuple[World, list[int | None], int]:
    count = draw(st.integers(2, 4))
    parents: list[int | None] = [None]
    parents += [draw(st.one_of(st.none(), st.integers(0, number - 1))) for number in range(1, count)]
    pairs = [(a, b) for a in range(count) for b in range(count) if a != b]
    return (
        world(parents, draw(st.lists(st.sampled_from(pairs), unique=True, max_size=6))),
        parents,
        draw(st.integers(0, count - 1)),
    )


@given(drawn(), st.sampled_from(FORMATS))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_an_edition_for_a_unit_tells_nothing_of_others(case: tuple[World, list[int | None], int], name: str) -> None:
    made, parents, unit = case
    chosen = _unit(made, unit)
    told = edit(made.report, Choice(unit=chosen))
    shown = below(unit, parents)

    assert leaks(told, secrets(made, shown), [name]) == []
    assert {row.id for row in made.report.units if row.id in json.dumps([row.id for row in told.units])} == {
        _unit(made, number) for number in shown
    }


def _unit(made: World, number: int) -> str:
    """The id of the unit with a number."""
    return next(row.id for row in made.report.units if row.id.removeprefix("u-") in made.markers[number])


LINKS = [(0, 1), (1, 0), (2, 0), (0, 2), (1, 2), (2, 3), (3, 0)]
CHOICES = (Choice(statistics=True), Choice(level=2), Choice(level=1, secrecy="none"))


@pytest.mark.parametrize("choice", CHOICES, ids=["statistics", "level-2", "level-1"])
@pytest.mark.parametrize("name", FORMATS)
def test_statistics_and_ceilings_tell_nothing_of_what_is_above(choice: Choice, name: str) -> None:
    made = world([None, None, None, None], LINKS)
    shown = set() if choice.statistics else set(range(choice.level or 0))

    assert leaks(edit(made.report, choice), secrets(made, shown), [name]) == []


def test_the_test_would_see_a_leak() -> None:
    made = world([None, None], [(0, 1)])
    everything = secrets(made, set())

    assert {secret for _, secret in leaks(made.report, everything, ["json"])} == everything


def test_what_is_shown_is_still_told() -> None:
    made = world([None, 0, None], [(0, 2), (1, 2)])
    told = edit(made.report, Choice(unit=_unit(made, 0)))
    mine = {secret for secret in secrets(made, {2, NOBODY}) if secret.startswith("zq")}
    read = {secret for _, secret in leaks(told, mine, ["json", "html"])}

    assert len(read) > 0.9 * len(mine)


@pytest.mark.parametrize("choice", [*CHOICES, None], ids=["statistics", "level-2", "level-1", "unit"])
def test_no_hash_of_what_is_withheld_can_be_looked_up(choice: Choice | None) -> None:
    made = world([None, None, None], LINKS[:5])
    chosen = choice or Choice(unit=_unit(made, 1))
    shown = {"statistics": set(), "unit": {1}}.get("statistics" if chosen.statistics else "unit" if chosen.unit else "")
    shown = set(range(chosen.level or 0)) if shown is None else shown
    hidden = [one for one in made.report.dossiers if one.owner and one.owner not in {_unit(made, n) for n in shown}]
    texts = {text for one in hidden for text in (one.id, f"{one.kind}:{one.id}", one.name or one.id)}
    guesses = {digest(text.encode()).hexdigest()[:12] for text in texts for digest in (sha256, sha1, md5)} | {
        fingerprint(card.id, (text,))[:12] for text in texts for card in made.report.cards
    }
    guesses |= {base64.b64encode(text.encode()).decode().rstrip("=") for text in texts}

    assert leaks(edit(made.report, chosen), guesses, ["json", "html", "sarif"]) == []
