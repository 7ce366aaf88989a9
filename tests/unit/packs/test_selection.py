"""The day picks one national pack; what is named is added to it or takes its place."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.errors import PolicyError
from secaudit.packs.folder import Folder
from tests.builders import PACK, rule_text, write_pack

GOOD = rule_text('check: every\nwith: {of: system, assert: "level >= 1"}\n')
SHIPPED = {folder.name: folder for folder in packs.shipped()}
LAST_OF_2016, FIRST_OF_2026 = "2026-08-18", "2026-08-19"
ADDED = 'id: added\ntitle: {vi: Thêm, en: Added}\nversion: "1"\n'


def _used(as_of: str, *folders) -> list[str]:
    return [card.id for card in packs.load(folders, CHECKS, as_of=as_of).packs]


def _told(*folders, as_of: str = "2026-11-22") -> str:
    with pytest.raises(PolicyError) as caught:
        packs.load(folders, CHECKS, as_of=as_of)
    return "\n".join(f"{problem.where}: {problem.message} ({problem.help})" for problem in caught.value.problems)


def _added(folder, more: str = "", text: str = ADDED):
    (folder / "added").mkdir()
    (folder / "added" / "pack.yaml").write_text(text + more, encoding="utf-8")
    (folder / "added" / "TST-01-test-rule.yaml").write_text(GOOD, encoding="utf-8")
    return folder / "added"


@pytest.mark.parametrize("folder", SHIPPED.values(), ids=lambda folder: folder.name)
def test_a_shipped_pack_is_called_as_its_folder_is(folder):
    assert Folder(folder).id == folder.name


@pytest.mark.parametrize(
    ("day", "pack"),
    [("2016-07-01", "vn-2016"), (LAST_OF_2016, "vn-2016"), (FIRST_OF_2026, "vn-2026"), ("9999-12-31", "vn-2026")],
)
def test_the_day_of_the_audit_picks_the_national_pack(day, pack):
    assert _used(day) == [pack]


@settings(derandomize=True, deadline=None, max_examples=60)
@given(st.dates(min_value=date(2016, 7, 1)))
def test_every_day_since_the_first_decree_has_exactly_one_national_pack(day):
    usual = [Folder(folder) for folder in SHIPPED.values()]
    today = [
        folder.id
        for folder in usual
        if "levels" in folder.content
        and not folder.content.get("optional")
        and folder.content["in_force"]["from"]
        <= day.isoformat()
        <= folder.content["in_force"].get("until", "9999-12-31")
    ]
    assert len(today) == 1


def test_before_the_first_decree_there_is_nothing_to_audit_by():
    told = _told(as_of="2016-06-30")

    assert "no rule pack is in force on 2016-06-30" in told
    assert "vn-2016 from 2016-07-01 until 2026-08-18, vn-2026 from 2026-08-19" in told


def test_a_pack_without_criteria_of_levels_is_added_to_the_pack_of_the_day(tmp_path):
    folder = _added(tmp_path)

    assert _used(LAST_OF_2016, folder) == ["vn-2016", "added"]
    assert _used(FIRST_OF_2026, folder) == ["vn-2026", "added"]


def test_a_pack_with_criteria_of_levels_takes_the_place_of_the_pack_of_the_day(tmp_path):
    assert _used("2026-11-22", write_pack(tmp_path / "own", GOOD)) == ["test"]


def test_an_optional_pack_is_used_only_if_it_is_named(tmp_path, monkeypatch):
    shelf = {**SHIPPED, "added": _added(tmp_path, "optional: true\n")}
    monkeypatch.setattr("secaudit.packs.selection.shipped", lambda: tuple(shelf.values()))

    assert _used("2026-11-22") == ["vn-2026"]
    assert _used("2026-11-22", shelf["added"]) == ["vn-2026", "added"]


def test_the_national_pack_may_be_named_beside_what_is_added(tmp_path):
    assert sorted(_used("2026-11-22", _added(tmp_path), SHIPPED["vn-2026"])) == ["added", "vn-2026"]


def test_a_named_pack_that_is_not_in_force_is_told_and_not_left_out(tmp_path):
    told = _told(SHIPPED["vn-2016"])

    assert "pack vn-2016 is not in force on 2026-11-22 (it is from 2016-07-01 until 2026-08-18" in told
    late = _added(tmp_path, "in_force: {from: 2027-01-01}\n")
    assert told.startswith("vn-2016/pack.yaml:")
    assert "pack added is not in force on 2026-11-22" in _told(late)


def test_two_tables_of_levels_are_one_too_many(tmp_path):
    own = write_pack(tmp_path / "own", GOOD)

    assert "pack vn-2026 has criteria of levels, too" in _told(SHIPPED["vn-2026"], own)


def test_a_rule_without_a_citation_in_force_is_not_asked(tmp_path):
    body = """\
    cites: [{instrument: Old, clause: "1", in_force: {until: 2026-06-30}}]
    check: every
    with: {of: system, assert: "true"}
    """
    folder = write_pack(tmp_path / "own", rule_text(body), GOOD, pack=PACK)

    def asked(day: str) -> list[str]:
        return [rule.card.id for rule in packs.load([folder], CHECKS, as_of=day).rules]

    assert asked("2026-06-30") == ["TST-01", "TST-02"]
    assert asked("2026-07-01") == ["TST-02"], "a rule that cites nothing at all is asked on every day"


@pytest.mark.parametrize("name", [name for name, folder in SHIPPED.items() if "levels" in Folder(folder).content])
def test_every_rule_of_a_national_pack_is_asked_on_some_day(name):
    everything = packs.load([SHIPPED[name]], CHECKS, as_of=FIRST_OF_2026, in_force_only=False).rules
    days = ("2020-07-01", "2025-12-01", LAST_OF_2016, FIRST_OF_2026, "2026-11-22")
    asked = {rule.card.id for day in days for rule in packs.load((), CHECKS, as_of=day).rules if rule.card.pack == name}

    assert {rule.card.id for rule in everything} - asked == set()
