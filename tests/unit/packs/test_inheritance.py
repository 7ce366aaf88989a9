"""A short rule takes from another what it does not say itself."""

import pytest

from secaudit import packs
from secaudit.checks import CHECKS
from secaudit.errors import PolicyError
from tests.builders import DAY, PACK, load, rule_text, write_pack

PARENT = rule_text('check: every\nwith: {of: system, assert: "level >= 1"}\n')
CHILD = "id: TST-01\nname: test-rule\ninherits: vn-2026/APR-01\n"


def _write(folder, pack_id: str, *rules: str):
    return write_pack(folder / pack_id, *rules, pack=PACK.replace("id: test\n", f"id: {pack_id}\n"))


def _added(folder, parent: str, more: str = ""):
    """A pack without criteria of levels, whose only rule inherits."""
    pack = folder / "low"
    pack.mkdir()
    (pack / "pack.yaml").write_text("id: low\ntitle: {vi: a, en: b}\nversion: '1'\n", encoding="utf-8")
    (pack / "LOW-01-test-rule.yaml").write_text(
        f"id: LOW-01\nname: test-rule\ninherits: {parent}\n{more}", encoding="utf-8"
    )
    return pack


def _told(*folders) -> str:
    with pytest.raises(PolicyError) as caught:
        packs.load(folders, CHECKS, as_of=DAY)
    return "\n".join(f"{problem.where}: {problem.message} {problem.help}" for problem in caught.value.problems)


def test_a_rule_takes_from_a_shipped_one_what_it_does_not_say(tmp_path):
    cites = "cites: [{instrument: NĐ 85/2016/NĐ-CP, clause: Điều 14}]\nseverity: low\n"

    rule = load(_write(tmp_path, "own", CHILD + cites)).rules[0]

    parent = next(rule for rule in packs.load((), CHECKS, as_of=DAY).rules if rule.card.id == "APR-01")
    assert (rule.card.id, rule.card.pack, rule.card.severity) == ("TST-01", "own", "low")
    assert [cite.clause for cite in rule.card.cites] == ["Điều 14"]
    assert (rule.card.title, rule.message) == (parent.card.title, parent.message)
    assert [example.title for example in rule.examples] == [example.title for example in parent.examples]


def test_what_is_said_replaces_the_whole_key(tmp_path):
    rule = load(_write(tmp_path, "own", CHILD + "title: {vi: Khác, en: Other}\nbasis: ORG\n")).rules[0]

    assert (rule.card.title.en, rule.card.basis, rule.card.confidence) == ("Other", "ORG", "high")


def test_a_mistake_in_what_is_taken_names_the_file_and_line_of_the_parent(tmp_path):
    parent = _write(tmp_path, "upper", PARENT.replace("level >= 1", "levle >= 1"))

    told = _told(parent, _added(tmp_path, "upper/TST-01"))

    line = next(
        number
        for number, text in enumerate((parent / "TST-01-test-rule.yaml").read_text("utf-8").splitlines(), 1)
        if "levle" in text
    )
    assert told.count(f"upper/TST-01-test-rule.yaml:{line}:") == 1  # the same mistake in the same place is told once
    assert "low/" not in told


def test_a_mistake_in_what_is_said_names_the_child(tmp_path):
    told = _told(_write(tmp_path, "own", CHILD + "severity: awful\n"))

    assert told.startswith("own/TST-01-test-rule.yaml:4:11: severity is 'awful'")


def test_a_mistake_that_the_schema_finds_in_what_is_taken_names_the_parent(tmp_path):
    upper = _write(tmp_path, "upper", PARENT.replace("confidence: high", "confidence: great"))

    told = _told(_write(tmp_path, "own", CHILD.replace("vn-2026/APR-01", "upper/TST-01")), upper)

    assert "upper/TST-01-test-rule.yaml:6:" in told


def test_a_grandparent_gives_what_the_parent_does_not_say(tmp_path):
    upper = _write(tmp_path, "upper", CHILD + "severity: low\n")
    low = _added(tmp_path, "upper/TST-01", "basis: ORG\n")

    rule = next(rule for rule in packs.load([upper, low], CHECKS, as_of=DAY).rules if rule.card.id == "LOW-01")

    assert (rule.card.severity, rule.card.basis, rule.card.check) == ("low", "ORG", "every")
    assert "there is no pack 'upper' to inherit from" in _told(low)


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("vn-2026/APR-99", "pack vn-2026 has no rule 'APR-99'; did you mean 'APR-19'?"),
        ("vn-2062/APR-01", "there is no pack 'vn-2062' to inherit from"),
        ("APR-01", "'APR-01' is not PACK/ID"),
        ("own/TST-01", "inherits in a circle: own/TST-01 > own/TST-01"),
    ],
)
def test_a_parent_that_cannot_be_is_told_in_its_place(tmp_path, name, told):
    found = _told(_write(tmp_path, "own", CHILD.replace("vn-2026/APR-01", name)))

    assert found.startswith("own/TST-01-test-rule.yaml:3:11: ")
    assert told in found


def test_a_circle_through_another_pack_is_told(tmp_path):
    one = _write(tmp_path, "one", CHILD.replace("vn-2026/APR-01", "two/TST-01"))
    two = _write(tmp_path, "two", CHILD.replace("vn-2026/APR-01", "one/TST-01"))

    assert "inherits in a circle: one/TST-01 > two/TST-01 > one/TST-01" in _told(one, two)


def test_a_retired_rule_gives_nothing(tmp_path):
    upper = _write(tmp_path, "upper", "id: TST-01\nname: test-rule\nretired: 2026-01-01\n")

    assert "upper/TST-01 is retired" in _told(
        upper, _write(tmp_path, "own", CHILD.replace("vn-2026/APR-01", "upper/TST-01"))
    )


def test_a_parent_that_is_no_mapping_is_told_and_does_not_crash(tmp_path):
    upper = _write(tmp_path, "upper", "- TST-01\n")

    told = _told(upper, _write(tmp_path, "own", CHILD.replace("vn-2026/APR-01", "upper/TST-01")))

    assert "upper/TST-01-test-rule.yaml" in told


def test_the_digest_of_a_pack_covers_what_it_takes_from_others(tmp_path):
    upper = _write(tmp_path, "upper", PARENT)
    low = _added(tmp_path, "upper/TST-01")

    def digest() -> str:
        return next(card.digest for card in packs.load([upper, low], CHECKS, as_of=DAY).packs if card.id == "low")

    before = digest()
    assert digest() == before
    parent = upper / "TST-01-test-rule.yaml"
    parent.write_text(parent.read_text("utf-8").replace("Repair it", "Mend it"), encoding="utf-8")
    assert digest() != before


def test_every_file_of_a_pack_is_told_apart_by_its_name(tmp_path):
    folder = write_pack(tmp_path / "pack", PARENT)
    (folder / "more").mkdir()
    (folder / "more" / "TST-01-test-rule.yaml").write_text(PARENT, encoding="utf-8")

    assert "has the same name as pack/TST-01-test-rule.yaml" in _told(folder)
