"""The zone map: nothing overlaps, nothing leaves the drawing, nothing is lost, whatever was declared."""

import re
import time
from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from secaudit.findings.report import Report
from secaudit.reporters.html.lettering import fit, width
from secaudit.reporters.html.network import chapter, zone_map
from secaudit.reporters.html.network.layout import Rect
from secaudit.reporters.html.network.sheets import READABLE, sheets
from secaudit.reporters.html.network.terrain import MOST_BOXES, MOST_WIRES, survey
from secaudit.reporters.html.network.wiring import Plan, plan
from tests.reporters.builders import full_report
from tests.reporters.networks import ZONES, caused, device, network, segment, small_network
from tests.reporters.pages import Page

SHAPES = {
    "nothing joined": full_report(dossiers=(segment("a", "x", "dmz"),)),
    "no site, no zone": full_report(dossiers=tuple(segment(f"s{n}", None, None) for n in range(40))),
    "small": small_network(),
    "systems": network(4, 6, systems=3, violations=2),
    "segments": network(10, 12, systems=2, violations=5),
    "zones": network(20, 30, violations=9),
    "sites": network(100, 100, violations=30),
    "too many sites": network(400, 3, violations=200),
}


def _overlap(one: Rect, other: Rect) -> bool:
    return one.x < other.right and other.x < one.right and one.y < other.bottom and other.y < one.bottom


def _within(inner: Rect, outer: Rect) -> bool:
    return outer.x <= inner.x and inner.right <= outer.right and outer.y <= inner.y and inner.bottom <= outer.bottom


def _check(planned: Plan) -> None:
    paper = Rect(0, 0, planned.width, planned.height)
    for one, other in combinations(planned.frames, 2):
        assert not _overlap(one.at, other.at)
    for frame in planned.frames:
        assert _within(frame.at, paper)
        assert all(_within(placed.at, frame.at) for placed in frame.boxes)
        assert not any(_overlap(one.at, other.at) for one, other in pairwise(frame.boxes))
        for placed in frame.boxes:
            assert all(_within(rect, placed.at) for rect in placed.nested)
            assert not any(_overlap(one, other) for one, other in pairwise(placed.nested))
    _check_wires(planned, paper)


def _check_wires(planned: Plan, paper: Rect) -> None:
    solid = [frame.at for frame in planned.frames]
    tracks = [track for course in planned.courses for track in course.tracks]
    for track in tracks:
        line = Rect(track.x - 1, track.top, 3, track.bottom - track.top)
        assert _within(line, paper)
        assert _within(track.pill, paper)
        assert not any(_overlap(line, frame) or _overlap(track.pill, frame) for frame in solid)
        for placed in track.joins:
            # The short line to the box passes no frame on its way.
            stub = Rect(placed.at.right, placed.middle, track.x - placed.at.right, 1)
            assert sum(_overlap(stub, frame) for frame in solid) == 1
            assert not any(_overlap(stub, other.pill) for other in tracks)
    for one, other in combinations(tracks, 2):
        assert not _overlap(one.pill, other.pill)
        assert one.x != other.x or one.bottom < other.top or other.bottom < one.top
    channels = [course for course in planned.courses if course.channel is not None]
    assert all(course.channel < min(frame.y for frame in solid) for course in channels if course.channel)
    for first, second in combinations(channels, 2):
        if first.channel == second.channel:
            assert first.tracks[-1].x < second.tracks[0].x or second.tracks[-1].x < first.tracks[0].x


@pytest.mark.parametrize("report", SHAPES.values(), ids=SHAPES)
def test_nothing_overlaps_and_nothing_leaves_the_drawing(report: Report) -> None:
    _check(plan(survey(report)))


@st.composite
def _reports(draw: Any) -> Report:
    names = [f"s{n}" for n in range(draw(st.integers(1, 60)))]
    place = st.sampled_from([None, "a", "b", "c", "d", "Đà Nẵng"])
    segments = [segment(n, draw(place), draw(st.sampled_from([None, *ZONES, "odd"]))) for n in names]
    ends = st.lists(st.sampled_from(names), min_size=1, max_size=7, unique=True)
    kinds = st.sampled_from(["gateway", "link", "host"])
    devices = [device(draw(kinds), f"d{n}", *draw(ends)) for n in range(draw(st.integers(0, 25)))]
    bad = [
        caused("GWP-01", one.kind, one.id, one.ids("segments")[0], one.ids("segments")[-1])
        for one in devices
        if draw(st.booleans())
    ]
    verdicts = small_network().verdicts[:1]
    return full_report(
        dossiers=(*segments, *devices),
        verdicts=tuple(type(verdicts[0])(finding=found, status="open") for found in bad),
    )


@given(_reports())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_network_is_drawn_without_overlap(report: Report) -> None:
    terrain = survey(report)
    _check(plan(terrain))
    assert terrain.segments == sum(dossier.kind == "segment" for dossier in report.dossiers)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("report", SHAPES.values(), ids=SHAPES)
def test_every_word_lies_within_the_drawing(report: Report, language: Any) -> None:
    page = Page(str(zone_map.draw(survey(report), language)))
    _, _, across, down = map(int, page.elements[0].attributes["viewbox"].split())
    for text in page.all("text"):
        x, y = float(text.attributes["x"]), float(text.attributes["y"])
        assert 0 <= x <= across
        assert 8 <= y <= down
        if text.attributes.get("class") not in {"note", "pill"}:
            assert x + width(text.text, 12) <= across + 1


