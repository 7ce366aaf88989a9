"""The chapter about the network: what is drawn is also told, cells lead to findings, an attack stays text."""

import re
import subprocess
import sys
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from syrupy.assertion import SnapshotAssertion

from secaudit.findings.dossier import Conduit, Exposure
from secaudit.findings.evidence import Hop
from secaudit.findings.report import Report
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.html.network import chapter, zone_map
from secaudit.reporters.html.network.exposure import MOST_HOPS, MOST_LISTED, MOST_UNREACHED
from secaudit.reporters.html.network.matrix import MOST_ZONES
from secaudit.reporters.html.network.terrain import survey
from secaudit.reporters.html.network.words import CHAPTER, ZONE
from tests.reporters.builders import full_report, with_every_text
from tests.reporters.networks import HERE, network, segment, small_network
from tests.reporters.pages import Page
from tests.reporters.payload import FORBIDDEN, PAYLOAD

# Names of fields and roles are ours: without them nothing would be told.
OURS = frozenset({"site", "zone", "segments", "systems", "none"})


def _html(report: Report, language: Any = "en") -> str:
    return REPORTERS["html"](report, RenderOptions(language=language))


def _chapter_of(html: str) -> str:
    start = html.index('<section class="wide" aria-labelledby="network">')
    # No section lies within this one.
    return html[start : html.index("</section>", start) + len("</section>")]


def _chapter(report: Report, language: Any = "en") -> Page:
    told = _chapter_of(_html(report, language))
    return Page(told.replace("</td>", " </td>").replace("</th>", " </th>"))


def _spoiled(report: Report, change: Callable[[str], str]) -> Report:
    kept = re.compile(r"[0-9a-f]{64}")
    return with_every_text(report, lambda text: text if text in OURS or kept.fullmatch(text) else change(text))


@pytest.mark.parametrize("language", ["vi", "en"])
def test_small_network_is_drawn_as_before(language: Any, snapshot: SnapshotAssertion) -> None:
    assert str(zone_map.draw(survey(small_network()), language)).replace("><", ">\n<") == snapshot


def test_every_line_and_box_of_the_drawing_is_told_in_a_table() -> None:
    page = _chapter(small_network())
    wires = [row.words for row in page.all("tr") if re.match(r"\d", row.words)]
    assert wires[:4] == [
        "1 link back-cable hq: hq-db; site not declared: inet ✖ violated: GWP-01 link:back-cable",
        "2 gateway hq-gw hq: hq-dmz, hq-server, hq-db; site not declared: inet none",
        "3 host jump hq: hq-dmz, hq-server none",
        "4 link line-a, line-b branch: branch-lan; hq: hq-dmz none",
    ]
    rows = {row.words for row in page.all("tr")}
    assert any(row.startswith("branch branch-lan: 1 segment, level 2, 1 system") for row in rows)
    assert any("✖ hq-db (violated): 1 segment, level 4, 2 systems hq-db (LOG-02 host:one-leg)" in row for row in rows)
    for told in small_network().dossiers:
        assert told.id in page.elements[0].text or told.id == "one-leg"


def test_a_network_of_ten_thousand_segments_is_told_completely_by_count() -> None:
    told = chapter(network(100, 100), "vi")
    assert sum(len(row.box.segments) for _, rows in told.sites for row in rows) == 10_000
    assert len(_chapter_of(_html(network(100, 100), "vi"))) < 150_000


def test_matrix_has_headers_words_symbols_and_leads_to_the_findings() -> None:
    report = small_network()
    page = _chapter(report)
    (grid,) = page.all("table", class_="grid")
    heads = [cell.words for cell in page.all("th") if "grid" in grid.attributes["class"]]
    assert {"From \\ To", "DMZ", "servers", "databases", "zone not declared"} <= set(heads)
    cells = {cell.words for cell in page.all("td")}
    assert "■ 1 gateways ╌ 1 unfiltered" in cells
    (bad,) = page.all("td", class_="bad")
    assert bad.words == "■ 1 gateways ╌ 1 unfiltered ✖ 2 violated GWP-01"
    ident = report.conduits[1].violations[0][:12]
    assert [a.attributes["href"] for a in page.all("a") if a.words == "GWP-01"] == [f"#f-{ident}"]
    # A violation that the report does not hold is counted, and no link leads nowhere.
    assert "zone not declared → databases: 2 violated. GWP-01 link:back-cable and 1 more" in {
        item.words for item in page.all("li")
    }


def test_every_pair_of_zones_has_a_cell() -> None:
    conduits = tuple(Conduit(origin=o, target=t, gateways=1, unfiltered=0) for o, t in pairwise([*ZONE, "odd", "dmz"]))
    page = _chapter(small_network(conduits=conduits))
    rows = [row for row in page.all("tr") if row.parents[-2:] == ("table", "tbody")]
    zones = len(ZONE) + 1
    grid = [row for row in rows if row.text.count("·") >= zones - 2]
    assert len(grid) == zones


def test_a_thousand_zones_make_no_million_cells_and_the_violated_ones_stay() -> None:
    conduits = tuple(
        Conduit(origin=f"z{n:04d}", target=f"y{n:04d}", gateways=1, unfiltered=0, violations=("0" * 64,) * (n == 999))
        for n in range(1000)
    )
    told = chapter(small_network(conduits=conduits), "en").matrix
    assert len(told.zones) == MOST_ZONES
    assert {"z0999", "y0999"} <= set(told.zones)
    assert "1,976 other zones are not shown." in _chapter(small_network(conduits=conduits)).elements[0].words


