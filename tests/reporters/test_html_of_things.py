"""The chapters that tell of things one by one, of time, of an earlier audit, and of the report itself."""

import re
import subprocess
import sys
from collections import Counter
from typing import Any

import msgspec
import pytest

from secaudit.exchange.worksheet import open_questions, worksheet
from secaudit.findings.earlier import ChangedRule
from secaudit.findings.edition import Edition
from secaudit.findings.report import Report, UnitRow
from secaudit.reporters import REPORTERS, RenderOptions, identity
from secaudit.reporters.html import answers, field_words
from secaudit.reporters.html.ahead import ahead, days_left, waivers
from secaudit.reporters.html.chapters import APPENDICES, CHAPTERS
from secaudit.reporters.html.shelf import Shelf
from tests.reporters.builders import big_report, clean_report, full_report, with_every_text
from tests.reporters.pages import Element, Page
from tests.reporters.payload import FORBIDDEN, PAYLOAD
from tests.reporters.things import (
    DOC_FLOW,
    DUE,
    EARLIER,
    EDGE,
    GONE,
    THINGS,
    UNASKED,
    declared,
    many_things,
    told_report,
)


def _html(report: Report, language: Any = "en") -> str:
    return REPORTERS["html"](report, RenderOptions(language=language))


def _said(element: Element) -> str:
    """Its text with a blank between cells, terms and their values."""
    return " ".join(" ".join(element.texts).split())


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(_html(told_report()))


# The report itself


def test_the_report_number_is_the_same_for_the_same_result_only() -> None:
    report = full_report()
    assert re.fullmatch(r"SA-20261122-[0-9a-f]{10}", identity.number(report))
    assert identity.number(full_report()) == identity.number(report)
    changes: list[dict[str, Any]] = [
        {"as_of": "2026-11-23"}, {"inventory_digest": "f" * 64}, {"options": {}}, {"version": "0.2.0"}, {"packs": ()},
        {"scope": ("elsewhere",)}, {"waivers": ()}, {"edition": Edition(kind="statistics")}, {"edition": Edition(kind="unit")},
    ]  # fmt: skip
    assert len({identity.number(full_report(**change)) for change in changes} | {identity.number(report)}) == 10


def test_report_number_stands_on_the_cover_on_every_sheet_and_on_every_inspection_sheet(page: Page) -> None:
    number = identity.number(told_report())
    assert number in page.all("header", class_="cover")[0].words
    assert number in page.all("style")[0].text.rpartition("@bottom-center")[2]
    assert all(number in sheet.words for sheet in page.all("section", class_="sheet"))


def test_every_chapter_is_numbered_and_in_the_contents(page: Page) -> None:
    headings = [e.words for e in page.all("h2") if e.attributes["id"] != "contents"]
    leads = [heading.partition(". ")[0] for heading in headings]
    there = {e.attributes["id"] for e in page.all("h2")}
    chapters, appendices = ([key for key in keys if key in there] for keys in (CHAPTERS, APPENDICES))
    assert set(CHAPTERS) - set(chapters) <= {"units"}  # which only a report written as a folder has
    letters = "ABCDEFGHIJ"[: len(appendices)]
    assert leads == [*map(str, range(1, len(chapters) + 1)), *(f"Appendix {letter}" for letter in letters)]
    contents = page.all("nav", class_="contents")[0].words
    assert all(heading in contents for heading in headings)


def test_contents_lead_to_units_systems_and_gateways(page: Page) -> None:
    (contents,) = page.all("nav", class_="contents")
    start = page.elements.index(contents)
    end = page.elements.index(page.by_id("main"))
    links = [e.attributes["href"] for e in page.elements[start:end] if e.tag == "a"]
    assert {"#u-1", "#d-system.doc-flow", "#d-gateway.edge-fw"} <= set(links)
    assert all(page.by_id(link[1:]) for link in links)


# Systems


