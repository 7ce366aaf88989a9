"""The four commands that ask the network, as an inspector uses them: on the ministry, and on hostile input."""

import csv
import io
import json
import re

import pytest

from tests.end_to_end.product import DAY, ROOT, Outcome, run, write

MINISTRY = "inventories/ministry"
HOSTILE = "fdp\u202etxt.exe"


def _ask(command: str, *arguments: str) -> Outcome:
    result = run(command, *arguments, "--as-of", DAY, cwd=ROOT)
    assert (result.code, result.err) == (0, ""), result
    return result


def _json(command: str, *arguments: str) -> dict:
    answer = json.loads(_ask(command, *arguments).out)
    assert answer["format"] == f"secaudit.{command}/v1"
    assert (answer["as_of"], answer["complete"]) == (DAY, True)
    return answer


# -- path


def test_every_relation_can_be_asked_of_path_and_matrix():
    out = _ask("path", "dc-archive", "hq-office-1", MINISTRY, "--relation", "informs").out
    answer = _json("matrix", MINISTRY, "--by", "network", "--relation", "informs", "--format", "json")

    assert out.startswith("dc-archive does not inform hq-office-1\n")
    assert {cell["informs"] for cell in answer["cells"]} == {True, False}
    assert _ask("matrix", MINISTRY, "--by", "network", "--relation", "informs").out.startswith("rows inform columns")
    assert (
        "không truyền được thông tin tới"
        in _ask("path", "dc-archive", "hq-office-1", MINISTRY, "--relation", "informs", "--lang", "vi").out
    )


def test_a_way_is_told_with_policy_entry_header_file_and_line():
    out = _ask("path", "unit:hq", "dc-archive", MINISTRY).out

    assert re.search(
        r"→ hq-gw \[4\] \(policy entry \d+: tcp/443, for hq-dmz → dc-dmz\)  inventories/ministry/hq.yaml:\d+\n", out
    )
    assert "dc-archive-diode [4] (one way, policy entry 1: tcp/8443" in out


def test_why_there_is_no_way_is_told_with_the_cut_and_what_would_open_it():
    out = _ask("path", "internet", "secret-lan", MINISTRY).out

    assert out.startswith("internet does not reach secret-lan\n")
    assert "dc-gw [4] dc-personnel-server → vault-server: default deny  inventories/ministry/dc-north.yaml:" in out
    assert "would open it alone, if it forwarded everything:\n    dc-gw (" in out
    assert "không tới được" in _ask("path", "internet", "secret-lan", MINISTRY, "--lang", "vi").out
    assert "nothing is wired so as to lead there" in _ask("path", "isp-a", "cipher-south", MINISTRY).out


def test_the_forms_of_path_are_those_documented():
    answer = _json("path", "internet", "secret-lan", MINISTRY, "--json")

    assert set(answer) == {
        "format", "as_of", "complete", "from", "to", "relation", "service", "avoid", "through", "from_segments",
        "to_segments", "reached", "reaches", "path", "paths", "why_not", "undeclared_addresses", "undeclared_through",
    }  # fmt: skip
    assert set(answer["why_not"]) == {"held", "stopped_by", "opened_alone_by", "looked_at_all"}
    stop = {"kind", "id", "level", "file", "line", "detail", "from", "to"}
    assert {frozenset(halt) for halt in answer["why_not"]["stopped_by"]} == {frozenset(stop)}
    assert [found["id"] for found in answer["why_not"]["opened_alone_by"]] == ["dc-gw"]
    way = _json("path", "vault-server", "tslcd-server", MINISTRY, "--json")
    assert (way["reaches"], way["why_not"], way["path"]) == (True, None, way["paths"][0])
    assert [hop["id"] for hop in way["path"]] == ["vault-server", "vault-cable", "tslcd-server"]


def test_ways_that_differ_in_a_device_are_numbered():
    out = _ask("path", "wan-north", "wan-central", MINISTRY, "--all", "5").out

    assert [line for line in out.splitlines() if line.startswith("way ")] == ["way 1:", "way 2:"]
    assert "fibre-north-central-a" in out
    assert "fibre-north-central-b" in out


def test_the_expression_of_a_rule_shuts_what_qualifies():
    qualifies = "device.kind in ['security_gateway', 'data_diode'] && device.approval.in_force"
    out = _ask("path", "internet", "zone:database", MINISTRY, "--through", qualifies).out

    assert "sea-gw" in out  # its approval has ended
    assert "edge-gw" not in out


def test_one_conversation_and_many_are_told_apart():
    assert "does not reach" not in _ask("path", "isp-a", "edge-portal-db", MINISTRY).out
    out = _ask("path", "isp-a", "edge-portal-db", MINISTRY, "--relation", "forwards").out
    assert out.startswith("isp-a opens no conversation with edge-portal-db\n")


