"""The page by its structure: complete, self-contained, accessible, and no element that is not ours."""

import re
import subprocess
import sys
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest
from jinja2 import UndefinedError

from secaudit.findings.report import Report, Verdict
from secaudit.findings.words import Words
from secaudit.reporters import REPORTERS, RenderOptions
from secaudit.reporters.html import _environment
from secaudit.reporters.html.chapter_words import CHAPTER
from secaudit.reporters.html.view import MOST_BRIEFS
from secaudit.reporters.html.words import PAGE
from tests.reporters.builders import (
    CARDS,
    PATH,
    big_report,
    clean_report,
    finding,
    full_report,
    with_every_text,
)
from tests.reporters.pages import Page
from tests.reporters.payload import FORBIDDEN, PAYLOAD


def _html(report: Report, language: Any = "vi") -> str:
    return REPORTERS["html"](report, RenderOptions(language=language))


@pytest.fixture(scope="module", params=["vi", "en"])
def page(request: pytest.FixtureRequest) -> Page:
    return Page(_html(full_report(), request.param))


@pytest.fixture(scope="module")
def english() -> Page:
    return Page(_html(full_report(), "en"))


# One file, and nothing but ours in it


def test_policy_allows_our_script_and_style_and_nothing_else(page: Page) -> None:
    (policy,) = [e for e in page.all("meta") if e.attributes.get("http-equiv") == "Content-Security-Policy"]
    hashes = {
        tag: f"'sha256-{b64encode(sha256(page.all(tag)[0].text.encode()).digest()).decode()}'"
        for tag in ("script", "style")
    }
    assert policy.attributes["content"] == (
        f"default-src 'none'; script-src {hashes['script']}; style-src {hashes['style']}; "
        "img-src data:; base-uri 'none'; form-action 'none'"
    )
    tags = [element.tag for element in page.elements]
    assert page.elements.index(policy) < tags.index("style") < tags.index("script")
    assert (tags.count("style"), tags.count("script")) == (1, 1)


def test_the_file_needs_nothing_else(page: Page) -> None:
    names = {name for element in page.elements for name in element.attributes}
    assert not {name for name in names if name.startswith("on")}
    assert not names & {"style", "src", "srcset", "action", "ping", "background", "poster", "data", "xlink:href"}
    tags = {element.tag for element in page.elements}
    assert not tags & {"link", "iframe", "object", "embed", "base", "img", "image", "use", "foreignobject"}
    assert all("open" in element.attributes for element in page.all("details"))
    style = page.all("style")[0].text
    assert "url(" not in style
    assert "@import" not in style


def test_every_link_leads_within_the_page(page: Page) -> None:
    ids = Counter(element.attributes["id"] for element in page.elements if "id" in element.attributes)
    assert {ident for ident, times in ids.items() if times > 1} == set()
    targets = [element.attributes["href"] for element in page.elements if "href" in element.attributes]
    assert targets
    assert {target for target in targets if not target.startswith("#") or target[1:] not in ids} == set()