def test_every_system_has_a_page_and_only_those_without_findings_are_folded(page: Page) -> None:
    folded = {e.attributes["id"]: "data-fold" in e.attributes for e in page.all("details", class_="d")}
    assert folded == {
        "d-system.archive": True, "d-system.doc-flow": False, "d-system.mail": False, "d-system.old-web": False,
        "d-system.portal": False, "d-gateway.edge-fw": False, "d-gateway.quiet-gw": True,
    }  # fmt: skip


def test_approval_chain_is_in_order_and_says_what_is_not_declared(page: Page) -> None:
    words = _said(page.by_id("d-system.doc-flow"))
    steps = ["2026-01-21 Security regulation issued 01/QC", "2026-02-04 Dossier received", "2026-02-14 Appraised 01/TĐ",
             "2026-02-18 Decided 23/QĐ Sở Nội vụ", "2026-03-30 Last inspection", "2026-12-15 Approval ends",
             "not declared Security plan completed partial"]  # fmt: skip
    assert [words.index(step) for step in steps] == sorted(words.index(step) for step in steps)


def test_controls_are_told_by_state(page: Page) -> None:
    words = _said(page.by_id("d-system.doc-flow"))
    for text in ("Controls that level 3 requires: 6", "✖ Missing (1) Web application firewall", "? Unknown (1) Restore test",
                 "✔ Evidenced (1) siem", "✔ Measured from the inventory (1) zones (zones = dmz)", "● Declared, without evidence (1) edr",
                 "○ Not applicable (1) pam"):  # fmt: skip
        assert text in words


def test_place_links_and_records_are_told(page: Page) -> None:
    words = _said(page.by_id("d-system.doc-flow"))
    assert "hr-lan Tên hr-lan 3 server Confidential (Mật) 10.0.0.0/24" in words
    assert "Gateways edge-fw , gone-gw Links wan-2" in words
    assert "papers Tên papers portal edge-fw tcp/443 05/TT, 2026-04-06" in words
    links = Counter(e.attributes["href"] for e in page.all("a"))
    assert links["#d-gateway.edge-fw"] > 2
    assert links["#d-gateway.gone-gw"] == 0


def test_fields_have_names_and_unknown_fields_speak_for_themselves(page: Page) -> None:
    words = _said(page.by_id("d-system.doc-flow"))
    for text in ("State secrecy none", "People, basic personal data 1,200", "Component 1 web", "strange_field lạ",
                 "Operator Trung tâm Công nghệ"):  # fmt: skip
        assert text in words
    assert "controls.waf" not in words


def test_every_declared_field_is_told_somewhere_on_its_page(page: Page) -> None:
    words = {dossier.id: {value for one in dossier.fields for value in one.values} for dossier in (DOC_FLOW, EDGE)}
    told = {
        "doc-flow": _said(page.by_id("d-system.doc-flow")), "edge-fw": _said(page.by_id("d-gateway.edge-fw")),
    }  # fmt: skip
    units = {"so-noi-vu": "Sở Nội vụ", "so-y-te": "Ủy ban Y tế Đà Nẵng", "trung-tam": "Trung tâm Công nghệ"}
    for ident, values in words.items():
        # What a control's state is comes from the register, which knows better than the field.
        assert [
            v
            for v in values - {"planned", "1200"}  # told as 1,200
            if units.get(v, v) not in told[ident] and field_words.value(v, "en") not in told[ident]
        ] == []


def test_open_questions_are_asked_as_the_worksheet_asks_them() -> None:
    report = told_report()
    sheet = worksheet(open_questions(report), report.as_of, "en")
    asked = answers.questions(report)
    assert asked
    for subject, questions in asked.items():
        form = answers.form(subject, questions, "en")
        lines = [line for line in form.splitlines()[2:] if not line.startswith("  #")]
        assert "\n".join(lines) in sheet
        assert form.startswith("secaudit: 1\nattestations:\n")


