"""No text that a unit declared is in an edition for others: every field of the schema, every format, every spelling."""

import json
import re
import unicodedata
from collections.abc import Iterator
from html import unescape
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from msgspec.structs import replace

from secaudit.editions import Choice, edit
from secaudit.exchange.baseline import read_baseline
from secaudit.findings.report import Report
from secaudit.pipeline import Request, audit
from secaudit.pipeline.calendar import calendar
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.html import split
from secaudit.reporters.tables import TABLES
from tests.filled import Filler, inventory, schema

AS_OF = "2026-11-22"
# Letters with marks tell whether a spelling was composed or decomposed; the mark itself is in ASCII.
MARK = re.compile(r"zq[a-z]\d{4}x")
_BARE = frozenset({"id", "a-key", "question", "rule"})


class Marks:
    """Texts that occur nowhere else, by whose they are."""

    def __init__(self, whose: str) -> None:
        self.whose = whose
        self.given: dict[str, tuple[str, ...]] = {}
        self._ids: dict[str, str] = {}

    def text(self, path: tuple[str, ...]) -> str:
        mark = f"zq{self.whose}{len(self.given):04}x"
        self.given[mark] = path
        return mark if path[-1] in _BARE else f"Đơn vị {mark} «Ẩn» & 'số'"

    def name(self, kind: str) -> str:
        if kind not in self._ids:
            self._ids[kind] = f"{kind}-{self.text((kind, 'id'))}"
        return self._ids[kind]


def _declared(marks: Marks, level: int, secrecy: str, block: int) -> dict[str, Any]:
    chosen = {
        "system.level": level, "segment.level": level, "gateway.level": level, "approval.level": level,
        "system.status": "operating", "segment.secrecy": secrecy, "facts.secrecy": secrecy,
        "segment.cidrs": [f"10.{block}.1.0/24"], "segment.zone": "server", "network.trust": "own",
        "parent": marks.name("unit"), "attestation.question": "CTL-06",
    }  # fmt: skip
    found = inventory(marks.text, chosen, marks.name)
    for unit in found["units"]:
        unit.pop("parent", None)
    found["segments"][1] |= {"cidrs": [f"10.{block}.2.0/24"], "secrecy": secrecy}
    found["systems"][1] |= {"facts": {"secrecy": secrecy}}
    return found


def _joined(mine: dict[str, Any], other: dict[str, Any]) -> None:
    """Let each of the two name the other: a cable, a record, a policy, and texts in other spellings."""
    here, there = mine["segments"][0]["id"], other["segments"][0]["id"]
    mine["links"].append({"id": f"{mine['links'][0]['id']}-out", "between": [here, there]})
    entry = {"from": there, "to": here, "services": ["any"], "action": "permit"}
    between = {
        "id": f"{mine['gateways'][0]['id']}-out",
        "kind": "firewall",
        "segments": [here, there],
        "policy": [entry],
    }
    mine["gateways"].append(between)
    mine["systems"][0]["approval"]["dossier"]["connected_systems"].append(other["systems"][0]["id"])
    name, ident = other["systems"][0]["name"], other["gateways"][0]["id"]
    block = other["segments"][0]["cidrs"][0]
    mine["systems"][0]["name"] += (
        f", như {unicodedata.normalize('NFD', name)} và {ident.upper().replace('-', ' ')} ({block})"
    )


def _folder(place: Path, marks: dict[str, Marks]) -> Path:
    low, high = (_declared(marks["a"], 1, "none", 201), _declared(marks["b"], 5, "toi_mat", 202))
    _joined(low, high)
    _joined(high, low)
    for unit, content in (("a", low), ("b", high)):
        file = place / "inv" / marks[unit].name("folder") / f"{marks[unit].name('file')}.yaml"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps(content, ensure_ascii=False), "utf-8")
    (place / "inv" / f"{marks['b'].name('broken')}.yaml").write_text(
        f"# {marks['b'].text(('comment',))}\nsecaudit: 1\n", "utf-8"
    )
    return place / "inv"