def test_script_is_small() -> None:
    script = files("secaudit.reporters").joinpath("templates/report.js").read_text("utf-8")
    assert len(script) < 4000
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval|fetch|XMLHttp|Function\(", script)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_of_the_report_becomes_an_element(language: str) -> None:
    def structure(report: Report) -> Counter[tuple[str, tuple[str, ...]]]:
        return Counter((e.tag, tuple(sorted(e.attributes))) for e in Page(_html(report, language)).elements)

    attacked = with_every_text(full_report(), lambda text: text + PAYLOAD)
    assert structure(attacked) == structure(with_every_text(full_report(), lambda text: text + "x"))
    html = _html(attacked, language)
    assert not set(FORBIDDEN) & set(html)
    assert "49" not in {e.words for e in Page(html).all("dd")}
    assert "\\u202eexe.fdp" in html


def test_attacked_links_and_style_stay_harmless() -> None:
    page = Page(_html(with_every_text(full_report(), lambda text: PAYLOAD[:200] + text + "*/}</style>")))
    for element in page.elements:
        assert re.fullmatch(r"#[A-Za-z0-9_.-]+", element.attributes.get("href", "#x"))
        assert re.fullmatch(r"[A-Za-z0-9_.-]+", element.attributes.get("id", "x"))
    foot = page.all("style")[0].text.rpartition("@bottom-center")[2]
    sheets = (
        r'" counter\(page\) "/" counter\(pages\); font: 8.5pt "Times New Roman", "Liberation Serif", serif; \} \}\n'
    )
    assert re.fullmatch(r' \{ content: "[^"<>\\{}*;]+' + sheets, foot)


def test_a_rule_name_that_is_all_signs_still_has_an_anchor_of_its_own() -> None:
    report = with_every_text(full_report(), lambda text: re.sub(r"[A-Z0-9]", "§", text) + "§" * text.count("1"))
    Page(_html(report))


# Complete


@pytest.mark.parametrize("report", [full_report(), big_report(400)], ids=["full", "big"])
def test_every_finding_is_there_once(report: Report) -> None:
    page = Page(_html(report))
    for verdict in report.verdicts:
        element = page.by_id(f"f-{verdict.finding.fingerprint[:12]}")
        assert verdict.finding.subject in element.text
        assert ("f" in element.attributes.get("class", "").split()) == (verdict.status == "open")


def test_cover_identifies_the_audit(english: Page) -> None:
    cover = english.all("header", class_="cover")[0].words
    report = full_report()
    for text in (report.scope[0], report.as_of, report.version, report.inventory_digest, "fail_on = high",
                 *(pack.digest for pack in report.packs), "systems: 5", "Prepared by", "Checked by", "Approved by"):  # fmt: skip
        assert text in cover
    assert "This result is incomplete. 1 of 3 files could not be read. Checks that failed: 1." in cover


def test_summary_counts_what_is_unknown_in_the_denominator(english: Page) -> None:
    main = english.by_id("main").words
    assert "1/4 systems with an approved level" in main
    assert "The requirements are not met. Open violations: 3." in main


def _of(state: str) -> Report:
    return clean_report() if state == "pass" else _with(state)


def _with(state: str) -> Report:
    tallies = full_report().tallies if state == "error" else ()
    verdicts = (Verdict(finding=finding("APR-01", "system:a", state=state), status="open"),)
    return full_report(verdicts=verdicts, tallies=tallies, skipped=())


@pytest.mark.parametrize(
    ("report", "sentence"),
    [
        (_of("pass"), "No violation was found within the scope of this audit."),
        (_of("fail"), "The requirements are not met. Open violations: 1."),
        (_of("unknown"), "There is no ground for a conclusion. Questions without an answer: 1."),
        (_of("error"), "There is no ground for a conclusion. Questions without an answer: 1."),
        (full_report(verdicts=()), "There is no ground for a conclusion: not everything was read."),
    ],
    ids=["pass", "fail", "unknown", "error", "skipped"],
)
def test_verdict(report: Report, sentence: str) -> None:
    assert Page(_html(report, "en")).all("p", class_="verdict")[0].words == sentence


def test_path_is_told_and_drawn_with_its_cause(english: Page) -> None:
    path = english.all("dd", class_="path")[0].words
    assert path.startswith(
        "internet “Internet” networks.yaml:3 → edge-fw “Tường lửa biên” (policy entry 1: tcp/443) edge.yaml:12 → "
    )
    assert "laptop-07 ◀ cause (policy not declared) hosts.yaml:70" in path
    figure = english.by_id("p-1")
    for hop in PATH:
        assert hop.id in figure.text
        assert str(hop.source) in figure.text
        assert (hop.name or "") in figure.text
    (bad,) = english.all("g", class_="bad")
    assert "laptop-07" in bad.text
    assert "◀ cause" in bad.text


def test_a_path_is_drawn_once_and_linked_from_elsewhere() -> None:
    page = Page(_html(big_report(2000)))
    assert 0 < len(page.all("figure")) <= 100
    links = [e for e in page.all("a") if e.attributes["href"].startswith("#p-")]
    assert len(links) > 100


def test_unknown_is_grouped_and_names_what_is_missing(english: Page) -> None:
    page = Page(_html(big_report(400), "en"))
    groups = [e for e in page.all("h3") if "LOG-02" in e.text and "article" not in e.parents]
    assert [group.words for group in groups] == ["? Unknown · Low LOG-02 Logs are not kept long enough (80)"]
    assert "operations.log_retention_months" in english.by_id("main").text


def test_waived_is_visible_and_expired_waiver_stands_at_its_finding(english: Page) -> None:
    main = english.by_id("main").words
    assert "W-2026-01: ◆ Medium APR-01 system:archive" in main
    assert "W-2025-09 (expired, 2026-09-01)" in main
    assert "Not yet in force" in main


def test_rule_texts_stand_there_once_with_their_marks() -> None:
    page = Page(_html(full_report()))
    main = page.by_id("main").words
    for card in CARDS:
        assert main.count(" ".join(card.rationale.vi.split())) == 1
    assert "suy ra từ Điều 8.1 TT 06/2026/TT-BKHCN [cần đối chiếu bản gốc]" in main
    assert "mục 7.2 TCVN 14423:2026 [tiêu chuẩn, quy chuẩn; chưa đối chiếu bản gốc]" in main
    assert "từ cấp độ 1: ◆ Trung bình; từ cấp độ 3: ▲ Cao" in main


def test_a_group_of_findings_says_what_to_do_and_by_which_clause_unless_there_are_too_many() -> None:
    few, many = (Page(_html(report)) for report in (full_report(), big_report(3000, units=MOST_BRIEFS // 2 + 1)))
    briefs = [one.words for one in few.all("dl", class_="brief")]
    assert any(
        "Lập hồ sơ đề xuất cấp độ" in text and "Điều 16 khoản 1 Nghị định 331/2026/NĐ-CP" in text for text in briefs
    )
    assert many.all("dl", class_="brief") == []
    assert "Lý do, cách khắc phục và căn cứ" in many.by_id("main").words


def test_the_unit_board_leads_to_the_findings_of_each_unit() -> None:
    page = Page(_html(full_report()))
    board = [a for a in page.all("a") if a.attributes["href"].startswith("#u-") and "table" in a.parents]
    assert {a.words for a in board} <= {h.words.rpartition(" (")[0] for h in page.all("h3")}
    assert len(board) > 1


def test_register_shows_all_three_levels(english: Page) -> None:
    rows = [row.text for row in english.all("tr") if "tbody" in row.parents]
    assert any("mail" in row and "1 to 4" in row for row in rows)
    assert any(
        "portal" in row and "12/QĐ-UBND" in row and "Điều 13.1: Serves a sector; L3.c" in row and "✔ yes" in row
        for row in rows
    )


def test_files_and_skips_are_listed(english: Page) -> None:
    assert "d" * 64 in english.by_id("main").text
    assert any("secret.yaml" in row.text and "permission denied" in row.text for row in english.all("tr"))


def test_units_are_ranked_as_the_formula_says(english: Page) -> None:
    board = next(t for t in english.all("table") if "By unit" in t.text)
    assert re.findall(r"Sở Nội vụ|Ủy ban Y tế Đà Nẵng|Ấp An toàn", board.text) == [
        "Sở Nội vụ",
        "Ủy ban Y tế Đà Nẵng",
        "Ấp An toàn",
    ]


def test_dates_and_numbers_are_written_as_the_reader_writes_them() -> None:
    vi, en = Page(_html(full_report(), "vi")), Page(_html(full_report(), "en"))
    assert "22/11/2026" in vi.elements[0].text
    assert "20.480" in vi.elements[0].text
    assert "20,480" in en.elements[0].text
    assert "2026-11-22" in en.elements[0].text


# Accessible


def test_language_landmarks_and_skip_link(page: Page) -> None:
    assert page.elements[0].attributes["lang"] in {"vi", "en"}
    for tag in ("main", "nav", "footer", "h1", "title"):
        assert len(page.all(tag)) == 1
    assert page.all("a")[0].attributes["href"] == "#main"
    assert page.all("output")[0].attributes["aria-live"] == "polite"


def test_tables_have_captions_and_scopes(page: Page) -> None:
    assert len(page.all("caption")) == len(page.all("table")) > 5
    assert all(cell.attributes.get("scope") in {"col", "row"} for cell in page.all("th"))
    regions = page.all("div", class_="scroll")
    assert all(r.attributes["tabindex"] == "0" and r.attributes["aria-label"] for r in regions)


def test_headings_skip_no_level(page: Page) -> None:
    levels = [int(element.tag[1]) for element in page.elements if re.fullmatch(r"h[1-6]", element.tag)]
    assert levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_drawings_have_a_name_and_bars_are_silent(page: Page) -> None:
    for svg in page.all("svg"):
        assert svg.attributes.get("aria-hidden") == "true" or (
            svg.attributes["role"] == "img" and svg.attributes["aria-label"]
        )


def test_controls_have_labels(page: Page) -> None:
    labelled = {label.attributes["for"] for label in page.all("label")}
    assert {"q", "s"} == labelled


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_contrast_of_every_text_colour(theme: str) -> None:
    templates = files("secaudit.reporters").joinpath("templates")
    style = "".join(templates.joinpath(name).read_text("utf-8") for name in ("report.css", "paper.css"))
    blocks = re.findall(r":root \{(.*?)\}", style, re.DOTALL)
    colours = dict(re.findall(r"--([a-z]+): (#[0-9a-f]{3,6});", blocks[["light", "dark", "print"].index(theme)]))
    texts = ["ink", "soft", "accent", "critical", "high", "medium", "low", "info", "unknown", "error", "waived", "pass"]
    for ground in ("paper", "tint", "warn"):
        for text in texts:
            assert _contrast(colours[text], colours[ground]) >= 4.5, (text, ground)
    assert _contrast(colours["edge"], colours["paper"]) >= 3


def _contrast(first: str, second: str) -> float:
    bright, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


# Sound


def test_words_of_the_page_are_all_used_and_said_in_two_languages() -> None:
    folder = files("secaudit.reporters").joinpath("templates")
    used = "".join(entry.read_text("utf-8") for entry in folder.iterdir() if entry.name.endswith(".j2"))
    for module in ("__init__.py", "register.py", "book.py", "chapters.py"):
        used += files("secaudit.reporters").joinpath("html", module).read_text("utf-8")
    said = {**PAGE, **CHAPTER}
    assert len(said) == len(PAGE) + len(CHAPTER)
    composed = ("standing_", "waivers_", "kind_", "entries_", "rule_", "reach_")
    assert [
        key for key in said if not key.startswith(composed) and not re.search(rf"say\.{key}\b|[\"']{key}[\"']", used)
    ] == []
    assert all(words.vi and words.en and words.vi != words.en for words in said.values())


def test_templates_are_strict_and_escape() -> None:
    environment = _environment()
    with pytest.raises(UndefinedError):
        environment.from_string("{{ nothing }}").render()
    assert environment.from_string("{{ x }}").render(x="<\u202e>") == "&lt;\\u202e&gt;"
    assert "safe" not in "".join(
        entry.read_text("utf-8")
        for entry in files("secaudit.reporters").joinpath("templates").iterdir()
        if entry.name.endswith(".j2")
    )


def test_ten_thousand_findings_stay_small() -> None:
    assert len(_html(big_report(10_000)).encode()) < 5_000_000


def test_bytes_depend_on_the_report_alone() -> None:
    program = (
        "import hashlib\n"
        "from secaudit.reporters import REPORTERS, RenderOptions\n"
        "from tests.reporters.builders import full_report\n"
        "for name in REPORTERS:\n"
        "    for language in ('vi', 'en'):\n"
        "        text = REPORTERS[name](full_report(), RenderOptions(language=language))\n"
        "        assert text.endswith('\\n')\n"
        "        print(hashlib.sha256(text.encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }  # fmt: skip
    assert len(seen) == 1


def test_long_words_of_a_rule_are_told_in_the_chosen_language_only() -> None:
    report = full_report(
        verdicts=(Verdict(finding=finding("APR-01", "system:a", message=Words("một", "one")), status="open"),)
    )
    assert ">một<" in _html(report, "vi")
    assert ">một<" not in _html(report, "en")