def test_a_hostile_id_stays_text_in_the_form() -> None:
    form = answers.blank("system:x\n- evil: {a: [&b", "en")
    assert "\n- evil" not in form
    assert '"system:x\\n- evil: {a: [&b"' in form


def test_a_segment_that_is_named_like_a_zone_keeps_its_name() -> None:
    shelf = Shelf(full_report(), "vi")
    assert shelf.text("segments", ("internal", "dmz")) == "internal, dmz"
    assert shelf.text("zone", ("internal", "dmz")) == "nội bộ, DMZ"


# Gateways


def test_gateway_page_tells_approval_permits_and_policy_entry_by_entry(page: Page) -> None:
    words = _said(page.by_id("d-gateway.edge-fw"))
    for text in ("Approval status approved", "Approval holds until 2026-10-31", "Accepted 2026-01-02",
                 "1 network:internet hr-lan — — —", "1 dmz hr-lan, hr-db tcp/443 permit Văn bản",
                 "2 any any — deny — until = 2027", "If none matches: deny.", "Relies on it doc-flow"):  # fmt: skip
        assert text in words
    quiet = _said(page.by_id("d-gateway.quiet-gw"))
    assert "No policy is declared." in quiet
    assert "The approval names no conversations" in quiet


def test_inspection_sheet_has_a_line_for_everything_that_is_looked_at(page: Page) -> None:
    sheet = next(e for e in page.all("section", class_="sheet") if "edge-fw" in e.text)
    for text in ("Serial number", "Rule-set hash on the device", "Seal number", "Photo no.", "Port, interface",
                 "Cable label", "hr-lan", "nowhere", "112/QĐ", "papers: 05/TT", "(2 entries)", "Default on the device: deny",
                 "On failure: closed", "Inspector", "Date", "Signature", "□ yes □ no"):  # fmt: skip
        assert text in _said(sheet)


def test_gateway_question_of_a_rule_is_typed_back_as_an_attestation(page: Page) -> None:
    words = _said(page.by_id("d-gateway.edge-fw"))
    assert '- question: "LOG-02" subject: "gateway:edge-fw" answer:' in words
    quiet = _said(page.by_id("d-gateway.quiet-gw"))
    assert "No question about this gateway is open." in quiet
    assert "- question: # id of the rule or control that asks" in quiet


def test_a_policy_longer_than_the_page_says_what_it_leaves_out() -> None:
    entries = {f"policy__{n}__action": "deny" for n in range(1, 301)}
    gateway = msgspec.structs.replace(EDGE, fields=declared(**entries))
    words = _said(Page(_html(told_report(dossiers=(gateway,)))).by_id("d-gateway.edge-fw"))
    assert "100 more entries, see the declaration. units/a.yaml:7" in words


# Not silently


def test_more_than_three_hundred_things_are_left_out_aloud_and_the_worst_stay() -> None:
    page = Page(_html(many_things(2200)))
    kept = [e.attributes["id"] for e in page.all("details", class_="d")]
    systems = [ident for ident in kept if ident.startswith("d-system")]
    assert len(systems) == 300
    assert set(systems) == {f"d-system.s-{n:04d}" for n in range(0, 2100, 7)}
    main = _said(page.by_id("main"))
    assert "1,900 of 2,200 systems have no entry here" in main
    assert "1,900 of 2,200 gateways have no entry here" in main


def test_three_hundred_things_are_all_there() -> None:
    page = Page(_html(many_things(300)))
    assert len(page.all("details", class_="d")) == 600
    assert page.all("p", class_="left-out") == []


def test_a_result_without_dossiers_says_so() -> None:
    page = Page(_html(full_report()))
    assert "This result does not hold what was declared" in _said(page.by_id("main"))
    assert len(page.all("details", class_="d")) == 5


# Time


def test_days_left_of_what_is_no_date_are_not_known() -> None:
    assert days_left("2026-12-01", "2026-11-22") == 9
    assert days_left("2026-11-21", "2026-11-22") == -1
    assert days_left("soon", "2026-11-22") is None
    assert days_left(None, "2026-11-22") is None


