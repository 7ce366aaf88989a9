"""0 and 1: a complete audit; 2: the user is told what to type instead, and nothing is audited."""

import json
import shutil

import pytest

from tests.end_to_end.product import OPERATING, PACK, PLANNED, audit, run, write

NETWORK = """\
secaudit: 1
segments: [{id: lan}, {id: dmz}, {id: island}]
links: [{id: fibre, between: [lan, dmz]}]
"""
LEVELS = {"info": 1, "low": 2, "medium": 3, "high": 4, "critical": 5}


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """A folder with inventories, packs and waivers; tests only read it."""
    folder = tmp_path_factory.mktemp("place")
    write(
        folder,
        {
            "clean/a.yaml": PLANNED,
            "found/a.yaml": OPERATING,
            "open/a.yaml": "secaudit: 1\nsystems: [{id: a, level: 3}]\n",
        },
    )
    write(folder, {f"{word}.yaml": OPERATING.replace("3", str(level)) for word, level in LEVELS.items()})
    write(folder, {"net.yaml": NETWORK})
    write(folder, {"no-pack/readme.txt": "nothing"})
    for name, before, after in BROKEN:
        shutil.copytree(PACK, folder / name)
        rule = folder / name / "SEV-01-operating.yaml"
        text = rule.read_text(encoding="utf-8")
        assert before in text
        rule.write_text(text.replace(before, after), encoding="utf-8")
    return folder


BROKEN = [
    ("broken-expression", "\"status != 'operating'\"", '"status != operating\'"'),
    ("broken-field", "\"status != 'operating'\"", "\"statsu != 'operating'\""),
    ("broken-check", "check: every", "check: evry"),
    ("broken-key", "basis: ORG", "basiss: ORG"),
    ("broken-yaml", "basis: ORG", "basis: [ORG"),
]


def test_a_complete_audit_without_findings_is_0(place):
    result = audit("clean", cwd=place)

    assert (result.code, result.err) == (0, "")
    assert "Nothing was found" in result.out


def test_findings_are_1(place):
    result = audit("found", cwd=place)

    assert (result.code, result.err) == (1, "")
    assert "portal operates" in result.out
    assert "found/a.yaml:3" in result.out


def test_what_is_not_known_is_not_passed(place):
    assert audit("open", cwd=place).code == 1


@pytest.mark.parametrize(
    ("severity", "fail_on", "code"),
    [
        ("info", None, 0), ("low", None, 1),
        ("info", "info", 1),
        ("low", "medium", 0), ("medium", "medium", 1), ("high", "medium", 1),
        ("high", "critical", 0), ("critical", "critical", 1),
    ],
)  # fmt: skip
def test_fail_on_is_the_lowest_severity_that_fails(place, severity, fail_on, code):
    wanted = ["--fail-on", fail_on] if fail_on else []

    assert audit(f"{severity}.yaml", "-q", *wanted, cwd=place).code == code


def test_a_quiet_audit_says_nothing(place):
    result = audit("found", "--quiet", cwd=place)

    assert (result.code, result.out, result.err) == (1, "", "")


def test_a_report_on_standard_output_is_alone_there(place):
    result = audit("found", "--report", "json=-", cwd=place)

    assert result.code == 1
    assert json.loads(result.out)["format"].startswith("secaudit.result")