def _waivers(place: Path, marks: dict[str, Marks], found: Report) -> Path:
    """A waiver of everything about each unit's system, with every field of the schema."""
    entries = []
    for mark in marks.values():
        subject = f"system:{mark.name('system')}"
        about = [one for one in found.verdicts if one.finding.subject == subject and one.finding.state == "fail"]
        waivable = {card.id for card in found.cards if card.waivable}
        rule = next(one.finding.rule for one in about if one.finding.rule in waivable)
        given = {
            "rule": rule, "subject": subject, "issued": "2026-10-01", "expires": "2026-12-24",
            "cause": "", "waiver.id": f"w-{mark.text(('waiver', 'id'))}", "approved_by": f"{mark.name('unit')}2",
        }  # fmt: skip
        root = schema("waivers")
        filler = Filler(root, mark.text, {"unit": [mark.name("unit"), mark.name("unit")]}, given)
        entry = filler.value(root["properties"]["waivers"]["items"], ("waiver",))
        del entry["cause"]  # a waiver has a subject or a cause
        entries.append(entry)
    file = place / "waivers.yaml"
    file.write_text(json.dumps({"secaudit_waivers": 1, "waivers": entries}, ensure_ascii=False), "utf-8")
    return file


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, dict[str, Marks]]:
    """A report of two units that name each other, with waivers, an earlier result and what becomes due."""
    place = tmp_path_factory.mktemp("every")
    marks = {"a": Marks("a"), "b": Marks("b")}
    request = Request(roots=(_folder(place, marks),), base=place, as_of=AS_OF, dossiers=True, fix_within={"high": 30})
    before = audit(replace(request, as_of="2026-06-30"))
    old = place / "before.json"
    old.write_text(REPORTERS["json"](before, RenderOptions()), "utf-8")
    known, earlier = read_baseline(old)
    request = replace(request, waivers=(_waivers(place, marks, before),), baseline=known, earlier=earlier)
    return replace(audit(request), due=calendar(request, 4).due), marks


def _told(report: Report) -> Iterator[tuple[str, str]]:
    """Everything that can be written, by its name."""
    for language in ("vi", "en"):
        options = RenderOptions(language=language)
        for name, render in {**REPORTERS, **TABLES}.items():
            yield f"{name} {language}", _read(render(report, options))
        for name, text in split.render(report, options).items():
            yield f"page {name} {language}", f"{name}\n{text}"


def _read(told: str | bytes) -> str:
    if isinstance(told, str):
        return told
    if told[:2] != b"PK":
        return told.decode("utf-8")
    with ZipFile(BytesIO(told)) as archive:
        return "\n".join(f"{name} {archive.read(name).decode('utf-8', 'replace')}" for name in archive.namelist())


def _spoken(text: str) -> set[str]:
    """The marks in a text, however it is written: escaped, percent-encoded, folded, backwards."""
    shown = re.sub(r"\\u([0-9a-fA-F]{4})", lambda one: chr(int(one[1], 16)), text)
    ways = (text, unescape(text), unquote(text), shown, text[::-1])
    return {mark for way in ways for mark in MARK.findall(unicodedata.normalize("NFKC", way).casefold())}


def _leaks(report: Report, marks: Marks) -> dict[str, list[tuple[str, ...]]]:
    found = {}
    for name, text in _told(report):
        spoken = _spoken(text) & marks.given.keys()
        spoken |= {mark for mark in marks.given if mark in text.casefold()}
        if spoken:
            found[name] = [marks.given[mark] for mark in sorted(spoken)]
    return found


def test_the_full_report_tells_every_field(world: tuple[Report, dict[str, Marks]]) -> None:
    report, marks = world
    told = _spoken(REPORTERS["json"](report, RenderOptions()))
    for mark in marks.values():
        untold = {path for one, path in mark.given.items() if one not in told}
        assert untold <= {("comment",)}, untold
        assert len(mark.given) > 80


@pytest.mark.parametrize(
    "choice", [Choice(level=3), Choice(secrecy="none"), Choice(level=2, secrecy="mat"), Choice(statistics=True), "a"],
    ids=["level", "secrecy", "both", "statistics", "unit"],
)  # fmt: skip
def test_no_field_of_what_is_withheld_is_anywhere(world: tuple[Report, dict[str, Marks]], choice: Any) -> None:
    report, marks = world
    chosen = Choice(unit=marks["a"].name("unit")) if choice == "a" else choice

    assert _leaks(edit(report, chosen), marks["b"]) == {}


def test_statistics_tell_nothing_of_anybody(world: tuple[Report, dict[str, Marks]]) -> None:
    report, marks = world

    assert _leaks(edit(report, Choice(statistics=True)), marks["a"]) == {}


def test_a_unit_of_high_level_is_not_read_by_the_other_way_round(world: tuple[Report, dict[str, Marks]]) -> None:
    report, marks = world

    assert _leaks(edit(report, Choice(unit=marks["b"].name("unit"))), marks["a"]) == {}


def test_addresses_of_what_is_withheld_are_not_told(world: tuple[Report, dict[str, Marks]]) -> None:
    report, _ = world
    for choice in (Choice(level=3), Choice(statistics=True)):
        assert [name for name, text in _told(edit(report, choice)) if "10.202." in text] == []