def test_ahead_are_approvals_and_waivers_that_are_over_or_end_within_sixty_days() -> None:
    report = told_report()
    found = [(item.subject, item.days) for item in ahead(report, Shelf(report, "en"))]
    assert found == [
        ("W-2025-09", -82), ("gateway:edge-fw", -22), ("system:doc-flow", 23), ("W-2026-01", 39), ("W-2026-07", 44),
    ]  # fmt: skip


def test_waivers_are_told_by_what_is_to_be_done() -> None:
    found = {key: [line.card.id for line in lines] for key, lines in waivers(told_report()).items()}
    assert found == {
        "expired": ["W-2025-09"], "soon": ["W-2026-01", "W-2026-07"], "active": [], "not_yet": ["W-2027-01"],
    }  # fmt: skip


def test_waivers_chapter_tells_what_is_unused_and_what_would_fail(page: Page) -> None:
    main = _said(page.by_id("main"))
    assert "Expiring within 60 days (2)" in main
    row = "W-2026-07 Ticket T-12 APR-01 system:portal Chờ Done instead: Giám sát hằng ngày Trần B 2026-06-01 2027-01-05 44 unused"
    assert row in main
    assert "What would fail without them (1)" in main


def test_summary_tells_the_next_failing_date(page: Page) -> None:
    assert "Next date on which more becomes non-compliant without action: 2026-12-08." in _said(page.by_id("main"))
    fine = _said(Page(_html(msgspec.structs.replace(clean_report(), due=(DUE,)))).by_id("main"))
    assert "Next date on which this inventory becomes non-compliant without action: 2026-12-08." in fine
    assert "Nobody looked ahead" in _said(Page(_html(full_report())).by_id("main"))
    assert "Nothing becomes due" in _said(Page(_html(told_report(due=()))).by_id("main"))


# Against an earlier audit


def test_comparison_keeps_what_was_not_asked_apart_from_what_is_gone(page: Page) -> None:
    main = _said(page.by_id("main"))
    chapter = main[main.rindex("Comparison with the last audit") : main.rindex("Appendix A.")]
    gone, unasked = chapter.index("No longer found (1)"), chapter.index("No longer asked (1)")
    assert gone < chapter.index(GONE.fingerprint[:12]) < unasked < chapter.index(UNASKED.fingerprint[:12])
    assert "New (2)" in chapter
    by_rules = chapter.index("New because a rule has changed (1)")
    assert by_rules < chapter.index("GWP-01", by_rules) < gone
    assert "Changed (2)" in chapter
    assert "Unchanged (2)" in chapter


def test_a_rule_of_which_only_the_citations_changed_judges_as_before() -> None:
    cited = ChangedRule(rule="GWP-01", change="changed", what=("cites", "confidence"))
    report = told_report(earlier=msgspec.structs.replace(EARLIER, rules=(cited,)))
    main = _said(Page(_html(report)).by_id("main"))
    assert "New (3)" in main
    assert "New because a rule has changed" not in main
    assert "changed (citations, confidence)" in main


def test_without_a_baseline_nothing_is_said_to_be_new() -> None:
    assert "There is no earlier result to compare with" in _said(Page(_html(full_report())).by_id("main"))


# Form 08


def test_form_08_has_twelve_columns_and_every_system_in_use(page: Page) -> None:
    table = next(t for t in page.all("table") if "Expected approval" in t.text)
    start = page.elements.index(table)
    rows = [e for e in page.elements[start:] if e.tag == "tr"][:5]
    assert sum(1 for e in page.elements[start:] if e.tag == "th" and "Expected approval" in table.text)
    head = [e.words for e in page.elements[start:] if e.tag == "th" and e.attributes["scope"] == "col"][:12]
    assert head == ["No.", "System", "Owner", "Operator", "Proposed level", "Approval status", "Approval decision",
                    "Regulation", "Expected approval", "Plan status", "Expected completion", "Inspection"]  # fmt: skip
    assert "Tên doc-flow Sở Nội vụ Trung tâm Công nghệ 3 drafting".replace(" ", "") in rows[2].text.replace(" ", "")
    assert "old-web" not in table.text