USAGE = [
    (["audit"], "INVENTORY"),
    (["audti", "clean"], "'audit'"),
    (["audit", "clean", "--raport", "html=x"], "--report"),
    (["audit", "clean", "--report", "htlm=x"], "'html'"),
    (["audit", "clean", "--report", "html"], "FORMAT=FILE"),
    (["audit", "clean", "--report", "json=-", "--report", "html=-"], "standard output"),
    (["audit", "clean", "--report", "json=x", "--report", "html=./x"], "'x'"),
    (["audit", "clean", "--report", "json=clean/a.yaml"], "not written over"),
    (["audit", "clean/a.yaml", "--report", "json=found/../clean/a.yaml"], "not written over"),
    (["audit", "clean", "--fail-on", "hihg"], "critical"),
    (["audit", "clean", "--lang", "fr"], "'vi'"),
    (["audit", "clean", "--as-of", "22/11/2026"], "YYYY-MM-DD"),
    (["audit", "clean", "--as-of", "2026-02-30"], "YYYY-MM-DD"),
    (["audit", "clean", "--as-of", "20261122"], "YYYY-MM-DD"),
    (["audit", "clean", "--as-of", "2016-06-30"], "no rule pack is in force"),
    (["audit", "clean", "--rules", "nowhere"], "nowhere"),
    (["audit", "clean", "--rules", "no-pack"], "pack.yaml"),
    (["audit", "clean", "--rules", "severities", "--param", "limti=3"], "limit"),
    (["audit", "clean", "--rules", "severities", "--param", "limit=many"], "whole number"),
    (["audit", "clean", "--rules", "severities", "--param", "limit=10"], "from 1 to 9"),
    (["audit", "clean", "--rules", "severities", "--param", "limit"], "NAME=VALUE"),
    (["audit", "clean", "--rules", "broken-expression"], "SEV-01-operating.yaml:10:"),
    (["audit", "clean", "--rules", "broken-field"], "'status'"),
    (["audit", "clean", "--rules", "broken-check"], "'every'"),
    (["audit", "clean", "--rules", "broken-key"], "'basis'"),
    (["audit", "clean", "--rules", "broken-yaml"], "SEV-01-operating.yaml"),
    (["audit", "clean", "--pack", "vn-2062"], "did you mean 'vn-2016' or 'vn-2026'?"),
    (["audit", "clean", "--pack", "vn-2016", "--as-of", "2026-11-22"], "until 2026-08-18"),
    (["audit", "clean", "--pack", "org-template", "--as-of", "2026-11-22"], "is left to be filled in"),
    (["audit", "clean", "--pack", "severities", "--pack", "vn-2026", "--as-of", "2026-11-22"], "one table"),
    (["rules", "test", "vn-2062"], "'vn-2026'"),
    (["rules", "explain", "APR-1"], "did you mean 'APR-1"),
    (["rules", "explain", "apr-01x"], "APR-01"),
    (["rules", "test", "nowhere"], "nowhere"),
    (["rules", "test", "broken-field"], "'status'"),
    (["rules", "lsit"], "'list'"),
    (["level", "clean", "--system", "potral"], "'portal'"),
    (["path", "portal"], "INVENTORY"),
    (["path", "lna", "dmz", "net.yaml"], "'lan'"),
    (["path", "lan", "dmz", "net.yaml", "--avoid", "fiber"], "'fibre'"),
    (["path", "lan", "zone:dmzz", "net.yaml"], "no zone 'dmzz'"),
    (["path", "lan", "dmz", "net.yaml", "--service", "tcp/https"], "tcp/443"),
    (["path", "lan", "dmz", "net.yaml", "--service", "tpc/443"], "tcp"),
    (["path", "lan", "dmz", "net.yaml", "--through", "device.knid == 'x'"], "kind"),
    (["path", "lan", "dmz", "net.yaml", "--all", "0"], "--all"),
    (["matrix", "net.yaml"], "--by"),
    (["matrix", "net.yaml", "--by", "zones"], "zone"),
    (["what-if", "net.yaml"], "--remove"),
    (["what-if", "net.yaml", "--remove", "fiber"], "'fibre'"),
    (["what-if", "net.yaml", "--compromise", "fibre"], "no gateway or host 'fibre'"),
    (["what-if", "net.yaml", "--add", "lan"], "A:B"),
    (["what-if", "net.yaml", "--add", "lan:lan"], "A:B"),
    (["what-if", "net.yaml", "--add", "lan:dmzz"], "'dmz'"),
    (["what-if", "net.yaml", "--revoke", "fibre"], "no gateway 'fibre'"),
    (["exposure"], "INVENTORY"),
    (["schema", "inventroy"], "inventory"),
    (["validate"], "INVENTORY"),
]


@pytest.mark.parametrize(
    ("arguments", "hint"), USAGE, ids=lambda value: " ".join(value) if isinstance(value, list) else ""
)
def test_wrong_usage_is_2_and_says_what_would_be_right(place, arguments, hint):
    arguments = [PACK if argument == "severities" else argument for argument in arguments]

    result = run(*arguments, cwd=place)

    assert result.code == 2
    assert hint in result.err
    assert result.out == ""
    assert "Traceback" not in result.err


@pytest.mark.parametrize(
    ("goal", "avoid", "told"),
    [("dmz", [], "fibre"), ("island", [], "does not reach"), ("dmz", ["--avoid", "fibre"], "does not reach")],
)
def test_a_way_and_no_way_are_both_answers(place, goal, avoid, told):
    result = run("path", "lan", goal, "net.yaml", *avoid, cwd=place)

    assert (result.code, result.err) == (0, "")
    assert told in result.out


def test_the_same_rule_twice_is_2(place):
    result = audit("clean", "--rules", PACK, cwd=place)

    assert result.code == 2
    assert "SEV-01 is already in" in result.err


def test_an_example_that_does_not_hold_is_told(place, tmp_path):
    pack = shutil.copytree(PACK, tmp_path / "severities")
    rule = pack / "SEV-01-operating.yaml"
    rule.write_text(rule.read_text(encoding="utf-8").replace("finds: [a]", "finds: [b]", 1), encoding="utf-8")

    result = run("rules", "test", pack, cwd=place)

    assert result.code == 1
    assert "SEV-01" in result.out
    assert "2 examples hold, 1 do not" in result.out


@pytest.mark.parametrize("arguments", [["--help"], ["-h"], ["--version"], ["audit", "--help"], ["rules", "test", "-h"]])
def test_help_is_0(place, arguments):
    result = run(*arguments, cwd=place)

    assert (result.code, result.err) == (0, "")
    assert "secaudit" in result.out.lower()


def test_a_pack_may_be_named_from_inside_of_it(place):
    inside = shutil.copytree(PACK, place / "inside" / "severities")

    for name in (".", "../severities"):
        result = run("rules", "test", name, cwd=inside)

        assert (result.code, result.out) == (0, "3 examples hold, 0 do not\n"), result.err
        assert run("audit", place / "clean", "-q", "--rules", name, "--as-of", "2026-11-22", cwd=inside).code == 0


def test_the_way_as_json_says_whether_all_was_read(place):
    result = run("path", "lan", "island", "net.yaml", "--json", cwd=place)

    assert (result.code, result.err) == (0, "")
    expected = {"from": "lan", "to": "island", "reaches": False, "complete": True, "path": []}
    assert expected.items() <= json.loads(result.out).items()