# -- matrix


def test_the_matrix_counts_pairs_and_its_forms_agree():
    table = _ask("matrix", MINISTRY, "--by", "network").out
    answer = _json("matrix", MINISTRY, "--by", "network", "--format", "json")
    grid = list(csv.reader(io.StringIO(_ask("matrix", MINISTRY, "--by", "network", "--format", "csv").out)))

    assert set(answer) == {"format", "as_of", "complete", "by", "relation", "groups", "sizes", "cells"}
    assert grid[0] == ["network", *answer["groups"]]
    assert [row[0] for row in grid[1:]] == answer["groups"]
    cells = {(cell["from"], cell["to"]): cell for cell in answer["cells"]}
    for row in grid[1:]:
        for goal, count in zip(answer["groups"], row[1:], strict=True):
            cell = cells[row[0], goal]
            assert (cell["pairs"], cell["reaches"]) == (int(count), int(count) > 0)
            assert cell["pairs"] <= cell["of"]
    assert cells["internet", "secret-lan"]["pairs"] == 0
    assert cells["tslcd", "secret-lan"]["reaches"]
    line = next(line for line in table.splitlines() if line.startswith("tslcd "))
    assert line.split()[1:] == [str(cells["tslcd", goal]["pairs"] or ".") for goal in answer["groups"]]


def test_what_is_forwarded_is_told_by_service():
    answer = _json("matrix", MINISTRY, "--by", "network", "--relation", "forwards", "--format", "json")
    cells = {(cell["from"], cell["to"]): cell for cell in answer["cells"]}

    assert cells["inet-access", "internet"]["services"] == ["tcp/80", "tcp/443", "udp/53"]
    assert cells["cipher-net", "internet"]["services"] == []
    assert (
        "inet-access → internet  1/16  tcp/80, tcp/443, udp/53"
        in _ask("matrix", MINISTRY, "--by", "network", "--relation", "forwards").out.splitlines()
    )


@pytest.mark.parametrize("by", ["zone", "network", "level", "unit"])
def test_every_grouping_has_every_segment_once(by):
    single = _json("matrix", MINISTRY, "--by", "segment", "--format", "json")
    answer = _json("matrix", MINISTRY, "--by", by, "--format", "json")

    assert set(single["sizes"]) == {1}
    assert sum(answer["sizes"]) == len(single["groups"])
    assert len(answer["cells"]) == len(answer["groups"]) ** 2
    assert sum(cell["pairs"] for cell in answer["cells"]) == sum(cell["pairs"] for cell in single["cells"])


def test_what_is_not_declared_is_a_group_of_its_own(tmp_path):
    write(tmp_path, {"a.yaml": "secaudit: 1\nsegments: [{id: a, zone: internal}, {id: b}]\n"})

    grid = run("matrix", "a.yaml", "--by", "zone", "--format", "csv", cwd=tmp_path)
    answer = run("matrix", "a.yaml", "--by", "zone", "--format", "json", cwd=tmp_path)

    assert (grid.code, grid.out) == (0, "zone,internal,(not declared)\ninternal,0,0\n(not declared),0,0\n")
    assert json.loads(answer.out)["groups"] == ["internal", None]


# -- what-if


def test_a_change_tells_pairs_and_findings_that_come_and_go():
    out = _ask("what-if", MINISTRY, "--add", "isp-a:hq-office-2", "--remove", "vault-cable").out

    assert "  + network internet → tslcd  0 → " in out
    assert "  - network tslcd → secret-lan  4 → 0" in out
    assert "  + critical GWP-01 fail link:added-1: added-1 opens a way from isp-a" in out
    assert "  - critical SEC-01 fail link:vault-cable: " in out


def test_the_forms_of_what_if_are_those_documented():
    answer = _json("what-if", MINISTRY, "--revoke", "edge-inner-gw", "--json")

    assert answer["change"] == {"remove": [], "compromise": [], "add": [], "revoke": ["edge-inner-gw"]}
    assert answer["pairs"] == []
    assert {finding["change"] for finding in answer["findings"]} <= {"gained", "lost", "changed"}
    assert {frozenset(finding) for finding in answer["findings"]} == {
        frozenset(
            {"change", "rule", "severity", "subject", "fingerprint", "message", "file", "line", "state", "exposed"}
        )
    }
    assert all(set(finding["message"]) == {"vi", "en"} for finding in answer["findings"])


def test_bad_news_does_not_change_the_exit_code_and_no_news_is_told():
    _ask("what-if", MINISTRY, "--compromise", "dc-gw", "--compromise", "edge-inner-gw")
    assert _ask("what-if", MINISTRY, "--remove", "academy-exam-ws").out == "nothing would change\n"