# Attacked


@pytest.mark.parametrize("language", ["vi", "en"])
def test_no_text_of_a_dossier_becomes_an_element(language: str) -> None:
    def structure(report: Report) -> Counter[tuple[str, tuple[str, ...]]]:
        return Counter((e.tag, tuple(sorted(e.attributes))) for e in Page(_html(report, language)).elements)

    attacked = with_every_text(told_report(), lambda text: text + PAYLOAD)
    assert structure(attacked) == structure(with_every_text(told_report(), lambda text: text + "x"))
    assert not set(FORBIDDEN) & set(_html(attacked, language))


def test_links_and_names_of_attacked_things_stay_harmless() -> None:
    page = Page(_html(with_every_text(told_report(), lambda text: PAYLOAD[:300] + text)))
    ids = Counter(e.attributes["id"] for e in page.elements if "id" in e.attributes)
    assert set(ids.values()) == {1}
    for element in page.elements:
        assert re.fullmatch(r"#[A-Za-z0-9_.-]+", element.attributes.get("href", "#x"))
        assert element.attributes.get("href", "#main")[1:] in ids


def test_a_field_number_of_any_length_is_no_number() -> None:
    gateway = msgspec.structs.replace(EDGE, fields=declared(**{f"policy__{'9' * 9000}__from": "x"}))
    assert _html(told_report(dossiers=(gateway, *THINGS[2:])))


# Bounded


def test_ten_thousand_new_findings_of_few_systems_stay_small_and_nothing_is_left_out_silently() -> None:
    report = big_report(10_000)
    verdicts = tuple(
        msgspec.structs.replace(
            verdict, baseline="new", finding=msgspec.structs.replace(verdict.finding, subjects=("system:doc-flow",))
        )
        for verdict in report.verdicts
    )
    gone = tuple(msgspec.structs.replace(GONE, fingerprint=f"{n:064x}") for n in range(10_000))
    html = _html(msgspec.structs.replace(report, verdicts=verdicts, absent=gone))
    assert len(html.encode()) < 5_000_000
    assert html.count("and 9,700 more") == 2
    assert "and 9,970 more" in html


def test_cover_says_what_was_not_asked_and_which_configuration_was_used() -> None:
    plain = Page(_html(told_report(options={"fail_on": "low"}))).all("header", class_="cover")[0].words
    assert "every rule of the packs was asked" in plain
    assert "No configuration file was used." in plain
    chosen = Page(_html(told_report(options={"ignore": "CTL", "config": "secaudit.toml"}))).all(
        "header", class_="cover"
    )
    assert "ignore = CTL · config = secaudit.toml" in chosen[0].words
    assert "every rule" not in chosen[0].words


def test_bytes_depend_on_the_report_alone() -> None:
    program = (
        "import hashlib\n"
        "from secaudit.reporters import REPORTERS, RenderOptions\n"
        "from tests.reporters.things import told_report\n"
        "for language in ('vi', 'en'):\n"
        "    print(hashlib.sha256(REPORTERS['html'](told_report(), RenderOptions(language=language)).encode()).hexdigest())\n"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, text=True, check=True,
            env={"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": zone},
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    }  # fmt: skip
    assert len(seen) == 1


def test_the_row_of_findings_that_nobody_owns_has_a_name() -> None:
    nobody = UnitRow(id="", name="", systems=0, approved=0, open={"high": 2}, unknown=0)
    page = Page(_html(full_report(units=(*full_report().units, nobody))))
    assert [e.words for e in page.all("th", scope="row") if not e.words] == []
    assert "No responsible unit declared" in next(t for t in page.all("table") if "By unit" in t.text).words