def test_the_most_exposed_segments_come_first() -> None:
    page = _chapter(small_network())
    rows = [r.words for r in page.all("tr") if "hq-server" in r.words or "hq-db" in r.words][-2:]
    assert rows == [
        "✖ 0: no gateway — hq-db (Kho, level 4) inet → back-cable → hq-db",
        "1 hq-gw hq-server (level 4, confidential (mật)) inet → ■ hq-gw → hq-server",
    ]
    assert (
        "No way leads from an untrusted network to these segments (1): vault (level 5, top secret (tuyệt mật))"
        in page.elements[0].words
    )


def test_segments_behind_the_same_gateways_share_a_row_with_the_shortest_way() -> None:
    def exposure(number: int, *gates: str, longer: int = 0) -> Exposure:
        hop = Hop(kind="segment", id=f"z{number}", level=4, source=HERE)
        return Exposure(hop, "none", len(gates), gates, (hop,) * (1 + longer))

    found = (exposure(1, "a", "b", longer=3), exposure(2, "a", "b"), exposure(3, "b", "a"), exposure(4, "a"))
    rows = chapter(small_network(exposures=found), "en").exposures.rows
    assert [(row.crossings, [one.segment.id for one in row.segments], len(row.hops)) for row in rows] == [
        (1, ["z4"], 1), (2, ["z1", "z2"], 1), (2, ["z3"], 1),
    ]  # fmt: skip


def test_long_lists_of_exposures_say_what_they_leave_out() -> None:
    def exposure(number: int, crossings: int | None) -> Exposure:
        hop = Hop(kind="segment", id=f"z{number:04d}", level=4, source=HERE)
        return Exposure(
            hop, "none", crossings, (f"g{number}",), (hop,) * (MOST_HOPS + 3) if crossings is not None else ()
        )

    many = tuple(exposure(n, n) for n in range(MOST_LISTED + 7)) + tuple(
        exposure(1000 + n, None) for n in range(MOST_UNREACHED + 9)
    )
    text = _chapter(small_network(exposures=many)).elements[0].words
    assert "7 segments behind 100 or more gateways are not listed." in text
    assert "No way leads from an untrusted network to these segments (69):" in text
    assert "and 9 more" in text
    assert text.count("→ and 3 more") == MOST_LISTED


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (full_report(), "This result does not hold what was declared about the network."),
        (small_network(dossiers=small_network().dossiers[:1]), "No segment is declared."),
        (small_network(conduits=()), "No zone leads into another."),
        (small_network(exposures=()), "There is no such segment."),
        (full_report(dossiers=(segment("a", None, None),)), "No device joins different zones."),
    ],
    ids=["no dossiers", "no segments", "no conduits", "no exposures", "no wires"],
)
def test_what_is_missing_is_said(report: Report, sentence: str) -> None:
    assert sentence in _chapter(report).elements[0].words


@pytest.mark.parametrize("language", ["vi", "en"])
def test_an_attack_in_every_text_stays_text(language: str) -> None:
    def structure(report: Report) -> Counter[tuple[str, tuple[str, ...]]]:
        elements = _chapter(report, language).elements
        # A text that is cut has a title that tells the whole of it.
        return Counter((e.tag, tuple(sorted(e.attributes))) for e in elements if e.tag != "title")

    for prefix in (True, False):
        attacked = _spoiled(small_network(), lambda text, prefix=prefix: PAYLOAD + text if prefix else text + PAYLOAD)  # type: ignore[misc]
        assert structure(attacked) == structure(small_network())
        html = _html(attacked, language)
        assert not set(FORBIDDEN) & set(html)
        for element in Page(html).elements:
            assert not any(name.startswith("on") for name in element.attributes)
            assert re.fullmatch(r"#[A-Za-z0-9_.-]+", element.attributes.get("href", "#x"))


def test_a_long_name_is_cut_in_the_drawing_and_whole_in_the_table() -> None:
    name = "mạng " + "nghiệp vụ " * 30
    page = _chapter(small_network(dossiers=(segment("a", name, "dmz"), segment("b", name, "server"))))
    shown = [text.text for text in page.all("text", class_="id")]
    assert any(text.endswith("…") and name.startswith(text[:-1]) for text in shown)
    assert name in {title.text for title in page.all("title")}
    assert any(name.strip() in row.text for row in page.all("tr"))


def test_bytes_depend_on_the_report_alone() -> None:
    program = (
        "import hashlib\n"
        "from secaudit.reporters import REPORTERS, RenderOptions\n"
        "from tests.reporters.networks import network, small_network\n"
        "for report in (small_network(), network(30, 20, systems=1, violations=9), network(200, 2, violations=90)):\n"
        "    text = REPORTERS['html'](report, RenderOptions(language='vi'))\n"
        "    print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "PYTHONPATH": ":".join(sys.path)},
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(seen) == 1


def test_all_words_are_said_in_two_languages_and_used() -> None:
    from importlib.resources import files

    room = files("secaudit.reporters")
    used = room.joinpath("templates/network.html.j2").read_text("utf-8")
    for module in ("__init__", "sheets", "telling", "zone_map"):
        used += room.joinpath(f"html/network/{module}.py").read_text("utf-8")
    made = {f"{stem}_{end}" for stem, ends in (("grain", "system segment zone site"), ("key", "gateway link host bad"))
            for end in ends.split()}  # fmt: skip
    assert [key for key in CHAPTER if key not in made and not re.search(rf'\bw\.{key}\b|"{key}"', used)] == []
    assert all(words.vi and words.en and words.vi != words.en for words in CHAPTER.values())