@pytest.mark.parametrize(
    ("name", "grain"),
    [("small", "system"), ("systems", "system"), ("segments", "segment"), ("zones", "zone"), ("sites", "site")],
)
def test_boxes_are_drawn_together_where_there_are_too_many_and_the_drawing_says_so(name: str, grain: str) -> None:
    told = chapter(SHAPES[name], "en")
    assert told.terrain.grain == grain
    assert len(told.terrain.boxes) <= MOST_BOXES
    assert told.notes[0].startswith("Aggregated:" if grain != "system" else "Each box is a segment with its systems.")


def test_sites_over_the_limit_share_a_box_that_says_how_many_and_the_violated_ones_stay() -> None:
    terrain = survey(network(400, 3, violations=20))
    assert len(terrain.boxes) == MOST_BOXES
    assert terrain.segments == 1200
    assert terrain.others == 400 - MOST_BOXES + 1
    violated = {f"Địa điểm {n:04d}" for n in range(21)}
    assert violated <= {box.key[0] for box in terrain.boxes if box.violated}
    page = Page(str(zone_map.draw(terrain, "en")))
    assert "251 other sites" in [text.text for text in page.all("text")]


def test_violated_lines_come_first_and_what_is_not_drawn_is_counted() -> None:
    told = chapter(network(100, 100, violations=30), "en")
    assert [bool(wire.findings) for wire in told.terrain.wires] == [True] * 30 + [False] * 30
    assert len(told.wires) == MOST_WIRES
    assert told.terrain.wires_left == 40
    assert told.terrain.within == 100
    assert "40 other connections are not drawn." in told.notes
    assert "100 devices within one zone are not drawn." in told.notes


def test_a_violation_is_marked_by_a_thick_line_a_symbol_and_a_word() -> None:
    page = Page(str(zone_map.draw(survey(small_network()), "en")))
    (wire,) = [g for g in page.all("g", class_="wire") if "back-cable" in g.text]
    assert "bad" in wire.attributes["class"]
    assert "✖1" in wire.text
    marked = {g.text for g in page.all("g", class_="bad") if "wire" not in g.attributes["class"]}
    assert any("✖ inet" in text for text in marked)
    assert any("✖ hq-db" in text for text in marked)
    assert len(marked) == 2
    assert "✖ thick line: violation" in page.elements[0].text


def test_a_map_too_large_for_its_sheet_is_printed_again_in_parts_that_leave_nothing_out() -> None:
    report = network(30, 5, violations=20)
    planned = plan(survey(report))
    parts = [Page(str(part)).elements[0].attributes for part in sheets(planned, "en")]
    spans = [tuple(map(int, part["viewbox"].split())) for part in parts]
    assert len(spans) > 1
    assert spans[0][0] == 0
    assert all(before[0] + before[2] == after[0] for before, after in pairwise(spans))
    assert spans[-1][0] + spans[-1][2] == planned.width
    assert all(across <= READABLE and down == planned.height for _, _, across, down in spans)
    for frame in planned.frames:
        assert sum(left <= frame.at.x and frame.at.right <= left + across for left, _, across, _ in spans) == 1
    for course in planned.courses:
        for track in course.tracks:
            assert sum(left <= track.pill.x and track.pill.right <= left + across for left, _, across, _ in spans) == 1
    assert next(part["aria-label"] for part in parts) == f"Zone map, part 1 of {len(parts)}"
    uses = [Page(str(part)).all("use")[0].attributes["href"] for part in sheets(planned, "en")]
    assert set(uses) == {"#zone-map"}
    assert Page(str(zone_map.draw(survey(report), "en"))).by_id("zone-map").tag == "g"


def test_a_map_that_can_be_read_on_its_sheet_is_not_printed_again() -> None:
    assert sheets(plan(survey(small_network())), "en") == ()


def test_only_devices_between_zones_or_sites_are_lines_unless_they_violate() -> None:
    segments = (segment("a1", "a", "dmz"), segment("a2", "a", "dmz"), segment("b1", "b", "dmz"))
    devices = (device("link", "same", "a1", "a2"), device("link", "far", "a1", "b1"))
    assert [w.devices[0].id for w in survey(full_report(dossiers=(*segments, *devices))).wires] == ["far"]
    bad = small_network().verdicts[0]
    verdict = type(bad)(finding=caused("GWP-01", "link", "same", "a1", "a2"), status="open")
    wires = survey(full_report(dossiers=(*segments, *devices), verdicts=(verdict,))).wires
    assert [(w.devices[0].id, bool(w.findings)) for w in wires] == [("same", True), ("far", False)]
    waived = type(bad)(finding=verdict.finding, status="waived")
    assert not survey(full_report(dossiers=(*segments, *devices), verdicts=(waived,))).wires[0].findings


def test_alike_devices_are_one_line_with_all_their_names() -> None:
    told = chapter(small_network(), "en")
    assert [row.devices for row in told.wires] == ["back-cable", "hq-gw", "jump", "line-a, line-b"]


def test_ten_thousand_segments_are_drawn_fast_and_small() -> None:
    report = network(1000, 10, violations=300)
    started = time.perf_counter()
    drawing = str(zone_map.draw(survey(report), "vi"))
    assert time.perf_counter() - started < 5
    assert len(drawing) < 120_000


def test_a_name_of_any_length_is_cut_to_its_box() -> None:
    assert fit("hq", 100, 12) == "hq"
    for name in ("W" * 5000, "數" * 5000, "ệ" * 5000, "\u202e" * 5000, "i" * 5000, "e\u0301" * 5000):
        shown = fit(name, 100, 12)
        assert shown.endswith("…")
        assert width(shown, 12) <= 100
    assert fit("anything", 0, 12) == "…"
    assert re.fullmatch(r"[a-z]+…", fit("abcdefghijklmnopqrstuvwxyz", 60, 12))