# -- exposure


def test_the_most_exposed_come_first_and_the_unreachable_last():
    answer = _json("exposure", MINISTRY, "--json")

    assert set(answer) == {
        "format", "as_of", "complete", "untrusted_segments", "segments", "undeclared_segments", "undeclared_networks",
    }  # fmt: skip
    rows = answer["segments"]
    counts = [row["crossings"] for row in rows if row["reachable"]]
    assert counts == sorted(counts)
    assert [row["reachable"] for row in rows] == sorted((row["reachable"] for row in rows), reverse=True)
    found = {row["id"]: row for row in rows}
    assert found["dc-perimeter"]["through"] == ["edge-gw", "edge-dmz-gw", "edge-inner-gw"]
    assert (found["dc-perimeter"]["crossings"], found["dc-perimeter"]["path"][0]["id"]) == (3, "isp-a")
    assert (found["cipher-hq"]["reachable"], found["cipher-hq"]["path"]) == (False, [])
    assert all(row["level"] >= 4 or row["secrecy"] not in (None, "none") for row in rows)


def test_exposure_is_a_line_a_segment_and_hop_by_hop_if_wanted():
    out = _ask("exposure", MINISTRY).out.splitlines()

    assert out[0] == "  3  dc-perimeter [4]: isp-a → edge-gw → edge-dmz-gw → edge-inner-gw"
    assert "  -  cipher-hq [5] tuyet_mat: unreachable" in out
    assert "policy entry 1: tcp/443, udp/53" in _ask("exposure", MINISTRY, "--hops").out


# -- all of them

NETWORK = f"""\
secaudit: 1
networks: [{{id: out, trust: untrusted, name: "{HOSTILE}"}}, {{id: ours}}]
segments:
  - {{id: far, network: out, name: "{HOSTILE}"}}
  - {{id: core, network: ours, level: 4, name: "{HOSTILE}"}}
  - {{id: shed, network: ours}}
gateways:
  - {{id: fw, name: "{HOSTILE}", segments: [far, core], policy: [{{from: far, to: core, action: permit, services: [tcp/443]}}]}}
"""
QUESTIONS = [
    ["path", "far", "core", "inventory"],
    ["path", "core", "far", "inventory"],
    ["matrix", "inventory", "--by", "network"],
    ["what-if", "inventory", "--remove", "fw"],
    ["exposure", "inventory"],
]
ids = pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: " ".join(question[:3]))


@ids
def test_nothing_from_an_inventory_reaches_a_terminal_raw(tmp_path, question):
    write(tmp_path, {"inventory/a.yaml": NETWORK})

    for language in ("en", "vi"):
        result = run(*question, "--lang", language, "--as-of", DAY, cwd=tmp_path)

        assert result.code == 0, result.err
        assert "\u202e" not in result.out + result.err


@ids
def test_what_was_passed_by_is_told_and_is_3(tmp_path, question):
    write(tmp_path, {"inventory/a.yaml": NETWORK})
    (tmp_path / "inventory" / "odd.yaml").symlink_to("nowhere.yaml")

    result = run(*question, "--as-of", DAY, cwd=tmp_path)

    assert result.code == 3
    assert "skipped: inventory/odd.yaml: " in result.err
    assert result.out


@ids
def test_an_inventory_with_mistakes_is_not_asked(tmp_path, question):
    write(tmp_path, {"inventory/a.yaml": NETWORK.replace("to: core", "to: croe")})

    result = run(*question, "--as-of", DAY, cwd=tmp_path)

    assert (result.code, result.out) == (3, "")
    assert "croe" in result.err


def test_what_is_not_declared_is_told_beside_the_answer(tmp_path):
    write(tmp_path, {"a.yaml": NETWORK})

    exposure = run("exposure", "a.yaml", "--as-of", DAY, cwd=tmp_path)
    through = run("path", "far", "core", "a.yaml", "--through", "device.approval.in_force", cwd=tmp_path)

    assert "level or secrecy not declared, left out: far, shed" in exposure.err
    assert "trust not declared, not taken as untrusted: ours" in exposure.err
    assert "not declared well enough for --through, taken not to qualify: fw" in through.err
    assert "fw" in through.out


def test_several_things_of_one_name_are_not_guessed(tmp_path):
    write(tmp_path, {"a.yaml": NETWORK + "units: [{id: out}]\nhosts: [{id: out, segments: [core]}]\n"})

    result = run("path", "out", "core", "a.yaml", cwd=tmp_path)

    assert (result.code, result.out) == (2, "")
    assert "network:out" in result.err
    assert "host:out" in result.err
