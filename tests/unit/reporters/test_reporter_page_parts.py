"""Parts of the page: order of names, ranking, drawings, anchors."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from secaudit.documents.source import Source
from secaudit.findings.evidence import Hop
from secaudit.findings.report import Tally, UnitRow
from secaudit.reporters.html import collation, lettering, strip, svg, view


def _unit(name: str, systems: int, approved: int, **opened: int) -> UnitRow:
    return UnitRow(id=name, name=name, systems=systems, approved=approved, open=opened, unknown=0)  # type: ignore[arg-type]


def _hop(ident: str, **changes: object) -> Hop:
    return Hop(kind="segment", id=ident, source=Source("a.yaml", 1, 1), **changes)  # type: ignore[arg-type]


def test_names_in_the_order_of_a_vietnamese_dictionary() -> None:
    ordered = [
        "An",
        "Ăn",
        "Ấp",
        "Bắc",
        "Cà",
        "Dao",
        "Đà Nẵng",
        "Em",
        "Êm",
        "ma",
        "mà",
        "mả",
        "mã",
        "má",
        "mạ",
        "Ơn",
        "Y tế",
    ]
    backwards = ordered[::-1]
    assert sorted(backwards, key=collation.key) == ordered


def test_letters_come_before_tones_and_spaces_before_letters() -> None:
    assert sorted(["Hàm", "Hạ Long", "Hà Nội", "Hà"], key=collation.key) == ["Hà", "Hạ Long", "Hà Nội", "Hàm"]


@given(st.lists(st.text()))
def test_any_text_can_be_ordered_the_same_way_every_time(names: list[str]) -> None:
    backwards = names[::-1]
    assert sorted(names, key=collation.key) == sorted(backwards, key=collation.key)


def test_composed_and_decomposed_names_stand_together() -> None:
    assert collation.key("Hà Nội")[:2] == collation.key("Ha\u0300 No\u0302\u0323i")[:2]


def test_units_by_need() -> None:
    units = [_unit("no systems", 0, 0, critical=9), _unit("all", 2, 2), _unit("half", 2, 1), _unit("Đ", 2, 0),
             _unit("D", 2, 0), _unit("worse", 2, 0, critical=1), _unit("bad", 2, 0, high=5)]  # fmt: skip
    names = [unit.name for unit in view.ranked(units)]
    assert names == ["worse", "bad", "D", "Đ", "half", "all", "no systems"]


def test_five_largest_gaps_and_no_rule_that_nobody_fails() -> None:
    tallies = [Tally(rule=f"R{n}", failed=n) for n in range(8)]
    assert [tally.rule for tally in view.largest_gaps(tallies)] == ["R7", "R6", "R5", "R4", "R3"]


@pytest.mark.parametrize(("hops", "rows"), [(1, 1), (5, 1), (6, 2), (11, 3)])
def test_a_strip_wraps_after_five(hops: int, rows: int) -> None:
    drawn = strip.draw([_hop(f"s{n}") for n in range(hops)], 1, "en")
    tops = {part.split('"')[0] for part in drawn.split("<rect ")[1:] for part in [part.split(' y="')[1]]}
    assert len(tops) == rows
    assert drawn.count('class="arrow"') == hops - 1


def test_texts_of_a_strip_fit_and_are_escaped() -> None:
    hop = _hop("<script>" + "x" * 5000, name="\u202e", offending=True)
    drawn = strip.draw([hop], 1, "vi")
    assert "<script>" not in drawn
    assert "&lt;script&gt;" in drawn
    assert len(drawn) < 1200


def test_a_long_path_is_drawn_with_its_ends_and_its_causes_and_says_what_is_left_out() -> None:
    path = [_hop(f"s{n}", offending=n in {50, 9000}) for n in range(10_000)]
    stations = strip.shortened(path)
    assert sum(part if isinstance(part, int) else 1 for part in stations) == 10_000
    assert len(stations) <= strip.MOST_HOPS + 2
    ids = [part.id for part in stations if not isinstance(part, int)]
    assert {"s0", "s49", "s50", "s51", "s8999", "s9000", "s9001", "s9999"} <= set(ids)
    drawn = strip.draw(path, 1, "en")
    assert drawn.count("◀ cause") == 2
    assert re.findall(r"… \d+ hops", drawn) == ["… 38 hops", "… 8945 hops", "… 987 hops"]
    assert strip.shortened(path[:40]) == path[:40]


def test_the_end_of_a_place_is_kept() -> None:
    assert lettering.fit_end("a.yaml:7", 122, 11) == "a.yaml:7"
    shown = lettering.fit_end("x/" * 5000 + "units.yaml:12", 122, 11)
    assert re.fullmatch(r"…[x/]*units\.yaml:12", shown)
    assert lettering.width(shown, 11) <= 122


def test_elements_escape_text_and_values_but_not_elements() -> None:
    assert svg.tag("g", "<b>", class_='"x') == '<g class="&#34;x">&lt;b&gt;</g>'
    assert svg.tag("g", Markup("<b></b>"), aria_label="a") == '<g aria-label="a"><b></b></g>'
    assert 'width="50"' in svg.bar(1, 2)
    assert 'width="0"' in svg.bar(0, 0)


@given(st.lists(st.text(), unique=True, max_size=30))
def test_anchors_are_harmless_and_unlike(texts: list[str]) -> None:
    anchor = view.Anchors()
    names = [anchor(text) for text in texts]
    assert len(set(names)) == len(texts)
    assert names == [anchor(text) for text in texts]
    assert all(set(name) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.-") for name in names)
